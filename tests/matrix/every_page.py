"""Every page of the site: each address, each status of a case, each step's form, with who opens it.

Nothing is listed here: what the resolver and the workflow tables know is what is looked at.
"""

from typing import NamedTuple

from django.test import Client
from django.urls import reverse

from tests import factories
from tests.matrix.test_addresses import ADDRESSES, OPEN, parts_of
from tests.matrix.world import answer_of, make_world

KINDS = (
    (factories.make_incident, "incidents:step"),
    (factories.make_ticket, "ordnance:step"),
)


class Page(NamedTuple):
    """An address and the person who opens it; None has not signed in."""

    address: str
    person: object


def every_page(cast):
    """The whole pages, each once; neither files nor the fragments that htmx asks for."""
    known = parts_of(make_world(cast))
    pages = [*open_pages(known), *of_the_table(cast, known), *of_the_workflows(cast)]
    return [page for page in dict.fromkeys(pages) if "<html" in source_of(page)]


def of_the_table(cast, known):
    for name, (who, answer, _of_a_stranger) in ADDRESSES.items():
        if answer == 200:
            yield Page(reverse(name, kwargs=known.get(name, {})), cast.people[who.split()[0]])


def open_pages(known):
    """What needs no sign-in, as somebody sees it who has not signed in."""
    for name, answer in OPEN.items():
        if answer == 200:
            yield Page(reverse(name, kwargs=known.get(name, {})), None)


def of_the_workflows(cast):
    """A case in each status as somebody with a step to take sees it, and the form of each step."""
    taken = set()
    for make, address in KINDS:
        for status in make(cast=cast).workflow.statuses:
            case = make(cast=cast, status=status)
            person = whoever_acts_on(case, cast)
            yield Page(case.get_absolute_url(), person)
            for step, taker in steps_of(case, cast):
                if (make, step.name) not in taken:
                    taken.add((make, step.name))
                    yield Page(reverse(address, kwargs={"ref": case.ref, "name": step.name}), taker)


def steps_of(case, cast):
    for step in case.workflow.rows:
        if case.status in step.source and step.verb != "revert":
            for person in cast.holders(step.permission):
                if not step.guard(case, person):
                    yield step, person
                    break


def whoever_acts_on(case, cast):
    people = [person for _step, person in steps_of(case, cast)]
    return next(iter(people), cast.protection_officer)


def source_of(page, language="en"):
    """The page as the server sends it; blank for what is no HTML or only leads elsewhere."""
    client = Client(headers={"accept-language": language})
    if page.person:
        client.force_login(page.person)
    answer = answer_of(client, page.address)
    is_page = answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
    return answer.content.decode() if is_page else ""
