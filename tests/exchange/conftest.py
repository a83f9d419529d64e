"""People who may bring sheets in, places to find, and a short way through the pipeline."""

import csv
import io

import pytest

from exchange import importing
from munitions import catalogue
from places import gazetteer
from tests import factories


@pytest.fixture
def demo_places(db):
    """The gazetteer and the catalogue that ship with the project."""
    gazetteer.take_in(gazetteer.read_rows())
    catalogue.take_in(catalogue.read_rows())


@pytest.fixture
def manager(areas):
    return factories.make_person(role="data_manager", username="manager")


@pytest.fixture
def bring(manager):
    """`bring(kind, content)` stages and checks; rows may be lists, apply=True writes them."""

    def through(kind, content, *, by=None, name="sheet.csv", apply=False, **options):
        if isinstance(content, list):
            content = as_csv(content)
        by = by or manager
        sheet = importing.check(
            importing.stage(kind=kind, content=content, name=name, by=by, **options)
        )
        return importing.apply(sheet, by=by) if apply else sheet

    return through


def as_csv(rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def findings(sheet, severity="error"):
    """{row number: [(column, code)]} of one severity."""
    return {
        row.number: [(f["column"], f["code"]) for f in row.findings if f["severity"] == severity]
        for row in sheet.rows.all()
        if any(f["severity"] == severity for f in row.findings)
    }
