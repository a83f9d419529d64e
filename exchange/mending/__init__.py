"""A person mends the rows of a sheet before it is applied: cells, answers, rows left out.

What came is never changed: a mended cell stands in `ImportRow.edits`, an answer in
`ImportRow.answers`. Every act is kept as a Mending, and can be taken back.
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from casework.sentences import say as _
from exchange import jobs
from exchange.cells.texts import displayed
from exchange.importing import NotApplied, check
from exchange.importing.carrying import page_of
from exchange.models import NEEDS_A_LOOK, Import, ImportRow, Mending
from exchange.registry import resource_class
from exchange.rows import DIFFERENT, LEFT_OUT, SOURCE_OF

Act = Mending.Act
AT_ONCE = 2000
LONGEST = 32_767  # what a spreadsheet's cell holds


def mend_cells(sheet, cells, *, by, act=Act.CELLS, what=""):
    """`cells` is {row number: {position: text}}; what came is written by its own text or None."""
    return change(sheet, {n: {"edits": texts} for n, texts in cells.items()}, by, act, what)


def answer(sheet, answers, *, by, act=Act.ANSWER, what=""):
    """`answers` is {row number: {key: answer}}; None takes an answer away."""
    return change(sheet, {n: {"answers": given} for n, given in answers.items()}, by, act, what)


def leave_out(sheet, rows, *, by, what=""):
    """These rows of the sheet are not to be written; they stay listed as skipped."""
    numbers = rows.values_list("number", flat=True)
    said = {number: {LEFT_OUT: True} for number in numbers}
    return answer(sheet, said, by=by, act=Act.LEAVE_OUT, what=what)


def keep_both(sheet, row, other, *, by):
    """This row is another event than that one: asked no more, and written as an answer."""
    others = [*row.answers.get(DIFFERENT, ())]
    said = {DIFFERENT: [*others, other] if other not in others else others, SOURCE_OF: None}
    return answer(sheet, {row.number: said}, by=by, what=DIFFERENT)


def add_as_source(sheet, row, other, *, by):
    """This row tells of the same event as that one: it joins it as a source."""
    target = other
    if isinstance(other, int):
        first = sheet.rows.filter(number=other).first()
        if first is None:
            raise NotApplied(_("There is no row %(n)d in this sheet.") % {"n": other})
        target = first.answers.get(SOURCE_OF) or first.ref or other
    return answer(sheet, {row.number: {SOURCE_OF: target}}, by=by, what=SOURCE_OF)


def ask_again(sheet, row, *, by):
    """Take back what was answered about a row's likenesses."""
    said = {DIFFERENT: None, SOURCE_OF: None}
    return answer(sheet, {row.number: said}, by=by, act=Act.TAKE_BACK)


def take_back(mending, *, by):
    """Undo an act where nothing was changed since; returns the Mending, None if nowhere."""
    if mending.taken_back_id:
        raise NotApplied(_("This was taken back already."))
    if mending.page != page_of(mending.sheet):
        sentence = _("This was mended on the sheet “%(sheet)s”. Read that one again first.")
        raise NotApplied(sentence % {"sheet": mending.page})
    wanted = {int(number): back(kinds) for number, kinds in mending.changes.items()}
    since = {int(number): kinds for number, kinds in mending.changes.items()}
    undone = change(mending.sheet, wanted, by, Act.TAKE_BACK, mending.what, since=since)
    if undone:
        mending.taken_back = undone
        mending.save(update_fields=["taken_back"])
    return undone


def back(kinds):
    return {kind: {key: old for key, (old, _new) in pairs.items()} for kind, pairs in kinds.items()}


# ---------------------------------------------------------------- one act


@transaction.atomic
def change(sheet, wanted, by, act, what="", *, since=None, at_work=False):
    """Write what differs and judge these rows anew; returns the Mending, None if nothing differs.

    `since` is what an earlier act changed: only what still stands so is changed. `at_work` says
    that the job which works on the sheet does this itself.
    """
    sheet = open_sheet(sheet, by, at_work=at_work)
    rows = list(sheet.rows.filter(number__in=wanted).select_for_update())
    changes = {}
    for row in rows:
        differing = differences(row, wanted[row.number], since and since[row.number])
        if differing:
            changes[row.number] = differing
            write(row, differing)
    if not changes:
        return None
    changed = [row for row in rows if row.number in changes]
    ImportRow.objects.bulk_update(changed, ["edits", "answers"], batch_size=AT_ONCE)
    made = Mending.objects.create(
        sheet=sheet, page=page_of(sheet), by=by, act=act, what=what[:40], changes=changes
    )
    check(sheet, numbers=[*changes, *leaning_on(sheet, changes), *leant_on(changed)])
    return made


def open_sheet(sheet, by, *, at_work=False):
    """The sheet, locked; refuses one that was applied, and a person who may not bring it in."""
    found = Import.objects.visible_to(by).select_for_update(of=("self",)).get(pk=sheet.pk)
    if not resource_class(found.kind)(by).may_import():
        raise PermissionDenied(_("You may not bring in sheets of this kind."))
    if jobs.of(found) and not at_work:
        raise NotApplied(_("This sheet is being worked on just now. Wait until that has ended."))
    if found.state != Import.State.CHECKED:
        raise NotApplied(_("This sheet was applied already, or not checked yet."))
    return found


def differences(row, wanted, since):
    """{"edits" or "answers": {key: [old, new]}} of what this act changes of a row."""
    found = {}
    for kind, values in wanted.items():
        held = getattr(row, kind)
        for key, value in values.items():
            key, old = str(key), held.get(str(key))
            new = edit_of(row, key, value) if kind == "edits" else value
            moved_on = since is not None and old != since[kind][key][1]
            if new != old and not moved_on:
                found.setdefault(kind, {})[key] = [old, new]
    return found


def edit_of(row, position, text):
    """The text to keep for a cell; None if it is what came."""
    if text is None or not 0 <= int(position) < len(row.raw):
        return None
    text = str(text).replace("\0", "")[:LONGEST].strip()
    return None if text == displayed(row.raw[int(position)]) else text


def write(row, differing):
    for kind, pairs in differing.items():
        held = getattr(row, kind)
        for key, (_old, new) in pairs.items():
            if new is None:
                held.pop(key, None)
            else:
                held[key] = new


def leant_on(rows):
    """The rows that these rows join: without them nobody knows what is joined."""
    targets = (row.answers.get(SOURCE_OF) for row in rows)
    return [target for target in targets if isinstance(target, int)]


def leaning_on(sheet, numbers):
    """Rows whose findings or answers speak of these rows: they are judged anew with them."""
    spoken = Q()
    for number in list(numbers)[:AT_ONCE]:
        spoken |= Q(findings__contains=[{"other": {"row": number}}])
        spoken |= Q(answers__contains={SOURCE_OF: number})
    return sheet.rows.filter(NEEDS_A_LOOK | ~Q(answers={}), spoken).values_list("number", flat=True)


# ---------------------------------------------------------------- all of a kind


def proposals(sheet, code, *, rows=None):
    """{row number: {position: text}}: what the check proposes for the rows with this problem."""
    places = {name: position for position, name in sheet.mapping.items()}
    rows = sheet.rows.filter(NEEDS_A_LOOK) if rows is None else rows
    found = {}
    for row in rows.filter(findings__contains=[{"code": code}]).only("sheet", "number", "findings"):
        fixes = [each.get("fix", {}) for each in row.findings if each["code"] == code]
        cells = {
            places[name]: text for fix in fixes for name, text in fix.items() if name in places
        }
        if cells:
            found[row.number] = cells
    return found


def fix_all(sheet, code, *, by):
    """Write every proposal for one kind of problem; None if there is none."""
    return mend_cells(sheet, proposals(sheet, code), by=by, act=Act.FIX, what=code)
