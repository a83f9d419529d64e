"""Headers that are none of those we know, and hold the words of one: in another order, between
words that say nothing, or among others.

Who has the same words means the same column: عدد القتلى is القتلى, “Children killed” is “Killed
children”. Who has more may mean something else, and is a guess that a person looks at.
"""

from functools import lru_cache

from places.spelling import fold

COUNTING = {
    *map(fold, ("number", "no", "nr", "num", "nb", "n", "count", "of", "the", "عدد")),
}
IDLE = COUNTING | {
    *map(fold, ("name", "persons", "people", "individuals", "اسم", "من", "في", "أشخاص", "أفراد")),
}
# Words that stand in headers of all kinds: alone they tell of no column.
WEAK = COUNTING | {
    *map(
        fold, ("id", "code", "type", "title", "status", "version", "day", "found", "model", "item")
    ),
    *map(fold, ("category", "object", "method", "point", "site", "team", "name", "total", "note")),
    *map(fold, ("رقم", "نوع", "يوم", "حالة", "اسم", "عنوان", "فريق", "مجموع")),
}
SHORTEST = 3  # letters of a single word that may tell anything


@lru_cache(64)
def by_words(names):
    """{the words of a header that we know: its column}; `names` are pairs, the first one wins."""
    known = {}
    for name, column in names:
        known.setdefault(frozenset(name.split()), column)
    return known


def same_words(name, known):
    """The column of the known header that has the same words as this folded one; "" for none."""
    words = frozenset(name.split())
    told = (words - idle for idle in (set(), COUNTING, IDLE))
    return next((known[each] for each in told if each in known), "")


def held(name, known):
    """(column, its header) of the longest known header whose words are all in this folded one;
    None where there is none, or several."""
    words = set(name.split())
    inside = [
        (len(each), column, each) for each, column in known.items() if each < words and tells(each)
    ]
    most = max((length for length, _column, _words in inside), default=0)
    best = {column: each for length, column, each in inside if length == most}
    if len(best) != 1:
        return None
    [(column, its)] = best.items()
    return column, " ".join(word for word in name.split() if word in its)


def tells(words):
    return len(words) > 1 or (not words & WEAK and all(len(word) >= SHORTEST for word in words))
