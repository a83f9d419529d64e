"""The shipped catalogue: what it holds, how it is taken in, who approves it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from munitions import catalogue
from munitions.models import Category, Load, Munition


def test_the_catalogue_is_whole_and_nothing_in_it_is_approved(shipped):
    assert Munition.objects.count() == shipped == 201
    assert not Munition.objects.filter(approved=True).exists()
    assert set(Munition.objects.values_list("category", flat=True)) == set(Category.values)


def test_every_row_of_the_catalogue_is_valid(shipped):
    for munition in Munition.objects.all():
        munition.full_clean()


def test_a_carrier_knows_its_loads_and_a_submunition_its_carriers(shipped):
    smerch = Munition.objects.get(designation="9M55K")
    [load] = smerch.loads.all()
    assert (load.submunition.designation, load.count) == ("9N235", 72)
    carriers = load.submunition.carried_by.values_list("carrier__designation", flat=True)
    assert {"9M55K", "9M27K1"} <= set(carriers)


def test_an_unknown_number_is_null_and_not_zero(shipped):
    assert Munition.objects.get(designation="Unknown item").diameter_mm is None
    assert catalogue.read_loads("A|B", "12") == [("A", 12), ("B", None)]


def test_the_same_catalogue_twice_changes_nothing(shipped):
    before = list(Munition.objects.order_by("pk").values()), Load.objects.count()
    catalogue.take_in(catalogue.read_rows())
    assert (list(Munition.objects.order_by("pk").values()), Load.objects.count()) == before


def test_what_an_officer_approved_stays_as_it_is(shipped):
    Munition.objects.filter(designation="9M55K").update(approved=True, total_weight_kg=800)
    catalogue.take_in(catalogue.read_rows())
    assert Munition.objects.get(designation="9M55K").total_weight_kg == 800


def test_a_load_that_nobody_knows_is_refused_whole(db):
    row = catalogue.CatalogueRow(Munition(designation="X-1", category="rocket"), [("Y-2", 3)])
    with pytest.raises(ValidationError):
        catalogue.take_in([row])
    assert not Munition.objects.exists()


def test_a_fill_heavier_than_the_whole_is_refused(db):
    heavy = Munition(designation="X-1", category="rocket", total_weight_kg=10, explosive_fill_kg=11)
    with pytest.raises(ValidationError):
        heavy.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        heavy.save()


def test_a_munition_cannot_carry_itself(shipped):
    rocket = Munition.objects.get(designation="9M55K")
    with pytest.raises(ValidationError):
        Load(carrier=rocket, submunition=rocket).full_clean()


def test_an_officer_approves_in_the_administration(shipped, admin_client):
    rocket = Munition.objects.get(designation="9M55K")
    admin_client.post(
        reverse("admin:munitions_munition_changelist"),
        {"action": "approve", "_selected_action": [rocket.pk]},
    )
    rocket.refresh_from_db()
    assert rocket.approved


@pytest.mark.parametrize("name", ["munitions_munition", "places_area"])
def test_the_administration_searches_as_everywhere(shipped, admin_client, name):
    address = reverse(f"admin:{name}_changelist")
    assert admin_client.get(address, {"q": "9М55К"}).status_code == 200
