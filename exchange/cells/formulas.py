"""Texts that a spreadsheet would run: kept from running on the way out, bared on the way in.

Excel and LibreOffice take a cell of a CSV for a formula when it begins with = + - @, also in their
full-width forms, also after blanks, tabs and line breaks. An apostrophe before it makes it a text.
"""

STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
BLANKS = " \t\r\n\v\f\u00a0\u3000\ufeff"
# A tab or a line break in front is enough: some programs drop it, and then look at what follows.
BREAKS = ("\t", "\r", "\n")
FIRST = frozenset("".join(STARTS) + BLANKS + "'")  # what may begin such a text


def would_run(text):
    """Whether a spreadsheet may run the text, or an apostrophe before it would be taken off."""
    bare = text.lstrip("'")
    return bare.startswith(BREAKS) or bare.lstrip(BLANKS).startswith(STARTS)


def neutral(value):
    """The value as a CSV may hold it. Numbers stay numbers."""
    if type(value) is str and value and value[0] in FIRST and would_run(value):
        return f"'{value}"
    return value


def kept_apart(value):
    """The value for a cell that is marked as text: only what `bared` would strip is protected."""
    if type(value) is str and value.startswith("'") and would_run(value):
        return f"'{value}"
    return value


def bared(text):
    """The text without the apostrophe that keeps it from running."""
    return text[1:] if text.startswith("'") and would_run(text) else text
