"""Raw rows go into their table by COPY, a chunk at a time; equal rows get equal fingerprints."""

import hashlib
from collections import Counter

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from exchange.models import ImportRow

AT_ONCE = 2000
OWN = ("sheet", "number", "raw", "fingerprint")
in_json = DjangoJSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Keeper:
    """Takes the rows of a sheet one after the other and stores them in chunks.

    A row that is wider than the header makes the header wider, so that all rows stay equally long.
    """

    def __init__(self, sheet, told, *, of):
        self.sheet, self.told, self.of = sheet, told, of
        self.fingerprints, self.lines = Fingerprints(sheet), []
        self.kept, self.widest = 0, len(sheet.headers)
        self.statement, self.rest = statement_and_rest()
        self.key = str(sheet.pk)

    def keep(self, number, cells, line=None):
        """`line` are the cells as JSON, if somebody has them."""
        missing = self.widest - len(cells)
        if missing:
            self.widest = max(self.widest, len(cells))
            cells, line = (cells + [""] * missing, None) if missing > 0 else (cells, line)
        raw = escaped(line or in_json(cells))
        mark = self.fingerprints.of(cells)
        self.lines.append(f"{self.key}\t{number}\t{raw}\t{mark}{self.rest}\n")
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
    return escaped(default if isinstance(default, str) else in_json(default))


def escaped(text):
    """JSON as COPY reads it: tabs and line ends in it are escapes already, so only those are."""
    return text.replace("\\", "\\\\")


class Fingerprints:
    """Equal for equal rows; the second of two equal rows in a file is another than the first.

    What counts of a row are the cells that are read, by the columns they are read as.
    """

    def __init__(self, sheet):
        read = sorted((name, int(position)) for position, name in sheet.mapping.items())
        self.positions = [position for _name, position in read]
        self.head = hashlib.sha256(repr((sheet.kind, [name for name, _at in read])).encode())
        self.seen = Counter()

    def of(self, raw):
        digest = self.head.copy()
        digest.update(repr([raw[position] for position in self.positions]).encode())
        plain = digest.digest()
        self.seen[plain] += 1
        digest.update(b"%d" % self.seen[plain])
        return digest.hexdigest()
