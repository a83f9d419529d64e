"""The lists that a sheet's words are read by: how a cell lists several, and the best guesses."""

import re
from dataclasses import dataclass

from django.utils.functional import cached_property
from rapidfuzz import fuzz, process

from exchange.cells import plain, to_text
from exchange.widgets import ChoicesCell
from places.models import Area
from places.spelling import fold, romanise

GUESSES = 5
NAMESAKES = 8  # places share their names
ALIKE = 60  # of 100: below this a guess helps nobody
SYLLABLE = 4
CALIBRE = re.compile(r"(\d{2,3}(?:\.\d)?)\s*(?:mm|millimet\w*|ملم|مم|ملليمتر|مليمتر)", re.I)


@dataclass(frozen=True)
class Guess:
    """Something that a word can mean: its code, what people call it, where it lies or belongs."""

    code: str
    label: str
    hint: str = ""

    def __str__(self):
        return f"{self.label} ({self.hint})" if self.hint else self.label


class WordList:
    """What the words of one column can mean. `is_whole`: `everything` lists all of it;
    `reads_file`: what they mean counts when the file is read, and not when its rows are judged."""

    is_whole = True
    reads_file = False

    def parts(self, text):
        """The words of a cell; most columns hold one."""
        return [text]

    def replaced(self, cell, words):
        """The cell with every word that somebody answered read as it was answered."""
        told = [words.get(fold(part), part) for part in self.parts(to_text(cell))]
        return "; ".join(filter(None, told))

    def guesses(self, text, within=""):
        """At most a handful of `Guess`es, the best first."""
        raise NotImplementedError

    def everything(self):
        raise NotImplementedError

    def label(self, code):
        """What people call a code; None if the list has no such code."""
        return next((str(each) for each in self.everything() if each.code == code), None)


class ClosedList(WordList):
    """Codes with their labels; `spoken` are the words by which sheets call them."""

    def __init__(self, labels, spoken):
        self.labels = {str(code): label for code, label in labels.items() if str(code)}
        self.spoken = {word: str(code) for word, code in spoken.items() if str(code) in self.labels}

    @cached_property
    def heard(self):
        """[(word as it sounds in Latin letters, code)]: both scripts are compared as one."""
        return [(romanise(word), code) for word, code in self.spoken.items()]

    def guesses(self, text, within=""):
        said = romanise(fold(text))
        words = [word for word, _code in self.heard]
        likely = process.extract(
            said, words, scorer=likeness, limit=4 * GUESSES, score_cutoff=ALIKE
        )
        codes = dict.fromkeys(self.heard[place][1] for _word, _score, place in likely)
        return [Guess(code, str(self.labels[code])) for code in list(codes)[:GUESSES]]

    def everything(self):
        return [Guess(code, str(label)) for code, label in self.labels.items()]


def likeness(one, other, **_options):
    """0 to 100. A part counts a little less than the whole, and only if it is no mere syllable."""
    whole = max(fuzz.ratio(one, other), fuzz.token_sort_ratio(one, other))
    if min(len(one), len(other)) < SYLLABLE:
        return whole
    return max(whole, 0.9 * fuzz.partial_ratio(one, other))


def choice_list(widget):
    """The list of a `widgets.ChoiceCell`, with all the words that it knows."""
    kind = SeveralChoices if isinstance(widget, ChoicesCell) else ClosedList
    return kind(dict(widget.choices), dict(widget.codes))


class SeveralChoices(ClosedList):
    """A closed list of which a cell names several, separated by semicolons."""

    def parts(self, text):
        return [part.strip() for part in re.split("[;؛]", text) if part.strip()]


class MunitionList(ClosedList):
    """Models of the catalogue: near names first, among them those of the calibre that is said."""

    def __init__(self, designations):
        named = designations.by_name
        models = {match.munition.designation: match.munition for match in named.values()}
        super().__init__(
            {name: name for name in sorted(models)},
            {word: match.munition.designation for word, match in named.items()},
        )
        self.models = models

    def guesses(self, text, within=""):
        calibre = calibre_of(text)
        alike = super().guesses(text)
        fitting = [
            Guess(name, name) for name, model in self.models.items()
            if calibre is not None and model.diameter_mm == calibre
        ]  # fmt: skip
        both = [guess for guess in alike if guess in fitting]
        return list(dict.fromkeys([*both, *fitting[:GUESSES], *alike]))[: 2 * GUESSES]


def calibre_of(text):
    """The millimetres that a text names: 82 of “82mm”, “82 ملم” and “١٢٠ مم”; None without."""
    found = CALIBRE.search(plain(text))
    return float(found[1]) if found else None


class PlaceList(WordList):
    """Areas of some levels: too many to list, so a person may also search for another."""

    def __init__(self, levels):
        self.levels = list(levels)
        self.is_whole = self.levels == [Area.Level.GOVERNORATE]

    def guesses(self, text, within=""):
        """Places that sound alike: first those inside the area that the row names."""
        near = []
        above = Area.objects.filter(pcode=within).first() if within else None
        if above:
            near = Area.objects.within(above).search(text, NAMESAKES, self.levels)
        found = list(dict.fromkeys([*near, *Area.objects.search(text, NAMESAKES, self.levels)]))
        return [self.guess(area) for area in found[:NAMESAKES]]

    def guess(self, area):
        return Guess(area.pcode, area.both_names, f"{area.trail()} {area.pcode}".strip())

    def everything(self):
        if not self.is_whole:
            return []
        return [self.guess(area) for area in Area.objects.at(self.levels).with_parents()]

    def label(self, code):
        area = Area.objects.at(self.levels).with_parents().filter(pcode=code).first()
        return area.label if area else None
