"""ODS in constant memory: the few parts of an OpenDocument sheet, the rows streamed into it.

Written by hand because the packages for it (odfpy, ezodf) hold the whole document in memory. A
cell's formula is an attribute of its own here, so no text can be one.
"""

import re
import zipfile

from exchange.cells.formulas import kept_apart
from exchange.exporting.formats.xml_text import escaped

MIME = "application/vnd.oasis.opendocument.spreadsheet"
AT_ONCE = 200
NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (
        ("office", "office"),
        ("style", "style"),
        ("table", "table"),
        ("text", "text"),
        ("fo", "xsl-fo-compatible"),
    )
)
MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest manifest:version="1.3" '
    'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIME}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
HEAD = (
    f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMES} office:version="1.3">'
    "<office:automatic-styles>"
    '<style:style style:name="sheet" style:family="table">'
    '<style:table-properties style:writing-mode="{mode}"/></style:style>'
    '<style:style style:name="head" style:family="table-cell">'
    '<style:text-properties fo:font-weight="bold"/></style:style>'
    "</office:automatic-styles><office:body><office:spreadsheet>"
    '<table:table table:name="{title}" table:style-name="sheet">'
)
FOOT = "</table:table></office:spreadsheet></office:body></office:document-content>"
# OpenDocument folds blanks as HTML does: each further one, and each at an edge, has an element.
RUNS = re.compile(r"^ +| {2,}| +$")


def write(file, table):
    """The table as a document with one sheet."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as book:
        book.writestr("mimetype", MIME, compress_type=zipfile.ZIP_STORED)
        book.writestr("META-INF/manifest.xml", MANIFEST)
        with book.open("content.xml", "w", force_zip64=True) as content:
            mode = "rl-tb" if table.right_to_left else "lr-tb"
            head = HEAD.format(mode=mode, title=attribute(table.title))
            content.write(head.encode())
            buffer = []
            for line in lines(table):
                buffer.append(line)
                if len(buffer) == AT_ONCE:
                    content.write("".join(buffer).encode())
                    buffer.clear()
            content.write("".join([*buffer, FOOT]).encode())


def lines(table):
    for row in table.heads():
        yield line(row, ' table:style-name="head"')
    for row in table.counted():
        yield line(row, "")


def line(row, style):
    cells = "".join([cell(value, style) for value in row])
    return f"<table:table-row>{cells}</table:table-row>"


def cell(value, style):
    if value is None or value == "":
        return "<table:table-cell/>"
    if type(value) is not str:
        return (
            f'<table:table-cell{style} office:value-type="float" office:value="{value}">'
            f"<text:p>{value}</text:p></table:table-cell>"
        )
    return (
        f'<table:table-cell{style} office:value-type="string">'
        f"{paragraphs(kept_apart(value))}</table:table-cell>"
    )


def paragraphs(text):
    """A paragraph for each line; blanks by their element."""
    text = escaped(text)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join([f"<text:p>{spaced(part)}</text:p>" for part in text.split("\n")])


def spaced(text):
    if "\t" in text:  # as a character, not as text:tab: calamine would glue the words together
        text = text.replace("\t", "&#9;")
    if "  " in text or text.startswith(" ") or text.endswith(" "):
        text = RUNS.sub(lambda run: f'<text:s text:c="{len(run[0])}"/>', text)
    return text


def attribute(text):
    return escaped(text).replace('"', "&quot;")
