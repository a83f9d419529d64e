"""Security events: what happened to the way a person signs in is noted, and told to that person.

By mail at once, where the site sends any and knows their address; at their next sign-in, where
somebody else did it; and on their own page for ever.
"""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import SecurityEvent

log = logging.getLogger(__name__)


def note(person, what, *, by):
    """Write down what happened, and write to the person once it is certain."""
    event = SecurityEvent.objects.create(person=person, what=what, by=by)
    log.warning("%s: person %s, by %s", what, person.pk, by and by.pk)
    transaction.on_commit(lambda: write_of(event))
    return event


def note_guessing(person, *, within):
    """As `note`, of too many wrong codes; once in a while is enough."""
    now, what = timezone.now(), SecurityEvent.What.GUESSED
    if not person.security_events.filter(what=what, at__gt=now - within).exists():
        note(person, what, by=None)


def write_of(event):
    """A letter that cannot be sent keeps nobody from signing in."""
    person = event.person
    if not (settings.EMAIL_HOST and person.email):
        return
    with translation.override(person.language):
        subject = _("Aftermath: the way you sign in")
        shown = {"event": event, "site": settings.AFTERMATH_SITE_URL.rstrip("/")}
        text = render_to_string("mail/security_event.txt", shown)
    try:
        send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [person.email])
    except (SMTPException, OSError):
        log.exception("No letter about a security event could be sent to person %s", person.pk)


def news_for(person, *, since):
    """Sentences about what others did since then; `since` is None for whoever never signed in."""
    events = person.security_events.filter(at__gt=since or person.date_joined)
    return [
        _(
            "%(what)s, on %(when)s. If you do not know why, change your password and tell your "
            "administrator."
        )
        % {"what": event, "when": date_format(timezone.localtime(event.at), "j M Y H:i")}
        for event in events
        if event.is_by_another
    ]
