"""Signing in and out, the password, and a person's own page."""

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
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from accounts import devices, entering, half_signed_in
from accounts.forms import CodeForm, NewPasswordForm, SignInForm
from accounts.keeping import KEEPS, NOBODY
from accounts.models import SecondStep
from accounts.roles import WORDS

EVENTS = 10


class SignIn(LoginView):
    """Signs in, or leads to the second step; then reads on in the person's own language."""

    template_name = "accounts/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True
    extra_context = {"demo": settings.AFTERMATH_DEMO}

    def render_to_response(self, context, **how):
        return super().render_to_response(context, headers={KEEPS: NOBODY}, **how)

    def form_valid(self, form):
        person, onward = form.get_user(), self.get_success_url()
        between = entering.next_page_for(person)
        if between:
            half_signed_in.begin(self.request, person, onward=onward)
            return entering.in_their_language(redirect(between), person)
        entering.let_in(self.request, person)
        return entering.mark(self.request, redirect(onward), person)


class CodeSignIn(SignIn):
    """The second step: the code of the person's app, or one of their recovery codes."""

    template_name = "accounts/code.html"
    authentication_form = CodeForm

    @method_decorator(login_not_required)
    def dispatch(self, request, *args, **kwargs):
        self.person = half_signed_in.person_of(request)
        if not (self.person or request.user.is_authenticated):
            return entering.from_the_start(request)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"person": self.person}

    def form_valid(self, form):
        onward = entering.let_in(self.request, self.person)
        return entering.mark(self.request, redirect(onward), self.person)


class SignOut(LogoutView):
    """Signs out, and asks the browser to forget the drafts and pages it kept."""

    next_page = "accounts:login"

    def post(self, request, *args, **kwargs):
        response = super().post(request, *args, **kwargs)
        response["Clear-Site-Data"] = devices.CLEAR
        return response


class PasswordChange(PasswordChangeView):
    template_name = "accounts/password_change.html"
    form_class = NewPasswordForm
    success_url = reverse_lazy("accounts:profile")

    def get_form(self, form_class=None):
        options = self.get_form_kwargs()
        del options["user"]
        return (form_class or self.form_class)(self.request, **options)

    def form_valid(self, form):
        messages.success(self.request, _("Your password is changed."))
        return super().form_valid(form)


login = SignIn.as_view()
code = CodeSignIn.as_view()
logout = SignOut.as_view()
password_change = PasswordChange.as_view()


@login_not_required
def administration_login(request):
    """The administration is entered by the one sign-in, and is no second place to guess at."""
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect_to_login(request.GET.get("next", reverse("admin:index")))


def administration_password(_request):
    """The administration has no form of its own that guesses at the old password."""
    return redirect("accounts:password_change")


def profile(request):
    person = request.user
    names = person.groups.values_list("name", flat=True)
    shown = {
        "roles": [WORDS.get(name, name) for name in names],
        "second_step": SecondStep.objects.filter(person=person).first(),
        "codes_left": person.recovery_codes.count(),
        "events": person.security_events.select_related("by")[:EVENTS],
    }
    return render(request, "accounts/profile.html", shown)
