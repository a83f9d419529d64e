"""Cells of an XLSX whose formula failed, or was never calculated: calamine gives them as blank.

They are not: a #REF! is a mistake, and the formulas of a file that a program wrote have no values
until a spreadsheet saves it. Those are given as the texts that they are.
"""

import posixpath
import re
import zipfile
from html import unescape
from xml.parsers import expat

from exchange.parsing.refusal import BROKEN, Refused

BOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
PIECE = 1 << 20
LONGEST_TAG = 4096
MOST_FAILED = 100_000
MARKS = (b't="e"', b"t='e'")
FAILED = re.compile(
    rb"""<(?:\w+:)?c\b(?=[^>]*?\sr=["']([A-Z]{1,3})(\d{1,7})["'])[^>]*?\st=["']e["'][^>]*>"""
    rb"""(?:(?!</(?:\w+:)?c>).){0,4000}?<(?:\w+:)?v>(\#[^<]{1,20})<""",
    re.DOTALL,
)
NEVER = (b"</f></c>", b"</f><v></v>", b"</f><v/>", b"</f><v />", b"/></c>", b"/><v></v>", b"/><v/>")
UNCALCULATED = re.compile(
    rb"""<(?:\w+:)?c\b(?=[^>]*?\sr=["']([A-Z]{1,3})(\d{1,7})["'])(?![^>]*?\st=["'](?:str|e)["'])"""
    rb"""[^>]*>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*(?<!/)>([^<]{0,8000})</(?:\w+:)?f>)\s*"""
    rb"""(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"""
)
NO_VALUE = "#NO_VALUE!"  # our own word for one that only says which other cell's formula it has


def failed_cells(file, sheet, look):
    """{row from 0: [(column from 0, "#REF!")]}; nothing where the archive has no such part.

    `look` is shown every piece of the part on the way: it is unpacked but once.
    """
    found = {}
    try:
        with zipfile.ZipFile(file) as archive:
            for letters, digits, said in marked(archive, part_of(archive, sheet), look):
                cells = found.setdefault(int(digits) - 1, [])
                cells.append((column_number(letters) - 1, said))
    except (KeyError, expat.ExpatError, UnicodeDecodeError):
        return {}
    except BROKEN as error:
        raise Refused("damaged") from error
    return found


def marked(archive, part, look):
    """(letters, digits, what the cell shows) of each failed cell, a piece of the part at a time."""
    tail, count = b"", 0
    with archive.open(part) as stream:
        while piece := stream.read(PIECE):
            text = tail + piece
            look(text)
            end = 0
            for cell in cells_in(text):
                end = max(end, cell.end())
                count += 1
                yield said_by(cell)
            if count > MOST_FAILED:
                raise Refused("failed", most=MOST_FAILED)
            tail = text[max(end, len(text) - 2 * LONGEST_TAG) :]


def cells_in(text):
    if any(mark in text for mark in MARKS):
        yield from FAILED.finditer(text)
    if b"f>" in text and any(mark in text for mark in NEVER):
        yield from UNCALCULATED.finditer(text)


def said_by(cell):
    """(letters, digits, text): what a failed one shows, or the formula that nobody calculated."""
    letters, digits, said = cell.groups()
    if cell.re is FAILED:
        return letters, digits, said.decode()
    return letters, digits, f"={unescape(said.decode())}" if said else NO_VALUE


def part_of(archive, sheet):
    """The name of the part that holds a sheet, by the workbook's own relations."""
    keys = {
        said.get("name"): next((v for k, v in said.items() if k.endswith(":id")), None)
        for said in elements(archive, BOOK, "sheet")
    }
    relations = elements(archive, RELATIONS, "Relationship")
    targets = {said.get("Id"): said.get("Target", "") for said in relations}
    target = targets[keys[sheet]]
    return target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)


def elements(archive, part, name):
    """The attributes of every element of a name. No entity is resolved that reaches outside."""
    found = []

    def start(tag, attributes):
        if tag.rpartition(":")[2] == name:
            found.append(attributes)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    with archive.open(part) as stream:
        parser.ParseFile(stream)
    return found


def column_number(letters):
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
