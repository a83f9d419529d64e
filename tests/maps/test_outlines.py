"""The ground under the map: worked out from the gazetteer, or an administrator's own outlines."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from places.cells import edges_between, hull, joined, simplified, widened
from places.models import Outline
from places.outlines import IMPORTED, INDICATIVE, basemap

SQUARE = [[36.5, 36.0], [37.0, 36.0], [37.0, 36.5], [36.5, 36.5], [36.5, 36.0]]


def geojson(tmp_path, *features):
    file = tmp_path / "outlines.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}))
    return file


def polygon(ring=SQUARE, **properties):
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


# ---------------------------------------------------------------- geometry


def test_the_line_between_two_owners_lies_halfway():
    points = [(0, 0), (2, 0), (0, 2), (2, 2)]
    frame = [(-1, -1), (3, -1), (3, 3), (-1, 3)]
    found = edges_between(points, ["west", "east", "west", "east"], frame)
    assert {end[0] for _one, _other, *ends in found for end in ends} == {1.0}
    (line,) = joined([tuple(ends) for _one, _other, *ends in found])
    assert {line[0], line[-1]} == {(1.0, -1.0), (1.0, 3.0)}


def test_neighbours_of_one_owner_have_no_line_between_them():
    frame = [(-1, -1), (3, -1), (3, 1), (-1, 1)]
    assert edges_between([(0, 0), (2, 0)], ["same", "same"], frame) == []


def test_the_hull_goes_round_the_outermost_points():
    assert set(hull([(0, 0), (2, 0), (2, 2), (0, 2), (1, 1)])) == {(0, 0), (2, 0), (2, 2), (0, 2)}


def test_a_widened_polygon_holds_the_first():
    assert min(widened([(0, 0), (2, 0), (2, 2), (0, 2)], 1)) < (-0.7, -0.7)


def test_a_line_loses_what_nobody_would_see_and_a_ring_stays_one():
    assert simplified([(0, 0), (1, 0.001), (2, 0)], 0.01) == [(0, 0), (2, 0)]
    ring = [(0, 0), (2, 0), (2, 2), (0, 2), (0, 0)]
    assert simplified(ring, 0.01) == ring


# ---------------------------------------------------------------- which ground


def test_without_a_file_the_lines_follow_the_places_and_say_so(areas, cast, signed_in):
    assert basemap().origin == INDICATIVE
    assert basemap().borders[1]
    page = signed_in(cast.viewer).get(reverse("places:outlines")).json()
    assert {each["name"] for each in page["names"]} >= {"Aleppo", "Idleb"}


def test_a_map_says_that_its_lines_are_no_boundary(areas, cast, signed_in, ticketed):
    words = "indicative, not boundaries"
    client = signed_in(cast.viewer)
    assert words in client.get(reverse("ordnance:map")).content.decode()
    Outline.objects.create(area=areas["SY02"], rings=[SQUARE])
    assert words not in client.get(reverse("ordnance:map")).content.decode()


def test_an_administrators_file_takes_the_place_of_the_lines(areas, tmp_path):
    file = geojson(tmp_path, polygon(ADM1_PCODE="SY02", ADM0_PCODE="SY"))
    call_command("import_outlines", file)
    assert basemap().origin == IMPORTED
    assert basemap().land == (tuple(map(tuple, SQUARE)),)


def test_a_second_file_replaces_the_first(areas, tmp_path):
    for code in ("SY02", "SY07"):
        call_command("import_outlines", geojson(tmp_path, polygon(pcode=code)))
    assert [each.area.pcode for each in Outline.objects.all()] == ["SY07"]


def test_a_file_may_hold_islands_and_heights(areas, tmp_path):
    high = [[x, y, 300] for x, y in SQUARE]
    island = [[x + 1, y] for x, y in SQUARE]
    geometry = {"type": "MultiPolygon", "coordinates": [[high], [island]]}
    file = geojson(tmp_path, {"properties": {"pcode": "SY02"}, "geometry": geometry})
    call_command("import_outlines", file)
    assert len(Outline.objects.get().rings) == 2


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("not json", "no GeoJSON file"),
        ("[]", "no GeoJSON file"),
        (json.dumps({"features": [{"geometry": None}]}), "no GeoJSON file"),
        (json.dumps({"features": [polygon(pcode="XX99")]}), "Import the gazetteer first"),
        (json.dumps({"features": [polygon([[4e6, 4e6]] * 4, pcode="SY02")]}), "EPSG:4326"),
    ],
)
def test_a_file_that_is_of_no_use_is_refused_and_changes_nothing(
    content, sentence, areas, tmp_path
):
    Outline.objects.create(area=areas["SY02"], rings=[SQUARE])
    file = tmp_path / "bad.geojson"
    file.write_text(content)
    with pytest.raises(CommandError, match=sentence):
        call_command("import_outlines", file)
    assert Outline.objects.count() == 1


def test_the_browser_keeps_a_drawing_only_under_its_own_name(areas, cast, signed_in):
    client = signed_in(cast.viewer)
    address = client.get(reverse("ordnance:map")).context["outlines_url"]
    assert "immutable" in client.get(address)["Cache-Control"]
    old = client.get(f"{reverse('places:outlines')}?v=old")
    assert old["Cache-Control"] == "private, no-cache"


def test_a_new_place_makes_a_new_drawing(areas):
    before = basemap().mark
    areas["C1022"].latitude = "36.2"
    areas["C1022"].save()
    assert basemap().mark != before


def test_near_enough_a_map_names_the_towns_in_its_box(areas, cast, signed_in):
    client = signed_in(cast.viewer)

    def named(box):
        return [each["name"] for each in client.get("/places/towns/", {"box": box}).json()["names"]]

    assert named("36.1,36.8,36.2,36.9") == ["Atareb"]
    assert named("33,36,33.1,36.1") == []
    assert named("everything") == []
