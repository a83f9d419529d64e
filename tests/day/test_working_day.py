"""The working day of 28 November 2024, done on the pages by the people whose work it is.

The day ends in the expected report, figure by figure; the corrected one follows later.
"""

import csv
import io
import json
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from config.demo.people import load_people
from config.demo.reference import load_reference
from incidents.models import Actor, Incident
from munitions.models import Munition
from ordnance.models import Team
from places.models import Area
from tests.day.pages import Person

pytestmark = pytest.mark.django_db
EXPECTED = json.loads(
    (Path(__file__).parents[1] / "demo" / "expected_daily_sitrep.json").read_text(encoding="utf-8")
)
DAY = "/sitreps/2024-11-28"


@pytest.fixture
def house(empty_house):
    """The lists and the people; no case yet."""
    load_reference()
    load_people()


def test_the_working_day(house):
    camp = strike_on_the_camp()
    rockets, bomb = tickets_are_reported(camp)
    teams_work(rockets, bomb)
    atarib = strikes_on_atarib()
    strikes_on_darat_izza()
    the_total_of_the_evening()
    assert Person("viewer").json(f"{DAY}.json") == EXPECTED
    number = the_report_is_issued()
    a_sheet_comes_in_and_goes_out()
    assert Person("viewer").json(f"{DAY}.json") == EXPECTED
    a_corrected_report_follows(number)
    reports = atarib.casualty_reports.order_by("created_at")
    assert [report.range_of("killed").minimum for report in reports] == [8, 13, 15]


# ---------------------------------------------------------------- what they have in common


def case_of(page):
    """The address of the case that the page shows."""
    assert page.status == 200, page.words[:600]
    parts = page.address.split("/")
    return "/".join(parts[:3]) + "/"


def flash(person, place, *, killed=None, injured=None, press=None, **answers):
    """The report of a minute, by the button of the home page."""
    page = person.open("/").follow("Log an incident")
    toll = {**exact("killed", killed), **exact("injured", injured)}
    area = Area.objects.get(pcode=place)
    return page.send(place=place, place_text=area.name_en, press=press, **toll, **answers)


def exact(name, number):
    if number is None:
        return {f"{name}_qualifier": "unknown"}
    return {f"{name}_qualifier": "exact", f"{name}_minimum": number}


def add(person, case, kind, **answers):
    page = person.open(f"{case}{kind}/new/").send(**answers)
    assert page.status == 200, page.words[:600]
    assert case_of(page) == case
    return page


def review(case, *, by, grade="confirmed"):
    """Start the review and verify, with the last report adopted."""
    person = Person(by)
    person.step(case, "claim").send(seen=seen_on(person.page))
    # The flash report bears the hour of sending, two years late: the order of entry decides here.
    newest = incident_at(case).casualty_reports.order_by("created_at").last()
    page = person.step(case, "verify").send(
        adopted_report=newest.pk,
        evidence_grade=grade,
        location_checked="on",
        sensitivity="public",
    )
    assert "Verified" in page.words
    return person


def seen_on(page):
    """The version that the page showed: a step without questions asks for nothing else."""
    return page.soup.select_one("main [name=seen]")["value"]


def plain_step(person, case, name):
    page = person.step(case, name)
    return page.send(seen=seen_on(page))


def incident_at(case):
    return Incident.objects.get(ref=case.split("/")[2])


# ---------------------------------------------------------------- Wednesday: the camp


def strike_on_the_camp():
    """Nobody gives a toll: it stays unknown."""
    coordinator = Person("coordinator")
    case = case_of(
        flash(
            coordinator,
            "C4121",
            site_name="Al-Qalaa camp",
            occurred_on="2024-11-27",
            weapon="rocket",
            source_kind="responder_team",
            source_name="Civil Defence team, Sarmada",
        )
    )
    assert incident_at(case).status == "submitted"
    details = coordinator.open(f"{case}edit/")
    details.send(weapon="missile", facility="idp_camp")
    review(case, by="reviewer")
    return case


def tickets_are_reported(camp):
    dispatcher = Person("dispatcher")
    rockets = ticket(
        dispatcher,
        "C1022",
        category="cluster_munition",
        quantity_reported=2,
        written="300 mm 9M55K rockets with AP cluster submunitions",
        reported_at="2024-11-24T09:10",
        children_near="true",
    )
    named = dispatcher.open(f"{rockets}edit/")
    named.send(title="300 mm 9M55K rockets with AP cluster submunitions")
    bomb = ticket(
        dispatcher,
        "C4121",
        site_name="Al-Qalaa camp",
        category="submunition",
        quantity_reported=1,
        written="unexploded cluster bomb",
        reported_at="2024-11-27T20:15",
        channel="walk_in",
        children_near="true",
    )
    linked = dispatcher.open(f"{bomb}incident/").send(incident=camp.split("/")[2])
    assert camp.split("/")[2] in linked.words
    return rockets, bomb


def ticket(dispatcher, place, **answers):
    page = dispatcher.open("/").follow("Log a ticket")
    page = page.send(place=place, place_text=Area.objects.get(pcode=place).name_en, **answers)
    return case_of(page)


def teams_work(rockets, bomb):
    dispatcher = Person("dispatcher")
    for case, land in ((rockets, "home"), (bomb, "camp")):
        triaged = dispatcher.step(case, "triage").send(
            land_use=land, distance_to_people="under_100", duplicates_checked="on"
        )
        assert "Immediate" in triaged.words
        team = Team.objects.get(name="UXO team Atarib 1")
        dispatcher.step(case, "assign").send(
            team=team.pk, leader=team.members.get().pk, due_at="2024-11-28T18:00"
        )
    leader = Person("teamleader")
    rockets_leave_the_neighbourhood(leader, rockets)
    bomb_is_disposed_of(leader, bomb)
    quality = Person("quality")
    refused = quality.step(rockets, "close")
    assert refused.status == 409
    assert "lie in a store" in refused.words
    closed = quality.step(bomb, "close").send(checked="on")
    assert "Closed" in closed.words


def rockets_leave_the_neighbourhood(leader, case):
    """Marked for the night, taken to the store the next day: removed, and not yet destroyed."""
    arrive(leader, case, "2024-11-24T11:30", "36.137884, 36.828382")
    leader.step(case, "mark").send(
        marking="tape",
        actual_cordon_m=500,
        next_visit_on="2024-11-25",
        reason="Dark soon; taken away tomorrow.",
    )
    model = Munition.objects.get(designation="9M55K")
    dispose(
        leader,
        case,
        {"munition": model.pk, "quantity_found": 2},
        {"method": "moved_to_store", "quantity": 2, "done_at": "2024-11-25T12:15"},
    )
    resolve(leader, case, "2024-11-25T11:00", "2024-11-25T12:30", reason="The light was gone.")


def bomb_is_disposed_of(leader, case):
    arrive(leader, case, "2024-11-28T08:20", "36.186604, 36.723929")
    refused = leader.step(case, "resolve")
    assert refused.status == 409
    dispose(
        leader,
        case,
        {"quantity_found": 1},
        {"method": "not_stated", "quantity": 1, "done_at": "2024-11-28T10:05"},
    )
    leader.open(f"{case}files/new/").send(kind="after", upload=photo())
    resolve(leader, case, "2024-11-28T08:40", "2024-11-28T10:30")


def photo():
    out = io.BytesIO()
    Image.new("RGB", (8, 6), "grey").save(out, "JPEG")
    return SimpleUploadedFile("after.jpg", out.getvalue(), "image/jpeg")


def arrive(leader, case, at, point):
    page = leader.step(case, "arrive").send(
        arrived_at=at, point=point, geo_precision="neighbourhood"
    )
    assert "On site" in page.words


def dispose(leader, case, found, done):
    item = leader.open(case).soup.select_one(f'a[href*="{case}items/"]:not([href*="new"])')["href"]
    item = f"{case}items/{item.split('/')[4]}/"
    page = leader.open(item).send(certainty="confirmed_by_eod", **found)
    assert page.status == 200, page.words[:600]
    page = leader.open(f"{item}disposals/new/").send(**done)
    assert page.status == 200, page.words[:600]


def resolve(leader, case, started, ended, **answers):
    page = leader.step(case, "resolve").send(
        work_started_at=started,
        work_ended_at=ended,
        actual_cordon_m=500,
        community_informed="true",
        **answers,
    )
    assert "Resolved" in page.words


# ---------------------------------------------------------------- Thursday: the strikes


def strikes_on_atarib():
    """8, then 13, then 15: three reports on the ledger, one question of the reviewer between."""
    coordinator = Person("coordinator")
    page = flash(
        coordinator,
        "C1022",
        killed=8,
        occurred_on="2024-11-28",
        weapon="airstrike",
        source_kind="media",
        source_name="News site quoting Civil Defence",
    )
    case = case_of(page)
    add_count(coordinator, case, "2024-11-28T16:55", "official_statement", killed=13)
    reviewer = Person("reviewer")
    assert "Atareb" in reviewer.open("/").words
    plain_step(reviewer, case, "claim")
    reviewer.step(case, "return").send(on_place="The town, or a village beside it?")
    add_count(
        coordinator,
        case,
        "2024-11-28T18:48",
        "responder_team",
        killed=15,
        injured=5,
        killed_children=4,
        killed_women=2,
    )
    add(coordinator, case, "damage", facility="residential_neighbourhood", level="unknown")
    add(
        coordinator,
        case,
        "response",
        organisation="Syrian Civil Defence",
        actions=["recover_bodies", "rescue_survivors"],
    )
    russia = Actor.objects.get(code="russian-forces")
    add(coordinator, case, "attribution", actor=russia.pk, standing="alleged")
    asks = coordinator.open("/").follow("Answer the comments")
    asks.send(answer="The town itself.")
    plain_step(coordinator, case, "submit")
    review(case, by="reviewer")
    published = Person("publisher").step(case, "publish").send(redaction_confirmed="on")
    assert "Published" in published.words
    return incident_at(case)


def add_count(person, case, at, kind, *, killed, injured=None, **parts):
    answers = {**exact("killed", killed), **exact("injured", injured)}
    for name, number in parts.items():
        answers |= exact(name, number)
    add(person, case, "figures", as_of=at, source_kind=kind, source_name=kind, **answers)


def strikes_on_darat_izza():
    coordinator = Person("coordinator2")
    page = flash(
        coordinator,
        "C1139",
        killed=4,
        injured=21,
        press="draft",
        occurred_on="2024-11-28",
        weapon="airstrike",
        source_kind="responder_team",
        source_name="Civil Defence team, Darat Izza",
    )
    case = case_of(page)
    assert incident_at(case).status == "draft"
    add_count(
        coordinator,
        case,
        "2024-11-28T18:48",
        "responder_team",
        killed=4,
        injured=21,
        injured_children=7,
    )
    add(
        coordinator,
        case,
        "damage",
        facility="market",
        site="popular market",
        level="partially_destroyed",
        note="large sections",
    )
    add(
        coordinator,
        case,
        "damage",
        facility="mosque",
        site="vicinity of the Grand Mosque",
        level="vicinity_hit",
    )
    add(
        coordinator,
        case,
        "response",
        organisation="Syrian Civil Defence",
        actions=["ambulance_transfer"],
    )
    plain_step(coordinator, case, "submit")
    review(case, by="reviewer2")


# ---------------------------------------------------------------- the evening, and later


def areas():
    return [
        str(pk)
        for pk in Area.objects.filter(pcode__in=("SY02", "SY07")).values_list("pk", flat=True)
    ]


def claim(person, **answers):
    page = (
        person.open(f"{DAY}/")
        .follow("Add a claim")
        .send(population="civilian", areas=areas(), **answers)
    )
    assert page.status == 200, page.words[:600]
    return page


def the_total_of_the_evening():
    claim(
        Person("publisher"),
        source="Syrian Civil Defence, total of the evening",
        as_of="2024-11-28T18:48",
        killed_qualifier="at_least",
        killed_minimum=20,
        **exact("killed_children", 5),
        **exact("killed_women", 2),
        **exact("injured", 33),
        weapons_text="heavy shelling",
        targets_text="public spaces",
    )


def the_report_is_issued():
    publisher = Person("publisher")
    page = publisher.open("/").follow("Issue report")
    page = page.send(status="preliminary")
    assert page.address.startswith("/sitreps/SR-2024-11-28")
    number = page.address.split("/")[2]
    assert publisher.json(f"/sitreps/{number}.json") == EXPECTED
    text = publisher.text(f"{DAY}.txt")
    assert "at least 20" in text
    assert "Atarib" in text
    return number


def a_sheet_comes_in_and_goes_out():
    """A partner's sheet of another week: what is refused is left out, the rest is applied, and is
    unchanged when it comes again."""
    data = Person("data")
    rows = (
        "id,date,place,governorate,weapon,killed,injured,source\n"
        "P-1,2024-11-12,Sarmin,Idlib,artillery,1,6,local council\n"
        "P-2,2024-11-13,Nowhereville,Idlib,artillery,1,1,local council\n"
    )
    page = bring(data, "partner.csv", rows)
    assert "Nowhereville" in page.words
    page.person.open(page.address)
    applied = press(press(page, "/leave-out/"), "/apply/")
    assert applied.status == 200, applied.words[:600]
    assert Incident.objects.filter(external_id="P-1").count() == 1
    out = b"".join(data.client.get("/exchange/export/incidents.csv").streaming_content).decode()
    exported = list(csv.DictReader(io.StringIO(out.lstrip("\ufeff"))))
    assert len(exported) == Incident.objects.count()
    again = bring(data, "again.csv", out)
    assert "unchanged" in again.words.lower()


def bring(data, name, text):
    sheet = SimpleUploadedFile(name, text.encode(), "text/csv")
    page = data.open("/exchange/").send(kind="incidents", file=sheet, header_row=1)
    assert page.status == 200, page.words[:600]
    return page


def press(page, address):
    """Send the form that leads there, as it stands."""
    form = next(f for f in page.soup.select("form") if f.get("action", "").endswith(address))
    sent = {name: value for each in page.controls(form) for name, value in filled_in(each)}
    return page.person.shown(page.person.client.post(form["action"], sent, follow=True))


def filled_in(control):
    return [(control["name"], control.get("value", ""))]


def a_corrected_report_follows(number):
    """20 becomes 17: a second report says so, and the first one stays as it was issued."""
    publisher = Person("publisher")
    before = publisher.client.get(f"/sitreps/{number}.json").content
    claim(
        publisher,
        source="Syrian Civil Defence, three days together",
        as_of="2024-11-29T20:00",
        **exact("killed", 17),
        **exact("injured", 34),
        reason="By subtraction from the total of three days.",
    )
    day = publisher.open(f"{DAY}/")
    assert "Figures since revised" in day.words
    issued = day.follow("Issue a corrected report").send(status="preliminary")
    corrected = issued.address.split("/")[2]
    assert corrected != number
    assert publisher.json(f"/sitreps/{corrected}.json")["killed"]["min"] == 17
    assert publisher.json(f"/sitreps/{corrected}.json")["status"].startswith("corrected")
    assert "20" in issued.words
    assert "17" in issued.words
    assert publisher.client.get(f"/sitreps/{number}.json").content == before
