"""What waits for a person: each kind of work as one row of a table, by how soon it must be done.

Who sees a row follows from the permission of its step; what is in it, from a set of cases that the
person may see. A case waits for whoever may take its next step, never for the one who may not.
"""
# ruff: noqa: E501 - a table is read across

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange.models import Import
from incidents.choices import Sensitivity
from incidents.choices import Status as I
from incidents.models import Incident
from ordnance.choices import Priority
from ordnance.choices import Status as T
from ordnance.models import PublicReport, Ticket

NOW, TODAY, LATER = "now", "today", "later"
URGENCIES = ((NOW, _("Now")), (TODAY, _("Today")), (LATER, _("When you can")))
SHOWN = 3  # of each kind; the rest is one link away
AT_WORK = (T.ASSIGNED, T.ON_SITE, T.MARKED)
DONE_WITH = (Import.State.APPLIED,)

# ---------------------------------------------------------------- which cases: (rows, user) → rows


def returned_to_me(rows, user):
    return rows.filter(status=I.RETURNED, created_by=user)


def to_review(rows, user):
    return rows.filter(status=I.SUBMITTED).exclude(created_by=user)


def my_drafts(rows, user):
    return rows.filter(status=I.DRAFT, created_by=user)


def in_my_review(rows, user):
    return rows.filter(status=I.IN_REVIEW, claimed_by=user)


def amended_by_others(rows, user):
    mine = rows.filter(amendments__created_by=user, amendments__accepted__isnull=True)
    return rows.filter(status=I.AMENDING).exclude(pk__in=mine.values("pk"))


def to_publish(rows, user):
    rows = rows.filter(status=I.VERIFIED, sensitivity=Sensitivity.PUBLIC)
    return rows.exclude(verified_by=user)


def to_triage(rows, user):
    return rows.filter(status=T.REPORTED)


def immediate(rows, user):
    return rows.filter(status=T.TRIAGED, priority=Priority.IMMEDIATE)


def less_urgent(rows, user):
    return rows.filter(status=T.TRIAGED).exclude(priority=Priority.IMMEDIATE)


def late_at_work(rows, user):
    return rows.filter(status__in=AT_WORK, late=1)


def hold_over(rows, user):
    return rows.filter(status=T.ON_HOLD, review_on__lte=timezone.localdate())


def mine_on_site(rows, user):
    return rows.of_team_leader(user).filter(status=T.ON_SITE)


def mine_assigned(rows, user):
    return rows.of_team_leader(user).filter(status=T.ASSIGNED)


def mine_marked(rows, user):
    return rows.of_team_leader(user).filter(status=T.MARKED)


def to_close(rows, user):
    return rows.filter(status=T.RESOLVED).exclude(resolved_by=user).exclude(leader=user)


# ---------------------------------------------------------------- the table


@dataclass(frozen=True)
class Wait:
    """One kind of waiting work. `button` replaces the step's own and leads to the case itself."""

    urgency: str
    model: type
    step: str
    chosen: Callable
    why: str
    all_of: str  # the query of the list that shows them all
    button: str = ""

    @property
    def row(self):
        return self.model.workflow.steps[self.step]

    def lines(self, user):
        """(how many wait, the first few of them as lines); nothing without the permission."""
        if not user.has_perm(self.row.permission):
            return 0, []
        rows = self.chosen(waiting_cases(self.model, user), user)
        first = list(rows[: SHOWN + 1])
        count = rows.count() if len(first) > SHOWN else len(first)
        return count, [self.line(case) for case in first[:SHOWN]]

    def line(self, case):
        kind = case._meta.app_label
        step_url = reverse(f"{kind}:step", args=[case.ref, self.step])
        return {
            "case": case,
            "why": self.why,
            "button": self.button or self.row.button,
            "url": case.get_absolute_url() if self.button else step_url,
        }

    @property
    def list_url(self):
        return f"{reverse(f'{self.model._meta.app_label}:list')}?{self.all_of}"


def waiting_cases(model, user):
    rows = model.objects.visible_to(user)
    if model is Ticket:
        return rows.for_cards()
    return rows.select_related("place").order_by("-occurred_on", "ref")


# fmt: off
WAITS = (
    #    urgency model     step       which                why                                                       all of them          another button
    Wait(NOW,   Incident, "submit",  returned_to_me,     _("The reviewer asks something before it can go on."),    "status=returned",   _("Answer the comments")),
    Wait(NOW,   Incident, "claim",   to_review,          _("Submitted, and nobody has started the review."),       "status=submitted"),
    Wait(NOW,   Ticket,   "triage",  to_triage,          _("Reported; nobody has said yet how urgent it is."),     "status=reported"),
    Wait(NOW,   Ticket,   "assign",  immediate,          _("Immediate, and no team is on its way."),               "status=triaged&priority=immediate"),
    Wait(NOW,   Ticket,   "assign",  late_at_work,       _("With a team, and past its time."),                     "status=open&overdue=on", _("See why")),
    Wait(NOW,   Ticket,   "resolve", mine_on_site,       _("Your team is on site."),                               "status=on_site&mine=on", _("Go on")),
    Wait(TODAY, Ticket,   "arrive",  mine_assigned,      _("Operations gave it to your team."),                    "state=assigned&mine=on"),
    Wait(TODAY, Incident, "submit",  my_drafts,          _("A draft: nobody else works with it yet."),             "status=draft",      _("Finish the draft")),
    Wait(TODAY, Incident, "verify",  in_my_review,       _("You started its review."),                             "status=in_review"),
    Wait(TODAY, Incident, "accept",  amended_by_others,  _("A change to a verified record needs a second person."), "status=amending",  _("Read the change")),
    Wait(TODAY, Ticket,   "assign",  less_urgent,        _("Triaged, and no team has it yet."),                    "state=triaged"),
    Wait(TODAY, Ticket,   "assign",  hold_over,          _("On hold until today: look again."),                    "state=on_hold"),
    Wait(TODAY, Ticket,   "close",   to_close,           _("Resolved: does the balance add up?"),                  "state=resolved"),
    Wait(TODAY, Incident, "publish", to_publish,         _("Verified: check what the public will see."),           "status=verified"),
    Wait(LATER, Ticket,   "arrive",  mine_marked,        _("Marked: the item is still there."),                    "state=marked&mine=on"),
)
# fmt: on


def waiting_for(user):
    """[{key, words, count, kinds}] by urgency; without those where nothing waits."""
    groups = {
        key: {"key": key, "words": words, "count": 0, "kinds": []} for key, words in URGENCIES
    }
    for wait in WAITS:
        count, lines = wait.lines(user)
        if count:
            more = count - len(lines)
            groups[wait.urgency]["count"] += count
            groups[wait.urgency]["kinds"].append(
                {"lines": lines, "more": more, "count": count, "url": wait.list_url}
            )
    return [group for group in groups.values() if group["count"]]


def unfinished_imports(user):
    """Sheets of this person that were read and not yet applied."""
    return Import.objects.visible_to(user).filter(by=user).exclude(state__in=DONE_WITH)


def public_reports(user):
    """(how many reports from the public wait for this person, the oldest of them)."""
    waiting = PublicReport.objects.visible_to(user).waiting()
    return waiting.count(), list(waiting[:SHOWN])
