"""No text that leaves is a live formula: by our own rule, and in LibreOffice itself."""

import csv
import io
import os
import shutil
import subprocess

import pytest

from exchange.cells.formulas import STARTS, bared, neutral
from exchange.exporting.formats import FORMATS
from exchange.exporting.tables import Table
from exchange.reading import read

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


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """Opens a file in LibreOffice, formulas evaluated, and returns the cells that it then shows."""
    program = shutil.which("soffice")
    if program is None:
        # A person need not have it; the CI installs it, so there it must not be missing.
        answer = pytest.fail if os.environ.get("CI") else pytest.skip
        answer("There is no LibreOffice (Debian: apt-get install libreoffice-calc-nogui).")
    folder = tmp_path_factory.mktemp("office")

    def opened(content, form):
        source = folder / f"sheet.{form}"
        source.write_bytes(content)
        out = folder / "shown"
        evaluate = ["--infilter=CSV:44,34,76,1,,0,false,true,false,false,false,-1,true"]
        subprocess.run(
            [program, f"-env:UserInstallation=file://{folder}/profile", "--headless",
             *(evaluate if form == "csv" else []), "--convert-to",
             "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false", "--outdir", str(out),
             str(source)],
            check=True, capture_output=True, timeout=240,
        )  # fmt: skip
        return list(csv.reader(io.StringIO((out / "sheet.csv").read_text("utf-8"), newline="")))

    return opened


@pytest.mark.slow
@pytest.mark.parametrize("form", ["csv", "xlsx", "ods"])
def test_libreoffice_runs_none_of_them(office, form):
    shown = office(written(form, [[text, -3] for text in TEXTS]), form)[1:]
    assert len(shown) == len(TEXTS)
    ran = [
        (text, cells[0])
        for text, cells in zip(TEXTS, shown, strict=True)
        if not any(run in cells[0] for run in RUNS)
    ]
    assert ran == []
    assert {cells[1] for cells in shown} == {"-3"}


@pytest.mark.slow
def test_the_same_texts_do_run_when_nobody_neutralises_them(office):
    """Else the test above could not fail."""
    raw = "c0\r\n" + "".join(f'"{text}"\r\n' for text in ("=1+1", "+1+1", "-1+1"))
    assert [cells[0] for cells in office(raw.encode(), "csv")[1:]] != ["=1+1", "+1+1", "-1+1"]
