"""Records to files: what a person may take out, in the shape and the format they chose.

A shape (`layouts`) says which columns and rows there are, a format (`formats`) how they are
written. A file is made whole before its first byte leaves: a cut download is seen to be cut.
"""

from exchange.cells.formulas import neutral
from exchange.exporting.asking import Asked, may_export
from exchange.exporting.formats import FORMATS, TYPES
from exchange.exporting.making import make, stream

__all__ = [
    "FORMATS",
    "TYPES",
    "Asked",
    "make",
    "may_export",
    "neutral",
    "stream",
]
