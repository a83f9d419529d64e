"""Folders for servers of the tests' own."""

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings


@contextmanager
def folder_of_a_server():
    """A new folder that the account which runs PostgreSQL for root may enter, too."""
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=settings.VAR_DIR, prefix="server."))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def fresh_folder():
    with folder_of_a_server() as folder:
        yield folder


@pytest.fixture(scope="module")
def kept_folder():
    """One folder for all tests of a module: making a cluster takes a second."""
    with folder_of_a_server() as folder:
        yield folder
