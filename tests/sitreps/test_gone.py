"""An issued report whose incident was hidden or withdrawn since: who is told, who reads on.

The paper stays as it went out, byte for byte; nobody reads in it what is hidden from them.
"""

import pytest
from bs4 import BeautifulSoup

from casework import actions, merging
from incidents.models import Incident
from places.models import Area
from sitreps.actions import issue
from sitreps.gone import reports_to_correct
from sitreps.models import Mention, Sitrep
from tests.factories import DAY, area, make_incident, make_organisation, make_person, toll
from tests.sitreps.building import the_scope

NUMBER = "SR-2024-11-28"
FORMS = ("/", ".txt", ".json", ".en.pdf", ".ar.pdf")
TODAY = "/sitreps/2024-11-28/"
VILLAGE = ("Maar Tawil", "معرطويل", "C4999")


@pytest.fixture
def village(areas):
    """A place of which no other record speaks."""
    names = {"name_en": "Maar Tawil", "name_ar": "معرطويل"}
    return Area.objects.create(pcode="C4999", level=4, parent=areas["SY070301"], **names)


@pytest.fixture
def case(first_day, village):
    """An incident of the day in the village."""
    told = {"place": village.pcode, "numbers": toll(killed=3)}
    return make_incident(cast=first_day.cast, status="published", **told)


@pytest.fixture
def report(first_day, case):
    return issue(first_day.scope, by=first_day.cast.publisher)


def take_step(incident, step, by):
    incident.refresh_from_db()
    return actions.move(incident, step, by=by, reason="Its witness was named.")


@pytest.fixture
def hidden(report, case, cast):
    return take_step(case, "hide", cast.protection_officer)


@pytest.fixture
def withdrawn(report, case, cast):
    return take_step(case, "withdraw", cast.publisher)


def words(answer):
    main = BeautifulSoup(answer.content, "html.parser").find(id="main")
    return " ".join(main.get_text(" ").split())


def issue_again(day):
    return issue(day.scope, by=day.cast.publisher)


# ---------------------------------------------------------------- what a report speaks of


def test_a_report_remembers_the_incidents_that_it_counts(report, first_day, case):
    counted = Mention.objects.filter(sitrep=report, counted=True)
    named = {first_day.atarib, first_day.darat_izza, case}
    assert {mention.incident for mention in counted} == named


def test_a_list_of_changes_speaks_of_the_incident_that_went(withdrawn, first_day):
    """Its place's old figures stand in the corrected report: hidden later, that is withheld too."""
    corrected = issue_again(first_day)
    assert [(m.incident, m.counted) for m in corrected.mentions.filter(counted=False)] == [
        (withdrawn, False)
    ]
    take_step(withdrawn, "hide", first_day.cast.protection_officer)
    withheld = Sitrep.objects.withheld_from(first_day.cast.viewer)
    assert set(withheld) == {corrected, corrected.corrects}


# ---------------------------------------------------------------- who reads on


def test_what_is_hidden_is_hidden_on_the_old_paper_too(hidden, signed_in, cast):
    for person in set(cast.people.values()) - {cast.protection_officer}:
        client = signed_in(person)
        for form in FORMS:
            answer = client.get(f"/sitreps/{NUMBER}{form}")
            assert answer.status_code == 403
            assert not any(secret in answer.text for secret in (hidden.ref, *VILLAGE))


def test_whoever_sees_hidden_cases_has_the_very_bytes_that_went_out(report, case, signed_in, cast):
    client = signed_in(cast.protection_officer)
    before = [client.get(f"/sitreps/{NUMBER}{form}").content for form in FORMS[1:]]
    take_step(case, "hide", cast.protection_officer)
    assert [client.get(f"/sitreps/{NUMBER}{form}").content for form in FORMS[1:]] == before
    assert gone_in(client.get(f"/sitreps/{NUMBER}/")) == [case.ref]  # the page tells of it too


def gone_in(answer):
    notice = BeautifulSoup(answer.content, "html.parser").select_one(".notice")
    return [link.get_text() for link in notice.select("li a")]


def test_shown_again_it_opens_the_paper_again(hidden, signed_in, cast):
    take_step(hidden, "reveal", cast.protection_officer)
    for form in FORMS:
        assert signed_in(cast.viewer).get(f"/sitreps/{NUMBER}{form}").status_code == 200
    assert not reports_to_correct(cast.publisher)


def test_no_page_beside_it_says_what_the_old_paper_said(hidden, signed_in, cast):
    for page in (TODAY, f"{TODAY}compare/", f"{TODAY}issue/", "/sitreps/", "/"):
        for person in (cast.viewer, cast.publisher):
            answer = signed_in(person).get(page)
            assert not any(secret in answer.text for secret in (hidden.ref, *VILLAGE))


def test_it_is_compared_with_by_nobody_who_may_not_read_it(hidden, signed_in, cast):
    compared = f"{TODAY}compare/?with={NUMBER}"
    assert signed_in(cast.viewer).get(compared).status_code == 403
    assert signed_in(cast.protection_officer).get(compared).status_code == 200
    assert signed_in(cast.viewer).get(f"{TODAY}compare/?with=SR-1999-01-01").status_code == 404


def test_a_withdrawn_incident_is_no_secret(withdrawn, signed_in, cast):
    page = signed_in(cast.viewer).get(f"/sitreps/{NUMBER}/")
    assert "1 incident in this report stands no longer." in words(page)
    assert gone_in(page) == [withdrawn.ref]
    assert "Issue a corrected report" not in words(page)


# ---------------------------------------------------------------- who is told, and the way out


def told_at_home(client):
    page = BeautifulSoup(client.get("/").content, "html.parser")
    return [line.get_text(" ", strip=True) for line in page.select(".wait") if NUMBER in str(line)]


def test_home_tells_those_who_may_decide(hidden, signed_in, cast):
    told = {role for role, person in cast.people.items() if told_at_home(signed_in(person))}
    assert told == {"publisher", "protection_officer"}


def test_nobody_of_another_service_is_told(hidden, signed_in):
    there = make_organisation(name="Another service")
    elsewhere = make_person(role="publisher", organisation=there)
    assert not reports_to_correct(elsewhere)
    assert signed_in(elsewhere).get(f"/sitreps/{NUMBER}/").status_code == 404


def test_a_publisher_learns_that_one_is_hidden_and_not_which(hidden, signed_in, cast):
    client = signed_in(cast.publisher)
    [line] = told_at_home(client)
    assert "It names an incident that was hidden since it was issued." in line
    page = client.get(f"/sitreps/{NUMBER}/")
    assert "1 incident in this report was hidden after it was issued" in words(page)
    assert "to be corrected" in words(client.get("/sitreps/"))


def test_a_corrected_report_ends_it_and_lists_nothing_of_the_hidden_place(
    hidden, first_day, signed_in
):
    client = signed_in(first_day.cast.publisher)
    page = client.get(f"/sitreps/{NUMBER}/")
    link = BeautifulSoup(page.content, "html.parser").select_one(".notice a.btn")
    form = BeautifulSoup(client.get(link["href"]).content, "html.parser").select_one("main form")
    sent = {"seen": form.select_one("[name=seen]")["value"], "status": "preliminary"}
    made = client.post(link["href"], sent | {"prepared_by": first_day.cast.publisher.pk})
    assert made["Location"] == f"/sitreps/{NUMBER}-2/"
    corrected = Sitrep.objects.get(number=f"{NUMBER}-2")
    assert (corrected.status, corrected.correction) == ("corrected", 1)
    assert {change["what"] for change in corrected.document["changes"]} == {"attacks"}
    assert not any(name in corrected.snapshot for name in VILLAGE)
    assert not reports_to_correct(first_day.cast.publisher)
    viewer = signed_in(first_day.cast.viewer)
    assert viewer.get(f"/sitreps/{NUMBER}-2/").status_code == 200
    assert f"{NUMBER}-2" in words(viewer.get(f"/sitreps/{NUMBER}/"))


def test_it_is_corrected_though_no_figure_differs(cast, signed_in):
    """One incident of unknown toll is hidden and another came: as many attacks, the same toll."""
    scope = the_scope(cast.publisher.organisation)
    unknown = {"status": "verified", "numbers": {("killed", "total"): None}}
    first = make_incident(cast=cast, place="C4121", **unknown)
    issue(scope, by=cast.publisher)
    take_step(first, "hide", cast.protection_officer)
    make_incident(cast=cast, **unknown)
    day = signed_in(cast.publisher).get(f"{TODAY}?area=SY02&area=SY07")
    assert "A corrected report is due." in words(day)
    corrected = issue(scope, by=cast.publisher)
    assert (corrected.status, corrected.document["changes"]) == ("corrected", [])
    assert issue(scope, by=cast.publisher) == corrected


def test_of_two_reports_the_one_that_stands_is_to_be_corrected(report, case, first_day, cast):
    """The later one was issued for another reason, before the incident went, and counts it too."""
    other = Incident.objects.get(pk=first_day.atarib.pk)
    take_step(other, "hide", cast.protection_officer)
    later = issue_again(first_day)
    take_step(case, "hide", cast.protection_officer)
    assert list(reports_to_correct(cast.publisher)) == [later]
    take_step(case, "reveal", cast.protection_officer)
    assert not reports_to_correct(cast.publisher)


def test_each_report_of_other_areas_is_corrected_by_itself(case, first_day, cast):
    issue_again(first_day)
    issue(the_scope(first_day.scope.organisation, pcodes=("SY07",)), by=cast.publisher)
    take_step(case, "withdraw", cast.publisher)
    there = make_person(role="publisher", username="idleb", areas=[area("SY07")])
    assert [each.number for each in reports_to_correct(there)] == [f"{NUMBER}-SY07"]
    assert len(reports_to_correct(cast.publisher)) == 2


def test_what_is_no_longer_there_on_the_day_is_counted_by_no_later_report(withdrawn, first_day):
    assert withdrawn.occurred_on == DAY
    assert issue_again(first_day).document["facts"]["attacks"] == 2


def test_a_report_of_what_a_hidden_incident_took_in_is_withheld_too(report, case, cast, signed_in):
    survivor = make_incident(cast=cast, status="published")
    case = Incident.objects.get(pk=case.pk)
    merging.merge(case, survivor, by=cast.reviewer, reason="One attack, told twice.")
    desk = signed_in(cast.viewer)
    assert desk.get(f"/sitreps/{NUMBER}/").status_code == 200
    take_step(survivor, "hide", cast.protection_officer)
    assert [desk.get(f"/sitreps/{NUMBER}{form}").status_code for form in FORMS] == [403] * 5
    assert signed_in(cast.protection_officer).get(f"/sitreps/{NUMBER}/").status_code == 200


def test_a_corrected_report_lists_nothing_of_what_a_hidden_incident_took_in(
    report, first_day, case, cast
):
    survivor = make_incident(cast=cast, status="published", occurred_on=DAY.replace(month=9))
    case = Incident.objects.get(pk=case.pk)
    merging.merge(case, survivor, by=cast.reviewer, reason="One attack, told twice.")
    take_step(survivor, "hide", cast.protection_officer)
    said = issue_again(first_day).document["changes"]
    assert not [each for each in said if each["place"] and each["place"]["pcode"] == VILLAGE[2]]
