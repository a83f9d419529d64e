"""Cells of an XLS whose formula failed: calamine gives them as blank, which they are not.

The workbook lies in a container of sectors, as records of a type, a length and a body. Layouts:
[MS-CFB] and [MS-XLS], as Microsoft publishes them.
"""

import struct
from itertools import islice

from exchange.parsing.refusal import Refused

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NAMES = ("workbook", "book")
END = 0xFFFFFFFC  # sector numbers from here on are no sectors
STREAM, ROOT = 2, 5  # kinds of entries in the directory
BEGIN, SHEET, FORMULA, FAILED = 0x0809, 0x0085, 0x0006, 0x0205
STRING, FAILURE = 0xFFFF, 2
SAID = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
    0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip
MOST_FAILED = 100_000


def failed_old_cells(file, place):
    """{row from 0: [(column from 0, "#REF!")]} of the sheet at this place among all.

    A container that cannot be followed is refused: nothing of it may pass for blank.
    """
    file.seek(0)
    try:
        stream = workbook_of(file.read())
        starts = [struct.unpack_from("<I", body)[0] for kind, body in records(stream, 0)
                  if kind == SHEET]  # fmt: skip
        return failed_in(records(stream, starts[place]))
    except (struct.error, IndexError, ValueError) as error:
        raise Refused("damaged") from error


def failed_in(told):
    found = {}
    for kind, body in told:
        if kind in (FORMULA, FAILED) and (said := failure(kind, body)):
            row, column = struct.unpack_from("<HH", body)
            found.setdefault(row, []).append((column, said))
            if len(found) > MOST_FAILED:
                raise Refused("failed", most=MOST_FAILED)
    return found


def failure(kind, body):
    """What a cell shows for its failed formula; "" for one that holds something."""
    if kind == FAILED:
        code, is_failure = struct.unpack_from("<BB", body, 6)
        return SAID.get(code, "#VALUE!") if is_failure else ""
    what, code, mark = body[6], body[8], struct.unpack_from("<H", body, 12)[0]
    return SAID.get(code, "#VALUE!") if mark == STRING and what == FAILURE else ""


def records(stream, at):
    """(type, body) of the records of one part of the workbook, to its end."""
    depth = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        if kind == BEGIN:
            depth += 1
        elif kind == 0x000A:  # the end of a part; a chart within a sheet is a part of its own
            depth -= 1
            if not depth:
                return
        yield kind, stream[at + 4 : at + 4 + size]
        at += 4 + size


# ---------------------------------------------------------------- the container


def workbook_of(content):
    """The stream of the workbook in a compound file; ValueError where there is none."""
    if not content.startswith(MAGIC):
        raise ValueError
    box = Container(content)
    for name, kind, first, size in box.entries:
        if kind == STREAM and name.lower() in NAMES:
            return box.stream(first, size)
    raise ValueError


class Container:
    """A compound file: sectors in chains, small streams in the chain of the root entry."""

    def __init__(self, content):
        self.content = content
        power, small_power = struct.unpack_from("<HH", content, 0x1E)
        if not 7 <= power <= 16 or not 4 <= small_power < power:
            raise ValueError
        self.size, self.small_size = 1 << power, 1 << small_power
        first, self.cutoff, small, _n, more, _m = struct.unpack_from("<I4xIIIII", content, 0x30)
        tables = list(struct.unpack_from("<109I", content, 0x4C))
        while more < END and len(tables) <= len(content) // self.size:
            page = self.numbers(more)
            tables += page[:-1]
            more = page[-1]
        self.next = [n for table in tables if table < END for n in self.numbers(table)]
        self.entries = list(self.directory(self.chain(first)))
        roots = [first for _name, kind, first, _size in self.entries if kind == ROOT]
        self.small = self.chain(roots[0])
        self.next_small = [n for (n,) in struct.iter_unpack("<I", self.chain(small))]

    def sector(self, number):
        at = (number + 1) * self.size
        return self.content[at : at + self.size]

    def numbers(self, sector):
        return [n for (n,) in struct.iter_unpack("<I", self.sector(sector))]

    def chain(self, first):
        return b"".join(map(self.sector, follow(first, self.next)))

    def stream(self, first, size):
        if size >= self.cutoff:
            return self.chain(first)[:size]
        wide = self.small_size
        pieces = (self.small[n * wide : (n + 1) * wide] for n in follow(first, self.next_small))
        return b"".join(pieces)[:size]

    @staticmethod
    def directory(content):
        """(name, kind, first sector, size) of each entry."""
        for at in range(0, len(content) - 127, 128):
            length, kind = struct.unpack_from("<HB", content, at + 0x40)
            name = content[at : at + max(length - 2, 0)].decode("utf-16-le", "replace")
            yield name, kind, *struct.unpack_from("<II", content, at + 0x74)


def follow(first, following):
    """The numbers of a chain; one that comes back to itself is cut where it must have ended."""

    def each():
        number = first
        while number < END:
            yield number
            number = following[number]

    return islice(each(), len(following))
