"""Archives that are bent: bombs, lies about sizes, broken and doubled entries, other things."""

import io
import struct
import warnings
import zipfile
import zlib

from tests.exchange.hostile.building import (
    BOOK,
    PARTS,
    SHEET,
    ods,
    sheet,
    text_cell,
    worksheet,
    xlsx,
    zipped,
)

MEGABYTE = 1024 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def packed(megabytes, filler=b" "):
    """So many megabytes of one letter, deflated."""
    squeeze = zlib.compressobj(1, zlib.DEFLATED, -15)
    piece = filler * MEGABYTE
    return b"".join([*(squeeze.compress(piece) for _each in range(megabytes)), squeeze.flush()])


def entry(name, body, *, size, crc=0, method=8, flags=0):
    """A local entry and its central one, which say whatever they are told to say."""
    name = name.encode()
    facts = struct.pack("<HHHHHIIIHH", 20, flags, method, 0, 33, crc, len(body), size, len(name), 0)
    local = b"PK\x03\x04" + facts + name + body
    central = b"PK\x01\x02" + struct.pack("<H", 20) + facts + struct.pack("<HHHI", 0, 0, 0, 0)
    return local, central, name


def archive(entries, *, overlapping=False):
    """Entries one after the other, or all over the first."""
    out, directory = b"", b""
    for local, central, name in entries:
        at = 0 if overlapping else len(out)
        if not overlapping or not out:
            out += local
        directory += central + struct.pack("<I", at) + name
    count = len(entries)
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, len(directory), len(out), 0)
    return out + directory + end


def honest(parts):
    """The entries of whole parts."""
    found = []
    for name, text in parts.items():
        content = text.encode() if isinstance(text, str) else text
        squeeze = zlib.compressobj(1, zlib.DEFLATED, -15)
        body = squeeze.compress(content) + squeeze.flush()
        found.append(entry(name, body, size=len(content), crc=zlib.crc32(content)))
    return found


def with_sheet(*, megabytes=0, said=None, **more):
    """A workbook whose sheet unpacks to so much, and says that it is of another size."""
    parts = {name: part for name, part in PARTS.items() if name != SHEET}
    start = worksheet().removesuffix("</worksheet>").encode()
    squeeze = zlib.compressobj(1, zlib.DEFLATED, -15)
    pieces = [squeeze.compress(start)]
    pieces += [squeeze.compress(b" " * MEGABYTE) for _each in range(megabytes)]
    pieces += [squeeze.compress(b"</worksheet>"), squeeze.flush()]
    size = len(start) + megabytes * MEGABYTE + 12 if said is None else said
    return archive([*honest(parts), entry(SHEET, b"".join(pieces), size=size, **more)])


def overlapping():
    """A hundred entries over one: small on the disk, forty gigabytes unpacked."""
    body = packed(1)
    return archive(
        [entry(f"xl/worksheets/sheet{n}.xml", body, size=400 * MEGABYTE) for n in range(100)],
        overlapping=True,
    )


def nested():
    inner = zipped({"0.xml": " " * MEGABYTE})
    for _each in range(8):
        inner = zipped({f"{n}.zip": inner for n in range(8)})
    return xlsx({"xl/embeddings/bomb.zip": inner})


def doubled():
    out = io.BytesIO(xlsx())
    with zipfile.ZipFile(out, "a") as kept, warnings.catch_warnings(action="ignore"):
        kept.writestr(SHEET, worksheet('<row r="1">' + text_cell("A1", "other") + "</row>"))
    return out.getvalue()


def zip64_entries():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for name, part in PARTS.items():
            with kept.open(name, "w", force_zip64=True) as stream:
                stream.write(part.encode())
    return out.getvalue()


def flipped():
    """A byte of the packed sheet is another."""
    content = bytearray(xlsx())
    at = content.index(SHEET.encode()) + len(SHEET) + 20
    content[at] ^= 0xFF
    return bytes(content)


def wrong_crc():
    content = xlsx()
    with zipfile.ZipFile(io.BytesIO(content)) as kept:
        crc = struct.pack("<I", kept.getinfo(SHEET).CRC)
    return content.replace(crc, b"\1\2\3\4")


def locked():
    """Every entry says that it is encrypted."""
    content = bytearray(xlsx())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.find(mark)
        while start >= 0:
            content[start + at] |= 1
            start = content.find(mark, start + 4)
    return bytes(content)


def many_entries():
    return xlsx({f"xl/media/{n}.bin": b"" for n in range(11_000)})


WORD = {"[Content_Types].xml": "<Types/>", "word/document.xml": "<w:document/>"}
TRAVERSAL = {"../../../../etc/cron.d/x": "* * * * *", "/etc/passwd": "root", "C:\\x.xml": "x"}

FILES = {
    "a bomb that says so": ("a.xlsx", lambda: with_sheet(megabytes=1, said=1 << 30), "huge"),
    "a bomb that says it is small": (
        "a.xlsx",
        lambda: with_sheet(megabytes=50, said=4096),
        "unreadable",
    ),
    "a bomb in strings": (
        "a.xlsx",
        lambda: archive([*honest(PARTS), entry("xl/sharedStrings2.xml", b"", size=1 << 30)]),
        "huge",
    ),
    "a bomb of overlapping entries": ("a.xlsx", overlapping, "huge"),
    "nested archives": ("a.xlsx", nested, 2),
    "eleven thousand entries": ("a.xlsx", many_entries, "huge"),
    "an empty archive": ("a.xlsx", b"PK\x05\x06" + b"\0" * 18, "extension"),
    "an archive of nothing but its mark": ("a.xlsx", b"PK\x03\x04", "unreadable"),
    "entries twice": ("a.xlsx", doubled, 1),
    "entries in zip64": ("a.xlsx", zip64_entries, 2),
    "an entry with a flipped byte": ("a.xlsx", flipped, "unreadable"),
    "an entry with another checksum": ("a.xlsx", wrong_crc, "unreadable"),
    "entries under a password": ("a.xlsx", locked, "encrypted"),
    "names that climb out": ("a.xlsx", lambda: xlsx(TRAVERSAL), 2),
    "cut in the head": ("a.xlsx", lambda: xlsx()[:20], "unreadable"),
    "cut in the middle": ("a.xlsx", lambda: xlsx()[:900], "unreadable"),
    "cut in the directory": ("a.xlsx", lambda: xlsx()[:-200], "unreadable"),
    "cut by a byte": ("a.xlsx", lambda: xlsx()[:-1], "unreadable"),
    "something before it": ("a.xlsx", lambda: b"x" * 100 + xlsx(), "extension"),
    "something behind it": ("a.xlsx", lambda: xlsx() + b"x" * 100, 2),
    "a document called xlsx": ("a.xlsx", lambda: zipped(WORD), "extension"),
    "an archive called xlsx": ("a.xlsx", lambda: zipped({"a.txt": "a"}), "extension"),
    "a workbook called csv": ("a.csv", sheet, 2),
    "a workbook called ods": ("a.ods", sheet, 2),
    "an ods called xlsx": ("a.xlsx", ods, 2),
    "a workbook called xls": ("a.xls", sheet, 2),
    "a workbook of macros": (
        "a.xlsm",
        lambda: xlsx({"xl/vbaProject.bin": OLE + b"\0" * 600}),
        2,
    ),
    "a workbook called pdf": ("a.pdf", sheet, "extension"),
    "a workbook without an ending": ("sheet", sheet, "extension"),
    "no workbook in it": ("a.xlsx", lambda: xlsx(without=[BOOK]), "unreadable"),
    "no sheet in it": ("a.xlsx", lambda: xlsx(without=[SHEET]), "unreadable"),
    "a password, the old way": (
        "a.xlsx",
        OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
        "encrypted",
    ),
}
