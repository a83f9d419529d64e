"""How sure of the day and the hour a row of a sheet is follows from what it tells."""

from datetime import time, timedelta

import pytest

from incidents.models import Incident
from tests.factories import DAY, make_incident

LATER = DAY + timedelta(days=2)

COLUMNS = ["place", "date", "weapon", "killed"]
ROW = ["C1022", "2024-11-28", "airstrike", "15"]
# the columns that a sheet has besides, their cells, field and what is kept
SHEETS = [
    (["time", "time_precision"], ["13:22", "unknown"], "time_precision", "approximate"),
    (["time", "time_precision"], ["", "exact"], "time_precision", "unknown"),
    (["part_of_day"], ["dawn"], "time_precision", "part_of_day"),
    (["occurred_until"], ["2024-11-30"], "date_precision", "range"),
]


@pytest.mark.parametrize(("headers", "cells", "name", "kept"), SHEETS)
def test_a_row_is_as_sure_as_what_it_tells(cast, bring, headers, cells, name, kept):
    bring("incidents", [[*COLUMNS, *headers], [*ROW, *cells]], by=cast.data_manager, apply=True)
    assert getattr(Incident.objects.get(), name) == kept


def test_a_sheet_that_changes_the_hour_shows_what_follows_from_it(cast, bring):
    incident = make_incident(cast=cast, time=time(13, 22), time_precision="exact")
    rows = [["ref", "version", "time"], [incident.ref, incident.version, ""]]
    sheet = bring("incidents", rows, by=cast.data_manager)
    [row] = sheet.rows.all()
    assert row.changes["time_precision"] == ["exact", "unknown"]
    bring("incidents", rows, by=cast.data_manager, apply=True)
    assert Incident.objects.values_list("time", "time_precision").get() == (None, "unknown")


def test_a_sheet_that_changes_nothing_brings_no_older_record_into_line(cast, bring):
    incident = make_incident(cast=cast)
    Incident.objects.filter(pk=incident.pk).update(occurred_until=LATER)
    rows = [["ref", "version", "occurred_until"], [incident.ref, incident.version, str(LATER)]]
    assert bring("incidents", rows, by=cast.data_manager).totals["unchanged"] == 1
    rows[1][2] = str(LATER + timedelta(days=1))
    [row] = bring("incidents", rows, by=cast.data_manager).rows.all()
    assert row.changes["date_precision"] == ["day", "range"]
