"""Words are found in the text of an incident however Arabic spells them."""

import pytest

from incidents.listing import mentioning
from incidents.models import Incident
from tests.factories import make_incident

FOUND = [
    # written, asked for
    ("قصف قرب المدرسة", "مدرسه"),
    ("قصف قرب المدرسة", "المدرسة"),
    ("مخيم الأمل", "الامل"),
    ("مستشفى باب الهوى", "مستشفي"),
    ("غــارة جوّية", "غارة جوية"),
    ("صاروخ ١٢٢ ملم", "122"),
    ("The Grand Mosque", "grand mosque"),
]


@pytest.mark.parametrize(("written", "asked"), FOUND)
def test_a_word_is_found_however_it_is_spelt(cast, written, asked):
    incident = make_incident(cast=cast, narrative=written)
    assert incident in Incident.objects.filter(mentioning(asked))


def test_another_word_is_not_found(cast):
    make_incident(cast=cast, narrative="قصف قرب المدرسة")
    assert not Incident.objects.filter(mentioning("مشفى")).exists()
