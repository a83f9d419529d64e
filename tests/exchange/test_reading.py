"""Files of every kind, whole and broken: rows come out, or one sentence does."""

import io
import zipfile

import pytest
import xlsxwriter
from django.core.exceptions import ValidationError

from exchange import reading, shape
from exchange.parsing import plain

ROWS = [["التاريخ", "القتلى"], ["28/11/2024", "15"]]
TEXT = "\n".join(",".join(row) for row in ROWS)


def workbook(rows, **options):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"strings_to_formulas": False, **options})
    sheet = book.add_worksheet("Sheet A")
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "windows-1256"])
def test_arabic_is_read_in_every_encoding(encoding):
    assert reading.read(TEXT.encode(encoding), "a.csv").rows == ROWS


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends_are_found(mark, end):
    text = end.join(mark.join(row) for row in ROWS)
    assert reading.read(text.encode(), "a.csv").rows == ROWS


def test_a_workbook_gives_values_with_their_row_numbers():
    sheet = reading.read(workbook([[], ["x"], [], [3.0, 1.5]]), "a.xlsx")
    assert sheet.rows == [["", ""], ["x", ""], ["", ""], [3, 1.5]]
    assert (sheet.name, sheet.names) == ("Sheet A", ("Sheet A",))


def test_another_sheet_is_named_and_a_missing_one_lists_those_there():
    with pytest.raises(ValidationError, match="Sheet A"):
        reading.read(workbook(ROWS), "a.xlsx", "B")


def test_a_blank_cover_is_passed_over():
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    book.add_worksheet("Cover")
    book.add_worksheet("Cases").write_row(0, 0, ROWS[0])
    book.close()
    assert reading.read(out.getvalue(), "a.xlsx").name == "Cases"


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (500 * 1024 * 1024))
    return out.getvalue()


def far_cell():
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    sheet.write(0, 0, "date")
    sheet.write(1_048_575, 16_383, "here")
    book.close()
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HOSTILE = {
    "empty": (b"", "a.csv", "empty"),
    "blank": (b"\n\n , \n", "a.csv", "empty"),
    "an empty workbook": (workbook([]), "a.xlsx", "empty"),
    "a picture called csv": (b"\x89PNG\r\n\0\0\0\rIHDR" * 20, "a.csv", "extension"),
    "text called xlsx": (TEXT.encode(), "a.xlsx", "extension"),
    "no kind of sheet": (b"%PDF-1.7", "a.pdf", "extension"),
    "a zip that is no workbook": (b"PK\x03\x04 nothing", "a.xlsx", "unreadable"),
    "cut short": (workbook(ROWS)[:900], "a.xlsx", "unreadable"),
    "with a password": (OLE + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "encrypted"),
    "an old document": (OLE + b"WordDocument", "a.xls", "extension"),
    "a workbook of nothing": (OLE + "Workbook".encode("utf-16-le"), "a.xls", "unreadable"),
    "a bomb": (bomb, "a.xlsx", "huge"),
    "a cell at the end of the world": (far_cell, "a.xlsx", "huge"),
    "too many columns": (b",".join([b"x"] * 10_000), "a.csv", "huge"),
    "a missing quotation mark": (b'a,"' + b"x" * 200_000, "a.csv", "unreadable"),
    "odd utf-16": (b"\xff\xfea\0b", "a.csv", "unreadable"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_broken_file_ends_in_one_sentence(name):
    content, filename, code = HOSTILE[name]
    with pytest.raises(ValidationError) as refused:
        reading.read(content() if callable(content) else content, filename)
    assert refused.value.code == code
    assert len(refused.value.messages) == 1


def test_a_file_too_large_is_refused(settings):
    settings.EXCHANGE_MAX_UPLOAD_MB = 1
    with pytest.raises(ValidationError, match="larger than 1 MB"):
        reading.read(b"x" * (1024 * 1024 + 1), "a.csv")


def test_nul_and_half_characters_cannot_reach_the_database():
    assert plain.mended(["a\0b\ud800", 3]) == ["a\ufffdb\ufffd", 3]
    assert reading.read(b"a,b\n1,x\0y\n", "a.csv").rows[1] == ["1", "x\ufffdy"]


def test_a_group_header_tells_equal_headers_apart():
    rows = [["", "القتلى", "", "الجرحى", ""], ["التاريخ", "المجموع", "أطفال", "المجموع", "أطفال"]]
    merged = [(0, 1, 0, 2), (0, 3, 0, 4)]
    groups = shape.groups_above(rows, 2, merged)
    assert groups == ["", "القتلى", "القتلى", "الجرحى", "الجرحى"]
