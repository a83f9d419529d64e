"""The pages that take records out: what is asked, what is kept, what is logged, what expires."""

import csv
import io
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from exchange import exporting
from exchange.exporting import making
from exchange.exporting.formats import as_xlsx
from exchange.models import Export, ExportPreset
from exchange.registry import resource_class
from tests.factories import make_incident, make_ticket


def client_of(person):
    client = Client()
    client.force_login(person)
    return client


def page_of(kind="incidents"):
    return reverse("exchange:export", args=[kind])


def taking(**given):
    return {"form": "csv", "language": "", "columns": ["ref", "status"], "take": "1", **given}


def table(response):
    content = b"".join(response.streaming_content).decode("utf-8-sig")
    hang_up(response)
    return list(csv.reader(io.StringIO(content)))


def hang_up(response):
    """What a server does when the person went away; its own end would close the database too."""
    for close in response._resource_closers:
        close()


@pytest.fixture
def incidents(cast):
    return [make_incident(cast=cast, status=status) for status in ("submitted", "verified")]


# ---------------------------------------------------------------- asking


def test_the_page_says_the_filter_in_words_and_how_many_records(incidents, cast):
    page = client_of(cast.viewer).get(page_of(), {"status": "verified", "since": "2024-11-01"})
    text = page.content.decode()
    assert "1 record" in text
    assert "Verified" in text
    assert "1 November 2024" in text


def test_a_filter_that_cannot_be_read_is_said_and_never_taken_out_unseen(incidents, cast):
    client = client_of(cast.viewer)
    page = client.get(page_of(), {"since": "yesterday-ish"})
    assert "leaves nothing out" in page.content.decode()
    direct = client.get(reverse("exchange:export_file", args=["incidents", "csv"]), {"since": "x"})
    assert direct.status_code == 302
    assert not Export.objects.exists()


def test_the_file_holds_the_chosen_columns_of_the_filtered_records(incidents, cast):
    answer = client_of(cast.viewer).post(f"{page_of()}?status=verified", taking())
    assert table(answer) == [["ref", "status"], [incidents[1].ref, "verified"]]


def test_reference_and_version_take_along_what_their_neighbours_need(incidents, cast):
    chosen = taking(columns=["ref", "version", "place", "time"])
    [headers, *_rows] = table(client_of(cast.viewer).post(page_of(), chosen))
    assert {"pcode", "time_precision", "part_of_day"} <= set(headers)


def test_without_any_column_nothing_leaves_and_the_form_says_why(incidents, cast):
    answer = client_of(cast.viewer).post(page_of(), taking(columns=[]))
    assert answer.status_code == 422
    assert "Choose at least one column." in answer.content.decode()
    assert not Export.objects.exists()


@pytest.mark.parametrize("preset", ["full", "public", "hxl", "acled", "long", "geojson"])
def test_every_shape_has_its_page(incidents, cast, preset):
    assert client_of(cast.viewer).get(page_of(), {"preset": preset}).status_code == 200


def test_a_shape_that_is_none_is_not_found(cast):
    assert client_of(cast.viewer).get(page_of(), {"preset": "secret"}).status_code == 404


def test_the_lists_lead_to_the_page_with_their_own_filter(incidents, cast):
    make_ticket(cast=cast)
    client = client_of(cast.viewer)
    for address, kind in (("incidents:list", "incidents"), ("ordnance:list", "tickets")):
        text = client.get(reverse(address), {"since": "2024-11-01"}).content.decode()
        assert f"{page_of(kind)}?since=2024-11-01" in text


@pytest.mark.parametrize("order", ["", "newest", "oldest", "due"])
def test_tickets_leave_in_the_order_of_their_list(cast, order):
    tickets = [make_ticket(cast=cast) for _n in range(2)]
    answer = client_of(cast.viewer).post(f"{page_of('tickets')}?order={order}", taking())
    assert {row[0] for row in table(answer)[1:]} == {ticket.ref for ticket in tickets}


# ---------------------------------------------------------------- right to left


def test_arabic_readers_get_sheets_from_right_to_left_and_others_may_choose(incidents, cast):
    resource = resource_class("incidents")(cast.viewer)
    with override("ar"):
        assert exporting.Asked.of(resource).right_to_left
    assert not exporting.Asked.of(resource).right_to_left
    assert exporting.Asked.of(resource, right_to_left=True).right_to_left
    assert exporting.Asked.of(resource, language="ar").right_to_left


@pytest.mark.parametrize(("form", "mark"), [("xlsx", b'rightToLeft="1"'), ("ods", b"rl-tb")])
def test_a_sheet_from_right_to_left_says_so_in_its_file(incidents, cast, form, mark):
    resource = resource_class("incidents")(cast.viewer)
    for wanted in (True, False):
        content = b"".join(exporting.stream(resource, form, {}, right_to_left=wanted))
        assert (mark in unzipped(content)) == wanted


def unzipped(content):
    with as_xlsx.zipfile.ZipFile(io.BytesIO(content)) as book:
        return b"".join(book.read(name) for name in book.namelist())


def test_the_mark_of_unicode_is_left_out_where_it_is_not_wanted(incidents, cast):
    resource = resource_class("incidents")(cast.viewer)
    for wanted in (True, False):
        content = b"".join(exporting.stream(resource, "csv", {}, bom=wanted))
        assert content.startswith(b"\xef\xbb\xbf") == wanted


# ---------------------------------------------------------------- choices


def keep(person, name="Weekly", **given):
    given = taking(**given) | {"keep": "1", "name": name}
    del given["take"]
    return client_of(person).post(page_of(given.pop("kind", "incidents")), given)


def test_a_kept_choice_is_there_for_colleagues_and_not_for_strangers(incidents, cast):
    assert keep(cast.coordinator).status_code == 302
    choice = ExportPreset.objects.get()
    address = f"{page_of()}?choice={choice.pk}"
    assert "Weekly" in client_of(cast.viewer).get(address).content.decode()
    assert client_of(cast.stranger).get(address).status_code == 404
    assert "Weekly" not in client_of(cast.stranger).get(page_of()).content.decode()


def test_two_choices_of_one_name_are_refused_in_a_sentence(incidents, cast):
    keep(cast.coordinator)
    answer = keep(cast.viewer)
    assert "There is a choice with this name." in answer.content.decode()
    assert ExportPreset.objects.count() == 1


def test_a_kept_choice_never_gives_columns_that_its_reader_may_not_take(cast):
    make_ticket(cast=cast, latitude="36.199999", longitude="36.788888")
    keep(cast.dispatcher, kind="tickets", columns=["ref", "latitude", "longitude"])
    choice = ExportPreset.objects.get()
    assert choice.columns == ["ref", "latitude", "longitude"]
    blind = resource_class("tickets")(cast.viewer)
    content = b"".join(exporting.stream(blind, "csv", {}, columns=choice.columns)).decode()
    assert "latitude" not in content
    assert "36.199999" not in content
    page = client_of(cast.viewer).get(f"{page_of('tickets')}?choice={choice.pk}").content.decode()
    assert 'value="latitude"' not in page


def test_only_whoever_kept_a_choice_forgets_it(incidents, cast):
    keep(cast.coordinator)
    address = reverse("exchange:forget_choice", args=[ExportPreset.objects.get().pk])
    assert client_of(cast.viewer).post(address).status_code == 403
    assert client_of(cast.stranger).post(address).status_code == 404
    assert client_of(cast.coordinator).post(address).status_code == 302
    assert not ExportPreset.objects.exists()


# ---------------------------------------------------------------- the log


def test_the_log_tells_filter_columns_rows_hash_size_and_person(incidents, cast):
    answer = client_of(cast.viewer).post(f"{page_of()}?status=verified", taking())
    content = b"".join(answer.streaming_content)
    export = Export.objects.get()
    assert (export.filter, export.columns) == ({"status": ["verified"]}, ["ref", "status"])
    assert (export.rows, export.size, export.state) == (1, len(content), "sent")
    assert export.sha256 == making.hashlib.sha256(content).hexdigest()
    assert export.by == cast.viewer


def test_a_download_that_was_cut_is_logged_as_cut(incidents, cast):
    answer = client_of(cast.viewer).post(page_of(), taking())
    hang_up(answer)
    assert Export.objects.get().state == "cut"


@pytest.mark.parametrize(
    ("person", "points", "restricted"),
    [("viewer", False, False), ("dispatcher", True, True)],
)
def test_exact_points_and_restricted_fields_are_marked_in_the_log(cast, person, points, restricted):
    make_ticket(cast=cast)
    b"".join(exporting.stream(resource_class("tickets")(getattr(cast, person)), "csv", {}))
    export = Export.objects.get()
    assert (export.exact_points, bool(export.restricted)) == (points, restricted)


def test_each_sees_their_own_exports_and_those_who_may_read_the_log_see_all(incidents, cast):
    table(client_of(cast.viewer).post(page_of(), taking()))
    seen = {
        role: "incidents-" in client_of(person).get(reverse("exchange:exports")).content.decode()
        for role, person in cast.people.items()
    }
    assert {role for role, sees in seen.items() if sees} == {
        "viewer",
        "protection_officer",
        "administrator",
    }


def test_what_somebody_with_wider_sight_looked_for_is_not_told_by_the_log(incidents, cast):
    """It may name a hidden case, or whom a protected source is."""
    asked = {"q": "ummjibril", "weapon": "airstrike"}
    for person in (cast.protection_officer, cast.viewer):
        table(client_of(person).post(f"{page_of()}?{urlencode(asked)}", taking()))
    wider, other = (Export.objects.get(by=who) for who in (cast.protection_officer, cast.viewer))
    log = client_of(cast.administrator)
    page = log.get(f"/exchange/exports/{wider.pk}/").text
    assert ("ummjibril" in page, "Airstrike" in page) == (False, True)
    assert "ummjibril" in log.get(f"/exchange/exports/{other.pk}/").text
    own = client_of(cast.protection_officer).get(f"/exchange/exports/{wider.pk}/")
    assert "ummjibril" in own.text


def test_a_person_confined_to_areas_reads_no_colleague_s_exports(incidents, cast, areas):
    table(client_of(cast.viewer).post(page_of(), taking()))
    cast.administrator.areas.set([areas["SY07"]])
    export = Export.objects.get()
    address = reverse("exchange:exported", args=[export.pk])
    assert client_of(cast.administrator).get(address).status_code == 403


# ---------------------------------------------------------------- big ones


def long_export(settings, person):
    settings.EXCHANGE_EXPORT_AT_ONCE = 1
    answer = client_of(person).post(page_of(), taking())
    assert answer.status_code == 302
    return Export.objects.get()


def test_a_long_export_is_made_by_a_job_and_waits_for_its_person(incidents, cast, settings):
    export = long_export(settings, cast.viewer)
    assert (export.state, export.rows) == ("ready", 2)
    page = client_of(cast.viewer).get(reverse("exchange:exported", args=[export.pk]))
    assert reverse("exchange:fetch", args=[export.pk]) in page.content.decode()
    fetched = client_of(cast.viewer).get(reverse("exchange:fetch", args=[export.pk]))
    assert len(table(fetched)) == 3
    export.refresh_from_db()
    assert export.fetched == 1


def test_nobody_else_fetches_the_file(incidents, cast, settings):
    address = reverse("exchange:fetch", args=[long_export(settings, cast.viewer).pk])
    assert client_of(cast.administrator).get(address).status_code == 403
    assert client_of(cast.stranger).get(address).status_code == 404


def test_a_file_that_waited_long_enough_is_deleted_and_the_log_stays(incidents, cast, settings):
    export = long_export(settings, cast.viewer)
    storage, name = export.file.storage, export.file.name
    assert storage.exists(name)
    assert making.expire(timezone.now() + timedelta(hours=settings.EXCHANGE_EXPORT_HOURS + 1)) == 1
    assert not storage.exists(name)
    address = reverse("exchange:fetch", args=[export.pk])
    assert client_of(cast.viewer).get(address).status_code == 404
    export.refresh_from_db()
    assert (export.state, export.rows) == ("expired", 2)


def test_who_lost_a_right_meanwhile_does_not_fetch_what_was_made_with_it(cast, settings):
    for _n in range(2):
        make_ticket(cast=cast, latitude="36.199999", longitude="36.788888")
    settings.EXCHANGE_EXPORT_AT_ONCE = 1
    chosen = taking(columns=["ref", "latitude", "longitude"])
    client_of(cast.dispatcher).post(page_of("tickets"), chosen)
    export = Export.objects.get()
    cast.dispatcher.groups.clear()
    address = reverse("exchange:fetch", args=[export.pk])
    assert client_of(cast.dispatcher).get(address).status_code == 403


def test_making_again_what_is_made_changes_nothing(incidents, cast, settings):
    export = long_export(settings, cast.viewer)
    before = (export.sha256, export.file.name, export.ended_at)
    making.make(Export.objects.get())
    again = Export.objects.get()
    assert (again.sha256, again.file.name, again.ended_at) == before


def test_progress_is_told_in_records_and_may_stop_the_making(incidents, cast):
    asked = exporting.Asked.of(resource_class("incidents")(cast.viewer), form="csv")
    export = asked.logged(state="waiting")
    export.save()
    told = []
    making.make(export, lambda done, of: told.append((done, of)))
    assert told == [(2, 2)]


# ---------------------------------------------------------------- what Excel cannot hold


def test_a_text_too_long_for_excel_is_shortened_aloud_and_never_comes_back_short(cast, bring):
    make_incident(cast=cast, narrative="س" * 33_000)
    content = b"".join(exporting.stream(resource_class("incidents")(cast.data_manager), "xlsx", {}))
    assert Export.objects.get().cut == 1
    sheet = bring("incidents", content, name="x.xlsx", by=cast.data_manager)
    assert sheet.totals["refused"] == 1


def test_more_rows_than_an_excel_sheet_holds_are_refused_in_a_sentence(
    incidents, cast, monkeypatch
):
    monkeypatch.setattr(as_xlsx, "MOST_ROWS", 2)
    answer = client_of(cast.viewer).post(page_of(), taking(form="xlsx"))
    assert answer.status_code == 422
    assert "Take CSV or ODS." in answer.content.decode()
    assert Export.objects.get().state == "failed"
    with pytest.raises(ValidationError):
        list(exporting.stream(resource_class("incidents")(cast.viewer), "xlsx", {}))
