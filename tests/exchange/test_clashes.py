"""A sheet made from an older version against newer work: compared three ways, cell by cell."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from casework import actions
from casework.past import Past
from exchange import exporting, importing
from exchange.registry import resource_class
from incidents.choices import Weapon
from incidents.models import Damage, Incident
from incidents.toll import toll as toll_of
from ordnance.models import Item
from tests.exchange.conftest import as_csv
from tests.exchange.test_round_trip import table
from tests.factories import (
    area,
    make_incident,
    make_source,
    make_ticket,
    report_records,
    toll,
)


@pytest.fixture
def by(cast):
    return cast.data_manager


@pytest.fixture
def client(by, signed_in):
    return signed_in(by)


def sheet_of(kind, by):
    """Our own sheet as it leaves now: a header and its rows, to be changed by their names."""
    content = b"".join(exporting.stream(resource_class(kind)(by), "csv", {}))
    header, *rows = table(content)
    return header, [dict(zip(header, row, strict=True)) for row in rows]


def brought(bring, kind, by, header, rows, **options):
    cells = [[row[name] for name in header] for row in rows]
    return bring(kind, as_csv([header, *cells]), by=by, **options)


def by_a_person(case, person, **values):
    case = type(case).objects.get(pk=case.pk)
    for name, value in values.items():
        setattr(case, name, value)
    return actions.edit(case, by=person)


def clashes_of(row):
    return {f["column"]: f for f in row.findings if f["code"] == "clash"}


@pytest.fixture
def incident(cast):
    return make_incident(cast=cast, site_name="old", weapon="mortar", narrative="told")


def test_what_only_the_database_changed_stays(incident, cast, by, bring):
    header, rows = sheet_of("incidents", by)
    by_a_person(incident, cast.coordinator, site_name="by the well", place=area("C4121"))
    sheet = brought(bring, "incidents", by, header, rows)
    [row] = sheet.rows.all()
    assert (row.verdict, row.findings, row.changes) == ("unchanged", [], {})


def test_what_only_the_sheet_changed_is_taken(incident, cast, by, bring):
    header, rows = sheet_of("incidents", by)
    by_a_person(incident, cast.coordinator, site_name="by the well")
    rows[0]["weapon"] = "rocket"
    sheet = brought(bring, "incidents", by, header, rows, apply=True)
    incident.refresh_from_db()
    assert sheet.totals["changed"] == 1
    assert (incident.weapon, incident.site_name) == ("rocket", "by the well")


def test_both_changed_alike_is_no_clash(incident, cast, by, bring):
    header, rows = sheet_of("incidents", by)
    by_a_person(incident, cast.coordinator, site_name="by the well")
    rows[0]["site_name"] = "by the well"
    [row] = brought(bring, "incidents", by, header, rows).rows.all()
    assert row.verdict == "unchanged"


def test_both_changed_otherwise_is_a_clash_with_its_three_values(incident, cast, by, bring):
    header, rows = sheet_of("incidents", by)
    by_a_person(incident, cast.coordinator, site_name="by the well")
    rows[0]["site_name"] = "north"
    [row] = brought(bring, "incidents", by, header, rows).rows.all()
    assert row.verdict == "refused"
    clash = clashes_of(row)["site_name"]
    assert (clash["ancestor"], clash["sheet"], clash["database"]) == (
        "old", "north", "by the well",
    )  # fmt: skip
    assert clash["by"] == str(cast.coordinator)
    assert clash["version"] == 2


@pytest.mark.parametrize(("side", "site"), [("sheet", "north"), ("database", "by the well")])
def test_a_clash_is_answered_beside_its_row(incident, cast, by, bring, client, side, site):
    header, rows = sheet_of("incidents", by)
    by_a_person(incident, cast.coordinator, site_name="by the well")
    rows[0] |= {"site_name": "north", "weapon": "rocket"}
    sheet = brought(bring, "incidents", by, header, rows)
    page = client.get(f"/exchange/{sheet.pk}/?show=all").content.decode()
    assert "All from the sheet" in page
    assert "by the well" in page
    client.post(f"/exchange/{sheet.pk}/rows/2/clash/", {"column-site_name": side})
    sheet.refresh_from_db()
    assert sheet.totals["changed"] == 1
    importing.apply(sheet, by=by)
    incident.refresh_from_db()
    assert (incident.site_name, incident.weapon) == (site, "rocket")


def test_all_are_answered_at_once(incident, cast, by, bring, client):
    header, rows = sheet_of("incidents", by)
    by_a_person(incident, cast.coordinator, site_name="by the well", narrative="otherwise")
    rows[0] |= {"site_name": "north", "narrative": "a third way"}
    sheet = brought(bring, "incidents", by, header, rows)
    assert set(clashes_of(sheet.rows.get())) == {"site_name", "narrative"}
    client.post(f"/exchange/{sheet.pk}/rows/2/clash/", {"all": "database"})
    sheet.refresh_from_db()
    assert sheet.totals["unchanged"] == 1


def test_an_answer_is_good_for_the_version_that_was_shown(incident, cast, by, bring, client):
    header, rows = sheet_of("incidents", by)
    by_a_person(incident, cast.coordinator, site_name="by the well")
    rows[0]["site_name"] = "north"
    sheet = brought(bring, "incidents", by, header, rows)
    client.post(f"/exchange/{sheet.pk}/rows/2/clash/", {"all": "sheet"})
    by_a_person(incident, cast.coordinator, site_name="at the mill")
    [row] = importing.check(sheet).rows.all()
    assert clashes_of(row)["site_name"]["database"] == "at the mill"


def test_a_place_is_one_thing_though_it_stands_in_several_cells(incident, cast, by, bring):
    header, rows = sheet_of("incidents", by)
    by_a_person(incident, cast.coordinator, place=area("C4121"))
    rows[0] |= {"place": "Daret Azza", "subdistrict": "Daret Azza", "pcode": "C1139"}
    [row] = brought(bring, "incidents", by, header, rows).rows.all()
    clashes = clashes_of(row)
    assert list(clashes) == ["place"]
    assert "Sarmada" in clashes["place"]["database"]
    assert "C1022" in clashes["place"]["ancestor"]


def test_figures_that_changed_on_one_side_alone_are_not_undone(incident, cast, by, bring):
    header, rows = sheet_of("incidents", by)
    records = report_records(incident, incident.sources.get(), toll(killed=18, injured=5))
    actions.add(incident, *records, by=cast.coordinator)
    rows[0]["injured"] = "7"
    brought(bring, "incidents", by, header, rows, apply=True)
    incident = Incident.objects.with_toll().get()
    newest = incident.casualty_reports.order_by("created_at").last()
    assert newest.range_of("killed").minimum == 18
    assert newest.range_of("injured").minimum == 7


def test_a_figure_that_both_changed_is_a_clash(incident, cast, by, bring):
    header, rows = sheet_of("incidents", by)
    records = report_records(incident, incident.sources.get(), toll(killed=18, injured=5))
    actions.add(incident, *records, by=cast.coordinator)
    rows[0]["killed"] = "16"
    [row] = brought(bring, "incidents", by, header, rows).rows.all()
    clash = clashes_of(row)["killed"]
    assert (clash["ancestor"], clash["sheet"], clash["database"]) == ("15", "16", "18")


def test_verified_figures_are_never_overwritten(cast, by, bring):
    incident = make_incident(cast=cast, status="verified")
    header, rows = sheet_of("incidents", by)
    rows[0]["killed"] = "44"
    sheet = brought(bring, "incidents", by, header, rows, apply=True)
    assert sheet.totals["changed"] == 1
    verified = Incident.objects.with_toll().get(pk=incident.pk)
    assert verified.adopted_report == incident.adopted_report
    assert toll_of(verified).minimum == 15
    assert verified.casualty_reports.count() == 2


def test_what_is_only_added_never_clashes(incident, cast, by, bring):
    header, rows = sheet_of("incidents", by)
    added = [make_source(incident, kind="media", name="A paper"),
             Damage(incident=incident, facility="market")]  # fmt: skip
    actions.add(incident, *added, by=cast.coordinator)
    rows[0]["damage"] = "school"
    brought(bring, "incidents", by, header, rows, apply=True)
    assert set(incident.damages.values_list("facility", flat=True)) == {"market", "school"}


def test_a_point_that_the_reader_may_not_see_is_neither_shown_nor_asked_about(cast, by, bring):
    ticket = make_ticket(cast=cast, latitude="36.137900", longitude="36.828400",
                         geo_precision="exact")  # fmt: skip
    header, rows = sheet_of("tickets", by)
    by_a_person(ticket, cast.dispatcher, latitude="36.140000")
    rows[0] |= {"latitude": "36.150000", "longitude": "36.828400"}
    [row] = brought(bring, "tickets", by, [*header, "latitude", "longitude"], rows).rows.all()
    assert not clashes_of(row)
    assert "36.14" not in json.dumps([row.findings, row.shown, row.changes])


def test_an_item_is_the_one_that_the_sheet_meant(cast, by, bring):
    ticket = make_ticket(cast=cast, found=3)
    header, rows = sheet_of("tickets", by)
    actions.add(ticket, Item(ticket=ticket, category="mortar"), by=cast.dispatcher)
    rows[0]["item_quantity_found"] = "2"
    new = dict.fromkeys(header, "") | {n: rows[0][n] for n in ("ref", "version")}
    new |= {"item": "2", "item_category": "rocket"}
    brought(bring, "tickets", by, header, [rows[0], new], apply=True)
    items = list(ticket.items.values_list("category", "quantity_found"))
    assert items == [("submunition", 2), ("mortar", None), ("rocket", None)]


def test_a_version_that_never_was_is_refused(incident, by, bring):
    header, rows = sheet_of("incidents", by)
    rows[0]["version"] = "99"
    [row] = brought(bring, "incidents", by, header, rows).rows.all()
    assert row.verdict == "refused"
    assert "not from our sheets" in row.findings[0]["message"]


def test_the_past_of_a_case_is_what_its_history_tells(cast, by):
    incident = make_incident(cast=cast, site_name="old", title="first")
    before = Incident.objects.get(pk=incident.pk)
    by_a_person(incident, cast.coordinator, site_name="newer", occurred_on="2024-11-20")
    by_a_person(incident, cast.coordinator, site_name="newest")
    actions.add(
        Incident.objects.get(pk=incident.pk),
        Damage(incident=incident, facility="market"),
        by=cast.coordinator,
    )
    stored = Incident.objects.prefetch_related("damages", "sources").get(pk=incident.pk)
    past = Past(stored, list(stored.events.filter(version__gt=before.version))).case
    for name in ("site_name", "title", "occurred_on", "place_id"):
        assert getattr(past, name) == getattr(before, name)
    assert (len(past.damages.all()), len(past.sources.all())) == (0, 1)
    assert stored.site_name == "newest"


def test_a_hundred_stale_rows_ask_as_often_as_two(cast, by, bring, django_assert_max_num_queries):
    cases = [make_incident(cast=cast, external_id=f"Q-{n}") for n in range(12)]
    header, rows = sheet_of("incidents", by)
    for case in cases:
        by_a_person(case, cast.coordinator, site_name="newer")
    few, many = (
        brought(bring, "incidents", by, header, some) for some in (rows[:2], rows[2:])
    )  # fmt: skip
    with django_assert_max_num_queries(60) as asked:
        importing.check(few)
    with django_assert_max_num_queries(len(asked)):
        importing.check(many)


@pytest.fixture
def stale(cast, by, bring):
    """A sheet with two rows whose site clashes; the first clashes in its weapon too."""
    cases = [make_incident(cast=cast, site_name="old", weapon="mortar") for _n in range(2)]
    header, rows = sheet_of("incidents", by)
    for case in cases:
        by_a_person(case, cast.coordinator, site_name="by the well")
    first = next(row for row in rows if row["ref"] == cases[0].ref)
    by_a_person(cases[0], cast.coordinator, weapon="missile")
    first["weapon"] = "rocket"
    for row in rows:
        row["site_name"] = "north"
    sheet = brought(bring, "incidents", by, header, rows)
    assert sheet.totals["refused"] == 2
    return sheet


def all_of(client, sheet, **posted):
    answer = client.post(f"/exchange/{sheet.pk}/clashes/", posted, follow=True)
    sheet.refresh_from_db()
    return answer.content.decode()


def test_one_page_lists_every_clash_with_its_three_versions(stale, client):
    page = client.get(f"/exchange/{stale.pk}/clashes/").content.decode()
    assert "3 cells wait for an answer." in page
    assert page.count("by the well") == page.count(">north<") == 2
    assert page.count('type="radio"') == 6
    assert f"/exchange/{stale.pk}/clashes/" in client.get(f"/exchange/{stale.pk}/").content.decode()


def test_all_of_a_column_are_answered_at_once(stale, client):
    page = all_of(client, stale, all="sheet:site_name")
    assert "2 rows were answered." in page
    assert (stale.totals["refused"], stale.totals["changed"]) == (1, 1)
    all_of(client, stale, all="database")
    assert (stale.totals["refused"], stale.totals["changed"]) == (0, 2)
    assert {act.what for act in stale.mendings.all()} == {"clash"}


def test_several_cells_are_answered_in_one_form_and_answered_otherwise_later(stale, client):
    [first, second] = [row.number for row in stale.rows.order_by("number")]
    columns = {row.number: list(clashes_of(row)) for row in stale.rows.all()}
    said = {f"side-{n}-{name}": "database" for n in (first, second) for name in columns[n]}
    all_of(client, stale, **said, **{"side-99-site_name": "sheet", "side-x": "sheet"})
    assert stale.totals["unchanged"] == 2
    all_of(client, stale, **{f"side-{second}-site_name": "sheet"})
    assert stale.totals["changed"] == 1


def test_what_a_person_decided_stays_with_its_three_versions(stale, client, by):
    all_of(client, stale, all="sheet")
    sheet = importing.apply(stale, by=by)
    page = client.get(f"/exchange/{sheet.pk}/clashes/").content.decode()
    assert page.count("by the well") == page.count(">north<") == 2
    assert 'type="radio"' not in page
    assert "the sheet counts, as a person said" in str(list(sheet.rows.values_list("findings")))


def clashing(cast, by, bring, count):
    """A sheet in which so many rows clash."""
    cases = [make_incident(cast=cast, site_name="old") for _n in range(count)]
    header, rows = sheet_of("incidents", by)
    for case in cases:
        by_a_person(case, cast.coordinator, site_name="by the well")
    mine = [row | {"site_name": "north"} for row in rows if row["ref"] in {c.ref for c in cases}]
    return brought(bring, "incidents", by, header, mine)


def test_the_page_of_clashes_asks_as_often_for_twelve_rows_as_for_two(cast, by, bring, client):
    asked = {}
    for count in (2, 2, 12):  # the first fills what is remembered
        sheet = clashing(cast, by, bring, count)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(f"/exchange/{sheet.pk}/clashes/").content.decode()
        assert f"{count} cells wait for an answer." in page
        asked[count] = len(queries)
    assert asked[2] == asked[12]


def test_what_a_sheet_changes_is_told_by_the_words_of_its_lists(cast, client, by, bring):
    make_incident(cast=cast)
    header, [row] = sheet_of("incidents", by)
    row["weapon"] = "mortar"
    sheet = brought(bring, "incidents", by, header, [row])
    client.cookies["django_language"] = "ar"
    page = client.get(f"/exchange/{sheet.pk}/?show=all").content.decode()
    with override("ar"):
        assert f"<bdi>{Weapon.MORTAR.label}</bdi>" in page
    assert "<bdi>mortar</bdi>" not in page


def test_a_change_without_a_column_of_the_sheet_is_called_as_people_call_it(
    cast, client, by, bring
):
    stored = make_incident(cast=cast)
    rows = [["ref", "date"], [stored.ref, "27-28/11/2024"]]
    sheet = bring("incidents", rows, by=by)
    assert "occurred_until" in sheet.rows.get().changes
    page = client.get(f"/exchange/{sheet.pk}/?show=all").content.decode()
    assert "<bdi>occurred_until</bdi>" not in page
    assert f"<bdi>{resource_class('incidents').fields['occurred_until'].title}</bdi>" in page
