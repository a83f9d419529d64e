"""What an import did, for machines and the shell: totals, columns, each finding of each row."""

from exchange.importing.outcome import TALLY
from exchange.importing.recognising import unnamed
from exchange.registry import resource_class


def report_of(sheet):
    """Totals, the mapping found and how, and every finding by row, column, severity and code."""
    said = sheet.report.get("columns", {})
    headers = header_by_column(sheet)
    rows = list(sheet.rows.order_by("number"))
    return {
        "kind": sheet.kind,
        "file": sheet.name,
        "sha256": sheet.sha256,
        "state": sheet.state,
        "sheet": sheet.sheet,
        "separator": sheet.separator,
        "header_row": sheet.header_row,
        **{name: sheet.report.get(name, []) for name in ("joined", "counted", "left_out")},
        "left_out": sheet.report.get("left_out", []),
        "mapping": {sheet.headers[int(at)]: name for at, name in sheet.mapping.items()},
        "columns": [column_of(sheet, position) for position in range(len(sheet.headers))],
        "given": sheet.given,
        "remembered": said.get("remembered", ""),
        "drift": said.get("drift", {}),
        "codebook": said.get("codebook", ""),
        "needed": said.get("needed", []),
        "totals": sheet.totals,
        "problems": sheet.report.get("problems", []),
        "findings": [
            {"row": row.number, "header": headers.get(found["column"], "")} | found
            for row in rows
            for found in row.findings
        ],
        "rows": [
            {
                "row": row.number,
                "verdict": row.verdict,
                "ref": row.ref,
                "changes": row.changes,
                "findings": row.findings,
            }
            for row in rows
        ],
    }


def header_by_column(sheet):
    """{column name: the header of the first column that feeds it}."""
    found = {}
    for at, name in sorted(sheet.mapping.items(), key=lambda pair: int(pair[0])):
        found.setdefault(name.split(".")[0], sheet.headers[int(at)])
    return found


def column_of(sheet, position):
    """One column of the sheet: what it is read as, how that was known, how sure it is."""
    said = sheet.report.get("columns", {})
    found = said.get("found", {}).get(str(position), {})
    return {
        "position": position,
        "header": sheet.headers[position],
        "read_as": sheet.mapping.get(str(position), ""),
        "how": found.get("how", ""),
        "sure": found.get("sure", 0),
        "because": found.get("because", ""),
        "otherwise": said.get("otherwise", {}).get(str(position), ""),
    }


def totals_in_words(totals):
    parts = [f"{totals[name]} {name}" for name in TALLY]
    return f"{totals['rows']} rows = {' + '.join(parts)}"


def columns_in_words(sheet):
    fields = resource_class(sheet.kind).fields
    columns = [column_of(sheet, position) for position in range(len(sheet.headers))]
    names = [each["read_as"].split(".")[0] for each in columns]
    shown = [name in fields and fields[name].readonly for name in names]
    told = [*zip(columns, names, shown, strict=True)]
    read = [
        f"{each['header']} → {each['read_as']}" for each, name, only in told if name and not only
    ]
    out = [each["header"] for each, name, _only in told if each["header"] and not name]
    out += [f"column {at + 1}, which has no header" for at in unnamed(sheet)]
    out += [f"{each['header']}, which no sheet sets" for each, _name, only in told if only]
    left_out = f"\nLeft out: {', '.join(out)}" if out else ""
    return f"Columns: {', '.join(read)}{left_out}"


def doubts_in_words(sheet):
    """What a person would have been shown before the check: guesses, drift, what is missing."""
    said = sheet.report.get("columns", {})
    yield from sheets_in_words(sheet.report.get("left_out"))
    for names in said.get("needed", ()):
        yield f"No column is read as {' or '.join(names)}."
    for position in said.get("unsure", ()):
        yield doubt_in_words(column_of(sheet, int(position)))
    if drift := said.get("drift"):
        yield f"The sheet differs from what is remembered as “{said['remembered']}”:"
        for name in ("renamed", "added", "gone", "moved"):
            texts = [
                " → ".join(each) if name == "renamed" else each for each in drift.get(name, ())
            ]
            if texts:
                yield f"  {name}: {', '.join(texts)}"


DOUBTS = {
    "ours": "“{header}” holds our own references: rows would be second records.",
    "twice": "“{header}” is left out: “{because}” means the same, and is read.",
    "counted": "“{header}” is counted from rows, each as one person: look at it.",
}


def doubt_in_words(column):
    guessed = "“{header}” is only guessed to be {read_as}: {because}."
    return DOUBTS.get(column["how"], guessed).format(**column)


def sheets_in_words(names):
    if names:
        yield f"Other sheets of the file were not read: {', '.join(names)}. Name one with --sheet."
