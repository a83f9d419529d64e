"""What is asked of whoever submits: a large area, and very many people, want a word."""

import pytest
from django.core.exceptions import ValidationError

from casework import actions
from incidents.models import Incident
from tests.factories import make_incident, toll
from tests.incidents.test_flash import sent

# place, figures, a piece of what is asked; "" where nothing is
ASKED = [
    ("SY", {"killed": 3}, "large area"),
    ("SY02", {"killed": 3}, "large area"),
    ("SY0200", {"killed": 3}, "large area"),
    ("SY020001", {"killed": 3}, ""),
    ("C1022", {"killed": 3}, ""),
    ("C1022", {"killed": 300, "injured": 200}, ""),
    ("C1022", {"killed": 300, "injured": 201}, "501"),
    ("C1022", {"killed": (501, None)}, "501"),
    ("C1022", {"killed": (3, 700)}, "700"),
    ("C1022", {"killed": (None, 501)}, "501"),
    ("C1022", {"killed": (3, None), "children": 600}, "600"),
]


@pytest.mark.parametrize(("place", "numbers", "asked"), ASKED)
def test_a_large_area_and_very_many_people_are_submitted_with_a_word_alone(
    cast, place, numbers, asked
):
    incident = make_incident(cast=cast, place=place, numbers=toll(**numbers))
    if asked:
        with pytest.raises(ValidationError) as refused:
            actions.move(incident, "submit", by=cast.coordinator, reason=" ")
        assert list(refused.value.error_dict) == ["reason"]
        assert asked in " ".join(refused.value.messages)
        reason = "The caller knew no more."
        incident = actions.move(incident, "submit", by=cast.coordinator, reason=reason)
        assert incident.events.first().reason == reason
    else:
        incident = actions.move(incident, "submit", by=cast.coordinator)
    assert incident.status == "submitted"


def test_a_large_area_and_many_people_are_asked_about_together(cast):
    incident = make_incident(cast=cast, place="SY07", numbers=toll(killed=501))
    with pytest.raises(ValidationError) as refused:
        actions.move(incident, "submit", by=cast.coordinator)
    assert len(refused.value.messages) == 2


def test_the_page_asks_for_the_word_where_one_is_wanted_alone(cast, signed_in):
    client = signed_in(cast.coordinator)
    town, wide = make_incident(cast=cast), make_incident(cast=cast, place="SY07")
    asked = {}
    for case in (town, wide):
        page = client.get(f"/incidents/{case.ref}/steps/submit/")
        asked[case.ref] = page.context["form"].fields.get("reason")
    assert asked[town.ref] is None
    assert "large area" in asked[wide.ref].help_text
    url = f"/incidents/{wide.ref}/steps/submit/"
    assert client.post(url, {"seen": wide.version}).status_code == 422
    answer = client.post(url, {"seen": wide.version, "reason": "Nobody knows the town."})
    assert answer.status_code == 302
    assert Incident.objects.get(pk=wide.pk).status == "submitted"


def test_the_page_names_the_area_in_the_language_of_its_reader(cast, signed_in):
    wide = make_incident(cast=cast, place="SY07")
    client = signed_in(cast.coordinator)
    page = client.get(f"/incidents/{wide.ref}/steps/submit/", headers={"accept-language": "ar"})
    assert "إدلب" in page.context["form"].fields["reason"].help_text


def test_the_flash_report_of_a_large_area_is_a_draft_and_says_why(cast, signed_in):
    told = sent(place="SY07")
    page = signed_in(cast.coordinator).post("/incidents/new/", told, follow=True)
    assert Incident.objects.get().status == "draft"
    assert "large area" in page.content.decode()


def test_the_flash_report_of_very_many_people_warns(cast, signed_in):
    told = sent(killed_minimum="501", draft="1")
    page = signed_in(cast.coordinator).post("/incidents/new/", told, follow=True)
    assert "506 people" in page.content.decode()
    assert Incident.objects.get().status == "draft"
