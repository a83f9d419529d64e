"""The list: what it is narrowed by, what it never shows, and what it costs."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework import actions, merging
from incidents.models import Damage, Incident, Response
from tests.factories import (
    at,
    make_incident,
    make_source,
    make_ticket,
    report_records,
    toll,
)


@pytest.fixture
def listed(cast, signed_in):
    """`listed(person, **query)`: the references shown, in their order."""

    def refs(person, **query):
        page = signed_in(person).get("/incidents/", query)
        assert page.status_code == 200
        return [line["incident"].ref for line in page.context["lines"]]

    return refs


def test_a_period_an_area_a_weapon_and_a_status_narrow_it(cast, listed):
    strike = make_incident(cast=cast, status="submitted")
    camp = make_incident(
        cast=cast, place="C4121", occurred_on=date(2024, 11, 27), weapon="cluster_munition"
    )
    assert listed(cast.viewer) == [strike.ref, camp.ref]
    assert listed(cast.viewer, since="2024-11-28") == [strike.ref]
    assert listed(cast.viewer, until="2024-11-27") == [camp.ref]
    assert listed(cast.viewer, area="SY07") == [camp.ref]
    assert listed(cast.viewer, area="SY") == [strike.ref, camp.ref]
    assert listed(cast.viewer, weapon="airstrike") == [strike.ref]
    assert listed(cast.viewer, status="draft") == [camp.ref]
    assert listed(cast.viewer, sort="oldest") == [camp.ref, strike.ref]


def test_the_deadliest_come_first_and_the_unknown_last(cast, listed):
    few = make_incident(cast=cast, numbers=toll(killed=2))
    unknown = make_incident(cast=cast, numbers=toll(injured=3))
    many = make_incident(cast=cast, numbers=toll(killed=(20, None)))
    assert listed(cast.viewer, sort="deadliest") == [many.ref, few.ref, unknown.ref]


WORDS = ["atarib", "Atareb", "الأتارب", "اتارب", "C1022", "popular market", "السوق", "Jebel Saman"]


@pytest.mark.parametrize("words", WORDS)
def test_words_in_either_language_find_it(cast, listed, words):
    found = make_incident(cast=cast, site_name="the popular market", narrative="قصف السوق الشعبي")
    make_incident(cast=cast, place="C4121")
    assert listed(cast.viewer, q=words) == [found.ref]


def test_a_reference_finds_its_incident_even_in_part(cast, listed):
    first, _second = make_incident(cast=cast), make_incident(cast=cast)
    assert listed(cast.viewer, q=first.ref.lower()) == [first.ref]
    assert listed(cast.viewer, q="000001") == [first.ref]


def test_what_cannot_be_read_is_said_and_left_out(cast, signed_in):
    make_incident(cast=cast)
    query = {"since": "yesterday", "area": "Nowhereville", "page": "77", "sort": "magic"}
    page = signed_in(cast.viewer).get("/incidents/", query)
    assert set(page.context["form"].errors) == {"since", "area", "sort"}
    assert len(page.context["lines"]) == 1


def test_unknown_is_written_as_a_word_and_zero_as_zero(cast, signed_in):
    make_incident(cast=cast, numbers=toll(killed=0))
    page = signed_in(cast.viewer).get("/incidents/").content.decode()
    assert '<bdi dir="ltr" data-number>0</bdi>' in page
    assert "unknown" in page


def test_sources_that_differ_are_flagged_until_one_revises_the_other(cast, signed_in):
    incident = make_incident(cast=cast, numbers=toll(killed=13))
    paper = make_source(incident, kind="media", name="A newspaper")
    report = report_records(incident, paper, toll(killed=15), as_of=at(hour=20))
    actions.add(incident, paper, *report, by=cast.coordinator)
    page = signed_in(cast.viewer).get("/incidents/")
    assert page.context["lines"][0]["differing"] == ["13", "15"]
    incident.refresh_from_db()
    own = incident.sources.first()
    later = report_records(incident, own, toll(killed=15), as_of=at(hour=21))
    actions.add(incident, *later, by=cast.coordinator)
    page = signed_in(cast.viewer).get("/incidents/")
    assert page.context["lines"][0]["differing"] == []


def test_a_row_tells_of_ordnance_that_the_reader_may_see(cast, signed_in):
    make_ticket(cast=cast, incident=make_incident(cast=cast))
    assert "1 ordnance ticket" in signed_in(cast.viewer).get("/incidents/").content.decode()


@pytest.mark.parametrize(
    ("status", "role", "word"),
    [
        ("draft", "coordinator", "Finish"),
        ("draft", "colleague", None),
        ("submitted", "reviewer", "Start the review"),
        ("submitted", "coordinator", None),
        ("in_review", "reviewer", "Continue"),
        ("verified", "publisher", "Preview"),
        ("amending", "second_reviewer", "Decide"),
        ("published", "reviewer", None),
    ],
)
def test_a_row_offers_what_this_person_would_do_next(cast, signed_in, status, role, word):
    make_incident(cast=cast, status=status)
    [line] = signed_in(getattr(cast, role)).get("/incidents/").context["lines"]
    assert (line["next"] and str(line["next"][1])) == word


def test_the_export_takes_the_same_filter(cast, signed_in):
    make_incident(cast=cast, weapon="rocket")
    page = signed_in(cast.viewer).get("/incidents/?weapon=rocket").content.decode()
    assert "/exchange/export/incidents/?weapon=rocket" in page


def test_the_presets_count_what_waits(cast, signed_in, listed):
    mine = make_incident(cast=cast, status="submitted", by=cast.reviewer)
    waiting = make_incident(cast=cast, status="submitted")
    assert listed(cast.reviewer, view="review") == [waiting.ref]
    assert listed(cast.second_reviewer, view="review") == [waiting.ref, mine.ref]
    page = signed_in(cast.reviewer).get("/incidents/review/")
    assert page.url == "/incidents/?view=review"
    chips = signed_in(cast.reviewer).get("/incidents/").context["chips"]
    assert {chip["name"]: chip["count"] for chip in chips}["review"] == 1


def test_htmx_gets_the_rows_alone(cast, signed_in):
    make_incident(cast=cast)
    page = signed_in(cast.viewer).get("/incidents/", headers={"HX-Request": "true"})
    assert page.content.decode().strip().startswith('<div id="rows">')


def test_hidden_records_leak_nowhere(cast, signed_in, listed):
    shown = make_incident(cast=cast)
    hidden = make_incident(cast=cast, status="hidden", title="A secret gathering")
    assert listed(cast.viewer) == [shown.ref]
    assert listed(cast.viewer, q="secret gathering") == []
    assert listed(cast.viewer, status="hidden") == [shown.ref]
    client = signed_in(cast.coordinator)
    for address in ("/incidents/", f"/incidents/{shown.ref}/", "/incidents/?q=secret"):
        page = client.get(address)
        assert hidden.ref not in page.content.decode()
        assert "A secret gathering" not in page.content.decode()
    assert client.get("/incidents/").context["page"].count.number == 1
    assert client.get(f"/incidents/{hidden.ref}/").status_code == 404
    assert listed(cast.protection_officer, status="hidden") == [hidden.ref]


def test_an_area_scope_bounds_the_list(cast, areas, listed):
    inside, outside = make_incident(cast=cast), make_incident(cast=cast, place="C4121")
    cast.viewer.areas.set([areas["SY02"]])
    assert listed(cast.viewer) == [inside.ref]
    assert outside.ref not in listed(cast.viewer, q="Sarmada")


# ---------------------------------------------------------------- what it costs


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as counted:
        assert client.get(address).status_code == 200
    return len(counted)


def test_the_list_asks_the_same_number_of_questions_for_1_and_for_20(cast, signed_in):
    client = signed_in(cast.reviewer)
    make_incident(cast=cast)
    one = queries(client, "/incidents/")
    for number in range(19):
        make_incident(cast=cast, occurred_on=date(2024, 10, number + 1))
    assert queries(client, "/incidents/") == one
    assert one <= 20


def test_a_page_asks_the_same_number_of_questions_for_1_and_for_20_reports(cast, signed_in):
    client = signed_in(cast.coordinator)
    incident = make_incident(cast=cast)
    address = f"/incidents/{incident.ref}/"
    add_everything(cast, incident, 0)  # a question for each kind of record that there is
    one = queries(client, address)
    for number in range(1, 20):
        add_everything(cast, incident, number)
    assert queries(client, address) == one


def test_a_page_asks_the_same_number_of_questions_for_1_and_for_20_neighbours(cast, signed_in):
    client = signed_in(cast.coordinator)
    address = f"/incidents/{make_incident(cast=cast).ref}/"
    make_incident(cast=cast)
    one = queries(client, address)
    for _number in range(19):
        make_incident(cast=cast)
    assert queries(client, address) == one


def add_everything(cast, incident, number):
    source = make_source(incident, kind="media", name=f"Paper {number}")
    report = report_records(incident, source, toll(killed=number, injured=2), reason="More found.")
    damage = Damage(incident=incident, facility="home", level="damaged")
    response = Response(incident=incident, organisation="Civil Defence", actions=["first_aid"])
    actions.add(incident, source, *report, damage, response, by=cast.coordinator)
    incident.refresh_from_db()


def test_what_a_hidden_incident_took_in_is_hidden_with_it(cast, signed_in):
    """They are one event: the one that was taken in still tells where and how."""
    first, second, last = (make_incident(cast=cast, site_name="lastsupper") for _n in range(3))
    for absorbed, survivor in ((first, second), (second, last)):
        merging.merge(fresh(absorbed), fresh(survivor), by=cast.reviewer, reason="One attack.")
    desk, officer = signed_in(cast.coordinator), signed_in(cast.protection_officer)
    page = reverse("incidents:history", args=[first.ref])
    assert desk.get(page).status_code == 200
    actions.move(fresh(last), "hide", by=cast.protection_officer, reason="A witness lives there.")
    for each in (first, second):
        assert desk.get(reverse("incidents:history", args=[each.ref])).status_code == 404
    assert not Incident.objects.visible_to(cast.coordinator).exists()
    assert "INC-" not in desk.get(reverse("search"), {"q": "lastsupper"}).text
    assert officer.get(page).status_code == 200
    actions.move(fresh(last), "reveal", by=cast.protection_officer, reason="They moved away.")
    assert desk.get(page).status_code == 200


def fresh(incident):
    return Incident.objects.get(pk=incident.pk)
