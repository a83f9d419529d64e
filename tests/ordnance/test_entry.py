"""Logging a ticket and what belongs to it, through the pages."""

import uuid

import pytest
from django.urls import reverse
from django.utils.html import escape

from casework import actions, merging
from ordnance.models import Ticket
from tests.factories import area, make_incident, make_person, make_ticket

REPORT = {
    "place": "C1022",
    "reported_at": "2024-11-28T09:00",
    "category": "submunition",
    "written": "small tins with a white ribbon",
    "quantity_reported": "3",
    "channel": "phone",
    "reporter_name": "Rana",
    "reporter_phone": "0999",
    "consent_to_contact": "on",
}


def page(name, *args):
    return reverse(f"ordnance:{name}", args=args)


def test_a_first_report_makes_a_ticket_with_its_caller_and_its_item(cast, signed_in):
    answer = signed_in(cast.coordinator).post(page("create"), REPORT)
    ticket = Ticket.objects.get()
    assert answer.url == ticket.get_absolute_url()
    sighting, item = ticket.sightings.get(), ticket.items.get()
    assert (sighting.reporter_name, sighting.consent_to_contact) == ("Rana", True)
    assert str(sighting.purge_on) == "2025-05-27"  # 180 days
    assert (item.category, item.quantity_reported) == ("submunition", 3)
    assert ticket.priority == ""  # a person triages


def test_a_point_that_looks_swapped_is_kept_with_a_remark(cast, signed_in):
    client = signed_in(cast.dispatcher)
    shown = client.post(page("create"), {**REPORT, "point": "36.8284, 36.1379"}, follow=True)
    assert "Latitude and longitude look swapped" in shown.content.decode()


def test_a_report_sent_twice_is_one_ticket(cast, signed_in):
    client, sent = signed_in(cast.coordinator), REPORT | {"submission_key": str(uuid.uuid4())}
    first, again = client.post(page("create"), sent), client.post(page("create"), sent)
    assert first.url == again.url
    assert Ticket.objects.count() == 1


# fmt: off
BAD = (
    ("place",             {"place": "Nowhereville"}),
    ("place",             {"place": ""}),
    ("reported_at",       {"reported_at": "2031-01-01T09:00"}),
    ("point",             {"point": "51.5, -0.12"}),
    ("point",             {"point": "36.1379, 36.8284", "location_unsafe": "on"}),
    ("quantity_reported", {"quantity_reported": "-1"}),
    ("incident",          {"incident": "INC-1999-000001"}),
)
# fmt: on


@pytest.mark.parametrize(("field", "wrong"), BAD)
def test_a_mistake_is_said_at_its_field_and_nothing_is_saved(cast, signed_in, field, wrong):
    answer = signed_in(cast.coordinator).post(page("create"), REPORT | wrong)
    assert answer.status_code == 422
    assert answer.context["form"].errors[field]
    assert "small tins" in answer.text
    assert not Ticket.objects.exists()


def test_a_place_that_is_unsafe_to_record_keeps_no_point(cast, signed_in):
    signed_in(cast.coordinator).post(page("create"), REPORT | {"location_unsafe": "on"})
    assert Ticket.objects.get().latitude is None


def test_only_eod_is_asked_for_a_model(cast, signed_in):
    asked = {
        role: "munition"
        in signed_in(getattr(cast, role)).get(page("create")).context["form"].fields
        for role in ("coordinator", "dispatcher", "team_leader")
    }
    assert asked == {"coordinator": False, "dispatcher": False, "team_leader": True}


def test_the_safety_message_comes_first(cast, signed_in):
    text = signed_in(cast.coordinator).get(page("create")).text
    assert 0 < text.index("Do not approach") < text.index('<form class="case-form"')
    assert "لا تقترب" in text


def test_the_incident_that_left_it_comes_with_the_link(cast, signed_in):
    incident = make_incident(cast=cast)
    client = signed_in(cast.coordinator)
    assert incident.ref in client.get(page("create") + f"?incident={incident.ref}").text
    client.post(page("create"), REPORT | {"incident": incident.ref})
    ticket = Ticket.objects.get()
    assert incident.tickets.get() == ticket
    assert incident.ref in client.get(ticket.get_absolute_url()).text


def test_a_link_to_an_incident_is_made_and_taken_away(cast, signed_in):
    incident, ticket = make_incident(cast=cast), make_ticket(cast=cast)
    client = signed_in(cast.dispatcher)
    client.post(page("link_incident", ticket.ref), {"incident": incident.ref, "seen": 1})
    ticket.refresh_from_db()
    assert ticket.incident == incident
    client.post(page("link_incident", ticket.ref), {"incident": "", "seen": 2})
    ticket.refresh_from_db()
    assert ticket.incident is None
    assert [e.changes["incident"] for e in ticket.events.filter(verb="edited")]


def test_tickets_nearby_show_beside_the_form(cast, signed_in):
    other = make_ticket(cast=cast)
    client = signed_in(cast.coordinator)
    assert other.ref in client.post(page("nearby"), REPORT).text
    looked = client.post(page("create"), REPORT | {"look": "1"})
    assert other.ref in looked.text
    assert Ticket.objects.count() == 1


def test_a_second_caller_joins_a_ticket_even_when_it_is_closed(cast, signed_in):
    ticket = make_ticket(cast=cast, status="closed")
    sent = {"seen_at": "2024-11-28T12:00", "channel": "radio", "description": "It is still there"}
    answer = signed_in(cast.coordinator).post(page("sighting_create", ticket.ref), sent)
    assert answer.status_code == 302
    assert ticket.sightings.count() == 2


def test_a_record_sent_twice_is_one_record(cast, signed_in):
    ticket = make_ticket(cast=cast)
    client, sent = signed_in(cast.dispatcher), {"submission_key": str(uuid.uuid4())}
    caller = sent | {"seen_at": "2024-11-28T12:00", "channel": "radio"}
    item = sent | {"category": "rocket", "state": "uxo", "certainty": "possible"}
    item |= {"condition": "unknown"}
    for _ in range(2):
        for name, given in (("sighting_create", caller), ("item_create", item)):
            answer = client.post(page(name, ticket.ref), given)
            assert answer.url == ticket.get_absolute_url()
    assert (ticket.sightings.count(), ticket.items.count()) == (2, 2)


def test_the_key_of_another_ticket_s_record_is_no_way_in(cast, signed_in):
    one, two = make_ticket(cast=cast), make_ticket(cast=cast)
    sent = {"seen_at": "2024-11-28T12:00", "channel": "radio"}
    sent |= {"submission_key": str(two.sightings.get().pk)}
    answer = signed_in(cast.dispatcher).post(page("sighting_create", one.ref), sent)
    assert (answer.status_code, one.sightings.count()) == (302, 2)
    assert two.sightings.count() == 1


def test_a_duplicate_leads_to_the_ticket_that_stays(cast, signed_in):
    one, two = make_ticket(cast=cast), make_ticket(cast=cast)
    client = signed_in(cast.dispatcher)
    sent = {"seen": 1, "duplicate_of": one.ref, "reason": "The same roof."}
    assert client.post(page("step", two.ref, "duplicate"), sent).status_code == 302
    assert client.get(two.get_absolute_url()).url == one.get_absolute_url()


def test_a_candidate_is_taken_over_into_the_form(cast, signed_in):
    one, two = make_ticket(cast=cast), make_ticket(cast=cast)
    where = page("step", two.ref, "duplicate") + f"?of={one.ref}"
    assert f'value="{one.ref}"' in signed_in(cast.dispatcher).get(where).text


def test_a_duplicate_of_itself_or_of_nothing_is_refused(cast, signed_in):
    ticket = make_ticket(cast=cast)
    for ref in (ticket.ref, "TKT-1999-000001"):
        sent = {"seen": 1, "duplicate_of": ref, "reason": "The same roof."}
        answer = signed_in(cast.dispatcher).post(page("step", ticket.ref, "duplicate"), sent)
        assert answer.status_code == 422


# ---------------------------------------------------------------- triage


def test_the_triage_page_says_which_line_fires_for_the_answers_as_they_stand(cast, signed_in):
    ticket = make_ticket(cast=cast)
    client = signed_in(cast.dispatcher)
    far = {"land_use": "ruin", "distance_to_people": "over_500", "blocks_service": "false"}
    fragment = client.post(page("finding", ticket.ref), far).text
    assert "Sensitive and exposed." in fragment
    assert "<html" not in fragment
    near = client.post(page("finding", ticket.ref), far | {"distance_to_people": "under_100"}).text
    assert "less than 100 m from people" in near
    assert "Advisory starting distance" in near
    ticket.refresh_from_db()
    assert ticket.land_use == ""


def test_another_choice_than_the_rule_s_is_told_beside_the_answers(cast, signed_in):
    ticket, client = make_ticket(cast=cast), signed_in(cast.dispatcher)
    far = {"land_use": "ruin", "distance_to_people": "over_500", "blocks_service": "false"}
    lower = client.post(page("finding", ticket.ref), far | {"priority": "minor"}).text
    higher = client.post(page("finding", ticket.ref), far | {"priority": "immediate"}).text
    assert "lower than the rule. Say why." in lower
    assert "higher than the rule. Say why." in higher


def test_advice_says_its_source_and_how_far_to_trust_it(cast, signed_in):
    ticket = make_ticket(cast=cast)
    fragment = signed_in(cast.dispatcher).post(page("finding", ticket.ref), {}).text
    assert "by kind alone, because the fill is not known" in fragment
    assert "no EOD lead has signed it off yet" in fragment
    assert "cordon-1b" in fragment


def test_without_a_script_a_button_recomputes_and_saves_nothing(cast, signed_in):
    ticket = make_ticket(cast=cast)
    sent = {"seen": 1, "land_use": "ruin", "distance_to_people": "over_500", "recompute": "1"}
    answer = signed_in(cast.dispatcher).post(page("step", ticket.ref, "triage"), sent)
    assert "assumes what is unknown" in answer.text or "Sensitive and exposed." in answer.text
    ticket.refresh_from_db()
    assert ticket.status == "reported"


def test_triage_without_looking_for_duplicates_is_refused(cast, signed_in):
    ticket = make_ticket(cast=cast)
    sent = {"seen": 1, "land_use": "ruin", "distance_to_people": "over_500"}
    client = signed_in(cast.dispatcher)
    answer = client.post(page("step", ticket.ref, "triage"), sent)
    assert answer.status_code == 422
    assert "duplicates_checked" in answer.context["form"].errors
    done = client.post(page("step", ticket.ref, "triage"), sent | {"duplicates_checked": "on"})
    assert done.status_code == 302


# ---------------------------------------------------------------- answers of the pages


def test_a_stale_correction_is_answered_with_what_changed(cast, signed_in):
    ticket = make_ticket(cast=cast)
    ticket.site_name = "Roof"
    actions.edit(ticket, by=cast.dispatcher)
    sent = {"seen": 1, "place": "C1022", "reported_at": "2024-11-28T09:00", "site_name": "Yard"}
    answer = signed_in(cast.dispatcher).post(page("edit", ticket.ref), sent)
    assert answer.status_code == 409
    assert "Roof" in answer.text
    ticket.refresh_from_db()
    assert ticket.site_name == "Roof"


def test_a_closed_ticket_is_not_corrected(cast, signed_in):
    ticket = make_ticket(cast=cast, status="closed")
    answer = signed_in(cast.dispatcher).get(page("edit", ticket.ref))
    assert answer.status_code == 409
    assert escape("reopen it first") in answer.text


def test_what_is_missing_to_resolve_is_listed(cast, signed_in):
    ticket = make_ticket(cast=cast, status="on_site")
    answer = signed_in(cast.team_leader).get(page("step", ticket.ref, "resolve"))
    assert answer.status_code == 409
    assert "say how many were found" in answer.text


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("create", "viewer"),
        ("edit", "viewer"),
        ("item_create", "coordinator"),
        ("sighting_create", "viewer"),
        ("link_incident", "reviewer"),
        ("file_create", "publisher"),
        ("finding", "team_leader"),
    ],
)
def test_what_a_role_may_not_do_is_403(cast, signed_in, name, role):
    ticket = make_ticket(cast=cast)
    args = [] if name == "create" else [ticket.ref]
    assert signed_in(getattr(cast, role)).post(page(name, *args)).status_code == 403


def test_a_disposal_needs_the_right(cast, signed_in):
    ticket = make_ticket(cast=cast, status="on_site")
    item = ticket.items.get()
    where = page("disposal_create", ticket.ref, item.pk)
    assert signed_in(cast.dispatcher).get(where).status_code == 403
    assert signed_in(cast.team_leader).get(where).status_code == 200
    assert signed_in(cast.stranger).get(where).status_code == 404


def test_an_item_of_another_ticket_is_not_found(cast, signed_in):
    one, two = make_ticket(cast=cast), make_ticket(cast=cast)
    where = page("item_edit", one.ref, two.items.get().pk)
    assert signed_in(cast.dispatcher).get(where).status_code == 404


# ---------------------------------------------------------------- finding tickets


def test_the_list_narrows(cast, signed_in):
    incident = make_incident(cast=cast)
    make_ticket(cast=cast, place="C4121", incident=incident, site_name="Old mill")
    make_ticket(cast=cast, place="C1139", status="triaged")
    client = signed_in(cast.dispatcher)

    def count(**asked):
        return client.get(page("list"), asked).context["page"].count.number

    assert count() == 2
    assert count(area="SY07") == count(area="C4121") == count(q="mill") == 1
    assert count(q="الدانا") == count(q="سرمدا") == count(incident=incident.ref) == 1
    assert count(state="open") == 2
    assert count(state="triaged") == count(priority="immediate") == count(priority="none") == 1
    assert count(overdue="on") == 1  # the other has a day from its triage
    assert count(mine="on") == count(since="2025-01-01") == count(q="nothing like it") == 0
    assert count(team="nonsense", order="nonsense") == 2


def test_htmx_gets_the_rows_alone(cast, signed_in):
    make_ticket(cast=cast)
    answer = signed_in(cast.dispatcher).get(page("list"), headers={"HX-Request": "true"})
    assert "<html" not in answer.text
    assert 'id="rows"' in answer.text
    assert "HX-Request" in answer["Vary"]


def test_the_board_shows_the_most_urgent_first_and_how_many_more(cast, signed_in):
    for _ in range(9):
        make_ticket(cast=cast, status="triaged")
    answer = signed_in(cast.dispatcher).get(page("board"))
    triaged = next(c for c in answer.context["columns"] if c.status == "triaged")
    assert (len(triaged.cards), triaged.count, triaged.more) == (8, 9, 1)
    assert "state=triaged" in answer.text


def test_unmerging_gives_a_ticket_its_page_back(cast, signed_in):
    one, two = make_ticket(cast=cast), make_ticket(cast=cast)
    merging.merge(two, one, by=cast.dispatcher, reason="The same.", step="duplicate")
    two.refresh_from_db()
    merging.unmerge(two, by=cast.dispatcher, reason="Two after all.", step="separate")
    assert signed_in(cast.viewer).get(two.get_absolute_url()).status_code == 200


# ---------------------------------------------------------------- strangers, and two at once

OF_A_TICKET = (
    *("detail", "edit", "link_incident", "priority", "finding"),
    *("sighting_create", "item_create", "file_create"),
)


@pytest.mark.parametrize("method", ["get", "post"])
def test_for_a_stranger_no_page_of_a_ticket_exists(cast, signed_in, method):
    ticket, client = make_ticket(cast=cast, status="on_site"), signed_in(cast.stranger)
    item = ticket.items.get()
    addresses = [page(name, ticket.ref) for name in OF_A_TICKET]
    addresses += [page("step", ticket.ref, name) for name in ticket.workflow.steps]
    addresses += [page(name, ticket.ref, item.pk) for name in ("item_edit", "disposal_create")]
    answers = {where: getattr(client, method)(where).status_code for where in addresses}
    assert set(answers.values()) == {404}, answers


def test_a_ticket_outside_one_s_areas_does_not_exist_either(cast, signed_in):
    ticket = make_ticket(cast=cast, place="C4121")
    away = make_person(role="dispatcher", areas=[area("SY02")])
    assert signed_in(away).get(ticket.get_absolute_url()).status_code == 404
    answer = signed_in(away).post(page("create"), REPORT | {"place": "C4121"})
    assert answer.status_code == 422
    assert "outside the areas" in answer.text


def test_two_people_count_one_item_and_the_second_is_told(cast, signed_in):
    ticket = make_ticket(cast=cast, status="on_site")
    where = page("item_edit", ticket.ref, ticket.items.get().pk)
    sent = {"seen": ticket.version, "category": "submunition", "state": "uxo"}
    sent |= {"certainty": "probable", "condition": "intact", "burial": "surface"}
    client = signed_in(cast.team_leader)
    assert client.post(where, sent | {"quantity_found": 2}).status_code == 302
    answer = client.post(where, sent | {"quantity_found": 3})
    assert answer.status_code == 409
    assert ticket.items.get().quantity_found == 2


def test_a_step_taken_twice_is_a_conflict_and_says_what_is_now(cast, signed_in):
    ticket = make_ticket(cast=cast, status="triaged")
    client = signed_in(cast.dispatcher)
    sent = {"seen": 1, "land_use": "ruin", "distance_to_people": "over_500"}
    answer = client.post(page("step", ticket.ref, "triage"), sent | {"duplicates_checked": "on"})
    assert answer.status_code == 409
    assert "is now" in answer.text


def test_a_slip_of_the_year_is_told_at_its_field(cast, signed_in):
    sent = {"reported_at": "9999-12-31T23:59", "place": "C1022", "channel": "phone"}
    answer = signed_in(cast.dispatcher).post("/tickets/new/", sent)
    assert answer.status_code == 422
    assert "reported_at" in answer.context["form"].errors
