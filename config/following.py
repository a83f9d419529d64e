"""What is new in the views that people follow: told on home, and by mail where they asked.

Mail is no safe channel: a letter holds references and links, and neither place nor text. So it
names no view, whose name somebody wrote, and its link bears no filter, which says what is looked
for. Who may no longer see a case is not told of it, since each letter is made with its reader's own
eyes.
"""

from smtplib import SMTPDataError, SMTPRecipientsRefused
from typing import NamedTuple

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Count, Value
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import ngettext

from casework.in_step import LONGEST_WRITE
from casework.saved_views import Following, SavedView
from config.lists import LISTS

MOST = 20  # references in a letter; the link leads to all


class News(NamedTuple):
    """A followed view, its address, and how many cases others changed there since the last look."""

    following: Following
    url: str
    number: int


def news_for(user):
    """The followed views with something new, for home: one question for all of them."""
    followed = followings(user)
    numbers = numbers_of(followed)
    return [
        News(each, LISTS[each.view.of].url(each.view.query), numbers[each.pk])
        for each in followed
        if each.pk in numbers
    ]


def followings(user):
    """What this person follows and may still look at."""
    views = SavedView.objects.open_to(user)
    rows = Following.objects.filter(person=user, view__in=views).select_related("view", "person")
    return [each for each in rows if user.has_perm(LISTS[each.view.of].permission)]


def numbers_of(followed):
    """{key of a following: how many cases changed there since the last look}, but for none."""
    asked = [numbered(each) for each in followed]
    if not asked:
        return {}
    first, *others = asked
    return dict(first.union(*others, all=True).values_list("of", "number"))


def numbered(following):
    rows = changed_since(following, following.seen_at).order_by()
    numbers = rows.values(of=Value(following.pk)).annotate(number=Count("pk"))
    return numbers.filter(number__gt=0)


def changed_since(following, moment):
    """Cases of the view that somebody else made or changed since then."""
    of, person = LISTS[following.view.of], following.person
    rows = of.found(following.view.query, person).order_by("-updated_at")
    return rows.filter(updated_at__gt=moment).exclude(updated_by=person)


# ---------------------------------------------------------------- by mail


def send_letters():
    """One letter to each person with news in the views that they follow by mail.

    An address that is refused keeps no letter from the others; the refusal is raised after them.
    """
    keys = Following.objects.filter(by_mail=True, person__is_active=True).exclude(person__email="")
    refused = None
    for key in keys.values_list("pk", flat=True):
        try:
            tell(key)
        except (SMTPRecipientsRefused, SMTPDataError) as refusal:
            refused = refusal
    if refused:
        raise refused


@transaction.atomic
def tell(key):
    """Write to one person about one view, and remember what was told in the same transaction: a
    letter that could not be sent is tried again; only a crash between both sends one twice."""
    rows = Following.objects.select_for_update(of=("self",)).select_related("view", "person")
    following = rows.filter(pk=key).first()
    if not following or following not in followings(following.person):
        return
    now = timezone.now()
    recent = changed_since(following, following.mailed_at - LONGEST_WRITE)
    fresh = [case for case in recent if following.told.get(str(case.pk)) != case.version]
    if fresh:
        write_to(following, fresh)
    following.told = {str(case.pk): case.version for case in recent}
    following.mailed_at = now
    following.save(update_fields=["told", "mailed_at"])


def write_to(following, cases):
    person, view = following.person, following.view
    with translation.override(person.language):
        subject = ngettext(
            "Aftermath: %(n)s case is new or changed",
            "Aftermath: %(n)s cases are new or changed",
            len(cases),
        ) % {"n": len(cases)}
        shown = {
            "cases": cases[:MOST],
            "more": max(len(cases) - MOST, 0),
            "site": settings.AFTERMATH_SITE_URL.rstrip("/"),
            "list_url": reverse("view_open", args=[view.pk]),
        }
        text = render_to_string("mail/following.txt", shown)
    send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [person.email])
