"""What hangs on an incident: figures, sources, damage, files; and the details' own mistakes."""

import io
import uuid

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from casework import actions
from casework.files import attach
from incidents.models import Incident, Source
from incidents.record_forms import FiguresForm
from incidents.sheet_parts import CELLS
from tests.factories import make_incident, make_source


@pytest.fixture
def incident(cast):
    return make_incident(cast=cast)


@pytest.fixture
def send(cast, signed_in, incident):
    """`send(kind, **fields)` adds a record as the coordinator; returns the answer."""
    client = signed_in(cast.coordinator)

    def post(kind, /, **fields):
        sent = {"submission_key": str(uuid.uuid4()), **fields}
        return client.post(f"/incidents/{incident.ref}/{kind}/new/", sent)

    return post


FIGURES = {
    "source_kind": "media",
    "source_name": "A newspaper",
    "as_of": "2024-11-28T21:20",
    "population": "civilian",
    "killed_qualifier": "between",
    "killed_minimum": "10",
    "killed_maximum": "15",
}


def test_new_figures_are_a_new_report_with_its_own_source(send, incident):
    assert send("figures", **FIGURES, reason="More bodies were found.").status_code == 302
    assert incident.casualty_reports.count() == 2
    report = incident.casualty_reports.get(source__name="A newspaper")
    figure = report.figures.get()
    assert (figure.minimum, figure.maximum, report.reason) == (10, 15, "More bodies were found.")


def test_the_form_asks_for_every_number_that_a_sheet_may_give(send, incident):
    assert set(FiguresForm.asks) == set(CELLS.values())
    told = {"injured_adults_qualifier": "at_least", "injured_adults_minimum": "3"}
    assert send("figures", **FIGURES, **told).status_code == 302
    figure = incident.casualty_reports.last().figures.get(group="adults")
    assert (figure.outcome, figure.minimum, figure.maximum) == ("injured", 3, None)


def test_new_figures_may_come_from_a_source_that_is_there(send, incident):
    source = incident.sources.get()
    fields = {**FIGURES, "source": str(source.pk), "source_kind": "", "source_name": ""}
    assert send("figures", **fields).status_code == 302
    assert incident.sources.count() == 1
    assert source.casualty_reports.count() == 2


def test_figures_sent_twice_are_one_report(send, incident):
    key = str(uuid.uuid4())
    for _again in range(2):
        assert send("figures", **FIGURES, submission_key=key).status_code == 302
    assert incident.casualty_reports.count() == 2


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"source_kind": ""}, "source", "Say who told us"),
        ({"as_of": "2099-01-01T00:00"}, "as_of", "in the future"),
        ({"killed_maximum": "4"}, "killed", "larger than the second"),
        (
            {"killed_children_qualifier": "at_least", "killed_children_minimum": "16"},
            "killed",
            "more than the total of 15",
        ),
    ],
)
def test_wrong_figures_are_refused_at_their_field(send, incident, changes, field, sentence):
    page = send("figures", **{**FIGURES, **changes})
    assert page.status_code == 422
    assert sentence in " ".join(page.context["form"].errors[field])
    assert incident.casualty_reports.count() == 1


def test_parts_above_the_least_are_only_remarked(send, incident, cast, signed_in):
    fields = {**FIGURES, "killed_children_qualifier": "exact", "killed_children_minimum": "12"}
    send("figures", **fields)
    page = signed_in(cast.coordinator).get(f"/incidents/{incident.ref}/").content.decode()
    assert incident.casualty_reports.count() == 2
    assert "12" in page


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("source", {"kind": "hospital", "name": "The hospital", "reliability": "B"}),
        ("damage", {"facility": "market", "level": "destroyed", "count": "2"}),
        ("response", {"organisation": "Civil Defence", "actions": ["first_aid"], "rescued": "4"}),
    ],
)
def test_records_are_added_and_shown(send, cast, signed_in, incident, kind, fields):
    assert send(kind, **fields).status_code == 302
    page = signed_in(cast.viewer).get(f"/incidents/{incident.ref}/").content.decode()
    words = {"source": "The hospital", "damage": "Market", "response": "first aid"}
    assert words[kind] in page


def test_a_record_is_mended_and_the_history_says_how(cast, signed_in, incident):
    source = incident.sources.get()
    client = signed_in(cast.coordinator)
    address = f"/incidents/{incident.ref}/source/{source.pk}/"
    assert client.get(address).status_code == 200
    client.post(address, {"kind": "hospital", "name": "Bab al-Hawa", "seen": incident.version})
    source.refresh_from_db()
    assert (source.kind, source.name) == ("hospital", "Bab al-Hawa")
    assert "Bab al-Hawa" in client.get(f"/incidents/{incident.ref}/history/").content.decode()


def test_another_incidents_record_is_not_found(cast, signed_in, incident):
    other = make_incident(cast=cast).sources.get()
    page = signed_in(cast.coordinator).get(f"/incidents/{incident.ref}/source/{other.pk}/")
    assert page.status_code == 404


def test_a_sealed_record_takes_no_damage_but_new_figures(cast, signed_in):
    sealed = make_incident(cast=cast, status="verified")
    client = signed_in(cast.coordinator)
    assert client.get(f"/incidents/{sealed.ref}/damage/new/").status_code == 409
    assert client.get(f"/incidents/{sealed.ref}/edit/").status_code == 409
    assert client.get(f"/incidents/{sealed.ref}/figures/new/").status_code == 200


# ---------------------------------------------------------------- protected sources, files


def test_a_protected_identity_is_read_by_the_protection_officer_alone(cast, signed_in, incident):
    source = make_source(
        incident, kind=Source.Kind.WITNESS, name="", identity="Abu Someone", protected=True
    )
    actions.add(incident, source, by=cast.coordinator)
    pages = ("", "history/", "evidence/", f"source/{source.pk}/")
    for person in (cast.coordinator, cast.reviewer):
        for page in pages:
            shown = signed_in(person).get(f"/incidents/{incident.ref}/{page}").content.decode()
            assert "Abu Someone" not in shown
    officer = signed_in(cast.protection_officer).get(f"/incidents/{incident.ref}/")
    assert "Abu Someone" in officer.content.decode()


def test_mending_a_source_leaves_an_identity_that_was_not_shown(cast, signed_in, incident):
    source = make_source(incident, kind=Source.Kind.WITNESS, identity="Abu Someone")
    actions.add(incident, source, by=cast.coordinator)
    incident.refresh_from_db()
    signed_in(cast.coordinator).post(
        f"/incidents/{incident.ref}/source/{source.pk}/",
        {"kind": "witness", "name": "A neighbour", "seen": incident.version},
    )
    source.refresh_from_db()
    assert (source.name, source.identity) == ("A neighbour", "Abu Someone")


def test_a_source_that_is_protected_later_is_named_nowhere_to_the_others(cast, signed_in, incident):
    source = make_source(incident, kind=Source.Kind.WITNESS, name="Abu Salim")
    actions.add(incident, source, by=cast.coordinator)
    source.name, source.url = "Abu Salim of Atareb", "https://example.org/abu-salim"
    actions.edit(source, by=cast.coordinator, seen=2)
    source.protected = True
    actions.edit(source, by=cast.reviewer, seen=3)
    pages = ("", "history/", "evidence/", f"source/{source.pk}/", "figures/new/")
    for person in (cast.coordinator, cast.reviewer, cast.viewer):
        for page in pages:
            shown = signed_in(person).get(f"/incidents/{incident.ref}/{page}").text.lower()
            assert [name for name in ("abu salim", "abu-salim") if name in shown] == [], page
    officer = signed_in(cast.protection_officer).get(f"/incidents/{incident.ref}/").text
    assert "Abu Salim of Atareb" in officer
    assert "example.org/abu-salim" in officer


def test_nobody_unmasks_a_source_whose_identity_they_may_not_read(cast, signed_in, incident):
    source = make_source(incident, kind=Source.Kind.WITNESS, name="Abu Salim", protected=True)
    actions.add(incident, source, by=cast.coordinator)
    incident.refresh_from_db()
    signed_in(cast.coordinator).post(
        f"/incidents/{incident.ref}/source/{source.pk}/",
        {"kind": "ngo", "name": "", "seen": incident.version},
    )
    source.refresh_from_db()
    assert (source.kind, source.name, source.protected) == ("ngo", "Abu Salim", True)


def picture():
    made = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "secret description"
    Image.new("RGB", (20, 20), "red").save(made, "JPEG", exif=exif)
    return made.getvalue()


def test_a_photo_is_shown_without_metadata_and_kept_as_received(cast, signed_in, incident, send):
    upload = SimpleUploadedFile("IMG_1.jpg", picture(), "image/jpeg")
    assert send("file", upload=upload, caption="The yard").status_code == 302
    kept = incident.files.get()
    address = f"/incidents/{incident.ref}/files/{kept.pk}/"
    shown = signed_in(cast.viewer).get(address)
    assert shown.status_code == 200
    assert b"secret" not in b"".join(shown.streaming_content)
    assert signed_in(cast.viewer).get(f"{address}original/").status_code == 403
    original = signed_in(cast.protection_officer).get(f"{address}original/")
    assert b"".join(original.streaming_content) == picture()
    assert signed_in(cast.stranger).get(address).status_code == 404


def test_the_same_photo_sent_twice_is_kept_once_and_that_is_said(send, incident):
    for name in ("IMG_1.jpg", "copy of IMG_1.jpg"):
        sent = send("file", upload=SimpleUploadedFile(name, picture(), "image/jpeg"))
        assert sent.status_code == 302
    assert [kept.name for kept in incident.files.all()] == ["IMG_1.jpg"]
    assert incident.events.filter(verb="added").count() == 1
    told = [str(each) for each in get_messages(sent.wsgi_request)]
    assert "as “IMG_1.jpg”" in told[-1]


def test_the_same_photo_is_evidence_of_each_incident_it_is_sent_to(cast, incident):
    other = make_incident(cast=cast)
    for case in (incident, other):
        attach(case, SimpleUploadedFile("a.jpg", picture(), "image/jpeg"), by=cast.coordinator)
    assert incident.files.count() == other.files.count() == 1


def test_who_may_add_no_file_is_not_told_of_one(cast, incident):
    attach(incident, SimpleUploadedFile("a.jpg", picture(), "image/jpeg"), by=cast.coordinator)
    incident.refresh_from_db()
    with pytest.raises(PermissionDenied):
        attach(incident, SimpleUploadedFile("b.jpg", picture(), "image/jpeg"), by=cast.viewer)


def test_a_file_above_the_setting_is_refused_with_its_size(send, settings):
    settings.AFTERMATH_FILE_MAX_MB = 1
    large = SimpleUploadedFile("a.jpg", b"x" * (2**20 + 1), "image/jpeg")
    page = send("file", upload=large)
    assert page.status_code == 422
    assert "a.jpg is larger than 1 MB" in page.content.decode()


def test_an_empty_file_is_refused(send):
    page = send("file", upload=SimpleUploadedFile("a.jpg", b"", "image/jpeg"))
    assert page.status_code == 422
    assert "empty" in page.content.decode()


# ---------------------------------------------------------------- the details


DETAILS = {
    "place": "C1022",
    "occurred_on": "2024-11-28",
    "date_precision": "day",
    "time_precision": "unknown",
    "weapon": "rocket",
    "sensitivity": "internal",
}


@pytest.fixture
def change(cast, signed_in, incident):
    client = signed_in(cast.coordinator)

    def post(**changes):
        fields = {**DETAILS, "seen": incident.version, **changes}
        return client.post(f"/incidents/{incident.ref}/edit/", fields)

    return post


def test_details_are_saved_and_the_point_is_kept(change, incident):
    answer = change(point="37SCA04600142", geo_precision="town", flags=["double_tap"])
    assert answer.url == f"/incidents/{incident.ref}/"
    incident = Incident.objects.get(pk=incident.pk)
    assert (incident.weapon, incident.flags) == ("rocket", ["double_tap"])
    assert round(float(incident.latitude), 2) == 36.14


def test_a_point_that_looks_swapped_is_saved_with_a_remark(change, incident):
    answer = change(point="36.8284, 36.1379", geo_precision="exact")
    page = answer.client.get(answer.url).content.decode()
    assert "Latitude and longitude look swapped" in page
    incident.refresh_from_db()
    assert round(float(incident.latitude), 4) == 36.8284


def test_details_lead_on_to_the_evidence(change, incident):
    assert change(onward="1").url == f"/incidents/{incident.ref}/evidence/"


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"point": "51.5, -0.1", "geo_precision": "town"}, "point", "outside the country"),
        ({"point": "36.1379"}, "point", ""),
        ({"point": "near the mill"}, "point", ""),
        ({"point": "36.1379, 36.8284"}, "geo_precision", "how far the true spot"),
        ({"occurred_until": "2024-11-27"}, "occurred_until", "before the first"),
        ({"occurred_on": "2099-01-01"}, "occurred_on", "in the future"),
        ({"place": "", "place_text": ""}, "place", "Say where"),
        ({"weapon": ""}, "weapon", "required"),
    ],
)
def test_wrong_details_are_refused_at_their_field(change, incident, changes, field, sentence):
    page = change(**changes)
    assert page.status_code == 422
    assert sentence in " ".join(page.context["form"].errors[field])
    assert Incident.objects.get(pk=incident.pk).weapon == "airstrike"


def test_a_stale_edit_answers_409_and_shows_what_was_sent(cast, change, incident):
    theirs = Incident.objects.get(pk=incident.pk)
    theirs.title = "The market was hit"
    actions.edit(theirs, by=cast.colleague)
    page = change(title="The square was hit")
    assert page.status_code == 409
    assert "The market was hit" in page.content.decode()
    assert "The square was hit" in page.content.decode()


def test_the_administration_reads_cases_and_writes_none(cast, signed_in, incident):
    cast.administrator.is_staff = True
    cast.administrator.save()
    client = signed_in(cast.administrator)
    assert client.get(f"/admin/incidents/incident/{incident.pk}/change/").status_code == 200
    assert client.get("/admin/incidents/incident/add/").status_code == 403
    assert client.post(f"/admin/incidents/incident/{incident.pk}/delete/").status_code == 403
    assert client.get("/admin/incidents/actor/add/").status_code == 200


@pytest.mark.parametrize("year", ["0001", "0024", "9999"])
def test_figures_with_a_slip_of_the_year_are_told_and_not_kept(cast, signed_in, year):
    incident = make_incident(cast=cast)
    sent = {"source_kind": "media", "population": "civilian", "as_of": f"{year}-01-01T00:00"}
    client = signed_in(cast.coordinator)
    page = client.post(f"/incidents/{incident.ref}/figures/new/", sent)
    assert page.status_code == 422
    assert "Check the year." in page.content.decode() or "future" in page.content.decode()
    assert client.get("/incidents/").status_code == 200
    assert incident.casualty_reports.count() == 1
