"""The shipped gazetteer, for tests that look for places."""

import pytest

from places import gazetteer
from places.models import Area


@pytest.fixture
def demo_places(db):
    return gazetteer.take_in(gazetteer.read_rows())


@pytest.fixture
def atareb(demo_places):
    return Area.objects.get(pcode="C1022")
