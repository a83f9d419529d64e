"""The reading process: limits first, then the file on its standard input, rows to its output.

`python -m exchange.parsing '{"suffix": ".xlsx", …}'` is started by `exchange.reading.confined`.
"""

import json
import sys

from exchange.parsing import wire
from exchange.parsing.limits import obey
from exchange.parsing.reach import explain
from exchange.parsing.refusal import Refused
from exchange.parsing.sheets import Choice, find


def main(asked, file, out):
    obey(seconds=asked["seconds"], megabytes=asked["megabytes"])
    try:
        if asked["why"]:
            explain(file)
        tell(find(file, asked), out)
    except Refused as refused:
        refuse(out, refused.reason, refused.params)
    except MemoryError:
        refuse(out, "memory", {})


def tell(found, out):
    if isinstance(found, Choice):
        wire.send_said(out, wire.HEADS, found.heads)
        return
    said = ("head", "name", "names", "merged", "hidden", "encoding", "separator", "of")
    wire.send_said(out, wire.SHEET, {name: getattr(found, name) for name in said})
    wide = found.wide
    passed = wire.send_rows(out, (row + [""] * (wide - len(row)) for row in found.rows))
    wire.send_said(out, wire.END, passed)


def refuse(out, reason, params):
    wire.send_said(out, wire.REFUSED, {"reason": reason, "params": params})


if __name__ == "__main__":
    main(json.loads(sys.argv[1]), sys.stdin.buffer, sys.stdout.buffer)
