"""What people choose for themselves: language, digits, light or dark."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST

THEMES = ("light", "dark")
DIGITS = ("western", "arabic")
A_YEAR = 365 * 24 * 3600


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
