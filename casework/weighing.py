"""What of a batch's deeds may be undone now, and what is left for people to decide.

Only what nobody has changed since is undone. A person may decide about what is left; then it is
named in `only`, and goes back though it was changed.
"""

from dataclasses import dataclass, field

from django.db.models import prefetch_related_objects

from casework.actions_many import fault_for
from casework.changes import plain
from casework.constraints import rules_of
from casework.deeds import TAKE_BACK
from casework.later import NOBODY, Hand, Later
from casework.models import Case
from casework.overwritten import kept
from casework.querysets import refs_in_sight
from casework.references import copied, key_of, pointing
from casework.sentences import Sentences
from casework.sentences import say as _
from casework.values import found_in, same, typed
from casework.weighing_records import Records

NUMBER = "external_id"


@dataclass(frozen=True)
class Left:
    """Something that undoing leaves as it is, and why; `key` names it when a person decides.

    `reason` is changed, sealed, relied, refused, taken or not_kept. Values that history may not
    hold are not told here either.
    """

    case: object
    key: tuple  # (kind, key of the case or record, field; "" for the whole)
    reason: str
    values: tuple = (None, None, None)  # before the import, imported, present
    hand: Hand = NOBODY
    why: Sentences = field(default_factory=Sentences)


@dataclass
class Act:
    """What undoing does to one case. `stored` is the case as it stands, `case` as it will be."""

    case: object
    stored: object
    step: object = None
    fields: set = field(default_factory=set)
    edits: list = field(default_factory=list)  # (stored record, record)
    take: list = field(default_factory=list)
    bring: list = field(default_factory=list)
    left: list = field(default_factory=list)

    @property
    def does_anything(self):
        return bool(self.step or self.fields or self.edits or self.take or self.bring)

    def leave(self, key, reason, why="", **more):
        """`why` is a sentence, or the ValidationError that speaks against it."""
        self.left.append(Left(self.stored, key, reason, why=Sentences.of(why), **more))


class Weighing:
    """Deeds of one kind of case against what stands now; `acts` has one a case in sight."""

    def __init__(self, kind, batch, deeds, *, by, only=None, lock=False):
        self.kind, self.deeds, self.by, self.only = kind, deeds, by, only
        rows = kind.objects.visible_to(by).order_by("pk")
        self.cases = (rows.select_for_update(of=("self",)) if lock else rows).in_bulk(list(deeds))
        self.later = Later(kind, deeds, self.cases)
        named = [*self.cases, *(key for deed in deeds.values() for _kind, key in deed.named())]
        self.kept = kept(batch, named)
        self.acts = {key: Act(case, copied(case)) for key, case in self.cases.items()}
        self.weigh(batch)

    def weigh(self, batch):
        relied = self.relied_upon()
        for key, act in self.acts.items():
            if self.deeds[key].way:
                self.weigh_whole(act, relied.get(key))
        for act in self.acts.values():
            self.weigh_fields(act, act.case, self.fields_of(act), self.seal_of(act))
        Records(self, batch).weigh()
        self.refuse_faulty()

    def wants(self, key):
        return self.only is None or key in self.only

    @property
    def decided(self):
        """Whether a person decided about what is named, so that later changes do not count."""
        return self.only is not None

    # ------------------------------------------------------------ the case as a whole

    def weigh_whole(self, act, relied):
        """Take the case back, or bring it back, unless somebody did anything to it since."""
        deed, case = self.deeds[act.case.pk], act.case
        step, key = case.workflow.steps.get(deed.way), key_of(case)
        back = bool(deed.moved) and case.status == deed.moved[1]
        if not self.wants(key) or step is None or back:
            return
        hand = self.later.anybody(case.pk)
        if case.status not in step.source or (deed.moved and case.status != deed.moved[2]):
            act.leave(key, "sealed" if case.seal else "changed", hand=hand, why=case.seal)
        elif hand is not NOBODY and not self.decided:
            act.leave(key, "changed", hand=hand)
        elif relied:
            act.leave(key, "relied", why=relied)
        else:
            act.step = step
            case.status = step.target if deed.way == TAKE_BACK else deed.moved[1]

    def relied_upon(self):
        """{case: a sentence on a case which points to it}; what is out of play does not, but for a
        case that was merged into it: nothing else tells what that one told."""
        leaving = [key for key in self.acts if self.deeds[key].way == TAKE_BACK]
        found = {}
        for link in pointing(self.kind, Case) if leaving else ():
            rows = link.model._base_manager.filter(**{f"{link.name}__in": leaving})
            if link.model is not self.kind or link.name != self.kind.merge_field:
                rows = rows.exclude(status__in=link.model.merge_refuses)
            pairs = rows.values_list(link.attname, "ref")
            seen = refs_in_sight(link.model, (ref for _key, ref in pairs), self.by)
            found |= {key: points_to_it(ref if ref in seen else "") for key, ref in pairs}
        return found

    def fields_of(self, act):
        """The fields to weigh. A new case that goes gives its outside number free for another."""
        deed, number = self.deeds[act.case.pk], act.case.external_id
        if deed.made:
            return {NUMBER: ["", number]} if act.step and number else {}
        # A case that stays out of play needs no number, and one that stays in keeps its own.
        whole = not deed.way or act.step
        return {n: pair for n, pair in deed.fields.items() if whole or n != NUMBER}

    def seal_of(self, act):
        return "" if act.step else act.case.seal

    # ------------------------------------------------------------ fields

    def weigh_fields(self, act, record, changes, seal):
        """Set the fields of a case or record that go back; returns their names."""
        names = set()
        for name, pair in changes.items():
            key = key_of(record, name)
            if (
                not (self.wants(key) or act.step)
                or (pair := self.pair_of(act, record, key, pair)) is None
            ):
                continue
            field_ = record._meta.get_field(name)
            now, (old, new) = getattr(record, field_.attname), (typed(field_, v) for v in pair)
            if same(now, old):
                continue
            if seal:
                self.leave_field(act, record, key, "sealed", pair, why=seal)
            elif same(now, new) or self.decided:
                setattr(record, field_.attname, old)
                names.add(name)
            else:
                self.leave_field(act, record, key, "changed", pair)
        if record is act.case:
            act.fields |= names
        return names

    def pair_of(self, act, record, key, pair):
        """[old, new], from where history may not hold them; None where nothing does."""
        name = key[2]
        if not found_in(record, name):
            return None
        if record.field_policy.is_logged(name):
            return pair
        pair = self.kept.get((str(record.pk), name))
        if pair is None:
            self.leave_field(act, record, key, "not_kept", (None, None))
        return pair

    def leave_field(self, act, record, key, reason, pair, why=""):
        name, values = key[2], (None, None, None)
        if record.field_policy.is_logged(name):
            values = (*pair, plain(record._meta.get_field(name), record))
        act.leave(key, reason, values=values, hand=self.hand_of(act, record, name), why=why)

    def hand_of(self, act, record, name):
        if record is act.case:
            return self.later.of_field(act.case.pk, name)
        return self.later.of_record(act.case.pk, key_of(record)[:2], name)

    # ------------------------------------------------------------ the rules

    def refuse_faulty(self):
        """A case that would break a rule stays as it is in all its fields, and says which rule."""
        taken = self.numbers_taken()
        self.fetch_related()
        for act in self.acts.values():
            if not act.fields:
                continue
            if act.case.pk in taken:
                self.give_up(act, "taken", taken[act.case.pk])
            elif fault := fault_for(act.case, self.by, act.stored):
                self.give_up(act, "refused", fault)

    def fetch_related(self):
        """The rows that the fields lead to now, and what else the rules ask, at once."""
        changes = [(act.stored, act.case) for act in self.acts.values() if act.fields]
        leaving = [record for act in self.acts.values() for record in act.take]
        self.kind.fetch_for_rules(changes, leaving)
        for each in self.kind._meta.concrete_fields:
            if each.is_relation:
                changed = [act.case for act in self.acts.values() if each.name in act.fields]
                prefetch_related_objects(changed, each.name)

    def give_up(self, act, reason, why):
        """Leave the case's own fields, and the case where it would have been brought back."""
        keys = [key_of(act.stored, name) for name in sorted(act.fields)]
        if act.step:
            keys = [key_of(act.stored)]
        deed = self.deeds[act.case.pk]
        for name in act.fields:
            restore(act.case, act.stored, name)
        act.case.status, act.step, act.fields = act.stored.status, None, set()
        for key in keys:
            values = (*deed.fields.get(key[2], (None, None)), None)
            act.leave(key, reason, values=values, why=why)

    def numbers_taken(self):
        """{case: sentence} of those whose fields would collide with another row's."""
        found = {}
        for rule, asked in rules_of(self.kind).unique:
            columns = [self.kind._meta.get_field(name).attname for name in rule.fields]
            acts = [a for a in self.acts.values() if a.fields & set(rule.fields)]
            held = {
                tuple(getattr(act.case, column) for column in columns): act.case.pk
                for act in acts
                if asked(act.case)
            }
            found |= collisions(self.kind, columns, held, self.by)
        return found


def points_to_it(ref):
    """`ref` is blank where the other case may not be named to whoever reads this."""
    return (
        _("%(ref)s points to it.") % {"ref": ref}
        if ref
        else _("A record out of sight points to it.")
    )


def is_used(value, ref):
    """As `points_to_it`, of an outside number that another case has."""
    if not ref:
        return _("This number is used already by a record out of sight.")
    return _("%(value)s is used by %(ref)s now.") % {"value": value, "ref": ref}


def collisions(kind, columns, held, by):
    """{case: sentence}: `held` is {values of these columns: case that would hold them}."""
    rows = kind._base_manager.filter(**{f"{columns[-1]}__in": [values[-1] for values in held]})
    rows = list(rows.values_list("pk", "ref", *columns)) if held else []
    seen, found = refs_in_sight(kind, (ref for _key, ref, *_values in rows), by), {}
    for key, ref, *values in rows:
        case = held.get(tuple(values))
        if case and case != key:
            found[case] = is_used(values[-1], ref if ref in seen else "")
    return found


def restore(record, stored, name):
    field_ = record._meta.get_field(name)
    setattr(record, field_.attname, getattr(stored, field_.attname))
