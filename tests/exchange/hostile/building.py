"""The smallest whole XLSX and ODS, part by part, so that one part can be bent."""

import io
import zipfile

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"

ROWS = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>date</t></is></c>'
    '<c r="B1" t="inlineStr"><is><t>killed</t></is></c></row>'
    '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2"><v>15</v></c></row>'
)


def worksheet(rows=ROWS, *, before="", after=""):
    return f"{HEAD}{before}<worksheet {MAIN}><sheetData>{rows}</sheetData>{after}</worksheet>"


def workbook(sheets=(("Sheet1", ""),), *, before=""):
    named = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}" {more}/>'
        for n, (name, more) in enumerate(sheets, 1)
    )
    return f'{HEAD}{before}<workbook {MAIN} xmlns:r="{OFFICE}"><sheets>{named}</sheets></workbook>'


def relations(count=1, kind="worksheet", folder="worksheets/sheet"):
    found = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/{kind}" Target="{folder}{n}.xml"/>'
        for n in range(1, count + 1)
    )
    return (
        f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{found}'
        f'<Relationship Id="rIdStrings" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        f'<Relationship Id="rIdStyles" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>'
    )


def strings(*texts, before=""):
    found = "".join(f"<si><t>{text}</t></si>" for text in texts)
    return f"{HEAD}{before}<sst {MAIN}>{found}</sst>"


def styles(inner='<cellXfs count="1"><xf numFmtId="0"/></cellXfs>'):
    return f"{HEAD}<styleSheet {MAIN}>{inner}</styleSheet>"


PARTS = {
    "[Content_Types].xml": (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPE}.worksheet+xml"/>'
        "</Types>"
    ),
    "_rels/.rels": (
        f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": workbook(),
    "xl/_rels/workbook.xml.rels": relations(),
    "xl/worksheets/sheet1.xml": worksheet(),
    "xl/sharedStrings.xml": strings("28/11/2024"),
    "xl/styles.xml": styles(),
}
SHEET, BOOK, STRINGS = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml"


def zipped(parts, compression=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def xlsx(changes=None, *, without=()):
    """The whole workbook with some parts changed or added, and some left out."""
    parts = {name: part for name, part in PARTS.items() if name not in without}
    return zipped(parts | (changes or {}))


def sheet(rows=ROWS, **around):
    return xlsx({SHEET: worksheet(rows, **around)})


def text_cell(where, text):
    return f'<c r="{where}" t="inlineStr"><is><t>{text}</t></is></c>'


ODF = "urn:oasis:names:tc:opendocument:xmlns"
SPACES = (
    f'xmlns:office="{ODF}:office:1.0" xmlns:table="{ODF}:table:1.0" xmlns:text="{ODF}:text:1.0"'
)
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
ODS_ROWS = (
    "<table:table-row>"
    '<table:table-cell office:value-type="string"><text:p>date</text:p></table:table-cell>'
    '<table:table-cell office:value-type="string"><text:p>killed</text:p></table:table-cell>'
    "</table:table-row><table:table-row>"
    '<table:table-cell office:value-type="string"><text:p>28/11/2024</text:p></table:table-cell>'
    '<table:table-cell office:value-type="float" office:value="15"><text:p>15</text:p>'
    "</table:table-cell></table:table-row>"
)


def ods_content(rows=ODS_ROWS, *, before=""):
    return (
        f'{HEAD}{before}<office:document-content {SPACES} office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="Sheet1">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )


MANIFEST = (
    f'{HEAD}<manifest:manifest xmlns:manifest="{ODF}:manifest:1.0"><manifest:file-entry '
    'manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def ods(rows=ODS_ROWS, *, mimetype=ODS_TYPE, content=None, **around):
    content = content or ods_content(rows, **around)
    parts = {"mimetype": mimetype, "content.xml": content, "META-INF/manifest.xml": MANIFEST}
    return zipped(parts)
