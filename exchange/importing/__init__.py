"""From a file to records: stage the rows, check them all, apply them in one transaction or not.

Rows in the file = new + changed + unchanged + skipped + refused, at every stage.
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
