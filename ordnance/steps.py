"""Guards and effects of the ticket's steps: why not, and what else a step does."""

from datetime import timedelta

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.models import GeoPrecision
from casework.reverting import number_again
from munitions.models import Category
from ordnance.choices import (
    EMPTY_OUTCOMES,
    Certainty,
    EodLevel,
    Marking,
    Method,
    Outcome,
    Priority,
    State,
)
from ordnance.cordon import keep_advice
from ordnance.priority import HARMLESS, is_chemical, judge_ticket

# What a caller may know already, and what the triage page asks besides; null stays unknown.
EXPOSURE = (
    "children_near",
    "item_handled",
    "accident_happened",
    "blocks_service",
    "chemical_suspected",
)
TRIAGE_ANSWERS = (*EXPOSURE, "people_at_risk", "duplicates_checked")
SHORTEST_OVERRIDE = 10  # characters of reason for another priority than the rule's
SHORTEST_NOTE = 20  # characters of note when there was nothing to clear
LONGEST_HOLD = timedelta(days=30)
RANK = {p: n for n, p in enumerate(Priority)}  # Immediate first

# ---------------------------------------------------------------- guards: "" or the reason why not


def is_theirs(ticket, user):
    return ticket.leader_id == user.pk or (
        ticket.team_id is not None and any(t.pk == ticket.team_id for t in user.teams.all())
    )


def items_of(ticket):
    """The items with what their balance reads: from the page's own prefetch where there is one."""
    held = "items" in getattr(ticket, "_prefetched_objects_cache", {})
    items = ticket.items.all()
    return list(items if held else items.prefetch_related("disposals").select_related("munition"))


def own_ticket(ticket, user):
    if not is_theirs(ticket, user):
        return _("This ticket belongs to another team.")
    return ""


def own_or_operations(ticket, user):
    """Whoever assigns teams acts on every ticket; a team on its own."""
    return "" if user.has_perm("ordnance.assign_ticket") else own_ticket(ticket, user)


def may_write(ticket, user):
    """Why this person may not write its items and disposals, or "": a team writes of its own."""
    if ticket.team_id is None or user.has_perm("ordnance.work_any_ticket"):
        return ""
    if is_theirs(ticket, user):
        return ""
    return _(
        "This ticket belongs to another team: what is there is written by it, or by operations."
    )


def may_hold(ticket, user):
    if ticket.priority == Priority.IMMEDIATE and not user.has_perm(
        "ordnance.hold_immediate_ticket"
    ):
        return _("Only operations may put an Immediate ticket on hold.")
    return own_or_operations(ticket, user)


def balance_ready(ticket, user):
    """Everything found is identified, counted and accounted for, or stays marked."""
    if refusal := own_ticket(ticket, user):
        return refusal
    return next(iter(missing_to_resolve(ticket)), "")


def missing_to_resolve(ticket):
    """Every sentence that stands between the ticket and its resolution."""
    items = items_of(ticket)
    if not items:
        return [_("Add the items that were found, or take “nothing to clear”.")]
    if all(item.quantity_found == 0 for item in items):
        return [_("Nothing was found: take “nothing to clear”.")]
    missing = [refusal for item in items if (refusal := item_unready(item))]
    if not missing and any(is_hazard(item) for item in items) and not methods_of(items):
        return [_("Nothing was disposed of yet: take “mark the site”.")]
    return missing


def is_hazard(item):
    """Whether something dangerous was found on this line."""
    return bool(item.quantity_found) and item.state not in HARMLESS


def methods_of(items):
    """How items were disposed of. Leaving one marked disposes of nothing, and what has left the
    store again was destroyed or handed over: it is no longer “removed”."""
    methods = {d.method for i in items for d in i.disposals.all()} - {Method.LEFT_MARKED}
    return methods if any(i.balance.moved for i in items) else methods - {Method.MOVED_TO_STORE}


def item_unready(item):
    """Why the ticket cannot be resolved with this item, or ""."""
    if item.quantity_found is None:
        return _("%(item)s: say how many were found.") % {"item": item.isolated}
    if item.state in HARMLESS:
        return ""
    handed_over = item.balance.handed_over == item.quantity_found
    if item.certainty == Certainty.NOT_IDENTIFIED and not handed_over:
        return _("%(item)s: say how sure the identification is.") % {"item": item.isolated}
    left = sum(d.quantity for d in item.disposals.all() if d.method == Method.LEFT_MARKED)
    remaining = item.balance.remaining
    if remaining and remaining != left:
        return _(
            "%(item)s: %(remaining)d of %(found)d are not accounted for. "
            "Add what was done with them."
        ) % {"item": item.isolated, "remaining": remaining, "found": item.quantity_found}
    return ""


def may_close(ticket, user):
    """The second person; all is known of each item, none remains, and none lies in a store."""
    if refusal := refuse_first_person(ticket, user):
        return refusal
    return next(filter(None, map(item_unfinished, items_of(ticket))), "")


def refuse_first_person(ticket, user):
    """Who led the work or resolved it does not close it: why not, or ""."""
    if user.pk in (ticket.resolved_by_id, ticket.leader_id):
        return _("Somebody else must close what you resolved.")
    return ""


def item_unfinished(item):
    """Why the ticket cannot be closed with this item, or ""."""
    if (refusal := item_unready(item)) and not was_never_there(item):
        return refusal
    balance = item.balance
    if balance.moved:
        return _(
            "%(item)s: %(moved)d lie in a store. Close it when they are destroyed or handed over."
        ) % {"item": item.isolated, "moved": balance.moved}
    if balance.remaining and item.state not in HARMLESS:
        return _("%(item)s: %(remaining)d remain in the ground.") % {
            "item": item.isolated,
            "remaining": balance.remaining,
        }
    return ""


def was_never_there(item):
    """Whether the team looked for it and found none; what was reported since, nobody looked for."""
    ticket = item.ticket
    known_then = ticket.resolved_at is not None and item.created_at <= ticket.resolved_at
    return ticket.outcome in EMPTY_OUTCOMES and not item.quantity_found and known_then


def was_taken_back(ticket, user):
    if ticket.cancel_reason:
        return _("Operations cancelled it: they take it up again.")
    return ""


# ---------------------------------------------------------------- effects, under the verb's lock


def prioritised(ticket, by, given):
    """Set what the rule says; another answer needs a reason, and a lower one needs a right."""
    if not given.get("duplicates_checked"):
        raise ValidationError(
            {"duplicates_checked": _("Look at the tickets nearby first, and say so.")}
        )
    finding = judge_ticket(ticket)
    chosen = given.get("priority") or finding.priority
    ticket.priority_by_rule, ticket.priority_rule = finding.priority, finding.line
    ticket.priority, ticket.priority_by, ticket.priority_reason = chosen, None, ""
    if chosen != finding.priority:
        override(ticket, by, given.get("reason", ""))
    keep_advice(ticket)


def override(ticket, by, reason):
    if RANK[ticket.priority] > RANK[ticket.priority_by_rule] and not by.has_perm(
        "ordnance.prioritise_ticket"
    ):
        raise PermissionDenied("ordnance.prioritise_ticket")
    if len(reason.strip()) < SHORTEST_OVERRIDE:
        raise ValidationError(
            {
                "reason": _("Say in %(n)d characters or more why the rule is not followed.")
                % {"n": SHORTEST_OVERRIDE}
            }
        )
    ticket.priority_by, ticket.priority_reason = by, reason


def team_fits(ticket, by, given):
    """The leader is in the team; a level too low is a warning that must be answered."""
    if ticket.leader not in ticket.team.leaders():
        raise ValidationError({"leader": _("The leader must be a member of the team.")})
    if ticket.team.organisation_id != ticket.organisation_id:
        raise ValidationError({"team": _("This team works for another organisation.")})
    if not ticket.team.active:
        raise ValidationError({"team": _("This team is no longer at work: choose another.")})
    warning = level_warning(ticket.team, level_needed(ticket), ticket.items.all())
    if warning and not given.get("level_answer"):
        raise ValidationError({"level_answer": warning})


def level_needed(ticket):
    """The EOD level that the items ask for. Source: domain notes A5; confidence: low, advice."""
    items = items_of(ticket)
    categories = {item.category for item in items}
    chemical = ticket.chemical_suspected or any(map(is_chemical, items))
    if Category.AIRCRAFT_BOMB in categories or chemical:
        return 4
    if categories & {Category.MISSILE, Category.CLUSTER_MUNITION, Category.IMPROVISED}:
        return 3
    return 2 if Category.UNKNOWN in categories else 1


def level_warning(team, needed, items):
    """A sentence when the team's level is below what the items may need; "" otherwise."""
    if team.eod_level < needed:
        return _(
            "These items may need EOD %(needed)s, and the team has EOD %(has)s. Say why it goes."
        ) % {"needed": EodLevel(needed).label[4:], "has": EodLevel(team.eod_level).label[4:]}
    ied = any(item.category == Category.IED or item.state == State.IED for item in items)
    if ied and not team.ied_skill:
        return _("The team is not trained for IEDs. Say why it goes.")
    return ""


def team_released(ticket, by, given):
    ticket.team = ticket.leader = ticket.due_at = None


def located(ticket, by, given):
    """On site the point is known, or it is said that it is not safe to record one."""
    if ticket.arrived_at is None:
        ticket.arrived_at = timezone.now()
    if ticket.location_unsafe:
        ticket.latitude = ticket.longitude = None
        ticket.geo_precision = ""
    elif ticket.latitude is None:
        raise ValidationError(
            {"latitude": _("Give the point, or say that it is not safe to record one.")}
        )
    elif not ticket.geo_precision:
        ticket.geo_precision = GeoPrecision.EXACT
    if ticket.place.level < ticket.place.Level.COMMUNITY:
        raise ValidationError({"place": _("On site the community is known: choose it.")})


def held(ticket, by, given):
    today = timezone.localdate()
    if not today <= ticket.review_on <= today + LONGEST_HOLD:
        raise ValidationError(
            {"review_on": _("Choose a day within the next %(n)d days.") % {"n": LONGEST_HOLD.days}}
        )
    urgent = ticket.priority == Priority.IMMEDIATE
    unmarked = ticket.marking in ("", Marking.NONE)
    if urgent and unmarked and ticket.hold_reason not in ("insecurity", "access_denied"):
        raise ValidationError(
            {"hold_reason": _("An Immediate ticket is held only when marked, or out of reach.")}
        )


OUTCOMES = {
    Method.DESTROYED_IN_PLACE: Outcome.DESTROYED_IN_PLACE,
    Method.BURNED: Outcome.DESTROYED_IN_PLACE,
    Method.RENDERED_SAFE: Outcome.RENDERED_SAFE,
    Method.MOVED_TO_STORE: Outcome.REMOVED,
    Method.MOVED_AND_DESTROYED: Outcome.DESTROYED_ELSEWHERE,
    Method.HANDED_OVER: Outcome.HANDED_OVER,
    Method.NOT_STATED: Outcome.DISPOSED,
}


def outcome_of(items):
    """The one outcome of all disposals, or “several”; a false alarm when nothing was a hazard."""
    found = {OUTCOMES[method] for method in methods_of(items)}
    if not found:
        return Outcome.FALSE_ALARM
    return found.pop() if len(found) == 1 else Outcome.MIXED


def resolved(ticket, by, given):
    missing = {}
    real = any(is_hazard(item) for item in items_of(ticket))
    if real and ticket.actual_cordon_m is None:
        missing["actual_cordon_m"] = _("Say how wide the cordon was.")
    if real and ticket.community_informed is None:
        missing["community_informed"] = _("Say whether the community was told.")
    if real and not given.get("reason", "").strip() and not has_photo_after(ticket):
        missing["reason"] = _("Add a photo from afterwards, or say here why there is none.")
    if missing:
        raise ValidationError(missing)
    ticket.outcome = outcome_of(items_of(ticket))
    keep_advice(ticket)  # the review holds against it what the page showed


def has_photo_after(ticket):
    return ticket.files.filter(kind="after").exists()


def resolved_empty(ticket, by, given):
    if ticket.outcome not in EMPTY_OUTCOMES:
        raise ValidationError({"outcome": _("Choose “not found”, “false alarm” or “exploded”.")})
    if len(given["reason"].strip()) < SHORTEST_NOTE:
        raise ValidationError(
            {"reason": _("Describe in %(n)d characters or more what was searched.")
             % {"n": SHORTEST_NOTE}}
        )  # fmt: skip
    if any(item.quantity_found for item in ticket.items.all()):
        raise ValidationError(
            {"outcome": _("Items were counted here: take “resolve”, or correct the number found.")}
        )
    keep_advice(ticket)


def returned(ticket, by, given):
    ticket.resolved_by = ticket.resolved_at = None
    ticket.outcome = ""
    ticket.checked = False
    ticket.renew([ticket])


def reopened(ticket, by, given):
    """The closing stays in the history; the fields are free for the next one."""
    ticket.closed_by = ticket.closed_at = None
    ticket.checked = False


def revived(ticket, by, given):
    ticket.cancel_reason = ""
    number_again(ticket, by, given)
    ticket.renew([ticket])


def cancelled(ticket, by, given):
    """What its page showed until now is what it keeps; before the triage that is nothing."""
    if ticket.cordon_rule:
        keep_advice(ticket)


# ---------------------------------------------------------------- inputs that are no field


def duplicates_checked(ticket):
    return forms.BooleanField(label=_("I have looked at the tickets nearby: this is a new one."))


def level_answer(ticket):
    return forms.CharField(label=_("Why this team goes all the same"), required=False)


INPUTS = {"duplicates_checked": duplicates_checked, "level_answer": level_answer}
