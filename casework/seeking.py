"""Finds cases by words in either script, spelt as people spell: one question over all they say."""

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Case, F, IntegerField, Q, Value, When
from rapidfuzz.distance import OSA

from casework.indexed import IndexedCase, IndexedWord
from casework.search_words import same_thing, word, words_asked

MOST_WORDS = 8  # of a question; the rest narrows nothing that a person would notice
MOST_SPELLINGS = 200
SHORTEST_BEGINNING = 3
SHORTEST_SOUND = 2
LIKE_BY_SOUND, LIKE_BY_LETTERS = 0.5, 0.75  # how much of the longer word agrees, letter by letter


def seek(kind, text, user):
    """The cases of this kind that hold all the words and that this person may see, best first.

    A word is found as written, as the beginning of a longer one, by its consonants, with a slip of
    the finger, or by another word for the same thing. Words of restricted fields are found by those
    who may read them. A text without a word finds nothing.
    """
    asked = [word(each) for each in words_asked(text)[:MOST_WORDS]]
    cases = kind.objects.visible_to(user)
    if not asked:
        return cases.none()
    found = held_by(kind, [spellings_of(each) for each in asked], user)
    exact = held_by(kind, [{each.text} for each in asked], user).values("case")
    return (
        cases.filter(pk__in=found.values("case"))
        .annotate(
            exactness=Case(
                When(pk__in=exact, then=Value(1)), default=Value(0), output_field=IntegerField()
            )
        )
        .order_by("-exactness", *kind._meta.ordering)
    )


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
