"""The page of a sheet that is worked on: what it tells, and what may be done meanwhile."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from exchange import importing, jobs
from exchange.jobs.running import run
from exchange.models import Import, Job
from exchange.views.working import Progress
from tests.exchange.conftest import as_csv
from tests.exchange.test_importing import GOOD, HEADERS
from tests.exchange.workers import empty_queue

pytestmark = pytest.mark.django_db(transaction=True)
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def queue(settings, transactional_db):
    """Jobs go to the queue, where nobody looks unless the test does."""
    settings.JOBS_AT_ONCE = False
    empty_queue()
    yield
    empty_queue()


@pytest.fixture
def client(cast, signed_in):
    return signed_in(cast.data_manager)


@pytest.fixture
def received(cast):
    """A sheet that waits to be read."""

    def keep(content):
        by = cast.data_manager
        sheet = importing.receive(kind="incidents", content=content, name="sheet.csv", by=by)
        jobs.begin("read", sheet, by=by)
        return sheet

    return keep


@pytest.fixture
def sheet(received):
    return received(as_csv([HEADERS, GOOD]))


def work_through(sheet):
    while job := jobs.of(sheet):
        run(job.pk)
    sheet.refresh_from_db()


def text_of(answer):
    return " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())


def test_an_upload_is_answered_before_it_is_read(client):
    file = SimpleUploadedFile("sheet.csv", as_csv([HEADERS, GOOD]))
    answer = client.post("/exchange/", {"kind": "incidents", "file": file})
    sheet = Import.objects.get()
    assert answer["Location"] == f"/exchange/{sheet.pk}/"
    assert sheet.state == Import.State.RECEIVED
    assert jobs.of(sheet).task == "read"


def test_a_sheet_that_is_worked_on_shows_its_progress(client, sheet):
    assert client.get(f"/exchange/{sheet.pk}/")["Location"] == f"/exchange/{sheet.pk}/progress/"
    assert "Waiting for its turn" in text_of(client.get(f"/exchange/{sheet.pk}/progress/"))


def test_where_nobody_works_the_page_says_so(client, sheet):
    page = text_of(client.get(f"/exchange/{sheet.pk}/progress/"))
    assert "Nobody is working just now" in page
    assert "manage.py work" in page


def test_how_far_and_how_long_yet(client, sheet):
    began = timezone.now() - timedelta(seconds=10)
    Job.objects.update(began_at=began, done=20_000, of=60_000, attempts=1)
    page = client.get(f"/exchange/{sheet.pk}/progress/")
    assert "row 20,000 of about 60,000" in text_of(page)
    assert "20 seconds left" in text_of(page)
    bar = BeautifulSoup(page.content, "html.parser").find("progress")
    assert (bar["value"], bar["max"]) == ("20000", "60000")
    assert "Reading 33%" in text_of(client.get("/exchange/"))


@pytest.mark.parametrize(
    ("done", "of", "passed", "words"),
    [
        (0, 100, 30, ""),
        (50, None, 30, ""),
        (50, 100, 0, ""),
        (100, 100, 30, ""),
        (50, 100, 3, "5 seconds left"),
        (50, 100, 61, "60 seconds left"),
        (10, 100, 28, "about 4 minutes left"),
    ],
)
def test_the_time_left_is_told_once_it_can_be_reckoned(done, of, passed, words):
    began = timezone.now() - timedelta(seconds=passed)
    assert Progress(Job(task="read", done=done, of=of, began_at=began)).left == words


def test_the_page_asks_again_with_a_script_and_without(client, sheet):
    page = BeautifulSoup(client.get(f"/exchange/{sheet.pk}/progress/").content, "html.parser")
    part = BeautifulSoup(
        client.get(f"/exchange/{sheet.pk}/progress/", headers=HTMX).content, "html.parser"
    )
    assert page.find("noscript").find("meta", attrs={"http-equiv": "refresh"})
    assert part.find("h1") is None
    for found in (page, part):
        assert found.find(id="progress")["hx-get"] == f"/exchange/{sheet.pk}/progress/"


def test_the_page_goes_on_by_itself_at_the_end(client, sheet):
    work_through(sheet)
    onward = f"/exchange/{sheet.pk}/"
    assert client.get(f"{onward}progress/")["Location"] == onward
    assert client.get(f"{onward}progress/", headers=HTMX)["HX-Redirect"] == onward
    assert "Apply: 1 new" in text_of(client.get(onward))


def test_a_reading_that_is_called_off_can_be_begun_anew(client, sheet):
    client.post(f"/exchange/{sheet.pk}/cancel/")
    sheet.refresh_from_db()
    assert (sheet.state, jobs.of(sheet), sheet.rows.count()) == ("cancelled", None, 0)
    page = text_of(client.get(f"/exchange/{sheet.pk}/", follow=True))
    assert "It was called off, and nothing was written." in page
    client.post(f"/exchange/{sheet.pk}/again/")
    work_through(sheet)
    assert (sheet.state, sheet.failure) == ("checked", [])


def test_a_sheet_that_cannot_be_read_says_why_and_is_read_again_elsewhere(client, received):
    sheet = received(as_csv([["a", "title"], ["b", "c"], HEADERS, GOOD])[:14])
    work_through(sheet)
    assert sheet.state == "failed"
    page = text_of(client.get(f"/exchange/{sheet.pk}/", follow=True))
    assert "Say which row holds the headers." in page
    client.post(f"/exchange/{sheet.pk}/again/", {"header_row": "90"})
    work_through(sheet)
    assert "There is no row below row 90" in str(sheet.failure)
    answer = client.post(f"/exchange/{sheet.pk}/again/", {"header_row": "no"})
    assert answer.status_code == 422


def test_a_sheet_read_anew_in_vain_keeps_the_rows_it_has(client, sheet):
    work_through(sheet)
    client.post(f"/exchange/{sheet.pk}/check/", {"header_row": "90"})
    work_through(sheet)
    assert (sheet.state, sheet.rows.count(), sheet.header_row) == ("checked", 1, 1)
    assert "There is no row below row 90" in text_of(client.get(f"/exchange/{sheet.pk}/"))


def test_a_sheet_that_is_worked_on_is_not_begun_twice(client, sheet):
    work_through(sheet)
    Job.objects.create(
        task="check", record=sheet.pk, by=sheet.by, language="en", began_at=timezone.now()
    )
    answer = client.post(f"/exchange/{sheet.pk}/apply/")
    assert answer.status_code == 409
    assert "goes on already" in text_of(answer)
