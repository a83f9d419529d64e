"""Files in pieces: resumed after a break, received whole, attached once."""

import hashlib
import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from casework import uploads
from casework.sending import Upload
from tests.factories import make_incident
from tests.offline.test_once import headers

CONTENT = bytes(range(256)) * 10


@pytest.fixture
def desk(cast, signed_in):
    return signed_in(cast.coordinator)


def piece(client, key, offset, content, **changes):
    digest = hashlib.sha256(CONTENT).hexdigest()
    asked = {"offset": offset, "size": len(CONTENT), "sha256": digest, "name": "site.txt"} | changes
    address = f"/device/uploads/{key}/"
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return client.post(f"{address}?{query}", content, content_type="application/octet-stream")


def test_pieces_go_on_from_where_the_line_broke(desk):
    key = uuid.uuid4()
    assert piece(desk, key, 0, CONTENT[:1000]).json() == {"offset": 1000}
    assert desk.get(f"/device/uploads/{key}/").json() == {"offset": 1000}
    assert piece(desk, key, 1000, CONTENT[1000:]).json() == {"offset": len(CONTENT)}
    assert Upload.objects.get().content() == CONTENT


def test_a_piece_that_came_twice_is_taken_once(desk):
    key = uuid.uuid4()
    piece(desk, key, 0, CONTENT[:1000])
    again = piece(desk, key, 0, CONTENT[:1000])
    assert (again.status_code, again.json()) == (409, {"offset": 1000})


@pytest.mark.parametrize(
    ("content", "changes"),
    [
        (b"", {}),
        (CONTENT + b"more", {}),
        (b"x" * (512 * 1024 + 1), {"size": 2**20}),
        (b"x", {"size": 2**40}),
        (b"x", {"size": "many"}),
        (b"x", {"offset": "-1"}),
    ],
)
def test_what_is_no_piece_is_a_bad_request(desk, content, changes):
    offset = changes.pop("offset", 0)
    assert piece(desk, uuid.uuid4(), offset, content, **changes).status_code == 400


def test_nobody_goes_on_with_anothers_file(desk, cast, signed_in):
    key = uuid.uuid4()
    piece(desk, key, 0, CONTENT[:1000])
    other = signed_in(cast.reviewer)
    assert other.get(f"/device/uploads/{key}/").status_code == 404
    assert piece(other, key, 1000, CONTENT[1000:]).status_code == 404


@pytest.fixture
def send(desk, cast):
    """`send(file_key, form_key)` sends the form of a file of one incident, its file in pieces."""
    incident = make_incident(cast=cast, status="draft")

    def post(file_key, form_key):
        told = {"pieces:upload": str(file_key), "caption": "", "seen": incident.version}
        address = f"/incidents/{incident.ref}/file/new/"
        return desk.post(address, told, headers=headers(cast.coordinator, form_key))

    post.incident = incident
    return post


def test_the_form_receives_the_file_whole_and_once(desk, send):
    file_key, form_key = uuid.uuid4(), uuid.uuid4()
    piece(desk, file_key, 0, CONTENT[:1000])
    piece(desk, file_key, 1000, CONTENT[1000:])
    first, again = send(file_key, form_key), send(file_key, form_key)
    assert first.json() == again.json()
    kept = send.incident.files.get()
    assert (kept.name, kept.sha256) == ("site.txt", hashlib.sha256(CONTENT).hexdigest())
    with kept.original.open() as original:
        assert original.read() == CONTENT
    assert not Upload.objects.exists()


def test_a_file_that_is_not_whole_is_asked_for_again(desk, send):
    file_key = uuid.uuid4()
    piece(desk, file_key, 0, CONTENT[:1000])
    answer = send(file_key, uuid.uuid4())
    assert (answer.status_code, answer.json()) == (425, {"why": "pieces"})
    assert not send.incident.files.exists()


def test_a_file_that_changed_on_its_way_is_no_evidence(desk, send):
    file_key = uuid.uuid4()
    piece(desk, file_key, 0, CONTENT, sha256="0" * 64)
    assert send(file_key, uuid.uuid4()).status_code == 425
    assert not send.incident.files.exists()


def test_a_field_with_two_files_receives_both(desk, cast, rf):
    keys = [uuid.uuid4(), uuid.uuid4()]
    for key in keys:
        piece(desk, key, 0, CONTENT)
    request = rf.post("/", {"pieces:photos": [str(key) for key in keys]})
    request.user = cast.coordinator
    uploads.put_in_place(request)
    assert len(request.FILES.getlist("photos")) == 2


def test_a_file_that_came_again_ahead_of_a_received_form_is_not_left_lying(desk, send):
    """The receipt was lost on its way, and the device sent the photo once more before asking."""
    file_key, form_key = uuid.uuid4(), uuid.uuid4()
    for _try in range(2):
        piece(desk, file_key, 0, CONTENT)
        assert send(file_key, form_key).json()["received"]
    assert not Upload.objects.exists()


def test_nobody_sends_a_piece_in_anothers_name(desk, cast):
    other = {"Submission-Person": cast.reviewer.keeper}
    address = f"/device/uploads/{uuid.uuid4()}/?offset=0&size=9&sha256=0&name=site.txt"
    answer = desk.post(address, b"x", content_type="application/octet-stream", headers=other)
    assert answer.status_code == 401
    assert not Upload.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_tabs_that_begin_a_file_at_the_same_moment_begin_one(desk):
    key, start = uuid.uuid4(), Barrier(4)

    def tab(_):
        client = Client()
        client.cookies = desk.cookies
        start.wait()
        try:
            return piece(client, key, 0, CONTENT[:1000]).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as tabs:
        assert sorted(tabs.map(tab, range(4))) == [200, 409, 409, 409]
