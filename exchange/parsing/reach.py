"""Why a workbook takes so much memory: usually one forgotten cell far from all others.

calamine holds the whole rectangle that a sheet's cells span. This looks at their names alone, and
only after reading has failed: a good workbook need not wait for it.
"""

import re
import zipfile

from exchange.parsing.failed import column_number
from exchange.parsing.refusal import BROKEN, Refused

PIECE = 1 << 20
LONGEST_TAG = 200
MOST_CELLS = 10_000_000
CELL_NAME = re.compile(rb"""<(?:\w+:)?c [^>]*?\br=["']([A-Z]{1,3})(\d{1,7})["']""")
SHEETS = "xl/worksheets/"


def explain(file):
    """Raise Refused: how far a sheet reaches, if that is the reason."""
    try:
        with zipfile.ZipFile(file) as archive:
            for part in archive.infolist():
                if part.filename.startswith(SHEETS):
                    refuse_reach(archive, part)
    except BROKEN as error:
        raise Refused("memory") from error
    raise Refused("memory")


def refuse_reach(archive, part):
    rows = columns = 0
    tail = b""
    with archive.open(part) as stream:
        while piece := stream.read(PIECE):
            for letters, digits in CELL_NAME.findall(tail + piece):
                rows, columns = max(rows, int(digits)), max(columns, column_number(letters))
            tail = piece[-LONGEST_TAG:]
    if rows * columns > MOST_CELLS:
        raise Refused("far", rows=rows, columns=columns)
