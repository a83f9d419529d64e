"""What was kept ready is written as it is; which rows of a sheet must be judged anew instead.

A row is judged anew where its plan is blank, where a case has taken its outside number since, and
where the stored cases of the days it was compared by are others now. Where more than that changed,
see `resting`, or a person said that rows belong together, all rows are.
"""

from datetime import date, timedelta
from itertools import islice
from typing import NamedTuple

from django.db import connection
from django.db.models import Q, Sum

from casework.ready import write_ready
from exchange import resting
from exchange.models import Basis, Plan
from exchange.rows import DIFFERENT, SOURCE_OF, Verdict

A_DAY = timedelta(days=1)
NAMED = Q(verdict__in=(Verdict.CHANGED, Verdict.UNCHANGED))  # they speak of stored cases


class Work(NamedTuple):
    """What applying does: which rows are judged anew, which only stand beside them to be compared
    with, and the plans that are written as they are."""

    anew: Q
    beside: frozenset
    plans: object


def work_on(sheet, kind):
    """The Work on a checked sheet; `kind` is its resource, as a class."""
    plans = Plan.objects.filter(sheet=sheet)
    stale = stale_plans(sheet, kind, plans)
    if stale is None:
        return Work(Q(), frozenset(), plans.none())
    anew = {number for plan in stale for number in range(plan.number, plan.last + 1)}
    near = near_days(stale)
    beside = [plan for plan in spans(plans) if plan.number not in anew and near & around(plan)]
    numbers = {number for plan in beside for number in range(plan.number, plan.last + 1)}
    held = plans.exclude(number__in=[plan.number for plan in stale])
    return Work(NAMED | Q(number__in=anew), frozenset(numbers), held)


def stale_plans(sheet, kind, plans):
    """The plans that count no more; None where none of them counts."""
    basis = Basis.objects.filter(sheet=sheet).first()
    if not plans.exists() or basis is None or basis.digest != resting.digest(sheet, kind):
        return None
    if basis.words != resting.words(sheet):
        return None
    if covered(plans) != sheet.rows.filter(verdict=Verdict.NEW).count():
        return None
    if sheet.rows.filter(answers__has_key=SOURCE_OF).exists():
        return None
    taken = kind._meta.model._base_manager.filter(organisation_id=sheet.organisation_id)
    taken = taken.exclude(external_id="").values("external_id")
    changed = changed_days(basis, kind)
    blank = spans(plans.filter(Q(lines="") | Q(external_id__in=taken)))
    stale = {plan.number: plan for plan in blank}
    if changed:
        stale |= {plan.number: plan for plan in spans(plans) if around(plan) & changed}
    if stale and sheet.rows.filter(answers__has_key=DIFFERENT).exists():
        return None  # an answer names another row's case by a key that it had when it was judged
    return list(stale.values())


def covered(plans):
    """How many rows have a plan."""
    return plans.aggregate(rows=Sum("rows"))["rows"] or 0


def spans(plans):
    """The plans without their lines."""
    return plans.defer("lines")


def changed_days(basis, kind):
    """The days whose stored cases are others than when the sheet was checked."""
    now = kind.states_of([date.fromisoformat(day) for day in basis.days])
    return {date.fromisoformat(day) for day, state in basis.days.items() if now.get(day) != state}


def around(plan):
    """The days from the one before a plan's first to the one after its last."""
    if plan.first_day is None:
        return frozenset()
    long = (plan.last_day - plan.first_day).days
    return frozenset(plan.first_day + n * A_DAY for n in range(-1, long + 2))


def near_days(plans):
    return frozenset().union(*map(around, plans)) if plans else frozenset()


# ---------------------------------------------------------------- writing

NAME_ROWS = """
    UPDATE exchange_importrow AS kept SET ref = said.ref
    FROM unnest(%s::int[], %s::text[]) AS said (number, ref)
    WHERE kept.sheet_id = %s AND kept.verdict = 'new' AND kept.number = said.number
"""


def write_planned(sheet, kind, plans, by, told):
    """Write these plans, chunk by chunk; `told(rows)` hears of those that are done with."""
    model, batch = kind._meta.model, sheet.batch
    columns = plans.order_by("number").values_list("lines", "rows", "number", "last")
    rest = columns.iterator(chunk_size=kind.chunk)
    while chunk := list(islice(rest, kind.chunk)):
        lines, rows, *spans = map(list, zip(*chunk, strict=True))
        refs = write_ready(model, lines, by=by, batch=batch, steps=kind.steps)
        name_rows(sheet, zip(refs, *spans, strict=True))
        told(sum(rows))


def name_rows(sheet, named):
    """Every row of a record is told which it became: (reference, first row, last row) of each."""
    refs = {n: ref for ref, first, last in named for n in range(first, last + 1)}
    with connection.cursor() as cursor:
        cursor.execute(NAME_ROWS, [list(refs), list(refs.values()), sheet.pk])


def forget(sheet):
    """What was written is not kept twice."""
    Plan.objects.filter(sheet=sheet).delete()
    Basis.objects.filter(sheet=sheet).delete()
