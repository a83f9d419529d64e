"""How names are folded so that different spellings of one name can be found; never shown."""

import re
import unicodedata

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
LEADING_ARTICLE = re.compile(r"^ال(?=\w{2})")


def to_western_digits(text: str) -> str:
    """The text with Arabic-Indic and Persian digits as 0–9; everything else stays."""
    return text.translate(WESTERN_DIGITS)


def fold(text: str) -> str:
    """The form under which a name is searched: what was typed is always kept beside it.

    Case, accents, tashkeel, tatweel, direction marks, apostrophes and punctuation go; letters
    that people interchange become one; a leading Arabic article goes; digits become western.
    """
    text = unicodedata.normalize("NFKC", text.translate(APOSTROPHES)).translate(SAME_LETTER)
    letters = unicodedata.normalize("NFKD", text.casefold())
    kept = (each for each in letters if unicodedata.category(each) not in DROPPED)
    words = NOT_A_LETTER_OR_DIGIT.sub(" ", to_western_digits("".join(kept))).strip()
    return LEADING_ARTICLE.sub("", words)


def spellings(area) -> list[tuple[str, str]]:
    """The (spelling, language) pairs that follow from an area's own two names.

    The official list tells namesakes apart in brackets, "Jdideh (Suran)": nobody types those,
    so the name without them is a spelling too.
    """
    pairs = [(area.name_en, "en"), (area.name_ar, "ar")]
    pairs += [(QUALIFIER.sub("", text).strip(), language) for text, language in pairs]
    return list(dict.fromkeys(pair for pair in pairs if pair[0]))
