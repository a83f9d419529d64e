"""Sheets as other people make them go through the wizard, with no header named by hand.

All contents are invented. The official gazetteer is not ours to ship: its own files are tested
where they lie beside the project, and a file of the same shape everywhere.
"""

from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from exchange import exporting, importing
from exchange.mapping import remembered_columns
from exchange.models import Import
from incidents.ledger import CasualtyReport
from incidents.models import Incident
from incidents.resources import IncidentResource
from ordnance.models import Ticket
from places.models import Area
from tests.exchange.conftest import as_csv
from tests.factories import make_incident

DATA = Path(__file__).parent / "data"
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"


@pytest.fixture
def client(cast, signed_in, demo_places):
    return signed_in(cast.data_manager)


@pytest.fixture
def wizard(client):
    """`wizard(kind, content)` uploads, passes the pages and applies, as the buttons would."""

    def through(kind, content, name="sheet.csv"):
        content = as_csv(content) if isinstance(content, list) else content
        posted = {"kind": kind, "file": SimpleUploadedFile(name, content)}
        assert client.post("/exchange/", posted).status_code == 302
        sheet = Import.objects.latest("at")
        if importing.needs_a_look(sheet):
            assert client.get(f"/exchange/{sheet.pk}/").status_code == 302
            assert client.get(f"/exchange/{sheet.pk}/columns/").status_code == 200
            client.post(f"/exchange/{sheet.pk}/columns/", {})
        assert client.get(f"/exchange/{sheet.pk}/").status_code == 200
        client.post(f"/exchange/{sheet.pk}/apply/")
        sheet.refresh_from_db()
        assert sheet.state == Import.State.APPLIED
        return sheet

    return through


def verdicts(sheet):
    return [row.verdict for row in sheet.rows.order_by("number")]


# ---------------------------------------------------------------- HXL

HXL = [
    ["Jour", "Région", "Lieu", "Arme", "Morts", "dont enfants", "Blessés au moins", "Y", "X"],
    ["#date +occurred", "#adm1", "#loc +code", "#event +type", "#affected +killed",
     "#affected +killed +children", "#affected +injured +min", "#geo +lac", "#geo +lon"],
    ["2024-11-28", "Idleb", "", "airstrike", "3", "1", "20", "", ""],
    ["2024-11-29", "", "SY07", "mortar", "-", "", "", "35.93", "36.63"],
]  # fmt: skip


def test_a_tagged_sheet_in_a_language_that_we_do_not_know(wizard):
    sheet = wizard("incidents", HXL)
    assert sheet.header_row == 1
    assert verdicts(sheet) == ["skipped", "new", "new"]
    first = Incident.objects.get(occurred_on=date(2024, 11, 28))
    figures = {
        (each.outcome, each.group): (each.minimum, each.maximum)
        for each in CasualtyReport.objects.get(incident=first).figures.all()
    }
    assert figures == {
        ("killed", "total"): (3, 3),
        ("killed", "children"): (1, 1),
        ("injured", "total"): (20, None),
    }
    assert Incident.objects.get(occurred_on=date(2024, 11, 29)).latitude is not None


def test_tags_with_slips_stop_at_the_columns(client, wizard):
    sheet = wizard("incidents", HXL)
    assert sheet.report["columns"]["found"]["7"]["because"] == "#geo +lac"
    assert sheet.report["columns"]["seen"]


# ---------------------------------------------------------------- Windows-1256

ARABIC = """التاريخ;المحافظة;البلدة;نوع القصف;الشهداء;الجرحى;ملاحظات
28 تشرين الثاني 2024;ادلب;سرمين;غارة جوية;3 (بينهم طفلان);على الأقل 10;سوق شعبي
29/11/2024;حلب;الأتارب;قصف مدفعي;لا يوجد;-;
"""


def test_an_arabic_sheet_of_an_old_windows(wizard):
    sheet = wizard("incidents", ARABIC.encode("windows-1256"))
    assert sheet.report["encoding"].lower() in ("windows-1256", "cp1256")
    assert sheet.totals["new"] == 2
    assert not sheet.report["columns"].get("seen")  # every header was known
    first = Incident.objects.get(occurred_on=date(2024, 11, 28))
    assert first.narrative == "سوق شعبي"
    assert first.place.ancestor(Area.Level.GOVERNORATE).pcode == "SY07"


# ---------------------------------------------------------------- KoboToolbox

KOBO = [
    ["start", "end", "today", "event/date_of_incident", "event/time", "where/governorate",
     "where/community", "where/gps", "_where_gps_latitude", "_where_gps_longitude",
     "_where_gps_altitude", "attack/weapon", "attack/weapon/airstrike", "toll/killed",
     "toll/killed_children", "toll/injured", "notes", "__version__", "_id", "_uuid",
     "_submission_time", "_validation_status", "_status", "_index"],
    ["2024-11-28T15:01:02.000+03:00", "2024-11-28T15:09:40.000+03:00", "2024-11-28", "2024-11-28",
     "13:22:00.000+03:00", "Aleppo", "Atareb", "36.139 36.789 350 4", "36.139", "36.789", "350",
     "airstrike", "1", "5", "2", "7", "invented", "vB3xyz", "101", "6f0c-1", "2024-11-28T12:10:00",
     "", "submitted_via_web", "1"],
]  # fmt: skip


def test_a_kobotoolbox_export_with_its_groups(wizard):
    sheet = wizard("incidents", KOBO)
    assert sheet.report["columns"]["codebook"] == "KoboToolbox"
    assert verdicts(sheet) == ["new"]
    incident = Incident.objects.get()
    assert (incident.external_id, incident.narrative) == ("6f0c-1", "invented")
    assert float(incident.latitude) == 36.139
    left_out = {
        sheet.headers[int(at)]
        for at, found in sheet.report["columns"]["found"].items()
        if not found["name"]
    }
    assert {"start", "__version__", "_id", "_status"} <= left_out


def test_a_kobotoolbox_export_of_objects_that_were_found(wizard):
    rows = [
        ["report/date", "report/time", "where/pcode", "object/category", "_uuid",
         "_submission_time"],
        ["2024-11-28", "13:22", "SY07", "mortar", "77-a", "2024-11-28T14:00:00"],
    ]  # fmt: skip
    sheet = wizard("tickets", rows)
    assert sheet.totals["new"] == 1
    ticket = Ticket.objects.get()
    assert (ticket.external_id, ticket.reported_at.isoformat()[:16]) == ("77-a", "2024-11-28T10:22")


# ---------------------------------------------------------------- ACLED


def test_a_sheet_in_the_layout_of_acled(wizard, client):
    sheet = wizard("incidents", (DATA / "acled_layout.csv").read_bytes(), "acled_layout.csv")
    assert sheet.report["columns"]["codebook"] == "ACLED"
    assert verdicts(sheet) == ["new"] * 3
    by_number = {each.external_id: each for each in Incident.objects.all()}
    strike, shells, mine = (by_number[f"SYR{n}"] for n in (900001, 900002, 900003))
    assert [each.weapon for each in (strike, shells, mine)] == [
        "airstrike",
        "artillery",
        "mine_ied",
    ]
    assert [each.geo_precision for each in (strike, shells, mine)] == [
        "town",
        "near_town",
        "governorate",
    ]
    assert [each.date_precision for each in (strike, shells, mine)] == ["day", "week", "month"]
    report = CasualtyReport.objects.get(incident=strike)
    assert report.population == "unknown"
    assert [(f.outcome, f.minimum) for f in report.figures.all()] == [("killed", 4)]
    page = client.get(f"/exchange/{sheet.pk}/columns/?show=unread").content.decode()
    assert "A sheet of ACLED" in page
    for header in ("event_type", "source_scale", "interaction", "timestamp"):
        assert header in page


def test_our_own_incidents_in_the_layout_of_acled_are_looked_at_before_they_stand_there_twice(
    bring, cast, client
):
    made = make_incident(cast=cast, status="verified")
    resource = IncidentResource(cast.data_manager)
    content = b"".join(exporting.stream(resource, "csv", {}, preset="acled"))
    sheet = bring("incidents", content, by=cast.data_manager)
    assert importing.needs_a_look(sheet)
    page = client.get(f"/exchange/{sheet.pk}/columns/?show=doubtful").content.decode()
    assert "event_id_cnty" in page
    assert "its values are our own references" in page
    [row] = sheet.rows.all()
    assert ("likely_duplicate", made.ref) in [
        (each["code"], each.get("other", {}).get("ref")) for each in row.findings
    ]


def test_references_of_ours_are_looked_at_though_the_columns_are_remembered(bring, cast, client):
    rows = [["code", "date", "pcode"], ["X-1", "2024-11-28", "SY07"]]
    theirs = bring("incidents", rows, by=cast.data_manager)
    remembered_columns.remember(theirs, by=cast.data_manager, name="theirs")
    again = bring("incidents", [rows[0], ["X-2", *rows[1][1:]]], by=cast.data_manager)
    ours = bring("incidents", [rows[0], ["INC-2024-000001", *rows[1][1:]]], by=cast.data_manager)
    assert [importing.needs_a_look(sheet) for sheet in (again, ours)] == [False, True]


# ---------------------------------------------------------------- the gazetteer


def test_a_gazetteer_of_the_official_shape(wizard):
    sheet = wizard("areas", (DATA / "gazetteer_layout.csv").read_bytes(), "gazetteer_layout.csv")
    assert verdicts(sheet) == ["new"] * 3
    assert Area.objects.get(pcode="XY010101").path == "XY/XY01/XY0101/XY010101/"
    communities = (DATA / "communities_layout.csv").read_bytes()
    sheet = wizard("areas", communities, "communities_layout.csv")
    assert verdicts(sheet) == ["new", "skipped", "new"]
    assert Area.objects.search("عين النبع")[0].pcode == "X9001"


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.exists(), reason="needs the COD-AB gazetteer in ../shared/data")
@pytest.mark.parametrize("name", ["adm1-3", "communities"])
def test_the_official_gazetteer_needs_no_look(name, client):
    file = SHARED / f"gazetteer_syria_{name}.csv"
    posted = {"kind": "areas", "file": SimpleUploadedFile(file.name, file.read_bytes())}
    client.post("/exchange/", posted)
    sheet = Import.objects.latest("at")
    assert not importing.needs_a_look(sheet)
    assert {"pcode", "name_en", "name_ar", "latitude", "parent"} <= set(sheet.mapping.values())
