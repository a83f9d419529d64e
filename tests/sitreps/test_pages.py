"""The pages of reports: what they show, to whom, in which form and language."""

import re
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from casework import actions
from incidents.models import Damage
from sitreps import paper
from sitreps.actions import add_claim
from sitreps.daily import document
from sitreps.models import Claim, Sitrep
from sitreps.sheet import Sheet
from tests.factories import area, at, make_incident, make_person, toll
from tests.sitreps.building import FACTS, build_claim

DAY = "/sitreps/2024-11-28/"


@pytest.fixture
def publisher(first_day, signed_in):
    return signed_in(first_day.cast.publisher)


def shown(response):
    """The words of a page, without marks and with single blanks."""
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", text)


def test_the_json_is_exactly_the_expected_report(publisher):
    assert publisher.get("/sitreps/2024-11-28.json").json() == FACTS["expected"]


def test_the_areas_may_be_asked_for(publisher):
    found = publisher.get("/sitreps/2024-11-28.json?area=SY02&area=SY07").json()
    assert found == FACTS["expected"]
    idleb = publisher.get("/sitreps/2024-11-28.json?area=SY07").json()
    assert (idleb["area"], idleb["by_place"]) == (["SY07 Idleb"], [])


def test_a_day_without_its_slash_leads_to_the_day(publisher):
    assert publisher.get("/sitreps/2024-11-28").headers["Location"] == DAY


def test_the_page_says_at_least_20_and_who_said_so(publisher):
    page = shown(publisher.get(DAY))
    for words in (
        "at least 20",
        "According to the Syrian Civil Defense (White Helmets).",
        "Other, not yet located",
        "20 − (15 + 4) = 1",
        "8 deaths and injuries have no place yet",
        "300 mm 9M55K rockets with AP cluster submunitions",
        "Avoid strange objects and remnants of war; report them immediately.",
    ):
        assert words in page


def test_the_text_for_messaging_says_the_same_without_markup(publisher):
    response = publisher.get("/sitreps/2024-11-28.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    text = response.content.decode()
    assert "Killed: at least 20 (children 5, women 2, not specified 13)" in text
    assert "- Atarib: 15 killed (children 4, women 2, not specified 9), 5 injured" in text
    assert "- Other, not yet located: at least 1 killed (children 1), 7 injured" in text
    assert "<" not in text
    assert "&" not in text


@pytest.mark.parametrize(("language", "mark", "strange"), [("en", "?", "؟"), ("ar", "؟", "?")])
def test_what_nobody_stated_has_the_question_mark_of_its_language(
    publisher, language, mark, strange
):
    publisher.cookies["django_language"] = language
    text = publisher.get(DAY).content.decode()
    assert f'<span class="unknown"><span aria-hidden="true">{mark}</span>' in text
    assert f'">{mark} ' in text, "the legend shows the same mark"
    assert f">{strange}" not in text


def test_in_arabic_the_places_have_their_arabic_names(publisher):
    publisher.cookies["django_language"] = "ar"
    assert "الأتارب" in publisher.get(DAY).content.decode()
    assert "الأتارب" in publisher.get("/sitreps/2024-11-28.txt").content.decode()
    assert publisher.get("/sitreps/2024-11-28.json").json() == FACTS["expected"]


@pytest.mark.parametrize("form", ["/", ".txt", ".json"])
def test_no_form_of_a_report_has_an_exact_point(publisher, first_day, form):
    text = publisher.get(f"/sitreps/2024-11-28{form}").content.decode()
    ticket = first_day.tickets[0]
    assert str(ticket.latitude) not in text
    assert "36.13" not in text


def test_each_number_leads_to_its_record(publisher, first_day):
    page = publisher.get(DAY).content.decode()
    assert reverse("incidents:detail", args=[first_day.atarib.ref]) in page
    assert reverse("sitreps:claim", args=[Claim.objects.get().pk]) in page
    assert reverse("ordnance:detail", args=[first_day.tickets[0].ref]) in page


def test_two_attacks_on_a_town_lead_to_the_list_of_both(publisher, first_day):
    make_incident(cast=first_day.cast, status="submitted", numbers=toll(killed=1))
    page = publisher.get(DAY).content.decode()
    assert "/incidents/?since=2024-11-28&amp;until=2024-11-28&amp;area=C1022" in page


def test_every_link_of_a_report_leads_to_what_it_counts(publisher, first_day):
    """A link to a list finds the records that the row was made of, one to a record is that one."""
    for killed in (1, 2):
        make_incident(cast=first_day.cast, status="submitted", numbers=toll(killed=killed))
    answer = publisher.get(DAY)
    counted = {
        row["url"]: [ref for ref, _url in row["refs"]] for row in answer.context["sheet"].rows
    }
    sheet = BeautifulSoup(answer.content, "html.parser").select_one(".sheet")
    links = {link["href"] for link in sheet.select("a[href^='/']")}
    assert links > set(counted)
    for url in links:
        page = publisher.get(url)
        assert page.status_code == 200, url
        if "?" in url:
            found = sorted(each.ref for each in page.context["page"])
            assert found == sorted(counted[url])
            assert len(found) > 1
        elif url in counted:
            assert counted[url] == [page.context["incident"].ref]


def test_what_a_report_has_no_room_for_opens_from_its_number(first_day, publisher):
    """“and 3 more” stands over exactly those three lines: the snapshot's, not a list's of today."""
    incident = make_incident(cast=first_day.cast, status="submitted")
    places = [Damage(incident=incident, facility="home", site=f"House {n}") for n in range(17)]
    actions.add(incident, *places, by=first_day.cast.coordinator)
    answer = publisher.get(DAY)
    page = BeautifulSoup(answer.content, "html.parser")
    rest = page.select_one("details.rest")
    hidden = rest.select("li")
    assert rest.summary.text == f"and {len(hidden)} more"
    before = rest.find_previous_sibling("ul").select("li")
    sheet = answer.context["sheet"]
    assert len(before) + len(hidden) == len(sheet.weapons) + len(sheet.hits)


def test_places_above_the_claim_are_said_loudly(publisher, first_day):
    make_incident(cast=first_day.cast, status="submitted", numbers=toll(killed=9))
    page = shown(publisher.get(DAY))
    assert "The places add up to more than the claim." in page
    assert "The places add up" in publisher.get("/sitreps/2024-11-28.txt").content.decode()


def test_no_work_on_record_is_not_at_least_none(publisher, first_day):
    day = first_day.scope.first.replace(day=1)
    make_incident(cast=first_day.cast, status="submitted", occurred_on=day)
    facts = document(replace(first_day.scope, first=day, last=day), first_day.cast.publisher)
    told = [
        shown(publisher.get("/sitreps/2024-11-01/")),
        publisher.get("/sitreps/2024-11-01.txt").content.decode(),
        str(paper.ordnance(Sheet(facts))),
    ]
    for text in told:
        assert "no response on record" in text
        assert "None on record." not in text
        assert "at least 0" not in text


COUNTED = {
    ("en", 1): "at least 1 response",
    ("en", 2): "at least 2 responses",
    ("ar", 0): "لا استجابة مسجلة",
    ("ar", 1): "استجابة واحدة على الأقل",
    ("ar", 2): "استجابتان على الأقل",
    ("ar", 3): "3 استجابات على الأقل",
    ("ar", 11): "11 استجابة على الأقل",
}


@pytest.mark.parametrize(("language", "number"), COUNTED)
def test_responses_are_counted_as_each_language_counts(publisher, first_day, language, number):
    facts = document(first_day.scope, first_day.cast.publisher)
    item = facts["ordnance"]["items"][0]
    facts["ordnance"]["items"] = [item] * number
    told = {"sheet": Sheet(facts), "said": {}}
    with override(language):
        made = [
            render_to_string("sitreps/sheet.html", told),
            render_to_string("sitreps/sitrep.txt", told),
            paper.ordnance(told["sheet"])["count"],
        ]
    for text in made:
        words = re.sub(r"\s+", " ", re.sub(r"</?b>", "", text))
        assert re.search(rf"(?<!\w){COUNTED[language, number]}(?!\w)", words)


def test_a_day_without_records_says_so(publisher):
    assert "Nothing is on record for these days" in shown(publisher.get("/sitreps/2024-01-05/"))


def test_a_period_has_a_page(publisher, first_day):
    build_claim(first_day.cast, "to_30")
    page = shown(publisher.get("/sitreps/2024-11-27/2024-11-30/"))
    assert "27–30 November 2024" in page
    assert "113" in page


@pytest.mark.parametrize(
    ("days", "is_week"),
    [("2024-11-28", True), ("2024-11-25/2024-11-28", True), ("2024-11-01/2024-11-28", False)],
)
def test_the_ordnance_of_a_long_period_is_not_called_a_weeks(publisher, days, is_week):
    assert ("week to date" in shown(publisher.get(f"/sitreps/{days}/"))) == is_week
    assert ("this week" in shown(publisher.get(f"/sitreps/{days}/message/"))) == is_week


def test_the_list_names_days_without_a_report(publisher):
    page = shown(publisher.get("/sitreps/"))
    assert "Thursday 28 November 2024" in page
    assert "No report yet" in page


# ---------------------------------------------------------------- who may, and what is not there


@pytest.mark.parametrize(
    "path",
    [
        "/sitreps/2024-13-45/",
        "/sitreps/2999-01-01/",
        "/sitreps/2024-11-28/?area=SY99",
        "/sitreps/2024-11-30/2024-11-28/",
        "/sitreps/SR-2024-01-01/",
        "/sitreps/claims/00000000-0000-0000-0000-000000000000/",
        "/sitreps/claims/new/?day=tomorrow",
    ],
)
def test_what_is_not_there_is_a_404(signed_in, cast, path):
    assert signed_in(cast.publisher).get(path).status_code == 404


def test_a_stranger_gets_a_404_for_an_issued_report(publisher, signed_in, first_day):
    publisher.post(f"{DAY}issue/", issue_order(publisher, first_day))
    stranger = signed_in(first_day.cast.stranger)
    assert stranger.get("/sitreps/SR-2024-11-28/").status_code == 404


def test_a_person_confined_to_an_area_has_a_report_of_it_and_no_wider_one(
    publisher, signed_in, first_day
):
    publisher.post(f"{DAY}issue/", issue_order(publisher, first_day))
    idleb = signed_in(make_person(role="viewer", username="idleb", areas=[area("SY07")]))
    assert idleb.get("/sitreps/2024-11-28.json").json()["area"] == ["SY07 Idleb"]
    assert idleb.get("/sitreps/2024-11-28.json?area=SY02").status_code == 404
    assert idleb.get("/sitreps/SR-2024-11-28/").status_code == 404
    assert "SR-2024-11-28" not in shown(idleb.get("/sitreps/"))


@pytest.mark.parametrize(
    ("role", "path"),
    [("viewer", f"{DAY}issue/"), ("reviewer", f"{DAY}issue/"), ("viewer", "/sitreps/claims/new/")],
)
def test_who_may_not_gets_a_403(signed_in, cast, role, path):
    assert signed_in(cast.people[role]).get(path).status_code == 403


def test_a_visitor_signs_in_first(client, db):
    assert client.get(DAY).status_code == 302


# ---------------------------------------------------------------- issuing and claiming by form


def issue_order(client, day, **changed):
    page = client.get(f"{DAY}issue/")
    seen = page.context["form"].initial["seen"]
    return {"status": "preliminary", "seen": seen, "prepared_by": day.cast.publisher.pk, **changed}


def test_the_page_to_issue_says_what_is_missing(publisher):
    page = shown(publisher.get(f"{DAY}issue/"))
    assert "8 deaths and injuries have no place yet." in page


def test_a_report_is_issued_and_shown(publisher, first_day):
    order = issue_order(publisher, first_day, highlights="A day of strikes on two towns.")
    answer = publisher.post(f"{DAY}issue/", order)
    assert answer.headers["Location"] == "/sitreps/SR-2024-11-28/"
    page = shown(publisher.get("/sitreps/SR-2024-11-28/"))
    assert "This is the report as issued." in page
    assert "A day of strikes on two towns." in page
    assert publisher.get("/sitreps/SR-2024-11-28.json").json() == FACTS["expected"]
    assert "SR-2024-11-28" in publisher.get("/sitreps/SR-2024-11-28.txt").content.decode()


def test_figures_that_moved_are_shown_and_nothing_is_issued(publisher, first_day):
    order = issue_order(publisher, first_day)
    build_claim(first_day.cast, "lower")
    answer = publisher.post(f"{DAY}issue/", order)
    assert answer.status_code == 409
    assert "The figures changed after you opened this page" in shown(answer)
    assert not Sitrep.objects.exists()


def test_a_revised_day_is_marked_and_can_be_corrected(publisher, first_day):
    publisher.post(f"{DAY}issue/", issue_order(publisher, first_day))
    build_claim(first_day.cast, "lower")
    page = shown(publisher.get(DAY))
    assert "Figures since revised." in page
    assert "Implied by the four days" in page
    assert "Figures since revised." in shown(publisher.get("/sitreps/SR-2024-11-28/"))
    publisher.post(f"{DAY}issue/", issue_order(publisher, first_day))
    corrected = shown(publisher.get("/sitreps/SR-2024-11-28-2/"))
    assert "Corrected (1)" in corrected
    assert "There is a later report:" in shown(publisher.get("/sitreps/SR-2024-11-28/"))
    assert publisher.get("/sitreps/SR-2024-11-28.json").json() == FACTS["expected"]


def claim_order(**changed):
    return {
        "source": "Syrian Civil Defence",
        "as_of": "2024-11-28T18:48",
        "period_start": "2024-11-28",
        "period_end": "2024-11-28",
        "population": "civilian",
        "killed_qualifier": "at_least",
        "killed_minimum": "20",
        "weapons_text": "heavy shelling\r\n",
        **changed,
    }


def test_a_claim_is_added_by_form(signed_in, records_only):
    client = signed_in(records_only.cast.reviewer)
    areas = [area.pk for area in records_only.scope.areas]
    answer = client.post("/sitreps/claims/new/?day=2024-11-28", claim_order(areas=areas))
    assert answer.headers["Location"] == DAY
    claim = Claim.objects.get()
    assert (claim.figures.get().minimum, claim.figures.get().maximum) == (20, None)
    assert claim.weapons_text == ["heavy shelling"]
    assert "at least 20" in shown(client.get(f"/sitreps/claims/{claim.pk}/"))


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        ("killed", {"killed_qualifier": "between", "killed_minimum": "9", "killed_maximum": "4"}),
        ("killed", {"killed_qualifier": "exact", "killed_children_qualifier": "exact",
                    "killed_children_minimum": "21"}),
        ("areas", {"areas": []}),
        ("period_end", {"period_end": "2024-11-20"}),
        ("period_start", {"period_start": "2999-01-01", "period_end": "2999-01-01"}),
        ("source", {"source": ""}),
        ("as_of", {"as_of": "2999-01-01T10:00"}),
    ],
)  # fmt: skip
def test_a_wrong_claim_is_put_right_at_its_field(signed_in, records_only, field, changed):
    client = signed_in(records_only.cast.reviewer)
    areas = [area.pk for area in records_only.scope.areas]
    sent = claim_order(**{"areas": areas, **changed})
    answer = client.post("/sitreps/claims/new/?day=2024-11-28", sent)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Claim.objects.exists()


# ---------------------------------------------------------------- cost


def queries_of(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize("path", [DAY, "/sitreps/"])
def test_a_page_costs_the_same_with_more_incidents(publisher, first_day, path):
    few = queries_of(publisher, path)
    for _ in range(6):
        make_incident(cast=first_day.cast, status="submitted", place="C4121")
    assert queries_of(publisher, path) == few


def test_a_claim_names_no_other_claim_that_its_reader_may_not_see(cast, signed_in):
    """One for all of the country took the place of one for Aleppo."""
    made = {
        "source": "Hospital",
        "as_of": at(hour=20),
        "period_start": at().date(),
        "period_end": at().date(),
    }
    first = Claim(**made)
    add_claim(first, [], areas=[area("SY02")], by=cast.publisher)
    later = Claim(**made | {"source": "Ministry", "supersedes": first})
    add_claim(later, [], areas=[area("SY")], by=cast.publisher)
    page = f"/sitreps/claims/{first.pk}/"
    assert "Ministry" in signed_in(cast.viewer).get(page).text
    here = make_person(role="viewer", areas=[area("SY02")])
    assert "Ministry" not in signed_in(here).get(page).text
