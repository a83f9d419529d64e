"""What the cell of a weapon says beyond a word of the list: a phrase, or several weapons."""

import re

from casework.sentences import say as _
from incidents.choices import Weapon
from incidents.sheet_parts import several
from places.spelling import fold


def keep_phrase(row, cell, answered):
    """A weapon told in a phrase is one code here; the phrase itself stays with the text.

    `cell` is the reader of the column, `answered` the folded words that a person settled.
    """
    text, weapon = row.text("weapon"), row.values.get("weapon")
    if not weapon or cell.is_word(text):
        return
    row.said.append(text)
    if fold(text) in answered:
        return
    label, about = Weapon(weapon).label, {"word": text, "means": weapon}
    row.shown["weapon"] = str(label)
    if len(weapons_in(text, cell)) > 1:
        sentence = _("Several weapons. Read as %(area)s: say which counts.")
        row.warn("weapon", sentence % {"area": label}, "several_weapons", **about)
    else:
        row.note("weapon", _("Read as %(area)s.") % {"area": label}, "read_as", **about)


def weapons_in(text, cell):
    """The codes of all weapons that a phrase lists: “rocket + mortar”, “قصف مدفعي وصاروخي”."""
    named = (cell.code_of(fold(part)) for part in re.split(r"[+&]", text) for part in several(part))
    return list(dict.fromkeys(filter(None, named)))
