"""How each kind of value is read from a cell and written to one: import-export's widgets, ours.

Written values never depend on the language of the person: numbers, ISO dates, codes of choices.
"""

from datetime import datetime

from django.utils import timezone, translation
from import_export.widgets import Widget
from rapidfuzz import process

from casework.sentences import Choice
from casework.sentences import say as _
from exchange import cells
from exchange.cells import dates, hours, is_unknown, refusal, to_text
from places.coordinates import read_angle
from places.spelling import fold

BETWEEN = "; "
SHORT_LIST = 6  # words that a sentence lists whole
NEAREST = 4
NEGATIONS = {"no", "not", "without", "ليس", "ليست", "بدون", "لا", "لم"}


class TextCell(Widget):
    def clean(self, value, row=None, **kwargs):
        text = to_text(value)
        if len(text) > 32_000:
            raise refusal(_("This text is too long for a cell."), "max_length")
        return text

    def render(self, value, obj=None, **kwargs):
        return value or ""


class WholeCell(Widget):
    def clean(self, value, row=None, **kwargs):
        return cells.read_whole(value)

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else int(value)


class DecimalCell(Widget):
    def clean(self, value, row=None, **kwargs):
        return cells.read_decimal(value)

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else value.normalize() + 0


class AngleCell(DecimalCell):
    """Degrees of latitude or longitude; `hemispheres` are the letters that may stand with it."""

    def __init__(self, hemispheres):
        super().__init__()
        self.hemispheres = hemispheres

    def clean(self, value, row=None, **kwargs):
        if is_unknown(value):
            return None
        return read_angle(to_text(value), self.hemispheres)


class YesNoCell(Widget):
    def clean(self, value, row=None, **kwargs):
        return cells.read_yes_no(value)

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else "yes" if value else "no"


class DayCell(Widget):
    """A `dates.Day`: `order` is the column's, settled from all of its values."""

    order = dates.DAY_FIRST
    answered = ""  # the order that a person gave, where the column itself does not say
    left = ""  # a text of the column by which its other days may be turned round

    def survey(self, values):
        self.order, self.left = dates.column_order(values), dates.left_as_text(values)
        if self.answered and self.order in (dates.MIXED, dates.UNSETTLED):
            self.order = self.answered

    def clean(self, value, row=None, **kwargs):
        return dates.read_day(value, self.order)

    def render(self, value, obj=None, **kwargs):
        return value.isoformat() if value else ""


class DateCell(DayCell):
    """One plain date."""

    def clean(self, value, row=None, **kwargs):
        day = super().clean(value)
        if day and day.last:
            raise refusal(_("“%(text)s” is more than one day."), text=to_text(value))
        return day and day.first


class MomentCell(DayCell):
    """An aware time to the second; written as local time, with its zone where that time came twice
    because the clocks were put back."""

    def clean(self, value, row=None, **kwargs):
        day = super().clean(value)
        if day is None:
            return None
        if day.last or day.part:
            raise refusal(_("“%(text)s” is no moment. Write it like 2024-11-28 13:22."),
                          text=to_text(value))  # fmt: skip
        moment = datetime.combine(day.first, day.time or datetime.min.time())
        return timezone.make_aware(moment)

    def render(self, value, obj=None, **kwargs):
        if not value:
            return ""
        local = timezone.localtime(value).replace(microsecond=0)
        came_twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
        return (local if came_twice else local.replace(tzinfo=None)).isoformat(" ")


class HourCell(Widget):
    """An `hours.Hour`: a clock time or a part of the day."""

    def clean(self, value, row=None, **kwargs):
        return hours.read_hour(value)

    def render(self, value, obj=None, **kwargs):
        return value.isoformat("minutes" if not value.second else "seconds") if value else ""


class PeopleCell(Widget):
    """`others` are folded words for people whom another column counts: “4 wounded” is no number of
    the killed, whatever the column is called."""

    def __init__(self, others=()):
        super().__init__()
        self.others = frozenset(others)

    def clean(self, value, row=None, **kwargs):
        if self.others and isinstance(value, str) and self.others.intersection(spoken(value)):
            sentence = _("“%(text)s” speaks of others than those whom this column counts.")
            raise refusal(sentence, "others", text=to_text(value))
        return cells.read_people(value)

    def render(self, value, obj=None, **kwargs):
        """`value` has minimum, maximum and about, as a Range of the ledger has."""
        return cells.write_people(value.minimum, value.maximum, about=value.about) if value else ""


def spoken(text):
    """The folded words of a cell, each also without an “and” before it."""
    said = fold(text).split()
    return {*said, *(fold(word[1:]) for word in said if word.startswith("و"))}


class ChoiceCell(Widget):
    """A code of a closed list: written as such, or its label in either language, or a synonym.

    `words` maps synonyms to codes; `keywords` is an ordered list of (word, code) to look for in
    a longer phrase. Nothing unknown becomes blank in silence.
    """

    def __init__(self, choices, *, words=(), keywords=()):
        super().__init__()
        self.choices = list(choices)
        self.words = dict(words)
        self.keywords = list(keywords)
        self._codes = None

    @property
    def codes(self):
        if self._codes is None:
            self._codes = self.known()
        return self._codes

    def is_word(self, text):
        """Whether the text is a code, a label or a synonym itself, not a longer phrase."""
        return fold(cells.plain(text)) in self.codes

    def known(self):
        found = {fold(word): code for word, code in self.words.items()}
        for language in ("ar", "en"):
            with translation.override(language):
                found |= {fold(str(label)): code for code, label in self.choices}
        found |= {fold(str(code)): code for code, _label in self.choices}
        found.pop("", None)
        return found

    def clean(self, value, row=None, **kwargs):
        text = to_text(value)
        folded = fold(cells.plain(value))
        code = self.code_of(folded)
        if code is None and not is_unknown(value):
            raise self.unknown(text, folded)
        return code

    def code_of(self, folded):
        """What a folded text says as a whole, or by a word in it; None where it says nothing."""
        if folded in self.codes:
            return self.codes[folded]
        if NEGATIONS.intersection(folded.split()):  # “not an airstrike” says what it was not
            return None
        return next((code for word, code in self.keywords if word in folded), None)

    def unknown(self, text, folded):
        """What to write instead: all of a short list, the nearest of a long one."""
        labels = {str(code): label for code, label in self.choices if code != ""}
        codes, sentence = labels, _("“%(text)s” is not known here. Choose one of: %(choices)s.")
        if len(codes) > SHORT_LIST:
            sentence = _("“%(text)s” is not known here. Is it one of these: %(choices)s?")
            near = process.extract(folded, list(self.codes), limit=NEAREST)
            codes = dict.fromkeys(str(self.codes[word]) for word, _score, _place in near)
        offered = [Choice(code, labels.get(code, code)) for code in codes]
        return refusal(sentence, "choice", text=text, word=text, choices=offered)

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else value


class ChoicesCell(ChoiceCell):
    """Several codes of a closed list in one cell, in a fixed order."""

    def clean(self, value, row=None, **kwargs):
        parts = [part for part in to_text(value).replace("؛", ";").split(";") if part.strip()]
        return [code for code in (super(ChoicesCell, self).clean(part) for part in parts) if code]

    def render(self, value, obj=None, **kwargs):
        return BETWEEN.join(value or ())
