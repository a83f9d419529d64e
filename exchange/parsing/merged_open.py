"""The merged cells of an ODS: calamine tells of none, its markup says how far each reaches."""

from exchange.parsing.believed import MOST_MERGED
from exchange.parsing.failed_open import Counter, walked
from exchange.parsing.refusal import Refused

MARK = b"-spanned="


def merged_open_cells(file, sheet):
    """[((first row, first column), (last row, last column))], counted from 0."""
    return walked(file, MARK, SpanCounter(sheet)).spans


class SpanCounter(Counter):
    """Counts where the cells stand, and notes those that reach further."""

    def __init__(self, sheet):
        super().__init__(sheet)
        self.spans = []

    def start(self, tag, said):
        super().start(tag, said)
        if self.inside and tag == "table:table-cell":
            high, wide = (
                int(said.get(f"table:number-{n}-spanned", 1)) for n in ("rows", "columns")
            )
            if high > 1 or wide > 1:
                first = (self.row, self.column - 1)
                self.spans.append((first, (self.row + high - 1, self.column + wide - 2)))
            if len(self.spans) > MOST_MERGED:
                raise Refused("merged", n=len(self.spans), most=MOST_MERGED)
