"""What a sheet brought that nobody read goes by the clock of contacts; what was read stays."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.forms.models import model_to_dict
from django.utils import timezone

from exchange import importing, jobs, mending
from exchange.importing import forgetting, undoing
from exchange.mapping import remembered_columns
from exchange.models import Import, ImportRow, Job
from ordnance.models import Ticket
from tests.exchange.test_kobo import workbook

NUMBER = "0999-555-123"
MENDED = "0999-777-321"
SHEET = [
    ["external_id", "reported_at", "place", "what the caller said", "his number"],
    ["T-1", "2024-11-28 09:30", "الأتارب", "Rana saw it", NUMBER],
    ["T-2", "2024-11-28 10:30", "الأتارب", "", ""],
    ["", "", "nowhere at all", "", NUMBER],
]
LATER = timedelta(days=181)


def later():
    return timezone.now() + LATER


@pytest.fixture
def sheet(demo_places, bring):
    found = bring("tickets", workbook(First=SHEET, Second=[["a", "b"], [NUMBER, 1]]), name="a.xlsx")
    mending.mend_cells(found, {3: {"4": MENDED}}, by=found.by)
    return importing.check(Import.objects.get(pk=found.pk))


@pytest.fixture
def applied(sheet):
    return importing.apply(sheet, by=sheet.by)


def everything_kept():
    """All that the tables of sheets hold, as one text."""
    tables = [model._meta.db_table for model in apps.get_app_config("exchange").get_models()]
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT coalesce(json_agg(t)::text, '') FROM {table} AS t")
            yield cursor.fetchone()[0]


def test_numbers_in_columns_that_were_not_read_are_gone_from_every_table(applied):
    assert NUMBER in "".join(everything_kept())
    assert MENDED in "".join(everything_kept())
    forgetting.forget_due(now=later())
    kept = "".join(everything_kept())
    assert NUMBER not in kept
    assert MENDED not in kept
    assert "Rana" not in kept


def test_the_file_is_deleted_and_its_name_hash_and_counts_stay(applied):
    storage, name = applied.file.storage, applied.file.name
    forgetting.forget_due(now=later())
    assert not storage.exists(name)
    after = Import.objects.get(pk=applied.pk)
    changed = {"file", "forgotten_at", "put_aside"}
    before, now = model_to_dict(applied), model_to_dict(after)
    assert {n: v for n, v in now.items() if n not in changed} == {
        n: v for n, v in before.items() if n not in changed
    }
    assert (after.name, after.batch.by) == ("a.xlsx", applied.by)
    assert after.forgotten_at


def test_what_was_read_of_a_row_stays(applied):
    before = {row.number: row.raw[:3] for row in applied.rows.all()}
    marks = list(applied.rows.values_list("fingerprint", "verdict", "ref", "shown"))
    forgetting.forget_due(now=later())
    rows = ImportRow.objects.filter(sheet=applied)
    assert {row.number: row.raw for row in rows} == {n: [*c, "", ""] for n, c in before.items()}
    assert list(rows.values_list("fingerprint", "verdict", "ref", "shown")) == marks


def test_the_same_file_again_is_unchanged_and_undo_works_as_before(applied, bring):
    forgetting.forget_due(now=later())
    again = bring("tickets", workbook(First=SHEET), name="b.xlsx")
    assert (again.totals["unchanged"], again.totals["new"]) == (applied.totals["new"], 0)
    undoing.undo(Import.objects.get(pk=applied.pk), by=applied.by)
    assert set(Ticket.objects.values_list("status", flat=True)) == {"cancelled"}


def test_what_lies_aside_is_forgotten_too(sheet):
    other = importing.restage(sheet, name="Second", header_row=1)
    assert MENDED in str(other.put_aside)
    forgetting.forget_due(now=later())
    kept = "".join(everything_kept())
    assert MENDED not in kept
    assert NUMBER not in kept


@pytest.mark.parametrize(
    ("days", "applied_days", "gone"), [(179, 179, 0), (181, 179, 0), (181, 181, 1), (181, None, 1)]
)
def test_the_clock_runs_from_the_day_a_sheet_came_or_was_applied(sheet, days, applied_days, gone):
    now = timezone.now()
    sheet.at = now - timedelta(days=days)
    sheet.save()
    if applied_days is not None:
        sheet = importing.apply(sheet, by=sheet.by)
        sheet.batch.at = now - timedelta(days=applied_days)
        sheet.batch.save()
    assert forgetting.forget_due(now=now) == gone
    assert forgetting.forget_due(now=now) == 0


def test_a_sheet_that_is_at_work_waits(sheet):
    job = Job.objects.create(task="apply", record=sheet.pk, by=sheet.by, language="en")
    assert forgetting.forget_due(now=later()) == 0
    job.delete()
    assert forgetting.forget_due(now=later()) == 1


@pytest.mark.parametrize("state", ["received", "staged"])
def test_a_sheet_that_the_shell_reads_waits_though_no_job_tells_of_it(sheet, state):
    Import.objects.update(state=state)
    assert forgetting.forget_due(days=0) == 0
    assert sheet.file.storage.exists(sheet.file.name)
    assert forgetting.forget_due(now=later()) == 1


def test_a_machine_that_stopped_between_file_and_record_goes_on(sheet):
    sheet.file.storage.delete(sheet.file.name)
    assert forgetting.forget_due(now=later()) == 1


def test_the_clock_and_the_command_do_it(sheet, capsys):
    jobs.CHORES["sheets"]()
    call_command("purge_contacts", days=0, dry_run=True)
    assert "unread cells of 1 sheets would be deleted" in capsys.readouterr().out
    assert Import.objects.get().forgotten_at is None
    call_command("purge_contacts", days=0)
    assert "unread cells of 1 sheets are deleted" in capsys.readouterr().out
    assert Import.objects.get().forgotten_at


def test_the_page_says_so_and_offers_the_file_no_more(applied, client):
    client.force_login(applied.by)
    address = f"/exchange/{applied.pk}/"
    assert b"".join(client.get(f"{address}original/").streaming_content).startswith(b"PK")
    forgetting.forget_due(now=later())
    for page in (address, f"{address}columns/"):
        text = client.get(page).content.decode()
        assert "The file, and the cells of columns that were not read, are deleted" in text
        assert "original/" not in text
        assert "reread/" not in text
    assert client.get(f"{address}original/").status_code == 404
    assert client.get(f"{address}reasons.xlsx").status_code == 200


def test_a_sheet_that_was_never_applied_cannot_be_read_again_and_says_why(sheet, client):
    forgetting.forget_due(now=later())
    sheet.refresh_from_db()
    with pytest.raises(ValidationError, match="The file is deleted"):
        importing.restage(sheet, name="Second")
    client.force_login(sheet.by)
    assert client.post(f"/exchange/{sheet.pk}/beside/", {"sheet": "Second"}).status_code == 404
    client.post(f"/exchange/{sheet.pk}/columns/reread/", {"header_row": 2})
    sheet.refresh_from_db()
    assert "The file is deleted" in str(sheet.failure)
    assert sheet.rows.count() == 3
    assert remembered_columns.all_for(sheet).count() == 0
