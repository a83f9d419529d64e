"""What is odd and may be right is warned of in a sheet too, and waits where a step asks."""

import pytest
from django.core.exceptions import ValidationError

from casework import actions
from incidents.models import Incident
from tests.exchange.conftest import findings
from tests.factories import make_incident

COLUMNS = ["pcode", "date", "weapon", "killed", "injured", "killed children"]
# place, killed, injured, children; what is warned of; whether it waits as a draft
ROWS = [
    (("C1022", "3", "", ""), [], False),
    (("SY020001", "3", "", ""), [], False),
    (("C1022", "300", "200", ""), [], False),
    (("SY02", "3", "", ""), [("pcode", "large_area")], True),
    (("SY", "3", "", ""), [("pcode", "large_area")], True),
    (("C1022", "300", "201", ""), [("killed", "many_people")], True),
    (("C1022", "5-9", "", "7"), [("killed", "parts_above")], False),
]


def rows_of(told):
    place, killed, injured, children = told
    return [COLUMNS, [place, "2024-11-28", "airstrike", killed, injured, children]]


@pytest.mark.parametrize(("told", "warned", "waits"), ROWS)
def test_a_row_is_warned_of_what_a_form_warns_of(cast, bring, told, warned, waits):
    sheet = bring("incidents", rows_of(told), by=cast.data_manager, apply=True)
    assert findings(sheet, "warning").get(2, []) == warned
    incident = Incident.objects.get()
    assert incident.status == ("draft" if waits else "submitted")
    assert sheet.totals["new"] == 1


@pytest.mark.parametrize("told", [told for told, _warned, waits in ROWS if waits])
def test_what_waits_is_what_the_step_itself_asks_about(cast, bring, told):
    bring("incidents", rows_of(told), by=cast.data_manager, apply=True)
    with pytest.raises(ValidationError) as refused:
        actions.move(Incident.objects.get(), "submit", by=cast.data_manager)
    assert list(refused.value.error_dict) == ["reason"]


def test_a_changed_figure_is_warned_of_and_an_unchanged_one_is_not(cast, bring):
    incident = make_incident(cast=cast)
    rows = [["ref", "version", "killed"], [incident.ref, incident.version, "600"]]
    sheet = bring("incidents", rows, by=cast.data_manager, apply=True)
    assert ("killed", "many_people") in findings(sheet, "warning")[2]
    rows[1][1] = Incident.objects.get().version
    assert not findings(bring("incidents", rows, by=cast.data_manager), "warning")


def test_many_chosen_ones_are_submitted_with_one_word(cast, bring, signed_in):
    bring("incidents", rows_of(("SY02", "3", "", "")), by=cast.data_manager, apply=True)
    incident = Incident.objects.get()
    asked = {"step": "submit", "case": f"{incident.ref}:{incident.version}", "go": "1"}
    client = signed_in(cast.data_manager)
    assert "large area" in client.post("/bulk/incidents/", asked).content.decode()
    client.post("/bulk/incidents/", {**asked, "reason": "Their sheet says no more."})
    assert Incident.objects.get().status == "submitted"


POINT = ["lat", "lon", "geo_precision"]


@pytest.mark.parametrize(("precision", "noted"), [("", True), ("town", False)])
def test_a_point_without_its_precision_is_noted_and_comes_in(cast, bring, precision, noted):
    rows = [[*COLUMNS[:4], *POINT], ["C1022", "2024-11-28", "airstrike", "3", "36.1379", "36.8284",
                                     precision]]  # fmt: skip
    sheet = bring("incidents", rows, by=cast.data_manager, apply=True)
    assert (("latitude", "no_precision") in findings(sheet, "note").get(2, [])) == noted
    assert Incident.objects.get().status == "submitted"
