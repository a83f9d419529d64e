"""Each page of incidents opens for those who may, and for nobody else."""

import pytest

from tests.factories import make_incident, make_ticket

READING = ("", "{ref}/", "{ref}/history/", "{ref}/evidence/")
WRITING = (
    "new/",
    "{ref}/edit/",
    "{ref}/figures/new/",
    "{ref}/source/new/",
    "{ref}/attribution/new/",
    "{ref}/damage/new/",
    "{ref}/response/new/",
    "{ref}/file/new/",
)
# step: (status from which it is open, a role that may)
STEPS = {
    "submit": ("draft", "coordinator"),
    "claim": ("submitted", "reviewer"),
    "release": ("in_review", "reviewer"),
    "verify": ("in_review", "reviewer"),
    "return": ("in_review", "reviewer"),
    "reject": ("in_review", "reviewer"),
    "reopen": ("rejected", "reviewer"),
    "publish": ("verified", "publisher"),
    "withdraw": ("published", "publisher"),
    "restore": ("withdrawn", "publisher"),
    "amend": ("verified", "coordinator"),
    "accept": ("amending", "second_reviewer"),
    "decline": ("amending", "second_reviewer"),
    "merge": ("submitted", "reviewer"),
    "unmerge": ("merged", "reviewer"),
    "hide": ("submitted", "protection_officer"),
    "reveal": ("hidden", "protection_officer"),
}


def address(path, incident):
    return "/incidents/" + path.format(ref=incident.ref)


@pytest.mark.parametrize("path", READING)
def test_a_viewer_reads(cast, signed_in, path):
    incident = make_incident(cast=cast, status="submitted")
    page = signed_in(cast.viewer).get(address(path, incident))
    assert page.status_code == 200
    assert incident.ref in page.content.decode()


@pytest.mark.parametrize("path", WRITING)
def test_a_coordinator_writes_and_a_viewer_does_not(cast, signed_in, path):
    incident = make_incident(cast=cast)
    assert signed_in(cast.coordinator).get(address(path, incident)).status_code == 200
    assert signed_in(cast.viewer).get(address(path, incident)).status_code == 403


@pytest.mark.parametrize("path", [*READING[1:], *WRITING[1:], "{ref}/steps/claim/"])
def test_a_stranger_finds_nothing(cast, signed_in, path):
    incident = make_incident(cast=cast, status="submitted")
    assert signed_in(cast.stranger).get(address(path, incident)).status_code == 404


@pytest.mark.parametrize("name", STEPS)
def test_each_step_has_a_page(cast, signed_in, name):
    status, role = STEPS[name]
    incident = make_incident(cast=cast, status=status)
    page = signed_in(getattr(cast, role)).get(address(f"{{ref}}/steps/{name}/", incident))
    assert page.status_code == 200


@pytest.mark.parametrize("name", [name for name in STEPS if name != "reveal"])
def test_a_step_is_forbidden_to_a_viewer(cast, signed_in, name):
    status, _role = STEPS[name]
    incident = make_incident(cast=cast, status=status)
    page = signed_in(cast.viewer).get(address(f"{{ref}}/steps/{name}/", incident))
    assert page.status_code == 403


def test_a_step_that_is_not_open_answers_409(cast, signed_in):
    incident = make_incident(cast=cast)
    page = signed_in(cast.reviewer).get(address("{ref}/steps/verify/", incident))
    assert page.status_code == 409


def test_a_merged_reference_leads_to_the_survivor(cast, signed_in):
    incident = make_incident(cast=cast, status="merged")
    page = signed_in(cast.viewer).get(address("{ref}/", incident), follow=True)
    assert page.redirect_chain == [(f"/incidents/{incident.merged_into.ref}/", 302)]
    assert "was merged into" in page.content.decode()


def test_the_history_of_a_merge_can_be_read(cast, signed_in):
    incident = make_incident(cast=cast, status="merged")
    page = signed_in(cast.viewer).get(address("{ref}/history/", incident.merged_into))
    assert incident.ref in page.content.decode()


def test_the_page_warns_of_ordnance_that_the_attack_left(cast, signed_in):
    incident = make_incident(cast=cast)
    ticket = make_ticket(cast=cast, incident=incident)
    page = signed_in(cast.coordinator).get(address("{ref}/", incident)).content.decode()
    assert ticket.ref in page
    assert "Do not approach" in page


def test_an_arabic_page_runs_from_the_right(cast, signed_in):
    incident = make_incident(cast=cast)
    client = signed_in(cast.coordinator)
    client.cookies["django_language"] = "ar"
    for path in (*READING, "new/", "{ref}/edit/"):
        assert 'dir="rtl"' in client.get(address(path, incident)).content.decode()


def test_a_point_is_shown_to_colleagues_and_a_bad_reference_is_not_found(cast, signed_in):
    incident = make_incident(
        cast=cast, latitude="36.137900", longitude="36.828400", geo_precision="exact"
    )
    client = signed_in(cast.viewer)
    assert "36.1379" in client.get(address("{ref}/", incident)).content.decode()
    assert client.get("/incidents/INC-1999-000001/").status_code == 404
    assert client.get("/incidents/INC-2024-%00/").status_code == 404
