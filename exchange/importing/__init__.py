"""From a file to records: stage the rows, check them all, apply them in one transaction or not.

Rows in the file = new + changed + unchanged + skipped + refused, at every stage.

In the order of a sheet's life: `staging` keeps the file and reads it (`storing` the rows,
`merged` spreads merged cells, `recognising` names the columns, `carrying` brings back what people
mended); `remapping` takes a person's word for the columns. `checking` judges all rows or a few:
`aside` those left out, `known` those applied before (`since` tells what became of their records),
`companions` what hangs on a mended row, `judging` the rest; `keeping_plans` keeps ready what they
would write. `applying` writes it: `writing_plans` what was kept, and what rests on something that
has changed is judged anew. `outcome` counts, `undoing` takes back, `forgetting` deletes the file.

docs/sheets.md goes with one cell and one row all this way.
"""

from exchange.importing.applying import apply
from exchange.importing.checking import check
from exchange.importing.outcome import TALLY, NotApplied
from exchange.importing.recognising import needs_a_look
from exchange.importing.remapping import column_faults, remap, remap_as
from exchange.importing.staging import discard, read, receive, restage, stage

__all__ = [
    "TALLY",
    "NotApplied",
    "apply",
    "check",
    "column_faults",
    "discard",
    "needs_a_look",
    "read",
    "receive",
    "remap",
    "remap_as",
    "restage",
    "stage",
]
