"""Cells of an XLSX whose formula failed: calamine gives a #REF! as blank, which it is not."""

import posixpath
import re
import zipfile
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


def failed_cells(file, sheet):
    """{row from 0: [(column from 0, "#REF!")]}; nothing where the archive has no such part."""
    found = {}
    try:
        with zipfile.ZipFile(file) as archive:
            for letters, digits, said in marked(archive, part_of(archive, sheet)):
                cells = found.setdefault(int(digits) - 1, [])
                cells.append((column_number(letters) - 1, said.decode()))
    except (KeyError, expat.ExpatError, UnicodeDecodeError):
        return {}
    except BROKEN as error:
        raise Refused("damaged") from error
    return found


def marked(archive, part):
    """(letters, digits, what the cell shows) of each failed cell, a piece of the part at a time."""
    tail, count = b"", 0
    with archive.open(part) as stream:
        while piece := stream.read(PIECE):
            text = tail + piece
            end = 0
            if any(mark in text for mark in MARKS):
                for cell in FAILED.finditer(text):
                    end = cell.end()
                    count += 1
                    yield cell.groups()
            if count > MOST_FAILED:
                raise Refused("failed", most=MOST_FAILED)
            tail = text[max(end, len(text) - 2 * LONGEST_TAG) :]


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
