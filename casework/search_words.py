"""The words of a text as they are searched for: folded, without articles, one form for each script.

Index and question go through the same functions, so that what was written and what is typed meet.
"""

import re
from typing import NamedTuple

from munitions.designations import fold_designation
from places.spelling import fold

CHUNK = re.compile(r"[^\s/،,؛;:()\[\]«»“”\"!?؟…·–—]+")
# What Arabic writes at the head of a word: and, so, by, like, for, with the article.
HEAD = re.compile(r"^(?:[وف]?[بك]?ال|[وف]?لل)(?=\w{3})")
LETTER_AND_DIGIT = re.compile(r"(?=.*\d)(?=.*[^\W\d_])")
LATIN_ARTICLE = re.compile(
    r"^(?:al|el|an|ar|as|ash|at|ad|ed|es|az|ez)[-'’](?=\w{2})", re.IGNORECASE
)
# "Servant of …": one name, written as one word or two.
SERVANT = re.compile(r"\b(عبد|abd)[\s-]+(?=\w)", re.IGNORECASE)
JOINED = frozenset("وبلفك")  # letters that stand for a word and are written onto the next
SHORTEST_JOINED = 5
SAY_NOTHING = frozenset(
    [
        "al",
        "el",
        "the",
        "of",
        "in",
        "and",
        "at",
        "a",
        "an",
        "to",
        "on",
        "by",
        "و",
        "في",
        "من",
        "علي",
    ]
)
LONGEST = 60
"""Characters; no word is longer. Cut before folding and after: one sign can be many letters."""

# Words for one thing that neither letters nor sounds bring together. Source: the glossary, and
# how the service's reports in both languages name weapons, harm and places.
SAME_THING = (
    "rocket rockets صاروخ صواريخ راجمة",
    "missile missiles صاروخ صواريخ",
    "shell shells projectile قذيفة قذائف",
    "shelling قصف",
    "artillery مدفعية مدفعي",
    "mortar mortars هاون",
    "airstrike airstrikes غارة غارات",
    "bomb bombs قنبلة قنابل",
    "barrel barrels برميل براميل",
    "cluster عنقودي عنقودية",
    "submunition submunitions bomblet bomblets ذخيرة قنيبلة",
    "mine mines landmine landmines لغم ألغام",
    "grenade grenades رمانة رمانات",
    "ied عبوة عبوات",
    "drone drones مسيرة مسيّرات درون uav",
    "helicopter مروحية هليكوبتر",
    "aircraft plane طائرة طائرات",
    "unexploded uxo dud منفجرة",
    "fire حريق حرائق",
    "school schools مدرسة مدارس",
    "hospital hospitals مستشفى مشفى مستشفيات مشافي",
    "market markets سوق أسواق",
    "camp camps مخيم مخيمات",
    "mosque mosques مسجد جامع مساجد جوامع",
    "church churches كنيسة كنائس",
    "bakery bakeries مخبز فرن مخابز أفران",
    "house houses home منزل منازل بيت بيوت",
    "road roads street طريق طرق شارع",
    "bridge bridges جسر جسور",
    "field fields farmland حقل حقول أرض مزرعة مزارع",
    "well wells بئر آبار",
    "child children طفل أطفال",
    "woman women امرأة نساء",
    "man men رجل رجال",
    "killed dead deaths قتيل قتلى شهيد شهداء قتل",
    "injured wounded جريح جرحى مصاب مصابين إصابات",
    "missing مفقود مفقودين",
    "family families عائلة عائلات أسرة",
    "worker workers عامل عمال",
    "ambulance ambulances إسعاف سيارة",
    "village villages قرية قرى",
    "city town مدينة بلدة",
    "displaced idp نازح نازحين",
    "centre center مركز",
    "tent tents خيمة خيام",
    "ammunition ذخيرة ذخائر",
)


# One letter for what people write differently: by sound, in either script.
ONE_LETTER = str.maketrans(
    {
        "ا": "a", "ع": "a", "ء": None, "ب": "b", "ت": "t", "ث": "t", "ج": "j", "ح": "h",
        "خ": "k", "د": "d", "ذ": "t", "ر": "r", "ز": "z", "س": "s", "ش": "x", "ص": "s",
        "ض": "d", "ط": "t", "ظ": "z", "غ": "g", "ف": "f", "ق": "k", "ك": "k", "ل": "l",
        "م": "m", "ن": "n", "ه": "h", "و": "u", "ي": "i", "q": "k", "c": "k", "y": "i",
        "w": "u", "o": "u", "e": "i", "p": "b", "v": "f",
    }
)  # fmt: skip
TWO_LETTERS = (("kh", "k"), ("gh", "g"), ("dh", "t"), ("th", "t"), ("sh", "x"), ("ch", "x"))
TWICE = re.compile(r"(.)\1+")
FIRST_VOWEL = re.compile(r"^[aiu]+")
LAST_VOWEL = re.compile(r"(?<=.)(?:[aiu]*h|[aiu]t|[aiu]+)$")  # ta marbuta: -a, -ah, -eh, -at
VOWELS = re.compile(r"(?<=.)[aiu]")


class Word(NamedTuple):
    """A word in the forms it is compared in: as folded, as it sounds, by its consonants."""

    text: str
    roman: str
    sound: str

    @property
    def is_coded(self):
        """A designation, a number: right or wrong, never nearly so."""
        return any(each.isdigit() for each in self.text)


def word(text):
    heard = as_heard(text)
    return Word(text, heard, VOWELS.sub("", heard))


def as_heard(text):
    """أطمة, Atma and Atmeh are "atm"; الجينة and Jeineh are "jin": one letter for each sound."""
    for written, one in TWO_LETTERS:
        text = text.replace(written, one)
    heard = TWICE.sub(r"\1", text.translate(ONE_LETTER))
    heard = FIRST_VOWEL.sub("a", heard)
    return heard if text.endswith("ح") else LAST_VOWEL.sub("", heard)


def words_of(text):
    """The words to index: of 9M55K-1 the whole and its parts, of وامرأة the word and امرأة."""
    joined = SERVANT.sub(r"\1", text)
    for chunk in CHUNK.findall(text if joined == text else f"{text} {joined}"):
        for part in folded_parts(chunk):
            yield part
            if part[0] in JOINED and len(part) >= SHORTEST_JOINED:
                yield part[1:]
        if LETTER_AND_DIGIT.match(chunk):
            yield designation(chunk)


def words_asked(text):
    """The words to look for: a designation as one, whatever its hyphens."""
    asked = []
    for chunk in CHUNK.findall(text):
        coded = LETTER_AND_DIGIT.match(chunk)
        asked += [designation(chunk)] if coded else folded_parts(chunk)
    return list(dict.fromkeys(each for each in asked if each))


def folded_parts(chunk):
    chunk = LATIN_ARTICLE.sub("", chunk[:LONGEST])
    parts = (HEAD.sub("", part)[:LONGEST] for part in fold(chunk).split())
    return [part for part in parts if part not in SAY_NOTHING]


def designation(chunk):
    """A name of ordnance without hyphens, in Latin letters: РБК-500 is rbk500."""
    return fold_designation(chunk[:LONGEST]).lower().replace(".", "")[:LONGEST]


def same_things():
    """{folded word: the folded words for the same thing}."""
    groups = {}
    for line in SAME_THING:
        group = {part for each in line.split() for part in folded_parts(each)}
        for each in group:
            groups.setdefault(each, set()).update(group)
    return groups


GROUPS = same_things()


def same_thing(text):
    """The other words for what this one means, in the singular or the plural."""
    return GROUPS.get(text) or GROUPS.get(text.removesuffix("s"), set())
