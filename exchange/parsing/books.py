"""Workbooks through calamine: which sheets there are, and the rows of one with its merged cells."""

import python_calamine
from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from exchange.parsing.believed import (
    MOST_MERGED,
    ZIP,
    refuse_archive,
    refuse_old_archive,
)
from exchange.parsing.failed import failed_cells
from exchange.parsing.failed_old import failed_old_cells
from exchange.parsing.failed_open import CONTENT, failed_open_cells
from exchange.parsing.hidden import HiddenRows
from exchange.parsing.merged_open import merged_open_cells
from exchange.parsing.plain import tidy_open_row, tidy_row
from exchange.parsing.refusal import Refused

HEAD = 240  # rows in which titles, groups and headers stand, and some of their values
MOST_LOOKED_AT = 50  # sheets


class Book:
    """A workbook that is open. What calamine stumbles over ends as Refused."""

    def __init__(self, file):
        self.file = file
        self.is_zip = file.read(4) == ZIP
        file.seek(0)
        parts = refuse_archive(file) if self.is_zip else refuse_old_archive(file)
        self.is_open = CONTENT in parts
        self.tidy = tidy_open_row if self.is_open else tidy_row
        with stumbling():
            self.book = CalamineWorkbook.from_filelike(file)
        self.names = self.book.sheet_names

    def visible(self):
        """The sheets that people see and that hold cells; a hidden one must be named."""
        seen = [
            sheet.name
            for sheet in self.book.sheets_metadata
            if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
        ]
        if not seen:
            raise Refused("no_cells")
        return seen[:MOST_LOOKED_AT]

    def page(self, name):
        if name not in self.names:
            raise Refused("no_such_sheet", sheet=name, names=", ".join(self.names[:20]))
        with stumbling():
            return Page(self, self.book.get_sheet_by_name(name))


class stumbling:  # noqa: N801, a context in the manner of contextlib's
    """What calamine says of a broken file, as Refused. A panic of its own is no Exception."""

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if isinstance(error, python_calamine.PasswordError):
            raise Refused("password") from error
        if isinstance(error, (python_calamine.CalamineError, OSError, ValueError)):
            raise Refused("damaged") from error
        if kind is not None and kind.__name__ == "PanicException":
            raise Refused("damaged") from error
        return False


class Page:
    """One sheet: how far it really reaches, its rows and which are hidden, its merged cells."""

    def __init__(self, book, page):
        self.book, self.page, self.name = book, page, page.name
        self.is_empty = page.start is None
        self.height = 0 if self.is_empty else page.total_height + 1
        self.left = 0 if self.is_empty else page.start[1]
        self.wide = self.left + page.width
        self.hidden = HiddenRows()  # known once the first row was read

    def rows(self):
        """Every row from the first of the sheet, as plain cells; failed formulas say so."""
        if self.is_empty:
            return
        failed = self.failed()
        rows, ahead = self.page.iter_rows(), [""] * self.left
        with stumbling():
            for number, row in enumerate(rows):
                cells = ahead + self.book.tidy(row)
                for column, said in failed.get(number, ()):
                    cells[column : column + 1] = [said]
                yield cells

    def failed(self):
        """{row: [(column, "#REF!")]}: calamine gives them as blank."""
        if self.book.is_open:
            return failed_open_cells(self.book.file, self.name)
        if self.book.is_zip:
            return failed_cells(self.book.file, self.name, self.hidden.look)
        return failed_old_cells(self.book.file, self.book.names.index(self.name))

    def merged(self):
        """(first row, first column, last row, last column) of those that a reader may need.

        Below the head only what spans rows of one column can speak for them.
        """
        if self.book.is_open:
            ranges = merged_open_cells(self.book.file, self.name)
        else:
            with stumbling():
                ranges = self.page.merged_cell_ranges or ()
        if len(ranges) > MOST_MERGED:
            raise Refused("merged", n=len(ranges), most=MOST_MERGED)
        return [
            (*first, *last)
            for first, last in ranges
            if first[0] < HEAD or (first[1] == last[1] and first[0] < last[0])
        ]
