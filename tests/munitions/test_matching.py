"""Naming a model from what people write; unknown stays unknown."""

import pytest

from munitions.matching import Designations, find_in, match
from munitions.models import Munition

NAMED = [
    ("9M55K", "9M55K", "exact"),
    ("9М55К", "9M55K", "exact"),
    ("9H210", "9N210", "exact"),  # Latin H for a Cyrillic Н
    ("РБК-500 ШОАБ-0.5", "RBK-500 ShOAB-0.5", "exact"),
    ("FAB250 M62", "FAB-250 M-62", "exact"),
    ("Mk82", "Mk 82", "exact"),
    ("ПФМ-1", "PFM-1", "exact"),
    ("KMGU", "KMGU-2", "alias"),
    ("РБК-250 АО-1", "RBK-250-275 AO-1SCh", "alias"),
    ("rbk 500 ao-2.5rt", "RBK-500 AO-2.5RT/RTM", "close"),
    ("برميل متفجر", "Barrel bomb", "close"),
]
SPOTTED = [
    ("صواريخ عنقودية 300مم 9M55K", ["9M55K"]),
    ("ذخائر 9N210 و9N235", ["9N210", "9N235"]),
    ("two 9m55k5 rockets", ["9M55K5"]),
    ("RBK-500 ShOAB-0.5 bomblets in the field", ["RBK-500 ShOAB-0.5"]),
    ("300mm 9М55К.", ["9M55K"]),
    ("PMN mine found", ["PMN"]),
    ("a pair of FAB-500 M-62, one PMN-2", ["FAB-500 M-62", "PMN-2"]),
    ("he came at 4 with 10 men in his m 26", []),
    ("صواريخ غراد 122مم حارقة 9M225", []),
    ("barrel bomb", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "designation", "certainty"), NAMED)
def test_a_model_is_named(shipped, text, designation, certainty):
    found = match(text)
    assert (found.munition.designation, found.certainty) == (designation, certainty)


@pytest.mark.parametrize("text", ["", "x", "RBK-500", "RPG-7", "قنبلة", "something heavy"])
def test_what_fits_none_or_several_names_none(shipped, text):
    assert match(text) is None


@pytest.mark.parametrize(("text", "designations"), SPOTTED)
def test_models_are_spotted_in_a_sentence(shipped, text, designations):
    spotted = Designations.load().find_all(text)
    assert [found.munition.designation for found in spotted] == designations


def test_the_first_model_of_a_sentence(shipped):
    assert find_in("ذخائر 9N210 و9N235").munition.designation == "9N210"
    assert find_in("no ordnance here") is None


def test_one_load_of_the_catalogue_serves_many_texts(shipped, django_assert_num_queries):
    with django_assert_num_queries(1):
        known = Designations.load()
        assert known.match("9M55K")
        assert known.find_in("two PMN-2")


@pytest.mark.parametrize(
    ("text", "designation"),
    [
        ("9m55k", "9M55K"),
        ("рбк-500 шоаб", "RBK-500 ShOAB-0.5"),
        ("فاب 100", "FAB-100"),
        ("Uragan HE", "9M27F"),
        ("لغم الفراشة", "PFM-1"),
    ],
)
def test_the_catalogue_is_searched_by_any_name(shipped, text, designation):
    assert designation in [str(found) for found in Munition.objects.search(text)]


def test_an_empty_search_finds_nothing(shipped):
    assert list(Munition.objects.search(" - ")) == []
