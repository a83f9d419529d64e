"""A table on its way into a file: its header, its tags if it has any, its rows, how it is laid."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Table:
    """What every format writes. `rows` is read once and never held; None and "" are blank.

    `names` are the columns' codes, which JSON uses whatever the headers say. `cut` counts the texts
    that a format had to shorten.
    """

    title: str
    names: list
    headers: list
    rows: Any
    tags: list = field(default_factory=list)
    right_to_left: bool = False
    bom: bool = True
    written: int = 0
    cut: int = 0

    def counted(self):
        """The rows, each counted as it passes."""
        for row in self.rows:
            self.written += 1
            yield row

    def heads(self):
        """The rows above the first record."""
        return [self.headers, self.tags] if self.tags else [self.headers]
