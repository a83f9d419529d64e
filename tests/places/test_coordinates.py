"""The coordinate box: every way of writing Atareb's point gives Atareb; nonsense is refused."""

from copy import copy
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from places.coordinates import (
    Point,
    as_decimal,
    as_mgrs,
    check_in_country,
    distance_km,
    doubts,
    read_point,
)
from places.models import Area

ATAREB = Area(
    pcode="C1022",
    level=4,
    name_en="Atareb",
    latitude=Decimal("36.1379"),
    longitude=Decimal("36.8284"),
)
WRITTEN = [
    ("36.1379, 36.8284", "decimal"),
    ("36.1379 36.8284", "decimal"),
    ("36.1379;36.8284", "decimal"),
    ("(36.1379, 36.8284)", "decimal"),
    ("+36.1379, +36.8284", "decimal"),
    ("36,1379 36,8284", "decimal"),
    ("36,1379; 36,8284", "decimal"),
    ("٣٦٫١٣٧٩ ، ٣٦٫٨٢٨٤", "decimal"),
    ("٣٦.١٣٧٩، ٣٦.٨٢٨٤", "decimal"),
    ("\u200f36.1379\u200e,\u00a036.8284", "decimal"),
    ("Lat: 36.1379, Lon: 36.8284", "decimal"),
    ("longitude 36.8284 latitude 36.1379", "decimal"),
    ("خط العرض ٣٦٫١٣٧٩ خط الطول ٣٦٫٨٢٨٤", "decimal"),
    ("36.1379N 36.8284E", "decimal"),
    ("E36.8284 N36.1379", "decimal"),
    ("36.1379 شمالاً، 36.8284 شرقاً", "decimal"),
    ("36°08'16\"N 36°49'42\"E", "dms"),
    ("N36°08′16″ E36°49′42″", "dms"),
    ("36 08 16 N, 36 49 42 E", "dms"),
    ("٣٦° ٨' ١٦\" ش ٣٦° ٤٩' ٤٢\" ق", "dms"),
    ("36°08.27' N, 36°49.70' E", "minutes"),
    ("N 36 08.270 E 36 49.703", "minutes"),
    ("37SCA04600142", "mgrs"),
    ("37S CA 0460 0142", "mgrs"),
    ("37sca 04604 01426", "mgrs"),
    ("٣٧SCA٠٤٦٠٠١٤٢", "mgrs"),
    ("https://www.google.com/maps/@36.1379,36.8284,15z", "link"),
    ("https://maps.google.com/?q=36.1379,36.8284", "link"),
    ("https://www.google.com/maps/search/?api=1&query=36.1379%2C36.8284", "link"),
    ("https://www.google.com/maps/place/X/@36.9,36.1,9z/data=!8m2!3d36.1379!4d36.8284", "link"),
    ("https://www.google.com/maps/search/36.1379,+36.8284", "link"),
    ("https://www.openstreetmap.org/#map=15/36.1379/36.8284", "link"),
    ("https://www.openstreetmap.org/?mlat=36.1379&mlon=36.8284#map=9/36.9/36.1", "link"),
    ("https://maps.apple.com/?ll=36.1379,36.8284", "link"),
    ("https://www.bing.com/maps?cp=36.1379~36.8284&lvl=14", "link"),
    ("geo:36.1379,36.8284?z=15", "link"),
    ("geo:0,0?q=36.1379,36.8284(Atareb)", "link"),
]
REFUSED = [
    ("", "unreadable"),
    ("Atareb", "unreadable"),
    ("36.1379", "unreadable"),
    ("36.1379, 36.8284, 410", "unreadable"),
    ("1,000 people", "unreadable"),
    ("36.1379N 36.8284N", "unreadable"),
    ("37SCA046", "mgrs"),
    ("37SCA", "mgrs"),
    ("99SCA04600142", "mgrs"),
    ("36 75 00 N 36 10 00 E", "parts"),
    ("36.5 10 00 N 36 10 00 E", "parts"),
    ("36.1379, 4239.00416", "range"),
    ("136.5, 36.8", "range"),
    ("https://maps.app.goo.gl/Ab3dE", "link"),
]


@pytest.mark.parametrize(("text", "kind"), WRITTEN)
def test_every_way_of_writing_the_point_is_read(text, kind):
    point = read_point(text)
    assert point.kind == kind
    assert distance_km(point, ATAREB) < 0.02


@pytest.mark.parametrize(("text", "code"), REFUSED)
def test_what_is_no_point_is_refused_with_a_sentence(text, code):
    with pytest.raises(ValidationError) as refused:
        read_point(text)
    assert refused.value.code == code
    assert refused.value.messages[0].endswith((".", "!"))


@given(st.text(max_size=60))
def test_any_text_is_a_point_or_a_validation_error(text):
    try:
        point = read_point(text)
    except ValidationError:
        return
    assert abs(point.latitude) <= 90
    assert abs(point.longitude) <= 180


@given(st.decimals(-80, 84, places=6, allow_nan=False), st.decimals(-180, 180, places=6))
def test_a_point_as_it_is_shown_is_read_again(latitude, longitude):
    again = read_point(as_decimal(Point(latitude, longitude)))
    assert abs(again.latitude - latitude) <= Decimal("0.000005")
    assert abs(again.longitude - longitude) <= Decimal("0.000005")


def test_a_point_as_mgrs_names_its_ten_metre_square():
    assert as_mgrs(ATAREB) == "37SCA04600142"


def test_swapped_numbers_are_doubted_by_their_distance_alone():
    [doubt] = doubts(read_point("36.8284, 36.1379"), ATAREB)
    assert doubt.code == "swapped"
    assert "99 km" in str(doubt)


def test_a_doubt_names_the_place_to_its_reader_and_never_turns_a_point_round():
    place = copy(ATAREB)
    place.name_ar = "الأتارب"
    [doubt] = doubts(read_point("36.8284, 36.1379"), place)
    with override("ar"):
        assert "الأتارب" in str(doubt)
        assert "\N{LEFT-TO-RIGHT ISOLATE}36.13790, 36.82840\N{POP DIRECTIONAL ISOLATE}" in str(
            doubt
        )
    with override("en"):
        assert "Atareb" in str(doubt)


def test_a_far_point_is_doubted():
    assert [doubt.code for doubt in doubts(read_point("35.5, 36.9"), ATAREB)] == ["far"]


@pytest.mark.parametrize("text", ["36.1379, 36.8284", "36.25, 36.85"])
def test_a_point_within_reach_is_not_doubted(text):
    assert doubts(read_point(text), ATAREB) == []


def test_a_larger_area_reaches_further():
    district = Area(level=2, name_en="Jebel Saman", latitude=ATAREB.latitude, longitude=37)
    assert doubts(read_point("36.4, 36.9"), district) == []


@pytest.mark.parametrize("area", [None, Area(level=4, name_en="Nowhere")])
def test_without_a_place_on_the_map_there_is_nothing_to_doubt(area):
    assert doubts(read_point("36.1379, 36.8284"), area) == []


@pytest.mark.parametrize("text", ["59.93, 30.33", "32.8, 35.0", "0, 0"])
def test_a_point_outside_the_country_is_refused(text):
    with pytest.raises(ValidationError) as refused:
        check_in_country(read_point(text))
    assert refused.value.code == "outside"


def test_another_country_sets_its_own_box(settings):
    settings.AFTERMATH_COUNTRY_BOX = (44.0, 22.0, 53.0, 41.0)
    check_in_country(read_point("50.45, 30.52"))
