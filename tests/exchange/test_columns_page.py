"""The page of a sheet's columns: seen, corrected, remembered, and what has drifted."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from exchange import importing
from exchange.models import Import, Mapping
from incidents.models import Incident
from tests.exchange.conftest import as_csv

HEADERS = ["number", "when it was", "governorate", "the fallen"]
ROW = ["A-1", "28/11/2024", "Idleb", "2"]
READ_AS = {"0": "external_id", "1": "occurred_on", "2": "governorate", "3": "killed"}


@pytest.fixture
def client(cast, signed_in, demo_places):
    return signed_in(cast.data_manager)


def upload(client, rows, **fields):
    file = SimpleUploadedFile("november.csv", as_csv(rows))
    client.post("/exchange/", {"kind": "incidents", "file": file, "header_row": "1", **fields})
    return Import.objects.latest("at")


def choose(client, sheet, columns, **fields):
    posted = {f"column-{at}": name for at, name in columns.items()}
    return client.post(f"/exchange/{sheet.pk}/columns/", posted | fields)


def page_of(client, sheet, query=""):
    return client.get(f"/exchange/{sheet.pk}/columns/{query}").content.decode()


def test_a_person_says_what_headers_do_not_and_the_rows_are_judged_by_it(client):
    sheet = upload(client, [HEADERS, ROW])
    answer = client.get(f"/exchange/{sheet.pk}/")
    assert answer.url == f"/exchange/{sheet.pk}/columns/"
    page = page_of(client, sheet)
    assert "No column is read as day." in page
    assert "28/11/2024" in page
    answer = choose(client, sheet, READ_AS)
    assert answer.url == f"/exchange/{sheet.pk}/"
    assert client.get(answer.url).status_code == 200
    sheet.refresh_from_db()
    assert (sheet.mapping, sheet.totals["new"]) == (READ_AS, 1)
    client.post(f"/exchange/{sheet.pk}/apply/")
    assert Incident.objects.get().external_id == "A-1"


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({"1": "killed", "3": "killed"}, "“when it was”, “the fallen” are all read as “killed”."),
        ({"1": "occurred_on.day"}, "“day” needs a day, a month and a year."),
        ({"1": "occurred_on", "3": "occurred_on.month"}, "Leave all but one out."),
        ({"1": "no such column"}, "Select a valid choice."),
    ],
)
def test_a_choice_that_cannot_be_is_told_at_its_columns(columns, sentence, client):
    sheet = upload(client, [HEADERS, ROW])
    answer = choose(client, sheet, columns)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    sheet.refresh_from_db()
    assert sheet.mapping == {"2": "governorate"}


def test_a_part_of_the_columns_may_be_shown_and_the_others_stay(client):
    sheet = upload(client, [HEADERS, ROW])
    page = page_of(client, sheet, "?show=unread")
    assert "the fallen" in page
    assert 'name="column-2"' not in page
    choose(client, sheet, {"0": "external_id", "1": "occurred_on"})
    sheet.refresh_from_db()
    assert sheet.mapping == {"0": "external_id", "1": "occurred_on", "2": "governorate"}


def test_of_many_columns_the_guessed_ones_are_shown_first(client):
    many = [f"clerk {n}" for n in range(40)]
    sheet = upload(
        client, [["date", "governorate", "people killed there", *many], [*ROW[1:], *many]]
    )
    page = page_of(client, sheet)
    assert 'name="column-2"' in page
    assert 'name="column-3"' not in page
    assert 'name="column-3"' in page_of(client, sheet, "?show=all")


@pytest.mark.parametrize(("n", "folded"), [(12, 0), (13, 1)])
def test_a_long_list_of_columns_that_are_not_read_is_folded(client, n, folded):
    sheet = upload(client, [["date", "governorate", *(f"clerk {i}" for i in range(n))], ROW[1:3]])
    page = client.get(f"/exchange/{sheet.pk}/").content.decode()
    assert page.count(f'<summary>Not read: <span class="num">{n}</span></summary>') == folded
    assert "<bdi>clerk 0</bdi>" in page


def test_the_next_sheet_with_these_headers_is_read_the_same_in_any_order(client):
    choose(client, upload(client, [HEADERS, ROW]), READ_AS, remember="on", name="Monthly")
    assert Mapping.objects.get().name == "Monthly"
    again = upload(client, [HEADERS, ["A-2", *ROW[1:]]])
    assert again.mapping == READ_AS
    assert client.get(f"/exchange/{again.pk}/").status_code == 200
    turned = upload(client, [HEADERS[::-1], ROW[::-1]])
    assert turned.mapping["0"] == "killed"
    page = page_of(client, turned)
    assert "as remembered in “Monthly”" in page
    assert "Moved" in page


def test_a_sheet_that_has_drifted_says_what_differs_before_it_is_checked(client):
    before = upload(client, [[*HEADERS, "town", "site"], [*ROW, "", ""]])
    choose(client, before, READ_AS, remember="on", name="Monthly")
    headers = ["number", "when it happened", "governorate", "injured", "town", "site"]
    drifted = upload(client, [headers, ["A-2", *ROW[1:], "", ""]])
    assert client.get(f"/exchange/{drifted.pk}/").status_code == 302
    assert drifted.report["columns"]["drift"] == {
        "renamed": [["when it was", "when it happened"]],
        "added": ["injured"],
        "gone": ["the fallen"],
    }
    assert drifted.mapping["1"] == "occurred_on"
    page = page_of(client, drifted)
    assert "The sheet usually has" in page
    assert "it seems to be “when it was” under a new name" in page
    choose(client, drifted, {}, remember="on")
    assert Mapping.objects.get().headers == headers
    assert client.get(f"/exchange/{drifted.pk}/").status_code == 200


def test_what_is_remembered_goes_before_what_we_would_read_and_that_is_shown(client):
    rows = [["date", "governorate", "killed"], ROW[1:]]
    choose(client, upload(client, rows), {"2": "injured"}, remember="on")
    again = upload(client, rows)
    assert again.mapping["2"] == "injured"
    assert "by itself it would be read as “killed”" in page_of(client, again)


def test_several_names_are_kept_renamed_and_forgotten(client):
    sheet = upload(client, [HEADERS, ROW])
    choose(client, sheet, READ_AS, remember="on", name="First")
    choose(client, sheet, {"3": "injured"}, remember="on", name="Second")
    first, second = Mapping.objects.order_by("at")
    assert (first.columns["the fallen"], second.columns["the fallen"]) == ("killed", "injured")
    client.post(f"/exchange/{sheet.pk}/columns/read-as/", {"mapping": first.pk})
    sheet.refresh_from_db()
    assert sheet.mapping["3"] == "killed"
    answer = client.post(f"/exchange/columns/{second.pk}/", {"name": "First"}, follow=True)
    assert "There is another of this name." in answer.content.decode()
    client.post(f"/exchange/columns/{second.pk}/", {"name": "Other"})
    client.post(f"/exchange/columns/{first.pk}/", {"forget": "1"})
    page = client.get("/exchange/columns/").content.decode()
    assert "“First” is forgotten." in page
    assert [each.name for each in Mapping.objects.all()] == ["Other"]


@pytest.mark.parametrize(
    ("headers", "is_known"),
    [
        (["number", "when it was", "date of report", "place of it"], True),  # half of them
        (["number", "when it was"], True),
        (["number", "a", "b", "c"], False),
    ],
)
def test_a_sheet_that_shares_half_of_its_headers_is_one_that_drifted(headers, is_known, client):
    choose(client, upload(client, [HEADERS, ROW]), READ_AS, remember="on")
    sheet = upload(client, [headers, ["x"] * len(headers)])
    assert bool(sheet.report["columns"]["drift"]) is is_known


def test_another_sheet_of_the_same_file_name_does_not_take_its_place(client):
    choose(client, upload(client, [HEADERS, ROW]), READ_AS, remember="on")
    other = upload(client, [["date", "governorate", "site"], [*ROW[1:3], "x"]])
    choose(client, other, {}, remember="on")
    assert {each.name for each in Mapping.objects.all()} == {"november", "november (2)"}


def test_a_stranger_neither_sees_nor_uses_what_is_remembered(client, cast, signed_in):
    sheet = upload(client, [HEADERS, ROW])
    choose(client, sheet, READ_AS, remember="on", name="Monthly")
    cast.stranger.groups.set(cast.data_manager.groups.all())
    stranger = signed_in(cast.stranger)
    assert stranger.get(f"/exchange/{sheet.pk}/columns/").status_code == 404
    assert "Monthly" not in stranger.get("/exchange/columns/").content.decode()
    key = Mapping.objects.get().pk
    assert stranger.post(f"/exchange/columns/{key}/", {"forget": "1"}).status_code == 404


def test_another_header_row_is_read_on_the_page(client):
    rows = [["a title", ""], ["date", "killed"], *[["28/11/2024", "1"]]]
    sheet = upload(client, rows, header_row="2")
    client.post(f"/exchange/{sheet.pk}/columns/reread/", {"header_row": "1"})
    sheet.refresh_from_db()
    assert sheet.header_row == 1
    client.post(f"/exchange/{sheet.pk}/columns/reread/", {"header_row": "2"})
    sheet.refresh_from_db()
    assert sheet.mapping == {"0": "occurred_on", "1": "killed"}


def test_an_applied_sheet_keeps_its_columns(client):
    sheet = upload(client, [["date", "governorate"], ROW[1:3]])
    importing.apply(sheet, by=sheet.by)
    assert choose(client, sheet, {"0": ""}).status_code == 422
    sheet.refresh_from_db()
    assert sheet.mapping == {"0": "occurred_on", "1": "governorate"}
    assert "disabled" in page_of(client, sheet)
