"""A ticket's cell that lists several items: how it would be split, and that it is not unasked."""

import pytest

from exchange import importing
from exchange.answers import offers
from munitions import catalogue
from munitions.matching import Designations
from munitions.models import Category
from ordnance.models import Item, Ticket
from ordnance.sheet_items import parts_of
from tests.exchange.conftest import bring, findings, manager  # noqa: F401 - fixtures

HEADERS = ["external_id", "reported_at", "place", "description", "item_written"]
ROW = ["T-1", "2024-11-28 10:00", "C1022", "Seen by a farmer", "3 × AO-2.5RT + 1 mortar"]


@pytest.fixture
def designations(db):
    catalogue.take_in(catalogue.read_rows())
    return Designations.load()


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("3 × AO-2.5RT + 1 mortar", [(3, "submunition"), (1, "mortar")]),
        ("3x AO-2.5RT; 1 x 82mm mortar", [(3, "submunition"), (1, "mortar")]),
        ("AO-2.5RT (3), mortar (2)", [(3, "submunition"), (2, "mortar")]),
        ("٢ قذائف هاون + ١ لغم", [(2, "mortar"), (1, "landmine")]),
        ("2 rockets and 3 grenades", [(2, "rocket"), (3, "grenade")]),
        ("mortar + rocket", [(None, "mortar"), (None, "rocket")]),
        ("عدد 3 قنابل عنقودية + قذيفة هاون", [(3, "submunition"), (None, "mortar")]),
    ],
)
def test_a_list_of_items_is_taken_apart(designations, text, parts):
    found = parts_of(text, designations)
    assert [(part.quantity, str(part.category)) for part in found] == parts


@pytest.mark.parametrize(
    "text",
    ["82mm mortar", "mortar bomb, rusty", "AO-2.5RT", "250 kg bomb and its fuze", "3 mortars"],
)
def test_one_item_stays_one(designations, text):
    assert parts_of(text, designations) == []


def quantities():
    return {str(item): item.quantity_reported for item in Item.objects.all()}


def test_nothing_is_split_before_somebody_says_so(designations, bring, manager):  # noqa: F811
    sheet = bring("tickets", [HEADERS, ROW], apply=True)
    assert findings(sheet, "warning") == {2: [("item_written", "several_items")]}
    assert quantities() == {"3 × AO-2.5RT + 1 mortar": None}


def test_what_was_shown_is_what_is_split_once_it_is_accepted(designations, bring, manager):  # noqa: F811
    sheet = bring("tickets", [HEADERS, ROW])
    [offer] = offers.offers_of(sheet)
    assert "3 × AO-2.5RT/RTM; 1 × mortar" in offer.samples[0][1]
    assert offers.answer(sheet, "several_items:split", by=manager)
    sheet.refresh_from_db()
    assert findings(sheet, "warning") == {}
    importing.apply(sheet, by=manager)
    items = {(str(i), i.category, i.quantity_reported) for i in Ticket.objects.get().items.all()}
    assert items == {
        ("AO-2.5RT/RTM", Category.SUBMUNITION, 3),
        ("mortar", Category.MORTAR, 1),
    }


def test_one_item_is_kept_where_somebody_says_so(designations, bring, manager):  # noqa: F811
    sheet = bring("tickets", [HEADERS, ROW])
    assert offers.answer(sheet, "several_items:keep", by=manager)
    assert findings(sheet, "warning") == {}
    importing.apply(sheet, by=manager)
    assert quantities() == {"3 × AO-2.5RT + 1 mortar": None}


def test_a_disposal_beside_several_items_wants_rows_of_their_own(designations, bring, manager):  # noqa: F811
    rows = [[*HEADERS, "disposal_method", "disposal_quantity"], [*ROW, "burned", "1"]]
    sheet = bring("tickets", rows)
    assert offers.answer(sheet, "several_items:split", by=manager)
    assert ("item_written", "invalid") in findings(sheet)[2]


def test_an_answer_is_taken_back_and_no_other_is_taken(designations, bring, manager):  # noqa: F811
    sheet = bring("tickets", [HEADERS, ROW])
    assert not offers.answer(sheet, "several_items:drop", by=manager)
    assert not offers.answer(sheet, "other:split", by=manager)
    for text in ("several_items:keep", "several_items:"):
        assert offers.answer(sheet, text, by=manager)
    assert findings(sheet, "warning") == {2: [("item_written", "several_items")]}
