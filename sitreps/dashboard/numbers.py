"""Numbers that lead to their rows, and the bars beside them."""

from dataclasses import dataclass

from casework.drawing import percent
from incidents.ledger import Range


@dataclass(frozen=True)
class Count:
    """So many rows, and the list that shows exactly these."""

    rows: int
    url: str


@dataclass(frozen=True)
class Line:
    """A row of a table: a word, its count, and how long its bar is (a per cent, as text)."""

    word: str
    count: Count
    width: str = "0.00%"


@dataclass(frozen=True)
class Told:
    """A number of people or items with its bounds, and the rows that it was added up from."""

    word: str
    value: Range
    count: Count
    silent: Count
    is_part: bool = False


def lines(counts, word, url):
    """Lines of {code: rows}, the most first; `word` and `url` name a code and lead to its rows."""
    most = max(counts.values(), default=0)
    ranked = sorted(counts.items(), key=lambda each: (-each[1], str(word(each[0]))))
    return [
        Line(str(word(code)), Count(rows, url(code)), percent(100 * rows / most))
        for code, rows in ranked
        if rows
    ]
