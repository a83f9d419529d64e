"""Data in, PDF out: Typst sets a page with fonts from packages, the same bytes each time."""

import json
import re
from functools import cache
from importlib.resources import files

import typst

FONTS = ("fontpkg_ibm_plex_sans", "fontpkg_ibm_plex_sans_arabic")
# Archival, and readable to screen readers; each refuses a page that breaks its rules.
STANDARDS = ["a-2a", "ua-1"]
# Marks that turn the direction of whatever follows; one left open would turn the whole page.
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
UNBROKEN = re.compile(r"\S{30}")
MAY_BREAK, UNBREAKABLE = "\u200b", "\u00a0"


@cache
def fonts():
    """Read once a process. The machine's own fonts are left out: pages would differ by machine."""
    folders = [str(files(package) / "files") for package in FONTS]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


@cache
def source(name):
    return files("sitreps").joinpath(name).read_bytes()


def set_page(name, report):
    """The bytes of a PDF. `report` is what the page `name` shows, ready for JSON.

    The page reads it as data, so that no text in it is ever taken for an instruction, and sets its
    own date from it: no clock goes into the bytes. A letter that neither font has breaks the rules
    of both standards; such a report is set without them, with a box for the letter, because one
    emoji in a note must not keep the report of a day from being issued.
    """
    told = json.dumps(report, ensure_ascii=False, sort_keys=True)
    try:
        return compiled(name, told, STANDARDS)
    except typst.TypstError:
        return compiled(name, told, [])


def compiled(name, told, standards):
    return typst.compile(
        source(name),
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs={"report": told},
        format="pdf",
        pdf_standards=standards,
    )


def isolated(text):
    """People's text that turns nothing beyond itself, and breaks where it has no blank."""
    clean = CONTROL.sub("", TURNING.sub("", str(text)))
    return f"\u2068{UNBROKEN.sub(lambda word: word[0] + MAY_BREAK, clean)}\u2069" if clean else ""


def left_to_right(text):
    """A number, range or reference kept in its order, and on one line, wherever it stands."""
    return "\u2066" + str(text).replace(" ", UNBREAKABLE) + "\u2069" if text else ""
