"""What docs/sheets.md says of one cell and one row is what becomes of them."""

import re

import pytest
from django.conf import settings

from exchange import importing
from exchange.importing.judging import judged, resource_for
from exchange.mending import mend_cells
from exchange.models import Plan
from incidents.models import Incident

PAGE = (settings.BASE_DIR / "docs" / "sheets.md").read_text()
EXAMPLE = re.search(r"```\n(.*?)```", PAGE, re.S)[1]
TOWN, KILLED = 1, 2


def told(word):
    """The page's cells of “Town” and “Killed” in the line of a word; "" where it has none."""
    line = next(line for line in PAGE.splitlines() if line.startswith(f"| {word} |"))
    return [cell.strip().strip("`") for cell in line.strip("|").split("|")[2:]]


def said(*values):
    return ["" if value is None else repr(value) for value in values]


@pytest.fixture
def sheet(bring):
    sheet = bring("incidents", EXAMPLE.encode())
    assert sheet.totals["refused"] == 1
    mend_cells(sheet, {2: {str(KILLED): "at least ١٥"}}, by=sheet.by)
    sheet.refresh_from_db()
    return sheet


def test_each_word_names_the_stage_that_the_page_says(sheet):
    stored = sheet.rows.get()
    [[(_staged, row)]] = judged(sheet, resource_for(sheet), sheet.rows.all())
    people = row.values["killed"]
    assert told("raw") == said(stored.raw[TOWN], stored.raw[KILLED])
    assert told("edits") == said(None, stored.edits[str(KILLED)])
    assert told("cells") == said(row.cells["place"], row.cells["killed"])
    assert told("shown") == said(stored.shown["place"], stored.shown.get("killed"))
    assert told("values") == [
        repr(row.values["place"]),
        f"People(minimum={people.minimum}, maximum={people.maximum})",
    ]


@pytest.mark.parametrize("kept", [True, False])
def test_the_row_becomes_the_record_of_the_page_by_either_way(sheet, kept):
    assert Plan.objects.exists()
    if not kept:
        Plan.objects.all().delete()
    importing.apply(sheet, by=sheet.by)
    [report] = Incident.objects.get().casualty_reports.all()
    figure = report.figures.get()
    assert (figure.outcome, figure.minimum, figure.maximum) == ("killed", 15, None)
    assert report.source.name == sheet.name
