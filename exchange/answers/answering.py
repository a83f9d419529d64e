"""What a person chose on the page of words, read from the form and checked against the lists."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from exchange.answers.questions import TEXT, UNKNOWN
from exchange.answers.vocabulary import Word
from exchange.answers.word_lists import PlaceList
from places.forms import PlaceField, PlaceInput

SENSES = {UNKNOWN: Word.Sense.UNKNOWN, TEXT: Word.Sense.TEXT}


def box_name(question):
    return f"place-{question.key}"


def place_box(question):
    """A box to search for a place that is none of the guesses; None for other lists."""
    if not isinstance(question.known, PlaceList) or question.known.is_whole:
        return None
    label = _("Another place for “%(word)s”") % {"word": question.word}
    widget = PlaceInput({"aria-label": label, "class": "form-control"}, question.known.levels)
    return widget.render(box_name(question), None, {"id": box_name(question)})


class Answers:
    """The form of some questions: `given` is [(question, sense, code)], `taken_back` questions
    that shall be asked again; what cannot be is told at its question."""

    def __init__(self, data, asked):
        self.given, self.taken_back = [], []
        for question in asked:
            if f"word-{question.key}" in data:
                self.read(data, question)
        self.is_valid = not any(question.errors for question in asked)

    def read(self, data, question):
        value = data[f"word-{question.key}"]
        place = self.place_of(data, question)
        if question.errors or (value == question.chosen and place is None):
            return
        if place is not None:
            self.given.append((question, Word.Sense.MEANS, place.pcode))
        elif value in SENSES:
            self.keep_without_a_code(question, value)
        elif value:
            self.keep_code(question, value)
        elif question.answer:
            self.taken_back.append(question)

    def keep_without_a_code(self, question, value):
        if value == TEXT and not question.keeps_text:
            question.errors.append(_("This column cannot keep a text: choose something else."))
        else:
            self.given.append((question, SENSES[value], ""))

    def keep_code(self, question, value):
        if question.known.label(value) is None:
            question.errors.append(_("This is not on the list: choose something else."))
        else:
            self.given.append((question, Word.Sense.MEANS, value))

    def place_of(self, data, question):
        """The place that was searched for, or None; several or none of the name is an error."""
        if not isinstance(question.known, PlaceList):
            return None
        field = PlaceField(levels=question.known.levels, required=False)
        try:
            return field.clean(field.widget.value_from_datadict(data, {}, box_name(question)))
        except ValidationError as error:
            question.errors += error.messages
            question.typed = data.get(f"{box_name(question)}_text", "")
            return None
