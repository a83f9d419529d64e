"""Shapes in which incidents leave for others: HXL-tagged, one row a figure, a map's points.

The columns of the tagged sheet and their hashtags: domain notes G5. What libhxl checks by its own
schema (a date under #date, a number under #affected) decides which hashtag a column may bear.
"""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange import widgets
from exchange.exporting.cases import CaseLayout, LinedLayout, place_readers
from exchange.exporting.columns import OutColumn
from exchange.exporting.countries import country
from exchange.exporting.layouts import SHEETS
from exchange.exporting.points import point_columns
from incidents.ledger import CasualtyReport, Figure, Group, Outcome
from incidents.models import Attribution, Damage, Incident, Source
from incidents.sheet_out import (
    FIGURES,
    PARTS,
    bounds_of,
    damages_of,
    parties_of,
    party,
    source_name,
    sources_of,
)

L = {"adm1": 1, "adm2": 2, "adm3": 3}
GROUPS = {
    # group: the hashtag's attributes, by HXL's age and sex
    Group.TOTAL: "",
    Group.WOMEN: "+f+adults",
    Group.MEN: "+m+adults",
    Group.GIRLS: "+f+children",
    Group.BOYS: "+m+children",
    Group.CHILDREN: "+children",
}


def plain(name, tag="", *, model=Incident, column="", **options):
    """A column of one field of the incident, written by the field's own widget."""
    field = model._meta.get_field(name)
    given = {
        "label": field.verbose_name,
        "widget": widgets.TextCell(),
        "fields": (name,),
        "reads": ((model, name),),
        "tag": tag,
    }
    return OutColumn(column or name, **(given | options))


def of_place(name, label, read, tag=""):
    return OutColumn(name, label, read, reads=((Incident, "place"),), tag=tag)


class IncidentLayout(CaseLayout):
    """What the shapes for others share: their parts, and that they are not read back."""

    parts = PARTS

    def area_columns(self):
        """Names in both languages and codes of the areas above, then the place itself."""
        found = [
            of_place("country", _("country"), lambda e: e.place.name(0), "#country+name"),
            of_place("iso3", _("country code"), lambda e: country(e.place)[1],
                     "#country+code+v_iso3"),
        ]  # fmt: skip
        for name, level in L.items():
            found += area_columns(name, level)
        return [*found, *community_columns()]


def area_columns(name, level):
    def named(language):
        return lambda each: each.place.name(level, language)

    return [
        of_place(f"{name}_name", f"{name}", named(""), f"#{name}+name+i_en"),
        of_place(f"{name}_name_ar", f"{name} (ar)", named("ar"), f"#{name}+name+i_ar"),
        of_place(f"{name}_pcode", f"{name} p-code", lambda each: each.place.code(level),
                 f"#{name}+code+v_pcode"),
    ]  # fmt: skip


def community_columns():
    english, arabic = place_readers("")["place"], place_readers("ar")["place"]
    code = place_readers("")["pcode"]
    return [
        of_place("community", _("place"), english, "#loc+name+i_en"),
        of_place("community_ar", _("place in Arabic"), arabic, "#loc+name+i_ar"),
        of_place("pcode", _("p-code"), code, "#loc+code+v_pcode"),
    ]


class TaggedIncidents(IncidentLayout):
    """The columns that humanitarian data exchange knows, a row of HXL hashtags below the header."""

    name = "hxl"
    title = _("HXL-tagged")
    says = _("For humanitarian data platforms: a row of hashtags under the header.")
    tagged = True

    def columns(self):
        day, moment = widgets.DayCell(), widgets.MomentCell()
        names = ("lat", "lon", "geo_precision", "point_of")
        tags = ("#geo+lat", "#geo+lon", "#geo+precision", "#meta+geo+of")
        points = point_columns(Incident, self.by, names)
        return [
            plain("ref", "#event+id+code"),
            plain("occurred_on", "#date+occurred", column="date", widget=day),
            plain("occurred_until", "#date+end", column="date_end", widget=day),
            plain("date_precision", "#meta+date+precision"),
            plain("created_at", "#date+reported", column="reported_on",
                  read=lambda each: timezone.localdate(each.case.created_at), widget=day),
            plain("weapon", "#event+type+weapon"),
            *self.area_columns(),
            *[replaced(each, tag) for each, tag in zip(points, tags, strict=True)],
            *figure_columns(Outcome.KILLED),
            *figure_columns(Outcome.INJURED),
            OutColumn("party", _("alleged party"), parties_of, parts=("parties",),
                      reads=((Attribution, "actor"),), tag="#group+perp+name"),
            OutColumn("party_status", _("standing"), standings_of, parts=("parties",),
                      reads=((Attribution, "standing"),), tag="#meta+perp+status"),
            OutColumn("facilities", _("what was hit"), damages_of, parts=("damages",),
                      reads=((Damage, "facility site"),), tag="#impact+type"),
            plain("evidence_grade", "#meta+grade"),
            plain("status", "#status"),
            OutColumn("sources", _("sources"), sources_of, parts=("sources",),
                      reads=((Source, "name"),), tag="#meta+source"),
            OutColumn("source_count", _("number of sources"),
                      lambda each: len(each.parts["sources"]), parts=("sources",),
                      reads=((Source, "kind"),), tag="#meta+source+num"),
            plain("narrative", "#description"),
            plain("updated_at", "#date+updated", widget=moment),
            plain("version", "#meta+version"),
        ]  # fmt: skip


def replaced(column, tag):
    return OutColumn(**(vars(column) | {"tag": tag}))


def standings_of(leaving):
    return "; ".join(f"{party(each)}: {each.standing}" for each in leaving.parts["parties"])


def figure_columns(outcome, groups=tuple(GROUPS)):
    """Minimum and maximum of an outcome's groups, as numbers; unknown is blank."""
    found = []
    for group in groups:
        stem = f"{outcome}" if group == Group.TOTAL else f"{outcome}_{group}"
        for place, bound in enumerate(("min", "max")):
            found.append(
                OutColumn(
                    f"{stem}_{bound}",
                    f"{stem}_{bound}".replace("_", " "),
                    bound_reader((outcome.value, group.value), place),
                    reads=((Figure, "outcome group minimum maximum"),),
                    tag=f"#affected+{outcome}{GROUPS[group]}+{bound}",
                    **FIGURES,
                )
            )
    return found


def bound_reader(key, place):
    def read(leaving):
        bounds = leaving.parts["toll"].get(key)
        return None if bounds is None else bounds[place]

    return read


# ---------------------------------------------------------------- one row a figure


class Line:
    """A figure with its report, and whether that report counts."""

    __slots__ = ("figure", "leaving", "number", "report")

    def __init__(self, leaving, number, report, figure):
        self.leaving, self.number, self.report, self.figure = leaving, number, report, figure


def read_all_figures(layout, found):
    PARTS["reports"](layout, found)
    bounds = bounds_of({r.pk for each in found.values() for r in each.parts["reports"]})
    for leaving in found.values():
        leaving.parts["figures"] = bounds


class LongIncidents(LinedLayout, IncidentLayout):
    """Every number that anybody gave, in a row of its own: for statistics."""

    name = "long"
    title = _("One row a figure")
    says = _("Every number of every casualty report, with its source and which of them counts.")
    forms = (*SHEETS, "json", "jsonl")
    parts = PARTS | {"figures": read_all_figures}

    def lines_of(self, leaving):
        for number, report in enumerate(leaving.parts["reports"], 1):
            for key, bounds in sorted(leaving.parts["figures"].get(report.pk, {}).items()):
                yield Line(leaving, number, report, (*key, *bounds))

    def columns(self):
        day, moment = widgets.DayCell(), widgets.MomentCell()
        place = place_readers(self.language)
        return [
            plain("ref"),
            plain("occurred_on", widget=day),
            of_place("governorate", _("governorate"), place["governorate"]),
            of_place("place", _("place"), place["place"]),
            of_place("pcode", _("p-code"), place["pcode"]),
            plain("weapon", widget=choices_of(Incident, "weapon")),
            plain("status", widget=choices_of(Incident, "status")),
            line("report", _("casualty report"), lambda each: each.number, "as_of"),
            line("source", _("source"), reported_by, "source"),
            line("source_kind", _("kind of source"), lambda each: each.report.source__kind,
                 "source", choices_of(Source, "kind")),
            line("as_of", _("as of"), lambda each: each.report.as_of, "as_of", moment),
            line("population", _("who was counted"), lambda each: each.report.population,
                 "population", choices_of(CasualtyReport, "population")),
            line("preliminary", _("preliminary"), lambda each: each.report.preliminary,
                 "preliminary", widgets.YesNoCell()),
            line("counted", _("counted"), lambda each: each.report in each.leaving.parts["counted"],
                 "as_of", widgets.YesNoCell()),
            figure("outcome", _("outcome"), 0, choices_of(Figure, "outcome")),
            figure("group", _("of whom"), 1, choices_of(Figure, "group")),
            figure("minimum", _("at least"), 2),
            figure("maximum", _("at most"), 3),
            figure("about", _("about"), 4, widgets.YesNoCell()),
            line("wording", _("the source's words"), lambda each: each.report.wording, "wording"),
            line("reason", _("why the number changed"), lambda each: each.report.reason, "reason"),
        ]  # fmt: skip


def reported_by(line):
    report = line.report
    return source_name(report.source__kind, report.source__name, report.source__protected)


def choices_of(model, name):
    return widgets.ChoiceCell(model._meta.get_field(name).choices)


def line(name, label, read, field, widget=None):
    """A column of a report."""
    return OutColumn(
        name, label, read, widget, reads=((CasualtyReport, field),), per_line=True, **ALL_FIGURES
    )


def figure(name, label, place, widget=None):
    """A column of a figure: its outcome, group, bounds, or whether it is about."""
    reads = ((Figure, "outcome group minimum maximum qualifier"),)
    return OutColumn(
        name, label, lambda each: each.figure[place], widget, reads=reads, per_line=True,
        **ALL_FIGURES,
    )  # fmt: skip


ALL_FIGURES = {"parts": ("figures",), "fields": ("adopted_report_id",)}


# ---------------------------------------------------------------- a map's points


class MappedIncidents(IncidentLayout):
    """Points for a map, each with the facts that a map shows."""

    name = "geojson"
    title = _("Points for a map")
    says = _("Exact points only where you may see them; else the centre of the place, said so.")
    forms = ("geojson",)

    def columns(self):
        place = place_readers(self.language)
        return [
            *point_columns(Incident, self.by),
            plain("ref"),
            plain("occurred_on", widget=widgets.DayCell()),
            plain("title"),
            plain("weapon", widget=choices_of(Incident, "weapon")),
            plain("status", widget=choices_of(Incident, "status")),
            of_place("governorate", _("governorate"), place["governorate"]),
            of_place("place", _("place"), place["place"]),
            of_place("pcode", _("p-code"), place["pcode"]),
            *figure_columns(Outcome.KILLED, [Group.TOTAL]),
            *figure_columns(Outcome.INJURED, [Group.TOTAL]),
        ]
