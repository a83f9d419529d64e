"""Undoing an import: what is shown first, what it does, what is left, and bringing it back."""

import pytest

from casework import actions, merging
from casework.models import Batch
from exchange.importing import undoing
from exchange.importing.outcome import NotApplied
from exchange.models import Import, Leftover
from incidents.models import CasualtyReport, Incident
from ordnance.models import Ticket
from tests.exchange.conftest import as_csv
from tests.factories import make_incident, make_person

HEADERS = ["id", "date", "place", "weapon", "killed", "site"]
ROWS = [
    ["A-1", "2024-11-28", "Atareb", "mortar", "3", "north"],
    ["A-2", "2024-11-20", "Sarmada", "airstrike", "", "south"],
]


@pytest.fixture
def by(cast):
    return cast.data_manager


@pytest.fixture
def sheet(bring, by):
    return bring("incidents", [HEADERS, *ROWS], by=by, apply=True)


@pytest.fixture
def client(by, signed_in):
    return signed_in(by)


def mended_by(person, number, **values):
    case = Incident.objects.get(external_id=number)
    for name, value in values.items():
        setattr(case, name, value)
    return actions.edit(case, by=person)


def verdicts(sheet):
    return [row.verdict for row in sheet.rows.all()]


def test_an_undone_import_is_undone_with_who_and_when(sheet, by):
    undone = undoing.undo(sheet, by=by)
    assert undone.state == Import.State.UNDONE
    assert (undone.undoing.by, undone.undoing.undoes) == (by, sheet.batch)
    assert undone.report["undoing"]["withdrawn"] == 2
    assert undone.totals["new"] == 2
    assert {case.status for case in Incident.objects.all()} == {"withdrawn"}


def test_the_same_file_after_an_undoing_is_new_again(sheet, by, bring):
    assert verdicts(bring("incidents", [HEADERS, *ROWS], by=by)) == ["unchanged"] * 2
    undoing.undo(sheet, by=by)
    again = bring("incidents", [HEADERS, *ROWS], by=by, apply=True)
    assert verdicts(again) == ["new", "new"]
    assert Incident.objects.get(external_id="A-1").status == "submitted"
    assert Incident.objects.count() == 4


def test_a_sheet_that_said_nothing_new_vouches_for_nothing_once_the_first_is_undone(
    sheet, by, bring
):
    bring("incidents", [HEADERS, *ROWS], by=by, apply=True)
    undoing.undo(sheet, by=by)
    assert verdicts(bring("incidents", [HEADERS, *ROWS], by=by)) == ["new", "new"]


def test_bringing_back_makes_it_applied_and_the_file_known(sheet, by, bring):
    undone = undoing.undo(sheet, by=by)
    back = undoing.redo(undone, by=by)
    assert back.state == Import.State.APPLIED
    assert [batch.kind for batch in back.chain()] == ["import", "undo", "undo"]
    assert set(Incident.objects.values_list("external_id", flat=True)) == {"A-1", "A-2"}
    assert verdicts(bring("incidents", [HEADERS, *ROWS], by=by)) == ["unchanged"] * 2
    assert undoing.undo(back, by=by).report["undoing"]["withdrawn"] == 2


def test_bringing_back_beside_a_second_import_doubles_nothing(sheet, by, bring):
    undone = undoing.undo(sheet, by=by)
    bring("incidents", [HEADERS, *ROWS], by=by, apply=True)
    back = undoing.redo(undone, by=by)
    assert back.report["undoing"]["left"] == 2
    assert Incident.objects.exclude(status="withdrawn").count() == 2
    assert set(back.leftovers.values_list("reason", flat=True)) == {"taken"}


def test_an_updated_record_goes_back_but_for_what_people_changed(cast, by, bring):
    case = make_incident(cast=cast, external_id="A-1", site_name="old", weapon="rocket")
    sheet = bring("incidents", [HEADERS, ROWS[0]], by=by, apply=True)
    case.refresh_from_db()
    assert (case.site_name, case.weapon, case.casualty_reports.count()) == ("north", "mortar", 2)
    mended_by(cast.coordinator, "A-1", site_name="by the well")
    undone = undoing.undo(sheet, by=by)
    case.refresh_from_db()
    assert (case.site_name, case.weapon, case.casualty_reports.count()) == (
        "by the well", "rocket", 1,
    )  # fmt: skip
    assert CasualtyReport.ever.filter(incident=case).count() == 2
    [left] = undone.leftovers.all()
    assert (left.field, left.old, left.new, left.now) == (
        "site_name", "old", "north", "by the well",
    )  # fmt: skip
    assert (left.changed_by, left.reason) == (cast.coordinator, "changed")


def test_figures_added_to_a_sealed_incident_are_a_report_that_is_taken_back(cast, by, bring):
    case = make_incident(cast=cast, external_id="A-1", status="verified")
    adopted = case.adopted_report
    sheet = bring(
        "incidents", [["id", "date", "place", "killed"], ["A-1", "2024-11-28", "Atareb", "99"]],
        by=by, apply=True,
    )  # fmt: skip
    case.refresh_from_db()
    assert verdicts(sheet) == ["changed"]
    assert (case.adopted_report, case.casualty_reports.count()) == (adopted, 2)
    undoing.undo(sheet, by=by)
    case.refresh_from_db()
    assert (case.adopted_report, case.casualty_reports.count()) == (adopted, 1)


def test_a_decision_puts_back_what_people_changed(cast, sheet, by):
    mended_by(cast.coordinator, "A-1", site_name="by the well")
    undone = undoing.undo(sheet, by=by)
    left = undone.leftovers.get()
    undoing.put_back(left, by=by)
    assert Incident.objects.get(ref=left.ref).status == "withdrawn"
    assert (left.answer, left.answered_by) == ("put_back", by)
    with pytest.raises(NotApplied, match="decided already"):
        undoing.put_back(left, by=by)


def test_no_decision_takes_back_a_case_into_which_another_was_merged(cast, sheet, by):
    case = Incident.objects.get(external_id="A-1")
    own = make_incident(cast=cast, status="submitted", occurred_on="2024-11-28")
    merging.merge(own, case, by=cast.reviewer, reason="the same event")
    undone = undoing.undo(sheet, by=by)
    with pytest.raises(NotApplied, match=f"{own.ref} points to it."):
        undoing.put_back(undone.leftovers.get(), by=by)
    case.refresh_from_db()
    assert case.status == "submitted"


def test_keeping_is_remembered(cast, sheet, by):
    mended_by(cast.coordinator, "A-1", site_name="by the well")
    undone = undoing.undo(sheet, by=by)
    assert undoing.keep(undone.leftovers.all(), by=by) == 1
    assert not undone.leftovers.waiting().exists()
    assert Incident.objects.get(external_id="A-1").status == "submitted"


def test_only_what_was_written_is_undone_and_only_once(bring, by, sheet):
    unwritten = bring("incidents", [HEADERS, ["A-9", *ROWS[0][1:]]], by=by)
    with pytest.raises(NotApplied, match="Nothing was written"):
        undoing.undo(unwritten, by=by)
    undoing.undo(sheet, by=by)
    with pytest.raises(NotApplied, match="faster"):
        undoing.undo(sheet, by=by)


def test_tickets_are_undone_with_their_items(bring, by):
    rows = [
        ["external_id", "reported_at", "place", "item", "item_category"],
        ["T-1", "2024-11-28 09:00", "Atareb", "1", "mortar"],
    ]
    sheet = bring("tickets", rows, by=by, apply=True)
    assert undoing.undo(sheet, by=by).report["undoing"]["withdrawn"] == 1
    assert Ticket.objects.get().status == "cancelled"
    assert verdicts(bring("tickets", rows, by=by)) == ["new"]


# ---------------------------------------------------------------- the pages


def test_the_page_shows_first_what_would_happen(client, cast, sheet):
    mended_by(cast.coordinator, "A-1", site_name="by the well")
    page = client.get(f"/exchange/{sheet.pk}/undo/").content.decode()
    assert "This is what would happen now" in page
    assert "records withdrawn" in page
    assert "Changed since then" in page
    assert "Keep as it is" not in page
    assert not Batch.objects.filter(kind=Batch.Kind.UNDO).exists()


def test_from_the_page_to_the_undoing_the_decision_and_back(client, cast, sheet):
    case = mended_by(cast.coordinator, "A-1", site_name="by the well")
    answer = client.post(f"/exchange/{sheet.pk}/undo/", {"state": "applied"}, follow=True)
    page = answer.content.decode()
    assert "1 thing is left for you to decide." in page
    assert f"/incidents/{case.ref}/" in page
    left = Leftover.objects.get()
    page = client.post(
        f"/exchange/{sheet.pk}/undo/{left.pk}/", {"answer": "put_back"}, follow=True
    ).content.decode()
    assert f"{case.ref}: put back." in page
    summary = client.get(f"/exchange/{sheet.pk}/").content.decode()
    assert "Undone." in summary
    assert "This summary stays." in summary
    client.post(f"/exchange/{sheet.pk}/undo/", {"state": "undone"})
    sheet.refresh_from_db()
    assert sheet.state == Import.State.APPLIED
    assert Incident.objects.filter(status="submitted").count() == 2


def test_what_would_come_back_is_shown_first(client, cast, sheet, by):
    undoing.undo(sheet, by=by)
    client.get(f"/exchange/{sheet.pk}/undo/")
    page = client.get(f"/exchange/{sheet.pk}/undo/?ahead=1")
    assert dict(page.context["terms"])["brought_back"] == 2
    text = page.content.decode()
    assert "Nothing has been brought back yet." in text
    assert "Bring it all back" in text
    assert {case.status for case in Incident.objects.all()} == {"withdrawn"}
    assert "Bring it all back" not in client.get(f"/exchange/{sheet.pk}/undo/").content.decode()


@pytest.mark.parametrize("name", ["the same file", "its rows in another file", "other rows"])
def test_bringing_back_what_came_again_is_told_to_double_it(client, bring, sheet, by, name):
    undoing.undo(sheet, by=by)
    rows = {"the same file": [HEADERS, *ROWS], "its rows in another file": [HEADERS, ROWS[1]]}
    other = rows.get(name, [HEADERS, ["A-3", *ROWS[1][1:]]])
    bring("incidents", other, name="later.csv", by=by, apply=True)
    page = client.get(f"/exchange/{sheet.pk}/undo/?ahead=1").content.decode()
    assert ("may be there twice" in page) == (name != "other rows")


def test_a_long_sheet_is_not_weighed_while_somebody_waits_for_the_page(
    client, cast, sheet, by, monkeypatch
):
    monkeypatch.setattr(undoing, "MOST_FORESEEN", 1)
    page = client.get(f"/exchange/{sheet.pk}/undo/")
    assert page.context["terms"] == [("written", 2), ("moved_on", 0)]
    mended_by(cast.coordinator, "A-1", site_name="by the well")
    page = client.get(f"/exchange/{sheet.pk}/undo/")
    assert page.context["terms"] == [("written", 2), ("moved_on", 1)]
    assert "each is weighed only when it is done" in page.text
    assert "This is what would happen now" not in page.text
    client.post(f"/exchange/{sheet.pk}/undo/", {"state": "applied"})
    assert "Changed since then" in client.get(f"/exchange/{sheet.pk}/undo/").text
    ahead = client.get(f"/exchange/{sheet.pk}/undo/?ahead=1")
    assert ahead.context["terms"][0] == ("written", 1)
    assert "Bring it all back" in ahead.text


def test_two_presses_undo_once(client, sheet):
    for _press in range(2):
        answer = client.post(f"/exchange/{sheet.pk}/undo/", {"state": "applied"}, follow=True)
    assert "Somebody was faster" in answer.content.decode()
    sheet.refresh_from_db()
    assert sheet.state == Import.State.UNDONE


def test_all_can_be_kept_at_once(client, cast, sheet):
    for number in ("A-1", "A-2"):
        mended_by(cast.coordinator, number, site_name="by the well")
    client.post(f"/exchange/{sheet.pk}/undo/", {"state": "applied"})
    answer = client.post(f"/exchange/{sheet.pk}/undo/keep/", follow=True)
    assert "2 things stay as they are." in answer.content.decode()
    assert not Leftover.objects.waiting().exists()


def test_a_stranger_finds_no_such_import(sheet, signed_in, cast):
    stranger = make_person(role="data_manager", organisation=cast.stranger.organisation)
    assert signed_in(stranger).get(f"/exchange/{sheet.pk}/undo/").status_code == 404
    assert signed_in(cast.coordinator).get(f"/exchange/{sheet.pk}/undo/").status_code == 403


def test_an_undone_sheet_can_not_be_checked_or_applied_again(client, sheet, by):
    undoing.undo(sheet, by=by)
    for act in ("check", "apply"):
        client.post(f"/exchange/{sheet.pk}/{act}/")
    sheet.refresh_from_db()
    assert sheet.state == Import.State.UNDONE
    assert set(verdicts(sheet)) == {"new"}


def test_the_page_costs_the_same_for_one_left_and_for_twenty(
    client, cast, bring, by, django_assert_max_num_queries
):
    rows = [[f"B-{n}", "2024-11-28", "Atareb", "mortar", "", f"site {n}"] for n in range(20)]
    sheet = bring("incidents", [HEADERS, *rows], by=by, apply=True)
    for number in (f"B-{n}" for n in range(20)):
        mended_by(cast.coordinator, number, weapon="rocket")
    undoing.undo(sheet, by=by)
    with django_assert_max_num_queries(30):
        page = client.get(f"/exchange/{sheet.pk}/undo/").content.decode()
    assert page.count("Changed since then") == 20


def test_a_csv_of_many_rows_reconciles(bring, by):
    rows = [[f"C-{n}", "2024-11-28", "Atareb", "mortar", "", ""] for n in range(30)]
    sheet = bring("incidents", as_csv([HEADERS, *rows]), by=by, apply=True)
    result = undoing.foresee(sheet, by=by)
    assert result.cases == sheet.totals["new"] == 30
