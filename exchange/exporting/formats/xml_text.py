"""Texts as XML may hold them."""

import re

# What XML 1.0 has no way to write: control characters, which are blanks to the eye and to who reads
# the sheet again (`exchange.cells.texts`), and half characters, which are unreadable there too.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
UNWRITABLE = re.compile("[\ufffe\uffff\ud800-\udfff]")


def escaped(text):
    """The text between tags; what XML forbids becomes a blank or the sign for unreadable ones."""
    if "&" in text or "<" in text or ">" in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if not text.isprintable():  # quick: nearly all texts are
        text = UNWRITABLE.sub("\ufffd", CONTROL.sub(" ", text))
    return text
