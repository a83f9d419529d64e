"""A sheet is mended on its check screen: cells, all of a kind, rows left out."""

import re

import pytest

from exchange import importing, mending
from exchange.models import Import
from incidents.models import Incident
from tests.exchange.conftest import as_workbook, findings
from tests.exchange.test_importing import GOOD, HEADERS

BAD = ["A-2", "31/11/2024", "الأتارب", "غارة جوية", "عدة", "", "=cmd|' /C calc'!A0"]
DAY, KILLED = 1, 4  # positions of columns


@pytest.fixture
def client(cast, signed_in):
    return signed_in(cast.data_manager)


@pytest.fixture
def sheet(bring, cast):
    return bring("incidents", [HEADERS, GOOD, BAD], by=cast.data_manager)


def post(client, sheet, path, **posted):
    answer = client.post(f"/exchange/{sheet.pk}/{path}", posted)
    assert answer.status_code == 302, answer.content
    sheet.refresh_from_db()
    return answer


def row(sheet, number):
    return sheet.rows.get(number=number)


def test_a_mended_cell_is_judged_and_what_came_stays(client, sheet):
    post(client, sheet, "rows/3/", **{"cell-1": "30/11/2024", "cell-4": "at least 3"})
    mended = row(sheet, 3)
    assert mended.verdict == "new"
    assert mended.raw[:5] == BAD[:5]
    assert mended.edits == {"1": "30/11/2024", "4": "at least 3"}
    assert (sheet.totals["new"], sheet.totals["refused"]) == (2, 0)


def test_who_mended_what_and_when_is_kept(client, sheet, cast):
    post(client, sheet, "rows/3/", **{"cell-4": "3"})
    [act] = sheet.mendings.all()
    assert (act.by, act.act) == (cast.data_manager, "cells")
    assert act.changes == {"3": {"edits": {"4": [None, "3"]}}}


def test_a_cell_goes_back_to_what_came(client, sheet):
    post(client, sheet, "rows/3/", **{"cell-4": "3"})
    post(client, sheet, "rows/3/", as_it_came="4")
    assert row(sheet, 3).edits == {}
    assert ("killed", "vague") in findings(sheet)[3]


def test_writing_what_came_is_no_edit(client, sheet):
    post(client, sheet, "rows/3/", **{"cell-1": BAD[1], "cell-4": f" {BAD[4]} "})
    assert row(sheet, 3).edits == {}
    assert not sheet.mendings.exists()


def test_an_applied_sheet_is_not_mended(client, bring, cast):
    sheet = bring("incidents", [HEADERS, GOOD], by=cast.data_manager, apply=True)
    post(client, sheet, "rows/2/", **{"cell-4": "99"})
    assert row(sheet, 2).edits == {}
    with pytest.raises(importing.NotApplied, match="applied already"):
        mending.mend_cells(sheet, {2: {"4": "99"}}, by=cast.data_manager)


def test_htmx_gets_the_row_and_all_that_it_moved(client, sheet):
    posted = {"cell-1": "30/11/2024", "cell-4": "3"}
    answer = client.post(f"/exchange/{sheet.pk}/rows/3/", posted, headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert page.lstrip().startswith("<tbody")
    assert "Apply: 2 new, 0 updated" in page
    for part in ("next", "totals", "kinds", "acts", "shows"):
        assert f'id="{part}" ' in page


def test_all_of_a_kind_are_mended_at_once_and_taken_back(client, bring, cast):
    several = ["A-3", "2024-11-27", "الأتارب", "غارة جوية", "dozens", "", ""]
    sheet = bring("incidents", [HEADERS, GOOD, BAD, several], by=cast.data_manager)
    post(client, sheet, "fix/", code="vague")
    assert [row(sheet, n).edits for n in (3, 4)] == [
        {"4": "at least 3 (عدة)"},
        {"4": "at least 12 (dozens)"},
    ]
    assert (row(sheet, 3).verdict, row(sheet, 4).verdict) == ("refused", "new")
    act = sheet.mendings.get()
    post(client, sheet, f"mendings/{act.pk}/take-back/")
    assert [row(sheet, n).edits for n in (3, 4)] == [{}, {}]
    assert sheet.totals["refused"] == 2


def test_days_that_the_spreadsheet_turned_round_are_turned_back_once(client, bring, cast):
    turned = ["A-3", "2024-03-01", *GOOD[2:]]
    left = ["A-4", "13/01/2024", *GOOD[2:]]
    typed = bring("incidents", [HEADERS, turned, left], by=cast.data_manager)
    assert 2 not in findings(typed, "warning")
    book = as_workbook([HEADERS, turned, left])
    sheet = bring("incidents", book, name="a.xlsx", by=cast.data_manager)
    assert findings(sheet, "warning")[2] == [("occurred_on", "days_turned")]
    post(client, sheet, "fix/", code="days_turned")
    assert row(sheet, 2).edits == {"1": "3 Jan 2024"}
    assert ("occurred_on", "days_turned") not in findings(sheet, "warning").get(2, [])
    importing.apply(sheet, by=cast.data_manager)
    days = Incident.objects.values_list("occurred_on", flat=True).order_by("occurred_on")
    assert list(map(str, days)) == ["2024-01-03", "2024-01-13"]


def test_taking_back_leaves_what_was_changed_since(client, sheet):
    post(client, sheet, "fix/", code="vague")
    act = sheet.mendings.get()
    post(client, sheet, "rows/3/", **{"cell-4": "7"})
    post(client, sheet, f"mendings/{act.pk}/take-back/")
    assert row(sheet, 3).edits == {"4": "7"}


def test_the_words_go_with_the_figure(client, bring, cast):
    vague = ["A-3", "2024-11-27", "الأتارب", "غارة جوية", "عشرات", "", ""]
    sheet = bring("incidents", [HEADERS, vague], by=cast.data_manager)
    post(client, sheet, "fix/", code="vague")
    importing.apply(sheet, by=cast.data_manager)
    report = Incident.objects.get().casualty_reports.get()
    assert (report.range_of("killed").minimum, report.range_of("killed").maximum) == (10, None)
    assert "عشرات" in report.wording


def coordinates(text):
    return [[*HEADERS[:3], "الإحداثيات"], ["A-1", "2024-11-28", "الأتارب", text]]


@pytest.mark.parametrize(
    ("code", "rows", "edits"),
    [
        ("swapped", coordinates("36.8284, 36.1379"), {"3": "36.13790, 36.82840"}),
        ("negative", [HEADERS, [*GOOD[:4], "-2", *GOOD[5:]]], {"4": ""}),
        (
            "future",
            [HEADERS, GOOD, ["A-2", "2031-11-27", *GOOD[2:]]],
            {"1": "2024-11-27"},
        ),
    ],
)
def test_what_is_proposed_for_a_kind(client, bring, cast, code, rows, edits):
    sheet = bring("incidents", rows, by=cast.data_manager)
    post(client, sheet, "fix/", code=code)
    assert row(sheet, len(rows)).edits == edits
    assert code not in str(row(sheet, len(rows)).findings)


def test_refused_rows_are_left_out_aloud_before_the_rest_is_applied(client, sheet):
    post(client, sheet, "apply/")
    assert sheet.state == Import.State.CHECKED
    post(client, sheet, "leave-out/")
    left = row(sheet, 3)
    assert (left.verdict, left.answers) == ("skipped", {"left_out": True})
    assert "left_out" in {found["code"] for found in left.findings}
    post(client, sheet, "apply/")
    assert sheet.state == Import.State.APPLIED
    assert sheet.totals["skipped"] == Incident.objects.count() == 1


def test_the_reasons_of_a_row_left_out_stay(client, sheet):
    post(client, sheet, "leave-out/", row="3")
    assert {"impossible", "vague"} <= {found["code"] for found in row(sheet, 3).findings}
    assert findings(sheet) == {}


def test_a_row_left_out_is_taken_in_again(client, sheet):
    post(client, sheet, "leave-out/", row="2")
    assert sheet.totals["new"] == 0
    post(client, sheet, "take-in/", row="2")
    assert (sheet.totals["new"], row(sheet, 2).answers) == (1, {})


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {3}),
        ("show=all", {2, 3, 4}),
        ("show=new", {2, 4}),
        ("show=refused", {3}),
        ("problem=vague", {3}),
        ("problem=clash", set()),
        ("column=killed", {3}),
        ("column=place", set()),
        ("problem=impossible&column=killed", set()),
        ("q=A-4", {4}),
        ("q=الأتارب", {2, 3, 4}),
        ("show=all&start=3", {3, 4}),
        ("show=nonsense&start=x", {3}),
    ],
)
def test_the_address_says_which_rows_are_shown(client, bring, cast, query, shown):
    fourth = ["A-4", "2024-10-02", *GOOD[2:]]
    sheet = bring("incidents", [HEADERS, GOOD, BAD, fourth], by=cast.data_manager)
    page = client.get(f"/exchange/{sheet.pk}/?{query}").content.decode()
    assert {n for n in (2, 3, 4) if f'id="row-{n}"' in page} == shown


def test_pages_follow_each_other_by_row_number(client, bring, cast):
    rows = [[f"A-{n}", *GOOD[1:]] for n in range(120)]
    sheet = bring("incidents", [HEADERS, *rows], by=cast.data_manager)
    seen, address = [], "?show=all"
    while address:
        answer = client.get(f"/exchange/{sheet.pk}/{address}")
        seen += [line.row.number for r in answer.context["records"] for line in r.lines]
        later = answer.context["later"]
        address = f"?{later}" if later else ""
    assert seen == list(range(2, 122))
    assert answer.context["earlier"] == "show=all&start=52"


def test_what_is_wrong_is_counted_by_kind_with_a_link_to_its_rows(client, bring, cast):
    rows = [HEADERS, GOOD, BAD, ["A-9", *BAD[1:]]]
    sheet = bring("incidents", rows, by=cast.data_manager)
    answer = client.get(f"/exchange/{sheet.pk}/")
    kinds = {kind.code: (kind.rows, kind.fixable) for kind in answer.context["kinds"]}
    assert kinds["vague"] == (2, 2)
    assert kinds["impossible"] == (2, 0)
    assert 'href="?problem=impossible#rows"' in answer.content.decode()


def test_nobody_mends_the_sheet_of_another_organisation(sheet, cast, signed_in):
    cast.stranger.groups.set(cast.data_manager.groups.all())
    answer = signed_in(cast.stranger).post(f"/exchange/{sheet.pk}/rows/3/", {"cell-4": "1"})
    assert answer.status_code == 404


def test_the_summary_of_an_applied_sheet_says_what_was_done_by_whom(client, sheet, cast):
    post(client, sheet, "fix/", code="vague")
    post(client, sheet, "leave-out/")
    importing.apply(sheet, by=cast.data_manager)
    page = client.get(f"/exchange/{sheet.pk}/").content.decode()
    for said in (sheet.sha256, "All of a kind mended: Words in place of a number", "Rows left out"):
        assert said in page
    assert "Take back" not in page


def test_what_is_proposed_for_many_rows_is_asked_at_once(bring, cast, django_assert_num_queries):
    rows = [[f"A-{n}", "2024-11-27", "الأتارب", "غارة جوية", "dozens", "", ""] for n in range(5)]
    sheet = bring("incidents", [HEADERS, *rows], by=cast.data_manager)
    with django_assert_num_queries(1):
        assert len(mending.proposals(sheet, "vague")) == 5


def test_what_is_wrong_out_of_sight_is_told_below_the_row(client, bring, cast):
    rows = [
        ["external_id", "date", "place", "weapon", "killed", "injured", "latitude", "longitude"],
        ["A-1", "2024-11-28", "Atarib", "airstrike", "x", "", "36.8284", "36.1379"],
    ]
    sheet = bring("incidents", rows, by=cast.data_manager)
    page = client.get(f"/exchange/{sheet.pk}/").content.decode()
    [note] = re.findall(r'<tr class="notes far-notes">(.*?)</tr>', page, re.DOTALL)
    [(cell, name)] = re.findall(r'<a href="#(cell-[^"]+)">([^<]+)</a>', note)
    assert name == "latitude"
    assert "look swapped" in note
    assert "is not a number" not in note  # what is wrong in sight is told in its cell alone
    assert page.count(f'id="{cell}"') == 1


def test_what_a_row_is_about_stands_first_in_the_grid(client, bring, cast):
    headers = ["notes", "site", "killed", "weapon", "place", "date"]
    row = ["", "school", "3", "airstrike", "الأتارب", "2024-11-28"]
    sheet = bring("incidents", [headers, row], by=cast.data_manager)
    page = client.get(f"/exchange/{sheet.pk}/")
    assert [head.header for head in page.context["columns"]] == [
        "date", "place", "weapon", "killed", "notes", "site",
    ]  # fmt: skip
