"""Texts that are bent, and what is no text: encodings, quotes, lengths, other files by name."""

import gzip

HEADER = "date,killed\n"
ROWS = HEADER + "28/11/2024,15\n"
ARABIC = "التاريخ,القتلى\n" + "28/11/2024,خمسة عشر\n" * 20
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
EXE = b"MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff\0\0\xb8\0\0\0\0\0\0\0@" + b"\0" * 35 + b"PE\0\0" * 40


def page(name):
    return (name, b"<html><table><tr><td>date</td></tr></table></html>", "extension")


FILES = {
    "nothing": ("a.csv", b"", "empty"),
    "nothing, as a workbook": ("a.xlsx", b"", "empty"),
    "a mark of UTF-8 alone": ("a.csv", b"\xef\xbb\xbf", "empty"),
    "a mark of UTF-16 alone": ("a.csv", b"\xff\xfe", "empty"),
    "blanks alone": ("a.csv", b" , , \n\n\t\n", "empty"),
    "line ends alone": ("a.csv", b"\r\n" * 10_000, "empty"),
    "zeros alone": ("a.csv", b"\0" * 10_000, "extension"),
    "zeros in a cell": ("a.csv", ROWS.encode() + b"a\0b,\0\n", 3),
    "a picture": ("a.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" * 20, "extension"),
    "a picture called xlsx": ("a.xlsx", b"\xff\xd8\xff\xe0\0\x10JFIF" * 20, "extension"),
    "a document called csv": ("a.csv", b"%PDF-1.7\n1 0 obj", "extension"),
    "a PDF called xlsx": ("a.xlsx", b"%PDF-1.7\n1 0 obj", "extension"),
    "a program called xlsx": ("a.xlsx", EXE, "extension"),
    "a program called csv": ("a.csv", EXE, "extension"),
    "a packed text": ("a.csv", lambda: gzip.compress(ROWS.encode()), "extension"),
    "a packed text called xlsx": ("a.xlsx", lambda: gzip.compress(ROWS.encode()), "extension"),
    "a page called xls": page("a.xls"),
    "a page called csv": page("a.csv"),
    "markup called xls": ("a.xls", b'<?xml version="1.0"?><Workbook/>', "extension"),
    "a text called xlsx": ("a.xlsx", ROWS.encode(), "extension"),
    "a text called xls": ("a.xls", ROWS.encode(), "extension"),
    "a text called ods": ("a.ods", ROWS.encode(), "extension"),
    "an old document called xls": (
        "a.xls",
        OLE + b"\0" * 600 + "WordDocument".encode("utf-16-le"),
        "extension",
    ),
    "an old container of nothing": (
        "a.xls",
        OLE + "Workbook".encode("utf-16-le") + b"\0" * 600,
        "unreadable",
    ),
    "a script": ("a.js", ROWS.encode(), "extension"),
    "a quotation mark that stays open": ("a.csv", ROWS.encode() + b'a,"b\n1,2\n', "unreadable"),
    "one that stays open in a long text": ("a.csv", b'a,"' + b"x\n" * 200_000, "unreadable"),
    "quotation marks alone": ("a.csv", b'"' * 10_001, "unreadable"),
    "a cell of a hundred megabytes": (
        "a.csv",
        lambda: b"date,killed\n" + b"x" * 100_000_000,
        "huge",
    ),
    "a line of a hundred megabytes": ("a.csv", lambda: b"a," * 50_000_000, "huge"),
    "a million columns": ("a.csv", lambda: b",".join([b"x"] * 1_000_000), "huge"),
    "half a million rows": ("a.csv", lambda: b"a,b\n" * 500_000, "huge"),
    "a million blank rows and one": (
        "a.csv",
        lambda: ROWS.encode() + b"\n" * 1_000_000 + b"x",
        "huge",
    ),
    "a million blank rows": ("a.csv", lambda: ROWS.encode() + b"\n" * 1_000_000, 2),
    "half a letter at the end": ("a.csv", ARABIC.encode()[:-2], 21),
    "one letter of another encoding": ("a.csv", ARABIC.encode() + b"a,\xe3\n", 22),
    "two encodings, half and half": (
        "a.csv",
        ("خمسة عشر,1\n" * 20).encode() + ("خمسة عشر,1\n" * 20).encode("windows-1256"),
        40,
    ),
    "UTF-8 under a mark, with broken letters": (
        "a.csv",
        b"\xef\xbb\xbf" + ROWS.encode() + b"\xff,1\n",
        3,
    ),
    "half a letter of UTF-16": ("a.csv", b"\xff\xfea\0b", "unreadable"),
    "a lone half of a pair in UTF-16": (
        "a.csv",
        ROWS.encode("utf-16") + b"\x00\xd8,\0",
        "unreadable",
    ),
    "a lone half of a pair in UTF-8": ("a.csv", ROWS.encode() + b"\xed\xa0\x80,1\n", 3),
    "UTF-16 called UTF-8 by its mark": ("a.csv", b"\xef\xbb\xbf" + ROWS.encode("utf-16-le"), 3),
    "UTF-32": ("a.csv", ROWS.encode("utf-32"), "unreadable"),
    "control characters in a text": ("a.csv", ROWS.encode() + b"\x01\x1b[31m\x7f,\x0b\n", 3),
    "formulas in a text": ("a.csv", ROWS.encode() + b"=cmd|'/C calc'!A0,@SUM(1)\n", 3),
    "rows of all lengths": ("a.csv", b"a,b\n1\n1,2,3,4\n\n,,,,,,,\n5", 6),
    "a separator that is told": ("a.csv", b"sep=;\ndate;killed\n1;2\n", 2),
    "a separator that is told and alone": ("a.csv", b"sep=;\n", "empty"),
    "line ends of every kind": ("a.csv", b"a,b\r1,2\n3,4\r\n5,6", 4),
    "a text of one word": ("a.txt", b"hello", 1),
}
