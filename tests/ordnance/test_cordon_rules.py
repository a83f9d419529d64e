"""The numbers of the advised cordon: versions that an administrator makes, bounds and reasons."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from munitions.models import Category
from ordnance.cordon import advise
from ordnance.cordon_rules import NUMBERS, CordonRule, in_force, issue
from ordnance.models import Item, Ticket
from tests.factories import make_ticket
from tests.ordnance.test_admin import administrator_of

SIGNED = {"source": "Signed by the EOD lead, order 12.", "confidence": "medium"}
ADD = "admin:ordnance_cordonrule_add"


def metres(*items):
    return advise(Ticket(), list(items)).metres


def test_without_a_version_of_anybody_s_the_one_that_ships_is_in_force(db):
    rule = in_force()
    assert (str(rule), rule.rests_on) == (
        "cordon-1b",
        "a rule of our own; no EOD lead has signed it off yet",
    )
    assert metres() == 700


def test_an_administrator_s_numbers_are_the_advice_from_then_on(cast):
    issue(CordonRule(**SIGNED, more_m=100, grenade_m=400, unknown_m=900), by=cast.administrator)
    grenade, bomb = Item(category=Category.GRENADE), Item(category=Category.AIRCRAFT_BOMB)
    assert (metres(grenade), metres(bomb), metres(grenade, grenade)) == (400, 1000, 500)
    assert metres() == 900
    rule = in_force()
    assert (str(rule), rule.made_by, rule.rests_on) == (
        "cordon-2b",
        cast.administrator,
        SIGNED["source"],
    )


def test_no_kind_is_advised_less_than_the_floor(cast):
    issue(CordonRule(**SIGNED, least_m=400), by=cast.administrator)
    assert metres(Item(category=Category.GRENADE)) == 400


def test_versions_are_numbered_and_the_newest_is_in_force(cast):
    for wider in (400, 500):
        issue(CordonRule(**SIGNED, least_m=wider), by=cast.administrator)
    assert [str(rule) for rule in CordonRule.objects.all()] == ["cordon-3b", "cordon-2b"]
    assert in_force().least_m == 500


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize("number", [0, 49, 5001, None])
def test_every_number_stays_within_what_a_cordon_may_be(cast, name, number):
    with pytest.raises(ValidationError) as refused:
        issue(CordonRule(**SIGNED, **{name: number}, reason="Tried."), by=cast.administrator)
    assert name in refused.value.error_dict


def test_the_database_holds_the_bounds_too(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        CordonRule.objects.bulk_create([CordonRule(**SIGNED, version=2, ied_m=10)])


def test_lower_than_what_ships_needs_a_reason_and_names_the_number(cast):
    lower = {"mortar_m": 200, "least_m": 200}
    with pytest.raises(ValidationError) as refused:
        issue(CordonRule(**SIGNED, **lower, reason=" "), by=cast.administrator)
    assert refused.value.message_dict["reason"] == [
        "Lower than what ships: never less than, mortar bomb. Say why, and who agreed."
    ]
    issue(CordonRule(**SIGNED, **lower, reason="Walls on all sides."), by=cast.administrator)
    assert metres(Item(category=Category.MORTAR)) == 200


def test_a_version_says_what_it_rests_on(cast):
    with pytest.raises(ValidationError) as refused:
        issue(CordonRule(least_m=400), by=cast.administrator)
    assert "source" in refused.value.error_dict


def test_a_version_is_never_rewritten(cast):
    rule = issue(CordonRule(**SIGNED), by=cast.administrator)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        CordonRule.objects.filter(pk=rule.pk).update(least_m=100)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        CordonRule.objects.filter(pk=rule.pk).delete()


def test_a_ticket_keeps_the_version_that_it_was_advised_by(cast):
    before = make_ticket(cast=cast, status="triaged")
    issue(CordonRule(**SIGNED, submunition_m=450), by=cast.administrator)
    after = make_ticket(cast=cast, status="triaged")
    kept = [(t.advised_cordon_m, t.cordon_rule) for t in (before, after)]
    assert kept == [(300, "cordon-1b: submunition"), (450, "cordon-2b: submunition")]
    before.refresh_from_db()
    assert before.cordon_rule == "cordon-1b: submunition"


# ---------------------------------------------------------------- in the administration


def sent(**changed):
    return {name: getattr(in_force(), name) for name in NUMBERS} | SIGNED | changed


def test_a_new_version_begins_with_the_numbers_in_force_and_asks_anew_for_its_source(
    cast, signed_in
):
    issue(CordonRule(**SIGNED, least_m=350), by=cast.administrator)
    page = signed_in(administrator_of(cast)).get(reverse(ADD))
    assert "Advisory starting distance" in page.text
    initial = page.context["adminform"].form.initial
    assert (initial["least_m"], initial["missile_m"]) == (350, 1000)
    assert "source" not in initial


def test_the_administrator_makes_a_version_and_changes_none(cast, signed_in):
    client = signed_in(administrator_of(cast))
    assert client.post(reverse(ADD), sent(least_m=350)).status_code == 302
    rule = in_force()
    assert (rule.version, rule.least_m, rule.made_by) == (2, 350, cast.administrator)
    page = reverse("admin:ordnance_cordonrule_change", args=[rule.pk])
    assert "Signed by the EOD lead" in client.get(page).text
    assert client.post(page, sent(least_m=400)).status_code == 403
    gone = reverse("admin:ordnance_cordonrule_delete", args=[rule.pk])
    assert client.post(gone, {"post": "yes"}).status_code == 403


def test_the_form_refuses_a_lower_number_without_a_reason(cast, signed_in):
    answer = signed_in(administrator_of(cast)).post(reverse(ADD), sent(rocket_m=300))
    assert "Lower than what ships: rocket." in answer.text
    assert not CordonRule.objects.exists()


@pytest.mark.parametrize("role", ["dispatcher", "team_leader", "data_manager"])
def test_nobody_else_touches_the_rule(cast, signed_in, role):
    person = getattr(cast, role)
    person.is_staff = True
    person.save()
    assert signed_in(person).get(reverse(ADD)).status_code == 403


def test_the_page_names_the_version_its_source_and_how_far_to_trust_it(cast, signed_in):
    issue(CordonRule(**SIGNED), by=cast.administrator)
    ticket = make_ticket(cast=cast)
    page = signed_in(cast.dispatcher).get(ticket.get_absolute_url()).text
    assert "cordon-2b" in page
    assert SIGNED["source"] in page
