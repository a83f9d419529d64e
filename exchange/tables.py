"""Further tables below the first in one sheet: rows under headers of their own, in another order.

Read by the headers at the top, their numbers would go into the wrong columns and look as good.
"""

from bisect import bisect_right

from casework.sentences import say as _
from exchange.reading import is_blank
from exchange.rows import ERROR, Verdict, is_header, legible
from places.spelling import fold

LEAST = 3  # cells of a row of headers
LOOKED_AT = 3  # cells that tell at once that most rows are none


class Tables:
    """Finds the rows where another table begins; a header like the sheet's own ends it.

    `heads` is {position: folded texts that are headers there}, `every` all that are headers of this
    kind of sheet.
    """

    def __init__(self, heads, every):
        self.heads, self.every = heads, every.union(*heads.values())
        self.begin, self.others = [], []  # row numbers; whether there begins another's table

    def look(self, row):
        """Hear of the rows in the order of the file."""
        if not any(self.is_head(cell) for cell in row.raw[:LOOKED_AT]):
            return
        filled = [(at, cell) for at, cell in enumerate(row.raw) if not is_blank([cell])]
        known = [(at, cell) for at, cell in filled if self.is_head(cell)]
        if len(filled) < LEAST or len(known) * 3 < len(filled) * 2:
            return
        astray = any(fold(legible(cell)) not in self.heads.get(at, ()) for at, cell in known)
        if astray or is_header(row.raw, self.heads):
            self.begin.append(row.number)
            self.others.append(astray)

    def is_head(self, cell):
        return isinstance(cell, str) and cell != "" and fold(legible(cell)) in self.every

    def settle(self, row):
        """Skip a row that is another table's header, and refuse those that stand below it."""
        before = bisect_right(self.begin, row.number) - 1
        if before < 0 or not self.others[before]:
            return
        at = self.begin[before]
        if at == row.number:
            row.skip(_("The header of another table, with other columns."), "other_table")
        elif not row.verdict:
            sentence = _(
                "From row %(n)d on the columns are others, so this row cannot be read. Put that "
                "table on a sheet of its own."
            )
            row.add(ERROR, "", sentence % {"n": at}, "other_table")
            row.verdict = Verdict.REFUSED
