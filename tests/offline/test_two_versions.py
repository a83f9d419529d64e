"""A correction that met a newer version: both are shown, and what is chosen is saved."""

from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup

from casework import actions
from incidents.models import Incident
from ordnance.models import Ticket
from tests.factories import make_incident, make_ticket


@pytest.fixture
def incident(cast):
    return make_incident(cast=cast, status="draft")


@pytest.fixture
def desk(cast, signed_in):
    return signed_in(cast.coordinator)


def form_in(answer, inside="form.case-form"):
    """{name: [value, …]} of the form as a browser would post it."""
    page = BeautifulSoup(answer.content, "html.parser")
    posted = {}
    for control in page.select_one(f"main {inside}").find_all(["input", "select", "textarea"]):
        name, kind = control.get("name"), control.get("type")
        if not name or kind == "file":
            continue
        if kind in ("radio", "checkbox") and not control.has_attr("checked"):
            continue
        if control.name == "select":
            values = [o["value"] for o in control.find_all("option") if o.has_attr("selected")]
        elif control.name == "textarea":
            values = [control.get_text().removeprefix("\n")]
        else:
            values = [control.get("value", "")]
        posted.setdefault(name, []).extend(values)
    return posted


def send(client, address, fields):
    """As a browser sends a form without files."""
    plain = "application/x-www-form-urlencoded"
    return client.post(address, urlencode(fields, doseq=True), content_type=plain)


def clash(desk, incident, by, theirs, mine):
    """The page that answers when `theirs` was saved while `mine` was typed."""
    address = f"/incidents/{incident.ref}/edit/"
    typed = form_in(desk.get(address)) | mine
    fresh = Incident.objects.get(pk=incident.pk)
    for name, value in theirs.items():
        setattr(fresh, name, value)
    actions.edit(fresh, by=by)
    answer = desk.post(address, typed)
    assert answer.status_code == 409
    return address, answer


THEIRS = {"title": "The market was hit", "narrative": "Two aircraft."}


def test_both_versions_and_what_it_was_stand_beside_each_other(desk, cast, incident):
    _, answer = clash(desk, incident, cast.colleague, THEIRS, {"title": ["The square was hit"]})
    [title] = [c for c in answer.context["versions"].clashes if c.name == "title"]
    assert (title.mine, title.newer) == ("The square was hit", "The market was hit")
    assert not title.untouched


def test_what_only_they_changed_is_taken_from_them(desk, cast, incident):
    address, answer = clash(
        desk, incident, cast.colleague, THEIRS, {"title": ["The square was hit"]}
    )
    [narrative] = [c for c in answer.context["versions"].clashes if c.name == "narrative"]
    assert narrative.untouched
    assert send(desk, address, form_in(answer)).status_code == 302
    incident.refresh_from_db()
    assert (incident.title, incident.narrative) == ("The square was hit", "Two aircraft.")


@pytest.mark.parametrize(
    ("take", "title"), [("mine", "The square was hit"), ("newer", "The market was hit")]
)
def test_what_is_chosen_is_saved(desk, cast, incident, take, title):
    address, answer = clash(
        desk, incident, cast.colleague, THEIRS, {"title": ["The square was hit"]}
    )
    assert send(desk, address, form_in(answer) | {"take:title": [take]}).status_code == 302
    incident.refresh_from_db()
    assert incident.title == title


def test_changes_of_different_things_are_both_saved(desk, cast, incident):
    theirs, mine = {"narrative": "Two aircraft."}, {"title": ["The square was hit"]}
    address, answer = clash(desk, incident, cast.colleague, theirs, mine)
    send(desk, address, form_in(answer))
    incident.refresh_from_db()
    assert (incident.title, incident.narrative) == ("The square was hit", "Two aircraft.")


def test_a_third_change_meanwhile_asks_once_more(desk, cast, incident):
    address, answer = clash(desk, incident, cast.colleague, THEIRS, {"title": ["Mine"]})
    fresh = Incident.objects.get(pk=incident.pk)
    fresh.title = "A third title"
    actions.edit(fresh, by=cast.colleague)
    again = send(desk, address, form_in(answer) | {"take:title": ["mine"]})
    assert again.status_code == 409
    [title] = [c for c in again.context["versions"].clashes if c.name == "title"]
    assert (title.mine, title.newer) == ("Mine", "A third title")


def test_a_point_is_chosen_whole(cast, signed_in):
    ticket, desk = make_ticket(cast=cast), signed_in(cast.dispatcher)
    address = f"/tickets/{ticket.ref}/edit/"
    typed = form_in(desk.get(address)) | {"point": ["36.1866, 36.7239"]}
    fresh = Ticket.objects.get(pk=ticket.pk)
    fresh.latitude, fresh.longitude = "36.137900", "36.828400"
    actions.edit(fresh, by=cast.dispatcher)
    answer = desk.post(address, typed)
    assert [c.name for c in answer.context["versions"].clashes] == ["point"]
    send(desk, address, form_in(answer) | {"take:point": ["newer"]})
    ticket.refresh_from_db()
    assert (str(ticket.latitude), str(ticket.longitude)) == ("36.137900", "36.828400")
