"""One name of ordnance folds to one form, whatever the script, case, hyphens and digits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from munitions.designations import fold_designation

SAME = [
    ("RBK-500", "РБК-500"),
    ("RBK-500", "rbk 500"),
    ("RBK-500", "PБK-500"),  # Latin P and K around a Cyrillic Б
    ("FAB-250", "FАВ-250"),  # Cyrillic А and В after a Latin F
    ("9M55K", "9М55К"),
    ("9M55K", "9m-55 k"),
    ("9M55K", "9M55К"),  # one Cyrillic letter
    ("9M55K", "٩M٥٥K"),
    ("9N210", "9Н210"),
    ("AO-2.5RT", "АО-2,5РТ"),
    ("ShOAB-0.5", "ШОАБ-0,5"),
    ("PTAB-2.5M", "ptab 2٫5 m"),
    ("OZM-72", "ОЗМ‑72"),
    ("PFM-1", "ПФМ–1"),
    ("Kh-29L", "Х-29Л"),
    ("3-O-8", "3O8"),
    ("قنبلة فاب-250", "قنبله فاب ٢٥٠"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_designation_fold_alike(one, other):
    assert fold_designation(one) == fold_designation(other)


@pytest.mark.parametrize(
    ("one", "other"), [("9M55K", "9M55K5"), ("AO-2.5", "AO-25"), ("FAB-250", "OFAB-250")]
)
def test_different_designations_stay_different(one, other):
    assert fold_designation(one) != fold_designation(other)


@given(st.text(max_size=40))
def test_folding_never_fails(text):
    assert " " not in fold_designation(text)
