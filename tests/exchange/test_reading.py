"""Files of every kind, whole and broken: rows come out, or one sentence does."""

import io
import random
import zipfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter
from django.core.exceptions import ValidationError

from exchange import reading
from exchange.parsing import plain
from exchange.parsing.failed_old import failed_old_cells
from exchange.parsing.refusal import Refused

DATA = Path(__file__).with_name("data")
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


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1256"]
)
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


def data(name):
    return (DATA / name).read_bytes()


OFFICE = {
    "small.xls": [
        ["التاريخ", "killed", "time", "lasted", "verified"],
        ["2024-11-28", 15, "12:00:00", "42:00:00", True],
        ["", 2.5, "", "", ""],
    ],
    "small.ods": [
        ["التاريخ", "killed", "time", "lasted", "verified"],
        ["2024-11-28", 15, "12:00:00", "42:00:00", 1],
        ["", 2.5, "", "", ""],
    ],
}


@pytest.mark.parametrize("name", OFFICE)
def test_what_an_office_program_wrote_is_read_as_people_see_it(name):
    assert reading.read(data(name), name).rows == OFFICE[name]


def written(write):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    write(book, book.add_worksheet("A"))
    book.close()
    return out.getvalue()


def formulas(_book, page):
    page.write_row(0, 0, ["date", "killed", "x"])
    page.write_formula(1, 1, "=1+1", None, 2)
    page.write_formula(1, 2, "=A1", None, "date")
    page.write_formula(2, 0, "=1/0", None, "#DIV/0!")
    page.write_formula(2, 2, "=NoName", None, "#NAME?")


def test_formulas_give_their_values_and_failed_ones_say_so():
    rows = reading.read(written(formulas), "a.xlsx").rows
    assert rows[1:] == [["", 2, "date"], ["#DIV/0!", "", "#NAME?"]]


def patched(content, old, new):
    """The workbook with other bytes in its markup."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w") as after:
        for part in before.namelist():
            after.writestr(part, before.read(part).replace(old, new))
    return out.getvalue()


@pytest.mark.parametrize("value", [b"", b"<v></v>", b"<v/>"])
def test_a_formula_that_nobody_calculated_is_not_blank(value):
    rows = reading.read(patched(written(formulas), b"<v>2</v>", value), "a.xlsx").rows
    assert rows[1:] == [["", "=1+1", "date"], ["#DIV/0!", "", "#NAME?"]]


def test_a_formula_that_only_names_another_one_has_no_value_and_is_not_blank():
    shared = b'<f t="shared" si="0"/></c>'
    content = patched(written(formulas), b"<f>1+1</f><v>2</v></c>", shared)
    assert reading.read(content, "a.xlsx").rows[1] == ["", "#NO_VALUE!", "date"]


def test_a_formula_whose_value_is_an_empty_text_is_blank():
    content = patched(
        written(formulas), b'<c r="B2"><f>1+1</f><v>2<', b'<c r="B2" t="str"><f>1</f><v><'
    )
    assert reading.read(content, "a.xlsx").rows[1] == ["", "", "date"]


@pytest.mark.parametrize("name", ["failed.ods", "failed.xls"])
def test_failed_formulas_of_other_workbooks_say_so_too(name):
    rows = reading.read(data(name), name).rows
    assert rows == [
        ["date", "killed", "x"],
        ["", 2, ""],
        ["#DIV/0!", "", ""],
        ["", "", ""],
        ["z", "", "#NAME?"],
    ]


def test_an_xls_whose_container_goes_in_circles_is_refused_and_not_read_as_blank():
    content = bytearray(data("failed.xls"))
    content[0x4C:0x50] = (9999).to_bytes(4, "little")  # where its table of sectors lies
    with pytest.raises(ValidationError):
        reading.read(bytes(content), "failed.xls")


def test_no_mangled_container_of_an_xls_does_more_than_be_refused():
    content, chance = data("failed.xls"), random.Random(1)
    for _n in range(400):
        mangled = bytearray(content)
        for _byte in range(5):
            mangled[chance.randrange(1600)] = chance.randrange(256)
        with suppress(Refused):
            failed_old_cells(io.BytesIO(bytes(mangled)), 0)


def days(book, page):
    plain = book.add_format({"num_format": "dd/mm/yyyy"})
    exact = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    page.write_datetime(0, 0, datetime(2024, 11, 28), plain)  # noqa: DTZ001
    page.write_datetime(0, 1, datetime(2024, 11, 28, 13, 5), exact)  # noqa: DTZ001
    page.write_number(0, 2, 45624)
    page.write_boolean(0, 3, False)
    page.write_number(0, 4, 12345678901234567890)


def test_days_moments_numbers_and_truth_are_kept_apart():
    [row] = reading.read(written(days), "a.xlsx").rows
    assert row == ["2024-11-28", "2024-11-28T13:05:00", 45624, False, 1.234567890123457e19]


def test_the_first_rows_and_columns_may_be_blank_and_keep_their_places():
    content = written(lambda _book, page: page.write(3, 2, "x"))
    assert reading.read(content, "a.xlsx").rows == [["", "", ""]] * 3 + [["", "", "x"]]


def test_merged_cells_are_told_with_their_places():
    content = written(lambda _book, page: page.merge_range("B2:B4", "x"))
    assert reading.read(content, "a.xlsx").merged == [(1, 1, 3, 1)]


def test_a_hidden_sheet_is_read_only_when_it_is_named():
    def write(book, page):
        page.write(0, 0, "hidden")
        page.hide()
        other = book.add_worksheet("B")
        other.write(0, 0, "seen")
        other.activate()
        other.set_first_sheet()

    content = written(write)
    assert reading.read(content, "a.xlsx").rows == [["seen"]]
    assert reading.read(content, "a.xlsx", "A").rows == [["hidden"]]


SEPARATED = {
    "a told one": ("sep=;\r\na;b,c\r\n1;2", [["a", "b,c"], ["1", "2"]]),
    "decimal commas": ("lat;lon\n35,9;36,6\n35,8;36,5", [["lat", "lon"], ["35,9", "36,6"],
                                                        ["35,8", "36,5"]]),
    "prose with commas": ("a;b\nx, y, and z;1\nu, v, and w;2", [["a", "b"], ["x, y, and z", "1"],
                                                              ["u, v, and w", "2"]]),
    "a line end in a cell": ('a,b\n"x\ny",1', [["a", "b"], ["x\ny", "1"]]),
    "quotes in a cell": ('a,b\n"say ""no""",5" pipe', [["a", "b"], ['say "no"', '5" pipe']]),
    "rows of all lengths": ("a,b\n1\n1,2,3", [["a", "b", ""], ["1", "", ""], ["1", "2", "3"]]),
}  # fmt: skip


@pytest.mark.parametrize("name", SEPARATED)
def test_cells_of_a_text_are_parted_where_their_author_parted_them(name):
    text, rows = SEPARATED[name]
    assert reading.read(text.encode(), "a.csv").rows == rows


def test_one_broken_letter_does_not_make_another_encoding_of_a_text():
    text = TEXT + "\n" + "الأتارب,3\n" * 5
    sheet = reading.read(text.encode() + b"\xff,1", "a.csv")
    assert (sheet.encoding, sheet.rows[0]) == ("utf-8", ROWS[0])
    assert sheet.rows[-1] == ["\ufffd", "1"]


def test_a_long_cell_is_kept_whole():
    text = "x" * 100_000
    assert reading.read(f"a,b\n{text},1".encode(), "a.csv").rows[1] == [text, "1"]


def test_a_large_sheet_streams_and_nobody_holds_it():
    content = b"a,b\n" + b"1,2\n" * 50_000
    with reading.opened(io.BytesIO(content), "a.csv") as found:
        assert len(found.head) < 1000
        assert sum(1 for _line in found.lines) == 50_001


def test_a_file_too_large_is_refused(settings):
    settings.EXCHANGE_MAX_UPLOAD_MB = 1
    with pytest.raises(ValidationError, match="larger than 1 MB"):
        reading.read(b"x" * (1024 * 1024 + 1), "a.csv")


def test_nul_and_half_characters_cannot_reach_the_database():
    assert plain.mended(["a\0b\ud800", 3]) == ["a\ufffdb\ufffd", 3]
    assert reading.read(b"a,b\n1,x\0y\n", "a.csv").rows[1] == ["1", "x\ufffdy"]
