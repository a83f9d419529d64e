"""Staging, checking and applying: counts that add up, newer work that stays, all or nothing."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework import actions
from exchange import importing
from exchange.models import Import
from incidents.ledger import Group, Outcome
from incidents.models import Incident
from incidents.toll import toll as counted
from tests.exchange.conftest import as_csv, findings
from tests.exchange.test_round_trip import exported, table
from tests.factories import area, make_incident, make_person, make_ticket, toll

HEADERS = ["external_id", "date", "place", "weapon", "killed", "killed children", "source"]
GOOD = ["A-1", "28/11/2024", "الأتارب", "غارة جوية", "15", "4", "Civil Defence"]


def changed(row, **cells):
    return [
        cells.get(name.replace(" ", "_"), cell) for name, cell in zip(HEADERS, row, strict=True)
    ]


def test_every_error_of_every_row_is_told_at_once(bring):
    sheet = bring(
        "incidents",
        [HEADERS, ["A-0", "31/11/2024", "Nowhere at all", "magic", "عدة", "-1", ""], GOOD],
    )
    assert {column for column, _code in findings(sheet)[2]} == {
        "occurred_on", "place", "weapon", "killed", "killed_children",
    }  # fmt: skip
    assert sheet.totals["refused"] == 1


def test_an_unknown_p_code_is_told_once_and_a_blank_day_as_the_form_tells_it(bring):
    sheet = bring("incidents", [["date", "pcode", "weapon"], ["", "ZZZ", "airstrike"]])
    [row] = sheet.rows.all()
    assert {(found["column"], found["message"]) for found in row.findings} == {
        ("pcode", "There is no place with the p-code ZZZ."),
        ("occurred_on", "This field is required."),
    }


HEADER_AGAIN = [
    HEADERS,
    ["external_id", "التاريخ", "البلدة", "السلاح", "killed", "", ""],  # in another language
    ["EXTERNAL ID", " Date", "PLACE", "Weapon", "Killed", "Killed Children", "Source"],
]


@pytest.mark.parametrize("header", HEADER_AGAIN)
def test_a_header_said_again_is_no_record(bring, header):
    sheet = bring("incidents", [HEADERS, GOOD, header, changed(GOOD, external_id="A-2")])
    assert [(row.number, row.verdict) for row in sheet.rows.all()] == [
        (2, "new"), (3, "skipped"), (4, "new"),
    ]  # fmt: skip
    assert sheet.rows.get(number=3).findings[0]["code"] == "header_again"


def test_a_header_said_again_under_its_groups_is_no_record(bring):
    groups = ["", "", "killed", "", "injured", ""]
    header = ["date", "place", "total", "women", "total", "women"]
    rows = [
        ["2024-11-28", "الأتارب", "3", "1", "2", ""],
        ["2024-11-27", "الأتارب", "3", "", "", ""],
    ]
    sheet = bring("incidents", [groups, header, rows[0], groups, header, rows[1]])
    assert [row.verdict for row in sheet.rows.all()] == ["new", "skipped", "skipped", "new"]


def test_cells_behind_the_last_header_are_told_and_not_lost_in_silence(bring):
    sheet = bring("incidents", [HEADERS, [*GOOD], [*changed(GOOD, external_id="A-2"), "", "and B"]])
    assert ("", "unread_cells") in findings(sheet, "warning")[3]
    assert "and B" in sheet.rows.get(number=3).findings[0]["message"]
    assert 2 not in findings(sheet, "warning")


TOTALS = {
    "after the day": ["", "28/11/2024", "Total", "", "17", "4", ""],
    "behind its area": ["", "28/11/2024", "Idleb - Total", "", "17", "", ""],
    "drawn out": ["", "", "المجـمـوع", "", "17", "4", ""],
    "in Arabic": ["", "", "إجمالي إدلب", "", "١٧", "٤", ""],
    "as a sum": ["", "", "المجموع الكلي", "", "=SUM(E2:E3)", "", ""],
}
NO_TOTALS = {
    "a word behind it": ["A-3", "28/11/2024", "Total", "airstrike", "1", "", ""],
    "no number": ["A-3", "28/11/2024", "Total", "", "", "", ""],
    "a word that only holds it": ["A-3", "28/11/2024", "Totalitown", "", "1", "", ""],
}


@pytest.mark.parametrize("name", [*TOTALS, *NO_TOTALS])
def test_a_subtotal_is_skipped_wherever_its_word_stands(bring, name):
    sheet = bring("incidents", [HEADERS, GOOD, (TOTALS | NO_TOTALS)[name]])
    skipped = sheet.rows.get(number=3)
    assert skipped.verdict == ("skipped" if name in TOTALS else "refused")
    assert ("subtotal" in {found["code"] for found in skipped.findings}) == (name in TOTALS)


def test_two_points_of_one_row_that_differ_are_told(bring):
    headers = [*HEADERS[:3], "coordinates", "latitude", "longitude"]
    point = ["36.1379, 36.8284", "36.1379", "36.8284"]
    other = ["36.1379, 36.8284", "36.1379", "36.8384"]
    rough = ["36.138, 36.828", "36.1379", "36.8284"]
    sheet = bring(
        "incidents",
        [headers, *([f"A-{n}", *GOOD[1:3], *each] for n, each in enumerate((point, other, rough)))],
    )
    told = {
        n: found
        for n, found in findings(sheet, "warning").items()
        if ("coordinates", "two_points") in found
    }
    assert list(told) == [3]


def test_one_word_that_is_a_header_is_still_a_record(bring):
    sheet = bring("incidents", [HEADERS, changed(GOOD, source="source"), ["date", *[""] * 6]])
    assert [row.verdict for row in sheet.rows.all()] == ["new", "refused"]


def test_nothing_is_written_until_it_is_applied(bring):
    bring("incidents", [HEADERS, GOOD])
    assert not Incident.objects.exists()


def test_a_blank_number_is_unknown_and_a_dash_too_but_none_is_zero(bring):
    rows = [
        changed(GOOD, external_id=n, killed=n, killed_children="") for n in ("", "-", "لا يوجد")
    ]
    bring("incidents", [HEADERS, *rows], apply=True)
    told = [
        counted(i, Outcome.KILLED, Group.TOTAL).minimum
        for i in Incident.objects.with_toll().order_by("ref")
    ]
    assert told == [None, None, 0]


def test_two_identical_rows_are_two_events_until_somebody_says_otherwise(bring):
    row = changed(GOOD, external_id="")
    sheet = bring("incidents", [HEADERS, row, row], apply=True)
    assert sheet.totals["new"] == 2
    assert findings(sheet, "warning")[3] == [("", "likely_duplicate")]
    again = bring("incidents", [HEADERS, row, row], apply=True)
    assert again.totals["unchanged"] == 2


def test_a_number_of_another_system_updates_its_record(bring):
    bring("incidents", [HEADERS, GOOD], apply=True)
    sheet = bring("incidents", [HEADERS, changed(GOOD, weapon="artillery")], apply=True)
    [row] = sheet.rows.all()
    assert (row.verdict, row.changes) == ("changed", {"weapon": ["airstrike", "artillery"]})
    incident = Incident.objects.get()
    assert incident.weapon == "artillery"
    assert incident.events.first().batch == sheet.batch


def test_a_changed_figure_is_a_new_report_beside_the_old_one(bring):
    bring("incidents", [HEADERS, GOOD], apply=True)
    bring("incidents", [HEADERS, changed(GOOD, killed="17")], apply=True)
    reports = Incident.objects.get().casualty_reports.all()
    told = [r.range_of(Outcome.KILLED, Group.TOTAL).minimum for r in reports]
    assert told == [15, 17]


def test_changed_figures_obey_the_sum_rules_too(bring):
    bring("incidents", [HEADERS, GOOD], apply=True)
    sheet = bring("incidents", [HEADERS, changed(GOOD, killed="3")])
    assert findings(sheet)[2] == [("killed", "parts")]


def test_a_sealed_record_keeps_its_adopted_figure_and_refuses_other_changes(cast, bring):
    incident = make_incident(
        cast=cast, status="verified", external_id="V-1", numbers=toll(killed=8)
    )
    same = ["V-1", "28/11/2024", "الأتارب", "airstrike", "9", "", "Civil Defence"]
    sheet = bring("incidents", [HEADERS, same], by=cast.data_manager, apply=True)
    assert sheet.rows.get().verdict == "changed"
    incident.refresh_from_db()
    assert incident.casualty_reports.count() == 2
    assert incident.adopted_report == incident.casualty_reports.first()
    sheet = bring("incidents", [HEADERS, changed(same, weapon="mortar")], by=cast.data_manager)
    assert findings(sheet)[2] == [("", "sealed")]


def test_an_old_sheet_cannot_undo_newer_work(cast, bring):
    incident = make_incident(cast=cast)
    rows = table(exported("incidents", cast.data_manager))
    incident.title = "Market hit"
    actions.edit(incident, by=cast.coordinator)
    rows[1][rows[0].index("site_name")] = "square"
    rows[1][rows[0].index("title")] = "Square hit"
    sheet = bring("incidents", as_csv(rows), by=cast.data_manager)
    assert findings(sheet)[2] == [("title", "clash")]


def test_a_blank_clears_a_value_only_in_our_own_sheets(cast, bring):
    incident = make_incident(cast=cast, site_name="market", external_id="X-1")
    foreign = [[*HEADERS, "site"], ["X-1", "28/11/2024", "الأتارب", "airstrike", "", "", "", ""]]
    assert bring("incidents", foreign, by=cast.data_manager).totals["unchanged"] == 1
    rows = table(exported("incidents", cast.data_manager))
    rows[1][rows[0].index("site_name")] = ""
    bring("incidents", as_csv(rows), by=cast.data_manager, apply=True)
    incident.refresh_from_db()
    assert incident.site_name == ""


def test_a_case_out_of_sight_is_no_case(cast, bring):
    make_incident(cast=cast, status="hidden", external_id="H-1")
    sheet = bring("incidents", [HEADERS, changed(GOOD, external_id="H-1")], by=cast.data_manager)
    assert findings(sheet)[2][0][0] == "external_id"


def test_a_place_outside_one_s_area_is_refused_at_the_place(areas, bring):
    confined = make_person(role="data_manager", areas=[areas["SY07"]])
    sheet = bring("incidents", [HEADERS, GOOD], by=confined)
    assert findings(sheet)[2][0][0] == "place"


def test_what_changed_since_the_check_stops_the_whole_import(bring, manager):
    rows = [HEADERS, GOOD, changed(GOOD, external_id="A-2", date="2024-12-01")]
    checked = bring("incidents", rows)
    bring("incidents", [HEADERS, changed(GOOD, external_id="A-2", date="2024-12-01")], apply=True)
    with pytest.raises(importing.NotApplied, match="Check again"):
        importing.apply(checked, by=manager)
    assert Incident.objects.count() == 1
    assert Import.objects.get(pk=checked.pk).state == "checked"


def test_a_sheet_is_applied_once(bring, manager):
    sheet = bring("incidents", [HEADERS, GOOD], apply=True)
    with pytest.raises(importing.NotApplied, match="already"):
        importing.apply(sheet, by=manager)
    assert Incident.objects.count() == 1


def test_who_may_not_bring_sheets_in_stages_nothing(cast, bring):
    with pytest.raises(PermissionDenied):
        bring("incidents", [HEADERS, GOOD], by=cast.coordinator)
    assert not Import.objects.exists()


def test_a_sheet_without_known_headers_asks_for_the_header_row(bring):
    with pytest.raises(ValidationError, match="which row"):
        bring("incidents", [["a", "b"], ["1", "2"]])


CELL = st.one_of(
    st.sampled_from(["", "-", "15", "at least 4", "عدة", "28/11/2024", "31/11/2024", "الأتارب",
                     "Atareb", "airstrike", "غارة", "A-1", "A-2", "المجموع", "=1+1", "\u0000"]),
    st.text(max_size=12),
)  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=st.lists(st.lists(CELL, min_size=7, max_size=7), min_size=1, max_size=8))
def test_no_row_of_any_sheet_is_lost(bring, rows):
    content = as_csv([HEADERS, *rows, GOOD])
    try:
        sheet = bring("incidents", content, header_row=1)
    except ValidationError:
        return  # the file as a whole was refused, in a sentence
    below = sheet.rows.count()
    assert sum(sheet.totals[verdict] for verdict in importing.TALLY) == below
    assert not sheet.rows.filter(verdict="").exists()
    before = Incident.objects.count()
    applied = importing.apply(sheet, by=sheet.by)
    assert Incident.objects.count() - before == applied.totals["new"]


def test_a_sheet_that_guesses_a_point_is_not_shown_the_true_one(cast, bring):
    point = {"latitude": "36.137910", "longitude": "36.828430", "geo_precision": "exact"}
    ticket = make_ticket(cast=cast, **point)
    sheet = bring("tickets", [["ref", "lat", "lon"], [ticket.ref, "36.1", "36.8"]])
    [row] = sheet.rows.all()
    assert row.verdict == "unchanged"
    assert "36.13791" not in str([row.changes, row.shown, row.findings])


def test_a_person_confined_to_areas_sees_no_sheet_of_a_colleague(cast, bring):
    sheet = bring("incidents", [HEADERS, GOOD])
    confined = make_person(role="data_manager", areas=[area("SY07")])
    assert sheet not in Import.objects.visible_to(confined)
    assert sheet in Import.objects.visible_to(cast.data_manager)
    own = bring("incidents", [HEADERS, GOOD], by=confined)
    assert own in Import.objects.visible_to(confined)


def test_a_sheet_moves_no_case_out_of_the_areas_its_bringer_works_in(cast, bring):
    incident = make_incident(cast=cast)
    confined = make_person(role="data_manager", areas=[area("SY02")])
    sheet = bring("incidents", [["ref", "pcode"], [incident.ref, "C4121"]], by=confined)
    assert sheet.totals["refused"] == 1


@pytest.mark.parametrize(("whose", "latitude"), [("place", None), ("record", 36.13)])
def test_the_centre_of_a_place_that_our_sheet_showed_never_comes_back_as_the_spot(
    bring, cast, whose, latitude
):
    headers = [*HEADERS, "lat", "lon", "geo_precision", "point_of"]
    bring(
        "incidents",
        [headers, [*GOOD, "36.13", "36.83", "town", whose]],
        by=cast.data_manager,
        apply=True,
    )
    incident = Incident.objects.get()
    assert (incident.latitude and float(incident.latitude)) == latitude
    assert incident.geo_precision == ("town" if latitude else "")
