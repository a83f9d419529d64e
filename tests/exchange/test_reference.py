"""Gazetteers and catalogues come in like any sheet, as their makers publish them."""

from pathlib import Path

import pytest

from munitions.models import Munition
from places.models import Area
from tests.exchange.conftest import findings

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
ADMIN = [
    ["level", "pcode", "name_en", "name_ar", "name_ref", "parent_pcode", "adm1_pcode", "adm1_en",
     "center_lat", "center_lon", "valid_on", "version"],
    ["3", "XY010101", "Old Town", "المدينة القديمة", "Old Town", "XY0101", "XY01", "North",
     "36.1", "37.1", "2020-12-17", "v02"],
    ["1", "XY01", "North", "الشمال", "North", "XY", "XY01", "North", "36", "37", "2020-12-17",
     "v02"],
    ["2", "XY0101", "Hills", "التلال", "Hills", "XY01", "XY01", "North", "36", "37", "2020-12-17",
     "v02"],
]  # fmt: skip
TOWNS = [
    ["sa_id", "community_pcode", "name_en", "name_ar", "alt_name_sa_ar", "lat", "lon",
     "adm3_pcode", "adm2_pcode", "adm1_pcode", "archive_only"],
    ["0", "X9001", "Spring", "النبع", "عين النبع", "36.11", "37.11", "XY010101", "XY0101", "XY01",
     "FALSE"],
    ["1", "", "SPRING : north", "", "", "36.11", "37.11", "XY010101", "XY0101", "XY01", "TRUE"],
    ["2", "X9002", "Lost", "", "", "36.11", "37.11", "XY999999", "", "", "FALSE"],
]  # fmt: skip


@pytest.fixture
def admin(bring):
    return bring("areas", ADMIN, apply=True)


def test_areas_of_all_levels_come_in_whatever_their_order(admin):
    assert admin.totals["new"] == 3
    town = Area.objects.get(pcode="XY010101")
    assert town.path == "XY/XY01/XY0101/XY010101/"


def test_communities_come_in_with_their_other_names(admin, bring):
    sheet = bring("areas", TOWNS, apply=True)
    assert [row.verdict for row in sheet.rows.all()] == ["new", "skipped", "refused"]
    assert findings(sheet)[4] == [("parent", "invalid")]
    assert Area.objects.search("عين النبع")[0].pcode == "X9001"


def test_the_same_gazetteer_again_is_unchanged(admin, bring):
    bring("areas", TOWNS, apply=True)
    Area.objects.filter(pcode="X9001").update(name_en="Well")
    again = bring("areas", [*TOWNS, ["9", "X9003", "New", *TOWNS[1][3:]]], apply=True)
    assert again.totals["new"] == 1


def test_a_changed_area_shows_old_and_new(admin, bring):
    rows = [["pcode", "name_en", "name_ar"], ["XY01", "Far North", ""]]
    [row] = bring("areas", rows, apply=True).rows.all()
    assert row.changes == {"name_en": ["North", "Far North"]}
    assert Area.objects.get(pcode="XY01").name_ar == "الشمال"


def test_loads_name_models_of_the_same_file(bring):
    rows = [
        ["designation", "category", "carries", "carries_count", "diameter_mm"],
        ["9M55K", "rocket", "9N235 | 9N999", "72 | many", "300"],
        ["9N235", "submunition", "", "", "65"],
        ["RBK", "teapot", "9N235", "", ""],
    ]
    sheet = bring("munitions", rows)
    assert {column for column, _code in findings(sheet)[2]} == {"carries", "carries_count"}
    assert {column for column, _code in findings(sheet)[4]} == {"category"}
    rows[1][2:4] = ["9N235", "72"]
    sheet = bring("munitions", rows, apply=True)
    assert sheet.totals["new"] == 2
    assert Munition.objects.get(designation="9M55K").loads.get().count == 72


def test_an_approved_model_is_changed_on_its_own_page_only(bring):
    Munition.objects.create(designation="PMN-2", category="landmine", approved=True)
    sheet = bring("munitions", [["designation", "category"], ["PMN-2", "mortar"]])
    assert findings(sheet)[2] == [("approved", "invalid")]


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.exists(), reason="the official gazetteer is not at hand")
def test_the_official_gazetteer_comes_in_without_renaming(bring):
    for name, new in (("adm1-3", 348), ("communities", 5622)):
        file = SHARED / f"gazetteer_syria_{name}.csv"
        sheet = bring("areas", file.read_bytes(), name=file.name, apply=True)
        assert sheet.totals["new"] + sheet.totals["changed"] + sheet.totals["refused"] >= new - 20
        assert sheet.totals["refused"] <= 31
