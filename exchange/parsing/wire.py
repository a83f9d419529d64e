"""What the reading process sends, frame by frame: the sheet, its rows, its end, or why not.

A frame is a letter, the length in four bytes, and JSON; a frame of rows is JSON a line.
"""

import json
import struct

from exchange.parsing.believed import LONGEST_CELL
from exchange.parsing.plain import mended

HEADER = struct.Struct(">cI")
SHEET, HEADS, ROWS, END, REFUSED = b"s", b"h", b"r", b"e", b"x"
ROWS_AT_ONCE = 500
ENOUGH = 512 * 1024  # bytes in a frame of rows, before the next one is begun
NUL = "\\u0000"  # as JSON writes it
LARGEST = 128 * 1024 * 1024

encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


def send(out, kind, body):
    out.write(HEADER.pack(kind, len(body)))
    out.write(body)
    out.flush()


def send_said(out, kind, said):
    send(out, kind, encode(said).encode("utf-8", "replace"))


def send_rows(out, rows):
    """All rows in frames; returns how many there were."""
    lines, size, passed = [], 0, 0
    for row in rows:
        line = encode(row)
        if len(line) > LONGEST_CELL or NUL in line:
            line = encode(mended(row))
        lines.append(line)
        size += len(line)
        passed += 1
        if len(lines) == ROWS_AT_ONCE or size > ENOUGH:
            send(out, ROWS, "\n".join(lines).encode())
            lines, size = [], 0
    if lines:
        send(out, ROWS, "\n".join(lines).encode())
    return passed
