"""Sentences of findings, kept so that each reader hears them in their own language.

Whoever checks a sheet, a worker among them, may speak another language than whoever reads what was
found. So a sentence keeps what it was made of: the text to translate, and its facts.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext, override

PLAIN = (str, int, float, type(None))


class Said(str):
    """A translated text that remembers its source text and the facts that were put in."""

    __slots__ = ("facts", "source")

    def __new__(cls, text, source, facts=None):
        said = super().__new__(cls, text)
        said.source, said.facts = source, facts or {}
        return said

    def __mod__(self, facts):
        return Said(str.__mod__(self, facts), self.source, facts)


def say(source):
    """`gettext`, for a sentence that a finding may keep; import it as `_`."""
    return Said(gettext(source), source)


def kept(message, facts=None):
    """What a finding keeps of its sentence: [source text, facts]; None if nobody knows them."""
    if isinstance(message, Said):
        return [message.source, in_json(facts or message.facts)]
    source = source_of(message) if isinstance(message, Promise) else ""
    return [source, in_json(facts or {})] if source else None


def source_of(lazy):
    """The text that a lazy translation was made from; "" for one that counts, which has two."""
    with override(None):
        return str(lazy)


def in_json(facts):
    return {name: one_in_json(fact) for name, fact in facts.items()}


def one_in_json(fact):
    """A fact that is itself a text to translate stays one."""
    if isinstance(fact, (Said, Promise)):
        return kept(fact) or str(fact)
    return fact if isinstance(fact, PLAIN) else str(fact)


def told(finding):
    """The sentence of a finding in the language of whoever reads it now."""
    return worded(finding["say"]) if finding.get("say") else finding["message"]


def worded(sentence):
    source, facts = sentence
    facts = {name: worded(fact) if isinstance(fact, list) else fact for name, fact in facts.items()}
    return gettext(source) % facts if facts else gettext(source)
