"""No text that leaves is a live formula: by our own rule, and in LibreOffice itself."""

import io
import os
import re
import shutil
import subprocess
from collections import Counter
from dataclasses import dataclass
from xml.etree import ElementTree

import pytest

from exchange import exporting
from exchange.cells.formulas import FIRST, STARTS, bared, neutral
from exchange.exporting.formats import FORMATS
from exchange.exporting.tables import Table
from exchange.reading import read
from exchange.registry import resource_class

# Each would show 2 (or an error, or another program's output) if a spreadsheet ran it.
RUNS = ("1+1", "SUM(1;1)", 'HYPERLINK("x";"y")', "cmd|' /C calc'!A0")
LEADS = ("", " ", "\t", "\n", "\r\n", "\u00a0", "'", "  '", "\u3000")
TEXTS = [f"{lead}{start}{run}" for start in STARTS for lead in LEADS for run in RUNS]
PLAIN = ["", "a=b", "'plain'", "007", "1-2", "10–15", "2024-11-28", "لا =", "'"]


@pytest.mark.parametrize("text", [*TEXTS, *PLAIN, "''+2", "+963", "-1", "@x", "\t=", "'=1"])
def test_a_neutral_text_runs_nowhere_and_comes_back_as_it_was(text):
    assert bared(neutral(text)) == text
    assert not neutral(text).lstrip(" \t\r\n\u00a0\u3000").startswith(STARTS)


def test_numbers_stay_numbers_and_plain_texts_stay_plain():
    assert [neutral(n) for n in (-1, 0, 2.5, None)] == [-1, 0, 2.5, None]
    assert [neutral(text) for text in PLAIN] == PLAIN


def written(form, rows, **options):
    file = io.BytesIO()
    names = [f"c{n}" for n in range(len(rows[0]))]
    FORMATS[form].write(file, Table("sheet", names, names, iter(rows), **options))
    return file.getvalue()


@pytest.mark.parametrize("form", ["csv", "xlsx", "ods"])
def test_negative_numbers_are_read_back_as_numbers(form):
    content = written(form, [[-3, "-3 days"], [2, "+963 11"]])
    found = read(content, f"x.{form}")
    cells = [[str(cell) for cell in row] for row in found.rows[1:]]
    assert [float(row[0]) for row in cells] == [-3, 2]


# ---------------------------------------------------------------- LibreOffice

OFFICE, TABLE, STYLE, TEXT = (
    f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}"
    for name in ("office", "table", "style", "text")
)
NEGATIVE = re.compile(r"-\d+(\.\d+)?")  # a number, which a CSV can only spell
EVALUATE = "--infilter=CSV:44,34,76,1,,0,false,true,false,false,false,-1,true"
# Each kind and shape, in the languages in which its sheet stands from left and from right.
EXPORTED = [
    (kind, layout.name, form, language)
    for kind in ("incidents", "tickets", "areas", "munitions")
    for layout in resource_class(kind).layouts
    for form in layout.forms
    if form in ("csv", "xlsx", "ods")
    for language in ("en", "ar")
]


@dataclass(frozen=True)
class Shown:
    """A file as LibreOffice has it: cells that hold text or not, formulas, its direction."""

    texts: list
    others: list
    formulas: list
    right_to_left: bool

    @classmethod
    def of(cls, path):
        tree = ElementTree.parse(path)
        cells = list(tree.iter(f"{TABLE}table-cell"))
        texts = [cell for cell in cells if cell.get(f"{OFFICE}value-type") == "string"]
        modes = [each.get(f"{STYLE}writing-mode") for each in tree.iter(f"{STYLE}table-properties")]
        return cls(
            [plain(said(cell)) for cell in texts],
            [said(cell) for cell in cells if cell not in texts],
            [found for cell in cells if (found := cell.get(f"{TABLE}formula"))],
            "rl-tb" in modes,
        )


def said(cell):
    """What a cell shows. OpenDocument has elements for blanks and ends of lines."""
    return " ".join("".join(text_of(each)) for each in cell.iter(f"{TEXT}p"))


def text_of(element):
    if element.tag in (f"{TEXT}s", f"{TEXT}tab", f"{TEXT}line-break"):
        yield " "
    yield element.text or ""
    for each in element:
        yield from text_of(each)
        yield each.tail or ""


def plain(text):
    """The text without blanks: LibreOffice turns some into others and loses a tab between lines."""
    return "".join(text.split())


def opened(folder, files, *options):
    """{name: Shown} of files that LibreOffice opens, all in one start, formulas evaluated."""
    program = shutil.which("soffice")
    if program is None:
        # A person need not have it; the CI installs it, so there it must not be missing.
        answer = pytest.fail if os.environ.get("CI") else pytest.skip
        answer("There is no LibreOffice (Debian: apt-get install libreoffice-calc-nogui).")
    for name, content in files.items():
        (folder / name).write_bytes(content)
    subprocess.run(
        [program, f"-env:UserInstallation=file://{folder}/profile", "--headless", *options,
         "--convert-to", "fods", "--outdir", f"{folder}/shown", *(folder / name for name in files)],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    return {name: Shown.of((folder / "shown" / name).with_suffix(".fods")) for name in files}


def made(records, cast):
    """{file name: content} of all that leaves, and of texts that would run."""
    files = {}
    for kind, preset, form, language in EXPORTED:
        resource = resource_class(kind)(cast.data_manager)
        content = exporting.stream(resource, form, {}, preset=preset, language=language)
        files[f"{kind}-{preset}-{language}-{form}.{form}"] = b"".join(content)
    for form in ("csv", "xlsx", "ods"):
        files[f"texts-{form}.{form}"] = written(form, [[text, -3] for text in TEXTS])
    return files


@pytest.mark.slow
def test_no_export_has_a_live_formula_in_libreoffice(records, cast, tmp_path):
    files = made(records, cast)
    raw = "c0\r\n" + "".join(f'"{text}"\r\n' for text in ("=1+1", "+1+1", "-1+1"))
    texts = {name: content for name, content in files.items() if name.endswith(".csv")}
    shown = opened(tmp_path, texts | {"raw.csv": raw.encode()}, EVALUATE)
    assert shown.pop("raw.csv").formulas  # else nothing here could fail
    shown |= opened(tmp_path, {n: c for n, c in files.items() if n not in texts})
    for name, found in shown.items():
        assert found.formulas == [], name
        assert missing(files[name], name, found) == [], name
        assert found.right_to_left == ("-ar-" in name and not name.endswith(".csv")), name
    assert {str(n) for found in shown.values() for n in found.others} >= {"-3"}


def missing(content, name, found):
    """The texts that could run of a file of ours and that LibreOffice does not show as texts."""
    kept = Counter(found.texts)
    cells = Counter(plain(c) for row in read(content, name).rows for c in row if type(c) is str)
    risky = {
        text: n
        for text, n in cells.items()
        if text and (text[0] in FIRST or len(text) > 40) and not NEGATIVE.fullmatch(text)
    }
    return [text for text, n in risky.items() if kept[text] < n]
