"""The public door: anybody's report is received, at worst set aside, and never lost.

Nothing here refuses a report. A camp may stand behind one address, so many reports from one address
are no offence; what looks like no report at all waits in a queue of its own, where a dispatcher may
bring it back.
"""

import hmac
import re
import secrets
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.files import attach, without_metadata
from ordnance.models import PublicPhoto, PublicReport, TicketFile
from places.spelling import fold

State = PublicReport.State
SYMBOLS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is mistaken for another, read over a radio
LINK = re.compile(r"https?:|www\.|\.(?:com|net|org|ru|info)\b", re.I)
AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)
FLOOD = 60  # reports an hour from one address: more than a camp after a strike would send
LARGEST_PHOTO = 15 * 2**20  # bytes; what phones make is smaller
MOST_PHOTOS = 5  # with one report; more are another look at the same thing

REASONS = {
    "robot": gettext_lazy("a box that only machines see was filled in"),
    "link": gettext_lazy("it holds a link"),
    "wordless": gettext_lazy("it holds no word"),
    "repeated": gettext_lazy("the same words came from the same sender within the hour"),
    "flood": gettext_lazy("very many came from one address within the hour"),
}


# ---------------------------------------------------------------- receiving


def receive(report, *, organisation, language, address, trap="", uploads=()):
    """Keep the report, and return it with its receipt; sent twice, the first one is returned."""
    first = PublicReport.objects.filter(submission_key=report.submission_key).first()
    if first:
        return first
    forget_senders()
    report.organisation, report.language = organisation, language
    report.sender_mark = mark_of(address)
    if report.phone:
        kept = timedelta(days=settings.AFTERMATH_CONTACT_PURGE_DAYS)
        report.purge_on = timezone.localdate() + kept
    report.aside_because = doubts(report, trap)
    report.state = State.ASIDE if report.aside_because else State.WAITING
    return keep(report, photos_of(report, uploads))


def keep(report, photos):
    """Save with its photos under a receipt that nobody has yet; sent twice at the same moment, the
    first stays."""
    report.receipt = new_receipt()
    while PublicReport.objects.filter(receipt=report.receipt).exists():
        report.receipt = new_receipt()
    try:
        with transaction.atomic():
            report.save(force_insert=True)
            for photo in photos:
                photo.save(force_insert=True)
    except IntegrityError:
        first = PublicReport.objects.filter(submission_key=report.submission_key).first()
        if first is None:
            raise
        return first
    return report


def new_receipt():
    """Such as 7K4-2MD: short enough for a radio, one of seven hundred million."""
    symbols = "".join(secrets.choice(SYMBOLS) for _n in range(6))
    return f"{symbols[:3]}-{symbols[3:]}"


def photos_of(report, uploads):
    """The unsaved photos: pixels alone, because where and by whom they were taken leads to the
    sender. What cannot be read as a picture, is too large or one too many is left out."""
    pictures = [
        without_metadata(upload.read(), "image/jpeg")
        for upload in uploads[:MOST_PHOTOS]
        if upload.size <= LARGEST_PHOTO
    ]
    made = [PublicPhoto(report=report) for picture in pictures if picture]
    for photo, picture in zip(made, filter(None, pictures), strict=True):
        photo.picture = ContentFile(picture, name=f"{photo.pk}.jpg")
    return made


# ---------------------------------------------------------------- what looks like no report


def doubts(report, trap):
    """The codes of REASONS that speak against this being a report."""
    words = f"{report.place_said} {report.near_said}"
    recent = PublicReport.objects.filter(
        sender_mark=report.sender_mark, received_at__gt=timezone.now() - AN_HOUR
    )
    found = {
        "robot": bool(trap),
        "link": bool(LINK.search(words)),
        "wordless": not re.search(r"[^\W\d_]{2}", words),
        "repeated": any(fold(each.said) == fold(report.said) for each in recent[:FLOOD]),
        "flood": recent.count() >= FLOOD,
    }
    return [code for code, is_so in found.items() if is_so]


def mark_of(address):
    """A digest of the sender's address: another one each day, undone by nobody without the key."""
    today = timezone.localdate().isoformat()
    return hmac.new(settings.SECRET_KEY.encode(), f"{today} {address}".encode(), sha256).hexdigest()


def forget_senders():
    old = PublicReport.objects.filter(received_at__lt=timezone.now() - A_DAY)
    old.exclude(sender_mark="").update(sender_mark="")


def forget_contacts(today=None):
    """Blank the numbers whose day has come, in whatever state the report is; returns how many."""
    due = PublicReport.objects.filter(purge_on__lte=today or timezone.localdate())
    return due.exclude(phone="").update(phone="", purge_on=None)


# ---------------------------------------------------------------- answering


@transaction.atomic
def take_up(report, ticket, *, by):
    """The report became a sighting of this ticket: its photos go there, its contact is there.

    Raises ValidationError where a colleague took it up meanwhile: one report is one sighting.
    """
    held = PublicReport.objects.select_for_update().get(pk=report.pk)
    if held.state == State.TAKEN:
        raise ValidationError(
            _("A colleague has taken up %(receipt)s already.") % {"receipt": held.receipt}
        )
    for photo in held.photos.all():
        with photo.picture.open() as file:
            picture = ContentFile(file.read(), name=f"{held.receipt}.jpg")
        said = {"kind": TicketFile.Kind.ITEM, "received_from": held.receipt}
        ticket = attach(ticket, picture, by=by, **said).case
    held.state, held.ticket = State.TAKEN, ticket
    held.answered_by, held.answered_at = by, timezone.now()
    held.phone, held.purge_on = "", None
    held.save()


def set_aside(report, *, by):
    answer(report, State.ASIDE, by)


def bring_back(report, *, by):
    answer(report, State.WAITING, by)


def answer(report, state, by):
    """Move a report between the two queues; one that was taken up stays with its ticket."""
    open_ones = PublicReport.objects.exclude(state=State.TAKEN).filter(pk=report.pk)
    open_ones.update(state=state, answered_by=by, answered_at=timezone.now())
