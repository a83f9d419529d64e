"""The words of a sheet that want an answer, each once, with its rows and what it may mean."""

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Q
from django.utils.functional import cached_property

from exchange.answers.vocabulary import LONGEST, Word
from exchange.answers.word_lists import Guess
from exchange.registry import resource_class
from exchange.rows import NOTE
from places.models import Area
from places.spelling import fold

OPEN, GUESSED, ANSWERED = "open", "guessed", "answered"
ORDER = (OPEN, GUESSED, ANSWERED)
FACTS = ("column", "severity", "word", "within", "means", "rows", "first")


@dataclass
class Question:
    """One word of one column: `rows` hold it, `means` is the code that it is read as now.

    Open: nobody knows it, or it can mean several things. Guessed: read as something that sounds
    alike, or kept as it is where the column may. Answered: read as a person said.
    """

    column: str
    word: str
    within: str
    rows: int
    first: int
    state: str
    means: str = ""
    answer: Word | None = None
    known: object = None
    keeps_text: bool = False
    title: str = ""
    above: str = ""
    typed: str = ""
    box: str | None = None
    errors: list = field(default_factory=list)
    spelled: tuple = ()

    @property
    def key(self):
        told = "\n".join((self.column, fold(self.word), self.within))
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    @property
    def chosen(self):
        """What its box shows: a code, "?" for unknown, "=" for kept as text, "" for no answer."""
        if self.answer and self.answer.sense != Word.Sense.MEANS:
            return UNKNOWN if self.answer.sense == Word.Sense.UNKNOWN else TEXT
        if self.state == OPEN:
            return ""
        return self.means or TEXT  # what is on no list and stands as it is

    @cached_property
    def guesses(self):
        """The best guesses, what the word is read as now among them."""
        found = list(self.known.guesses(self.typed or self.word, self.within))
        if self.means and self.means not in {each.code for each in found}:
            label = self.known.label(self.means)
            found = [Guess(self.means, label), *found] if label else found
        return found

    @cached_property
    def others(self):
        """The rest of a list that is short enough to be shown."""
        seen = {each.code for each in self.guesses}
        return [each for each in self.known.everything() if each.code not in seen]


UNKNOWN, TEXT = "?", "="  # no code of a list is called so


def questions_of(sheet, by):
    """Every question of the sheet: the open ones of each column first, then by their rows."""
    resource = resource_class(sheet.kind)(by, source_name=sheet.name)
    answers = {
        (each.column, each.folded, each.within): each for each in Word.objects.of_sheet(sheet)
    }
    together = defaultdict(list)
    for told in spoken(sheet):
        if told["column"] in resource.fields and len(told["word"]) <= LONGEST:
            key = told["column"], fold(told["word"]), told["within"]
            together[key].append(told)
    found = [
        question(resource, key, told, answers.get(key))
        for key, told in together.items()
        if resource.word_list(key[0]) is not None
    ]
    name_areas(found)
    place = {name: number for number, name in enumerate(resource.fields)}
    return sorted(found, key=lambda q: (ORDER.index(q.state), place[q.column], -q.rows, q.word))


# One pass over the findings: Django's own set-returning expressions would unfold them five times.
SPOKEN = """
    SELECT found->>'column', found->>'severity', found->>'word', coalesce(found->>'within', ''),
        coalesce(found->>'means', ''), count(*), min(number)
    FROM exchange_importrow, LATERAL jsonb_array_elements(findings) AS found
    WHERE sheet_id = %s AND found ? 'word'
    GROUP BY 1, 2, 3, 4, 5
"""


def spoken(sheet):
    """[{column, severity, word, within, means, rows, first}], counted by the database."""
    with connection.cursor() as cursor:
        cursor.execute(SPOKEN, [sheet.pk])
        return [dict(zip(FACTS, told, strict=True)) for told in cursor.fetchall()]


def question(resource, key, told, answer):
    column, _folded, within = key
    written = Counter()
    for each in told:
        written[each["word"]] += each["rows"]
    doubtful = any(each["severity"] != NOTE for each in told)
    means = next((each["means"] for each in told if each["means"]), "")
    state = ANSWERED if answer else OPEN if doubtful else GUESSED
    return Question(
        column,
        written.most_common(1)[0][0],
        within,
        rows=sum(each["rows"] for each in told),
        first=min(each["first"] for each in told),
        state=state,
        means=answer.means if answer else means,
        answer=answer,
        known=resource.word_list(column),
        keeps_text=column in resource.keeps_text,
        title=resource.title_of(column),
        spelled=tuple(written),
    )


def rows_with(sheet, asked):
    """The numbers of the rows in which these questions stand."""
    found = Q()
    for each in asked:
        for text in each.spelled:
            found |= Q(findings__contains=[{"column": each.column, "word": text}])
    return list(sheet.rows.filter(found).values_list("number", flat=True)) if asked else []


def name_areas(found):
    """Say of places in which area they stand."""
    codes = {each.within for each in found} - {""}
    areas = {area.pcode: area for area in Area.objects.filter(pcode__in=codes)}
    for each in found:
        each.above = areas[each.within].name if each.within in areas else ""
