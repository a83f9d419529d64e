"""However many words tell what became of a row's people, none of them is forgotten."""

import pytest

from exchange import importing
from exchange.answers import questions
from exchange.answers.vocabulary import Word
from exchange.mapping import remembered_columns
from exchange.parsing import counting
from tests.exchange.conftest import findings
from tests.exchange.test_kobo import workbook
from tests.exchange.test_people import CASES, HEAD

MANY = 14


def export_of(number):
    """A form with so many words that nobody knows for the people of its first row."""
    words = [f"word {chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(number)]
    who = [[word, "man", 40, n, "Cases", 1, "uuid-1"] for n, word in enumerate(words)]
    sure = [["killed", "man", 40, n, "Cases", 2, "uuid-2"] for n, _word in enumerate(words)]
    return workbook(Cases=CASES[:3], who=[HEAD, *sure, *who])


def answer_all(client, sheet, code):
    """Answer whatever the sheet's page asks, until it asks nothing more."""
    while waiting := [q for q in questions.questions_of(sheet, sheet.by) if q.state == "open"]:
        told = {f"word-{question.key}": code for question in waiting}
        client.post(f"/exchange/{sheet.pk}/values/", told)


@pytest.fixture
def seen(demo_places, bring, manager, client):
    """A sheet with many words, its columns seen, and who looks at it."""
    sheet = bring("incidents", export_of(MANY), name="kobo.xlsx")
    remembered_columns.remember(sheet, by=manager)
    client.force_login(manager)
    return sheet, client


def test_every_word_is_asked(seen):
    sheet, _client = seen
    assert len(questions.questions_of(sheet, sheet.by)) == MANY


@pytest.mark.parametrize("word", ["word aa", "word am"])
def test_an_older_answer_to_any_of_many_words_is_not_applied(seen, bring, word):
    """A colleague's sheet may hold the word alone, and the answer be changed there."""
    sheet, client = seen
    answer_all(client, sheet, "injured")
    older = bring("incidents", export_of(MANY), name="kobo.xlsx")
    assert not findings(older)
    assert Word.objects.filter(folded=word).update(means="killed") == 1
    importing.check(older)
    assert findings(older) == {2: [("uncounted", "counted_before")]}


@pytest.mark.parametrize(("more", "refused"), [(0, {}), (1, {2: [("uncounted", "people_cut")]})])
def test_a_row_with_more_words_than_are_kept_is_refused(demo_places, bring, more, refused):
    sheet = bring("incidents", export_of(counting.MOST_WORDS + more), name="kobo.xlsx")
    assert findings(sheet) == refused
