"""Whom the tests of signing in ask for."""

import pytest

from tests.accounts.signing import with_password


@pytest.fixture
def person(cast):
    """Somebody with a password, whose role leaves the second step to them."""
    return with_password(cast.coordinator)
