"""The public door: anybody reports, nothing is refused or lost, a dispatcher answers."""

import io
import re
import uuid
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.models import Organisation
from ordnance import public_door
from ordnance.choices import Channel
from ordnance.models import PublicReport, Ticket
from tests import factories

SAID = {
    "place_said": "Sarmada",
    "near_said": "behind the school",
    "looks_like": "submunition",
    "how_many": "1",
    "people_near": "yes",
    "phone": "+963 11 000",
}
A_PAGE = 30_000  # bytes: what a bad line carries in some seconds


@pytest.fixture
def open_door(cast):
    """The service of the cast answers the public."""
    service = cast.dispatcher.organisation
    service.answers_public = True
    service.save()
    return service


@pytest.fixture
def send(open_door):
    """`send(place_said=…)` is what the page sends; returns the report that was kept."""

    def sent(language="ar", client=None, **said):
        address = reverse(f"door:report_{language}")
        answer = (client or Client()).post(address, SAID | {"submission_key": uuid.uuid4()} | said)
        assert answer.status_code == 302, answer.content.decode()
        return PublicReport.objects.get(receipt=receipt_in(answer.url))

    return sent


def receipt_in(url):
    return re.search(r"/received/([^/]+)/", url)[1]


def photo(color="grey"):
    picture = Image.new("RGB", (40, 30), color)
    out = io.BytesIO()
    tags = picture.getexif()
    tags[0x010F] = "Somebody's telephone"
    picture.save(out, "JPEG", exif=tags)
    return SimpleUploadedFile("IMG_1.jpg", out.getvalue(), "image/jpeg")


# ---------------------------------------------------------------- the page


@pytest.mark.parametrize(("language", "first"), [("ar", "لا تقترب"), ("en", "Do not approach")])
def test_anybody_reads_the_safety_lines_before_the_first_question(open_door, language, first):
    page = Client().get(reverse(f"door:report_{language}")).content.decode()
    assert page.index(first) < page.index('name="place_said"') < page.index('name="photo"')


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_page_has_no_script_and_weighs_little(open_door, language):
    page = Client().get(reverse(f"door:report_{language}")).content
    parts = [
        finders.find(name) for name in ("css/public.css", "icons/marks.svg", "icons/ordnance.svg")
    ]
    weight = len(page) + sum(Path(part).stat().st_size for part in parts)
    assert b"<script" not in page
    assert weight <= A_PAGE


def test_who_can_call_calls_with_one_tap_before_and_after_the_report(open_door, send):
    Organisation.objects.filter(answers_public=True).update(public_phone="+000 111")
    done = reverse("door:received_ar", args=[send().receipt])
    for address in (reverse("door:report_ar"), done):
        assert 'href="tel:%2B000%20111"' in Client().get(address).content.decode()


def test_where_no_telephone_is_known_none_is_offered(open_door):
    assert b"tel:" not in Client().get(reverse("door:report_ar")).content


def test_where_nobody_answers_the_public_there_is_no_door(cast):
    assert Client().get(reverse("door:report_ar")).status_code == 404


def test_only_the_place_must_be_said_and_what_was_typed_stays(open_door):
    answer = Client().post(reverse("door:report_en"), SAID | {"place_said": ""})
    assert answer.status_code == 422
    assert "Say where it is" in answer.content.decode()
    assert "behind the school" in answer.content.decode()
    assert not PublicReport.objects.exists()


def test_a_page_that_was_sent_without_a_cookie_is_received(send):
    assert send(client=Client(enforce_csrf_checks=True)).place_said == "Sarmada"


# ---------------------------------------------------------------- what is kept


def test_a_report_is_kept_with_a_receipt_that_can_be_read_over_a_radio(send):
    report = send()
    assert re.fullmatch(r"[2-9A-Z]{3}-[2-9A-Z]{3}", report.receipt)
    assert (report.looks_like, report.people_near, report.state) == ("submunition", True, "waiting")
    page = Client().get(reverse("door:received_ar", args=[report.receipt])).content.decode()
    assert report.receipt in page
    assert "Sarmada" not in page  # who guesses a number learns nothing


def test_not_sure_is_unknown_and_not_no(send):
    report = send(people_near="", how_many="", looks_like="")
    assert (report.people_near, report.how_many, report.looks_like) == (None, "", "unknown")


def test_a_form_sent_twice_is_one_report_with_one_receipt(send):
    key = uuid.uuid4()
    assert send(submission_key=key).receipt == send(submission_key=key).receipt
    assert PublicReport.objects.count() == 1


def test_a_photo_keeps_its_pixels_and_nothing_of_its_sender(send):
    with send(photo=photo()).photos.get().picture.open() as file, Image.open(file) as kept:
        assert kept.size == (40, 30)
        assert not kept.getexif()


@pytest.mark.parametrize("content", [b"no picture at all", b""])
def test_a_photo_that_cannot_be_read_loses_no_report(open_door, content):
    bad = SimpleUploadedFile("x.jpg", content, "image/jpeg")
    answer = Client().post(reverse("door:report_en"), SAID | {"photo": bad}, follow=True)
    assert not PublicReport.objects.get().photos.exists()
    assert "could not be read" in answer.content.decode()


def test_several_photos_come_with_one_report_and_one_bad_one_takes_none_along(send, open_door):
    bad = SimpleUploadedFile("x.jpg", b"no picture at all", "image/jpeg")
    report = send(photo=[photo(), bad, photo()])
    assert report.photos.count() == 2
    many = send(photo=[photo() for _ in range(public_door.MOST_PHOTOS + 2)], near_said="a well")
    assert many.photos.count() == public_door.MOST_PHOTOS


@pytest.mark.parametrize(
    ("header", "sent", "address"),
    [
        ("", {"X-Forwarded-For": "198.51.100.7"}, "127.0.0.1"),
        ("X-Forwarded-For", {"X-Forwarded-For": "made.up, 198.51.100.7"}, "198.51.100.7"),
        ("X-Real-Ip", {"X-Real-Ip": "198.51.100.7", "X-Forwarded-For": "x"}, "198.51.100.7"),
        ("X-Forwarded-For", {}, "127.0.0.1"),
    ],
)
def test_the_sender_is_told_by_the_header_that_the_settings_name(
    open_door, settings, header, sent, address
):
    settings.AFTERMATH_SENDER_HEADER = header
    Client().post(reverse("door:report_ar"), SAID, headers=sent)
    assert PublicReport.objects.get().sender_mark == public_door.mark_of(address)


def test_a_number_is_deleted_when_its_day_has_come(send, settings):
    report = send()
    assert public_door.forget_contacts(today=timezone.localdate()) == 0
    assert public_door.forget_contacts(today=report.purge_on) == 1
    report.refresh_from_db()
    assert report.phone == ""


# ---------------------------------------------------------------- what looks like no report


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"near_said": "buy at https://example.org"}, "link"),
        ({"place_said": "123 !!", "near_said": ""}, "wordless"),
        ({"website": "x"}, "robot"),
    ],
)
def test_what_looks_like_no_report_is_received_and_set_aside(send, said, reason):
    report = send(**said)
    assert (report.state, report.aside_because) == ("aside", [reason])


def test_the_same_words_from_one_sender_wait_once(send):
    assert send().state == "waiting"
    assert send().aside_because == ["repeated"]


def test_a_camp_behind_one_address_is_not_locked_out(send, monkeypatch):
    monkeypatch.setattr(public_door, "FLOOD", 3)
    states = [send(place_said=f"Tent row {word}").state for word in ("one", "two", "six", "ten")]
    assert states == ["waiting", "waiting", "waiting", "aside"]


def test_who_sent_it_is_forgotten_after_a_day(send):
    report = send()
    assert report.sender_mark
    PublicReport.objects.update(received_at=timezone.now() - timezone.timedelta(days=2))
    send(place_said="Atareb")
    report.refresh_from_db()
    assert report.sender_mark == ""


# ---------------------------------------------------------------- the answer


def test_a_dispatcher_makes_a_ticket_of_it_with_what_was_said(send, cast, signed_in):
    report, client = send(photo=photo()), signed_in(cast.dispatcher)
    assert report.receipt in client.get(reverse("ordnance:public_queue")).content.decode()
    address = reverse("ordnance:create") + f"?public={report.receipt}"
    form = client.get(address).context["form"]
    given = {name: form[name].value() for name in form.fields}
    given = {name: value for name, value in given.items() if value not in (None, False)}
    given |= {"place": form["place"].value().pcode, "reported_at": "2024-11-28T12:00"}
    assert client.post(address, given).status_code == 302
    ticket = Ticket.objects.get()
    sighting = ticket.sightings.get()
    assert (sighting.channel, sighting.reporter_phone) == (Channel.PUBLIC, "+963 11 000")
    assert ticket.place.pcode == "C4121"
    assert ticket.items.get().category == "submunition"
    assert ticket.files.count() == 1
    report.refresh_from_db()
    assert (report.state, report.ticket, report.phone) == ("taken", ticket, "")


def test_a_second_report_of_one_object_becomes_another_sighting(send, cast, signed_in):
    ticket = factories.make_ticket(cast=cast, place="C4121")
    report, client = send(), signed_in(cast.dispatcher)
    page = client.get(reverse("ordnance:public_queue")).content.decode()
    address = reverse("ordnance:sighting_create", args=[ticket.ref]) + f"?public={report.receipt}"
    assert address in page
    form = client.get(address).context["form"]
    given = {name: form[name].value() for name in form.fields if form[name].value()}
    given |= {"seen_at": "2024-11-28T12:00"}
    before = ticket.sightings.count()
    assert client.post(address, given).status_code == 302
    assert ticket.sightings.count() == before + 1
    report.refresh_from_db()
    assert report.ticket == ticket


def test_all_photos_of_a_report_go_to_its_ticket(send, cast):
    report = send(photo=[photo(), photo(color="red"), photo()])
    ticket = factories.make_ticket(cast=cast, place="C4121")
    public_door.take_up(report, ticket, by=cast.dispatcher)
    assert report.photos.count() == 3
    assert ticket.files.count() == 2  # the same picture twice is one


def test_two_dispatchers_do_not_both_take_up_one_report(send, cast):
    report, first = send(), factories.make_ticket(cast=cast)
    public_door.take_up(report, first, by=cast.dispatcher)
    second = factories.make_ticket(cast=cast, place="C4121")
    with pytest.raises(ValidationError, match="already"):
        public_door.take_up(report, second, by=cast.dispatcher)
    report.refresh_from_db()
    assert report.ticket == first


def test_what_was_set_aside_comes_back(send, cast, signed_in):
    report, client = send(website="x"), signed_in(cast.dispatcher)
    assert report.receipt not in client.get(reverse("ordnance:public_queue")).content.decode()
    aside = client.get(reverse("ordnance:public_queue") + "?show=aside").content.decode()
    assert report.receipt in aside
    client.post(reverse("ordnance:public_answer", args=[report.receipt]), {"back": "1"})
    report.refresh_from_db()
    assert report.state == "waiting"


def test_the_board_says_how_many_wait(send, cast, signed_in):
    send()
    page = signed_in(cast.dispatcher).get(reverse("ordnance:board")).content.decode()
    assert "1 report from the public waits" in page
    assert (
        "from the public"
        not in signed_in(cast.viewer).get(reverse("ordnance:board")).content.decode()
    )


@pytest.mark.parametrize("kind", ["DDS", "PPM"])
def test_a_photo_that_no_decoder_likes_loses_no_report(send, kind):
    out = io.BytesIO()
    Image.new("RGB", (40, 30)).save(out, kind)
    damaged = SimpleUploadedFile("photo.jpg", out.getvalue()[:200], "image/jpeg")
    report = send(photo=damaged)
    assert (report.place_said, report.photos.count()) == ("Sarmada", 0)
