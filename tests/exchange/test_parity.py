"""One table of rules: the form refuses what the sheet refuses, on the same field; and the verbs
for many cases do what the verbs for one do."""

from datetime import timedelta

import pytest
from django.utils import timezone

from casework import actions
from casework.actions_many import Faults, create_many, edit_many
from casework.errors import StaleCase
from incidents.forms import DetailsForm, FlashForm
from incidents.models import Incident
from incidents.resources import IncidentResource
from tests.exchange.conftest import findings
from tests.factories import DAY, area, make_incident, make_source, report_records, toll

TOMORROW = str(timezone.localdate() + timedelta(days=2))
GOOD = {
    "place": "C1022",
    "occurred_on": "2024-11-28",
    "weapon": "airstrike",
    "killed_qualifier": "exact",
    "killed_minimum": "15",
    "injured_qualifier": "unknown",
    "trapped_qualifier": "unknown",
    "source_kind": "responder_team",
}
COLUMNS = ["place", "date", "weapon", "killed", "killed children", "time", "site"]
ROW = {"place": "C1022", "date": "2024-11-28", "weapon": "airstrike", "killed": "15"}

# field, what the flash form is sent, what the sheet says
FLASH = [
    ("occurred_on", {"occurred_on": "2024-11-31"}, {"date": "2024-11-31"}),
    ("occurred_on", {"occurred_on": TOMORROW}, {"date": TOMORROW}),
    ("occurred_on", {"occurred_on": ""}, {"date": ""}),
    ("place", {"place": "Nowhere at all"}, {"place": "Nowhere at all"}),
    ("place", {"place": ""}, {"place": ""}),
    ("weapon", {"weapon": "magic"}, {"weapon": "magic"}),
    ("killed", {"killed_minimum": "-1"}, {"killed": "-1"}),
    ("killed", {"killed_minimum": "many"}, {"killed": "many"}),
    ("killed", {"killed_minimum": "1.5"}, {"killed": "1.5"}),
    ("killed", {"killed_minimum": "9999999999"}, {"killed": "9999999999"}),
    (
        "killed",
        {"killed_qualifier": "between", "killed_minimum": "15", "killed_maximum": "10"},
        {"killed": "15-10"},
    ),
    (
        "killed",
        {
            "killed_minimum": "3",
            "killed_children_qualifier": "exact",
            "killed_children_minimum": "5",
        },
        {"killed": "3", "killed children": "5"},
    ),
    ("time", {"time": "25:00"}, {"time": "25:00"}),
    ("site_name", {"site_name": "x" * 201}, {"site": "x" * 201}),
]


@pytest.mark.parametrize(("field", "sent", "told"), FLASH)
def test_the_form_and_the_sheet_refuse_the_same_on_the_same_field(cast, bring, field, sent, told):
    form = FlashForm({**GOOD, **sent}, by=cast.data_manager)
    assert field in form.errors
    row = {**ROW, **told}
    sheet = bring("incidents", [COLUMNS, [row.get(name, "") for name in COLUMNS]])
    assert field in {column for column, _code in findings(sheet)[2]}


def test_the_good_values_of_the_table_pass_both(cast, bring):
    assert not FlashForm(GOOD, by=cast.data_manager).errors
    sheet = bring("incidents", [COLUMNS, [ROW.get(name, "") for name in COLUMNS]])
    assert sheet.totals["new"] == 1


# field of the form, its value, column of the sheet, its header
DETAILS = [
    ("point", "59.93, 30.33", "coordinates", "coordinates"),
    ("point", "somewhere 7", "coordinates", "coordinates"),
    ("occurred_until", "2024-11-20", "occurred_until", "occurred_until"),
    ("facility", "moon base", "facility", "facility"),
    ("sensitivity", "whispered", "sensitivity", "sensitivity"),
    ("external_id", "x" * 61, "external_id", "external_id"),
    ("title", "x" * 201, "title", "title"),
]


@pytest.mark.parametrize(("field", "value", "column", "header"), DETAILS)
def test_so_do_the_details(cast, bring, field, value, column, header):
    data = {**GOOD, "date_precision": "day", "sensitivity": "internal", "geo_precision": "exact"}
    form = DetailsForm({**data, field: value}, instance=make_incident(cast=cast))
    assert field in form.errors
    rows = [[*COLUMNS, header], [*[ROW.get(name, "") for name in COLUMNS], value]]
    assert column in {found for found, _code in findings(bring("incidents", rows))[2]}


# ---------------------------------------------------------------- one and many


def case_with_records(**numbers):
    incident = Incident(place=area(), occurred_on=DAY, weapon="airstrike", title="One")
    source = make_source(incident)
    return incident, [source, *report_records(incident, source, toll(**numbers))]


def written(incident):
    """What a case came to, without keys, numbers and times."""
    incident = Incident.objects.get(pk=incident.pk)
    events = [
        (e.verb, e.from_status, e.to_status, e.version, e.by_id, sorted(e.changes))
        for e in incident.events.order_by("version")
    ]
    figures = list(
        incident.casualty_reports.values_list(
            "figures__outcome", "figures__group", "figures__minimum", "figures__qualifier"
        )
    )
    own = (incident.status, incident.version, incident.title, incident.created_by_id)
    return own, events, figures, incident.organisation_id, incident.sources.count()


def test_creating_many_writes_what_creating_one_does(cast):
    one, records = case_with_records(killed=(10, 15), injured=(20, None))
    actions.create(one, by=cast.coordinator, children=records)
    actions.move(one, "submit", by=cast.coordinator)
    other, others = case_with_records(killed=(10, 15), injured=(20, None))
    create_many([(other, others)], by=cast.coordinator, steps=("submit",))
    assert written(one) == written(other)
    assert other.ref == "INC-2024-000002"


def test_editing_many_writes_what_editing_one_does(cast):
    one, other = make_incident(cast=cast), make_incident(cast=cast)
    one.title = other.title = "Market hit"
    actions.edit(one, by=cast.colleague)
    edit_many([other], by=cast.colleague)
    assert written(one) == written(other)
    assert one.events.first().changes == other.events.first().changes


def test_many_refuse_what_one_refuses(cast):
    bad = case_with_records(killed=3, children=5)
    with pytest.raises(Faults, match="more than the total"):
        create_many([case_with_records(killed=1), bad], by=cast.coordinator)
    assert not Incident.objects.exists()
    stale = make_incident(cast=cast)
    newer = Incident.objects.get(pk=stale.pk)
    newer.title = "New"
    actions.edit(newer, by=cast.coordinator)
    stale.title = "Old"
    with pytest.raises(StaleCase):
        edit_many([stale], by=cast.coordinator)


def test_every_plain_field_of_an_incident_is_a_column_by_itself(cast):
    columns = IncidentResource(cast.data_manager).fields
    plain = {f.name for f in Incident._meta.concrete_fields if f.editable and not f.is_relation}
    assert plain <= set(columns)


def test_a_waiting_repeat_is_what_the_step_itself_would_refuse(cast, bring):
    rows = [COLUMNS, [ROW.get(name, "") for name in COLUMNS]]
    bring("incidents", [*rows, rows[1]], by=cast.data_manager, apply=True)
    first, second = Incident.objects.order_by("ref")
    assert (first.status, second.status) == ("submitted", "draft")
    step = Incident.workflow.steps["submit"]
    assert first.ref in str(step.guard(second, cast.data_manager))
