"""How the names of ordnance are folded: РБК-500, RBK 500 and rbk500 are one."""

import re
import unicodedata

# Cyrillic as designations are transliterated, not as the letters look: РБК is RBK, not PBK.
TRANSLITERATED = str.maketrans(
    {
        "А": "A", "Б": "B", "В": "V", "Г": "G", "Д": "D", "Е": "E", "Ж": "ZH", "З": "Z",
        "И": "I", "К": "K", "Л": "L", "М": "M", "Н": "N", "О": "O", "П": "P", "Р": "R",
        "С": "S", "Т": "T", "У": "U", "Ф": "F", "Х": "KH", "Ц": "TS", "Ч": "CH", "Ш": "SH",
        "Щ": "SHCH", "Ы": "Y", "Э": "E", "Ю": "YU", "Я": "YA", "Ъ": "", "Ь": "",
    }
)  # fmt: skip
AS_LATIN = str.maketrans("АВЕКМНОРСТУХ", "ABEKMHOPCTYX")
AS_CYRILLIC = str.maketrans("ABEKMHOPCTYX", "АВЕКМНОРСТУХ")
ONLY_LATIN = re.compile("[DFGIJLNQRSUVWZ]")
ONLY_CYRILLIC = re.compile("[БГДЖЗИЛПФЦЧШЩЫЭЮЯ]")
CYRILLIC = re.compile("[А-Я]")
LETTERS = re.compile("[A-ZА-Я]+")
SAME_ARABIC = str.maketrans("أإآٱةىیئؤک", "ااااهيييوك")
WESTERN_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫", "01234567890123456789.")
DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")
NOT_KEPT = re.compile(r"[^\w.]|_|\.(?!\d)|(?<!\d)\.")


def fold_designation(text: str) -> str:
    """The form under which names of ordnance are compared; never shown.

    Case, hyphens, blanks, accents and the script of the letters do not count; a decimal comma
    is a point; Arabic-Indic digits are western. "9М55К" and "9m-55 k" are both "9M55K".
    """
    text = unicodedata.normalize("NFKC", text).upper().translate(WESTERN_DIGITS)
    text = DECIMAL_COMMA.sub(".", text.translate(SAME_ARABIC))
    text = LETTERS.sub(lambda word: _in_latin(word.group()), _without_marks(text))
    return NOT_KEPT.sub("", text)


def _without_marks(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text)
    return "".join(each for each in letters if unicodedata.category(each) not in {"Mn", "Lm"})


def _in_latin(word: str) -> str:
    """The word in Latin letters, taking look-alikes for letters of the script around them.

    РБК is RBK and so is PБK with a Latin P and K; FАВ with a Cyrillic А and В is FAB.
    """
    if not CYRILLIC.search(word):
        return word
    if ONLY_LATIN.search(word) and not ONLY_CYRILLIC.search(word):
        return word.translate(AS_LATIN)
    return word.translate(AS_CYRILLIC).translate(TRANSLITERATED)


def other_reading(folded: str) -> str:
    """The same designation had it been Cyrillic written with Latin look-alikes: 9H210 is 9N210."""
    return LETTERS.sub(
        lambda word: (
            word.group()
            if ONLY_LATIN.search(word.group())
            else word.group().translate(AS_CYRILLIC).translate(TRANSLITERATED)
        ),
        folded,
    )
