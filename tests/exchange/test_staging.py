"""Staging: the file is kept, its rows are stored as they stream, or nothing is."""

import io

import pytest
import xlsxwriter
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage

from exchange import importing
from exchange.models import Import, ImportRow
from tests.exchange.conftest import as_csv, findings

HEADERS = ["date", "place", "killed"]
ROW = ["28/11/2024", "الأتارب", "15"]
SHEET = {"kind": "incidents", "name": "sheet.csv"}


class Stop(Exception):
    """What progress may raise: somebody cancelled."""


def kept():
    """The names of all kept files."""
    folders, files = ["imports"], []
    while folders:
        folder = folders.pop()
        inner, names = (
            default_storage.listdir(folder) if default_storage.exists(folder) else ([], [])
        )
        folders += [f"{folder}/{each}" for each in inner]
        files += names
    return set(files)


def test_a_file_is_received_before_it_is_read(manager):
    sheet = importing.receive(**SHEET, content=as_csv([HEADERS, ROW]), by=manager)
    assert (sheet.state, sheet.header_row, sheet.rows.count()) == ("received", None, 0)
    read = importing.read(Import.objects.get(pk=sheet.pk))
    assert (read.state, read.header_row, read.rows.get().raw) == ("staged", 1, ROW)


def test_an_open_file_is_received_as_its_bytes_are(manager):
    content = as_csv([HEADERS, ROW])
    sheets = [
        importing.receive(**SHEET, content=given, by=manager)
        for given in (content, io.BytesIO(content))
    ]
    assert sheets[0].sha256 == sheets[1].sha256
    with sheets[1].file.open("rb") as file:
        assert file.read() == content


@pytest.mark.parametrize("name", ["../../etc/x.csv", "a\0b.csv", "ا" * 300 + ".csv", "x\ud800.csv"])
def test_a_file_of_any_name_is_kept(manager, name):
    sheet = importing.stage(kind="incidents", name=name, content=as_csv([HEADERS, ROW]), by=manager)
    sheet.refresh_from_db()
    assert sheet.name.endswith(".csv")
    assert "/" not in sheet.name


def test_what_cannot_be_read_leaves_nothing_behind(manager):
    before = kept()
    with pytest.raises(ValidationError):
        importing.stage(**SHEET, content=as_csv([["a", "b"], ["1", "2"]]), by=manager)
    assert not Import.objects.exists()
    assert kept() == before


def test_progress_is_told_by_rows_and_ends_at_all_of_them(manager):
    told = []
    sheet = importing.receive(**SHEET, content=as_csv([HEADERS, *[ROW] * 4500]), by=manager)
    importing.read(sheet, told=lambda done, of: told.append((done, of)))
    assert [done for done, _of in told] == [2000, 4000, 4500]
    assert told[-1] == (4500, 4500)
    assert all(4500 <= of <= 4502 for _done, of in told)


def test_reading_that_is_stopped_leaves_the_sheet_as_it_was(manager):
    sheet = importing.stage(**SHEET, content=as_csv([HEADERS, *[ROW] * 3000]), by=manager)

    def stop(_done, _of):
        raise Stop

    with pytest.raises(Stop):
        importing.read(sheet, told=stop)
    assert ImportRow.objects.filter(sheet=sheet).count() == 3000


def test_a_row_wider_than_the_header_widens_all_and_loses_nothing(manager):
    rows = [HEADERS, *[ROW] * 300, [*ROW, "beyond", ""], ROW[:1]]
    sheet = importing.stage(**SHEET, content=as_csv(rows), by=manager)
    assert sheet.headers == [*HEADERS, ""]
    raws = list(sheet.rows.values_list("raw", flat=True))
    assert {len(raw) for raw in raws} == {4}
    assert raws[-2:] == [[*ROW, "beyond"], [ROW[0], "", "", ""]]


def test_odd_characters_are_stored_as_they_came(manager):
    odd = 'a\\b\t"c"\n\x01 \u2028 \\N \\. \U0001f4a3'
    sheet = importing.stage(**SHEET, content=as_csv([HEADERS, ["1", odd, "2"]]), by=manager)
    assert sheet.rows.get().raw == ["1", odd, "2"]


def test_equal_rows_have_equal_fingerprints_counted_in_their_file(manager):
    first = importing.stage(**SHEET, content=as_csv([HEADERS, ROW, ROW]), by=manager)
    again = importing.stage(**SHEET, content=as_csv([["x", *HEADERS], ["y", *ROW]]), by=manager)
    one, two = first.rows.values_list("fingerprint", flat=True)
    assert one != two
    assert again.rows.get().fingerprint == one


def workbook():
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    book.add_worksheet("About").write_row(0, 0, ["A report", "of the month"])
    page = book.add_worksheet("Cases")
    page.write_row(0, 0, ["Incidents of November"])
    page.write_row(2, 0, HEADERS)
    page.merge_range("A4:A5", "28/11/2024")
    page.write_row(3, 1, ["الأتارب", 15])
    page.write_row(4, 1, ["إدلب", 2])
    page.write_row(5, 0, ["Total Idleb", "", 17])
    page.write_row(6, 0, ["29/11/2024", "إدلب"])
    page.write_formula(6, 2, "=B99/0", None, "#DIV/0!")
    book.close()
    return out.getvalue()


def test_the_sheet_its_header_and_its_merged_days_are_found(demo_places, bring):
    sheet = bring("incidents", workbook(), name="a.xlsx")
    assert (sheet.sheet, sheet.header_row) == ("Cases", 3)
    assert [row.raw[0] for row in sheet.rows.all()][:2] == ["28/11/2024", "28/11/2024"]


def test_a_subtotal_with_a_name_is_no_record_and_a_failed_formula_is_no_number(demo_places, bring):
    rows = {row.number: row for row in bring("incidents", workbook(), name="a.xlsx").rows.all()}
    assert [found["code"] for found in rows[6].findings] == ["subtotal"]
    assert findings(rows[7].sheet)[7] == [("killed", "failed_formula")]


def test_another_sheet_and_another_header_row_can_be_asked_for(manager):
    sheet = importing.stage(kind="incidents", content=workbook(), name="a.xlsx", by=manager)
    with pytest.raises(ValidationError) as refused:
        importing.restage(sheet, name="About")
    assert list(refused.value.error_dict) == ["header_row"]
    sheet.refresh_from_db()
    assert (sheet.sheet, sheet.rows.count()) == ("Cases", 4)
