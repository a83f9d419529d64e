"""Which model of ordnance a written name means, alone or in the middle of a sentence."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from munitions.designations import fold_designation, other_reading
from munitions.models import Munition

EXACT, ALIAS, CLOSE = "exact", "alias", "close"
SHORTEST = 3  # Letters and digits that a name needs before we spot it in a sentence.
MOST_WORDS = 6
WORD = re.compile(r"[A-Za-zА-Яа-яЁё0-9.,٠-٩٫]+")
LETTER_AND_DIGIT = re.compile(r"(?=.*\d)(?=.*[A-Z])")


class Match(NamedTuple):
    """A model and how surely the text names it: exact, alias (another name)
    or close (the beginning of its name, or its Arabic description)."""

    munition: Munition
    certainty: str


class Designations:
    """The names of the catalogue in memory: load once, then match a whole sheet.

    A name that two models share means neither, unless it is the designation of one.
    """

    def __init__(self, munitions: Iterable[Munition]):
        munitions = list(munitions)
        self.by_name = {
            fold_designation(each.designation): Match(each, EXACT) for each in munitions
        }
        shared = set()
        for munition in munitions:
            for name, certainty in self._other_names(munition):
                held = self.by_name.setdefault(name, Match(munition, certainty))
                if held.munition != munition and held.certainty != EXACT:
                    shared.add(name)
        for name in shared:
            del self.by_name[name]

    @staticmethod
    def _other_names(munition: Munition) -> Iterator[tuple[str, str]]:
        """Its other names and what each is worth: the Arabic one describes, it does not name."""
        yield from ((fold_designation(alias), ALIAS) for alias in munition.aliases)
        if munition.name_ar:
            yield fold_designation(munition.name_ar), CLOSE

    @classmethod
    def load(cls):
        return cls(Munition.objects.order_by("pk"))  # the same answer every time

    def match(self, text: str) -> Match | None:
        """The model that the whole text names, or None: unknown is a good answer."""
        folded = fold_designation(text)
        known = self.by_name.get(folded) or self.by_name.get(other_reading(folded))
        return known or self._only_continuation(folded)

    def find_in(self, text: str) -> Match | None:
        """The first model that a sentence names, or None."""
        return next(self.find_all(text), None)

    def find_all(self, text: str) -> Iterator[Match]:
        """Every model that a sentence names, in its order, the longest name at each place."""
        words = [word for word in (each.strip(".,") for each in WORD.findall(text)) if word]
        start = 0
        while start < len(words):
            for size in range(min(MOST_WORDS, len(words) - start), 0, -1):
                found = self._spotted(words[start : start + size])
                if found:
                    yield found
                    start += size - 1
                    break
            start += 1

    def _spotted(self, words: list[str]) -> Match | None:
        """The model these words name together, unless a plain sentence could hold them too."""
        folded = fold_designation("".join(words))
        if len(folded) < SHORTEST or not self._looks_like_a_name(words, folded):
            return None
        return self.by_name.get(folded) or self.by_name.get(other_reading(folded))

    @staticmethod
    def _looks_like_a_name(words: list[str], folded: str) -> bool:
        """Letters with digits; in small letters only if they stand in one word: not "at 4"."""
        letters = "".join(filter(str.isalpha, "".join(words)))
        if letters.islower() and len(words) > 1:
            return False
        return bool(LETTER_AND_DIGIT.match(folded)) or letters.isupper()

    def _only_continuation(self, folded: str) -> Match | None:
        """The one model whose names go on from the text: RBK-500 AO-2.5RT is …RT/RTM."""
        if len(folded) <= SHORTEST or not LETTER_AND_DIGIT.match(folded):
            return None
        begun = {known.munition for name, known in self.by_name.items() if name.startswith(folded)}
        return Match(begun.pop(), CLOSE) if len(begun) == 1 else None


def match(text: str) -> Match | None:
    """The model that the text names; reads the catalogue: for many texts use Designations."""
    return Designations.load().match(text)


def find_in(text: str) -> Match | None:
    """The first model that a sentence names; for many sentences use Designations."""
    return Designations.load().find_in(text)
