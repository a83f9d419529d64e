"""One step for many cases of a list: the same verb for each, an answer for each; and the counts."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from casework.models import Batch
from config import bulk
from config.bulk import MOST
from incidents import views
from incidents.models import Incident
from ordnance.models import Ticket
from tests import factories


@pytest.fixture
def drafts(cast):
    return [factories.make_incident(cast=cast, status="submitted") for _ in range(3)]


def shown(cases):
    return [f"{case.ref}:{case.version}" for case in cases]


def claim(client, cases, **more):
    return client.post("/bulk/incidents/", {"step": "claim", "case": shown(cases), **more})


def test_a_step_is_taken_on_each_chosen_case_as_one_act(cast, signed_in, drafts):
    page = claim(signed_in(cast.reviewer), drafts[:2], go="1")
    assert page.context["done"] == 2
    assert Incident.objects.filter(status="in_review").count() == 2
    batch = Batch.objects.get(kind=Batch.Kind.BULK_STEP)
    events = Incident.events.rel.related_model.objects.filter(batch=batch)
    assert [(event.verb, event.by) for event in events] == [("claim", cast.reviewer)] * 2


def test_what_the_step_needs_is_asked_first(cast, signed_in, drafts):
    page = claim(signed_in(cast.reviewer), drafts)
    assert all(ref in page.content.decode() for ref in (case.ref for case in drafts))
    assert Incident.objects.filter(status="in_review").count() == 0


@pytest.mark.parametrize("version", ["²", "-1", "1.0", "", "x"])
def test_a_version_that_is_no_number_chooses_nothing(cast, signed_in, drafts, version):
    asked = {"step": "claim", "go": "1", "case": [f"{drafts[0].ref}:{version}"]}
    assert signed_in(cast.reviewer).post("/bulk/incidents/", asked).status_code == 302
    assert Incident.objects.filter(status="in_review").count() == 0


def test_more_than_may_be_chosen_at_once_is_said(cast, signed_in, drafts):
    many = [f"INC-1999-{n:06}:1" for n in range(MOST)]
    asked = {"step": "claim", "case": shown(drafts) + many}
    page = signed_in(cast.reviewer).post("/bulk/incidents/", asked).content.decode()
    assert f"Only the first {MOST}" in page


def test_each_refusal_is_told_and_the_others_go_on(cast, signed_in, drafts):
    own = factories.make_incident(cast=cast, status="submitted", by=cast.reviewer)
    stale = shown(drafts[1:2])[0].partition(":")[0] + ":0"
    asked = {"step": "claim", "go": "1", "case": [*shown([drafts[0], own]), stale]}
    page = signed_in(cast.reviewer).post("/bulk/incidents/", asked)
    refusals = {answer.case.ref: answer.refusal for answer in page.context["answers"]}
    assert refusals[drafts[0].ref] == ""
    assert refusals[own.ref]
    assert "Somebody changed it" in refusals[drafts[1].ref]
    assert Incident.objects.filter(status="in_review").count() == 1


def test_an_act_that_did_nothing_leaves_no_trace(cast, signed_in, drafts):
    own = factories.make_incident(cast=cast, status="submitted", by=cast.reviewer)
    claim(signed_in(cast.reviewer), [own], go="1")
    assert not Batch.objects.filter(kind=Batch.Kind.BULK_STEP).exists()


def test_what_one_may_not_see_is_not_among_the_chosen(cast, signed_in, drafts):
    hidden = factories.make_incident(cast=cast, status="hidden")
    page = claim(signed_in(cast.reviewer), [hidden, drafts[0]])
    assert [case.ref for case, _version in page.context["chosen"]] == [drafts[0].ref]


@pytest.mark.parametrize(
    ("role", "step", "status"),
    [("viewer", "claim", 403), ("reviewer", "verify", 403), ("reviewer", "nonsense", 404)],
)
def test_a_step_that_is_not_for_many_or_not_theirs_is_refused(
    cast, signed_in, drafts, role, step, status
):
    asked = {"step": step, "case": shown(drafts), "go": "1"}
    answer = signed_in(cast.people[role]).post("/bulk/incidents/", asked)
    assert answer.status_code == status


def test_tickets_are_put_on_hold_together_with_what_the_step_needs(cast, signed_in):
    tickets = [factories.make_ticket(cast=cast, status="triaged") for _ in range(2)]
    asked = {"step": "hold", "case": shown(tickets), "go": "1", "hold_reason": "boredom"}
    client = signed_in(cast.dispatcher)
    assert "answers" not in client.post("/bulk/tickets/", asked).context
    week = timezone.localdate() + timedelta(days=7)
    asked |= {"hold_reason": "insecurity", "review_on": week.isoformat()}
    assert client.post("/bulk/tickets/", asked).context["done"] == 2
    assert set(Ticket.objects.values_list("status", flat=True)) == {"on_hold"}


# ---------------------------------------------------------------- the whole list


def test_all_of_a_filter_are_named_before_anything_is_done(cast, signed_in, drafts):
    other = factories.make_incident(cast=cast, status="submitted", place="C4121")
    asked = {"step": "claim", "whole": "1", "query": "area=C1022"}
    page = signed_in(cast.reviewer).post("/bulk/incidents/", asked)
    assert {case.ref for case, _version in page.context["chosen"]} == {d.ref for d in drafts}
    assert "on each of the 3 cases" in page.content.decode()
    assert other.ref not in page.content.decode()
    assert Incident.objects.filter(status="in_review").count() == 0


def test_what_comes_into_the_filter_meanwhile_is_not_acted_on(cast, signed_in, drafts):
    client = signed_in(cast.reviewer)
    asked = {"step": "claim", "whole": "1", "query": "status=submitted"}
    chosen = client.post("/bulk/incidents/", asked).context["chosen"]
    late = factories.make_incident(cast=cast, status="submitted")
    named = [f"{case.ref}:{version}" for case, version in chosen]
    page = client.post("/bulk/incidents/", asked | {"case": named, "go": "1"})
    assert page.context["done"] == 3
    late.refresh_from_db()
    assert late.status == "submitted"


def test_of_a_longer_list_the_first_are_taken_and_that_is_said(
    cast, signed_in, drafts, monkeypatch
):
    monkeypatch.setattr(bulk, "MOST", 2)
    asked = {"step": "claim", "whole": "1", "query": "sort=oldest"}
    page = signed_in(cast.reviewer).post("/bulk/incidents/", asked)
    assert [case for case, _version in page.context["chosen"]] == drafts[:2]
    assert "more than the 2 cases" in page.content.decode()


def test_a_list_of_several_leaves_offers_all_of_it(cast, signed_in, drafts, monkeypatch):
    client = signed_in(cast.reviewer)
    assert "of this list" not in client.get("/incidents/").content.decode()
    monkeypatch.setattr(views, "PER_PAGE", 2)
    assert "all 3 of this list" in client.get("/incidents/").content.decode()


# ---------------------------------------------------------------- counts by facet


ASKED = [
    ("/incidents/", ""),
    ("/incidents/", "weapon=rocket&status=draft"),
    ("/incidents/", "area=SY02&since=2024-11-01&until=2024-11-30&sort=deadliest"),
    ("/incidents/", "q=Atareb&weapon=airstrike&tells=killed-total"),
    ("/tickets/", ""),
    ("/tickets/", "state=triaged&q=Atareb&area=SY02"),
    ("/tickets/", "overdue=on&priority=none"),
]


@pytest.mark.parametrize(("address", "asked"), ASKED)
def test_each_count_is_a_link_to_so_many_cases(cast, signed_in, drafts, address, asked):
    factories.make_incident(cast=cast, weapon="rocket")
    factories.make_incident(cast=cast, place="C4121", occurred_on=date(2024, 10, 3))
    factories.make_ticket(cast=cast)
    factories.make_ticket(cast=cast, status="triaged")
    client = signed_in(cast.reviewer)
    facets = client.get(f"{address}?counts=1&{asked}").context["facets"]
    values = [value for facet in facets for value in facet.values]
    assert len(values) >= 3
    labels = [facet.label for facet in facets]
    assert "Governorate" in labels
    assert ("Month" in labels) == (address == "/incidents/")
    for value in values:
        page = client.get(address + value.url).context["page"]
        assert page.count.number == value.count, value


@pytest.mark.parametrize("address", ["/incidents/", "/tickets/"])
def test_where_nothing_is_found_nothing_is_counted(cast, signed_in, drafts, address):
    page = signed_in(cast.reviewer).get(f"{address}?counts=1&q=—")
    assert page.context["facets"] == []
    assert signed_in(cast.stranger).get(f"{address}?counts=1").context["facets"] == []


def test_counts_keep_the_rest_of_the_filter(cast, signed_in, drafts):
    factories.make_incident(cast=cast, place="C4121")
    facets = signed_in(cast.reviewer).get("/incidents/?area=C4121&counts=1").context["facets"]
    assert [value.count for value in facets[0].values] == [1]
    assert "area=C4121" in facets[0].values[0].url
