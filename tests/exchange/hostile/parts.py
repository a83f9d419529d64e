"""Workbooks whose parts are bent: markup, strings, styles, values, formulas, dimensions, sheets."""

import io

import xlsxwriter

from tests.exchange.hostile.building import (
    BOOK,
    HEAD,
    OFFICE,
    PACKAGE,
    ROWS,
    SHEET,
    STRINGS,
    relations,
    sheet,
    strings,
    styles,
    text_cell,
    workbook,
    worksheet,
    xlsx,
)

STYLES, LINKS = "xl/styles.xml", "xl/_rels/workbook.xml.rels"
OUTSIDE = '<!DOCTYPE x [<!ENTITY out SYSTEM "file:///etc/passwd">]>'
FAR_OUTSIDE = '<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd">'
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a0 "haha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    + "]>"
)

DIMENSION = '<dimension ref="A1:XFD1048576"/><sheetData>'
OF_EACH_OTHER = (
    '<cellStyleXfs><xf xfId="0"/></cellStyleXfs><cellXfs><xf xfId="0" numFmtId="0"/></cellXfs>'
)


def third(cell):
    """The first rows and one below them."""
    return sheet(ROWS + row(3, cell))


def row(number, *cells):
    return f'<row r="{number}">{"".join(cells)}</row>'


def values(*raw):
    """The first rows, and below them values as somebody wrote them into the XML."""
    cells = (f'<c r="A{n}"><v>{each}</v></c>' for n, each in enumerate(raw, 3))
    return sheet(ROWS + "".join(row(n, cell) for n, cell in enumerate(cells, 3)))


def written(write, **options):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, options)
    write(book)
    book.close()
    return out.getvalue()


def far_cell():
    return sheet(ROWS + row(1_048_576, text_cell("XFD1048576", "here")))


def million_merged():
    merged = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 1_000_001))
    return sheet(after=f"<mergeCells>{merged}</mergeCells>")


def merged_whole():
    return sheet(after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')


def wide():
    return sheet(row(1, *(text_cell(f"{letters(n)}1", n) for n in range(10_000))))


def letters(n):
    out = ""
    n += 1
    while n:
        n, rest = divmod(n - 1, 26)
        out = chr(65 + rest) + out
    return out


def tall():
    """One cell in every thousandth row, down to the last."""
    return sheet("".join(row(n, text_cell(f"A{n}", "x")) for n in range(1, 1_048_577, 1000)))


def long_cell():
    return third(text_cell("A3", "x" * 100_000_000))


def deep():
    return third("<x>" * 200_000)


def many_sheets():
    names = [(f"S{n}", "") for n in range(1, 301)]
    parts = {f"xl/worksheets/sheet{n}.xml": worksheet() for n in range(1, 301)}
    return xlsx(parts | {BOOK: workbook(names), LINKS: relations(300)})


def states(*said):
    """A workbook of as many sheets, each in a state."""
    names = [(f"S{n}", f'state="{state}"' if state else "") for n, state in enumerate(said, 1)]
    parts = {f"xl/worksheets/sheet{n}.xml": worksheet() for n in range(1, len(said) + 1)}
    return xlsx(parts | {BOOK: workbook(names), LINKS: relations(len(said))})


def only_charts():
    chart = f'{HEAD}<chartsheet xmlns="x"/>'
    return xlsx(
        {
            LINKS: relations(1, "chartsheet", "chartsheets/sheet"),
            "xl/chartsheets/sheet1.xml": chart,
        },
        without=[SHEET],
    )


def external():
    def write(book):
        page = book.add_worksheet()
        page.write_row(0, 0, ["date", "killed"])
        page.write_formula(1, 0, "='file:///etc/[passwd]Sheet1'!A1", None, "28/11/2024")
        page.write_formula(2, 0, '=WEBSERVICE("http://127.0.0.1:1/")', None, "x")
        page.write_formula(3, 0, "=cmd|'/C calc'!A0", None, "y")
        page.write_url(4, 0, "http://127.0.0.1:1/", string="link")

    return written(write)


def named(name):
    return xlsx({BOOK: workbook([(name, "")])})


def twins():
    parts = {LINKS: relations(2), "xl/worksheets/sheet2.xml": worksheet()}
    return xlsx({BOOK: workbook([("S", ""), ("S", "")]), **parts})


def far_dates():
    days = ("1e300", "-5", "2958466", "0", "60", "1e18")
    cells = (f'<c r="A{n}" s="1"><v>{each}</v></c>' for n, each in enumerate(days, 3))
    rows = ROWS + "".join(row(n, cell) for n, cell in enumerate(cells, 3))
    dates = '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
    return xlsx({SHEET: worksheet(rows), STYLES: styles(dates)})


def self_linked():
    target = f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="workbook.xml"/>'
    return xlsx(
        {LINKS: f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{target}</Relationships>'}
    )


FILES = {
    "a cell at the end of the world": ("a.xlsx", far_cell, "huge"),
    "a million merged cells": ("a.xlsx", million_merged, "huge"),
    "one merged cell over everything": ("a.xlsx", merged_whole, 2),
    "ten thousand columns": ("a.xlsx", wide, "huge"),
    "a row at the bottom": ("a.xlsx", tall, "huge"),
    "a cell of a hundred megabytes, in a workbook": ("a.xlsx", long_cell, "huge"),
    "two hundred thousand nested tags": ("a.xlsx", deep, 2),
    "a dimension of a million rows": (
        "a.xlsx",
        lambda: xlsx({SHEET: worksheet().replace("<sheetData>", DIMENSION)}),
        2,
    ),
    "three hundred sheets": ("a.xlsx", many_sheets, 2),
    "an entity that reads a file, in the sheet": (
        "a.xlsx",
        lambda: sheet(ROWS + row(3, text_cell("A3", "&out;")), before=OUTSIDE),
        "unreadable",
    ),
    "an entity that reads a file, in the strings": (
        "a.xlsx",
        lambda: xlsx({STRINGS: strings("&out;", before=OUTSIDE)}),
        "unreadable",
    ),
    "an entity that reads a file, in the workbook": (
        "a.xlsx",
        lambda: xlsx({BOOK: workbook([("&out;", "")], before=OUTSIDE)}),
        "unreadable",
    ),
    "a DTD on the net": ("a.xlsx", lambda: sheet(before=FAR_OUTSIDE), 2),
    "laughs in the sheet": (
        "a.xlsx",
        lambda: sheet(ROWS + row(3, text_cell("A3", "&a9;")), before=LAUGHS),
        "unreadable",
    ),
    "laughs in the strings": (
        "a.xlsx",
        lambda: xlsx({STRINGS: strings("&a9;", before=LAUGHS)}),
        "unreadable",
    ),
    "laughs in the workbook": (
        "a.xlsx",
        lambda: xlsx({BOOK: workbook([("&a9;", "")], before=LAUGHS)}),
        "unreadable",
    ),
    "no strings": ("a.xlsx", lambda: xlsx(without=[STRINGS]), "unreadable"),
    "a string that is not there": ("a.xlsx", lambda: xlsx({STRINGS: strings()}), "unreadable"),
    "a string at a huge index": (
        "a.xlsx",
        lambda: sheet(ROWS.replace("<v>0</v>", "<v>99999999999999999999</v>")),
        2,
    ),
    "a string at minus one": ("a.xlsx", lambda: sheet(ROWS.replace("<v>0</v>", "<v>-1</v>")), 2),
    "no styles": ("a.xlsx", lambda: xlsx(without=[STYLES]), 2),
    "a style that is not there": (
        "a.xlsx",
        lambda: sheet(ROWS.replace('r="B2"', 'r="B2" s="999"')),
        2,
    ),
    "styles of each other": (
        "a.xlsx",
        lambda: xlsx({STYLES: styles(OF_EACH_OTHER)}),
        2,
    ),
    "no relations": ("a.xlsx", lambda: xlsx(without=[LINKS]), "unreadable"),
    "a workbook that is its own sheet": ("a.xlsx", self_linked, "empty"),
    "a workbook without sheets": ("a.xlsx", lambda: xlsx({BOOK: workbook(())}), "empty"),
    "markup that breaks off": ("a.xlsx", lambda: xlsx({SHEET: worksheet()[:-40]}), "unreadable"),
    "a sheet that is no markup": (
        "a.xlsx",
        lambda: xlsx({SHEET: b"\0\xff\xfe" * 500}),
        "unreadable",
    ),
    "a sheet in broken UTF-8": (
        "a.xlsx",
        lambda: xlsx({SHEET: worksheet().encode().replace(b"killed", b"k\xff\xfed")}),
        "unreadable",
    ),
    "numbers that are none": ("a.xlsx", lambda: values("NaN", "inf", "-inf", "1e999", "-1e999"), 7),
    "numbers beyond all": ("a.xlsx", lambda: values("1e300", "-1e300", "9" * 400, "1e-400"), 6),
    "a number that is a word": ("a.xlsx", lambda: values("twelve"), 3),
    "dates beyond all": ("a.xlsx", far_dates, 8),
    "a date in words beyond all": (
        "a.xlsx",
        lambda: third('<c r="A3" t="d"><v>99999-99-99T99:99</v></c>'),
        3,
    ),
    "a cell of an unknown kind": (
        "a.xlsx",
        lambda: third('<c r="A3" t="zz"><v>1</v></c>'),
        "unreadable",
    ),
    "a cell without a name": ("a.xlsx", lambda: third("<c><v>1</v></c>"), 3),
    "a cell with a name of nonsense": (
        "a.xlsx",
        lambda: third('<c r="3A"><v>1</v></c>'),
        "unreadable",
    ),
    "a column beyond XFD": ("a.xlsx", lambda: third(text_cell("ZZZZZZZ3", "x")), "huge"),
    "rows in no order": (
        "a.xlsx",
        lambda: sheet(row(5, text_cell("A5", "later")) + ROWS),
        5,
    ),
    "the same cell twice": ("a.xlsx", lambda: sheet(ROWS + ROWS), 2),
    "a formula without its value": (
        "a.xlsx",
        lambda: third('<c r="A3"><f>1+1</f></c>' + text_cell("B3", "x")),
        3,
    ),
    "a formula that failed": (
        "a.xlsx",
        lambda: third('<c r="A3" t="e"><f>1/0</f><v>#DIV/0!</v></c>'),
        3,
    ),
    "links outside, DDE, web": ("a.xlsx", external, 5),
    "marks of direction": ("a.xlsx", lambda: third(text_cell("A3", "\u202e\u200f\u2066x")), 3),
    "control characters": ("a.xlsx", lambda: third(text_cell("A3", "_x0000_ _x0001_ _xD800_")), 3),
    "a NUL as an entity": ("a.xlsx", lambda: third(text_cell("A3", "&#0;&#xD800;")), "unreadable"),
    "a sheet whose name climbs": ("a.xlsx", lambda: named("../../x"), 2),
    "a sheet without a name": ("a.xlsx", lambda: named(""), 2),
    "a sheet with a long name": ("a.xlsx", lambda: named("س" * 5000), 2),
    "a sheet named in markup": ("a.xlsx", lambda: named("&lt;script&gt;\u202e&amp;"), 2),
    "two sheets of one name": ("a.xlsx", twins, 2),
    "a hidden sheet before the other": ("a.xlsx", lambda: states("hidden", ""), 2),
    "hidden sheets alone": ("a.xlsx", lambda: states("hidden", "veryHidden"), "empty"),
    "charts alone": ("a.xlsx", only_charts, "empty"),
    "an empty sheet": ("a.xlsx", lambda: sheet(""), "empty"),
    "a sheet in UTF-16": (
        "a.xlsx",
        lambda: xlsx({SHEET: worksheet().replace("UTF-8", "UTF-16").encode("utf-16")}),
        "empty",
    ),
}
