"""The first day, with and without the total that was claimed for it."""

import pytest

from tests.sitreps.building import build_claim, build_first_day


@pytest.fixture
def records_only(cast):
    """The incidents and tickets of 28 November 2024 and the day before; nobody's total."""
    return build_first_day(cast)


@pytest.fixture
def first_day(records_only):
    """The same, with the Civil Defence's total of the evening."""
    build_claim(records_only.cast)
    return records_only
