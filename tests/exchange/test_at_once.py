"""Two people apply the same rows at once, from two files: they are written once."""

from threading import Event, Thread

import pytest
from django.db import connections

from exchange import importing
from incidents.models import Incident
from tests.exchange.test_importing import GOOD, HEADERS

pytestmark = pytest.mark.django_db(transaction=True)

NAMELESS = [HEADERS[1:], GOOD[1:]]
SHEETS = {
    "the same file": ([HEADERS, GOOD], [HEADERS, GOOD]),
    "without numbers": (NAMELESS, NAMELESS),
    "another file with its number": ([HEADERS, GOOD], [HEADERS, [*GOOD[:4], "16", *GOOD[5:]]]),
}


@pytest.mark.parametrize("name", SHEETS)
def test_the_second_waits_for_the_first_and_is_told_to_check_again(bring, manager, name):
    first, second = (bring("incidents", rows) for rows in SHEETS[name])
    written, ended = Event(), Event()

    def hold(done, of):
        """The first has written its rows, and is not through before the second has begun."""
        written.set()
        ended.wait(0.5)

    outcomes = {}

    def apply(sheet, told):
        try:
            outcomes[sheet.pk] = importing.apply(sheet, by=manager, told=told).state
        except importing.NotApplied as refusal:
            outcomes[sheet.pk] = str(refusal)
        finally:
            ended.set()
            connections.close_all()

    begun = Thread(target=apply, args=(first, hold))
    begun.start()
    written.wait(10)
    other = Thread(target=apply, args=(second, lambda done, of: None))
    other.start()
    begun.join(20)
    other.join(20)
    assert outcomes[first.pk] == "applied"
    assert "Check again" in outcomes[second.pk]
    assert Incident.objects.count() == 1
