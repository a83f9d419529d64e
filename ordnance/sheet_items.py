"""What a ticket's row says of its items: one, or the several that one cell lists.

“3 × AO-2.5RT + 1 mortar” stays one item with its words until a person, who was shown how it would
be split, says so (`answers["items"]`, see `exchange.answers.offers`).
"""

import re
from copy import copy
from dataclasses import dataclass

from casework.sentences import say as _
from exchange.answers.word_lists import ClosedList
from exchange.cells import plain
from exchange.widgets import ChoiceCell
from munitions.models import Category
from ordnance.sheet_words import CATEGORIES
from places.spelling import fold

MOST = 20  # items that one cell may list
TIMES = r"\s*[x×*✕]\s*"
PIECES = r"(?:pcs?|pieces?|nos?|units?|قطعة|قطع|حبة|عدد)\.?"
# A number before a unit of length or weight is no count: “82 mm mortar”, “250 kg bomb”.
COUNT_FIRST = re.compile(
    rf"(?:عدد\s*)?(\d{{1,5}})(?:{TIMES}|\s+(?:{PIECES}\s+)?(?!mm\b|cm\b|kg\b|ملم|مم|كغ))(\D.*|.*\D.*)",
    re.I,
)
COUNT_LAST = re.compile(rf"(.*\D)(?:{TIMES}(\d{{1,5}})|\s*\((?:عدد\s*)?(\d{{1,5}})\))", re.I)
STRONG = re.compile(r"\s*[+;؛\n]\s*")
WEAK = re.compile(r"\s*[,،&]\s*|\s+and\s+|\s+و\s*(?=\d)", re.I)
CELLS = ("item_written", "munition")
COUNTED = ("item", "item_quantity_reported", "item_quantity_found")


def category_cell():
    """The reader of the column of categories, with the words that sheets use for them."""
    return ChoiceCell(Category.choices, words=CATEGORIES)


SPOKEN = ClosedList(dict(Category.choices), category_cell().codes)


@dataclass(frozen=True)
class Part:
    """One item of a cell that lists several; `quantity` None where none was given."""

    quantity: int | None
    written: str
    munition: str
    category: str

    def __str__(self):
        named = self.munition or self.written
        return f"{self.quantity} × {named}" if self.quantity is not None else named


def parts_of(text, designations):
    """The items that a cell lists; [] for a cell that names one."""
    if "\n" not in text:
        text = plain(text)
    pieces = [piece for piece in STRONG.split(text) if piece]
    if len(pieces) < 2:
        pieces = [piece for piece in WEAK.split(text) if piece]
        if not all(counted(piece)[0] for piece in pieces):
            return []  # “mortar bomb, rusty” is one thing
    if not 2 <= len(pieces) <= MOST:
        return []
    return [part_of(piece, designations) for piece in pieces]


def counted(piece):
    """(quantity or None, the rest) of one piece."""
    piece = plain(piece)
    if found := COUNT_FIRST.fullmatch(piece):
        return int(found[1]), found[2].strip()
    if found := COUNT_LAST.fullmatch(piece):
        return int(found[2] or found[3]), found[1].strip()
    return None, piece


def part_of(piece, designations):
    quantity, written = counted(piece)
    match = designations.match(written) or designations.find_in(written)
    if match:
        return Part(quantity, written, match.munition.designation, match.munition.category)
    return Part(quantity, written, "", category_of(written))


def category_of(written):
    """The category that a word of the text names, the longest first; "" without one."""
    said = f" {' '.join(fold(word) for word in fold(written).split())} "
    for word in sorted(SPOKEN.spoken, key=len, reverse=True):
        if f" {word} " in said and SPOKEN.spoken[word] != Category.UNKNOWN:
            return SPOKEN.spoken[word]
    return ""


def lines_of(row, designations):
    """The row, or a line for each item of its cell once a person said that it is to be split."""
    column, parts = listed(row, designations)
    if not parts:
        return [row]
    answer, shown = row.answers.get("items"), "; ".join(str(part) for part in parts)
    if answer != "split":
        text = row.values.get("item_written") or row.text(column)
        row.values |= {"item_written": text, "munition": ""}  # a list of models is no model
    if answer is None:
        sentence = _("Several items in one cell. Kept as one, until you split it into: %(parts)s.")
        row.warn(column, sentence % {"parts": shown}, "several_items")
    if answer != "split":
        return [row]
    row.shown[column] = shown
    row.note(column, _("Split as you said: %(parts)s.") % {"parts": shown}, "split")
    if any(row.values.get(name) for name in ("disposal_method", "disposal_quantity")):
        sentence = _("Several items and a disposal: give each item a row of its own.")
        row.refuse(column, sentence)
    return [line(row, part) for part in parts]


def listed(row, designations):
    """(column, parts) of the cell that lists several items. A row that counts its item is one."""
    if any(row.values.get(name) is not None for name in COUNTED):
        return "", []
    for column in CELLS:
        parts = parts_of(row.text(column), designations) if row.text(column) else []
        if parts:
            return column, parts
    return "", []


def line(row, part):
    """The row as if it held one of its items alone; what is found of it is told at the row."""
    one = copy(row)
    one.origin = row
    one.cells = row.cells | {"munition": part.munition}
    one.values = row.values | {
        "item_written": part.written,
        "item_quantity_reported": part.quantity,
        "munition": part.munition,
        "item_category": part.category or row.values.get("item_category"),
    }
    return one


def munition_of(resource, row):
    """{field: value} of the model that a row names, its category where the row gives none."""
    text = row.values.get("munition")
    if not row.has("munition"):
        return {}
    match = resource.designations.match(text) if text else None
    if match:
        category = {} if row.values.get("item_category") else {"category": match.munition.category}
        return {"munition": match.munition, **category}
    if text:
        sentence = _("“%(text)s” is not in the catalogue: kept as reported.")
        resource.doubt(row, "munition", sentence % {"text": text}, "unknown_munition", text)
        return {} if row.values.get("item_written") else {"written": text}
    return {"munition": None}
