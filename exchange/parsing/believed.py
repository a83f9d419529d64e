"""What a file may be, and how much of it is believed: kinds by content, sizes, parts of an archive.

A name and a declared size are claims. The first bytes say what a file is; what it unpacks to is
bounded by the process it is read in.
"""

import re
import zipfile

from exchange.parsing.refusal import BROKEN, Refused

MOST_ROWS = 200_000
MOST_COLUMNS = 500
MOST_UNPACKED = 400 * 1024 * 1024
MOST_PARTS = 10_000
MOST_MERGED = 100_000
LONGEST_CELL = 131_072  # four times what Excel itself allows, and what `csv` takes
TEXT_NAMES = {".csv", ".tsv", ".txt"}
BOOK_NAMES = {".xlsx", ".xlsm", ".xls", ".ods"}

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
BOOKS_IN_OLE = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
OTHERS_IN_OLE = tuple(
    name.encode("utf-16-le") for name in ("WordDocument", "PowerPoint Document", "__properties")
)
BOOKS_IN_ZIP = {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}
NO_SHEETS = (
    b"%PDF", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\x1f\x8b", b"BZh", b"7z\xbc\xaf", b"Rar!",
    b"\xfd7zXZ", b"\x7fELF", b"SQLite format 3", b"{\\rtf", b"RIFF", b"PK\x05\x06", b"OggS",
)  # fmt: skip
MARKUP = re.compile(rb"\s*<(!doctype|html|\?xml|table|svg)", re.IGNORECASE)


def is_book(file, suffix):
    """Whether the content is a workbook; raises Refused when it is neither that nor text."""
    head = file.read(1000)
    file.seek(0)
    if not head:
        raise Refused("empty")
    if head.startswith((ZIP, OLE)):
        return True
    if head.startswith(NO_SHEETS):
        raise Refused("no_sheet")
    if MARKUP.match(head.removeprefix(b"\xef\xbb\xbf")):
        raise Refused("markup")
    if suffix in BOOK_NAMES:
        raise Refused("no_book")
    return False


def refuse_archive(file):
    """Refuse what calamine should not even open: a bomb that says so, a password, no workbook.

    Returns the names of the parts.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except BROKEN as error:
        raise Refused("damaged") from error
    if sum(part.file_size for part in parts) > MOST_UNPACKED or len(parts) > MOST_PARTS:
        raise Refused("bomb")
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("password")
    names = {part.filename.lower() for part in parts}
    if not names & BOOKS_IN_ZIP:
        is_broken = any(name.startswith("xl/") for name in names)
        raise Refused("damaged" if is_broken else "no_spreadsheet")
    file.seek(0)
    return names


def refuse_old_archive(file):
    """The same for the older container: XLS, and every workbook under a password."""
    content = file.read()
    file.seek(0)
    if ENCRYPTED in content:
        raise Refused("password")
    if any(other in content for other in OTHERS_IN_OLE):
        raise Refused("no_spreadsheet")
    if not any(book in content for book in BOOKS_IN_OLE):
        raise Refused("damaged")
    return set()


def refuse_far(rows, columns):
    if rows > MOST_ROWS:
        raise Refused("rows", most=MOST_ROWS)
    if columns > MOST_COLUMNS:
        raise Refused("columns", n=columns, most=MOST_COLUMNS)
