"""What a sheet tells of stored records is told to nobody who may not see them."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from casework import actions
from casework.sending import Draft, Receipt, Upload
from exchange import importing, jobs, mending
from exchange.importing import NotApplied, undoing
from exchange.left_lines import lines_of
from exchange.mending import reasons
from exchange.models import Export, Import, Leftover
from incidents.models import DuplicateAnswer, Incident
from tests.exchange.test_clashes import brought, by_a_person, sheet_of
from tests.exchange.test_exporting_pages import client_of, long_export
from tests.exchange.test_undo import HEADERS as UNDO_HEADERS
from tests.exchange.test_undo import ROWS, mended_by
from tests.factories import area, make_incident, make_organisation, make_person

NAMING = ["ref", "date", "place", "site"]
HEADERS = ["date", "place", "weapon", "killed"]
ALIKE = ["2024-11-28", "Atareb", "airstrike", "15"]
SECRET = "Cellar of the bakery"


@pytest.fixture
def manager(cast):
    return cast.data_manager


@pytest.fixture
def both(cast):
    """A data manager who is the protection officer too."""
    person = make_person(role="data_manager", username="both")
    person.groups.add(Group.objects.get(name="protection_officer"))
    return person


def naming(case):
    return [NAMING, [case.ref, "2024-11-28", "Atareb", "elsewhere"]]


def hide(case, cast):
    return actions.move(case, "hide", by=cast.protection_officer, reason="A witness lives there.")


def test_a_sheet_that_was_judged_with_wider_sight_is_not_there_for_who_sees_less(
    bring, cast, both, manager, signed_in
):
    case = make_incident(cast=cast, status="hidden", site_name=SECRET)
    sheet = bring("incidents", naming(case), by=both)
    assert sheet.rows.get().changes["site_name"] == [SECRET, "elsewhere"]
    desk = signed_in(manager)
    for page in ("", "original/", "reasons.xlsx", "rows/2/"):
        assert desk.get(f"/exchange/{sheet.pk}/{page}").status_code == 404
    assert sheet.name not in desk.get("/exchange/").text
    assert signed_in(both).get(f"/exchange/{sheet.pk}/").status_code == 200


def test_nobody_asks_with_anothers_sight(bring, cast, both, manager):
    """A cell mended to name a hidden record would be answered with what is in it."""
    sheet = bring("incidents", [NAMING, ["", "2024-11-28", "Atareb", "elsewhere"]], by=both)
    case = make_incident(cast=cast, status="hidden", site_name=SECRET)
    with pytest.raises(Import.DoesNotExist):
        mending.mend_cells(sheet, {2: {"0": case.ref}}, by=manager)


def test_a_colleague_of_the_same_sight_works_on_the_same_sheet(bring, cast, manager, signed_in):
    sheet = bring("incidents", [HEADERS, ALIKE], by=manager)
    colleague = make_person(role="data_manager", username="peer")
    assert signed_in(colleague).get(f"/exchange/{sheet.pk}/?show=all").status_code == 200


@pytest.mark.parametrize("page", ["?show=all", "rows/2/"])
def test_a_record_that_was_hidden_since_is_told_of_no_more(bring, cast, manager, signed_in, page):
    case = make_incident(cast=cast, status="submitted", site_name=SECRET)
    sheet = bring("incidents", naming(case), by=manager)
    address, desk = f"/exchange/{sheet.pk}/{page}", signed_in(manager)
    fragment = {"HX-Request": "true"} if page == "rows/2/" else {}
    assert SECRET in desk.get(address, headers=fragment).text
    hide(case, cast)
    assert SECRET not in desk.get(address, headers=fragment).text


def test_the_place_of_a_record_that_was_hidden_since_stands_in_no_cell(
    bring, cast, manager, signed_in
):
    """A person said that the record's place counts, not the sheet's."""
    case = make_incident(cast=cast, status="submitted")
    header, rows = sheet_of("incidents", manager)
    by_a_person(case, cast.coordinator, place=area("C4121"))
    rows[0] |= {"place": "Darkush", "pcode": ""}
    sheet = brought(bring, "incidents", manager, header, rows)
    desk, [row] = signed_in(manager), sheet.rows.all()
    desk.post(f"/exchange/{sheet.pk}/rows/{row.number}/clash/", {"all": "database"})
    page = f"/exchange/{sheet.pk}/?show=all"
    assert "Sarmada" in desk.get(page).text
    hide(Incident.objects.get(), cast)
    assert "Sarmada" not in desk.get(page).text


def test_a_likeness_to_a_record_that_was_hidden_since_is_told_of_no_more(
    bring, cast, manager, signed_in
):
    case = make_incident(cast=cast, status="submitted", numbers={("killed", "total"): 15})
    sheet = bring("incidents", [HEADERS, ALIKE], by=manager)
    desk = signed_in(manager)
    assert case.ref in desk.get(f"/exchange/{sheet.pk}/?show=all").text
    assert case.ref in told_in_workbook(sheet, manager)
    hide(case, cast)
    assert case.ref not in desk.get(f"/exchange/{sheet.pk}/?show=all").text
    assert case.ref not in told_in_workbook(sheet, manager)


def told_in_workbook(sheet, reader):
    writer = reasons.Writer.__new__(reasons.Writer)
    writer.sheet = sheet
    writer.places = {name: int(position) for position, name in sheet.mapping.items()}
    return "\n".join(writer.reasons(row) for row in reasons.rows_for(reader, sheet))


def test_a_row_that_names_what_is_not_there_still_says_why_it_is_refused(
    bring, cast, manager, signed_in
):
    case = make_incident(cast=cast, status="hidden")
    sheet = bring("incidents", naming(case), by=manager)
    page = signed_in(manager).get(f"/exchange/{sheet.pk}/?show=all").text
    assert f"There is no {case.ref} that you may see." in page


def test_what_undoing_left_of_a_hidden_record_is_not_told(bring, cast, manager, signed_in):
    bring("incidents", [UNDO_HEADERS, *ROWS], by=manager, apply=True)
    newer = [*ROWS[0][:-1], "west"]
    sheet = bring("incidents", [UNDO_HEADERS, newer], by=manager, apply=True)
    case = mended_by(cast.coordinator, "A-1", site_name=SECRET)
    undoing.undo(sheet, by=manager)
    desk, address = signed_in(manager), f"/exchange/{sheet.pk}/undo/"
    assert SECRET in desk.get(address).text
    type(case)._base_manager.filter(pk=case.pk).update(status="hidden")
    page = desk.get(address).text
    assert SECRET not in page
    assert "A record out of your sight" in page


@pytest.fixture
def again(bring, manager):
    """A sheet that was undone, and the first record of the same sheet, which was applied again."""
    first = bring("incidents", [UNDO_HEADERS, *ROWS], by=manager, apply=True)
    undone = undoing.undo(first, by=manager)
    bring("incidents", [UNDO_HEADERS, *ROWS], by=manager, apply=True)
    return undone, Incident.objects.get(external_id="A-1")


def test_bringing_back_names_no_hidden_record_that_has_the_number_now(
    again, cast, manager, signed_in
):
    undone, second = again
    page, desk = f"/exchange/{undone.pk}/undo/?ahead", signed_in(manager)
    assert f"A-1 is used by {second.ref} now." in desk.get(page).text
    hide(second, cast)
    assert second.ref not in desk.get(page).text
    assert "This number is used already by a record out of sight." in desk.get(page).text


def test_what_undoing_left_names_no_record_that_was_hidden_since(again, cast, manager):
    undone, second = again
    left = undoing.redo(undone, by=manager).leftovers.all()
    assert any(second.ref in line.why for line in lines_of(left, manager))
    hide(second, cast)
    told = [line.why for line in lines_of(left, manager)]
    assert "A record out of sight speaks against it." in told
    assert not any(second.ref in why for why in told)


def test_an_answer_that_undoing_left_names_no_hidden_record(bring, cast, manager):
    sheet = bring("incidents", [UNDO_HEADERS, *ROWS], by=manager, apply=True)
    case, other = Incident.objects.get(external_id="A-1"), make_incident(cast=cast)
    answer = DuplicateAnswer(incident=case, other=other, verdict="different", score=0)
    actions.add(case, answer, by=cast.coordinator)
    hide(other, cast)
    labels = {"case_kind": "incidents.incident", "kind": "incidents.duplicateanswer"}
    left = Leftover(sheet=sheet, case=case.pk, ref=case.ref, record=str(answer.pk), **labels)
    [line] = lines_of([left], manager)
    assert (case.ref, other.ref in line.what) == (line.case.ref, False)


def test_who_left_the_organisation_sees_nothing_for_those_who_stayed(bring, manager):
    """Judged again, the sheet would be held beside the cases of their new organisation."""
    sheet = bring("incidents", [HEADERS, ALIKE], by=manager)
    manager.organisation = make_organisation(name="Another service")
    manager.save()
    with pytest.raises(NotApplied, match="has left"):
        importing.check(Import.objects.get(pk=sheet.pk))


# ---------------------------------------------------------------- files that wait to be fetched


@pytest.fixture
def incidents(cast):
    return [make_incident(cast=cast, status="submitted") for _n in range(2)]


def narrowed(cast, incidents):
    cast.viewer.areas.add(area("C4121"))


def moved(cast, incidents):
    User.objects.filter(pk=cast.viewer.pk).update(
        organisation=make_organisation(name="Another service")
    )


def hidden(cast, incidents):
    hide(incidents[0], cast)


def nothing(cast, incidents):
    pass


@pytest.mark.parametrize(
    ("happens", "status"), [(nothing, 200), (narrowed, 403), (moved, 404), (hidden, 403)]
)
def test_a_file_that_holds_what_its_person_sees_no_more_is_not_fetched(
    incidents, cast, settings, happens, status
):
    export = long_export(settings, cast.viewer)
    happens(cast, incidents)
    address = reverse("exchange:fetch", args=[export.pk])
    person = User.objects.get(pk=cast.viewer.pk)
    answer = client_of(person).get(address)
    assert (answer.status_code, b"".join(answer) != b"") == (status, True)
    assert Export.objects.get().fetched == (status == 200)


def test_what_forms_left_on_their_way_goes_though_nobody_writes_any_more(cast):
    long_ago = timezone.now() - timedelta(days=90)
    person = cast.coordinator
    Draft.objects.create(person=person, key="a" * 32, address="/", updated_at=long_ago)
    Upload.objects.create(pk="b" * 32, person=person, name="a", size=1, sha256="", at=long_ago)
    Receipt.objects.create(pk="c" * 32, person=person, at=long_ago)
    Receipt.objects.create(pk="d" * 32, person=person)
    jobs.CHORES["on_their_way"]()
    assert not Draft.objects.exists()
    assert not Upload.objects.exists()
    assert Receipt.objects.count() == 1


def test_a_row_that_was_applied_before_names_no_record_out_of_sight(
    bring, cast, manager, signed_in
):
    bring("incidents", [HEADERS, ALIKE], by=manager, apply=True)
    case = Incident.objects.get()
    there = make_person(role="data_manager", username="there", areas=[area("C4121")])
    sheet = bring("incidents", [HEADERS, ALIKE], by=there)
    assert sheet.rows.get().ref == case.ref
    assert case.ref not in signed_in(there).get(f"/exchange/{sheet.pk}/?show=all").text
