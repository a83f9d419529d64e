"""Which column is which: by header, by tag, by values, and how sure that is."""

import pytest

from exchange import mapping
from exchange.mapping import hxl, shape
from exchange.mapping.codebooks import codebook_of
from exchange.registry import resource_class
from tests.exchange.conftest import as_csv

DAYS = ["28/11/2024", "29/11/2024", "30/11/2024"]


@pytest.fixture(scope="module")
def incidents():
    return list(resource_class("incidents").fields.values())


def read_as(headers, columns, groups=(), **options):
    found = mapping.map_columns(headers, groups, columns, **options)
    return [found[at].name if at in found else "" for at in range(len(headers))]


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("Date", "occurred_on"),
        ("التاريخ / Date", "occurred_on"),
        ("incident/date of incident", "occurred_on"),
        ("where/governorate", "governorate"),
        ("location/community", "place"),
        ("القتلى / أطفال", "killed_children"),
        ("toll/killed_children", "killed_children"),
        ("Killed (civilians)", "killed"),
        ("killed_min", "killed.minimum"),
        ("max killed children", "killed_children.maximum"),
        ("_gps_latitude", "latitude"),
        ("_uuid", "external_id"),
        ("_id", ""),
        ("__version__", ""),
        ("#date +occurred", "occurred_on"),
        ("#affected+killed+f+children", "killed_girls"),
        ("#date+reported", ""),
        ("remarks of the clerk", ""),
    ],
)
def test_a_header_names_its_column(header, name, incidents):
    assert read_as([header], incidents) == [name]


def test_the_surest_header_wins_wherever_it_stands(incidents):
    headers = ["Town (old list)", "place", "Place name"]
    assert read_as(headers, incidents) == ["", "place", ""]


def test_a_slip_is_read_and_doubted(incidents):
    found = mapping.map_columns(["Govenorate", "altitude"], (), incidents)
    assert found == {0: mapping.Found("governorate", "slip", 0.5, "governorate")}
    assert found[0].sure < mapping.SURE


@pytest.mark.parametrize(
    ("tag", "name", "sure"),
    [
        ("#adm1+name", "governorate", True),
        ("#adm3 +code +v_pcode", "subdistrict", True),
        ("#loc+code", "pcode", True),
        ("#affected+killed+children", "killed_children", True),
        ("#affected+injured+min", "injured.minimum", True),
        ("#event+type", "weapon", True),
        ("#geo +lac", "latitude", False),
        ("#admin1", "governorate", False),
        ("#lat", "latitude", False),
        ("#affected aidworker +killed", "killed", False),
        ("#country+name", "", False),
        ("#meta+min", "", False),
        ("", "", False),
    ],
)
def test_a_tag_hints_at_a_column_that_its_header_does_not_name(tag, name, sure, incidents):
    found = mapping.map_columns(["colonne"], (), incidents, tags=[tag])
    assert (found[0].name if found else "") == name
    assert not found or (found[0].sure >= mapping.SURE) is sure


def test_a_header_is_believed_before_its_tag_and_looked_at(incidents):
    found = mapping.map_columns(["latitude"], (), incidents, tags=["#geo+lon"])
    assert found[0].name == "latitude"
    assert found[0].sure < mapping.SURE
    assert found[0].because == "#geo+lon"


@pytest.mark.parametrize("header_row", [1, 2, 3])
def test_tags_stand_above_below_or_in_place_of_the_header(header_row):
    tags = ["#date", "", "#loc"]
    rows = [["a", "b", "c"], ["d", "e", "f"], ["g", "h", "i"], ["#1", "2", "3"]]
    rows[header_row - 1] = tags
    assert hxl.tags_near(rows, 2) == tags


def test_words_above_tags_are_the_header(incidents):
    rows = [
        ["Fichier"],
        ["Jour", "Région", "Morts"],
        ["#date", "#adm1", "#affected+killed"],
        ["28/11/2024", "Idleb", "2"],
    ]
    assert shape.guess_header_row(rows, incidents) == 2
    assert shape.guess_header_row(rows[2:], incidents) == 1


@pytest.mark.parametrize(
    ("values", "name"),
    [
        (DAYS, "occurred_on"),
        ([45624, 45625, 45626], "occurred_on"),
        (["SY07", "C1022", "SY020004"], "pcode"),
        (["36.139, 36.789", "36.21 36.71", "35.93, 36.63"], "coordinates"),
        ([36.1391, 36.2111, 35.9312], "latitude"),
        (["airstrike", "غارة جوية", "mortar"], "weapon"),
        (["2024", "2023", "2022"], ""),
        ([1, 2, 3], ""),
        (DAYS[:2], ""),
        (["-", "", "unknown"], ""),
        (["one", "two", "three"], ""),
    ],
)
@pytest.mark.django_db
def test_values_tell_what_a_nameless_column_is(values, name, incidents):
    found = mapping.map_columns(["x1"], (), incidents, values={0: values})
    assert (found[0].name if found else "") == name
    assert not found or found[0].sure < mapping.SURE


def test_names_of_areas_are_known_by_their_level(demo_places, incidents):
    values = {0: ["ادلب", "حلب", "حماة"], 1: ["الأتارب", "دارة عزة", "سرمين", "Nowhere"]}
    assert read_as(["س", "ص"], incidents, values=values) == ["governorate", "place"]


@pytest.mark.django_db
def test_values_never_name_what_a_header_names(incidents):
    assert read_as(["x", "date"], incidents, values={0: DAYS, 1: DAYS}) == ["", "occurred_on"]


@pytest.mark.parametrize(
    ("headers", "names"),
    [
        (["day", "month", "year"], ["occurred_on.day", "occurred_on.month", "occurred_on.year"]),
        (["السنة", "الشهر", "اليوم"], ["occurred_on.year", "occurred_on.month", "occurred_on.day"]),
        (["event_date", "month", "year"], ["occurred_on", "", ""]),
        (["event month", "event year"], ["", ""]),
    ],
)
def test_a_day_may_stand_in_three_columns(headers, names, incidents):
    assert read_as(headers, incidents) == names


def test_a_makers_sheet_is_known_by_headers_that_only_it_has():
    resource = resource_class("incidents")
    assert codebook_of(["event_id_cnty", "event_date", "fatalities"], resource) is None
    marks = ["fatalities", "sub_event_type", "event_date", "event_id_cnty", "tags"]
    assert codebook_of(marks, resource).name == "ACLED"


def test_a_sheet_without_what_a_record_needs_wants_a_look(bring, demo_places):
    rows = [["external_id", "governorate", "remark"], ["1", "Idleb", "x"]]
    columns = bring("incidents", rows).report["columns"]
    assert columns["needed"] == [["occurred_on"]]
    rows = [["ref", "site_name"], ["INC-2024-000001", "x"]]
    assert bring("incidents", as_csv(rows)).report["columns"]["needed"] == []
