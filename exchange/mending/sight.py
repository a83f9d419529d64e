"""What the rows of a sheet tell of stored records, held to what their reader may see by now.

A row keeps what its check found: the values of a record that it would change, a record that looks
like the same event. The record may have been hidden since, or lie out of this reader's sight.
"""

from exchange.importing import known, since
from exchange.mending.clash_lists import CODES
from exchange.registry import resource_class

TELLING = (*CODES, known.CODE, since.OTHERWISE, since.OUT_OF_PLAY)


def held_to(reader, sheet, rows):
    """The rows, for showing alone, without what they tell of records that this person may not see;
    the records are looked up together."""
    rows = list(rows)
    unseen = out_of_sight(reader, sheet, {ref for row in rows for ref in named_by(row)})
    for row in rows if unseen else ():
        own = {row.ref, *(ref_of(each) for each in row.findings if "beside" not in each)}
        row.findings = [each for each in row.findings if ref_of(each) not in unseen]
        if own & unseen:  # what counts of a cell may be what the record says
            row.changes, row.shown = {}, {}
        if row.ref in unseen:
            row.ref = ""
    return rows


def out_of_sight(reader, sheet, refs):
    records = resource_class(sheet.kind)._meta.model.objects
    if not refs or not hasattr(records, "visible_to"):
        return frozenset()
    seen = records.visible_to(reader).filter(ref__in=refs)
    return refs - set(seen.values_list("ref", flat=True))


def named_by(row):
    """The references of the records that the row tells of: its own, those it was held beside."""
    refs = {ref_of(each) for each in row.findings}
    return (refs | {row.ref} if refs or row.changes else set()) - {""}


def ref_of(finding):
    """The stored record of which a finding tells what it says; "" where it tells of none.

    That a sheet names a record which is not there for its reader is no telling.
    """
    if "beside" in finding:
        return finding["other"].get("ref", "")
    return finding["say"][1]["ref"] if finding["code"] in TELLING else ""
