"""CSV and TSV: the encoding, the separator and the rows, a line at a time."""

import codecs
import csv
import io
import re
import secrets
from functools import partial

from exchange.parsing.believed import LONGEST_CELL
from exchange.parsing.refusal import Refused

PIECE = 1 << 20
LONGEST_LINE = 16_000_000  # characters
LOOKED_AT = 20_000
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"),
         (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
# A file of one encoding with a few broken letters is still of that encoding.
BROKEN_AMONG = 10
BARE_LINE_END = re.compile(rb"[^\0][\r\n]+[^\0\r\n]")
FEW, SHORT = 50, 100  # zeros: one byte in fifty, in a text that is long enough to tell
SEPARATOR_LINE = re.compile(r"\ufeff?sep=(.)\r?\n?")
SEPARATORS = ",;\t"


class Text:
    """A binary file as text: its encoding, about how many rows it has, its rows by a separator.

    `separators` are those that it may be read by, the likeliest first; one alone where its first
    line tells it.
    """

    def __init__(self, file):
        self.file = file
        self.decoding, self.lines = encoding_of(file)
        head = self.opened().read(LOOKED_AT)
        told = SEPARATOR_LINE.match(head)
        self.above = 1 if told else 0  # lines that are no rows
        self.separators = [told[1]] if told else likely_separators(head)

    @property
    def encoding(self):
        return self.decoding.removesuffix("?")

    def opened(self):
        return opened(self.file, self.decoding)

    def rows(self, separator):
        text = self.opened()
        for _line in range(self.above):
            text.readline()
        return rows_of(text, separator)


def opened(file, encoding):
    file.seek(0)
    errors = "replace" if encoding.endswith("?") else "strict"
    stay_open = io.BufferedReader(Unclosed(file))
    return io.TextIOWrapper(stay_open, encoding.removesuffix("?"), errors, newline="")


class Unclosed(io.RawIOBase):
    """A view of a file that may be dropped without closing it."""

    def __init__(self, file):
        super().__init__()
        self.file = file

    def readable(self):
        return True

    def readinto(self, buffer):
        piece = self.file.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)


# ---------------------------------------------------------------- encoding


def encoding_of(file):
    """The encoding and the number of lines; a “?” behind it says that some letters are broken.

    By its mark, else UTF-16 by its zeros, else UTF-8 if (nearly) all of it is, else Windows-1256.
    """
    head = file.read(1000)
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise Refused("letters")
    for mark, encoding in MARKS:
        if head.startswith(mark):
            return surely(file, encoding)
    if b"\0" in head and (encoding := utf_16_of(head)):
        return surely(file, encoding)
    letters, broken, lines = tried(file, "utf-8")
    if not broken:
        return "utf-8", lines
    if letters >= broken * BROKEN_AMONG:
        return "utf-8?", lines
    return surely(file, "windows-1256")


def surely(file, encoding):
    _letters, broken, lines = tried(file, encoding)
    if broken and "16" in encoding:
        raise Refused("letters")
    return encoding + "?" * bool(broken), lines


def tried(file, encoding):
    """(letters beyond ASCII, broken ones, line ends) if the file were of this encoding."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    letters = broken = lines = 0
    while piece := file.read(PIECE):
        text = decoder.decode(piece)
        broken += text.count("\ufffd")
        letters += len(text) - len(text.encode("ascii", "ignore"))
        lines += max(text.count("\n"), text.count("\r"))
    broken += decoder.decode(b"", final=True).count("\ufffd")
    return letters - broken, broken, lines + 1


def utf_16_of(head):
    """Which UTF-16: its blanks, digits and commas have their zeros all on one side.

    A few zeros in lines that end as in any other text are slips in it: then it is none ("").
    """
    low, high = head[1::2].count(0), head[0::2].count(0)
    if BARE_LINE_END.search(head):
        if (low + high) * FEW > len(head) > SHORT:
            raise Refused("binary")
        return ""
    if min(low, high) * 10 > max(low, high) or max(low, high) * 20 < len(head):
        raise Refused("binary")
    return "utf-16-le" if low > high else "utf-16-be"


# ---------------------------------------------------------------- separator and rows


def likely_separators(text):
    """Those that occur; first the one that gives most of the first lines as many columns.

    Only likely: in short and ragged rows, a tab within cells may look as even as any. What the
    columns are called tells more, and is known where the sheet is chosen (`mapping.shape`).
    """
    head = "\n".join(re.split(r"\r\n|\r|\n", text)[:20])
    occur = [mark for mark in SEPARATORS if mark in text] or SEPARATORS[:1]
    return sorted(occur, key=partial(common_width, head), reverse=True)


def common_width(head, separator):
    """How well a separator explains the lines, to be compared with another's."""
    lines = io.StringIO(head, newline="")
    try:
        widths = [len(row) for row in csv.reader(lines, delimiter=separator)]
    except csv.Error:
        return (False, 0, 0)
    wide = [width for width in widths if width > 1]
    count, width = max(((wide.count(each), each) for each in wide), default=(0, 1))
    if count * 2 > len(list(filter(None, widths))):
        return (True, count, width)
    return (False, max((wide.count(each) * (each - 1) for each in wide), default=0), 0)


def rows_of(text, separator):
    """The rows; a quotation mark that is never closed is refused, with the line it stands in.

    csv would give the rest of the file as one cell. A last line of our own shows it: it comes out
    as a row by itself, or it was swallowed.
    """
    csv.field_size_limit(LONGEST_CELL)
    last = secrets.token_hex()
    rows = csv.reader(lines_of(text, last), delimiter=separator)
    start = 1
    try:
        for row in rows:
            if row and row[-1].endswith(last):
                if row != [last]:
                    raise Refused("quote", line=start)
                return
            start = rows.line_num + 1
            yield row
    except csv.Error as error:
        raise Refused("quote", line=start) from error


def lines_of(text, last):
    while line := text.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise Refused("long_line")
        yield line.replace("\0", "\ufffd") if "\0" in line else line
    yield last
