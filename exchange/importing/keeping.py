"""Raw rows go into their table by COPY, a chunk at a time; equal rows get equal fingerprints."""

import hashlib
from collections import Counter

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from exchange.models import ImportRow

AT_ONCE = 2000
OWN = ("sheet", "number", "raw", "fingerprint")
in_json = DjangoJSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
in_order = DjangoJSONEncoder(sort_keys=True).encode
# What COPY takes for its own marks.
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


class Keeper:
    """Takes the rows of a sheet one after the other and stores them in chunks.

    A row that is wider than the header makes the header wider, so that all rows stay equally long.
    """

    def __init__(self, sheet, told, *, of):
        self.sheet, self.told, self.of = sheet, told, of
        self.seen, self.lines = Counter(), []
        self.kept, self.widest = 0, len(sheet.headers)
        self.statement, self.rest = statement_and_rest()

    def keep(self, number, cells, line=None):
        """`line` are the cells as JSON, if somebody has them."""
        missing = self.widest - len(cells)
        if missing > 0:
            cells, line = cells + [""] * missing, None
        self.widest = max(self.widest, len(cells))
        raw = (line or in_json(cells)).translate(ESCAPES)
        mark = fingerprint(self.sheet, cells, self.seen)
        self.lines.append(f"{self.sheet.pk}\t{number}\t{raw}\t{mark}{self.rest}\n")
        if len(self.lines) == AT_ONCE:
            self.store()

    def store(self):
        with connection.cursor() as cursor, cursor.copy(self.statement) as copy:
            copy.write("".join(self.lines).encode())
        self.kept += len(self.lines)
        self.lines = []
        self.told(self.kept, max(self.of, self.kept))

    def finish(self):
        """Store what is left; returns how many rows there are."""
        self.of = self.kept + len(self.lines)
        if self.lines:
            self.store()
        if self.widest > len(self.sheet.headers):
            self.widen()
        return self.kept

    def widen(self):
        missing = self.widest - len(self.sheet.headers)
        self.sheet.headers = self.sheet.headers + [""] * missing
        with connection.cursor() as cursor:
            cursor.execute(WIDEN, [self.widest, self.sheet.pk, self.widest])


WIDEN = """
    UPDATE exchange_importrow
    SET raw = raw || (
        SELECT jsonb_agg(''::text) FROM generate_series(1, %s - jsonb_array_length(raw))
    )
    WHERE sheet_id = %s AND jsonb_array_length(raw) < %s
"""


def statement_and_rest():
    """The COPY of a fresh row, and the text of all columns that every fresh row has alike."""
    fields = {field.name: field for field in ImportRow._meta.concrete_fields}
    others = [each for name, each in fields.items() if name not in OWN and not each.primary_key]
    names = [fields[name].column for name in OWN] + [field.column for field in others]
    quoted = ", ".join(map(connection.ops.quote_name, names))
    table = connection.ops.quote_name(ImportRow._meta.db_table)
    rest = "".join("\t" + as_text(field) for field in others)
    return f"COPY {table} ({quoted}) FROM STDIN", rest


def as_text(field):
    """A field's default as COPY reads it."""
    default = field.get_default()
    if default is None:
        return "\\N"
    return (default if isinstance(default, str) else in_json(default)).translate(ESCAPES)


def fingerprint(sheet, raw, seen):
    """Equal for equal rows; the second of two equal rows in a file is another than the first."""
    said = {name: raw[int(position)] for position, name in sheet.mapping.items()}
    digest = hashlib.sha256(in_order([sheet.kind, said]).encode())
    plain = digest.digest()
    seen[plain] += 1
    digest.update(str(seen[plain]).encode())
    return digest.hexdigest()
