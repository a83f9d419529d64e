"""Several columns that feed one field: joined before its widget reads them."""

from datetime import date

import pytest

from exchange.mapping import joining
from incidents.models import Incident
from ordnance.models import Ticket
from tests.exchange.conftest import findings


@pytest.mark.parametrize(
    ("parts", "joined"),
    [
        ({"day": 28, "month": "11", "year": 2024}, "2024-11-28"),
        ({"day": "٢٨", "month": "١١", "year": "٢٠٢٤"}, "2024-11-28"),
        ({"day": 5, "month": "6", "year": 24}, "2024-6-5"),
        ({"day": 28, "month": "تشرين الثاني", "year": 2024}, "28 تشرين الثاني 2024"),
        ({"day": "", "month": "11", "year": 2024}, "11 2024"),
        ({"day": "", "month": "-", "year": "unknown"}, ""),
        ({"date": "2024-11-28T00:00:00", "hour": "13:22"}, "2024-11-28 13:22"),
        ({"date": 45624, "hour": 0.5}, "2024-11-28 12:00"),
        ({"date": 7, "hour": ""}, "7"),
        ({"date": "28/11/2024", "hour": ""}, "28/11/2024"),
        ({"date": "", "hour": "13:22"}, "13:22"),
        ({"minimum": 8, "maximum": 13}, "8-13"),
        ({"minimum": "8", "maximum": 8}, "8"),
        ({"minimum": "20", "maximum": ""}, "at least 20"),
        ({"minimum": "", "maximum": "9"}, "up to 9"),
    ],
)
def test_parts_become_the_text_of_one_cell(parts, joined):
    assert joining.join(parts) == joined


def test_day_month_and_year_make_a_day_and_errors_stand_at_the_first_of_them(bring, demo_places):
    rows = [
        ["external_id", "governorate", "day", "month", "year", "killed_min", "killed_max"],
        ["J-1", "Idleb", "28", "11", "2024", "2", "5"],
        ["J-2", "Idleb", "31", "11", "2024", "2", ""],
    ]
    sheet = bring("incidents", rows, apply=True)
    assert sheet.totals["new"] == 1
    assert findings(sheet)[3] == [("occurred_on", "impossible")]
    incident = Incident.objects.get()
    assert incident.occurred_on == date(2024, 11, 28)


def test_a_date_and_a_time_make_a_moment(bring, demo_places):
    rows = [["external_id", "pcode", "date", "time"], ["J-1", "SY07", "28/11/2024", "13:22"]]
    sheet = bring("tickets", rows, apply=True)
    assert sheet.totals["new"] == 1
    assert Ticket.objects.get().reported_at.isoformat()[:16] == "2024-11-28T10:22"
