"""The answers to a sheet's questions: loaded before it is judged, kept, changed and forgotten."""

from dataclasses import dataclass

from django.db import transaction

from casework.sentences import say as _
from exchange.answers.orders import known_orders
from exchange.answers.vocabulary import Word
from exchange.placing import COLUMNS
from exchange.widgets import ChoiceCell
from places.models import Area
from places.spelling import fold


def load(resource, sheet):
    """Let the resource read the sheet's words as people of its organisation answered once."""
    for word in Word.objects.of_sheet(sheet):
        if word.column not in resource.fields:
            continue  # a column of an older release
        if word.column in COLUMNS:
            resource.gazetteer.answers[word.column, word.folded, word.within] = word
        elif resource.word_list(word.column) is not None:
            remember(resource, word)
    for name, answer in known_orders(sheet).items():
        if name in resource.fields:
            resource.fields[name].widget.answered = answer["order"]


def remember(resource, word):
    word.told, word.label = told(resource, word)
    resource.answers.setdefault(word.column, {})[word.folded] = word
    closed = isinstance(resource.fields[word.column].widget, ChoiceCell)
    if closed or word.sense != Word.Sense.TEXT:
        # A closed list cannot hold a text: the word moves to the record's own text.
        resource.words.setdefault(word.column, {})[word.folded] = word.means


def told(resource, word):
    """(how a word is read as a sentence, as a cell shows it)."""
    if word.sense == Word.Sense.UNKNOWN:
        return _("Read as unknown."), _("unknown")
    if word.sense == Word.Sense.TEXT:
        return _("Kept as text."), word.written
    label = resource.word_list(word.column).label(word.means) or word.means
    return _("Read as %(area)s.") % {"area": label}, label


@transaction.atomic
def keep(sheet, answers, *, by):
    """Remember `answers`, [(question, sense, code)], for every sheet of this kind to come."""
    for question, sense, code in answers:
        Word.objects.update_or_create(
            organisation_id=sheet.organisation_id,
            kind=sheet.kind,
            column=question.column,
            folded=fold(question.word),
            within=question.within,
            defaults={
                "written": question.word,
                "sense": sense,
                "means": code if sense == Word.Sense.MEANS else "",
                "by": by,
            },
        )


def take_back(questions):
    """Ask these again."""
    for question in questions:
        forget(question.answer)


def forget(word):
    """Ask again from the next check on."""
    word.delete()


@dataclass(frozen=True)
class Line:
    """A remembered word as a list shows it."""

    word: Word
    kind: str
    column: str
    meaning: str
    above: str


def lines_of(words, kinds, by):
    """`Line`s of these words; those of a kind of sheet that is no longer read are left out."""
    words = list(words)
    resources = {kind: resource(by) for kind, resource in kinds.items()}
    areas = Area.objects.filter(pcode__in={word.within for word in words} - {""})
    names = {area.pcode: area.name for area in areas}
    return [line_of(word, resources[word.kind], names) for word in words if word.kind in resources]


def line_of(word, resource, names):
    known = word.column in resource.fields and resource.word_list(word.column)
    label = known.label(word.means) if known and word.means else None
    return Line(
        word,
        resource.title,
        resource.title_of(word.column),
        label or word.means,
        names.get(word.within, word.within),
    )
