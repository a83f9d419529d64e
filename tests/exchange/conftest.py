"""People who may bring sheets in, places to find, and a short way through the pipeline."""

import csv
import io

import pytest
import xlsxwriter
from xlsxwriter.utility import xl_cell_to_rowcol

from casework import actions
from exchange import importing
from incidents.evidence import Actor
from incidents.models import Attribution, Damage
from munitions import catalogue
from munitions.models import Load, Munition
from places import gazetteer
from tests import factories
from tests.factories import (
    dispose_of_all,
    make_incident,
    make_source,
    make_ticket,
    report_records,
    toll,
)


@pytest.fixture
def demo_places(db):
    """The gazetteer and the catalogue that ship with the project."""
    gazetteer.take_in(gazetteer.read_rows())
    catalogue.take_in(catalogue.read_rows())


@pytest.fixture
def manager(areas):
    return factories.make_person(role="data_manager", username="manager")


@pytest.fixture
def bring(manager):
    """`bring(kind, content)` stages and checks; rows may be lists, apply=True writes them."""

    def through(kind, content, *, by=None, name="sheet.csv", apply=False, **options):
        if isinstance(content, list):
            content = as_csv(content)
        by = by or manager
        sheet = importing.check(
            importing.stage(kind=kind, content=content, name=name, by=by, **options)
        )
        return importing.apply(sheet, by=by) if apply else sheet

    return through


def as_csv(rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def as_workbook(rows, *, merged=(), **more):
    """Bytes of an XLSX with these rows on its first sheet; `merged` are ranges such as “A2:A4”,
    `more` further sheets by name."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for name, lines in {"Cases": rows, **more}.items():
            page = book.add_worksheet(name)
            for number, cells in enumerate(lines):
                page.write_row(number, 0, cells)
            for span in merged if name == "Cases" else ():
                first = xl_cell_to_rowcol(span.split(":")[0])
                page.merge_range(span, rows[first[0]][first[1]])
    return out.getvalue()


def findings(sheet, severity="error"):
    """{row number: [(column, code)]} of one severity."""
    return {
        row.number: [(f["column"], f["code"]) for f in row.findings if f["severity"] == severity]
        for row in sheet.rows.all()
        if any(f["severity"] == severity for f in row.findings)
    }


TRAPS = [
    "007", "+963 944 123 456", "=1+1", " =1+1", "＝1+1", "'quoted", "''=twice", "a\tb", "a\r\nb",
    "a\n\n b", 'say "no"; or, not', "<b>&amp;", "_x0041_", "2024-11-28", "12:30", "1.0", "1e5",
    "TRUE", "NULL", "السوق، قرب الجامع", "\u202bمن اليمين\u202c", "👩‍🚒", "٣٣", "—",
]  # fmt: skip


def traps(cast):
    """Texts that spreadsheets and their readers stumble over, in fields of several kinds."""
    for number in range(0, len(TRAPS), 4):
        site, title, first, second = TRAPS[number : number + 4]
        made = make_incident(
            cast=cast,
            site_name=site,
            title=title,
            narrative=f"{first}\n{second}",
            external_id=f"{number:03}",
        )
        sources = [make_source(made, name=first.strip(), protected=number % 8 == 0)]
        actions.add(made, *sources, make_source(made, name=second.strip()), by=cast.coordinator)


@pytest.fixture
def records(cast):
    """Incidents and tickets with all that hangs on them, in several states."""
    incident = make_incident(cast=cast, external_id="+963 11", site_name="=cmd|' /C calc'!A0",
                             narrative="-1 day\n@home", occurred_until="2024-11-29",
                             time="13:22", part_of_day="midday", latitude="36.137900",
                             longitude="36.828400")  # fmt: skip
    incident.refresh_from_db()
    actor = Actor.objects.create(code="syrian-government", name_en="Syrian government forces")
    actions.add(
        incident,
        Attribution(incident=incident, actor=actor),
        Damage(incident=incident, facility="market", level="destroyed"),
        Damage(incident=incident, facility="other", site="kiosk"),
        *report_records(
            incident, incident.sources.get(), toll(killed=(10, 15), injured=(20, None))
        ),
        by=cast.coordinator,
    )
    for status in ("submitted", "verified", "published", "draft"):
        make_incident(cast=cast, status=status, numbers=toll(killed=0))
    for status in ("reported", "triaged", "marked", "resolved", "closed", "cancelled"):
        make_ticket(cast=cast, status=status, incident=incident, title="'=quoted")
    dispose_of_all(make_ticket(cast=cast, status="on_site", found=2), by=cast.team_leader)
    traps(cast)
    carrier = Munition.objects.create(
        designation="9M55K", category="rocket", aliases=["M55", "55K"]
    )
    sub = Munition.objects.create(designation="9N235", category="submunition", diameter_mm="65.0")
    Load.objects.create(carrier=carrier, submunition=sub, count=72)
