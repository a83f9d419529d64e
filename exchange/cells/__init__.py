"""What a cell says: text, whole numbers, numbers of people, yes or no; blank is unknown, not 0.

Pure functions. What cannot be read raises ValidationError with a sentence for the sheet's author.
"""

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation

from casework.sentences import say as _
from exchange.cells import words
from exchange.cells.texts import refusal, to_text
from places.spelling import fold, to_western_digits

MOST_PEOPLE = 1_000_000  # more is a slip of the finger, and would not fit the column
LONGEST_NUMBER = 200  # letters of a cell that may still be a number, with its words
BLANKS = "-–—?؟.…*_/\\~"
MONEY_OR_SHARE = re.compile(r"[%٪$€£¥₺]|ل\.?\s?س|\b(?:usd|eur|syp|try|percent)\b|بالم[ئي]ة", re.I)
# A country's code or a trunk 0 before many digits; grouped as people group telephone numbers.
PHONE = re.compile(r"(?:\+|00)\d[\d\s().-]{6,}|0\d[\d\s.-]{5,}")
SIGNS = {"–": "-", "—": "-", "−": "-", "‒": "-", "ـ": None, "٬": ",", "٫": "."}
SIGNS |= {"≈": "~", "∼": "~", "≅": "~", "≃": "~", "～": "~", "±": "~", "⩾": "≥", "⩽": "≤"}
PLAIN_SIGNS = str.maketrans(SIGNS | {"＋": "+", "＜": "<", "＞": ">", "＝": "="})
# 1.000 is a thousand to half of the world, and one to the other half.
POINTED = re.compile(r"(?<![\d.])[1-9]\d{0,2}(?:\.\d{3})+(?![\d.])")
# Signs of a number of people that we know, and those that say nothing.
SIGNS_OF_PEOPLE = set("+-~?؟<>=≤≥") | set(".,،:;()*\"'!")
THOUSANDS = re.compile(r"(?<![\d.,'’])(\d{1,3}(?:,\d{3})+|\d{1,3}(?:['’]\d{3})+)(?![\d,'’])")
WHOLE = re.compile(r"-?\d+(?:\.0+)?")
NUMBER_OR_WORDS = re.compile(r"-?\d+(?:\.\d+)?|[^\W\d]+", re.UNICODE)
TENS = "|".join(word for word, number in words.NUMBERS.items() if number in range(20, 100, 10))
DIGITS = "|".join(word for word, number in words.NUMBERS.items() if number in range(1, 10))
COMPOUND = re.compile(
    rf"\b(?:({TENS})[ -]({DIGITS})|({DIGITS}) ?و ?({TENS})"
    rf"|({DIGITS}|{'|'.join(words.OF_TEENS)}) (عشره?))\b"
)
AMONG = re.compile(
    r"\b(?:including|incl\.?|of whom|of them|among them|من بينهم|بينهم|منهم|من ضمنهم|بينهن)\b", re.I
)


def plain(value):
    """The cell's text with western digits, plain dashes and points."""
    text = to_western_digits(to_text(value)).translate(PLAIN_SIGNS)
    return " ".join(text.split())


def is_unknown(value):
    """Blank, a dash, a question mark or a word for “unknown”."""
    text = plain(value)
    return not text.strip(BLANKS + " ") or fold(text) in words.UNKNOWN


def without_thousands(text):
    """2,006 and 2'006 are 2006."""
    return THOUSANDS.sub(lambda found: re.sub(r"\D", "", found[1]), text)


def refuse_no_count(value):
    """Money, shares and telephone numbers count nothing, whatever their digits are; 1.000 counts
    one or a thousand."""
    text, written = plain(value), to_text(value)
    if len(text) > LONGEST_NUMBER:
        raise refusal(_("This text is too long to be a number."), "huge")
    if PHONE.fullmatch(text):
        sentence = _("“%(text)s” looks like a telephone number, not like a number of something.")
        raise refusal(sentence, "phone", text=written)
    if MONEY_OR_SHARE.search(text):
        sentence = _("“%(text)s” is a share or a sum of money, not a number of something.")
        raise refusal(sentence, "no_count", text=written)
    if found := POINTED.search(text):
        sentence = _(
            "“%(text)s” can be %(n)s, or a number with decimals. Write it without a point."
        )
        raise refusal(sentence, "thousands", text=written, n=found[0].replace(".", ""))


def read_whole(value):
    """An integer, or None for unknown."""
    if is_unknown(value):
        return None
    refuse_no_count(value)
    text = without_thousands(plain(value))
    if not WHOLE.fullmatch(text):
        raise refusal(_("“%(text)s” is not a whole number, such as 12."), text=to_text(value))
    return int(Decimal(text))


def read_decimal(value):
    """A decimal number, or None for unknown; 33,5 and ٣٣٫٥ are 33.5."""
    if is_unknown(value):
        return None
    text = without_thousands(plain(value))
    if len(text) > LONGEST_NUMBER:
        raise refusal(_("This text is too long to be a number."), "huge")
    try:
        number = Decimal(text.replace(",", ".") if text.count(",") == 1 else text)
    except InvalidOperation as error:
        raise refusal(
            _("“%(text)s” is not a number, such as 12.5."), text=to_text(value)
        ) from error
    if not number.is_finite():
        raise refusal(_("“%(text)s” is not a number, such as 12.5."), text=to_text(value))
    return number


def read_yes_no(value):
    """True, False, or None for unknown. Nothing else is silently “no”."""
    text = plain(value)
    folded = "" if text.endswith(("?", "؟")) and text.strip(BLANKS) else fold(text)
    if folded in words.YES or text in words.YES_MARKS:
        return True
    if folded in words.NO or text in words.NO_MARKS:
        return False
    if is_unknown(value):
        return None
    raise refusal(_("“%(text)s” is neither yes nor no."), text=to_text(value))


# ---------------------------------------------------------------- numbers of people


@dataclass(frozen=True)
class People:
    """A number of people as a cell tells it; both bounds None is unknown.

    `parts` are the groups that the same cell names: {"children": People}. `from_words` says that
    no digit was written: a person should look.
    """

    minimum: int | None = None
    maximum: int | None = None
    about: bool = False
    parts: dict = field(default_factory=dict)
    from_words: bool = False

    @property
    def is_known(self):
        return self.minimum is not None or self.maximum is not None


NOBODY_KNOWS = People()


def read_people(value):
    """How many people a cell says: 15 · 2,006 · 10–15 · at least 4 · 20+ · طفلان · 15 (4 أطفال)."""
    text, written = plain(value), to_text(value)
    text = text.replace("=>", "≥").replace("=<", "≤")
    folded = fold(text)
    if folded in words.NONE_AT_ALL:
        return People(0, 0)
    if is_unknown(value):
        return NOBODY_KNOWS
    refuse_vague(written, folded)
    refuse_no_count(value)
    digits = re.sub(r"(?<=\d)\.0+(?!\d)", "", without_thousands(in_digits(text)))
    total, parts = split_parts(digits)
    people = sum_of_groups(total) if not parts else None
    people = people or with_parts(total, parts, written)
    return replace(people, from_words=not re.search(r"\d", text))


def in_digits(text):
    """“three children” and ثلاثة أطفال with their number in digits."""
    spoken = NUMBER_OR_WORDS.sub(lambda found: fold(found[0]) or found[0], text)
    if COMPOUND.search(spoken):  # twenty-five, خمسة وعشرون, خمسة عشر: several words, one number
        text = COMPOUND.sub(lambda found: str(sum(map(number_of, found.groups("")))), spoken)
    return NUMBER_OR_WORDS.sub(lambda found: str(words.NUMBERS.get(fold(found[0]), found[0])), text)


def number_of(word):
    return words.NUMBERS.get(word) or words.OF_TEENS.get(word, 0)


def with_parts(total, parts, written):
    """The total's own people, with those that the same cell names of them."""
    people = read_count(total, written)
    named = {
        group: people_of(count) if count is not None else people_of(people.minimum)
        for group, count in parts.items()
    }
    group = noun_group(total)
    if group and group not in named:
        named[group] = People(people.minimum, people.maximum)
    return replace(people, parts=named)


def sum_of_groups(text):
    """“2 women and 3 children” are five people: their total is the groups' sum; None otherwise."""
    pairs, number = [], None
    for token in NUMBER_OR_WORDS.findall(text):
        count, group = counted(token)
        if token[0].isdecimal():
            number = int(Decimal(token))
        elif group:
            pairs.append((number if number is not None else count, group))
            number = None
        elif group is None and fold(token) not in ("and", "و"):
            return None
    groups = [group for _count, group in pairs]
    if len(pairs) < 2 or None in dict(pairs).values() or len(set(groups)) < len(groups):
        return None
    if number is not None or any(count is None for count, _group in pairs):
        return None
    parts = {group: people_of(count) for count, group in pairs}
    total = sum(count for count, _group in pairs)
    return People(total, total, parts=parts) if total <= MOST_PEOPLE else None


def refuse_vague(written, folded):
    spoken = folded.split()
    if folded in words.VAGUE or (
        spoken and not re.search(r"\d", folded) and spoken[0] in words.VAGUE
    ):
        raise refusal(
            _(
                "“%(text)s” is not a number. Write how many at least, such as “at least 10”, "
                "or leave it blank if nobody knows."
            ),
            "vague",
            text=written,
        )


def split_parts(text):
    """The total's own text, and {group: count} of what stands in brackets or after “including”.

    A group without a number, “2 (women)”, is everybody: its count is None.
    """
    bracket = re.fullmatch(r"([^()]+)\(([^()]*)\)\s*", text)
    if bracket:
        alone = counted(bracket[2].strip())
        if alone[1] and alone[0] is None:
            return bracket[1].strip(), {alone[1]: None}
        if fold(bracket[2]) in words.QUALIFIERS:  # 15 (at least)
            return f"{bracket[1].strip()} {bracket[2]}", {}
        return bracket[1].strip(), read_parts(bracket[2], text)
    among = AMONG.split(text, maxsplit=1)
    if len(among) == 2 and re.search(r"\w", among[0]):
        return among[0].strip(" ,،:"), read_parts(among[1], text)
    listed = re.fullmatch(r"(\d+)\s*[:؛;]\s*(.*\D.*)", text)
    return (listed[1], read_parts(listed[2], text)) if listed else (text, {})


def read_parts(text, whole):
    """{group: count} of “4 أطفال وامرأتان” or “2 women, 1 child”."""
    parts, number = {}, None
    for token in NUMBER_OR_WORDS.findall(text):
        if token[0].isdecimal():
            number = int(Decimal(token))
            continue
        count, group = counted(token)
        if group is None:
            continue
        count = number if number is not None else count
        if count is None or not group:
            raise refusal(_("“%(text)s” cannot be read as numbers of people."), text=whole)
        if not 0 <= parts.get(group, 0) + count <= MOST_PEOPLE:
            raise refusal(_("“%(text)s” cannot be read as numbers of people."), text=whole)
        parts[group], number = parts.get(group, 0) + count, None
    if number is not None:
        raise refusal(_("“%(text)s” does not say of whom it counts %(n)s."), text=whole, n=number)
    return parts


def counted(token):
    """(how many, of whom) for a noun, with or without “and” before it; (None, None) otherwise."""
    folded = fold(token)
    if folded in words.COUNTED:
        return words.COUNTED[folded]
    if folded.startswith("و") and fold(folded[1:]) in words.COUNTED:
        return words.COUNTED[fold(folded[1:])]
    return None, None


def people_of(count):
    return People(count, count)


def noun_group(text):
    """Of whom the total itself speaks: “طفل” is one, and a child."""
    groups = {counted(token)[1] for token in NUMBER_OR_WORDS.findall(text)}
    return next((group for group in groups if group), "")


def read_count(text, written):
    """Bounds of one phrase that holds at most two numbers."""
    numbers = [
        int(n)
        for n in re.findall(r"(?<![\d.])-?\d+(?![\d.]*\d)", re.sub(r"(\d)\s*-\s*", r"\1 to ", text))
    ]
    phrase = fold(re.sub(r"\d+", " ", text))
    if not numbers:
        numbers = [n for n, _group in map(counted, phrase.split()) if n is not None]
    if any(number < 0 for number in numbers):
        raise refusal(_("A number of people cannot be below 0."), "negative")
    if any(number > MOST_PEOPLE for number in numbers):
        raise refusal(_("This number is too large to be a number of people."), "huge")
    if re.search(r"\d\.\d", text):
        raise refusal(_("People are counted in whole numbers."), "fraction")
    bounds = bounded(numbers, without_nouns(phrase), text)
    if bounds is None:
        raise refusal(
            _("“%(text)s” is not a number of people, such as 12, 10–15 or “at least 4”."),
            text=written,
        )
    return bounds


def without_nouns(phrase):
    """What the phrase says beyond numbers and whom they count: “at least”, “about”, or nothing."""
    said = [word for word in phrase.split() if counted(word) == (None, None)]
    return " ".join(said)


def bounded(numbers, said, text):
    """People between the bounds that numbers and words give; None if they make no sense."""
    if len(numbers) == 2 and is_between(said, text):
        low, high = numbers
        if low > high:
            raise refusal(
                _("The smaller number (%(low)s) is above the larger one (%(high)s)."),
                "order",
                low=low,
                high=high,
            )
        return People(low, high)
    signs = set(re.sub(r"[\w\s\u064b-\u065f]", "", text))  # vowel marks are no signs
    # A dash behind is a minus on the other side, or a range whose end is missing; one before a
    # blank may be a minus too.
    if len(numbers) != 1 or text.rstrip().endswith("-") or re.match(r"\s*-\s", text):
        return None
    if signs - SIGNS_OF_PEOPLE or {"+", "-"} <= signs:
        return None
    return one_number(numbers[0], said, text)


def is_between(said, text):
    """Whether words or signs say that two numbers are bounds; side by side they say nothing."""
    if "+" in text:
        return False
    return said in words.BETWEEN or (not said and bool(re.search(r"\d\s*[-~]\s*\d", text)))


def one_number(number, said, text):
    plus = text.strip().startswith("+") or text.rstrip().endswith("+")
    if said in words.AT_LEAST or plus or ">=" in text or "≥" in text:
        return People(number, None)
    if said in words.MORE_THAN or text.startswith(">"):
        return People(number + 1, None)
    if said in words.UP_TO or "<=" in text or "≤" in text:
        return People(None, number)
    if number and (said in words.LESS_THAN or text.startswith("<")):
        return People(None, number - 1)
    doubted = text.startswith(("~", "?", "؟")) or text.rstrip().endswith(("?", "؟"))
    if said in words.ABOUT or doubted:
        return People(number, number, about=True)
    return None if said else People(number, number)


def write_people(minimum, maximum, *, about=False):
    """The bounds as `read_people` reads them back; "" for unknown."""
    if minimum is None and maximum is None:
        return ""
    if maximum is None:
        return f"at least {minimum}"
    if minimum is None:
        return f"up to {maximum}"
    if minimum != maximum:
        return f"{minimum}-{maximum}"
    return f"about {minimum}" if about else minimum
