"""What the check kept ready is written as judging anew would write it, and only while it may be."""

import re
from datetime import date

import pytest
from django.db import transaction

from casework import actions
from exchange import importing
from exchange.answers import remembered_words
from exchange.answers.questions import questions_of
from exchange.importing.writing_plans import work_on
from exchange.models import Basis, Import, Plan
from exchange.registry import resource_class
from incidents.evidence import Actor
from incidents.models import (
    Attribution,
    CasualtyReport,
    Damage,
    DuplicateAnswer,
    Figure,
    Incident,
    IncidentEvent,
    Source,
)
from munitions.models import Munition
from ordnance.models import Disposal, Item, Sighting, Ticket, TicketEvent
from places.models import Area
from tests.exchange.conftest import findings
from tests.factories import area, make_incident, make_person

HEADERS = ["external_id", "date", "time", "place", "lat", "lon", "weapon", "party", "killed",
           "killed children", "injured", "damage", "source", "notes", "title"]  # fmt: skip
ROW = ["A-1", "28/11/2024", "13:22", "الأتارب", "36.137910", "36.828430", "غارة جوية", "النظام",
       "15", "4", "at least 20", "سوق؛ منازل", "Civil Defence", "", "Market"]  # fmt: skip
FAR = "1/12/2024"


def row(number, **cells):
    named = {"external_id": f"A-{number}", **cells}
    return [
        named.get(name.replace(" ", "_"), cell) for name, cell in zip(HEADERS, ROW, strict=True)
    ]


ODD = [
    row(1),
    row(2, notes='tab\there, back\\slash, "quote"\nand\r\nlines \\N', title="{a,b}"),
    row(3, date="3/12/2024", time="", lat="", lon="", killed="", injured="-", damage=""),
    row(4, date="28/11/2024", killed="about 10", killed_children="", party="", title="É ﷺ 🕊"),
    row(5, date="28/11/2024 - 29/11/2024", weapon="قصف by 82 mm mortar", time="فجراً"),
    row(6, date="5/12/2024", weapon="magic"),
    row("", date="6/12/2024", damage="a strange thing"),
    row(1, date="28/11/2024"),
]
TICKETS = [
    ["external_id", "reported at", "place", "item", "item_category", "item quantity", "munition"],
    ["T-1", "2024-11-28 10:00", "الأتارب", "1", "submunition", "3", ""],
    ["T-1", "", "", "2", "submunition", "1", ""],
    ["", "2024-11-29", "الأتارب", "", "", "", ""],
]


@pytest.fixture
def parties(db):
    Actor.objects.create(code="syrian-government", name_en="Syrian government forces")


# ---------------------------------------------------------------- as judging anew

KINDS = (Incident, Source, CasualtyReport, Figure, Damage, Attribution, DuplicateAnswer,
         IncidentEvent, Ticket, Sighting, Item, Disposal, TicketEvent)  # fmt: skip
MOMENTS = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\.\d+[+\w:]*")
KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def written(sheet):
    """All that stands in the tables of cases, with its keys in the order in which they come and no
    moments; then what the rows say of it."""
    rows = [
        (kind.__name__, sorted(values.items(), key=str))
        for kind in KINDS
        for values in kind._base_manager.order_by("pk").values()
    ]
    said = list(sheet.rows.order_by("number").values("number", "verdict", "ref", "findings"))
    names = {}
    text = MOMENTS.sub("then", repr([rows, said]))
    text = re.sub(r"datetime\.datetime\([^)]*\)+", "then", text)
    text = KEY.sub(lambda found: names.setdefault(found[0], f"key {len(names)}"), text)
    return re.sub(r"'(id|case_id)': \d+|\('id', \d+\)", "number", text)


class Enough(Exception):
    """What was written is thrown away again."""


def tried(sheet, by):
    """What applying writes, which is thrown away."""
    found = []
    try:
        with transaction.atomic():
            importing.apply(Import.objects.get(pk=sheet.pk), by=by)
            found.append(written(sheet))
            raise Enough
    except Enough:
        return found[0]


@pytest.mark.parametrize(("kind", "rows"), [("incidents", [HEADERS, *ODD]), ("tickets", TICKETS)])
def test_what_was_kept_ready_is_what_judging_anew_would_write(bring, manager, parties, kind, rows):
    sheet = bring(kind, rows)
    assert Plan.objects.exclude(lines="").exists()
    assert not work_on(sheet, resource_class(kind)).beside
    as_kept = tried(sheet, manager)
    Basis.objects.all().delete()  # as a crash of the database leaves it
    assert as_kept == tried(sheet, manager)


def test_nothing_is_kept_once_it_is_written(bring, parties):
    bring("incidents", [HEADERS, *ODD], apply=True)
    assert not Plan.objects.exists()
    assert not Basis.objects.exists()


# ---------------------------------------------------------------- while it may be


def judged_anew(sheet):
    """The numbers of the rows that applying would judge anew, of those that it writes."""
    sheet = Import.objects.get(pk=sheet.pk)
    work = work_on(sheet, resource_class(sheet.kind))
    return set(sheet.rows.filter(work.anew, verdict="new").values_list("number", flat=True))


THREE = [HEADERS, row(1), row(2, date=FAR), row(3, date="29/11/2024", place="Darat Izza")]


def test_what_rests_on_what_it_rested_on_is_not_judged_anew(bring, parties):
    assert judged_anew(bring("incidents", THREE)) == set()


def renamed_place(cast):
    Area.objects.filter(pk=area().pk).update(name_en="Elsewhere")


def another_model(cast):
    Munition.objects.create(designation="XB-77")


def another_party(cast):
    Actor.objects.create(code="others", name_en="Others")


def another_day(cast):
    Basis.objects.update(digest="of yesterday")


def crashed(cast):
    Plan.objects.all().delete()


@pytest.mark.parametrize(
    "change", [renamed_place, another_model, another_party, another_day, crashed]
)
def test_all_are_judged_anew_when_what_all_rest_on_changed(bring, cast, parties, change):
    sheet = bring("incidents", THREE)
    change(cast)
    assert judged_anew(sheet) == {2, 3, 4}


def test_who_did_not_check_a_sheet_judges_it_anew(bring, parties):
    sheet = bring("incidents", THREE)
    sheet.by = make_person(role="data_manager")
    assert {
        row.number for row in sheet.rows.filter(work_on(sheet, resource_class(sheet.kind)).anew)
    } == {2, 3, 4}


def test_a_look_alike_that_came_since_the_check_is_found_and_only_its_days_are_judged_anew(
    bring, cast, parties
):
    sheet = bring("incidents", THREE, by=cast.data_manager)
    make_incident(cast=cast, weapon="airstrike")
    assert judged_anew(sheet) == {2, 4}
    importing.apply(sheet, by=cast.data_manager)
    assert findings(sheet, "warning")[2] == [("", "likely_duplicate")]
    refs = dict(sheet.rows.values_list("number", "ref"))
    status = dict(Incident.objects.values_list("ref", "status"))
    assert [status[refs[number]] for number in (2, 3, 4)] == ["draft", "submitted", "submitted"]


def test_a_look_alike_that_went_since_the_check_is_waited_for_no_more(bring, cast, parties):
    stored = make_incident(cast=cast, weapon="airstrike")
    sheet = bring("incidents", [HEADERS, row(1)], by=cast.data_manager)
    assert findings(sheet, "warning")[2] == [("", "likely_duplicate")]
    stored.occurred_on = date(2023, 1, 1)
    actions.edit(stored, by=cast.coordinator)
    importing.apply(sheet, by=cast.data_manager)
    assert findings(sheet, "warning") == {}
    assert set(Incident.objects.exclude(pk=stored.pk).values_list("status")) == {("submitted",)}


def test_a_number_that_somebody_took_since_the_check_stops_the_import(bring, cast, parties):
    sheet = bring("incidents", THREE, by=cast.data_manager)
    make_incident(cast=cast, occurred_on=date(2023, 1, 1), external_id="A-2")
    assert judged_anew(sheet) == {3}
    with pytest.raises(importing.NotApplied, match="Row 3"):
        importing.apply(sheet, by=cast.data_manager)


def test_a_party_that_the_site_lacks_is_made_with_its_row(bring, manager):
    rows = [HEADERS, row(1), row(2, date=FAR, party="")]
    sheet = bring("incidents", rows)
    assert judged_anew(sheet) == {2}
    importing.apply(sheet, by=manager)
    assert Attribution.objects.get().incident.external_id == "A-1"


def test_a_mended_row_is_judged_anew_with_those_near_it_alone(bring, manager, parties):
    rows = [HEADERS, row(1), row(2, date=FAR), row(3, date="29/11/2024"), row(4, weapon="magic")]
    sheet = bring("incidents", rows)
    mended = sheet.rows.get(number=5)
    mended.edits = {str(HEADERS.index("weapon")): "airstrike"}
    mended.save(update_fields=["edits"])
    sheet = importing.check(sheet, numbers=[5])
    assert judged_anew(sheet) == {2, 4}
    as_kept = tried(sheet, manager)
    Basis.objects.all().delete()
    anew = tried(sheet, manager)
    assert as_kept.count("'submitted'") == anew.count("'submitted'")


def test_only_rows_that_hold_an_answered_word_are_judged_anew(bring, manager, parties):
    rows = [row(1), row(2, date=FAR, party="the tall ones"), row(3, date="3/12/2023")]
    sheet = bring("incidents", [HEADERS, *rows])
    [question] = [each for each in questions_of(sheet, manager) if each.word == "the tall ones"]
    remembered_words.keep(sheet, [(question, "means", "syrian-government")], by=manager)
    sheet = importing.check(sheet, numbers=[4])
    assert judged_anew(sheet) == set()
    importing.apply(sheet, by=manager)
    assert Attribution.objects.count() == 3


def test_a_word_that_was_answered_since_is_read_so(bring, manager, parties):
    sheet = bring("incidents", [HEADERS, row(1), row(2, date=FAR, party="the tall ones")])
    [question] = [each for each in questions_of(sheet, manager) if each.word == "the tall ones"]
    remembered_words.keep(sheet, [(question, "means", "syrian-government")], by=manager)
    assert judged_anew(sheet) == {2, 3}
    importing.apply(sheet, by=manager)
    assert Attribution.objects.count() == 2
