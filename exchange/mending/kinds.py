"""The problems of a sheet by kind: how many rows have each, and what mends all of them."""

from dataclasses import dataclass

from django.db.models import Count, F, Func, JSONField, Value
from django.utils.translation import gettext_lazy as _

from exchange.fixes import FIXES
from exchange.models import NEEDS_A_LOOK

PROBLEMS = {
    "likely_duplicate": _("Likely the same event"),
    "possible_duplicate": _("Perhaps the same event"),
    "large_area": _("No smaller area than a district"),
    "many_people": _("Very many people"),
    "parts_above": _("Parts are more than the least of the total"),
    "children_parts": _("Boys and girls are more than the children"),
    "adults_parts": _("Men and women are more than the adults"),
    "no_precision": _("A point without its precision"),
    "vague": _("Words in place of a number"),
    "breakdown_parsed": _("A breakdown read from text"),
    "text_parsed": _("A number read from words"),
    "unknown_place": _("A place that nobody knows"),
    "ambiguous_place": _("A place of several of its name"),
    "subdistrict_mismatch": _("A place elsewhere than the sheet says"),
    "swapped": _("Latitude and longitude look swapped"),
    "far": _("A point far from its place"),
    "two_points": _("Two points that differ"),
    "outside": _("A point outside the country"),
    "no_point": _("Words in place of a point"),
    "date_range": _("Several days in one cell"),
    "impossible": _("A day that does not exist"),
    "future": _("A day in the future"),
    "ambiguous": _("Day or month first?"),
    "days_turned": _("Day and month look swapped"),
    "choice": _("A word that is not on the list"),
    "thousands": _("A point in a whole number"),
    "others": _("A number of other people"),
    "another_event": _("A number that another event has"),
    "other_table": _("Below the headers of another table"),
    "zone": _("A time of another zone"),
    "only_a_day": _("A day in place of a time"),
    "negative": _("Less than 0"),
    "huge": _("Too large"),
    "merged_number": _("A number in a merged cell"),
    "unread_cells": _("Cells behind the last header"),
    "order": _("In the wrong order"),
    "by_hand": _("Written by a person since"),
    "repeated": _("A number that another row has"),
    "figures_left": _("Numbers that nobody would say any more"),
    "clash": _("Changed since the sheet was made"),
    "sealed": _("The record is sealed"),
    "several_weapons": _("Several weapons in one cell"),
    "unknown_party": _("A party that nobody knows"),
    "unknown_munition": _("Not in the catalogue"),
    "uncounted_people": _("People in no figure"),
    "counted_before": _("People counted by an older answer"),
    "people_cut": _("Too many words for the people of one row"),
    "item_alike": _("An item of the same name is there"),
    "report_day_taken": _("A report day that no cell says"),
    "several_items": _("Several items in one cell"),
    "hijri": _("A date of another calendar"),
    "no_year": _("A date without its year"),
    "phone": _("A telephone number in place of a count"),
    "no_count": _("Money or a share in place of a count"),
    "unknown_team": _("A team that nobody knows"),
    "contradiction": _("Two cells contradict each other"),
    "parts": _("Parts are more than the total"),
    "required": _("A needed cell is blank"),
    "null": _("A needed cell is blank"),
    "blank": _("A needed cell is blank"),
    "failed_formula": _("A formula that failed"),
    "lost_letters": _("Letters that were lost in the saving"),
    "lost_digits": _("Digits that were lost in the saving"),
    "different": _("Another event"),
    "source_of": _("A source of the same event"),
    "not_picked": _("Not among the rows to apply"),
}


@dataclass
class Kind:
    """One kind of problem. `fixable` rows have a proposal; one that `refuses` stops its rows."""

    code: str
    rows: int = 0
    times: int = 0
    fixable: int = 0
    refuses: bool = False

    @property
    def words(self):
        return PROBLEMS.get(self.code, _("Other mistakes"))

    @property
    def button(self):
        return FIXES[self.code].button if self.fixable else ""


def codes(path):
    """The codes of a row's findings that a JSON path chooses, as a JSON array."""
    return Func(
        F("findings"),
        Value(path),
        template="jsonb_path_query_array(%(expressions)s::jsonpath)",
        output_field=JSONField(),
    )


def kinds_of(sheet):
    """The kinds of problems, those that refuse rows first, then the most frequent.

    Rows are counted where they lie, by what they have in common: few combinations, however many
    rows.
    """
    alike = (
        sheet.rows.filter(NEEDS_A_LOOK)
        .order_by()
        .values(
            errors=codes('$[*] ? (@.severity == "error").code'),
            warnings=codes('$[*] ? (@.severity == "warning").code'),
            fixable=codes("$[*] ? (exists(@.fix)).code"),
        )
        .annotate(n=Count("pk"))
    )
    kinds = {}
    for each in alike:
        told = [*each["errors"], *each["warnings"]]
        for code in set(told):
            kind = kinds.setdefault(code, Kind(code))
            kind.rows += each["n"]
            kind.times += each["n"] * told.count(code)
            kind.fixable += each["n"] if code in each["fixable"] else 0
            kind.refuses |= code in each["errors"]
    return sorted(kinds.values(), key=lambda kind: (not kind.refuses, -kind.rows, kind.code))
