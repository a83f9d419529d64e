"""CSV in UTF-8, with the byte-order mark that Excel wants unless it is not wanted."""

import csv
import io

from exchange.cells.formulas import neutral

BOM = "\ufeff"  # without it Excel takes Arabic for another encoding


def write(file, table):
    """The table as CSV; no text of it is a formula."""
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=False)
    if table.bom:
        text.write(BOM)
    writer = csv.writer(text)
    writer.writerows(table.heads())
    writer.writerows([neutral(value) for value in row] for row in table.counted())
    text.flush()
    text.detach()
