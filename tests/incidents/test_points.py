"""A point says how far the true spot may be from it, before anybody signs it off."""

import pytest
from django.core.exceptions import ValidationError

from casework import actions
from incidents.models import Incident
from tests.factories import incident_inputs, make_incident, take

POINT = {"latitude": "36.137900", "longitude": "36.828400"}


def fresh(incident):
    return Incident.objects.get(pk=incident.pk)


@pytest.mark.parametrize(("precision", "verified"), [("", False), ("town", True)])
def test_a_point_without_its_precision_is_not_signed_off(cast, precision, verified):
    incident = make_incident(cast=cast, status="in_review", geo_precision=precision, **POINT)
    given = incident_inputs(incident, "verify", cast)
    if verified:
        assert actions.move(incident, "verify", by=cast.reviewer, **given).status == "verified"
        return
    with pytest.raises(ValidationError, match="how far the true spot") as refused:
        actions.move(incident, "verify", by=cast.reviewer, **given)
    assert list(refused.value.error_dict) == ["location_checked"]


def test_an_incident_without_a_point_is_signed_off_by_its_place(cast):
    assert make_incident(cast=cast, status="verified").status == "verified"


def test_the_review_page_says_what_is_missing_before_it_is_sent(cast, signed_in):
    incident = make_incident(cast=cast, status="in_review", **POINT)
    page = signed_in(cast.reviewer).get(f"/incidents/{incident.ref}/steps/verify/")
    needs = {str(words): met for met, words in page.context["needs"]}
    assert needs["The point says how far the true spot may be from it"] is False


def test_an_amendment_brings_no_point_without_its_precision(cast):
    incident = make_incident(cast=cast, status="verified")
    with pytest.raises(ValidationError) as refused:
        actions.move(incident, "amend", by=cast.colleague, changes=POINT, reason="Measured.")
    assert list(refused.value.error_dict) == ["geo_precision"]
    whole = {**POINT, "geo_precision": "exact"}
    incident = take(incident, "amend", cast, lambda *_: {"changes": whole, "reason": "Measured."})
    incident = take(incident, "accept", cast, incident_inputs)
    assert incident.geo_precision == "exact"


def test_an_amendment_that_was_open_before_brings_none_either(cast, signed_in):
    incident = make_incident(cast=cast, status="verified")
    whole = {**POINT, "geo_precision": "exact"}
    incident = take(incident, "amend", cast, lambda *_: {"changes": whole, "reason": "Measured."})
    incident.amendments.update(changes=POINT)
    with pytest.raises(ValidationError, match="how far the true spot") as refused:
        take(incident, "accept", cast, incident_inputs)
    assert list(refused.value.error_dict) == ["geo_precision"]
    address = f"/incidents/{incident.ref}/steps/accept/"
    reviewer = signed_in(cast.reviewer)
    shown = reviewer.post(address, {"seen": fresh(incident).version}).content.decode()
    assert "how far the true spot" in shown
    assert (fresh(incident).status, fresh(incident).latitude) == ("amending", None)
    assert incident.amendments.get().accepted is None


# ---------------------------------------------------------------- what is proposed

REFUSED = [
    ({"weapon": "magic"}, "weapon"),
    ({"occurred_on": "2124-11-28"}, "occurred_on"),
    ({"occurred_on": "yesterday"}, "occurred_on"),
    ({"occurred_until": "2024-11-01"}, "occurred_until"),
    ({"latitude": "59.930000", "longitude": "30.330000", "geo_precision": "town"}, "latitude"),
]


@pytest.mark.parametrize(("changes", "field"), REFUSED)
def test_what_could_never_be_accepted_is_not_proposed(cast, changes, field):
    """The second reviewer could only decline it, and the record would wait until he does."""
    incident = make_incident(cast=cast, status="verified")
    with pytest.raises(ValidationError) as refused:
        actions.move(incident, "amend", by=cast.colleague, changes=changes, reason="Better known.")
    assert field in refused.value.error_dict
    assert fresh(incident).status == "verified"


@pytest.mark.parametrize("page", ["", "steps/verify/"])
def test_a_point_without_its_precision_says_so_where_it_is_read(cast, signed_in, page):
    incident = make_incident(cast=cast, status="in_review", **POINT)
    shown = signed_in(cast.reviewer).get(f"/incidents/{incident.ref}/{page}").content.decode()
    assert "(precision not said)" in shown
