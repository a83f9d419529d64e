"""ODS files that are bent, and the old XLS."""

from pathlib import Path

from tests.exchange.hostile.building import ODS_ROWS, ODS_TYPE, ods, ods_content, zipped
from tests.exchange.hostile.parts import LAUGHS, OUTSIDE

OLD = Path(__file__).parent.parent / "data" / "small.xls"
SECTOR = 512
MANY = '<table:table-row table:number-rows-repeated="many">'


def text(said, more=""):
    return (
        f'<table:table-cell office:value-type="string" {more}><text:p>{said}</text:p>'
        "</table:table-cell>"
    )


def repeated(*, rows=1, columns=1, cell="x"):
    more = f'table:number-columns-repeated="{columns}"'
    return (
        ODS_ROWS
        + f'<table:table-row table:number-rows-repeated="{rows}">'
        + f"{text(cell, more)}</table:table-row>"
    )


def bent(old, new, **around):
    return ods(ODS_ROWS.replace(old, new, 1), **around)


def old():
    return bytearray(OLD.read_bytes())


def circular():
    """Every sector of the file's table says that the next one is itself."""
    content = old()
    first = int.from_bytes(content[76:80], "little")
    at = SECTOR * (first + 1)
    for n in range(SECTOR // 4):
        content[at + n * 4 : at + n * 4 + 4] = n.to_bytes(4, "little")
    return bytes(content)


def long_record():
    """A record says that it is longer than the file."""
    content = old()
    at = content.index(b"\x09\x08\x10\x00")  # the first of all records
    content[at + 2 : at + 4] = b"\xff\xff"
    return bytes(content)


def many_sectors():
    content = old()
    content[44:48] = b"\xff\xff\xff\x7f"
    return bytes(content)


FILES = {
    "a thousand million columns": ("a.ods", lambda: ods(repeated(columns=10**9)), "huge"),
    "a thousand million rows": ("a.ods", lambda: ods(repeated(rows=10**9)), "huge"),
    "blank rows to the end": ("a.ods", lambda: ods(repeated(rows=200_000, cell="")), 2),
    "blank columns to the end": ("a.ods", lambda: ods(repeated(columns=16_384, cell="")), 2),
    "a repeat that is a word": (
        "a.ods",
        lambda: bent("<table:table-row>", MANY),
        "unreadable",
    ),
    "an ods without content": ("a.ods", lambda: zipped({"mimetype": ODS_TYPE}), "extension"),
    "an ods of text": (
        "a.ods",
        lambda: ods(mimetype="application/vnd.oasis.opendocument.text"),
        "unreadable",
    ),
    "an ods that breaks off": ("a.ods", lambda: ods(content=ods_content()[:-90]), "unreadable"),
    "an entity that reads a file, in an ods": (
        "a.ods",
        lambda: bent("28/11/2024", "&out;", before=OUTSIDE),
        "unreadable",
    ),
    "laughs in an ods": ("a.ods", lambda: bent("28/11/2024", "&a9;", before=LAUGHS), "unreadable"),
    "an ods with a number that is a word": (
        "a.ods",
        lambda: bent('office:value="15"', 'office:value="x"'),
        "unreadable",
    ),
    "an old workbook": ("a.xls", lambda: bytes(old()), 3),
    "an old workbook called xlsx": ("a.xlsx", lambda: bytes(old()), 3),
    "an old workbook, cut": ("a.xls", lambda: bytes(old()[: len(old()) // 2]), "unreadable"),
    "an old workbook, cut in its head": ("a.xls", lambda: bytes(old()[:100]), "unreadable"),
    "an old workbook that runs in circles": ("a.xls", circular, "huge"),
    "an old workbook with a long record": ("a.xls", long_record, "unreadable"),
    "an old workbook of many sectors": ("a.xls", many_sectors, 3),
}
