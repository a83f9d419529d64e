"""Shapes in which records leave: which columns and rows there are, for whom, in which formats."""

from django.utils.translation import gettext_lazy as _

from exchange.exporting.columns import of_column, renderer

SHEETS = ("xlsx", "csv", "ods")
AT_ONCE = 500  # records that are read together: they, and what hangs on them, are all it holds


class Layout:
    """One shape of one kind of record. A kind's resource lists its shapes in `layouts`.

    `comes_back` promises that the file, brought in again, is found unchanged. `permission` is
    asked beside the right to take the kind out at all. `language` words labels and choices: ""
    leaves codes.
    """

    name = ""
    title = ""
    says = ""
    forms = SHEETS
    permission = ""
    comes_back = False
    fixed = (
        False  # the layout of another system: its columns cannot be chosen, its headers are codes
    )
    tagged = False

    def __init__(self, resource, language=""):
        self.resource = resource
        self.by = resource.by
        self.language = language

    def columns(self):
        """All columns, whoever asks."""
        raise NotImplementedError

    def readable(self):
        """The columns that this person may take out."""
        return [column for column in self.columns() if column.exportable(self.by)]

    def offered(self):
        return not self.permission or self.by.has_perm(self.permission)

    def records(self, params):
        """The records that the list's own query string chooses, in its order."""
        return self.resource.filtered(self.resource.queryset(), params)

    def batches(self, records, columns):
        """(number of records, their rows) again and again, some records at a time."""
        raise NotImplementedError

    def headers(self, columns):
        """Labels in the language asked for, where the importer knows them again; else codes."""
        if not self.language:
            return [column.name for column in columns]
        return [column.title for column in columns]


class WholeLayout(Layout):
    """Every column of the importer, read from the records themselves: for lists of reference."""

    name = "full"
    title = _("Everything")
    says = _("All columns that you may read. Brought in again, it changes nothing.")
    forms = (*SHEETS, "json", "jsonl")
    comes_back = True

    def columns(self):
        readable = self.resource.readable_columns()
        return [of_column(each, read=self.reader(each), fields=()) for each in readable]

    def reader(self, column):
        method = getattr(self.resource, f"dehydrate_{column.column_name}", None)
        return method or column.get_value

    def batches(self, records, columns):
        writers = [written(column, self.language) for column in columns]
        rows = []
        for record in records.iterator(chunk_size=AT_ONCE):
            rows.append([write(record) for write in writers])
            if len(rows) == AT_ONCE:
                yield AT_ONCE, rows
                rows = []
        yield len(rows), rows

    def headers(self, columns):
        return known_again(self.resource, super().headers(columns), columns)


def written(column, language):
    """The function from a record to the cell."""
    read = column.read
    if column.widget is None:
        return read
    render = renderer(column.widget, language)
    return lambda record: render(read(record))


def known_again(resource, headers, columns):
    """The headers, with the code in place of each that would be taken for another column."""
    found = resource.recognised(headers)
    return [
        header if found.get(position) == column.name else column.name
        for position, (header, column) in enumerate(zip(headers, columns, strict=True))
    ]
