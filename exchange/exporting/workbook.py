"""Small workbooks with marked cells, such as the refused rows of a sheet, by XlsxWriter."""

import xlsxwriter


def write_workbook(file, rows, *, right_to_left=False, marked=None):
    """One sheet of rows; `marked(row number from 0, column)` says which cells to colour."""
    book = xlsxwriter.Workbook(
        file,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    )
    sheet = book.add_worksheet()
    if right_to_left:
        sheet.right_to_left()
    sheet.freeze_panes(1, 0)
    formats = {
        "text": book.add_format({"quote_prefix": True}),
        "head": book.add_format({"bold": True}),
        "wrong": book.add_format({"bg_color": "#F9D7D5", "quote_prefix": True}),
    }
    for number, row in enumerate(rows):
        for place, value in enumerate(row):
            kind = "head" if number == 0 else "text"
            if marked and marked(number, place):
                kind = "wrong"
            write_cell(sheet, number, place, value, formats[kind], marked is not None)
    book.close()


def write_cell(sheet, number, place, value, style, always):
    if value is None or value == "":
        if always:
            sheet.write_blank(number, place, None, style)
    elif isinstance(value, bool):
        sheet.write_boolean(number, place, value)
    elif isinstance(value, str):
        sheet.write_string(number, place, value[:32_767], style)
    else:
        sheet.write_number(number, place, value, style if always else None)
