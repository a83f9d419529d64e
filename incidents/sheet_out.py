"""Incidents leave: their figures, sources, parties and damage, read for many at a time.

The shape “everything” is the importer's own sheet, and what it writes is read back as unchanged.
"""

from collections import defaultdict
from dataclasses import replace

from django.utils.translation import get_language

from exchange.cells import write_people
from exchange.exporting.cases import ReturningLayout, place_readers
from exchange.exporting.columns import of_column
from exchange.exporting.layouts import SHEETS, WholeLayout
from incidents.evidence import Attribution, Source
from incidents.ledger import CasualtyReport, Figure, Qualifier, Range
from incidents.models import Damage
from incidents.sheet_parts import BETWEEN, CELLS, write_hits
from incidents.toll import counted_of, rank

PLACES = ("governorate", "district", "subdistrict", "place")
REPORTED = ("population", "preliminary")
ABOUT = Qualifier.ABOUT.value


class WholeIncidents(ReturningLayout):
    """The importer's own sheet of incidents."""

    name = "full"
    title = WholeLayout.title
    says = WholeLayout.says
    forms = (*SHEETS, "json", "jsonl")

    def columns(self):
        return [self.column(each) for each in self.resource.readable_columns()]

    def column(self, column):
        name = column.column_name
        out = of_column(column)
        if name in CELLS:
            return replace(out, read=figure_reader(CELLS[name]), widget=None, **FIGURES)
        if name in REPORTED:
            return replace(out, read=lambda each: counted_field(each, name), **FIGURES)
        if reader := place_readers(self.language).get(name):
            return replace(out, read=reader, mates=("pcode",) if name in PLACES else ())
        if name in READERS:
            return replace(out, **READERS[name])
        return replace(out, mates=MATES.get(name, ()))


# What a column says on its own is read differently without these beside it.
MATES = {
    "occurred_on": ("occurred_until", "date_precision"),
    "occurred_until": ("occurred_on", "date_precision"),
    "time": ("time_precision", "part_of_day"),
    "latitude": ("longitude",),
    "longitude": ("latitude",),
    "weapon": ("munition", "narrative"),
}


# ---------------------------------------------------------------- records under many incidents


def read_sources(layout, found):
    """{key: sources in their order}, each with its kind, name, protection."""
    rows = Source.objects.filter(incident__pk__among=found).values_list(
        "incident_id", "kind", "name", "protected", named=True
    )
    spread("sources", found, rows)


def read_parties(layout, found):
    rows = Attribution.objects.filter(incident__pk__among=found).values_list(
        "incident_id", "actor__name_en", "actor__name_ar", "actor__kind", "standing", named=True
    )
    spread("parties", found, rows)


def read_damages(layout, found):
    rows = Damage.objects.filter(incident__pk__among=found).values_list(
        "incident_id", "facility", "site", "level", named=True
    )
    spread("damages", found, rows)


def spread(name, found, rows):
    """Put rows, each with its incident's key first, into the parts of the incidents."""
    by_incident = defaultdict(list)
    for row in rows:
        by_incident[row[0]].append(row)
    for key, leaving in found.items():
        leaving.parts[name] = by_incident.get(key, ())


REPORT_FIELDS = (
    "incident_id", "pk", "population", "preliminary", "as_of", "created_at", "wording", "reason",
    "source_id", "source__kind", "source__name", "source__protected",
)  # fmt: skip


def read_reports(layout, found):
    """All casualty reports, and which of them count."""
    rows = (
        CasualtyReport.objects.filter(incident__pk__among=found)
        .order_by("as_of", "id")
        .values_list(*REPORT_FIELDS, named=True)
    )
    spread("reports", found, rows)
    for leaving in found.values():
        reports = leaving.parts["reports"]
        leaving.parts["counted"] = counted_of(
            reports, leaving.case.adopted_report_id, preference=preference
        )


def preference(report):
    return rank(report.source__kind, report.as_of, report.created_at)


def read_figures(layout, found):
    """The counted bounds of each outcome and group, as `toll` would tell them."""
    read_reports(layout, found)
    bounds = bounds_of({r.pk for each in found.values() for r in each.parts["counted"]})
    for leaving in found.values():
        told = [bounds.get(report.pk, {}) for report in leaving.parts["counted"]]
        leaving.parts["toll"] = told[0] if len(told) == 1 else summed(told)


def bounds_of(reports):
    """{report: {(outcome, group): (minimum, maximum, about)}} of the figures of some reports."""
    found = defaultdict(dict)
    figures = Figure.objects.filter(report__pk__among=reports).order_by()
    for report, outcome, group, low, high, qualifier in figures.values_list(
        "report_id", "outcome", "group", "minimum", "maximum", "qualifier"
    ):
        found[report][outcome, group] = (low, high, qualifier == ABOUT)
    return found


def summed(told):
    """The bounds of several populations together, by the ledger's own rule of adding."""
    sums = {}
    for key in {key for bounds in told for key in bounds}:
        total = Range.total(Range(*bounds.get(key, (None, None))) for bounds in told)
        sums[key] = (total.minimum, total.maximum, total.about)
    return sums


PARTS = {
    "sources": read_sources,
    "parties": read_parties,
    "damages": read_damages,
    "toll": read_figures,
    "reports": read_reports,
}
WholeIncidents.parts = PARTS
FIGURES = {"parts": ("toll",), "fields": ("adopted_report_id",)}


# ---------------------------------------------------------------- cells


def figure_reader(key):
    """What writes the number of an outcome and a group."""

    def told(leaving):
        bounds = leaving.parts["toll"].get(key)
        return "" if bounds is None else write_people(bounds[0], bounds[1], about=bounds[2])

    return told


def counted_field(leaving, name):
    return next((getattr(report, name) for report in leaving.parts["counted"]), None)


def source_name(kind, name, protected):
    """As the source calls itself to a reader; see `Source.__str__`."""
    return str(Source.Kind(kind).label) if protected or not name else name


def sources_of(leaving):
    sources = leaving.parts["sources"]
    return BETWEEN.join(
        dict.fromkeys(source_name(each.kind, each.name, each.protected) for each in sources)
    )


def party(attribution):
    """The party's name in the file's language."""
    arabic = get_language() == "ar" and attribution.actor__name_ar
    return arabic or attribution.actor__name_en


def parties_of(leaving):
    return BETWEEN.join(dict.fromkeys(map(party, leaving.parts["parties"])))


def damages_of(leaving):
    return write_hits(leaving.parts["damages"])


READERS = {
    "munition": {
        "read": lambda each: each.case.munition__designation or "",
        "fields": ("munition__designation",),
        "mates": ("narrative",),
    },
    "party": {"read": parties_of, "parts": ("parties",)},
    "damage": {"read": damages_of, "parts": ("damages",)},
    "source": {"read": sources_of, "parts": ("sources",)},
}
