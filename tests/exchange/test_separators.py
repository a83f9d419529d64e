"""What separates the columns of a text: told by what they are called, or by a person."""

import csv
import io
import json

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from exchange import reading
from exchange.mending import reasons, returned
from exchange.models import Import

HEADERS = ["external_id", "date", "governorate", "weapon", "killed", "notes"]
RAGGED = [["A-1", "28/11/2024", "Idleb", "", "", "a\tb"], ["A-2", "29/11/2024\t", "Idleb"],
          ["A-3", "30/11/2024", "Idleb\t"]]  # fmt: skip
WORDY = [[f"A-{n}", "28/11/2024", "Idleb", "airstrike", "2", "a, b, c, d, e, f, g"]
         for n in range(6)]  # fmt: skip
UNKNOWN = [["no", "when"], ["1,5", "28/11/2024"], ["2,5", "29/11/2024"], ["3,5", "30/11/2024"]]


def text(rows, separator):
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


@pytest.mark.parametrize("rows", [RAGGED, WORDY], ids=["tabs within cells", "commas within cells"])
@pytest.mark.parametrize("separator", Import.Separator)
def test_the_names_of_the_columns_tell_the_separator(rows, separator, bring):
    sheet = bring("incidents", text([HEADERS, *rows], separator))
    assert sheet.separator == separator
    assert sheet.totals["rows"] == sheet.totals["new"] == len(rows)


def test_where_no_column_is_known_a_person_names_the_separator(manager, bring, client):
    content = text(UNKNOWN, ";").replace(b"no;when", b"no;when, and where")
    client.force_login(manager)
    page = client.post("/exchange/", {"kind": "incidents", "file": upload_of(content)})
    assert "say what separates them" in page.text
    where = {"separator": ";", "header_row": "1"}
    client.post("/exchange/", {"kind": "incidents", "file": upload_of(content), **where})
    sheet = Import.objects.get()
    assert (sheet.separator, sheet.headers) == (";", ["no", "when, and where"])
    assert sheet.rows.get(number=2).raw == ["1,5", "28/11/2024"]


def upload_of(content):
    file = io.BytesIO(content)
    file.name = "sheet.csv"
    return file


def test_a_sheet_is_read_again_by_another_separator(manager, bring, client):
    sheet = bring("incidents", b"date,governorate,killed;injured\n28/11/2024,Idleb,2;3\n")
    client.force_login(manager)
    page = client.get(f"/exchange/{sheet.pk}/columns/").text
    assert "Separated by: <bdi>comma</bdi>" in page
    assert '<option value="," selected>comma</option>' in page
    address = f"/exchange/{sheet.pk}/columns/reread/"
    client.post(address, {"separator": ";", "header_row": ""})
    sheet.refresh_from_db()
    assert "say what separates them" in str(sheet.failure)
    assert (sheet.separator, len(sheet.headers)) == (",", 3)  # the rows stay as they were
    client.post(address, {"separator": ";", "header_row": "1"})
    sheet.refresh_from_db()
    assert (sheet.separator, sheet.header_row) == (";", 1)
    assert sheet.headers == ["date,governorate,killed", "injured"]
    assert sheet.rows.get().raw == ["28/11/2024,Idleb,2", "3"]


def test_a_quotation_mark_left_open_is_told_of_the_separator_that_is_meant(bring):
    rows = text([HEADERS, *WORDY], ",") + b'A-9,"28/11/2024,Idleb;;;\n'
    with pytest.raises(ValidationError, match="8"):
        bring("incidents", rows)


def test_a_separator_that_the_file_tells_may_be_any(bring):
    sheet = bring("incidents", b"sep=|\n" + text([HEADERS, *WORDY], "|"))
    assert (sheet.separator, sheet.totals["new"]) == ("|", 6)


def test_the_shell_may_name_it(cast, demo_places, tmp_path):
    file, report = tmp_path / "sheet.csv", tmp_path / "out.json"
    file.write_bytes(text([["date", "killed"], ["28/11/2024", "2"]], ";"))
    given = {"by": "data_manager", "report": report}
    call_command("import_sheet", "incidents", str(file), separator="semicolon", **given)
    said = json.loads(report.read_text())
    assert (said["separator"], said["totals"]["rows"]) == (";", 1)


def test_a_workbook_with_reasons_may_come_back_as_any_text(manager, bring):
    sheet = bring("incidents", [HEADERS, *WORDY])
    book = reading.read(reasons.workbook(sheet, manager), "a.xlsx")
    book.rows[1][4] = "7"
    returned.take_in(sheet, text(book.rows, ";"), "mended.csv", by=manager)
    assert sheet.rows.get(number=2).edits == {"4": "7"}
