"""What a person is told of a file that cannot be read: one whole sentence for each reason."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# reason: (code of the error, the sentence)
SENTENCES = {
    "name": (
        "extension",
        _("“%(name)s” is no kind of sheet we read. Bring XLSX, XLS, ODS, CSV or TSV."),
    ),
    "no_book": (
        "extension",
        _("The name says that this is a workbook, but its content is not. Save it anew."),
    ),
    "no_spreadsheet": ("extension", _("This file is not a spreadsheet.")),
    "no_sheet": (
        "extension",
        _("This file is not a sheet, whatever its name says. Bring XLSX, XLS, ODS, CSV or TSV."),
    ),
    "markup": (
        "extension",
        _(
            "This is a web page under the name of a sheet. Open it in a spreadsheet program and "
            "save it as XLSX."
        ),
    ),
    "binary": ("extension", _("This file is not a sheet but binary data.")),
    "empty": ("empty", _("This file is empty.")),
    "empty_sheet": ("empty", _("There is nothing on this sheet.")),
    "no_cells": ("empty", _("This workbook has no sheet with cells that people can see.")),
    "upload": (
        "huge",
        _("This file is larger than %(most)d MB. Split it and bring the parts."),
    ),
    "rows": ("huge", _("This sheet has more than %(most)d rows. Split it.")),
    "columns": ("huge", _("This sheet has %(n)d columns; %(most)d is the most.")),
    "merged": (
        "huge",
        _("This sheet has %(n)d merged cells; %(most)d is the most. Take the merging off."),
    ),
    "failed": (
        "huge",
        _("More than %(most)d formulas of this sheet failed. Mend them and save it anew."),
    ),
    "long_cell": (
        "huge",
        _("A cell of this sheet holds more than %(most)d characters. Shorten it."),
    ),
    "long_line": (
        "huge",
        _("A line of this file is far too long. Is it really a sheet?"),
    ),
    "bomb": ("huge", _("This workbook unpacks to far more than it should.")),
    "far": (
        "huge",
        _("This sheet reaches to row %(rows)d and column %(columns)d. Delete the far cells."),
    ),
    "memory": (
        "huge",
        _("Reading this file takes more memory than it may. Split it, or save it as CSV."),
    ),
    "slow": (
        "slow",
        _("Reading this file takes longer than it may. Split it, or save it as CSV."),
    ),
    "password": (
        "encrypted",
        _("This workbook is protected by a password. Save it without one."),
    ),
    "damaged": (
        "unreadable",
        _("This workbook cannot be read: it is damaged or of another kind. Save it anew."),
    ),
    "letters": (
        "unreadable",
        _("The letters of this file cannot be read. Save it as CSV UTF-8."),
    ),
    "quote": (
        "unreadable",
        _("Line %(line)d cannot be read: is a quotation mark missing?"),
    ),
    "no_such_sheet": ("sheet", _("There is no sheet “%(sheet)s”; there are: %(names)s.")),
}


def unreadable(reason, **params):
    """The ValidationError for a reason, in the language of whoever asks."""
    code, sentence = SENTENCES[reason]
    return ValidationError(sentence, code=code, params=params)
