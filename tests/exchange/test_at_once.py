"""Two at once: the same rows from two files are written once, and no file goes while it is read."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event, Thread

import pytest
from django.db import connections, transaction
from django.utils import timezone

from exchange import importing
from exchange.importing import forgetting
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


def test_no_file_goes_from_under_a_reading_that_goes_on(bring):
    sheet, later = bring("incidents", [HEADERS, GOOD]), timezone.now() + timedelta(days=400)

    def forgotten_beside():
        try:
            return forgetting.forget_due(now=later)
        finally:
            connections.close_all()

    with transaction.atomic(), ThreadPoolExecutor(1) as beside:
        importing.restage(sheet)
        assert beside.submit(forgotten_beside).result(20) == 0
    assert sheet.file.storage.exists(sheet.file.name)
    assert forgetting.forget_due(now=later) == 1
