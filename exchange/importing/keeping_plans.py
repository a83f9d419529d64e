"""The new cases of a sheet are kept ready while it is checked, with what they rest on."""

from datetime import timedelta

from django.db import connection

from casework.copying import copy_lines, line
from casework.making import part
from casework.ready import ready
from exchange import resting
from exchange.cases import New
from exchange.models import Basis, Plan
from exchange.rows import SOURCE_OF, Verdict

A_DAY = timedelta(days=1)
COLUMNS = ("sheet_id", "number", "last", "rows", "first_day", "last_day", "external_id", "lines")
COPY = f"COPY {Plan._meta.db_table} ({', '.join(COLUMNS)}) FROM STDIN"

# What was compared with rows that are other ones now is not ready any more.
BLANK_NEAR = f"""
    UPDATE {Plan._meta.db_table} AS plan SET lines = ''
    WHERE sheet_id = %s AND number <> ALL(%s) AND EXISTS (
        SELECT FROM unnest(%s::date[]) AS day WHERE day BETWEEN first_day - 1 AND last_day + 1
    )
"""  # noqa: S608


class Planner:
    """Keeps the plans of one check; `numbers` are the rows that are judged anew, None for all.

    Make one before anything is read of what `resting` asks, `begin` when the columns were surveyed.
    """

    def __init__(self, sheet, kind):
        self.sheet = sheet
        self.digest, self.words = resting.digest(sheet, kind), resting.words(sheet)
        self.days = set()  # of the rows that are judged anew, as they were and as they are

    def reworded(self):
        """{column: folded words} that mean something else than when the sheet was last judged."""
        basis, found = Basis.objects.filter(sheet=self.sheet).first(), {}
        before = set(map(tuple, basis.words)) if basis else set()
        for column, word, *_meaning in before ^ set(map(tuple, self.words)):
            found.setdefault(column, set()).add(word)
        return found

    def begin(self, resource, numbers=None):
        """Drop the plans of what is judged anew: all of them, where others rest on what changed."""
        self.resource, self.numbers = resource, numbers
        self.guards, self.orders = resource.guards(), resource.orders()
        self.joins = self.sheet.rows.filter(answers__has_key=SOURCE_OF).exists()
        self.before = {} if numbers is None else self.days_before()
        plans = Plan.objects.filter(sheet=self.sheet)
        if self.before:
            plans = plans.filter(number__in=numbers)
            self.note(plans.exclude(first_day=None).values_list("first_day", "last_day"))
        plans.delete()

    def days_before(self):
        """The days as they were when the other rows were judged, if these still count."""
        same = {"digest": self.digest, "orders": self.orders}
        basis = Basis.objects.filter(sheet=self.sheet, **same).first()
        return basis.days if basis else {}

    def note(self, spans):
        for first, last in spans:
            self.days.update(first + n * A_DAY for n in range((last - first).days + 1))

    def keep(self, rows):
        """Take in the plans of rows that were judged, those of a record one behind the other."""
        records = []
        for row in (row for row in rows if row.verdict == Verdict.NEW):
            if isinstance(row.plan, New):
                records.append([row])
            elif records:
                records[-1].append(row)
        plans = [self.plan_of(record) for record in records]
        self.note(plan[4:6] for plan in plans if plan[4])
        if plans:
            copy_lines(COPY, "".join(f"{line(plan)}\n" for plan in plans))

    def plan_of(self, rows):
        """The `COLUMNS` of the plan of one record."""
        head, plan = rows[0], rows[0].plan
        days = self.resource.days_of(plan.case) or (None, None)
        number = plan.case.external_id
        where = (self.sheet.pk, head.number, rows[-1].number, len(rows))
        return (*where, *days, number, self.lines_of(head, plan))

    def lines_of(self, head, plan):
        """The plan's lines; none where what it makes hangs on what only applying settles."""
        if self.joins or not self.resource.is_settled(head):
            return ""
        resource = self.resource
        lines = ready(
            plan.case, plan.records, by=resource.by, steps=resource.steps, guards=self.guards
        )
        part([plan.case, *plan.records])
        return lines

    def finish(self):
        """Note what the plans rest on; a day that looked otherwise before stays as it was then."""
        if self.before:
            with connection.cursor() as cursor:
                cursor.execute(BLANK_NEAR, [self.sheet.pk, list(self.numbers), list(self.days)])
        days = self.resource.days_seen() | self.before
        said = {"digest": self.digest, "orders": self.orders, "words": self.words, "days": days}
        Basis.objects.update_or_create(sheet=self.sheet, defaults=said)
