"""What stands in one line runs as the page does: names of the other direction, arrows, marks."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.utils import translation

from casework.wording import in_one_line
from incidents import reading
from incidents.evidence import Source
from incidents.ledger import CasualtyReport, Outcome
from incidents.models import Damage
from ordnance.items import Disposal, Item
from ordnance.sightings import Sighting
from tests.factories import make_incident

AT = datetime(2024, 11, 28, 16, 48, tzinfo=UTC)
TEMPLATES = Path(__file__).parents[2] / "templates"


@pytest.mark.parametrize(
    ("language", "source", "said"),
    [
        ("en", "Duty team", "Duty team 28 Nov 2024 18:48"),
        ("ar", "فريق المناوبة", "فريق المناوبة 28 تشرين الثاني 2024 18:48"),
        # Without the marks the 28 would stand before the name and the month behind it.
        ("ar", "Duty team", "\u200f\u2068Duty team\u2069 \u206828 تشرين الثاني 2024 18:48\u2069"),
        ("en", "فريق", "\u200e\u2068فريق\u2069 \u206828 Nov 2024 18:48\u2069"),
    ],
)
def test_a_report_is_named_by_its_source_and_then_its_time(language, source, said, settings):
    settings.TIME_ZONE = "Etc/GMT-2"
    with translation.override(language):
        assert str(CasualtyReport(source=Source(name=source), as_of=AT)) == said


def test_the_reason_of_a_report_keeps_its_full_stop_behind_it(cast):
    incident = make_incident(cast=cast)
    report = incident.casualty_reports.get()
    report.reason = "The search ended."
    with translation.override("ar"):
        row = reading.row(incident, report, Outcome.KILLED, None)
    assert row.sub.endswith(" · \u2068The search ended.\u2069")


def test_what_became_of_an_item_begins_with_the_item():
    disposal = Disposal(quantity=2, item=Item(written="9M55K"), method="moved_to_store")
    damage = Damage(site="surroundings of the camp", level="destroyed")
    with translation.override("ar"):
        assert disposal.in_history().startswith("\u200f\u20682 × 9M55K\u2069: ")
        assert str(damage).startswith("\u200f\u2068surroundings of the camp\u2069: ")
    with translation.override("en"):
        assert disposal.in_history().startswith("2 × 9M55K: ")


def test_a_sighting_says_its_day_as_every_page_does():
    with translation.override("ar"):
        assert "تشرين الثاني 2024" in str(Sighting(channel="phone", seen_at=AT))


def test_names_of_the_page_s_own_direction_need_no_marks():
    with translation.override("en"):
        assert in_one_line(["a", "12"], between=" · ") == "a · 12"


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("[→←]", "an icon that turns, or Arabic reads from the new to the old"),
        ("%}; {%", "{% translate '; ' %}, which is another mark in Arabic"),
        ("%}, {%", "{% translate ', ' %}, which is another mark in Arabic"),
    ],
)
def test_no_page_writes_an_arrow_or_a_mark_that_does_not_turn(written, instead):
    pages = sorted(TEMPLATES.rglob("*.html"))
    assert [page.name for page in pages if re.search(written, page.read_text())] == [], instead


# Between two values of a template, or in the join of a list.
LATIN_MARK = re.compile(r"(?:%\}|\}\})\s*[,;]\s*(?:\{\{|\{%)|join:\"[,;]")


def test_what_parts_two_values_has_the_mark_of_the_language():
    """An Arabic reader's comma is “،”: a template asks for ", " and "; " as texts."""
    pages = {path.name: path.read_text() for path in TEMPLATES.rglob("*.html")}
    found = {name: LATIN_MARK.findall(text) for name, text in pages.items()}
    assert {name: marks for name, marks in found.items() if marks} == {}
