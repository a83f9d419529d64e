"""Signing in and out, and what people choose: password, language, digits, light or dark."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import (
    LoginView,
    LogoutView,
    PasswordChangeView,
    redirect_to_login,
)
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts import devices
from accounts.forms import SignInForm
from accounts.keeping import KEEPS, NOBODY
from accounts.roles import WORDS

THEMES = ("light", "dark")
DIGITS = ("western", "arabic")
A_YEAR = 365 * 24 * 3600


class SignIn(LoginView):
    """Signs in, and reads on in the person's own language."""

    template_name = "accounts/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True
    extra_context = {"demo": settings.AFTERMATH_DEMO}

    def render_to_response(self, context, **how):
        return super().render_to_response(context, headers={KEEPS: NOBODY}, **how)

    def form_valid(self, form):
        response = super().form_valid(form)
        devices.sign_in_on(self.request, response, form.get_user())
        return remember(response, settings.LANGUAGE_COOKIE_NAME, form.get_user().language)


class SignOut(LogoutView):
    """Signs out, and asks the browser to forget the drafts and pages it kept."""

    next_page = "accounts:login"

    def post(self, request, *args, **kwargs):
        response = super().post(request, *args, **kwargs)
        response["Clear-Site-Data"] = devices.CLEAR
        return response


class PasswordChange(PasswordChangeView):
    template_name = "accounts/password_change.html"
    success_url = reverse_lazy("accounts:profile")

    def form_valid(self, form):
        messages.success(self.request, _("Your password is changed."))
        return super().form_valid(form)


login = SignIn.as_view()
logout = SignOut.as_view()
password_change = PasswordChange.as_view()


@login_not_required
def administration_login(request):
    """The administration is entered by the one sign-in, and is no second place to guess at."""
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect_to_login(request.GET.get("next", reverse("admin:index")))


def profile(request):
    names = request.user.groups.values_list("name", flat=True)
    roles = [WORDS.get(name, name) for name in names]
    return render(request, "accounts/profile.html", {"roles": roles})


@login_not_required
@require_POST
def set_language(request):
    """Keep the chosen language in the browser, and with the person where one is signed in."""
    response = back(request)
    code = request.POST.get("language", "")
    if code not in dict(settings.LANGUAGES) or not check_for_language(code):
        return response
    if request.user.is_authenticated:
        request.user.language = code
        request.user.save(update_fields=["language"])
    return remember(response, settings.LANGUAGE_COOKIE_NAME, code)


@login_not_required
@require_POST
def set_theme(request):
    theme = request.POST.get("theme")
    return remember(back(request), "theme", theme) if theme in THEMES else back(request)


@login_not_required
@require_POST
def set_digits(request):
    """0123 or ٠١٢٣, for pages in Arabic; config/digits.py says what changes and what does not."""
    digits = request.POST.get("digits")
    return remember(back(request), "digits", digits) if digits in DIGITS else back(request)


def back(request):
    """To the page the person came from, if it is one of ours."""
    target = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return redirect(target if ours else "/")


def remember(response, name, value):
    response.set_cookie(
        name, value, max_age=A_YEAR, samesite="Lax", secure=settings.LANGUAGE_COOKIE_SECURE
    )
    return response
