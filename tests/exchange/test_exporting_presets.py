"""Shapes for others: each holds what it says, and nothing that its reader may not take."""

import csv
import io
import json
import subprocess
import sys

import pytest
from django.http import Http404

from casework import actions
from exchange import exporting
from exchange.registry import resource_class
from incidents.evidence import Actor
from incidents.models import Attribution, Damage
from munitions.models import Munition
from tests.factories import (
    area,
    dispose_of_all,
    make_incident,
    make_ticket,
    report_records,
    toll,
)

SHAPES = {
    "incidents": ("full", "public", "hxl", "acled", "long", "geojson"),
    "tickets": ("full", "imsma", "geojson"),
    "areas": ("full",),
    "munitions": ("full",),
}


def exported(kind, by, preset, form=None, params=(), **options):
    resource = resource_class(kind)(by)
    form = form or {each.name: each for each in resource.layouts}[preset].forms[0]
    return b"".join(exporting.stream(resource, form, params, preset=preset, **options))


def rows(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def records(content, heads=1):
    table = rows(content)
    return [dict(zip(table[0], row, strict=True)) for row in table[heads:]]


def features(content):
    return json.loads(content)["features"]


@pytest.fixture
def published(cast):
    """One published incident with an exact point, a party, damage and a second report."""
    incident = make_incident(
        cast=cast,
        status="published",
        latitude="36.137912",
        longitude="36.828434",
        geo_precision="exact",
        site_name="behind the mosque",
        numbers=toll(killed=(8, 15), injured=(1, 2), children=2),
    )
    actor = Actor.objects.create(
        code="sg", name_en="Syrian forces", name_ar="القوات", kind="state_forces"
    )
    Attribution.objects.create(incident=incident, actor=actor, created_by=cast.reviewer)
    Damage.objects.create(
        incident=incident, facility="market", site="Suq al-Hal", created_by=cast.reviewer
    )
    return incident


def test_each_kind_offers_its_shapes_in_formats_that_exist(cast):
    for kind, names in SHAPES.items():
        layouts = resource_class(kind).layouts
        assert tuple(each.name for each in layouts) == names
        assert {form for each in layouts for form in each.forms} <= set(exporting.FORMATS)


@pytest.mark.parametrize(("kind", "preset"), [(k, p) for k, names in SHAPES.items() for p in names])
def test_every_shape_is_written_in_every_format_and_language(published, cast, kind, preset):
    make_ticket(cast=cast, status="marked", incident=published)
    Munition.objects.create(designation="9M55K", category="rocket")
    shape = {each.name: each for each in resource_class(kind).layouts}[preset]
    for form in shape.forms:
        for language in ("", "en", "ar"):
            assert exported(kind, cast.dispatcher, preset, form, language=language)


def test_a_format_that_a_shape_has_not_is_not_found(cast):
    with pytest.raises(Http404):
        exported("incidents", cast.viewer, "acled", "geojson")


# ---------------------------------------------------------------- HXL


VALIDATE = """
import json, sys, warnings
warnings.simplefilter("ignore")
import hxl
found = []
table = json.load(sys.stdin)
hxl.schema(None, callback=lambda e: found.append((e.rule.severity, e.message))).validate(
    hxl.data(table)
)
print(json.dumps([f for f in found if f[0] == "error"]), hxl.data(table).columns.__len__())
"""


def test_libhxl_finds_no_error_in_the_tagged_sheet(published, cast):
    make_incident(cast=cast, numbers={})
    table = rows(exported("incidents", cast.viewer, "hxl", "csv"))
    assert all(tag.startswith("#") for tag in table[1])
    answer = subprocess.run(  # it reads a file of its own making at import, so in its own process
        [sys.executable, "-c", VALIDATE],
        input=json.dumps(table),
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.split() == ["[]", str(len(table[0]))]


def test_unknown_numbers_are_blank_under_their_hashtags_and_none_is_0(cast):
    make_incident(cast=cast, numbers=toll(killed=0))
    [record] = records(exported("incidents", cast.viewer, "hxl", "csv"), heads=2)
    assert (record["killed_min"], record["killed_max"], record["injured_min"]) == ("0", "0", "")


# ---------------------------------------------------------------- ACLED-like

ACLED = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,"
    "assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,"
    "country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,"
    "notes,fatalities,tags,timestamp"
)


def test_the_acled_layout_has_its_columns_in_its_order_whatever_the_language(published, cast):
    [record] = records(exported("incidents", cast.viewer, "acled", "csv", language="ar"))
    assert ",".join(record) == ACLED
    assert record["event_date"] == "28 November 2024"
    assert (record["event_type"], record["sub_event_type"]) == (
        "Explosions/Remote violence",
        "Air/drone strike",
    )
    assert (record["iso"], record["country"], record["admin1"]) == ("760", "Syria", "Aleppo")
    assert (record["inter1"], record["actor2"]) == ("State forces", "Civilians (Syria)")
    assert (record["fatalities"], record["geo_precision"]) == ("8", "1")
    assert "injured: 1-2" in record["notes"]


def test_unknown_deaths_are_no_number_in_the_acled_layout(cast):
    make_incident(cast=cast, numbers=toll(injured=3))
    [record] = records(exported("incidents", cast.viewer, "acled", "csv"))
    assert record["fatalities"] == ""
    assert "[killed: unknown]" in record["notes"]


# ---------------------------------------------------------------- one row a figure


def test_every_figure_of_every_report_has_a_row_and_says_whether_it_counts(cast):
    incident = make_incident(cast=cast, numbers=toll(killed=8, injured=5))
    actions.add(
        incident,
        *report_records(incident, incident.sources.get(), toll(killed=13), reason="A later count"),
        by=cast.coordinator,
    )
    found = records(exported("incidents", cast.viewer, "long", "csv"))
    told = [(r["report"], r["counted"], r["outcome"], r["minimum"]) for r in found]
    assert told == [
        ("1", "no", "injured", "5"),
        ("1", "no", "killed", "8"),
        ("2", "yes", "killed", "13"),
    ]


# ---------------------------------------------------------------- points


def test_an_incident_s_exact_point_is_on_the_map_of_colleagues_and_said_to_be_its_own(
    published, cast
):
    [feature] = features(exported("incidents", cast.viewer, "geojson"))
    assert feature["geometry"]["coordinates"] == [36.828434, 36.137912]
    assert feature["properties"]["point_of"] == "record"
    assert feature["properties"]["geo_precision"] == "exact"


def test_without_a_point_the_centre_of_the_town_stands_and_says_so(cast):
    make_incident(cast=cast, place="C1139")
    [feature] = features(exported("incidents", cast.viewer, "geojson"))
    assert feature["geometry"]["coordinates"] == [36.8511, 36.285]
    assert (feature["properties"]["point_of"], feature["properties"]["geo_precision"]) == (
        "place",
        "town",
    )


def test_the_centre_of_a_country_is_no_point(cast):
    make_incident(cast=cast, place="SY")
    [feature] = features(exported("incidents", cast.viewer, "geojson"))
    assert feature["geometry"] is None


@pytest.mark.parametrize(
    ("preset", "form"), [("geojson", "geojson"), ("imsma", "csv"), ("full", "json")]
)
def test_where_ordnance_lies_leaves_exactly_with_those_alone_who_work_it(cast, preset, form):
    make_ticket(cast=cast, status="triaged", latitude="36.199999", longitude="36.788888")
    for role, person in cast.people.items():
        content = exported("tickets", person, preset, form).decode()
        works_it = person.has_perm("ordnance.read_restricted_ticket")
        assert ("36.199999" in content) == works_it, role
        assert ("36.788888" in content) == works_it, role


# ---------------------------------------------------------------- public


def test_the_public_file_holds_published_incidents_alone(published, cast):
    for status in ("draft", "verified", "hidden", "withdrawn"):
        make_incident(cast=cast, status=status)
    found = records(exported("incidents", cast.protection_officer, "public", "csv"))
    assert [record["ref"] for record in found] == [published.ref]


def test_the_public_file_rounds_the_point_and_names_neither_site_nor_source(published, cast):
    content = exported("incidents", cast.protection_officer, "public", "csv").decode()
    [record] = records(content.encode())
    assert (record["latitude"], record["longitude"]) == ("36.14", "36.83")
    assert (record["community"], record["killed"]) == ("Atareb", "8-15")
    for secret in ("behind the mosque", "Suq al-Hal", "36.1379", "Civil Defence"):
        assert secret not in content


def test_a_quarter_is_told_to_the_public_as_its_town(published, cast):
    quarter = type(area()).objects.create(
        pcode="N0006", level=5, name_en="Hara", parent=area(), latitude=36.1, longitude=36.8
    )
    type(published).objects.filter(pk=published.pk).update(place=quarter)
    [record] = records(exported("incidents", cast.viewer, "public", "csv"))
    assert (record["community"], record["pcode"]) == ("Atareb", "C1022")


# ---------------------------------------------------------------- spot tasks


def test_a_spot_task_has_a_row_for_each_disposal_with_its_method_and_number(cast):
    ticket = dispose_of_all(make_ticket(cast=cast, status="on_site", found=3), by=cast.team_leader)
    [record] = records(exported("tickets", cast.viewer, "imsma", "csv"))
    assert (record["task_id"], record["quantity_found"], record["quantity_disposed"]) == (
        ticket.ref,
        "3",
        "3",
    )
    assert record["admin3"] == "Atareb"
    assert record["location_of"] == "place"
