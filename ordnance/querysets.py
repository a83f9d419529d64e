"""Words for sets of tickets: open, overdue, the most urgent first."""

from django.db.models import Case, Count, F, Q, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from casework.querysets import CaseQuerySet
from ordnance import choices
from ordnance.targets import deadline


class TicketQuerySet(CaseQuerySet):
    """Words for sets of tickets."""

    def open(self):
        return self.filter(status__in=choices.OPEN)

    def done(self):
        return self.filter(status__in=choices.DONE)

    def counted(self):
        """What sums count: a duplicate is counted once, in the ticket it points to."""
        return self.exclude(status__in=choices.OUT_OF_PLAY)

    def of_team_leader(self, user):
        """Tickets this person leads, or whose team they are in."""
        return self.filter(Q(leader=user) | Q(team__in=user.teams.all()))

    def of_today(self, user, today=None):
        """What this person's teams have before them now: on the way, on site, or due to be seen."""
        today = today or timezone.localdate()
        status = choices.Status
        waits = Q(status__in=(status.ASSIGNED, status.ON_SITE))
        waits |= Q(status=status.MARKED, next_visit_on__lte=today)
        waits |= Q(status=status.ON_HOLD, review_on__lte=today)
        return self.of_team_leader(user).filter(waits)

    def with_deadline(self, now=None):
        """Each with `deadline` (null where none is set) and whether it is `late` (1 or 0)."""
        passed = Q(deadline__lt=now or timezone.now())
        late = Case(When(passed, then=Value(1)), default=Value(0))
        return self.annotate(deadline=deadline()).annotate(late=late)

    def overdue(self, now=None):
        return self.with_deadline(now).filter(late=1)

    def most_urgent_first(self):
        """By priority (what nobody has triaged comes first), then overdue, then age."""
        ranks = [When(priority=p, then=Value(n)) for n, p in enumerate(choices.Priority, 1)]
        waiting = When(status=choices.Status.REPORTED, priority="", then=Value(0))
        rank = Case(waiting, *ranks, default=Value(len(ranks) + 1))
        return self.annotate(rank=rank).order_by("rank", "-late", "reported_at", "ref")

    def with_items(self):
        """Prefetch what the balance and the title read."""
        return self.prefetch_related("items__disposals", "items__munition")

    def for_cards(self):
        """All that a card or a row shows, whatever the number of tickets."""
        related = self.select_related("place", "team", "leader")
        return related.with_deadline().most_urgent_first().with_items()

    def first_of_each_status(self, most, other=None):
        """The keys of at most so many of each status, the most urgent.

        `other` is {status: another number}. Keys alone, since whole tickets take long to sort.
        """
        place = Window(
            RowNumber(),
            partition_by="status",
            order_by=[F("rank"), F("late").desc(), F("reported_at"), F("ref")],
        )
        few = Q(nth__lte=most)
        for status, number in (other or {}).items():
            few |= Q(status=status, nth__lte=number)
        ranked = self.with_deadline().most_urgent_first().order_by()
        return ranked.annotate(nth=place).filter(few).values_list("pk", flat=True)

    def count_by_status(self):
        rows = self.order_by().values_list("status").annotate(n=Count("pk"))
        return dict(rows)

    def waiting(self, now=None):
        """What waits for operations, as counts: Immediate without a team, past the triage time,
        marked and past the next visit."""
        status = choices.Status
        immediate = Q(status=status.TRIAGED, priority=choices.Priority.IMMEDIATE)
        rows = self.filter(Q(status__in=(status.REPORTED, status.MARKED)) | immediate)
        return rows.with_deadline(now).aggregate(
            immediate=Count("pk", filter=immediate),
            untriaged=Count("pk", filter=Q(status=status.REPORTED, late=1)),
            unvisited=Count("pk", filter=Q(status=status.MARKED, late=1)),
        )
