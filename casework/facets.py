"""How many cases of a list each answer of a filter would leave, each a link to them."""

from calendar import monthrange
from datetime import date
from typing import NamedTuple

from django.db import models
from django.db.models import Count, F, Func
from django.db.models.functions import TruncMonth
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from casework.leafing import OF_LEAF
from places.models import Area

MONTHS = 12


class Value(NamedTuple):
    label: str
    count: int
    url: str
    chosen: bool


class Facet(NamedTuple):
    label: str
    values: list


def facets(form_class, cases, request, columns, *, blank="", day=""):
    """A Facet for each of `columns`, {name in the form: column}, one of governorates, and one of
    months where `day` names the column of days: counted with the rest of the filter as it stands,
    in one question each. `blank` is how the form asks for an empty column.

    None unless `?counts=1` asks: of a hundred thousand cases each costs a tenth of a second.
    """
    if not request.GET.get("counts"):
        return None
    told = [
        facet(form_class, cases, request, name, column, blank) for name, column in columns.items()
    ]
    told.append(by_governorate(form_class, cases, request))
    if day:
        told.append(by_month(form_class, cases, request, day))
    return [each for each in told if each.values]


def facet(form_class, cases, request, name, column, blank):
    asked, rows = without(form_class, cases, request, (name,))
    field = cases.model._meta.get_field(column)
    counts = dict(rows.values_list(column).annotate(Count("pk")))
    words = {**dict(field.flatchoices), "": _("none yet")}
    chosen = request.GET.get(name, "")
    values = [
        Value(
            words[value],
            counts[value],
            f"?{narrowed(asked, **{name: value or blank})}",
            chosen == value,
        )
        for value in words
        if counts.get(value)
    ]
    return Facet(form_class.base_fields[name].label, values)


def by_governorate(form_class, cases, request):
    """The Facet of the areas right below the country, those with most cases first."""
    asked, rows = without(form_class, cases, request, ("area", "area_text"))
    parts = (F("place__path"), models.Value("/"), models.Value(2))
    code = Func(*parts, function="split_part", output_field=models.CharField())
    counts = dict(rows.annotate(code=code).values_list("code").annotate(Count("pk")))
    areas = Area.objects.filter(pcode__in=counts, level=1)
    values = [
        Value(
            area.name,
            counts[area.pcode],
            f"?{narrowed(asked, area=area.pcode)}",
            request.GET.get("area") == area.pcode,
        )
        for area in sorted(areas, key=lambda area: -counts[area.pcode])
    ]
    return Facet(_("Governorate"), values)


def by_month(form_class, cases, request, column):
    """The Facet of the last months that have cases, the latest first; `column` holds a day."""
    asked, rows = without(form_class, cases, request, ("since", "until"))
    months = rows.annotate(month=TruncMonth(column)).values_list("month")
    values = []
    for month, count in months.annotate(Count("pk")).order_by("-month")[:MONTHS]:
        first, last = month.isoformat(), date(month.year, month.month, days_of(month)).isoformat()
        chosen = (request.GET.get("since"), request.GET.get("until")) == (first, last)
        url = f"?{narrowed(asked, since=first, until=last)}"
        values.append(Value(date_format(month, "F Y"), count, url, chosen))
    return Facet(_("Month"), values)


def days_of(month):
    return monthrange(month.year, month.month)[1]


def without(form_class, cases, request, names):
    """(what is asked but for these fields, the cases that it finds in no order)."""
    asked = request.GET.copy()
    for each in (*names, *OF_LEAF):
        asked.pop(each, None)
    return asked, form_class(asked, user=request.user).found(cases).order_by()


def narrowed(asked, **answers):
    asked = asked.copy()
    for name, value in answers.items():
        asked[name] = value
    return asked.urlencode()
