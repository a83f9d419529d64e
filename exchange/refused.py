"""The refused rows as a workbook to mend: the sheet's own columns, the reasons beside them."""

import io

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from exchange.exporting import write_workbook
from exchange.models import ImportRow


def workbook(sheet):
    """Bytes of an XLSX: the headers, then each refused row with all its reasons, cells marked."""
    refused = list(sheet.rows.filter(verdict=ImportRow.Verdict.REFUSED).order_by("number"))
    places = {name: int(position) for position, name in sheet.mapping.items()}
    wrong = [
        {places.get(found["column"]) for found in row.findings if found["severity"] == "error"}
        for row in refused
    ]
    headers = plain_headers(sheet)
    rows = [[*headers, _("Reason"), _("Row in the file")]]
    rows += [[*row.raw, reasons(sheet, row), row.number] for row in refused]
    out = io.BytesIO()
    write_workbook(
        out,
        rows,
        right_to_left=get_language_bidi() or is_arabic(headers),
        marked=lambda number, place: number > 0 and place in wrong[number - 1],
    )
    return out.getvalue()


def plain_headers(sheet):
    """Headers that are recognised again without their group row: the column's own names."""
    return [
        sheet.mapping.get(str(position), header) if " / " in header else header
        for position, header in enumerate(sheet.headers)
    ]


def is_arabic(headers):
    return any("\u0600" <= letter <= "\u06ff" for header in headers for letter in header)


def reasons(sheet, row):
    """Every error of the row in one cell, each with its header."""
    heads = {name: sheet.headers[int(position)] for position, name in sheet.mapping.items()}
    told = []
    for found in row.findings:
        if found["severity"] == "error":
            head = heads.get(found["column"], "")
            told.append(f"{head}: {found['message']}" if head else found["message"])
    return "\n".join(told)
