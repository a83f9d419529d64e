"""Words that nobody knows are asked once each, and what was answered is read so ever after."""

import pytest

from exchange import importing
from exchange.answers import questions, remembered_words
from exchange.answers.questions import ANSWERED, GUESSED, OPEN
from exchange.answers.vocabulary import Word
from incidents.models import Incident
from incidents.sheet_parts import read_hits
from munitions.models import Munition
from tests.exchange.conftest import findings
from tests.factories import make_organisation, make_person

HEADERS = ["date", "governorate", "place", "weapon", "party", "damage", "munition", "killed"]
ROW = ["28/11/2024", "Aleppo", "Atareb", "airstrike", "", "", "", "1"]


def row(**cells):
    return [cells.get(name, cell) for name, cell in zip(HEADERS, ROW, strict=True)]


def asked(sheet, by):
    return {(q.column, q.word): q for q in questions.questions_of(sheet, by)}


def answer(sheet, by, column, word, sense, code=""):
    question = asked(sheet, by)[column, word]
    remembered_words.keep(sheet, [(question, sense, code)], by=by)
    return importing.check(sheet)


def test_an_unknown_word_is_asked_once_with_the_number_of_its_rows(bring, manager):
    sheet = bring("incidents", [HEADERS, *[row(weapon="air raid-ish")] * 3, row(weapon="magic")])
    found = asked(sheet, manager)
    assert [(q.word, q.rows, q.state) for q in found.values()] == [
        ("air raid-ish", 3, OPEN),
        ("magic", 1, OPEN),
    ]
    assert found["weapon", "air raid-ish"].guesses[0].code == "airstrike"


@pytest.mark.parametrize(
    ("phrase", "state"),
    [
        ("rocket + mortar", OPEN),
        ("قصف مدفعي وصاروخي", OPEN),
        ("air strike / barrel bomb", OPEN),
        ("Russian air strike with rockets", GUESSED),
    ],
)
def test_a_phrase_that_names_several_weapons_is_asked_and_no_guess(bring, manager, phrase, state):
    sheet = bring("incidents", [HEADERS, row(weapon=phrase)])
    assert asked(sheet, manager)["weapon", phrase].state == state
    answer(sheet, manager, "weapon", phrase, "means", "mortar")
    assert asked(sheet, manager)["weapon", phrase].state == ANSWERED
    assert findings(sheet, "warning") == {}


def test_an_answered_word_is_read_so_in_this_sheet_and_in_every_later_one(bring, manager):
    sheet = bring("incidents", [HEADERS, row(weapon="air raid-ish")])
    assert answer(sheet, manager, "weapon", "air raid-ish", "means", "airstrike").totals["new"] == 1
    [kept] = sheet.rows.all()
    assert kept.shown["weapon"] == "Airstrike"
    later = bring("incidents", [HEADERS, row(weapon="AIR  RAID ISH", killed="2")])
    assert later.totals["new"] == 1
    assert asked(later, manager)["weapon", "AIR  RAID ISH"].state == ANSWERED


@pytest.mark.parametrize(
    ("cells", "column", "word", "sense", "code", "kept"),
    [
        ({"weapon": "magic"}, "weapon", "magic", "unknown", "", ("unknown", "")),
        ({"weapon": "magic"}, "weapon", "magic", "text", "", ("unknown", "magic")),
        ({"party": "النظام; the tall ones"}, "party", "the tall ones", "text", "", None),
        ({"munition": "XB-77"}, "munition", "XB-77", "unknown", "", ("airstrike", "")),
    ],
)
def test_a_word_may_be_unknown_or_stay_as_text(
    bring, manager, cells, column, word, sense, code, kept
):
    sheet = answer(bring("incidents", [HEADERS, row(**cells)]), manager, column, word, sense, code)
    assert (sheet.totals["new"], findings(sheet, "warning")) == (1, {})
    applied = importing.apply(sheet, by=manager)
    incident = Incident.objects.get(ref=applied.rows.get().ref)
    if kept:
        assert (incident.weapon, incident.narrative) == kept
    else:
        assert word in incident.narrative


def test_a_place_is_answered_where_it_lies_and_not_where_another_of_its_name_may(bring, manager):
    rows = [HEADERS, row(place="Zzyrb"), row(place="Zzyrb", governorate="Idleb")]
    sheet = bring("incidents", rows)
    aleppo, idleb = (q for q in questions.questions_of(sheet, manager) if q.column == "place")
    assert {aleppo.within, idleb.within} == {"SY02", "SY07"}
    remembered_words.keep(sheet, [(aleppo, "means", "C1139")], by=manager)
    again = importing.check(sheet)
    states = {q.within: q.state for q in questions.questions_of(again, manager)}
    assert states == {aleppo.within: ANSWERED, idleb.within: OPEN}


def test_a_place_that_is_answered_as_unknown_stands_at_the_larger_area(bring, manager):
    sheet = answer(
        bring("incidents", [HEADERS, row(place="Zzyrb")]), manager, "place", "Zzyrb", "unknown"
    )
    importing.apply(sheet, by=manager)
    assert Incident.objects.get().place.pcode == "SY02"


def test_an_answer_whose_area_is_gone_is_asked_again_and_is_no_unknown(bring, manager):
    sheet = bring("incidents", [HEADERS, row(place="Zzyrb")])
    answer(sheet, manager, "place", "Zzyrb", "means", "C1139")
    Word.objects.update(means="C9999")
    assert findings(importing.check(sheet)) == {2: [("place", "unknown_place")]}


def test_a_guess_is_shown_as_one_and_may_be_corrected(bring, manager):
    sheet = bring("incidents", [HEADERS, row(weapon="heavy airstrike x3")])
    found = asked(sheet, manager)["weapon", "heavy airstrike x3"]
    assert (found.state, found.chosen) == (GUESSED, "airstrike")
    sheet = answer(sheet, manager, "weapon", found.word, "means", "drone_strike")
    importing.apply(sheet, by=manager)
    assert Incident.objects.get().weapon == "drone_strike"


def test_what_was_hit_keeps_how_badly_when_its_word_is_answered(bring, manager):
    sheet = bring("incidents", [HEADERS, row(damage="grumbly shed destroyed; market")])
    kept = asked(sheet, manager)["damage", "grumbly shed destroyed"]
    assert (kept.state, kept.chosen) == (GUESSED, questions.TEXT)
    answer(sheet, manager, "damage", "grumbly shed destroyed", "means", "home")
    importing.apply(sheet, by=manager)
    hits = {(d.facility, d.level) for d in Incident.objects.get().damages.all()}
    assert hits == {("home", "destroyed"), ("market", "unknown")}


@pytest.mark.parametrize(
    ("cell", "hits"),
    [
        ("محطة وقود", ["fuel_station"]),
        ("منازل ومحطة وقود", ["home", "fuel_station"]),
        ("محطة وقود خارج الخدمة؛ سوق وجامع", ["fuel_station", "market", "mosque"]),
        ("market and mosque", ["market", "mosque"]),
    ],
)
def test_a_word_with_an_and_in_it_is_one_thing(cell, hits):
    assert [str(hit.facility) for hit in read_hits(cell)] == hits


def test_a_calibre_brings_the_models_of_that_calibre_to_the_front(demo_places, bring, manager):
    sheet = bring("incidents", [HEADERS, row(munition="قذيفة غريبة ١٢٢ مم")])
    found = asked(sheet, manager)["munition", "قذيفة غريبة ١٢٢ مم"]
    sizes = dict(Munition.objects.values_list("designation", "diameter_mm"))
    assert sizes[found.guesses[0].code] == 122


def test_answers_stay_in_the_house(bring, manager):
    answer(
        bring("incidents", [HEADERS, row(weapon="magic")]), manager, "weapon", "magic", "unknown"
    )
    stranger = make_person(role="data_manager", organisation=make_organisation(name="Others"))
    theirs = bring("incidents", [HEADERS, row(weapon="magic")], by=stranger)
    assert theirs.totals["refused"] == 1
    assert not Word.objects.visible_to(stranger).exists()
