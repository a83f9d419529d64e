"""What people mended stays when the file is read again: by sheet, row and column of the file.

What stands in rows or cells that are not read now is put aside, under the name of its sheet, and
comes back as soon as they are read again: nothing of it is lost.
"""

from exchange.cells.texts import displayed

BETWEEN = " + "  # a sheet and those joined onto it, whose rows are counted together


def page_of(sheet):
    """The name under which rows are counted: the sheet's, with those joined onto it."""
    return BETWEEN.join([sheet.sheet, *sheet.report.get("joined", ())])


def put_aside(sheet):
    """Keep what was mended in the rows that were read, before they go. Nothing is saved."""
    page = sheet.put_aside.setdefault(page_of(sheet), {})
    for row in mended(sheet).only("sheet", "number", "raw", "edits", "answers").iterator():
        kept = page.setdefault(str(row.number), {"edits": {}, "answers": {}})
        kept["edits"] |= {at: [displayed(row.raw[int(at)]), text] for at, text in row.edits.items()}
        kept["answers"] |= row.answers
    drop_empty(sheet)


def mended(sheet):
    """The rows in which a person mended or answered something."""
    return sheet.rows.exclude(edits={}, answers={})


def bring_back(sheet):
    """Give the rows that were read what was mended in them before. Nothing of the sheet is saved.

    A cell that says something else than it did is another cell: what was mended in it stays aside.
    """
    page = sheet.put_aside.get(page_of(sheet), {})
    rows = list(sheet.rows.filter(number__in=map(int, page)))
    for row in rows:
        kept = page[str(row.number)]
        for at, (came, text) in list(kept["edits"].items()):
            if int(at) < len(row.raw) and displayed(row.raw[int(at)]) == came:
                row.edits[at] = text
                del kept["edits"][at]
        row.answers, kept["answers"] = kept["answers"], {}
    sheet.rows.bulk_update(rows, ["edits", "answers"], batch_size=1000)
    drop_empty(sheet)


def drop_empty(sheet):
    for name, page in list(sheet.put_aside.items()):
        held = {number: kept for number, kept in page.items() if kept["edits"] or kept["answers"]}
        if held:
            sheet.put_aside[name] = held
        else:
            del sheet.put_aside[name]


def aside_of(sheet):
    """[(name of the sheet, row numbers, cells and answers)] of what lies aside."""
    return [
        (
            name,
            sorted(map(int, page)),
            sum(len(kept["edits"]) + len(kept["answers"]) for kept in page.values()),
        )
        for name, page in sheet.put_aside.items()
    ]
