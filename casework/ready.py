"""New cases that were judged before and are written as they were judged: `create_many` in two acts.

`ready` asks all that `create_many` asks of a case and its records and keeps them as lines of COPY;
`write_ready` gives them their numbers, their moment and their batch, and copies them in. Whoever
keeps the lines answers for it that nothing the rules rest on has changed in between; permissions
are asked again, and the database's own constraints hold as ever.
"""

from collections import defaultdict
from itertools import groupby
from operator import itemgetter

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from casework.actions import demand
from casework.actions_many import event_model, started
from casework.copying import NULL, copy_lines, copying
from casework.models import Case, Event
from casework.numbering import next_refs


def ready(case, records, *, by, steps=(), guards=None):
    """The lines of a new case in which `faults` has found nothing, of its records and history.

    The case takes `steps` as in `create_many`. The first line is the year that its number carries;
    each of the others begins with the kind of its row.
    """
    year = case.ref_year()
    events = started(case, records, by=by, batch=None, steps=steps, guards=guards or {})
    rows = (case, *records, *events)
    return "\n".join([str(year), *(named_line(row) for row in rows)])


def named_line(row):
    kind = type(row)
    line = copying(kind, not isinstance(row, Event)).line(row)
    return f"{kind._meta.label_lower}\t{line}"


@transaction.atomic
def write_ready(kind, texts, *, by, batch=None, steps=()):
    """Write cases of one kind that were made ready; returns their references, in this order."""
    cases = [text.split("\n") for text in texts]
    refs = numbered(kind, [int(lines[0]) for lines in cases])
    by_kind = defaultdict(list)
    for lines in cases:
        for line in lines[1:]:
            label, _tab, rest = line.partition("\t")
            by_kind[label].append(rest)
    demand_all(kind, by_kind, steps, by)
    moment = timezone.now().isoformat()
    history = event_model(kind)._meta.label_lower
    for label in sorted(by_kind, key=history.__eq__):  # the history last, as it happened
        copy_ready(apps.get_model(label), by_kind[label], moment, refs, batch)
    return refs


def copy_ready(kind, lines, moment, refs, batch):
    """Copy the lines of one kind in, each behind the columns that are known only now."""
    if issubclass(kind, Case):
        heads = [f"{ref}\t{moment}\t{moment}\t" for ref in refs]
        text = "".join(f"{head}{line}\n" for head, line in zip(heads, lines, strict=True))
    else:
        is_event = issubclass(kind, Event)
        act = f"{batch.pk if batch else NULL}\t" if is_event else ""
        head = f"{moment}\t{act}"
        text = head + f"\n{head}".join(lines) + "\n"
    copy_lines(copying(kind, not issubclass(kind, Event)).statement, text)


def numbered(kind, years):
    """A reference for each of these years, in their order."""
    refs = [""] * len(years)
    for year, group in groupby(sorted(zip(years, range(len(years)), strict=True)), itemgetter(0)):
        places = [place for _year, place in group]
        for place, ref in zip(places, next_refs(kind.ref_prefix, year, len(places)), strict=True):
            refs[place] = ref
    return refs


def demand_all(kind, by_kind, steps, by):
    """Each permission once, as `create_many` does."""
    history = event_model(kind)
    for label in by_kind:
        model = apps.get_model(label)
        if model is not history:
            demand(by, "add", model)
    for name in steps:
        permission = kind.workflow.steps[name].permission
        if not by.has_perm(permission):
            raise PermissionDenied(permission)
