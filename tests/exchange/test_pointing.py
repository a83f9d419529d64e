"""Points of rows: read in any writing, from one cell or two; what looks swapped is said."""

import pytest

from tests.exchange.conftest import findings

HEADERS = ["date", "place", "weapon", "killed", "latitude", "longitude", "coordinates"]
ROW = ["28/11/2024", "C1022", "airstrike", "1"]


@pytest.mark.parametrize(
    "cells",
    [
        ("36.1379", "36.8284", ""),
        ("36,1379", "٣٦٫٨٢٨٤", ""),
        ("36°08'16.4\"N", "36°49'42.2\"E", ""),
        ("", "", "36.1379, 36.8284"),
        ("", "", "36°08'16.4\"N 36°49'42.2\"E"),
        ("", "", "37SCA04600142"),
        ("", "", "https://www.google.com/maps?q=36.1379,36.8284"),
    ],
)
def test_one_point_in_many_writings(bring, cells):
    sheet = bring("incidents", [HEADERS, [*ROW, *cells]])
    assert (findings(sheet), findings(sheet, "warning")) == ({}, {})
    shown = sheet.rows.get().shown
    assert (shown.get("latitude") or shown["coordinates"]).startswith("36.13")


@pytest.mark.parametrize(
    ("cells", "code"),
    [(("36.8284", "36.1379", ""), "swapped"), (("41.2", "36.1", ""), "swapped")],
)
def test_a_point_that_fits_better_the_other_way_round_is_told(bring, cells, code):
    sheet = bring("incidents", [HEADERS, [*ROW, *cells]])
    assert findings(sheet, "warning")[2][0] == ("latitude", code)


def test_a_point_outside_the_country_is_refused(bring):
    sheet = bring("incidents", [HEADERS, [*ROW, "48.2", "16.4", ""]])
    assert [code for _column, code in findings(sheet)[2]] == ["outside"]
