"""Likely duplicates stand beside their row; a person answers, the machine never merges or drops."""

import pytest

from casework import actions
from exchange import importing
from incidents.ledger import Outcome
from incidents.models import Damage, Incident
from incidents.review import DuplicateAnswer
from incidents.toll import toll
from tests.exchange.test_importing import GOOD, HEADERS
from tests.factories import make_incident

FIRST = GOOD
AGAIN = ["", *GOOD[1:6], "another network"]  # the same event, as somebody else told it


@pytest.fixture
def client(cast, signed_in):
    return signed_in(cast.data_manager)


@pytest.fixture
def sheet(bring, cast):
    return bring("incidents", [HEADERS, FIRST, AGAIN], by=cast.data_manager)


def post(client, sheet, number, **posted):
    client.post(f"/exchange/{sheet.pk}/rows/{number}/answer/", posted)
    sheet.refresh_from_db()
    return sheet.rows.get(number=number)


def likeness(row):
    return next(found for found in row.findings if "beside" in found)


def test_two_identical_rows_are_two_records_unless_told_otherwise(bring, cast):
    row = ["", *GOOD[1:]]
    sheet = bring("incidents", [HEADERS, row, row], by=cast.data_manager, apply=True)
    assert sheet.totals["new"] == Incident.objects.count() == 2


def test_a_finding_says_which_row_is_meant_and_why(sheet):
    found = likeness(sheet.rows.get(number=3))
    assert found["other"] == {"row": 2}
    assert found["score"] >= 60
    assert "the same day" in found["because"]
    assert found["beside"]["day"] == "2024-11-28"


def test_a_finding_names_the_stored_incident(client, bring, cast):
    stored = bring("incidents", [HEADERS, FIRST], by=cast.data_manager, apply=True)
    sheet = bring("incidents", [HEADERS, AGAIN], by=cast.data_manager)
    ref = stored.rows.get().ref
    assert likeness(sheet.rows.get())["other"] == {"ref": ref}
    page = client.get(f"/exchange/{sheet.pk}/").content.decode()
    assert f"/incidents/{ref}/" in page
    assert "Add as a source" in page


def test_keep_both_is_written_as_an_answer_and_nothing_waits(client, sheet, cast):
    row = post(client, sheet, 3, answer="different", other="2")
    assert row.answers == {"different": [2]}
    assert not [found for found in row.findings if found["severity"] == "warning"]
    importing.apply(sheet, by=cast.data_manager)
    answer = DuplicateAnswer.objects.get()
    refs = dict(sheet.rows.values_list("number", "ref"))
    assert (answer.incident.ref, answer.other.ref) == (refs[3], refs[2])
    assert answer.verdict == DuplicateAnswer.Verdict.DIFFERENT
    assert set(Incident.objects.values_list("status", flat=True)) == {"submitted"}


def test_unanswered_it_stays_a_draft(sheet, cast):
    importing.apply(sheet, by=cast.data_manager)
    status = dict(Incident.objects.values_list("ref", "status"))
    assert status[sheet.rows.get(number=3).ref] == "draft"


def test_a_row_joins_an_earlier_row_as_a_source(client, sheet, cast):
    row = post(client, sheet, 3, answer="source", other="2")
    assert (row.verdict, row.answers) == ("changed", {"source_of": 2})
    assert (sheet.totals["new"], sheet.totals["changed"]) == (1, 1)
    importing.apply(sheet, by=cast.data_manager)
    incident = Incident.objects.with_toll().get()
    assert {source.name for source in incident.sources.all()} == {GOOD[6], "another network"}
    assert incident.casualty_reports.count() == 2
    assert sheet.rows.get(number=3).ref == incident.ref


def test_several_rows_join_one_incident(client, bring, cast):
    rows = [HEADERS, FIRST, AGAIN, [*AGAIN[:6], "a third"]]
    sheet = bring("incidents", rows, by=cast.data_manager)
    post(client, sheet, 3, answer="source", other="2")
    post(client, sheet, 4, answer="source", other="2")
    importing.apply(sheet, by=cast.data_manager)
    assert Incident.objects.get().casualty_reports.count() == 3


def test_joining_a_verified_incident_overwrites_no_figure(client, bring, cast):
    verified = make_incident(status="verified", cast=cast)
    before = toll(verified, Outcome.KILLED)
    day = verified.occurred_on.isoformat()
    row = ["", day, verified.place.name_ar, "غارة جوية", "99", "", "another network"]
    sheet = bring("incidents", [HEADERS, row], by=cast.data_manager)
    found = post(client, sheet, 2, answer="source", other=verified.ref)
    assert found.verdict == "changed"
    importing.apply(sheet, by=cast.data_manager)
    verified = Incident.objects.with_toll().get(pk=verified.pk)
    assert toll(verified, Outcome.KILLED) == before
    assert 99 in {r.range_of("killed").minimum for r in verified.casualty_reports.all()}


def test_what_is_joined_must_be_taken_in(client, sheet):
    post(client, sheet, 3, answer="source", other="2")
    client.post(f"/exchange/{sheet.pk}/leave-out/", {"row": "2"})
    row = sheet.rows.get(number=3)
    assert row.verdict == "refused"
    assert "nothing can join it" in row.findings[0]["message"]


def test_an_answer_is_taken_back(client, sheet):
    post(client, sheet, 3, answer="source", other="2")
    row = post(client, sheet, 3, answer="again")
    assert (row.verdict, row.answers) == ("new", {})
    assert likeness(row)["code"] == "likely_duplicate"


def test_leaving_the_first_out_settles_the_second(client, sheet):
    client.post(f"/exchange/{sheet.pk}/leave-out/", {"row": "2"})
    assert not [f for f in sheet.rows.get(number=3).findings if "beside" in f]


def test_a_record_stands_beside_a_row_with_all_that_is_known_of_it(client, bring, cast):
    made = make_incident(cast=cast, numbers={("killed", "total"): 8})
    actions.add(
        made,
        Damage(incident=made, facility="mosque"),
        Damage(incident=made, facility="market"),
        by=cast.coordinator,
    )
    row = ["", "2024-11-28", made.place.name_ar, "غارة جوية", "8", "", "", "سوق؛ جامع"]
    sheet = bring("incidents", [[*HEADERS, "damage"], row], by=cast.data_manager)
    address = f"/exchange/{sheet.pk}/rows/2/compare/?other={made.ref}"
    pairs = {title: rest for title, *rest in client.get(address).context["pairs"]}
    assert pairs["place"] == [made.place.both_names, made.place.both_names, False]
    assert pairs["weapon"][1:] == ["Airstrike", False]
    assert pairs["damage"] == ["Market; Mosque", "Market; Mosque", False]
    assert pairs["killed"] == ["8", "8", False]
    assert pairs["source"][1] == made.sources.get().name
    hidden = make_incident(cast=cast, status="hidden")
    assert client.get(address.replace(made.ref, hidden.ref)).status_code == 404


def test_the_two_stand_side_by_side(client, sheet):
    page = client.get(f"/exchange/{sheet.pk}/rows/3/compare/?other=2").content.decode()
    assert "another network" in page
    assert GOOD[6] in page
    assert "Row 3 beside row 2" in page
    assert client.get(f"/exchange/{sheet.pk}/rows/3/compare/?other=INC-1-1").status_code == 404
