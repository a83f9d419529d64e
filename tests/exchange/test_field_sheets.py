"""Sheets as people in the field keep them: their own headers, row numbers, several tables."""

import pytest

from casework import actions
from exchange import importing, mapping, reporting
from exchange.mapping import remembered_columns
from exchange.mending.grid import columns_of, unread_headers
from exchange.registry import resource_class
from incidents.choices import Facility
from incidents.ledger import Outcome
from incidents.models import Damage, Incident, Source
from incidents.sheet_parts import HITS, HitList, read_hits
from incidents.toll import toll
from ordnance.models import Ticket
from places.spelling import fold
from tests.exchange.conftest import findings
from tests.factories import make_incident

HEADERS = ["date", "governorate", "place", "weapon", "killed", "injured", "notes"]
ROW = ["2024-11-28", "Idleb", "Ariha", "airstrike", "1", "2", "a"]


@pytest.fixture(scope="module")
def columns():
    return {kind: list(resource_class(kind).fields.values()) for kind in ("incidents", "tickets")}


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("عدد القتلى", "killed"),
        ("عدد الجرحى", "injured"),
        ("عدد الشهداء", "killed"),
        ("مجموع القتلى", "killed"),
        ("عدد القتلى من الأطفال", "killed_children"),
        ("الأطفال القتلى", "killed_children"),
        ("No. of injured (persons)", "injured"),
        ("Number of children killed", "killed_children"),
        ("# killed", "killed"),
        ("Women injured", "injured_women"),
        ("Date of Attack", "occurred_on"),
        ("تاريخ القصف", "occurred_on"),
        ("Type of attack *", "weapon"),
        ("نوع السلاح", "weapon"),
        ("اسم البلدة", "place"),
        ("Place name", "place"),
        ("City", "place"),
        ("الجهة المسؤولة", "party"),
        ("Remarks", "narrative"),
        ("رقم الحادثة", "external_id"),
        ("Civilians", ""),
        ("Number", ""),
        ("Name", ""),
        ("#", ""),
    ],
)
def test_the_headers_of_the_field_name_their_columns(header, name, columns):
    found = mapping.map_columns([header], (), columns["incidents"])
    assert (found[0].name if found else "") == name
    assert not found or found[0].sure >= mapping.SURE


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("Type of UXO", "item_category"),
        ("العدد", "item_quantity_reported"),
        ("No. of items", "item_quantity_reported"),
        ("ملاحظات", "description"),
        ("Depth (cm)", "item_depth_cm"),
        ("Depth (m)", ""),
        ("رقم البلاغ", "external_id"),
    ],
)
def test_the_headers_of_a_list_of_tickets_do_too(header, name, columns):
    found = mapping.map_columns([header], (), columns["tickets"])
    assert (found[0].name if found else "") == name


@pytest.mark.parametrize(
    ("header", "guess"),
    [
        ("Date of the first report", "occurred_on"),
        ("injured animals", "injured"),
        ("killed children and their mothers", "killed_children"),
        ("Entered by", ""),
        ("Incident type", ""),
    ],
)
def test_a_header_that_holds_one_we_know_is_a_guess(header, guess, columns):
    found = mapping.map_columns([header], (), columns["incidents"], values={0: ["1", "x"]})
    assert (found[0].name if found else "") == guess
    assert not found or found[0].sure < mapping.SURE


# ---------------------------------------------------------------- what is left out is told


def test_a_column_that_means_what_another_says_is_not_left_out_in_silence(demo_places, bring):
    sheet = bring("incidents", [[*HEADERS, "killed", "notes"], [*ROW, "5", "second"]])
    assert importing.needs_a_look(sheet)
    assert [*reporting.doubts_in_words(sheet)] == [
        "“killed” is left out: “killed” means the same, and is read.",
        "“notes” is left out: “notes” means the same, and is read.",
    ]


def test_one_that_is_blank_is_no_doubt(demo_places, bring):
    sheet = bring("incidents", [[*HEADERS, "killed"], [*ROW, ""]])
    assert not importing.needs_a_look(sheet)


def test_values_under_no_header_are_told(demo_places, bring):
    sheet = bring("incidents", [[*HEADERS, "", ""], [*ROW, "hidden", ""]])
    assert "Left out: column 8, which has no header" in reporting.columns_in_words(sheet)
    assert unread_headers(sheet) == ["column 8"]


# ---------------------------------------------------------------- whose number it is

COUNTED = ["الرقم", "التاريخ", "المحافظة", "البلدة", "السلاح", "عدد القتلى"]
FIRST = [["1", "2024-11-01", "ادلب", "اريحا", "غارة", "2"]]
SECOND = [["1", "2024-11-21", "حلب", "الأتارب", "هاون", "7"]]


def test_numbers_of_a_sheet_s_rows_do_not_make_its_second_week_write_over_the_first(
    demo_places, bring
):
    for rows in (FIRST, SECOND):
        sheet = bring("incidents", [COUNTED, *rows], apply=True)
        assert sheet.totals["new"] == 1
    assert {each.narrative for each in Incident.objects.all()} == {""}
    assert {toll(each, Outcome.KILLED).minimum for each in Incident.objects.all()} == {2, 7}
    assert sheet.report["columns"]["found"]["0"]["how"] == "serial"


@pytest.mark.parametrize(
    ("header", "numbers", "is_read"),
    [
        ("ID", ["1", "2", "3"], False),
        ("ID", ["1", "2", "Total", "3"], False),
        ("ID", ["1", "3", "4"], True),
        ("ID", ["101", "102", "103"], True),
        ("ID", ["A-1", "A-2", "A-3"], True),
        ("external_id", ["1", "2", "3"], True),
    ],
)
def test_only_1_2_3_numbers_the_rows(header, numbers, is_read, demo_places, bring):
    sheet = bring("incidents", [[header, *HEADERS], *([number, *ROW] for number in numbers)])
    assert (sheet.mapping.get("0") == "external_id") is is_read


def test_who_read_such_numbers_before_means_them(demo_places, bring, manager):
    sheet = bring("incidents", [COUNTED, *FIRST])
    sheet = importing.remap(sheet, {int(at): name for at, name in sheet.mapping.items()} | {
        0: "external_id"
    })  # fmt: skip
    remembered_columns.remember(sheet, by=manager, name="ours")
    assert bring("incidents", [COUNTED, *SECOND]).mapping["0"] == "external_id"


NUMBERED = ["external_id", *HEADERS]


def test_a_number_that_is_another_event_s_is_refused(demo_places, bring):
    bring("incidents", [NUMBERED, ["A-1", *ROW]], apply=True)
    other = ["A-1", "2024-12-03", "Aleppo", "Atareb", *ROW[3:]]
    sheet = bring("incidents", [NUMBERED, other], apply=True)
    assert findings(sheet) == {2: [("external_id", "another_event")]}
    assert str(Incident.objects.get().occurred_on) == "2024-11-28"


@pytest.mark.parametrize(
    "other",
    [
        ["2024-12-03", "Idleb", "Ariha", *ROW[3:]],
        ["2024-11-28", "Aleppo", "Atareb", *ROW[3:]],
        ["2024-12-03", "Idleb", "", *ROW[3:]],
    ],
)
def test_another_day_or_another_place_alone_is_a_correction(other, demo_places, bring):
    bring("incidents", [NUMBERED, ["A-1", *ROW]], apply=True)
    sheet = bring("incidents", [NUMBERED, ["A-1", *other]])
    assert sheet.totals["changed"] == 1


def test_who_names_the_reference_may_move_it_in_time_and_place(demo_places, bring):
    bring("incidents", [NUMBERED, ["A-1", *ROW]], apply=True)
    other = ["2024-12-03", "Aleppo", "Atareb", *ROW[3:]]
    sheet = bring("incidents", [["ref", *HEADERS], [Incident.objects.get().ref, *other]])
    assert sheet.totals["changed"] == 1


def test_a_ticket_s_number_does_not_write_over_another_ticket(demo_places, bring):
    header = ["external_id", "reported_at", "governorate", "place", "description"]
    bring("tickets", [header, ["7", "2024-11-28", "Idleb", "Ariha", "a shell"]], apply=True)
    sheet = bring("tickets", [header, ["7", "2024-12-03", "Aleppo", "Atareb", "a mine"]])
    assert findings(sheet) == {2: [("external_id", "another_event")]}
    assert Ticket.objects.get().description == "a shell"


# ---------------------------------------------------------------- several tables in one sheet

OTHER_ORDER = ["date", "governorate", "place", "weapon", "injured", "killed", "notes"]


def test_a_table_with_its_columns_in_another_order_is_not_read_by_the_first_s_headers(
    demo_places, bring
):
    sheet = bring("incidents", [HEADERS, ROW, [""] * 7, OTHER_ORDER, ROW, [""] * 7, ROW])
    verdicts = [row.verdict for row in sheet.rows.order_by("number")]
    assert verdicts == ["new", "skipped", "skipped", "refused", "skipped", "refused"]
    assert findings(sheet, "note")[4] == [("", "other_table")]


def test_the_sheet_s_own_headers_end_it(demo_places, bring):
    sheet = bring("incidents", [HEADERS, OTHER_ORDER, ROW, HEADERS, ROW])
    verdicts = [row.verdict for row in sheet.rows.order_by("number")]
    assert verdicts == ["skipped", "refused", "skipped", "new"]


def test_rows_checked_again_still_stand_below_the_other_table(demo_places, bring):
    sheet = bring("incidents", [HEADERS, ROW, OTHER_ORDER, ROW])
    sheet = importing.check(sheet, numbers=[4])
    assert sheet.rows.get(number=4).verdict == "refused"


# ---------------------------------------------------------------- which case, which place, what


@pytest.mark.parametrize(
    "written",
    [
        "inc-2024-000001",
        "INC-٢٠٢٤-٠٠٠٠٠١",
        "INC-2024-1",
        "INC – 2024 – 00001",
        "\u200fINC_2024_000001",
        " inc 2024 000001 ",
    ],
)
def test_a_reference_is_known_in_any_writing_that_means_one_case(written, cast, bring):
    incident = make_incident(cast=cast)
    assert incident.ref == "INC-2024-000001"
    sheet = bring("incidents", [["ref", "weapon"], [written, "mortar"]], by=cast.data_manager)
    assert [(row.verdict, row.ref) for row in sheet.rows.all()] == [("changed", incident.ref)]


@pytest.mark.parametrize("written", ["INC2024000001", "INC-2024", "TKT-2024-000001", "2024-000001"])
def test_what_could_mean_several_things_names_no_case(written, cast, bring):
    make_incident(cast=cast)
    sheet = bring("incidents", [["ref", "weapon"], [written, "mortar"]], by=cast.data_manager)
    assert sheet.totals["refused"] == 1


def test_two_writings_of_one_reference_in_a_sheet_are_one_case(cast, bring):
    incident = make_incident(cast=cast)
    rows = [[incident.ref, "mortar"], [incident.ref.lower(), "rocket"]]
    sheet = bring("incidents", [["ref", "weapon"], *rows], by=cast.data_manager)
    assert [row.verdict for row in sheet.rows.order_by("number")] == ["changed", "refused"]


def test_a_ticket_names_its_incident_in_any_writing(cast, bring):
    incident = make_incident(cast=cast)
    rows = [["reported_at", "pcode", "incident"], ["2024-11-28", "C1022", incident.ref.lower()]]
    bring("tickets", rows, by=cast.data_manager, apply=True)
    assert Ticket.objects.get().incident == incident


def test_a_place_that_only_sounds_like_the_area_around_it_is_asked(demo_places, bring):
    row = ["2024-11-28", "Rural Damascus", "Damascus", "airstrike", "1", "2", "a"]
    sheet = bring("incidents", [HEADERS, row])
    assert findings(sheet) == {2: [("place", "unknown_place")]}


@pytest.mark.parametrize(
    ("phrase", "weapon"),
    [
        ("unguided rockets", "rocket"),
        ("صواريخ غير موجهة", "rocket"),
        ("صواريخ أرض-أرض", "missile"),
        ("guided missile", "guided_missile"),
        ("not an airstrike", None),
        ("ليس قصفاً جوياً", None),
    ],
)
def test_a_phrase_is_read_by_what_it_says_not_by_a_word_in_it(phrase, weapon, columns):
    widget = next(each for each in columns["incidents"] if each.column_name == "weapon").widget
    assert widget.code_of(fold(phrase)) == weapon


# ---------------------------------------------------------------- days and times


@pytest.mark.parametrize(
    ("time", "code"), [("2024-11-29 01:30", "invalid"), ("2024-11-28 01:30", ""), ("01:30", "")]
)
def test_a_time_that_stands_with_another_day_than_the_row_is_not_moved_to_it(
    time, code, demo_places, bring
):
    sheet = bring("incidents", [[*HEADERS, "time"], [*ROW, time]])
    assert findings(sheet) == ({2: [("time", code)]} if code else {})


@pytest.mark.parametrize("days", [("الخميس", "الجمعة"), ("Thursday", "Fri")])
def test_a_column_of_weekdays_is_no_column_of_days(days, demo_places, bring):
    rows = [[day, *ROW] for day in days]
    sheet = bring("incidents", [["اليوم", *HEADERS], *rows])
    assert sheet.totals["new"] == 2
    assert not importing.needs_a_look(sheet)


def test_what_only_steps_set_is_not_told_as_read(demo_places, bring):
    rows = [["reported_at", "pcode", "Status", "Team"], ["2024-11-28", "C1022", "closed", "Blue"]]
    sheet = bring("tickets", rows)
    told = reporting.columns_in_words(sheet)
    assert "Left out: Status, which no sheet sets, Team, which no sheet sets" in told
    assert "Status →" not in told
    assert unread_headers(sheet) == ["Status", "Team"]
    assert [name for _at, _header, name, _title in columns_of(sheet)] == ["reported_at", "pcode"]


# ---------------------------------------------------------------- what was hit, who says so


@pytest.mark.parametrize(
    ("cell", "hits"),
    [
        ("3 houses, 1 school", [("home", "", 3), ("school", "", 1)]),
        ("٢ منازل ومدرسة", [("home", "", 2), ("school", "", None)]),
        ("2 tall things", [("other", "tall things", 2)]),
        ("school hospital", [("school", "", None), ("hospital", "", None)]),
        ("fuel station", [(Facility.FUEL, "", None)]),
        ("old school", [("other", "old school", None)]),
        ("market & mosque", [("market", "", None), ("mosque", "", None)]),
        ("لا يوجد", []),
        ("no damage", []),
        ("none", []),
        ("لا توجد أضرار", []),
    ],
)
def test_what_a_cell_lists_is_what_was_hit_and_how_many(cell, hits):
    assert [(hit.facility, hit.site, hit.count) for hit in read_hits(cell)] == hits


@pytest.mark.parametrize("cell", ["1", "FALSE", "نعم", "0"])
def test_an_answer_is_nothing_that_was_hit(cell, demo_places, bring):
    sheet = bring("incidents", [[*HEADERS, "damage/school"], [*ROW, cell]])
    assert findings(sheet) == {2: [("damage", "invalid")]}


@pytest.mark.parametrize("cell", ["-", "none", "لا يوجد", "غير معروف", "?"])
def test_nobody_is_no_source(cell, demo_places, bring):
    rows = [["external_id", *HEADERS, "source"], ["A-1", *ROW, cell]]
    bring("incidents", rows, apply=True)
    assert [source.name for source in Source.objects.all()] == ["sheet.csv"]
    rows[1][5] = "9"
    bring("incidents", rows, apply=True)
    assert [source.name for source in Source.objects.all()] == ["sheet.csv"]


def test_how_many_stays_said_when_a_word_is_read_as_another():
    known = HitList(dict(Facility.choices), HITS)
    assert known.parts("2 tall things; market") == ["tall things", "market"]
    assert known.replaced("2 tall things; market", {"tall things": "home"}) == "2 home; market"


@pytest.mark.parametrize("site", ["2 tall things", "school hospital", "none", "1"])
def test_what_was_written_of_a_hit_comes_back_as_the_same(site, cast, bring):
    incident = make_incident(cast=cast)
    actions.add(
        incident, Damage(incident=incident, facility="other", site=site), by=cast.coordinator
    )
    sheet = bring("incidents", [["ref", "damage"], [incident.ref, site]], by=cast.data_manager)
    assert [row.verdict for row in sheet.rows.all()] == ["unchanged"]
