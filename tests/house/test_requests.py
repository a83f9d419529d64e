"""Addresses that nobody typed: refused as wrong, never a fault of ours."""

from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client

from tests.factories import make_incident, make_ticket


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/tickets/%00/", 404),
        ("/tickets/new/?incident=%00", 400),
        ("/incidents/?page=%00", 400),
        ("/places/search/?q=%00", 400),
    ],
)
def test_an_address_with_a_nul_is_refused(cast, signed_in, address, status):
    client = signed_in(cast.dispatcher)
    client.raise_request_exception = False
    assert client.get(address).status_code == status


@pytest.mark.parametrize(
    ("address", "sent", "status"),
    [
        ("/bulk/incidents/", {"step": "submit", "case": "\0:1"}, 400),
        ("/bulk/incidents/", {"step": "submit", "case": f"INC-2024-000001:{'9' * 5000}"}, 302),
        ("/views/save/incidents/", {"query": f"q={'a' * 3000}", "name": "long"}, 302),
        ("/views/save/incidents/", {"query": "q=x", "name": "a\0"}, 400),
    ],
)
def test_a_form_that_nobody_filled_in_is_refused(cast, signed_in, address, sent, status):
    client = signed_in(cast.coordinator)
    client.raise_request_exception = False
    form = urlencode(sent), "application/x-www-form-urlencoded"
    assert client.post(address, *form).status_code == status


@pytest.mark.parametrize("asked", ["until=0001-01-01", "since=9999-12-31", "until=9999-12-31"])
def test_figures_of_days_without_neighbours_are_those_of_the_usual_period(cast, signed_in, asked):
    client = signed_in(cast.viewer)
    client.raise_request_exception = False
    assert client.get(f"/sitreps/figures/?{asked}").status_code == 200


@pytest.mark.parametrize("day", ["0001-01-01", "0001-01-01/2024-11-28", "1899-12-31.json"])
def test_a_day_before_all_records_has_no_report(cast, signed_in, day):
    client = signed_in(cast.reviewer)
    client.raise_request_exception = False
    assert (
        client.get(f"/sitreps/{day.removesuffix('/')}{'' if '.' in day else '/'}").status_code
        == 404
    )


@pytest.mark.parametrize("kind", ["incidents", "tickets"])
def test_a_correction_without_the_version_that_was_shown_is_not_saved(cast, signed_in, kind):
    case = make_incident(cast=cast) if kind == "incidents" else make_ticket(cast=cast)
    sent = {"place": "C1139", "reported_at": "2024-11-28T09:00", "occurred_on": "2024-11-28"}
    sent |= {name: getattr(case, name, "") or "" for name in ("weapon", "sensitivity")}
    sent |= {"date_precision": "day", "time_precision": "unknown"}
    client = signed_in(cast.data_manager)
    page = f"/{kind}/{case.ref}/edit/"
    assert client.post(page, sent).status_code == 422
    assert client.post(page, sent | {"seen": case.version}).status_code == 302


@pytest.mark.parametrize("address", ["/report/", "/accounts/login/", "/exchange/"])
def test_a_body_that_no_form_has_is_refused_unread(cast, address):
    largest = settings.LARGEST_BODY_MB * 2**20
    for length, status in ((largest + 1, 413), ("9" * 40, 413)):
        form = "multipart/form-data; boundary=x"
        answer = Client().post(address, b"", form, CONTENT_LENGTH=str(length))
        assert answer.status_code == status


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("/", "private, no-cache"),
        ("/incidents/", "private, no-cache"),
        ("/sitreps/2024-11-28.json", "private, no-cache"),
        ("/incidents/INC-1999-000001/", "private, no-cache"),
        ("/published/", "max-age=60, public"),
    ],
)
def test_a_page_is_kept_by_no_cache_but_its_readers_unless_it_is_the_publics(
    cast, signed_in, address, kept
):
    told = signed_in(cast.viewer).get(address)["Cache-Control"]
    assert sorted(told.split(", ")) == sorted(kept.split(", "))
