"""The gazetteer on a device: the person's area and what it lies in, with the rules of folding."""

import pytest

from tests.factories import area


@pytest.fixture
def told(cast, signed_in):
    """`told(person)` is what the person's device keeps."""
    return lambda person: signed_in(person).get("/device/places.json").json()


def test_every_place_stands_with_its_names_and_where_it_lies(told, cast):
    kept = told(cast.coordinator)
    rows = {each[0]: each for each in kept["areas"]}
    _pcode, arabic, english, level, parent = rows["C4121"]
    assert (arabic, english, level) == ("سرمدا", "Sarmada", 4)
    assert kept["areas"][parent][0] == "SY070301"


def test_a_person_keeps_their_own_area_and_those_above_it(told, cast):
    cast.coordinator.areas.set([area("SY0703")])
    kept = {each[0] for each in told(cast.coordinator)["areas"]}
    assert {"SY", "SY07", "SY0703", "SY070301", "C4121"} == kept


def test_the_device_may_keep_it_and_a_line_carries_little(cast, signed_in):
    answer = signed_in(cast.viewer).get("/device/places.json", headers={"Accept-Encoding": "gzip"})
    assert answer["Device-Keeps"] == cast.viewer.keeper
    assert answer["Content-Encoding"] == "gzip"
