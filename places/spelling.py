"""How names are folded so that different spellings of one name can be found; never shown."""

import re
import unicodedata
from functools import lru_cache

WESTERN_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
# What people and keyboards interchange freely: the hamza's seat, the last letter, Persian forms.
SAME_LETTER = str.maketrans(
    {
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ة": "ه",
        "ى": "ي",
        "ی": "ي",
        "ئ": "ي",
        "ؤ": "و",
        "ک": "ك",
        "گ": "ك",
    }
)
APOSTROPHES = dict.fromkeys(map(ord, "'’‘`´ʼʿʾ"))
DROPPED = {"Mn", "Cf", "Lm"}  # marks over letters, direction marks and joiners, tatweel
NOT_A_LETTER_OR_DIGIT = re.compile(r"[\W_]+")
QUALIFIER = re.compile(r"\([^)]*\)")
LEADING_ARTICLE = re.compile(r"^(?:ال(?=\w{2})|(?:al|el) (?=\w))")
ROMAN = str.maketrans(
    {
        "ا": "a", "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h", "خ": "kh", "د": "d",
        "ذ": "dh", "ر": "r", "ز": "z", "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t",
        "ظ": "z", "ع": "a", "غ": "gh", "ف": "f", "ق": "q", "ك": "k", "ل": "l", "م": "m",
        "ن": "n", "ه": "h", "و": "u", "ي": "i", "ء": None,
    }
)  # fmt: skip
ARTICLES = re.compile(r"\b(?:ال(?=\w{2})|el(?=\w{3})|(?:al|el|an|ar|as|ash|at|ad|ed|az|ez) (?=\w))")
# "The city of …": what kind of place it is, said before its name in Arabic, after it in English.
KIND = re.compile(r"^(?:مدينه|بلده|قريه|ناحيه|منطقه|محافظه) (?=\w)|(?<=\w) (?:city|town|village)$")
ONE_SOUND = [("kh", "k"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("sh", "x"), ("q", "k")]
VOWELS = re.compile(r"[aeiouywh ]")
TWICE = re.compile(r"(.)\1+")


def to_western_digits(text: str) -> str:
    """The text with Arabic-Indic and Persian digits as 0–9; everything else stays."""
    return text.translate(WESTERN_DIGITS)


@lru_cache(20_000)  # a sheet says the same few hundred words in all of its rows
def fold(text: str) -> str:
    """The form under which a name is searched: what was typed is always kept beside it.

    Case, accents, tashkeel, tatweel, direction marks, apostrophes and punctuation go; letters
    that people interchange become one; a leading article (ال, Al-, El-) goes;
    digits become western.
    """
    text = unicodedata.normalize("NFKC", text.translate(APOSTROPHES)).translate(SAME_LETTER)
    letters = unicodedata.normalize("NFKD", text.casefold())
    kept = (each for each in letters if unicodedata.category(each) not in DROPPED)
    words = NOT_A_LETTER_OR_DIGIT.sub(" ", to_western_digits("".join(kept))).strip()
    return LEADING_ARTICLE.sub("", words)


def romanise(folded: str) -> str:
    """A folded name in Latin letters, so that likeness needs no database that knows Arabic."""
    return folded.translate(ROMAN)


def sound(folded: str) -> str:
    """The consonants of a folded name in either script: Atareb, Atarib and الأتارب are "trb".

    Vowels are what people write differently, so this finds Idlib for Idleb and Binnish for
    Bennsh. Articles do not count, nor does the kind of place: مدينة إدلب, Idlib city.
    """
    heard = romanise(ARTICLES.sub("", KIND.sub("", folded)))
    for written, one in ONE_SOUND:
        heard = heard.replace(written, one)
    return TWICE.sub(r"\1", VOWELS.sub("", heard))


def spellings(area) -> list[tuple[str, str]]:
    """The (spelling, language) pairs that follow from an area's own two names.

    The official list tells namesakes apart in brackets, "Jdideh (Suran)": nobody types those,
    so the name without them is a spelling too.
    """
    pairs = [(area.name_en, "en"), (area.name_ar, "ar")]
    pairs += [(QUALIFIER.sub("", text).strip(), language) for text, language in pairs]
    return list(dict.fromkeys(pair for pair in pairs if pair[0]))
