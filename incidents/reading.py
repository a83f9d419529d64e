"""What a page about one incident shows: its toll, how that changed, and the facts in words."""

from collections import defaultdict
from datetime import date
from itertools import product

from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from casework.changes import plain
from casework.drawing import TollRow
from casework.story import lines_of, name_relations
from casework.wording import in_one_line
from incidents.choices import DatePrecision, Status, TimePrecision, Weapon
from incidents.ledger import UNKNOWN, Group, Outcome, Population, Range, in_words
from incidents.toll import counted_reports, toll
from places.coordinates import Point

SHOWN_OUTCOMES = (Outcome.KILLED, Outcome.INJURED)
OTHER_OUTCOMES = (Outcome.MISSING, Outcome.TRAPPED, Outcome.RESCUED)
# The facts of the page's first panel; the head shows place, day and status already.
FACTS = ("weapon", "munition", "facility", "site_name", "narrative")
KEEPING = ("sensitivity", "evidence_grade", "external_id", "rejection")


def whole(incidents):
    """Incidents with everything that a page about one of them reads."""
    return (
        incidents.select_related(
            "place__parent__parent__parent__parent__parent",
            "munition", "organisation", "created_by", "claimed_by", "verified_by", "merged_into",
        )
        .prefetch_related(
            "sources", "files", "damages", "responses", "comments",
            "attributions__actor", "attributions__source",
        )
        .with_toll()
    )  # fmt: skip


# ---------------------------------------------------------------- when


def when(incident):
    """Thursday 28 November 2024, about 13:22; with what is not sure said."""
    day = date_format(incident.occurred_on, "l j F Y")
    if incident.occurred_until:
        day = f"{day} – {date_format(incident.occurred_until, 'l j F Y')}"
    unsure = incident.date_precision != DatePrecision.DAY
    parts = [f"{day} ({incident.get_date_precision_display()})" if unsure else day, hour(incident)]
    return _(", ").join(str(part) for part in parts if part)


def hour(incident):
    """13:22, “about 13:22”, “midday”, or "" where nobody said."""
    if incident.time:
        shown = date_format(incident.time, "H:i")
        if incident.time_precision == TimePrecision.EXACT:
            return shown
        return _("about %(time)s") % {"time": shown}
    return incident.get_part_of_day_display()


def told_of(incident):
    """(label, words) of what a flash report says of place, time and weapon; "" is unknown."""
    label = incident._meta.get_field
    weapon = incident.get_weapon_display() if incident.weapon != Weapon.UNKNOWN else ""
    return (
        (label("place").verbose_name, incident.place.label),
        (label("site_name").verbose_name, incident.site_name),
        (_("When"), when(incident)),
        (label("weapon").verbose_name, weapon),
    )


# ---------------------------------------------------------------- the toll


def panels(incident):
    """For killed and injured: the counted range, and of whom."""
    return [
        {
            "outcome": outcome,
            "label": outcome.label,
            "total": toll(incident, outcome),
            "parts": parts(incident, outcome),
        }
        for outcome in SHOWN_OUTCOMES
    ]


def parts(incident, outcome):
    """(word, range) of the groups that are known, then the unspecified remainder."""
    known = [
        (group.label, told)
        for group, told in groups(incident, outcome).items()
        if told.is_known and told != Range(0, 0)
    ]
    rest = remainder(toll(incident, outcome), [told for _word, told in known])
    return [*known, (Group.UNSPECIFIED.label, rest)] if known and rest.is_known else known


def groups(incident, outcome):
    """Groups that do not overlap; the finer ones only where they are told."""

    def of(group):
        return toll(incident, outcome, group)

    children = {Group.CHILDREN: of(Group.CHILDREN)}
    if not children[Group.CHILDREN].is_known:
        children = {Group.BOYS: of(Group.BOYS), Group.GIRLS: of(Group.GIRLS)}
    adults = {Group.WOMEN: of(Group.WOMEN), Group.MEN: of(Group.MEN)}
    if not any(told.is_known for told in adults.values()):
        adults = {Group.ADULTS: of(Group.ADULTS)}
    return children | adults


def remainder(total, known):
    """How many of a total are in none of the known parts; unknown without a total, or none."""
    if not total.is_known:
        return Range()
    least = sum(told.minimum or 0 for told in known)
    rest = Range(
        None if total.minimum is None else max(total.minimum - least, 0),
        None if total.maximum is None else max(total.maximum - least, 0),
        total.about,
    )
    return Range() if rest == Range(0, 0, total.about) else rest


def others(incident):
    """(word, range) of missing, trapped and rescued."""
    return [(outcome.label, toll(incident, outcome)) for outcome in OTHER_OUTCOMES]


def basis(incident):
    """The reports that are counted now."""
    return counted_reports(incident)


def charts(incident):
    """(word, rows) for killed, and for injured where any report numbers them."""
    reports = list(incident.casualty_reports.all())
    asked = [
        outcome
        for outcome in SHOWN_OUTCOMES
        if outcome == Outcome.KILLED or any(r.range_of(outcome).is_known for r in reports)
    ]
    return (
        [(outcome.label, rows(incident, reports, outcome)) for outcome in asked] if reports else []
    )


def rows(incident, reports, outcome):
    """One row of the chart for each report, oldest first."""
    return [
        row(incident, report, outcome, revised(reports, place))
        for place, report in enumerate(reports)
    ]


def row(incident, report, outcome, revises):
    told = report.range_of(outcome)
    when_said = date_format(localtime(report.as_of), "j M H:i")
    counted = "" if report.population == Population.CIVILIAN else report.get_population_display()
    beside = (when_said, counted, report.reason)
    return TollRow(
        label=str(report.source),
        sub=in_one_line([str(each) for each in beside if each], between=" · "),
        grade=report.source.grading,
        minimum=told.minimum,
        maximum=told.maximum,
        qualifier=told.qualifier,
        quote=report.wording,
        adopted=report.pk == incident.adopted_report_id,
        revises=revises,
    )


def revised(reports, place):
    """Place of the report that this one revises: its source's last, or the last if it says why."""
    report = reports[place]
    for earlier in range(place - 1, -1, -1):
        other = reports[earlier]
        if other.population != report.population:
            continue
        if report.reason or other.source_id == report.source_id:
            return earlier
    return None


def differing(incident):
    """The numbers of killed that sources still hold against each other, in words; else none.

    A report that a later one revises is no longer held against anything.
    """
    reports = list(incident.casualty_reports.all())
    superseded = {revised(reports, place) for place in range(len(reports))}
    held = [report for place, report in enumerate(reports) if place not in superseded]
    told = {report.range_of(Outcome.KILLED) for report in held}
    known = sorted((each for each in told if each.is_known), key=lambda each: each.minimum or 0)
    return [in_words(each) for each in known] if len(known) > 1 else []


# ---------------------------------------------------------------- the review


def asked(incident):
    """{field: [comment]} of a returned incident: what the reviewer asks, and what was answered."""
    found = defaultdict(list)
    if incident.status == Status.RETURNED:
        for comment in incident.comments.all():
            found[comment.field].append(comment)
    return dict(found)


def in_short(incident):
    """{field that a reviewer may comment on: what it says now, in words; "" is unknown}."""
    told = [f"{panel['label']} {in_words(panel['total'])}" for panel in panels(incident)]
    damage = [*incident.damages.all(), *incident.responses.all()]
    lines = {
        "place": [incident.place.label, incident.site_name],
        "occurred_on": [when(incident)],
        "weapon": [incident.get_weapon_display(), incident.munition],
        "toll": told if incident.casualty_reports.all() else [],
        "sources": incident.sources.all(),
        "parties": incident.attributions.all(),
        "damage": damage,
        "narrative": [Truncator(incident.narrative).words(40)],
    }
    return {name: " · ".join(str(part) for part in parts if part) for name, parts in lines.items()}


# ---------------------------------------------------------------- the facts


def facts(record, names, user):
    """(label, value) of the named fields that this person may read; null and "" are unknown."""
    readable = record.field_policy.readable(user)
    return [
        (record._meta.get_field(name).verbose_name, worded(record, name))
        for name in names
        if name in readable
    ]


def worded(record, name):
    """A field's value in words."""
    if name == "flags":
        return record.flags_in_words
    shown = getattr(record, f"get_{name}_display", None)
    value = shown() if shown else getattr(record, name)
    return date_format(value, "j F Y") if isinstance(value, date) else value


def point(incident, user):
    """The exact point, for those who may read it; None otherwise, or where there is none."""
    if incident.latitude is None or "latitude" not in incident.field_policy.readable(user):
        return None
    return Point(incident.latitude, incident.longitude)


def proposed(incident, amendment):
    """The lines of an amendment: what each field is now and would be."""
    changes = {
        name: [plain(incident._meta.get_field(name), incident), new]
        for name, new in amendment.changes.items()
    }
    if amendment.report_id:
        changes["adopted_report"] = [incident.adopted_report_id, amendment.report_id]
    lines = list(lines_of(changes, type(incident)))
    name_relations(lines)
    return [*lines, *recounted(incident.adopted_report, amendment.report)]


def recounted(old, new):
    """What adopting another report does to each number, in words."""
    if old is None or new is None:
        return
    before, after = old.ranges(), new.ranges()
    for outcome, group in product(Outcome, Group):
        was, becomes = (r.get((outcome, group), UNKNOWN) for r in (before, after))
        if was != becomes:
            word = outcome.label if group == Group.TOTAL else f"{outcome.label}: {group.label}"
            yield {"label": word, "old": in_words(was), "new": in_words(becomes)}
