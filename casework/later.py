"""What was done to cases after a batch, and by whom; what came to nothing does not count."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from casework.deeds import events_of, key_of
from casework.models import Batch


@dataclass(frozen=True)
class Hand:
    """Who changed something, and when."""

    by_id: int | None = None
    at: datetime | None = None


NOBODY = Hand()


class Later:
    """The acts of others on the cases of a batch since its last act on each."""

    def __init__(self, kind, deeds, cases):
        moved_on = [key for key, case in cases.items() if case.version != deeds[key].last]
        rows = events_of(kind).filter(case_id__in=moved_on).order_by("case_id", "pk")
        found = defaultdict(list)
        for event in rows.only("case_id", "version", "batch_id", "by_id", "at", "changes"):
            if event.version > deeds[event.case_id].last:
                found[event.case_id].append(event)
        pairs = undone_pairs({e.batch_id for events in found.values() for e in events})
        self.events = {case: standing(events, pairs) for case, events in found.items()}

    def anybody(self, case):
        """The last who did anything to the case; NOBODY if nobody did."""
        return self.last(case, lambda changes: True)

    def of_field(self, case, name):
        return self.last(case, lambda changes: name in changes)

    def of_record(self, case, key, name=""):
        """The last who edited the record, or a field of it."""
        return self.last(case, lambda changes: edits(changes, key, name))

    def last(self, case, matches):
        events = [e for e in self.events.get(case, ()) if matches(e.changes)]
        return Hand(events[-1].by_id, events[-1].at) if events else NOBODY


def edits(changes, key, name):
    return any(
        key_of(each) == key and (not name or name in each["changes"])
        for each in changes.get("edited", ())
    )


def standing(events, pairs):
    """Without the acts of a batch and of its undoing, where both wrote on the case."""
    present = {event.batch_id for event in events}
    return [e for e in events if e.batch_id not in pairs or pairs[e.batch_id] not in present]


def undone_pairs(batches):
    """{batch: the one that it and this make nothing of}: an import and its undoing, for one.

    In a line of an import, its undoing, the undoing of that, and so on, the last two come to
    nothing, then the two before: what is left over at the front stands.
    """
    pairs = {}
    links = linked(batches)
    for root in [key for key, (undoes, _by) in links.items() if undoes is None]:
        line = [root]
        while links[line[-1]][1]:
            line.append(links[line[-1]][1])
        for late in range(len(line) - 1, 0, -2):
            pairs[line[late]], pairs[line[late - 1]] = line[late - 1], line[late]
    return pairs


def linked(batches):
    """{batch: (what it undoes, what undoes it)} of these and of all in a line with them."""
    found, asked = {}, set(batches) - {None}
    while asked:
        rows = Batch.objects.filter(pk__in=asked).values_list("pk", "undoes_id", "undone_by")
        found |= {key: (undoes, by) for key, undoes, by in rows}
        asked = {end for pair in found.values() for end in pair if end} - found.keys()
    return found
