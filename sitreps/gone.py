"""Incidents that stand no longer and that issued reports speak of: who is told, who reads on.

What was issued never changes. But the paper must not go on showing what was hidden to protect
people, and whoever may issue a corrected one must learn that it is due (decision 41).
"""

from dataclasses import dataclass

from django.db.models import Q

from casework.sensitivity import SEES_HIDDEN
from incidents.choices import OUT_OF_PLAY, Status
from incidents.models import Incident
from sitreps.models import Sitrep
from sitreps.snapshot import changes


def spoken_of(said, before=None):
    """(references among the figures of a document, those in its list of changes alone).

    `before` is the document that it corrects: a place's old figures are those of its incidents.
    """
    counted = {record["ref"] for record in said["facts"]["records"]}
    changed = {change["place"]["pcode"] for change in said["changes"] if change["place"]}
    places = before["facts"]["places"] if before else []
    listed = {ref for place in places if place["pcode"] in changed for ref in place["refs"]}
    return counted, listed - counted


def gone_from(sitrep):
    """The incidents that the report counts and that no report counts now."""
    counted = sitrep.mentions.filter(counted=True).values("incident")
    return Incident.objects.filter(pk__in=counted, status__in=OUT_OF_PLAY)


def is_to_correct(sitrep):
    """Whether it stands and counts an incident that is gone; false for none."""
    return bool(sitrep and Sitrep.objects.to_correct().filter(pk=sitrep.pk).exists())


def is_withheld(sitrep, user):
    return Sitrep.objects.withheld_from(user).filter(pk=sitrep.pk).exists()


def revisions(last, facts):
    """What changed since the report that stands, as the next one will list it; none without one.

    Nothing is listed of a place with a hidden incident: what was said of it would be said again.
    """
    if last is None:
        return []
    before = last.document["facts"]
    gone = gone_from(last)
    hidden = gone.filter(Q(status=Status.HIDDEN) | gone.taken_in_by_hidden())
    hidden = set(hidden.values_list("ref", flat=True))
    silent = {place["pcode"] for place in before["places"] if hidden.intersection(place["refs"])}
    found = changes(before, facts)
    return [each for each in found if not each["place"] or each["place"]["pcode"] not in silent]


# ---------------------------------------------------------------- who is told


@dataclass(frozen=True)
class Notice:
    """What of a report is gone, for one reader: the incidents they see, and how many they do not.

    `unseen` is told to those who may issue the corrected report, and is 0 for all others. `is_due`
    while the report that stands for these days and areas counts an incident that is gone.
    """

    gone: list
    unseen: int
    is_due: bool


def notice_for(sitrep, user):
    gone = gone_from(sitrep)
    seen = list(gone.visible_to(user).order_by("ref"))
    unseen = gone.count() - len(seen) if may_correct(user) else 0
    return Notice(seen, unseen, is_to_correct(standing_after(sitrep)))


def standing_after(sitrep):
    """The last of those that correct it, one the other; itself where none does."""
    while newer := sitrep.corrected_by.defer("snapshot").first():
        sitrep = newer
    return sitrep


def may_correct(user):
    return user.has_perm("sitreps.issue_sitrep")


def reports_to_correct(user):
    """The reports of which this person is told that they are to be corrected, the latest first."""
    if not (may_correct(user) or user.has_perm(SEES_HIDDEN)):
        return Sitrep.objects.none()
    told = Sitrep.objects.visible_to(user).to_correct().defer("snapshot")
    return told.latest_first()
