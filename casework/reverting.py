"""The verb `revert_many`: undo what a batch did, as far as nobody has changed it since.

Nothing is deleted: a new case is taken back by a step of its workflow, a new record by naming the
batch that took it back, a field by setting the value before. What people changed later stays and is
handed back for a decision. Undoing is a batch of its own, and is undone in the same way.
"""

from collections import Counter
from dataclasses import dataclass, field
from itertools import islice

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from casework.actions import advance, demand
from casework.actions_many import event_of, save_fields
from casework.changes import description, difference
from casework.changing import change_in
from casework.copying import copy_in
from casework.deeds import TAKE_BACK, cases_moved_on, cases_written, deeds, kinds
from casework.models import Batch
from casework.overwritten import remember
from casework.querysets import refs_in_sight
from casework.references import key_of
from casework.weighing import NUMBER, Weighing, is_used

CHUNK = 500  # cases weighed and written together: these are all that is held
WHOLE = {"take_back": "withdrawn", "bring_back": "brought_back"}
# Each case that the batch wrote ends under one of these; they add up to all of them.
OUTCOMES = ("withdrawn", "brought_back", "put_back", "partly", "left", "nothing", "out_of_sight")


@dataclass
class Reverted:
    """What undoing did, or would do: cases by outcome, and what is left for a decision.

    `partly` counts cases of which something went back and something is left; `nothing` those that
    stand as they would after the undoing already; `out_of_sight` those that the person may not see.
    """

    batch: Batch | None = None
    counts: Counter = field(default_factory=Counter)
    left: list = field(default_factory=list)
    refs: list = field(default_factory=list)  # of the cases to which anything was done

    @property
    def cases(self):
        return sum(self.counts[name] for name in OUTCOMES)

    def take_in(self, weighing):
        self.counts["out_of_sight"] += len(weighing.deeds) - len(weighing.cases)
        for act in weighing.acts.values():
            self.counts[outcome(act)] += 1
            self.left += act.left
            if act.does_anything:
                self.refs.append(act.case.ref)


def outcome(act):
    if act.left:
        return "partly" if act.does_anything else "left"
    if act.step:
        return WHOLE[act.step.name]
    return "put_back" if act.does_anything else "nothing"


def foresee(batch, *, by):
    """What `revert_many` would do now; writes nothing."""
    result = Reverted()
    for weighing in weighed(batch, by=by):
        result.take_in(weighing)
    return result


@transaction.atomic
def revert_many(batch, *, by, reason, only=None, told=None):
    """Undo what a batch did, only what nobody has changed since; returns Reverted.

    `told(cases done, cases in all)` hears of its progress. `only` holds keys of what an earlier
    undoing left (`Left.key`): what a person decided goes back though it was changed, as one more
    act of that undoing. Raises PermissionDenied, and ValidationError where the batch cannot be
    undone (code "refused") or was already.
    """
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    result, of = Reverted(undoing_of(batch, by, only)), written(batch)
    for weighing in weighed(batch, by=by, only=only, lock=True):
        demand_all(weighing, by)
        write(weighing, result.batch, by, reason)
        result.take_in(weighing)
        if told is not None:
            told(result.cases, of)
    connection.check_constraints()  # the deferred ones too, while it can still be told here
    return result


def undoing_of(batch, by, only):
    """The batch that undoes this one: a new one, or for decisions the one that stands."""
    if batch.kind not in (Batch.Kind.IMPORT, Batch.Kind.UNDO):
        raise ValidationError(_("Only imports can be undone."), code="refused")
    there = Batch.objects.filter(undoes=batch).first()
    if only is not None and there is None:
        raise ValidationError(_("It was not undone: there is nothing to decide."), code="refused")
    if only is None and there is not None:
        raise ValidationError(_("It was undone already."), code="refused")
    return there or Batch.objects.create(kind=Batch.Kind.UNDO, by=by, note=batch.note, undoes=batch)


def weighed(batch, *, by, only=None, lock=False):
    """A Weighing for each chunk of the cases that the batch wrote, kind by kind.

    Neither the deeds nor the keys of a long batch are ever held whole: a cursor keeps the keys.
    """
    for kind in kinds():
        keys = cases_written(kind, batch).iterator(chunk_size=CHUNK)
        while chunk := list(islice(keys, CHUNK)):
            found = dict(sorted(deeds(kind, batch, chunk).items()))
            if only is not None:
                found = touched(kind, found, {key[:2] for key in only})
            if found:
                yield Weighing(kind, batch, found, by=by, only=only, lock=lock)


def written(batch):
    """How many cases the batch wrote."""
    return sum(cases_written(kind, batch).count() for kind in kinds())


def moved_on(batch):
    """On how many of them anything was done since: undoing leaves nothing else for a decision,
    but what points to a case or would break a rule."""
    return sum(cases_moved_on(kind, batch).count() for kind in kinds())


def touched(kind, found, keys):
    """Of the deeds those in which one of these (kind, key) lies."""
    label = kind._meta.label_lower
    return {
        case: deed
        for case, deed in found.items()
        if (label, str(case)) in keys or deed.named() & keys
    }


def demand_all(weighing, by):
    """Each permission once: for taking cases back, for editing them, for each kind of record."""
    acts = weighing.acts.values()
    for step in {act.step for act in acts if act.step}:
        if not by.has_perm(step.permission):
            raise PermissionDenied(step.permission)
    edited = next((act.case for act in acts if act.fields and not act.step), None)
    if edited is not None:
        demand(by, "change", edited)
    changed = [record for act in acts for _stored, record in act.edits]
    moved = [record for act in acts for record in (*act.take, *act.bring)]
    for action, records in (("change", changed), ("add", moved)):
        for record in {type(record): record for record in records}.values():
            demand(by, action, record)


# ---------------------------------------------------------------- one case, by its own steps


def came_in_a_sheet(case, user):
    """A guard: why the case is not taken back with an import, or ""."""
    if case.events.filter(verb="created", batch__kind=Batch.Kind.IMPORT).exists():
        return ""
    return _("No sheet brought it in.")


def number_again(case, by, given):
    """An effect: a case that comes back has the outside number that it had, if that is free."""
    taken_back = case.events.filter(verb=TAKE_BACK, changes__has_key=NUMBER).first()
    if case.external_id or taken_back is None:
        return
    number = taken_back.changes[NUMBER][0]
    same = type(case)._base_manager.filter(external_id=number, organisation_id=case.organisation_id)
    if other := same.first():
        seen = refs_in_sight(type(case), [other.ref], by)
        raise ValidationError(is_used(number, other.ref if seen else ""), code="refused")
    case.external_id = number


# ---------------------------------------------------------------- writing


def write(weighing, undoing, by, reason):
    acts = [act for act in weighing.acts.values() if act.does_anything]
    move_records(acts, undoing)
    edits = [pair for act in acts for pair in act.edits]
    save_records(edits)
    cases = [act.case for act in acts if act.take or act.bring]
    renewed = weighing.kind.records_withdrawn(cases) if cases else ()
    remember(undoing, [*edits, *((act.stored, act.case) for act in acts if act.fields)])
    for act in acts:
        advance(act.case, by)
    alike = [act for act in acts if goes_whole(act)]
    save_alike([act.case for act in alike], by)
    others = [act for act in acts if not goes_whole(act)]
    names = {name for act in others for name in act.fields}.union(renewed)
    names.update(weighing.kind.renew([act.case for act in others]))
    save_fields([act.case for act in others], {*names, "status"} if others else names)
    if acts:
        copy_in(weighing.kind.events.rel.related_model,
                [event_for(act, undoing, by, reason) for act in acts])  # fmt: skip


def goes_whole(act):
    """Whether the case is taken back and nothing else: all these are saved by one statement."""
    return bool(act.step and act.step.name == TAKE_BACK and act.fields <= {NUMBER}
                and not (act.case.external_id or act.take or act.bring))  # fmt: skip


def save_alike(cases, by):
    """Cases that end in the same status, without a number of their own."""
    if cases:
        rows = type(cases[0])._base_manager.filter(pk__in=[case.pk for case in cases])
        rows.update(
            status=cases[0].status, external_id="", version=F("version") + 1,
            updated_by=by, updated_at=cases[0].updated_at,
        )  # fmt: skip


def move_records(acts, undoing):
    """Records leave the lists, or stand again; one statement for each kind and direction."""
    for name, value in (("take", undoing), ("bring", None)):
        by_kind = {}
        for record in (record for act in acts for record in getattr(act, name)):
            by_kind.setdefault(type(record), []).append(record.pk)
        for kind, keys in by_kind.items():
            kind.ever.filter(pk__in=keys).update(taken_back=value)


def save_records(edits):
    by_kind = {}
    for stored, record in edits:
        by_kind.setdefault(type(record), []).append((stored, record))
    for kind, pairs in by_kind.items():
        names = {name for stored, record in pairs for name in difference(stored, record)}
        change_in(kind, [record for _stored, record in pairs], sorted(names))


def event_for(act, undoing, by, reason):
    """The one event of the case: what went back, in the words of any other event."""
    changes = difference(act.stored, act.case) if act.fields else {}
    if act.edits:
        changes["edited"] = [
            {**description(record), "changes": difference(stored, record)}
            for stored, record in act.edits
        ]
    for name, records in (("taken_back", act.take), ("brought_back", act.bring)):
        if records:
            changes[name] = [named(record) for record in records]
    verb = act.step.name if act.step else "reverted"
    return event_of(
        act.case, by, verb, before=act.stored.status, changes=changes, reason=reason, batch=undoing
    )


def named(record):
    kind, key, _name = key_of(record)
    return {"kind": kind, "id": key}
