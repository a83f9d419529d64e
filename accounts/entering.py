"""Entering: what happens when a person has shown who they are, with or without a second step."""

from django.conf import settings
from django.contrib import auth, messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts import devices, half_signed_in, second_step
from accounts.choices import remember
from accounts.security import news_for


def next_page_for(person):
    """The name of the page that stands between the right password and the site, or None."""
    if second_step.is_on(person):
        return "accounts:code"
    return "accounts:second_step" if second_step.is_demanded(person) else None


def let_in(request, person):
    """Sign the person in, and tell them what others did to their account since the last time.

    Returns the address to go on to; None where none was kept for them.
    """
    onward = half_signed_in.end(request)
    news = news_for(person, since=person.last_login)
    auth.login(request, person)
    for sentence in news:
        messages.warning(request, sentence)
    return onward


def mark(request, response, person):
    """On the browser of whoever was let in: which device this is, and their language."""
    devices.sign_in_on(request, response, person)
    return in_their_language(response, person)


def in_their_language(response, person):
    return remember(response, settings.LANGUAGE_COOKIE_NAME, person.language)


def from_the_start(request):
    """To the sign-in page, from a page that only somebody half signed in may see."""
    if half_signed_in.end(request):
        messages.info(request, _("That took too long. Sign in again."))
    return redirect("accounts:login")
