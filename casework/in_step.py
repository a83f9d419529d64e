"""Tables that follow the cases by their versions, whatever door those were written by.

A case carries a version that every verb counts up, so what a table lacks is found by comparing
versions: no verb needs to know of the table, and an import pays nothing for it. Whoever reads it
takes in what is new, up to `AT_ONCE` cases; the worker takes in the rest, and notes up to when
nothing is missing, so that nobody compares a hundred thousand cases that have long been in step.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone

AT_ONCE = 300
A_ROUND = 3000  # cases: so many are read within some seconds
LONGEST_WRITE = timedelta(hours=3)
"""No transaction lasts longer. What ends late bears the time at which it began."""


class InStep(models.Model):
    """All cases that had been written by `until` were found as they stood in the table so named.

    What empties that table to have it made anew empties this as well.
    """

    kind = models.CharField(max_length=60, primary_key=True)
    until = models.DateTimeField()


@dataclass(frozen=True)
class Follower:
    """A table of one row for each case of a kind, which bears the `version` it was made from.

    `rows` gives its rows, `key` is their column of the case's key, and `take` makes the rows of
    some cases anew. `name` is its own among all that follow.
    """

    name: str
    kind: type[models.Model]
    rows: Callable
    key: str
    take: Callable

    def stale(self, *, whole=False):
        """Cases whose rows are not as they stand, the newest change first.

        Those that changed long before all was last found in step are not compared again, but for
        `whole`.
        """
        same = self.rows().filter(**{self.key: OuterRef("pk")}, version=OuterRef("version"))
        cases = self.kind._base_manager.all()
        known = None if whole else InStep.objects.filter(kind=self.name).first()
        if known:
            cases = cases.filter(updated_at__gte=known.until - LONGEST_WRITE)
        return cases.filter(~Exists(same)).order_by("-updated_at")

    def is_behind(self):
        return self.stale().exists()

    def catch_up(self, limit=None):
        """Take in cases that are new or changed, at most `limit`; returns how many."""
        return self.take_in(self.stale()[:limit])

    def bring_in_step(self, *, whole=False):
        """Take in all that is new or changed, and remember up to when nothing is missing.

        `whole` compares every case, whatever is remembered.
        """
        looked = timezone.now()
        while self.take_in(self.stale(whole=whole)[:A_ROUND]):
            looked = timezone.now()
        InStep.objects.update_or_create(kind=self.name, defaults={"until": looked})

    def take_in(self, cases):
        cases = list(cases)
        if cases:
            self.take(cases)
        return len(cases)
