"""The list's own box finds what the one search finds, and nothing beside it."""

import pytest

from casework.seeking import seek
from incidents.listing import IncidentFilter
from incidents.models import Incident
from tests.factories import make_incident

FOUND = [
    # written, asked for
    ("قصف قرب المدرسة", "مدرسه"),
    ("قصف قرب المدرسة", "المدرسة"),
    ("قصف قرب المدرسة", "schools"),
    ("مخيم الأمل", "الامل"),
    ("مستشفى باب الهوى", "مستشفي"),
    ("غــارة جوّية", "غارة جوية"),
    ("صاروخ ١٢٢ ملم", "122"),
    ("The Grand Mosque", "grand mosqe"),
]


def listed(text, person):
    form = IncidentFilter({"q": text}, user=person)
    return set(form.narrow(Incident.objects.visible_to(person)))


@pytest.mark.parametrize(("written", "asked"), FOUND)
def test_the_list_finds_a_word_however_it_is_spelt(cast, written, asked):
    incident = make_incident(cast=cast, narrative=written)
    make_incident(cast=cast, narrative="a bridge", weapon="mortar")
    assert listed(asked, cast.viewer) == {incident} == set(seek(Incident, asked, cast.viewer))


@pytest.mark.parametrize("asked", ["inc-{year}", "INC {year} 1", "INC-{year}-0000", "000001"])
def test_the_list_finds_a_reference_by_its_beginning(cast, asked):
    incident = make_incident(cast=cast)
    assert listed(asked.format(year=incident.ref[4:8]), cast.viewer) == {incident}


@pytest.mark.parametrize("asked", ["مشفى", "—", "the", "INC-2019"])
def test_what_is_not_there_is_not_found(cast, asked):
    make_incident(cast=cast, narrative="قصف قرب المدرسة")
    assert listed(asked, cast.viewer) == set() == set(seek(Incident, asked, cast.viewer))
