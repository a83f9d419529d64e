"""Texts as XML may hold them."""

import re

# What XML 1.0 has no way to write, half characters included.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def escaped(text):
    """The text between tags; characters that XML forbids become the sign for unreadable ones."""
    if "&" in text or "<" in text or ">" in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if not text.isprintable():  # quick: nearly all texts are
        text = UNWRITABLE.sub("\ufffd", text)
    return text
