"""Finds cases by words in either script, spelt as people spell: one question over all they say."""

import re

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import BooleanField, Case, F, Func, Q, Value, When
from rapidfuzz.distance import OSA

from casework import in_step, indexing
from casework.indexed import IndexedCase, IndexedWord
from casework.search_words import same_thing, word, words_asked
from places.models import Area
from places.spelling import to_western_digits

REFERENCE = re.compile(r"\s*([A-Za-z]{3})[\s_–-]*(\d{4})[\s_–-]*(\d{0,6})\s*")
MOST_WORDS = 8  # of a question; the rest narrows nothing that a person would notice
MOST_SPELLINGS = 200
SHORTEST_BEGINNING = 3
SHORTEST_SOUND = 2
LIKE_BY_SOUND, LIKE_BY_LETTERS = 0.5, 0.75  # how much of the longer word agrees, letter by letter


def seek(kind, text, user):
    """The cases of this kind that `holding` finds and that this person may see, best first."""
    cases = kind.objects.visible_to(user)
    exact = held_by(kind, [{each.text} for each in words_in(text)], user).values("case")
    exactness = Case(When(pk__in=exact, then=Value(1)), default=Value(0))
    ranked = holding(cases, text, user).annotate(exactness=exactness)
    return ranked.order_by("-exactness", *kind._meta.ordering)


def holding(cases, text, user):
    """Those of the cases that hold all the words, or lie in a place of just this name or p-code;
    of a reference or its beginning, those that bear it.

    A word is found as written, as the beginning of a longer one, by its consonants, with a slip of
    the finger, or by another word for the same thing. Words of restricted fields are found by those
    who may read them. A text without a word finds nothing. Changes of the last minute are taken in
    first; who asks `indexing.is_behind` learns whether that was all of them.
    """
    asked, kind = words_in(text), cases.model
    if not asked:
        return cases.none()
    if said := reference(kind, text):
        whole, beginning = said
        return cases.filter(Q(ref=whole) | Q(ref__startswith=beginning))
    indexing.catch_up(in_step.AT_ONCE, only=kind)
    found = held_by(kind, [spellings_of(each) for each in asked], user).values("case")
    paths = [area.path for area in Area.objects.called(text)]
    if not paths:
        return cases.filter(is_of(found))
    return cases.filter(Q(is_of(found)) | Q(is_of(kind.objects.inside(paths).values("pk"))))


def is_of(keys):
    """A condition: the case's key is one of these, which are gathered first.

    The planner thinks little of comparing lists of words, and would do it for each case there is.
    """
    return Func(
        F("pk"),
        ArraySubquery(keys),
        template="%(expressions)s)",
        arg_joiner=" = ANY(",
        output_field=BooleanField(),
    )


def reference(kind, text):
    """(whole, beginning) of a reference of this kind that the text may be, however it is written;
    None where it is something else."""
    said = REFERENCE.fullmatch(to_western_digits(text))
    if not said or said[1].upper() != kind.ref_prefix:
        return None
    year = f"{kind.ref_prefix}-{said[2]}-"
    return year + said[3].zfill(6), year + said[3]


def words_in(text):
    return [word(each) for each in words_asked(text)[:MOST_WORDS]]


def held_by(kind, alternatives, user):
    """Indexed cases that hold one of the alternatives for each word."""
    rows = IndexedCase.objects.filter(kind=kind._meta.label_lower)
    opens = kind.field_policy.opens_restricted(user)
    for spellings in alternatives:
        spellings = sorted(spellings)
        holds = Q(words__overlap=spellings)
        if opens:
            holds |= Q(restricted__overlap=spellings)
        rows = rows.filter(holds)
    return rows


def spellings_of(asked):
    """The indexed words that this word can mean, itself among them."""
    group = same_thing(asked.text)
    near = Q(text=asked.text) | Q(text__in=group)
    if len(asked.text) >= SHORTEST_BEGINNING:
        near |= Q(text__startswith=asked.text)
    if not asked.is_coded:
        near |= Q(roman__trigram_similar=asked.roman)
        if len(asked.sound) >= SHORTEST_SOUND:
            near |= Q(sound=asked.sound)
    candidates = (
        IndexedWord.objects.filter(near)
        .annotate(likeness=TrigramSimilarity("roman", asked.roman))
        .order_by(F("likeness").desc())
        .values_list("text", "roman", "sound")[:MOST_SPELLINGS]
    )
    return {asked.text} | {
        text for text, *forms in candidates if text in group or is_near(asked, text, *forms)
    }


def is_near(asked, text, heard, sound):
    """Whether an indexed word is what was meant: its sound, or a slip past the first letter."""
    if text.startswith(asked.text) and len(asked.text) >= SHORTEST_BEGINNING:
        return True
    if asked.is_coded or any(each.isdigit() for each in text):
        return text == asked.text
    likeness = OSA.normalized_similarity(asked.roman, heard)
    if sound == asked.sound and len(sound) >= SHORTEST_SOUND:
        return likeness >= LIKE_BY_SOUND
    return likeness >= LIKE_BY_LETTERS and heard[:1] == asked.roman[:1]
