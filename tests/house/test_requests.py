"""Addresses that nobody typed: refused as wrong, never a fault of ours."""

import pytest


@pytest.mark.parametrize(
    "address",
    [
        "/tickets/%00/",
        "/tickets/new/?incident=%00",
        "/incidents/?page=%00",
        "/places/search/?q=%00",
    ],
)
def test_an_address_with_a_nul_is_a_bad_request(cast, signed_in, address):
    client = signed_in(cast.dispatcher)
    client.raise_request_exception = False
    assert client.get(address).status_code == 400


@pytest.mark.parametrize("day", ["0001-01-01", "0001-01-01/2024-11-28", "1899-12-31.json"])
def test_a_day_before_all_records_has_no_report(cast, signed_in, day):
    client = signed_in(cast.reviewer)
    client.raise_request_exception = False
    assert (
        client.get(f"/sitreps/{day.removesuffix('/')}{'' if '.' in day else '/'}").status_code
        == 404
    )
