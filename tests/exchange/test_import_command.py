"""From the shell: the same pipeline without the pages, and a report for machines."""

import errno
import json

import pytest
from django.core.management import CommandError, call_command

from exchange import importing
from exchange.mapping import remembered_columns
from incidents.models import Incident
from tests.exchange.conftest import as_csv

HEADERS = ["number", "date", "governorate", "the fallen", "clerk"]
ROWS = [["A-1", "28/11/2024", "Idleb", "2", "x"], ["A-2", "31/11/2024", "Idleb", "1", "x"]]


@pytest.fixture
def run(tmp_path, cast, demo_places, capsys):
    """`run(rows, …)` brings a sheet in; returns (report, stdout, stderr)."""

    def through(lines=(HEADERS, *ROWS), **options):
        file, report = tmp_path / "sheet.csv", tmp_path / "out.json"
        file.write_bytes(as_csv(lines))
        options = {"by": "data_manager", "report": report} | options
        call_command("import_sheet", "incidents", str(file), **options)
        said = capsys.readouterr()
        return json.loads(report.read_text()), said.out, said.err

    return through


def test_the_report_has_totals_columns_and_every_finding(run):
    report, out, _err = run(apply=True)
    assert Incident.objects.count() == report["totals"]["new"] == report["totals"]["refused"] == 1
    assert report["mapping"] == {"date": "occurred_on", "governorate": "governorate"}
    how = {each["header"]: (each["how"], each["sure"]) for each in report["columns"]}
    assert how["date"] == ("header", 1.0)
    assert how["clerk"] == ("", 0)
    [found] = [each for each in report["findings"] if each["severity"] == "error"]
    assert (found["row"], found["header"], found["column"], found["code"]) == (
        3, "date", "occurred_on", "impossible",
    )  # fmt: skip
    assert "Left out: number, the fallen, clerk" in out
    assert "2 rows = 1 new + 0 changed + 0 unchanged + 0 skipped + 1 refused" in out


def test_only_some_rows_are_written_if_they_are_named(run):
    report, _out, _err = run((HEADERS, ROWS[0], ["A-3", *ROWS[0][1:]]), apply=True, rows="3")
    assert [row["verdict"] for row in report["rows"]] == ["skipped", "new"]
    assert Incident.objects.count() == 1


def test_a_name_reads_the_sheet_by_what_is_remembered(run, cast, bring):
    sheet = bring("incidents", [HEADERS, *ROWS], by=cast.data_manager)
    sheet = importing.remap(sheet, {1: "occurred_on", 2: "governorate", 3: "injured"})
    remembered_columns.remember(sheet, by=cast.data_manager, name="Hurt")
    sheet = importing.remap(sheet, {1: "occurred_on", 2: "governorate", 3: "killed"})
    remembered_columns.remember(sheet, by=cast.data_manager, name="Dead")
    report, _out, err = run(
        [["day of it", *HEADERS[2:]], *(row[1:] for row in ROWS)], mapping="Hurt"
    )
    assert report["mapping"]["the fallen"] == "injured"
    assert report["remembered"] == "Hurt"
    assert "The sheet differs from what is remembered as “Hurt”:" in err
    with pytest.raises(CommandError, match="There are: “Dead”, “Hurt”"):
        run(mapping="Nothing")


def test_doubts_are_told(run):
    _report, _out, err = run([["x", "Govenorate"], ["1", "Idleb"]], header_row=1)
    assert "No column is read as occurred_on." in err
    assert "“Govenorate” is only guessed to be governorate" in err


def test_what_is_doubted_is_written_only_by_whoever_is_sure(run):
    rows = [["number", "date", "Govenorate"], ["A-1", "28/11/2024", "Idleb"]]
    with pytest.raises(CommandError, match="Nothing was written, since the sheet is doubted"):
        run(rows, apply=True, header_row=1)
    assert not Incident.objects.exists()
    report, _out, err = run(rows, apply=True, header_row=1, sure=True)
    assert "“Govenorate” is only guessed to be governorate" in err
    assert Incident.objects.count() == report["totals"]["new"] == 1


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"by": "nobody"}, "There is nobody called nobody."),
        ({"by": "viewer"}, "You may not bring in sheets of this kind."),
        ({"header_row": 9}, "There is no row below row 9"),
    ],
)
def test_what_cannot_be_done_ends_in_one_sentence(options, sentence, run):
    with pytest.raises(CommandError, match=sentence):
        run(**options)


def test_without_a_name_the_only_person_who_may_brings_it_in(run, cast):
    report, _out, _err = run(by=None)
    assert report["totals"]["rows"] == 2
    cast.coordinator.groups.add(*cast.data_manager.groups.all())
    with pytest.raises(CommandError, match="Who may: coordinator, data_manager"):
        run(by=None)


def test_a_report_that_cannot_be_written_is_told_before_anything_is(run, tmp_path):
    with pytest.raises(CommandError, match="No such file or directory"):
        run(apply=True, report=tmp_path / "nowhere" / "out.json")
    assert not Incident.objects.exists()


def test_a_sheet_that_could_not_be_applied_is_reported_all_the_same(run, tmp_path):
    with pytest.raises(CommandError, match="Rows are refused still"):
        run(apply=True, rows="2-3")
    report = json.loads((tmp_path / "out.json").read_text())
    assert (report["state"], report["totals"]["refused"]) == ("checked", 1)
    assert not Incident.objects.exists()


def test_a_full_disk_is_told_without_the_name_of_no_file(run, monkeypatch):
    def full(**given):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(importing, "stage", full)
    with pytest.raises(CommandError, match=r"^No space left on device\.$"):
        run()


def test_a_file_that_is_not_there_is_told_in_words(tmp_path, manager):
    file = tmp_path / "none.csv"
    with pytest.raises(
        CommandError, match=r"none\.csv cannot be opened: No such file or directory\.$"
    ):
        call_command("import_sheet", "incidents", str(file), by=manager.username)
