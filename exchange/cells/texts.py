"""What a cell shows, as text; one that shows nothing to read is refused with the reason."""

import re
import unicodedata

from django.core.exceptions import ValidationError

from casework.sentences import say as _
from exchange.cells.formulas import bared

# A blank to the eye. The control characters can stand in no workbook, so no sheet brings one back.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\u00a0]")
INVISIBLE = {"Cf"}  # direction marks, joiners, byte-order marks
ISO_MOMENT = re.compile(r"^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})$")
# Arabic that was saved in an alphabet without its letters: the whole cell, or word by word.
LOST = re.compile(r"^(?=.*\?{4})[\s\d?.,;:/()-]*$|\?{3,}[\s,.-]+\?{2,}")
MOST_EXACT = 10**15
POWER_OF_TEN = re.compile(r"\d[.,]\d+E\+\d\d")
UNREADABLE = "\ufffd"  # what `reading` leaves of NUL, half characters and broken encodings
NO_VALUE = "#NO_VALUE!"  # what `parsing` gives of a formula that nobody calculated
# What a spreadsheet shows where a formula has no value: that is not “unknown”, and no value either.
FAILED = {
    *("#REF!", "#DIV/0!", "#NAME?", "#N/A", "#VALUE!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"),
    NO_VALUE,
    *("#FIELD!", "#BLOCKED!", "#CONNECT!", "#BUSY!", "#UNKNOWN!", "#GETTING_DATA"),
}


def refusal(sentence, code="invalid", **params):
    return ValidationError(sentence, code=code, params=params)


def to_text(value):
    """The cell as people see it, without invisible marks and outer blanks; "" for an empty one."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value)
    if UNREADABLE in text:
        raise refusal(_("This cell holds a character that cannot be read (�)."), "unreadable")
    if text[:1] == "#" and text in FAILED:
        raise refusal(failure(text), "failed_formula", text=text)
    if "???" in text and LOST.search(text):
        sentence = _(
            "The letters of this cell were lost when the file was saved (%(text)s). Save it as a "
            "workbook or as “CSV UTF-8”, or write the value."
        )
        raise refusal(sentence, "lost_letters", text=text)
    return bared(seen_text(text))


def failure(text):
    """What to say of a formula that shows this in place of its value."""
    if text == NO_VALUE:
        return _(
            "The formula in this cell was never calculated. Open the workbook in a spreadsheet "
            "program, save it there, and bring it in again."
        )
    return _(
        "The formula in this cell failed (%(text)s). Mend it in the workbook, or write the value."
    )


def has_lost_digits(value):
    """Whether a spreadsheet has cut this number: it keeps fifteen digits, and shows long numbers
    as powers of ten."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return abs(value) >= MOST_EXACT
    return bool(POWER_OF_TEN.fullmatch(str(value or "").strip()))


def is_legible(value):
    """Whether anything can be read of the cell at all."""
    try:
        to_text(value)
    except ValidationError:
        return False
    return True


def displayed(cell):
    """A cell as a spreadsheet displays it: without the midnight that a workbook adds to a day."""
    text = str("" if cell is None else cell).strip()
    return ISO_MOMENT.sub(r"\1 \2", text).removesuffix(" 00:00:00")


def seen_text(text):
    """The text without invisible marks, control characters and outer blanks."""
    if text.isprintable():  # no mark, no blank but the plain one: nearly every cell
        return text.strip()
    kept = "".join(each for each in text if unicodedata.category(each) not in INVISIBLE)
    return CONTROL.sub(" ", kept).strip()
