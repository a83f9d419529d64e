"""What the tests of maps share: something to show."""

import pytest

from tests import factories


@pytest.fixture
def ticketed(cast):
    """One ticket, so that there is a map to show."""
    return factories.make_ticket(cast=cast)
