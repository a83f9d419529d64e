"""The tables themselves: whole, reachable, and as the docs print them."""

import pytest
from django.conf import settings

from casework.management.commands.draw_workflows import document
from incidents.models import Incident
from ordnance.models import Ticket


@pytest.mark.parametrize("model", [Incident, Ticket])
def test_every_status_is_reachable_or_is_left_by_a_step_back(model):
    flow = model.workflow
    declared = {value for value, _ in model._meta.get_field("status").choices}
    assert set(flow.statuses) == declared
    assert all(flow.path_to(status) is not None for status in declared)


@pytest.mark.parametrize("model", [Incident, Ticket])
def test_every_sealed_status_says_why(model):
    assert all(str(reason).endswith(".") for reason in model.workflow.sealed.values()), (
        "a sealed status needs a whole sentence"
    )


def test_the_docs_show_the_tables_as_they_are():
    printed = (settings.BASE_DIR / "docs" / "workflows.md").read_text()
    assert printed == document(), "run `manage.py draw_workflows`"
