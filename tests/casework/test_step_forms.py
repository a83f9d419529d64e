"""The step's form derives from the step's row."""

from casework.step_forms import step_form
from tests.factories import make_ticket


def test_a_step_form_asks_for_what_the_row_names(cast):
    ticket = make_ticket(cast=cast, status="on_site")
    form = step_form(ticket, ticket.workflow.steps["mark"])
    asked = {"seen", "marking", "actual_cordon_m", "next_visit_on", "reason"}
    assert set(form.fields) == asked
    assert all(form.fields[name].required for name in asked)


def test_coordinates_are_one_box(cast):
    ticket = make_ticket(cast=cast, status="assigned")
    form = step_form(ticket, ticket.workflow.steps["arrive"])
    assert "point" in form.fields
    assert "latitude" not in form.fields


def test_every_step_of_a_ticket_has_a_form(cast):
    ticket = make_ticket(cast=cast)
    for step in ticket.workflow.rows:
        assert "seen" in step_form(ticket, step).fields


def test_an_unanswered_list_says_choose_where_an_answer_is_wanted(cast):
    ticket = make_ticket(cast=cast, status="on_site")
    form = step_form(ticket, ticket.workflow.steps["mark"])
    assert form.fields["marking"].choices[0] == ("", "Choose…")
    arriving = make_ticket(cast=cast, status="assigned")
    form = step_form(arriving, arriving.workflow.steps["arrive"])
    assert form.fields["geo_precision"].choices[0] == ("", "—")
