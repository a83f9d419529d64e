"""Sentences that are stored, kept so that each reader hears them in their own language.

Whoever checks a sheet, a worker among them, may speak another language than whoever reads what was
found. So a sentence keeps what it was made of: the text to translate, and its facts.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext, override

from places import coordinates
from places.models import Area
from places.spelling import fold

PLAIN = (str, int, float, type(None))


class Said(str):
    """A translated text that remembers its source text and the facts that were put in."""

    __slots__ = ("facts", "source")

    def __new__(cls, text, source, facts=None):
        said = super().__new__(cls, text)
        said.source, said.facts = source, facts or {}
        return said

    def __mod__(self, facts):
        spelled = {name: spelled_out(fact) for name, fact in facts.items()}
        return Said(str.__mod__(self, spelled), self.source, facts)


class Choice(str):
    """A code of a closed list, which people are told by its label; as a text it is the code."""

    __slots__ = ("label",)

    def __new__(cls, code, label):
        choice = super().__new__(cls, code)
        choice.label = label
        return choice

    def labels(self):
        """{language: the label in it}: a label may be one of two translations of its text."""
        found = {}
        for language, _name in settings.LANGUAGES:
            with override(language):
                found[language] = str(self.label)
        return found


def spelled_out(fact):
    if isinstance(fact, Sentences):
        return str(fact)
    return listed(map(str, fact)) if is_several(fact) else coordinates.said(fact)


def is_several(fact):
    """Whether a fact is several; a point is one, though it is a tuple with names."""
    return isinstance(fact, (list, tuple)) and not hasattr(fact, "_fields")


def listed(texts):
    """The texts in one line; one of several words that holds a comma is not taken for two."""
    texts, comma = list(texts), gettext(", ")
    return (gettext("; ") if any(comma in text for text in texts) else comma).join(texts)


def say(source):
    """`gettext`, for a sentence that a finding may keep; import it as `_`."""
    return Said(gettext(source), source)


def kept(message, facts=None):
    """What a finding keeps of its sentence: [source text, facts], of one that counts also the text
    for many and the name of the number; None if nobody knows them."""
    if isinstance(message, Said):
        return [message.source, in_json(message.source, facts or message.facts)]
    if not isinstance(message, Promise):
        return None
    if counting := counted(message):
        one, many, number = counting
        return [one, in_json(one + many, facts or {}), many, number]
    source = source_of(message)
    return [source, in_json(source, facts or {})] if source else None


def source_of(lazy):
    """The text that a lazy translation was made from; "" for one that counts, which has two."""
    with override(None):
        return str(lazy)


def counted(lazy):
    """(text for one, text for many, name of the number) of a lazy translation that counts by a
    number still to be given, as Django's own validators do; None for another. Only its pickle
    knows them."""
    _rebuild, parts = lazy.__reduce__()
    match parts:
        case (_function, _result, str(number), {"singular": one, "plural": many}):
            return one, many, number
    return None


def in_json(text, facts):
    """The facts that the text names; Django's own errors bring along more."""
    return {name: one_in_json(fact) for name, fact in facts.items() if f"%({name})" in text}


def one_in_json(fact):
    """A fact that is itself a text to translate stays one; so does each of a list of them."""
    if isinstance(fact, (Said, Promise)):
        return kept(fact) or str(fact)
    if isinstance(fact, Choice):
        return {"code": str(fact)} | fact.labels()
    if isinstance(fact, Area):
        return {"en": fact.name_en, "ar": fact.name_ar, "": str(fact)}
    if isinstance(fact, Sentences):
        return {"why": list(fact)}
    if is_several(fact):
        return {"all": [one_in_json(each) for each in fact]}
    return fact if isinstance(fact, PLAIN) else str(coordinates.said(fact))


def told(finding):
    """The sentence of a finding in the language of whoever reads it now."""
    return worded(finding["say"]) if finding.get("say") else finding["message"]


def worded(sentence):
    source, facts, *counting = sentence
    facts = {name: fact_worded(fact) for name, fact in facts.items()}
    if counting:
        many, number = counting
        return ngettext(source, many, facts[number]) % facts
    return gettext(source) % facts if facts else gettext(source)


def fact_worded(fact):
    """A text to translate, whole sentences, a place's name or a choice in the reader's language, a
    list, or a plain fact."""
    match fact:
        case list():
            return worded(fact)
        case {"why": sentences}:
            return str(Sentences(sentences))
        case {"all": several}:
            return listed(str(fact_worded(each)) for each in several)
        case {"code": code}:
            return choice_worded(code, fact.get(get_language()) or code)
        case {"": name}:
            return fact.get(get_language()) or name
    return fact


def choice_worded(code, label):
    """The label, with the code that stands in our sheets unless it says the same."""
    return label if fold(label) == fold(code) else f"{label} ({code})"


# ---------------------------------------------------------------- why something was not done


class Sentences(list):
    """Why something was not done, as it is stored: each sentence as `kept` has it, or as a plain
    text where nobody knows what it was made of. As a text it speaks the reader's language."""

    @classmethod
    def of(cls, why):
        """Of a text, of a ValidationError, or of another exception that was raised with either."""
        if isinstance(why, cls):
            return why
        if isinstance(why, ValidationError):
            return cls(kept(e.message, e.params) or " ".join(e.messages) for e in each_of(why))
        if isinstance(why, Exception):
            return cls.of(why.args[0] if len(why.args) == 1 else str(why))
        return cls([kept(why) or str(why)] if why else ())

    def __str__(self):
        return " ".join(each if isinstance(each, str) else worded(each) for each in self)


def each_of(error):
    """The single errors of a ValidationError, of all its fields."""
    if hasattr(error, "error_dict"):
        return [each for errors in error.error_dict.values() for each in errors]
    return error.error_list


class SentencesField(models.JSONField):
    """Holds Sentences; none while nothing is wrong."""

    def __init__(self, *args, **options):
        super().__init__(*args, **{"default": Sentences, "blank": True} | options)

    def from_db_value(self, value, expression, connection):
        return Sentences(super().from_db_value(value, expression, connection) or ())
