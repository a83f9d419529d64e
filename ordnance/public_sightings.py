"""A report from the public as the beginning of a ticket or of another sighting of one."""

from django.utils import timezone
from django.utils.translation import gettext as _

from ordnance.choices import Channel
from ordnance.public_reports import HowMany, LooksLike
from places.models import Area

SURE = 2  # the score of `Area.search` from which a written name begins like a known one


def sighting_by_public(report):
    """{field of a sighting: what the report says}."""
    return {
        "seen_at": timezone.localtime(report.received_at),
        "channel": Channel.PUBLIC,
        "description": in_words(report),
        "where_seen": report.said[:300],
        "reporter_phone": report.phone,
        "consent_to_contact": bool(report.phone),
    }


def said_by_public(report):
    """{field of the first report's form: what the public's report says}; a person checks it all."""
    sighting = sighting_by_public(report)
    return sighting | {
        "reported_at": sighting["seen_at"],
        "place": place_of(report),
        "category": LooksLike(report.looks_like).category,
        "quantity_reported": 1 if report.how_many == HowMany.ONE else None,
        "written": in_words(report)[:200],
        "description": in_words(report),
    }


def place_of(report):
    """The one place that is called so; none where several are, or where it merely sounds so."""
    found = [area for area in Area.objects.search(report.place_said, limit=2) if area.score > SURE]
    return found[0] if len(found) == 1 or (found and found[0].score > found[1].score) else None


def in_words(report):
    near = {True: _("people are close to it"), False: _("nobody is close to it"), None: ""}
    told = [
        report.get_looks_like_display(),
        report.get_how_many_display() if report.how_many else "",
        near[report.people_near],
        _("receipt %(receipt)s") % {"receipt": report.receipt},
    ]
    return _(", ").join(str(each) for each in told if each)
