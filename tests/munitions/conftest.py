"""The shipped catalogue, for tests that name ordnance."""

import pytest

from munitions import catalogue


@pytest.fixture
def shipped(db):
    return catalogue.take_in(catalogue.read_rows())
