"""What a step of an incident asks, asked by the verb: no page stands between it and a script."""

import pytest
from django.core.exceptions import ValidationError

from casework import actions
from incidents.models import Incident
from tests.factories import incident_inputs, make_incident, taker


def fresh(incident):
    return Incident.objects.get(pk=incident.pk)


def take(incident, step, cast, **changes):
    given = {**incident_inputs(incident, step, cast), **changes}
    by = taker(incident, incident.workflow.steps[step], cast)
    return actions.move(fresh(incident), step, by=by, **given)


# step, where it starts, the answer that is none, the field that is told
NO_ANSWERS = [
    ("verify", "in_review", {"location_checked": False}, "location_checked"),
    ("publish", "verified", {"redaction_confirmed": False}, "redaction_confirmed"),
    ("return", "in_review", {"comments": [("place", "  ")]}, "comments"),
]


@pytest.mark.parametrize(("step", "status", "said", "field"), NO_ANSWERS)
def test_a_box_left_empty_is_no_answer_to_a_verb_either(cast, step, status, said, field):
    incident = make_incident(cast=cast, status=status)
    with pytest.raises(ValidationError) as refused:
        take(incident, step, cast, **said)
    assert list(refused.value.error_dict) == [field]
    assert fresh(incident).status == status
    assert take(incident, step, cast).status != status
