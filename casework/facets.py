"""How many cases of a list each answer of a filter would leave, each a link to them."""

from calendar import monthrange
from collections.abc import Callable
from datetime import date
from itertools import groupby
from typing import NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.models import F, Func
from django.db.models.functions import Cast, TruncMonth
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


class Question(NamedTuple):
    """One facet before it is counted: what of a case it counts, and with which parts of the filter
    left out; `values` makes its Values of {what: number}, the request and what else is asked.
    """

    label: str
    counts: models.expressions.Combinable
    without: tuple
    values: Callable


def facets(form_class, cases, request, columns, *, blank="", day=""):
    """A Facet for each of `columns`, {name in the form: column}, one of governorates, and one of
    months where `day` names the column of days: counted with the rest of the filter as it stands.
    `blank` is how the form asks for an empty column.

    None unless `?counts=1` asks: all cases are read for it, once for the facets whose parts of the
    filter are blank together and once for each of the others.
    """
    if not request.GET.get("counts"):
        return None
    questions = [
        choices(form_class, cases.model, name, column, blank) for name, column in columns.items()
    ]
    questions.append(governorates())
    if day:
        questions.append(months(day))
    told = answered(questions, form_class, cases, request)
    return [each for each in told if each.values]


def answered(questions, form_class, cases, request):
    """The Facets of these questions, in their order."""
    asked = [left(request, question.without) for question in questions]
    order = sorted(range(len(questions)), key=lambda n: asked[n].urlencode())
    made = {}
    for _query, places in groupby(order, key=lambda n: asked[n].urlencode()):
        alike = list(places)
        found = form_class(asked[alike[0]], user=request.user).found(cases).order_by()
        counts = count_together(found, [questions[n].counts for n in alike])
        for n, numbers in zip(alike, counts, strict=True):
            made[n] = questions[n].values(numbers, request, asked[n])
    return [Facet(question.label, made[n]) for n, question in enumerate(questions)]


def left(request, names):
    """What is asked but for these parts of the filter."""
    asked = request.GET.copy()
    for each in (*names, *OF_LEAF):
        asked.pop(each, None)
    return asked


def narrowed(asked, **answers):
    asked = asked.copy()
    for name, value in answers.items():
        asked[name] = value
    return asked.urlencode()


# ---------------------------------------------------------------- counting


def count_together(cases, columns):
    """[{value: number of cases}] for each of these expressions; all cases are read once."""
    names = [f"of_{n}" for n in range(len(columns))]
    try:
        rows = cases.values(**dict(zip(names, columns, strict=True))).query
        inner, params = rows.get_compiler(using=cases.db).as_sql()
    except EmptyResultSet:
        return [{} for _column in columns]
    with connections[cases.db].cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(names)}, GROUPING({', '.join(names)}), COUNT(*) "  # noqa: S608
            f"FROM ({inner}) AS found GROUP BY GROUPING SETS (({'), ('.join(names)}))",
            params,
        )
        return by_column(cursor.fetchall(), len(columns))


def by_column(rows, number):
    """GROUPING has a bit for each column, the first the highest: 0 where the row counts by it."""
    counts = [{} for _column in range(number)]
    for *values, bits, count in rows:
        place = next(n for n in range(number) if not bits >> (number - 1 - n) & 1)
        counts[place][values[place]] = count
    return counts


# ---------------------------------------------------------------- what is counted


def choices(form_class, model, name, column, blank):
    """By a field with choices, in their order."""
    field = model._meta.get_field(column)
    words = {**dict(field.flatchoices), "": _("none yet")}

    def values(counts, request, asked):
        chosen = request.GET.get(name, "")
        return [
            Value(
                words[value],
                counts[value],
                f"?{narrowed(asked, **{name: value or blank})}",
                chosen == value,
            )
            for value in words
            if counts.get(value)
        ]

    return Question(form_class.base_fields[name].label, F(column), (name,), values)


def governorates():
    """By the areas right below the country, those with most cases first."""
    parts = (F("place__path"), models.Value("/"), models.Value(2))
    code = Func(*parts, function="split_part", output_field=models.CharField())
    return Question(_("Governorate"), code, ("area", "area_text"), values_of_areas)


def values_of_areas(counts, request, asked):
    areas = Area.objects.filter(pcode__in=counts, level=1)
    return [
        Value(
            area.name,
            counts[area.pcode],
            f"?{narrowed(asked, area=area.pcode)}",
            request.GET.get("area") == area.pcode,
        )
        for area in sorted(areas, key=lambda area: -counts[area.pcode])
    ]


def months(column):
    """By the last months that have cases, the latest first; `column` holds a day."""
    month = Cast(TruncMonth(column), models.DateField())
    return Question(_("Month"), month, ("since", "until"), values_of_months)


def values_of_months(counts, request, asked):
    chosen = request.GET.get("since"), request.GET.get("until")
    return [
        value_of_month(month, counts[month], chosen, asked)
        for month in sorted(counts, reverse=True)[:MONTHS]
    ]


def value_of_month(month, count, chosen, asked):
    last = date(month.year, month.month, monthrange(month.year, month.month)[1])
    first, last = month.isoformat(), last.isoformat()
    url = f"?{narrowed(asked, since=first, until=last)}"
    return Value(date_format(month, "F Y"), count, url, chosen == (first, last))
