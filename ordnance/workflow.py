"""How a ticket moves: the table of its steps. Source: domain notes G4, blueprint §4."""
# ruff: noqa: E501 - a table is read across

from django.utils.translation import gettext_lazy as _

from casework import reverting
from casework.workflow import PREVIOUS, Step, Workflow
from ordnance import steps
from ordnance.choices import Status as S  # noqa: N817 - the table's columns are narrow

# fmt: off
ROWS = (
    #    step             button                  from                                        to           permission                        needs                                                          takes                                               guard                    effect                  stamp
    Step("triage",        _("Triage"),            (S.REPORTED,),                              S.TRIAGED,   "ordnance.triage_ticket",         ("land_use", "distance_to_people"),                            ("priority", "reason", *steps.TRIAGE_ANSWERS),            effect=steps.prioritised, stamp="triaged"),
    Step("duplicate",     _("Mark as duplicate"), (S.REPORTED, S.TRIAGED),                    S.DUPLICATE, "ordnance.duplicate_ticket",      ("duplicate_of", "reason"), verb="merge"),
    Step("cancel",        _("Cancel"),            (S.REPORTED, S.TRIAGED),                    S.CANCELLED, "ordnance.cancel_ticket",         ("cancel_reason",),                                            ("reason",),                                        effect=steps.cancelled),
    Step("assign",        _("Assign a team"),     (S.TRIAGED, S.MARKED, S.ON_HOLD),           S.ASSIGNED,  "ordnance.assign_ticket",         ("team", "leader", "due_at"),                                  ("level_answer",),                                  effect=steps.team_fits),
    Step("unassign",      _("Give back"),         (S.ASSIGNED,),                              S.TRIAGED,   "ordnance.unassign_ticket",       ("reason",),                                                   (),                                                 steps.own_or_operations, steps.team_released),
    Step("arrive",        _("Arrive on site"),    (S.ASSIGNED, S.MARKED, S.ON_HOLD),          S.ON_SITE,   "ordnance.arrive_ticket",         ("arrived_at",),                                               ("latitude", "longitude", "geo_precision", "location_unsafe", "place"), steps.own_ticket, steps.located),
    Step("mark",          _("Mark the site"),     (S.ON_SITE,),                               S.MARKED,    "ordnance.mark_ticket",           ("marking", "actual_cordon_m", "next_visit_on", "reason"),     (),                                                 steps.own_ticket),
    Step("hold",          _("Put on hold"),       (S.TRIAGED, S.ASSIGNED, S.ON_SITE, S.MARKED), S.ON_HOLD, "ordnance.hold_ticket",           ("hold_reason", "review_on"),                                  ("reason",),                                        steps.may_hold,          steps.held),
    Step("resolve",       _("Resolve"),           (S.ON_SITE, S.MARKED),                      S.RESOLVED,  "ordnance.resolve_ticket",        ("work_started_at", "work_ended_at"),                          ("actual_cordon_m", "community_informed", "damage_caused", "reason"), steps.balance_ready, steps.resolved, stamp="resolved"),
    Step("resolve_empty", _("Nothing to clear"),  (S.ASSIGNED, S.ON_SITE),                    S.RESOLVED,  "ordnance.resolve_empty_ticket",  ("outcome", "reason"),                                         ("work_ended_at",),                                 steps.own_ticket,        steps.resolved_empty,   stamp="resolved"),
    Step("return",        _("Return to the team"), (S.RESOLVED,),                             S.ON_SITE,   "ordnance.return_ticket",         ("reason",),                                                   (),                                                 effect=steps.returned),
    Step("close",         _("Close"),             (S.RESOLVED,),                              S.CLOSED,    "ordnance.close_ticket",          ("checked",),                                                  ("reason",),                                        steps.may_close,         stamp="closed"),
    Step("reopen",        _("Reopen"),            (S.CLOSED,),                                S.RESOLVED,  "ordnance.reopen_ticket",         ("reason",),                                                   (),                                                 effect=steps.reopened),
    Step("separate",      _("Not a duplicate"),   (S.DUPLICATE,),                             PREVIOUS,    "ordnance.separate_ticket",       ("reason",), verb="unmerge"),
    Step("revive",        _("Take up again"),     (S.CANCELLED,),                             S.REPORTED,  "ordnance.revive_ticket",         ("reason",),                                                   (),                                                 effect=steps.revived),
    Step("take_back",     _("Take back with its import"), (S.REPORTED, S.TRIAGED),            S.CANCELLED, "ordnance.take_back_ticket",      ("reason",),                                                   (),                                                 reverting.came_in_a_sheet, verb="revert"),
    Step("bring_back",    _("Bring back"),        (S.CANCELLED,),                             PREVIOUS,    "ordnance.bring_back_ticket",     ("reason",),                                                   (),                                                 steps.was_taken_back,    reverting.number_again),
)
# fmt: on

SEALED = {
    S.CLOSED: _("A closed ticket is kept as it was: reopen it first."),
    S.DUPLICATE: _("This ticket is a duplicate: change the one it points to."),
    S.CANCELLED: _("A cancelled ticket is kept as it was: take it up again first."),
}

IN_BULK = ("assign", "unassign", "hold", "cancel", "revive")

WORKFLOW = Workflow(ROWS, initial=S.REPORTED, sealed=SEALED, inputs=steps.INPUTS, in_bulk=IN_BULK)
