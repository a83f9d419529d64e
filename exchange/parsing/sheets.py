"""The sheet that was asked for, or the heads of all that it might be, and its rows as a stream."""

from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain, islice

from exchange.parsing.believed import is_book
from exchange.parsing.books import HEAD, Book
from exchange.parsing.counting import counted
from exchange.parsing.joining import joined
from exchange.parsing.plain import bounded, mended
from exchange.parsing.refusal import Refused
from exchange.parsing.texts import Text


@dataclass
class Found:
    """A sheet: `head` is its first rows, `rows` all of them, `of` about how many there will be,
    `hidden` the numbers of those that a workbook hides, from 1."""

    head: list
    rows: object
    of: int
    name: str = ""
    names: list = field(default_factory=list)
    merged: list = field(default_factory=list)
    hidden: list = field(default_factory=list)
    encoding: str = ""
    separator: str = ""

    @property
    def wide(self):
        return max(map(len, self.head))


@dataclass
class Choice:
    """Several sheets that hold something, or several separators, each with its head: somebody has
    to choose."""

    heads: list


def find(file, asked):
    """Found, or a Choice. `asked`: suffix; sheet and separator, or ""; whether to choose; joins."""
    if not is_book(file, asked["suffix"]):
        return of_text(Text(file), asked)
    book = Book(file)
    if asked["sheet"]:
        return of_page(book, book.page(asked["sheet"]), asked["joins"])
    filled = (page for page in map(book.page, book.visible()) if not page.is_empty)
    first = next(filled, None)
    if first is None:
        raise Refused("empty_sheet")
    others = filled if asked["choose"] else ()
    heads = [head_of(page) for page in chain([first], others)]
    return Choice(heads) if len(heads) > 1 else of_page(book, first, ())


def of_text(text, asked):
    separators = asked["separator"] or text.separators
    if asked["choose"] and len(separators) > 1:
        return Choice([head_by(separator, text) for separator in separators])
    said = {"encoding": text.encoding, "separator": separators[0]}
    return found(text.rows(separators[0]), text.lines, **said)


def head_by(separator, text):
    """The first rows as far as they can be read so; what stops them is told of the one chosen."""
    rows = []
    with suppress(Refused):
        for row in islice(bounded(text.rows(separator)), HEAD):
            rows.append(mended(row))  # noqa: PERF401 - those before the refusal stay
    wide = max(map(len, rows), default=0)
    return {"name": "", "rows": rows, "merged": [], "wide": wide, "separator": separator}


def head_of(page):
    return {
        "name": page.name,
        "rows": [mended(row) for row in islice(bounded(page.rows()), HEAD)],
        "merged": [each for each in page.merged() if each[0] < HEAD],
        "wide": page.wide,
    }


def of_page(book, page, joins):
    rows, count = page.rows(), page.height
    for join in joins:
        if "groups" in join:
            groups = [(book.page(group["sheet"]).rows(), group) for group in join["groups"]]
            rows = counted(rows, groups, header_row=join["header_row"])
            continue
        other = book.page(join["sheet"])
        keys = {name: value for name, value in join.items() if name != "sheet"}
        rows, count = joined(rows, other.rows(), **keys), count + other.height
    read = found(rows, count, name=page.name, names=book.names, merged=page.merged())
    read.hidden = sorted(n for n in page.hidden.numbers if n <= page.height)
    return read


def found(rows, of, **said):
    rows = bounded(rows)
    head = [mended(row) for row in islice(rows, HEAD)]
    if not head:
        raise Refused("empty_sheet")
    return Found(head, chain(head, rows), of, **said)
