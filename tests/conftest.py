"""What every test may ask for: the cast of people, and clients signed in as one of them."""

import pytest
from django.test import Client
from django.utils import translation

from config import catalogues
from tests import factories
from tests.chromium import chromium  # noqa: F401 - a fixture for all


def pytest_configure():
    """Before the first text is translated; workers of xdist may all do it at once."""
    catalogues.compile_stale()


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    """Uploaded files go where pytest cleans up, never beside real evidence."""
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Areas and people stand in the database before the first test, since nearly all ask for them.

    A test that flushes the database removes them; whoever asks next makes them anew.
    """
    with django_db_blocker.unblock():
        factories.make_areas()
        factories.make_cast()


@pytest.fixture(autouse=True)
def in_english():
    """A test that asked for another language leaves none of it to the next."""
    with translation.override("en"):
        yield


@pytest.fixture
def empty_house(db):
    """Without the people and areas that stand ready: as before the first start."""
    factories.empty_house()


@pytest.fixture
def areas(db):
    return factories.make_areas()


@pytest.fixture
def cast(areas):
    """One person of each role, two colleagues and a stranger; see factories.Cast."""
    return factories.make_cast()


@pytest.fixture
def signed_in(cast):
    """`signed_in(person)` is a client of that person."""

    def client_of(person):
        client = Client()
        client.force_login(person)
        return client

    return client_of
