"""Cells of an ODS whose formula failed. Its markup numbers no cells, so they are counted."""

import re
import zipfile
from xml.parsers import expat

from exchange.parsing.refusal import BROKEN, Refused

CONTENT = "content.xml"
PIECE = 1 << 20
MARK = b'calcext:value-type="error"'
SHOWN = re.compile(r"(#[A-Z/0!?]+|Err:\d+)")
MOST_FAILED = 100_000


def failed_open_cells(file, sheet):
    """{row from 0: [(column from 0, "#REF!")]}; looked for only where there are any."""
    return walked(file, MARK, Counter(sheet)).found


def walked(file, mark, counter):
    """The counter, which walked the markup if that holds the mark at all."""
    try:
        with zipfile.ZipFile(file) as archive:
            if holds(archive, mark):
                with archive.open(CONTENT) as stream:
                    counter.parser.ParseFile(stream)
    except BROKEN as error:
        raise Refused("damaged") from error
    return counter


def holds(archive, mark):
    tail = b""
    with archive.open(CONTENT) as stream:
        while piece := stream.read(PIECE):
            if mark in tail + piece:
                return True
            tail = piece[-len(mark) :]
    return False


class Counter:
    """Walks the markup of one table, counting what is repeated."""

    def __init__(self, sheet):
        self.sheet, self.found = sheet, {}
        self.inside, self.row, self.column = False, 0, 0
        self.high, self.failed, self.text = 1, None, []
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters

    def start(self, tag, said):
        if tag == "table:table":
            self.inside, self.row = said.get("table:name") == self.sheet, 0
        elif self.inside and tag == "table:table-row":
            self.high, self.column = int(said.get("table:number-rows-repeated", 1)), 0
        elif self.inside and tag in ("table:table-cell", "table:covered-table-cell"):
            wide = int(said.get("table:number-columns-repeated", 1))
            self.failed = wide if said.get("calcext:value-type") == "error" else None
            self.text = []
            self.column += wide

    def characters(self, text):
        if self.failed:
            self.text.append(text)

    def end(self, tag):
        if tag == "table:table":
            self.inside = False
        elif self.inside and tag == "table:table-row":
            self.row += self.high
        elif self.failed and tag == "table:table-cell":
            self.tell()
            self.failed = None

    def tell(self):
        shown = SHOWN.search("".join(self.text))
        said = shown[0] if shown and shown[0].startswith("#") else "#VALUE!"
        if self.high * self.failed > MOST_FAILED or len(self.found) > MOST_FAILED:
            raise Refused("failed", most=MOST_FAILED)
        for row in range(self.row, self.row + self.high):
            cells = self.found.setdefault(row, [])
            cells += [(at, said) for at in range(self.column - self.failed, self.column)]
