"""What we write we read back as unchanged, for every kind of sheet, and formulas stay text."""

import csv
import io
import random
from datetime import datetime

import pytest
from django.utils.translation import override

from casework import actions
from exchange import exporting
from exchange.cells.formulas import bared
from exchange.models import Export
from exchange.registry import resource_class
from ordnance.models import Ticket
from tests.exchange.conftest import TRAPS, as_csv, findings
from tests.factories import at, dispose_of_all, make_incident, make_ticket


def exported(kind, by, form="csv", *, columns=(), language="", **params):
    resource = resource_class(kind)(by)
    return b"".join(exporting.stream(resource, form, params, columns=columns, language=language))


def table(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


KINDS = ["incidents", "tickets", "areas", "munitions"]


def unchanged(sheet):
    odd = [
        (r.number, r.verdict, r.changes, r.findings)
        for r in sheet.rows.exclude(verdict="unchanged")
    ]
    assert odd == []
    return sheet.totals["unchanged"] == sheet.totals["rows"] > 0


@pytest.mark.parametrize("form", ["csv", "xlsx", "ods"])
@pytest.mark.parametrize("kind", KINDS)
def test_our_own_export_comes_back_unchanged(records, cast, bring, kind, form):
    content = exported(kind, cast.data_manager, form)
    assert unchanged(bring(kind, content, name=f"x.{form}", by=cast.data_manager))


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("reader", ["en", "ar"])
@pytest.mark.parametrize("kind", KINDS)
def test_an_export_in_words_comes_back_unchanged_whoever_reads_it(
    records, cast, bring, kind, language, reader
):
    content = exported(kind, cast.data_manager, "xlsx", language=language)
    with override(reader):
        assert unchanged(bring(kind, content, name="x.xlsx", by=cast.data_manager))


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("kind", ["incidents", "tickets"])
def test_a_choice_of_columns_that_keeps_ref_and_version_comes_back_unchanged(
    records, cast, bring, kind, seed
):
    chance = random.Random(seed)
    names = [
        each.name
        for each in resource_class(kind)
        .layouts[0](resource_class(kind)(cast.data_manager))
        .readable()
    ]
    chosen = ["ref", "version", *chance.sample(names, chance.randint(1, 6))]
    content = exported(kind, cast.data_manager, columns=chosen)
    assert unchanged(bring(kind, content, by=cast.data_manager)), chosen


def test_no_text_of_a_csv_is_a_formula(records, cast):
    for row in table(exported("incidents", cast.viewer)):
        for cell in row:
            assert not cell.startswith(("=", "+", "-", "@", "\t")), cell


@pytest.mark.parametrize(
    "text", ["=1+1", "+963", "-1", "@x", "'=1", "''+2", "'plain'", "a=b", "\t="]
)
def test_a_neutralised_text_comes_back_as_it_was(text):
    assert bared(exporting.neutral(text)) == text
    assert not exporting.neutral(text).startswith(("=", "+", "-", "@", "\t"))


def test_an_export_is_logged_with_rows_and_hash(records, cast):
    exported("incidents", cast.viewer)
    log = Export.objects.get()
    assert (log.kind, log.rows, log.by, len(log.sha256)) == (
        "incidents",
        5 + len(TRAPS) // 4,
        cast.viewer,
        64,
    )


def test_restricted_fields_leave_only_with_those_who_may_read_them(records, cast):
    assert "latitude" not in table(exported("tickets", cast.viewer))[0]
    assert "latitude" in table(exported("tickets", cast.dispatcher))[0]


def test_a_stranger_s_export_holds_nothing_of_ours(records, cast):
    assert len(table(exported("incidents", cast.stranger))) == 1


def test_the_filter_of_the_list_is_the_filter_of_the_export(records, cast):
    rows = table(exported("incidents", cast.viewer, status="verified"))
    assert len(rows) == 2


def test_hidden_cases_are_in_no_export(cast):
    make_incident(cast=cast, status="hidden")
    assert len(table(exported("incidents", cast.data_manager))) == 1


def test_a_ticket_does_not_name_an_incident_that_is_hidden(cast):
    make_ticket(cast=cast, incident=make_incident(cast=cast, status="hidden"))
    seen, blind = (table(exported("tickets", by)) for by in (cast.protection_officer, cast.viewer))
    assert seen[1][seen[0].index("incident")].startswith("INC-")
    assert blind[1][blind[0].index("incident")] == ""


def test_a_disposal_is_added_by_a_row_and_never_changed(cast, bring):
    ticket = dispose_of_all(make_ticket(cast=cast, status="on_site", found=3), by=cast.team_leader)
    rows = table(exported("tickets", cast.data_manager))
    quantity = rows[0].index("disposal_quantity")
    rows[1][quantity] = "2"
    sheet = bring("tickets", as_csv(rows), by=cast.data_manager)
    [row] = sheet.rows.all()
    assert row.verdict == "refused"
    assert "never changed" in row.findings[0]["message"]
    assert ticket.items.get().disposals.count() == 1


def test_one_sheet_mends_a_ticket_its_item_and_adds_a_disposal(cast, bring):
    ticket = make_ticket(cast=cast, status="on_site", found=3)
    rows = table(exported("tickets", cast.data_manager))
    told = {
        "site_name": "school yard", "item_quantity_found": "3", "item_certainty": "probable",
        "disposal_method": "burned", "disposal_quantity": "2",
        "disposal_done_at": "2024-11-28 15:00",
    }  # fmt: skip
    for name, value in told.items():
        rows[1][rows[0].index(name)] = value
    sheet = bring("tickets", as_csv(rows), by=cast.data_manager, apply=True)
    assert sheet.totals["changed"] == 1
    ticket.refresh_from_db()
    item = ticket.items.get()
    assert (ticket.site_name, item.quantity_found, item.balance.remaining) == ("school yard", 3, 1)
    verbs = [e.verb for e in ticket.events.order_by("-version")[:3]]
    assert verbs == ["added", "edited", "edited"]


def test_a_disposal_beyond_what_was_found_is_refused_at_its_row(cast, bring):
    dispose_of_all(make_ticket(cast=cast, status="on_site", found=3), by=cast.team_leader)
    rows = table(exported("tickets", cast.data_manager))
    more = list(rows[1])
    more[rows[0].index("disposal")] = "2"
    sheet = bring("tickets", as_csv([*rows, more]), by=cast.data_manager)
    assert findings(sheet)[3] == [("disposal_quantity", "invalid")]


def test_tickets_come_in_with_items_and_disposals(cast, bring):
    rows = [
        ["external_id", "reported_at", "place", "item", "item_category", "item_quantity_found",
         "item_certainty", "disposal_method", "disposal_quantity", "disposal_done_at"],
        ["T-1", "2024-11-28 09:00", "Atareb", "1", "submunition", "4", "probable",
         "destroy_in_situ", "3", "2024-11-28 12:00"],
        ["T-1", "", "", "1", "submunition", "", "", "left_marked", "1", "2024-11-28 12:00"],
        ["T-1", "", "", "2", "mortar", "1", "possible", "", "", ""],
        ["T-2", "2024-11-28 09:00", "Atareb", "1", "mortar", "2", "possible", "burned", "5",
         "2024-11-28 12:00"],
    ]  # fmt: skip
    sheet = bring("tickets", rows, by=cast.data_manager, apply=True)
    assert [r.verdict for r in sheet.rows.all()] == ["new", "new", "new", "refused"], [
        r.findings for r in sheet.rows.all()
    ]
    assert "only 2 were found" in sheet.rows.last().findings[0]["message"]
    ticket = Ticket.objects.get(external_id="T-1")
    assert [str(item.balance.found) for item in ticket.items.all()] == ["4", "1"]
    assert ticket.items.first().balance.remaining == 1
    assert at(hour=9) == ticket.reported_at


@pytest.mark.parametrize("form", ["csv", "xlsx", "ods"])
@pytest.mark.parametrize("hour", ["20:30", "21:30", "22:30"])
def test_an_hour_that_came_twice_comes_back_as_it_was(cast, bring, form, hour):
    """The clocks of Damascus were put back in the last hour of 28 October 2021."""
    ticket = make_ticket(cast=cast)
    ticket.reported_at = datetime.fromisoformat(f"2021-10-28 {hour}+00:00")
    actions.edit(ticket, by=cast.dispatcher, seen=ticket.version)
    content = exported("tickets", cast.data_manager, form)
    assert unchanged(bring("tickets", content, name=f"x.{form}", by=cast.data_manager))


@pytest.mark.parametrize("form", ["csv", "xlsx", "ods"])
def test_a_control_character_is_a_blank_that_changes_nothing(cast, bring, form):
    make_incident(cast=cast, narrative="two\x0blines \x07 bell", site_name="\x0cby the well")
    content = exported("incidents", cast.data_manager, form)
    assert unchanged(bring("incidents", content, name=f"x.{form}", by=cast.data_manager))
