"""“61 spellings of 14 governorates is a normal file”: most are read, the rest asked once."""

import pytest

from exchange import importing
from exchange.answers import questions, remembered_words
from exchange.answers.questions import GUESSED, OPEN
from places.models import Area

# By governorate: English and French transliterations, Turkish and Kurdish names, Arabic with and
# without hamza, article and the word for governorate, slips of the finger.
SPELLINGS = {
    "SY01": ["Damascus", "دمشق", "Dimashq", "Damas", "محافظة دمشق", "Şam"],
    "SY02": ["Aleppo", "حلب", "Alep", "محافظة حلب", "Haleb", "Allepo"],
    "SY03": ["Rural Damascus", "ريف دمشق", "Rif Dimashq", "Reef Damascus", "Damascus countryside"],
    "SY04": ["Homs", "حمص", "Hims", "Humus", "محافظه حمص"],
    "SY05": ["Hama", "حماة", "حماه"],
    "SY06": ["Lattakia", "اللاذقية", "Latakia", "لاذقية", "Lattaquié", "Lazkiye"],
    "SY07": ["Idleb", "إدلب", "ادلب", "Idlib", "أدلب", "İdlib", "Idelb"],
    "SY08": ["Al-Hasakeh", "الحسكة", "Hassakeh", "al-Hasakah", "Hesekê"],
    "SY09": ["Deir-ez-Zor", "دير الزور", "Deir Ezzor", "Der Zor", "ديرالزور"],
    "SY10": ["Tartous", "طرطوس", "Tartus"],
    "SY11": ["Ar-Raqqa", "الرقة", "Raqqa", "Rakka"],
    "SY12": ["Dar'a", "درعا"],
    "SY13": ["As-Sweida", "السويداء", "Suwayda"],
    "SY14": ["Quneitra"],
}
ALL = [(text, pcode) for pcode, texts in SPELLINGS.items() for text in texts]


HARD = {"Şam", "Reef Damascus", "Damascus countryside", "Lazkiye"}  # nobody could guess these
HEADERS = ["date", "governorate", "weapon", "killed"]


def rows_of(killed):
    return [HEADERS, *(["28/11/2024", text, "airstrike", killed] for text, _pcode in ALL)]


@pytest.fixture
def sheet(demo_places, bring):
    return bring("incidents", rows_of("1"))


def test_most_spellings_are_read_without_asking_and_each_as_the_right_governorate(sheet):
    labels = dict(Area.objects.filter(level=1).values_list("pcode", "name_en"))
    read = {row.raw[1]: row.shown.get("place", "") for row in sheet.rows.all()}
    wrong = {text for text, pcode in ALL if labels[pcode] not in read[text]}
    assert wrong == HARD
    assert len(ALL) == len(read) == 61
    assert sheet.totals["new"] == 61 - len(HARD)


def test_a_guess_is_shown_and_what_nobody_can_guess_is_asked_once_each(sheet, manager):
    asked = questions.questions_of(sheet, manager)
    assert {q.word for q in asked if q.state == OPEN} == HARD
    idelb = next(q for q in asked if q.word == "Idelb")
    assert (idelb.state, idelb.means) == (GUESSED, "SY07")


def test_once_answered_none_is_asked_again(sheet, manager, bring):
    meant = dict(ALL)
    asked = [q for q in questions.questions_of(sheet, manager) if q.state == OPEN]
    remembered_words.keep(sheet, [(q, "means", meant[q.word]) for q in asked], by=manager)
    assert importing.check(sheet).totals["refused"] == 0
    later = bring("incidents", rows_of("2"))
    assert later.totals["new"] == 61
    assert not [q for q in questions.questions_of(later, manager) if q.state == OPEN]
