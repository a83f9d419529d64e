"""Which records of cases go back, are taken back or come back; what others rely on stays."""

from collections import defaultdict

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects

from casework.actions_many import fault_for, kinds_below, loaded
from casework.models import Case, Record
from casework.references import copied, key_of, pointing, whole_of
from casework.sentences import say as _


class Records:
    """The records that the deeds of a Weighing name, put on its acts or left."""

    def __init__(self, weighing, batch):
        self.weighing, self.batch = weighing, batch
        self.found = {}  # (kind, key) → the record
        for label, keys in by_kind(weighing.deeds.values()).items():
            rows = apps.get_model(label).ever.in_bulk(keys)
            self.found |= {(label, str(key)): record for key, record in rows.items()}
        self.takes, self.brings = {}, {}  # (kind, key) → the act

    def weigh(self):
        for key, act in self.weighing.acts.items():
            deed = self.weighing.deeds[key]
            if not deed.made:
                self.weigh_edits(act, deed)
                self.weigh_additions(act, deed)
                self.weigh_returns(act, deed)
        self.keep_what_is_relied_upon()
        self.keep_what_misses_its_whole()
        for (label, pk), act in self.takes.items():
            act.take.append(self.found[label, pk])
        for (label, pk), act in self.brings.items():
            act.bring.append(self.found[label, pk])
        self.refuse_unbalanced()

    # ------------------------------------------------------------ one by one

    def weigh_edits(self, act, deed):
        """The fields of records that the batch edited, each for itself."""
        for key, changes in deed.records.items():
            stored = self.found.get(key)
            if stored is None or stored.taken_back_id or not self.is_of(act, stored):
                continue
            record = copied(stored)
            if not self.weighing.weigh_fields(act, record, changes, self.weighing.seal_of(act)):
                continue
            if fault := fault_for(record, self.weighing.by, stored):
                act.leave(key_of(record), "refused", why=fault)
            else:
                act.edits.append((stored, record))

    def weigh_additions(self, act, deed):
        for key in (*deed.added, *deed.brought_back):
            record = self.found.get(key)
            if record is None or record.taken_back_id or not self.weighing.wants((*key, "")):
                continue
            hand = self.weighing.later.of_record(act.case.pk, key)
            if not self.is_of(act, record) or self.is_sealed(act, deed, record):
                act.leave((*key, ""), "sealed", why=act.case.seal)
            elif hand.at and not self.weighing.decided:
                act.leave((*key, ""), "changed", hand=hand)
            else:
                self.takes[key] = act

    def weigh_returns(self, act, deed):
        for key in deed.taken_back:
            record = self.found.get(key)
            if record is None or record.taken_back_id != self.batch.pk:
                continue
            if not self.is_of(act, record) or self.is_sealed(act, deed, record):
                act.leave((*key, ""), "sealed", why=act.case.seal)
            else:
                self.brings[key] = act

    def is_sealed(self, act, deed, record):
        """A sealed case stays as it is, but for what joined it when it was sealed already."""
        joined = record.joins_sealed and deed.began == act.stored.status
        return bool(self.weighing.seal_of(act)) and not joined

    def is_of(self, act, record):
        """Whether the record hangs on the case still: merging moves records."""
        return case_key(record, self.found) == act.case.pk

    # ------------------------------------------------------------ together

    def keep_what_is_relied_upon(self):
        """A record that something else points to stays; what it points to itself then stays too."""
        links = self.links()
        while relied := next((pair for pair in links if self.is_relied(*pair)), None):
            self.keep(relied[0])

    def links(self):
        """[(record that would go, (kind, key) of what points to it)]."""
        found = []
        for label, keys in grouped(self.takes).items():
            for link in pointing(apps.get_model(label), (Case, Record)):
                rows = link.model._base_manager.filter(**{f"{link.name}__in": keys})
                if issubclass(link.model, Record):
                    rows = rows.filter(taken_back=None)
                source = link.model._meta.label_lower
                found += [
                    ((label, str(target)), (source, str(key)))
                    for target, key in rows.values_list(link.attname, "pk")
                ]
        return found

    def is_relied(self, target, source):
        return target in self.takes and source not in self.takes

    def keep(self, key):
        act = self.takes.pop(key)
        act.leave((*key, ""), "relied", why=_("Something else rests on it now."))
        for part in [each for each in self.takes if self.whole_key(each) == key]:
            del self.takes[part]  # the whole stands for its parts where people decide

    def whole_key(self, key):
        whole = whole_of(self.found[key])
        return whole and (whole[0]._meta.label_lower, str(whole[1]))

    def keep_what_misses_its_whole(self):
        """A part comes back only to a whole that stands or comes back with it."""
        for key in list(self.brings):
            model, whole = whole_of(self.found[key]) or (None, None)
            if model is None or self.whole_key(key) in self.brings:
                continue
            if not model.objects.filter(pk=whole).exists():
                self.brings.pop(key).leave(
                    (*key, ""), "relied", why=_("What it was part of is gone.")
                )

    # ------------------------------------------------------------ wholes and their parts

    def refuse_unbalanced(self):
        """Ask each whole that stays whether it holds with the parts that will stand."""
        edited = {
            key_of(record)[:2]: (act, record)
            for act in self.weighing.acts.values()
            for _stored, record in act.edits
        }
        parts = self.parts_of_wholes()
        for key in edited:
            parts.setdefault(key, [])
        for key, whole in self.read_wholes(parts, edited).items():
            try:
                whole.clean_whole()
            except ValidationError as error:
                act = edited[key][0] if key in edited else parts[key][0][0]
                give_up(act, whole, [part for _act, part in parts[key]], error)

    def parts_of_wholes(self):
        """{whole: [(act, part that comes or goes)]} where the whole itself stays."""
        found = defaultdict(list)
        for key, act in [*self.takes.items(), *self.brings.items()]:
            whole = self.whole_key(key)
            if whole and whole not in self.takes and whole not in self.brings:
                found[whole].append((act, self.found[key]))
        return found

    def read_wholes(self, parts, edited):
        """{whole: the record as it will be, read with the parts that will stand}."""
        found = {key: record for key, (_act, record) in edited.items()}
        for label, keys in grouped(key for key in parts if key not in found).items():
            rows = apps.get_model(label).ever.in_bulk(keys)
            found |= {(label, str(key)): record for key, record in rows.items()}
        for label, keys in grouped(found).items():
            names = [n for n, m in kinds_below(apps.get_model(label)) if issubclass(m, Record)]
            wholes = [found[label, key] for key in keys]
            prefetch_related_objects(wholes, *names)
            for whole in wholes:
                moving = [part for _act, part in parts[key_of(whole)[:2]]]
                join_standing(whole, names, moving, self.brings)
        return found


def join_standing(whole, names, moving, brings):
    """Let the whole be read without the parts that go and with those that come back."""
    coming = [part for part in moving if key_of(part)[:2] in brings]
    for name in names:
        rows = getattr(whole, name).all()
        stay = [each for each in rows if each not in moving]
        come = [each for each in coming if isinstance(each, rows.model)]
        whole._prefetched_objects_cache[name] = loaded(rows.model, [*stay, *come])


def give_up(act, whole, parts, why):
    act.edits = [pair for pair in act.edits if pair[1] != whole]
    act.take = [each for each in act.take if each not in parts]
    act.bring = [each for each in act.bring if each not in parts]
    for record in parts or [whole]:
        act.leave(key_of(record), "refused", why=why)


def case_key(record, found):
    """The key of the record's case, without a query where its whole is at hand."""
    names = record.case_path.split(".")
    if len(names) == 1:
        return getattr(record, f"{names[0]}_id")
    model, key = whole_of(record)
    whole = found.get((model._meta.label_lower, str(key))) or getattr(record, names[0])
    return case_key(whole, found)


def by_kind(deeds):
    return grouped(key for deed in deeds for key in deed.named())


def grouped(keys):
    found = defaultdict(list)
    for label, key in keys:
        found[label].append(key)
    return found
