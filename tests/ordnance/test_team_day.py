"""A team's day on a phone: the order of its tickets, the four keys, and where nobody may look."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.messages import get_messages
from django.utils import timezone

from ordnance.models import Ticket
from ordnance.today import jobs_of
from tests.factories import make_ticket
from tests.matrix.world import picture

MINE = "/tickets/mine/"


@pytest.fixture
def day(cast, signed_in):
    """`day(**query)`: the page as the team leader gets it, and what it was made from."""

    def opened(person=None, **query):
        answer = signed_in(person or cast.team_leader).get(MINE, query)
        assert answer.status_code == 200
        answer.soup = BeautifulSoup(answer.content, "html.parser")
        return answer

    return opened


def keys(answer):
    return {act.word: act for act in answer.context["thumbs"]}


def test_what_waits_for_a_team_is_its_day_and_the_site_it_works_on_is_in_hand(cast, day):
    make_ticket(cast=cast, status="triaged")
    on_its_way = make_ticket(cast=cast, status="assigned")
    on_site = make_ticket(cast=cast, status="on_site")
    page = day()
    assert page.context["ticket"] == on_site
    assert [job.ticket for job in page.context["after"]] == [on_its_way]
    assert day(ticket=on_its_way.ref).context["ticket"] == on_its_way
    assert "ticket" not in day(cast.dispatcher).context


def test_the_ticket_that_is_asked_for_is_in_hand_however_long_the_day(cast, day, monkeypatch):
    monkeypatch.setattr("ordnance.views.mine.MOST_A_DAY", 1)
    first, last = (make_ticket(cast=cast, status=status) for status in ("on_site", "assigned"))
    asked = day(ticket=last.ref)
    assert asked.context["ticket"] == last
    assert [job.ticket for job in asked.context["after"]] == [first]


def test_the_day_is_ordered_by_priority_then_overdue_then_due(cast):
    now = timezone.now()
    made = [make_ticket(cast=cast, status="assigned") for _ in range(4)]
    wanted = [("immediate", -1), ("immediate", 2), ("immediate", 9), ("minor", -9)]
    for ticket, (priority, days) in zip(reversed(made), wanted, strict=True):
        rows = Ticket.objects.filter(pk=ticket.pk)
        rows.update(priority=priority, priority_by_rule="", due_at=now + timedelta(days=days))
    jobs = jobs_of(list(Ticket.objects.for_cards()), exact=True)
    assert [job.ticket for job in jobs] == made[::-1]


def test_distance_is_told_from_where_the_team_works_and_may_order_the_day(cast, day):
    make_ticket(cast=cast, status="on_site", place="C1022")
    far = make_ticket(cast=cast, status="assigned", place="C1139")
    near = make_ticket(cast=cast, status="assigned", place="C4121")
    jobs = day(order="near").context["after"]
    assert [job.ticket for job in jobs] == [near, far]
    assert 0 < jobs[0].km < jobs[1].km


@pytest.mark.parametrize(
    ("status", "words", "main"),
    [
        ("assigned", ["Arrive", "Mark", "Item", "Resolve"], "Arrive"),
        ("on_site", ["Arrived", "Mark", "Item", "Disposal"], "Disposal"),
        ("marked", ["Arrive", "Marked", "Item", "Disposal"], "Arrive"),
    ],
)
def test_the_four_keys_say_what_is_done_and_fill_what_comes_next(cast, day, status, words, main):
    ticket = make_ticket(cast=cast, status=status)
    ticket.items.update(quantity_found=3)
    Ticket.objects.filter(pk=ticket.pk).update(next_visit_on=timezone.localdate())
    page = day()
    thumbs = page.context["thumbs"]
    assert [act.word for act in thumbs] == words
    assert thumbs[page.context["main"]].word == main
    assert page.soup.select_one(".thumb .act.main").get_text(" ", strip=True).startswith(main)


def test_what_is_not_counted_comes_before_what_is_not_disposed_of(cast, day):
    ticket = make_ticket(cast=cast, status="on_site")
    ticket.items.update(quantity_found=None)
    page = day()
    assert page.context["thumbs"][page.context["main"]].word == "Count"
    assert "say how many were found" in page.context["job"].why_unresolved


def test_a_key_leads_back_to_the_day_with_the_ticket_in_hand(cast, day, signed_in):
    ticket = make_ticket(cast=cast, status="on_site")
    ticket.items.update(quantity_found=2)
    url = keys(day())["Disposal"].url
    sent = {"method": "destroy_in_situ", "quantity": 1, "done_at": "2024-11-29T10:00"}
    answer = signed_in(cast.team_leader).post(url, sent)
    assert (answer.status_code, answer.url) == (302, f"{MINE}?ticket={ticket.ref}")
    assert "1 left: the work is not finished" in day().text


def test_directions_are_for_the_phone_s_own_map_and_no_other_host(cast, day, settings):
    ticket = make_ticket(cast=cast, status="on_site")
    point = f"{ticket.latitude},{ticket.longitude}"
    assert [a["href"] for a in day().soup.select(".way a")] == [f"geo:{point}?q={point}"]
    settings.AFTERMATH_MAP_LINK = "https://maps.example/{latitude}/{longitude}"
    links = [a["href"] for a in day().soup.select(".way a")]
    assert links[1] == f"https://maps.example/{ticket.latitude}/{ticket.longitude}"


def test_a_point_that_is_not_safe_to_record_has_no_directions(cast, day):
    ticket = make_ticket(cast=cast, status="on_site")
    nowhere = {"latitude": None, "longitude": None, "geo_precision": ""}
    Ticket.objects.filter(pk=ticket.pk).update(location_unsafe=True, **nowhere)
    page = day()
    assert page.soup.select(".way a") == []
    assert "not recorded, because that is not safe" in page.text


def test_operations_are_one_tap_away(cast, day):
    make_ticket(cast=cast, status="on_site")
    assert "Call operations" not in day().text
    service = cast.team_leader.organisation
    service.operations_phone = "+000 000"
    service.save()
    assert day().soup.select_one("a.call")["href"] == "tel:%2B000%20000"


# ---------------------------------------------------------------- the balance while one types


@pytest.fixture
def reckoned(cast, signed_in):
    """`reckoned(found, disposed, **typed)`: the fragment for an item while a form is typed."""

    def typed(found, **sent):
        ticket = make_ticket(cast=cast, status="on_site")
        ticket.items.update(quantity_found=found)
        page = f"/tickets/{ticket.ref}/items/{ticket.items.get().pk}/balance/"
        text = signed_in(cast.team_leader).post(page, sent).text
        assert not ticket.items.get().disposals.exists()
        return " ".join(BeautifulSoup(text, "html.parser").get_text(" ").split())

    return typed


def test_the_balance_follows_what_is_typed_and_nothing_is_saved(reckoned):
    assert "2 left" in reckoned(3, method="destroy_in_situ", quantity="1")
    assert "left: the work" not in reckoned(3, method="destroy_in_situ", quantity="3")
    assert "3 left" in reckoned(3, method="destroy_in_situ", quantity="")


def test_more_than_was_found_is_refused_while_it_is_typed(reckoned):
    assert "only 3 were found" in reckoned(3, method="destroy_in_situ", quantity="5")
    assert "First say how many" in reckoned(None, method="destroy_in_situ", quantity="1")


def test_the_number_found_moves_the_balance_too(reckoned):
    assert "7 left" in reckoned(3, quantity_found="7", category="submunition")


def test_without_a_script_a_button_shows_the_balance_and_saves_nothing(cast, signed_in):
    ticket = make_ticket(cast=cast, status="on_site")
    ticket.items.update(quantity_found=3)
    item = ticket.items.get()
    page = f"/tickets/{ticket.ref}/items/{item.pk}/disposals/new/"
    sent = {"method": "destroy_in_situ", "quantity": 1, "reckon": "1"}
    answer = signed_in(cast.team_leader).post(page, sent)
    assert "2 left" in answer.text
    assert not item.disposals.exists()


# ---------------------------------------------------------------- photos


def test_a_photo_comes_straight_from_the_camera_and_is_shown_as_a_copy(cast, day, signed_in):
    ticket = make_ticket(cast=cast, status="on_site")
    form = day().soup.select_one("form.snap")
    assert form.select_one("[name=photo]")["capture"] == "environment"
    sent = {"photo": picture(), "kind": "before"}
    answer = signed_in(cast.team_leader).post(form["action"], sent)
    assert answer.url == f"{MINE}?ticket={ticket.ref}"
    kept = ticket.files.get()
    shown = day().soup.select_one(".photos img")["src"]
    assert shown == f"/tickets/{ticket.ref}/files/{kept.pk}/"
    nothing = signed_in(cast.team_leader).post(form["action"], {"kind": "before"})
    assert nothing.status_code == 422
    assert "Take a photo, or choose a file." in nothing.text


def test_the_same_photo_sent_twice_is_kept_once_and_its_first_is_named(cast, day, signed_in):
    ticket = make_ticket(cast=cast, status="on_site")
    page = day().soup.select_one("form.snap")["action"]
    for kind in ("before", "after"):
        answer = signed_in(cast.team_leader).post(page, {"photo": picture(), "kind": kind})
    assert answer.status_code == 302
    assert [kept.kind for kept in ticket.files.all()] == ["before"]
    assert "It is kept once." in str(list(get_messages(answer.wsgi_request))[-1])


# ---------------------------------------------------------------- arriving


def test_a_point_that_lies_oddly_is_said_on_arrival_without_a_script(cast, signed_in):
    ticket = make_ticket(cast=cast, status="assigned")
    place = ticket.place
    swapped = f"{place.longitude}, {place.latitude}"
    sent = {"seen": ticket.version, "arrived_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M")}
    sent |= {"point": swapped, "place": place.pcode}
    page = f"/tickets/{ticket.ref}/steps/arrive/"
    answer = signed_in(cast.team_leader).post(page, sent, follow=True)
    assert answer.redirect_chain, answer.context["form"].errors
    assert "swapped" in " ".join(str(each) for each in answer.context["messages"])
