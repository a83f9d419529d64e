"""The words by which sheets of people say what became of somebody, answered like all other words.

People are counted while the file is read, so an answer counts from the next reading on: whoever
gives one has the file read again. Until then a row says that it was counted otherwise.
"""

from django.utils.translation import gettext_lazy

from casework.sentences import say as _
from exchange.answers.vocabulary import Word
from exchange.answers.word_lists import ClosedList
from exchange.parsing.counting import MOST_WORDS, UNCOUNTED, is_cut, words_told
from exchange.parsing.people import (
    NONE,
    NOT_OURS,
    OUTCOMES,
    SIDES,
    UNHURT,
    UNKNOWN,
    is_of_no_figure,
)
from exchange.rows import ERROR
from places.spelling import fold


def answers_for(sheet):
    """{folded word: outcome, NONE or UNKNOWN} that hold for the sheet's kind."""
    words = Word.objects.of_sheet(sheet).filter(column=UNCOUNTED)
    return {word.folded: read_as(word) for word in words}


def read_as(word):
    return UNKNOWN if word.sense == Word.Sense.UNKNOWN else word.means


class PeopleWords(ClosedList):
    """What became of people, by {outcome: label}; a cell is what `parsing.counting` tells of a
    row's people, and is not read anew."""

    reads_file = True

    def __init__(self, outcomes):
        none = {NONE: gettext_lazy("in no figure: not hurt, or took part in the fighting")}
        spoken = OUTCOMES | {word: NONE for word, of in (UNHURT | SIDES).items() if of == NOT_OURS}
        super().__init__(dict(outcomes) | none, spoken)

    def parts(self, text):
        return [said.word for said in words_told(text)]

    def replaced(self, cell, words):
        return cell


def tell_people(row, answers):
    """Warn of a row's people who are in no figure, word by word where nobody knows the word, and
    refuse the row where a word was answered otherwise when the file was read, or where not all
    words were kept. `answers` is {folded word: `Word`}."""
    others, cell = [], row.values.get(UNCOUNTED) or ""
    if is_cut(cell):
        refuse_cut(row)
    for said in words_told(cell):
        answer = answers.get(fold(said.word))
        if said.means != (read_as(answer) if answer else ""):
            refuse_old(row, said)
        elif not said.means and (said.word == UNKNOWN or is_of_no_figure(said.word)):
            others.append(f"{said.word} ({said.n})")
        elif not said.means:
            facts = {"word": said.word, "n": said.n}
            sentence = _(
                "“%(word)s” does not tell what became of these people (%(n)d). They are in no "
                "figure until somebody says what the word means."
            )
            row.warn(UNCOUNTED, sentence % facts, "uncounted_people", word=said.word)
    if others:
        sentence = _("Of the people who were counted these are in no figure: %(people)s.")
        row.warn(UNCOUNTED, sentence % {"people": "; ".join(others)}, "uncounted_people")


def refuse_old(row, said):
    sentence = _(
        "“%(word)s” was answered otherwise when this file was read. Read it again, on the page of "
        "its columns: its people are counted anew."
    )
    row.add(ERROR, UNCOUNTED, sentence % {"word": said.word}, "counted_before", word=said.word)


def refuse_cut(row):
    """Of a word that is not there nobody sees that it was answered otherwise since."""
    sentence = _(
        "What became of this row's people is said in more words than were kept with it. Read the "
        "file again, on the page of its columns; more than %(most)d different words of one row "
        "must become fewer in the file."
    )
    row.add(ERROR, UNCOUNTED, sentence % {"most": MOST_WORDS}, "people_cut")
