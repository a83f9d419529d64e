"""The pages of sheets: who may come, what they see, what a press of the button does."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from exchange.models import Import
from incidents.models import Incident
from tests.exchange.conftest import as_csv
from tests.exchange.test_importing import GOOD, HEADERS
from tests.factories import make_incident

BAD = ["A-2", "31/11/2024", "الأتارب", "غارة جوية", "عدة", "", "=cmd|' /C calc'!A0"]


@pytest.fixture
def client(cast, signed_in):
    return signed_in(cast.data_manager)


def upload(client, content, name="sheet.csv", **fields):
    file = SimpleUploadedFile(name, content)
    return client.post("/exchange/", {"kind": "incidents", "file": file, **fields})


def brought(client):
    answer = upload(client, as_csv([HEADERS, GOOD, BAD]))
    assert answer.status_code == 302
    return Import.objects.latest("at")


def test_from_the_file_to_the_records(client):
    sheet = brought(client)
    page = client.get(f"/exchange/{sheet.pk}/").content.decode()
    assert "that month has 30 days" in page
    assert "1 row is refused.</strong> Mend it here or in the workbook, or leave it out." in page
    assert "Leave that row out" in page
    answer = client.post(f"/exchange/{sheet.pk}/apply/", follow=True)
    assert "Mend them, or leave them out, then apply." in answer.content.decode()
    client.post(f"/exchange/{sheet.pk}/leave-out/")
    answer = client.post(f"/exchange/{sheet.pk}/apply/", follow=True)
    assert "Applied: 1 new, 0 updated." in answer.content.decode()
    incident = Incident.objects.get()
    assert incident.external_id == "A-1"
    assert f'href="{incident.get_absolute_url()}"' in answer.content.decode()
    answer = client.post(f"/exchange/{sheet.pk}/apply/", follow=True)
    assert "applied already" in answer.content.decode()


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "a.csv", "This file is empty."),
        (b"%PDF", "a.pdf", "no kind of sheet we read"),
        (b"PK\x03\x04", "a.xlsx", "damaged"),
        (b"a,b\n1,2\n", "a.csv", "Say which row holds the headers."),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_on_the_form(client, content, name, sentence):
    answer = upload(client, content, name)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Import.objects.exists()


def test_another_header_row_reads_the_same_file_anew(client):
    rows = [["some", "title"], [*HEADERS[:2]], GOOD[:2], HEADERS, GOOD]
    upload(client, as_csv(rows), header_row="2")
    sheet = Import.objects.get()
    assert sheet.rows.count() == 3
    client.post(f"/exchange/{sheet.pk}/check/", {"header_row": "4"})
    sheet.refresh_from_db()
    assert (sheet.header_row, sheet.rows.count(), sheet.totals["new"]) == (4, 1, 1)


def test_the_original_is_kept_as_it_came(client):
    sheet = brought(client)
    answer = client.get(f"/exchange/{sheet.pk}/original/")
    assert b"".join(answer.streaming_content) == as_csv([HEADERS, GOOD, BAD])


def test_a_stranger_gets_404_and_a_colleague_without_the_right_403(client, cast, signed_in):
    sheet = brought(client)
    assert signed_in(cast.coordinator).get(f"/exchange/{sheet.pk}/").status_code == 403
    cast.stranger.groups.set(cast.data_manager.groups.all())
    assert signed_in(cast.stranger).get(f"/exchange/{sheet.pk}/").status_code == 404
    assert signed_in(cast.viewer).post("/exchange/", {}).status_code in (403, 422)


def test_the_lists_export_link_gives_what_the_list_shows(cast, signed_in):
    make_incident(cast=cast)
    make_incident(cast=cast, weapon="mortar")
    client = signed_in(cast.viewer)
    answer = client.get("/exchange/export/incidents.csv?weapon=mortar")
    assert answer["Content-Disposition"].endswith('.csv"')
    assert len(b"".join(answer.streaming_content).decode().splitlines()) == 2
    assert client.get("/exchange/export/incidents/").status_code == 200
    assert client.get("/exchange/export/people/").status_code == 404
    assert client.get("/exchange/export/incidents.pdf").status_code == 404


def queries_for(client, django_assert_max_num_queries, rows):
    upload(client, as_csv([HEADERS, *([f"A-{n}", *GOOD[1:]] for n in range(rows))]))
    sheet = Import.objects.latest("at")
    with django_assert_max_num_queries(100) as captured:
        client.get(f"/exchange/{sheet.pk}/?show=all")
    return len(captured)


def test_pages_cost_the_same_for_one_row_and_for_twenty(client, django_assert_max_num_queries):
    [one, twenty] = [queries_for(client, django_assert_max_num_queries, n) for n in (1, 20)]
    assert twenty == one


def test_the_command_is_the_same_pipeline(cast, tmp_path, capsys):
    file, report = tmp_path / "a.csv", tmp_path / "out.json"
    file.write_bytes(as_csv([HEADERS, GOOD, BAD]))
    call_command(
        "import_sheet", "incidents", str(file), by="data_manager", apply=True, report=report
    )
    assert "2 rows = 1 new + 0 changed + 0 unchanged + 0 skipped + 1 refused" in (
        capsys.readouterr().out
    )
    assert Incident.objects.count() == 1
    assert '"impossible"' in report.read_text()
