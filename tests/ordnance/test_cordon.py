"""The advised cordon: the results that the domain notes D2 list, from the shipped catalogue."""

import pytest

from munitions.catalogue import read_rows
from munitions.models import Category, Munition
from ordnance.choices import State
from ordnance.cordon import ADVICE, advise, by_fill, drawing
from ordnance.cordon_rules import SHIPPED, CordonRule
from ordnance.models import Item, Ticket

# fmt: off
NAMED = (
    # model of the catalogue    metres
    ("F-864",                   450),  # a 240 mm mortar bomb
    ("9M27F",                   500),
    ("FAB-250 M-54",            600),
    # The notes round "FAB-250" to 600 m; the M-62 with 100 kg gives 603 m, and we round up.
    ("FAB-250 M-62",            650),
    ("9M55F",                   600),
    ("FAB-500 M-62",            800),
    ("Mk 84",                   1000),
    ("FAB-1500 M-54",           1150),
)
# fmt: on
# The rule that ships, as the notes have it.
RULE = CordonRule()
LEAST_M, UNKNOWN_M = 300, 700
# fmt: off
BY_CATEGORY = (
    *((c, 300) for c in ("submunition", "grenade", "landmine", "fuze", "saa", "mortar")),
    *((c, 500) for c in ("rocket", "projectile")),
    *((c, 1000) for c in ("cluster_munition", "missile", "aircraft_bomb", "improvised", "ied")),
    *((c, 700) for c in ("uav", "bulk_explosive", "pyrotechnic", "unknown")),
)
# fmt: on
SMALL = (Category.SUBMUNITION, Category.GRENADE, Category.LANDMINE)


@pytest.fixture(scope="module")
def catalogue():
    """The shipped models, as if an EOD officer had approved every one."""
    models = {row.munition.designation: row.munition for row in read_rows()}
    for munition in models.values():
        munition.approved = True
    return models


def metres(*items, **ticket):
    return advise(Ticket(**ticket), list(items), RULE).metres


@pytest.mark.parametrize(("name", "expected"), NAMED)
def test_a_named_model_gets_the_distance_of_the_notes(catalogue, name, expected):
    munition = catalogue[name]
    assert metres(Item(category=munition.category, munition=munition)) == expected


@pytest.mark.parametrize("category", SMALL)
def test_small_items_never_ask_for_more_than_the_least(catalogue, category):
    models = [m for m in catalogue.values() if m.category == category and m.explosive_fill_kg]
    assert models
    assert {metres(Item(category=category, munition=m)) for m in models} == {LEAST_M}


@pytest.mark.parametrize("calibre", [122, 152, 155])
def test_shells_of_field_guns_get_the_least(catalogue, calibre):
    shells = [
        m
        for m in catalogue.values()
        if m.category == Category.PROJECTILE and m.diameter_mm == calibre and m.explosive_fill_kg
    ]
    assert shells
    assert {metres(Item(category=m.category, munition=m)) for m in shells} == {LEAST_M}


@pytest.mark.parametrize(("category", "expected"), BY_CATEGORY)
def test_without_a_fill_the_category_decides(category, expected):
    assert metres(Item(category=category)) == expected


HINTS = (
    # category          fill in kg   approved   unapproved   what the unapproved rests on
    ("aircraft_bomb",   1,           300,       1000,        "by kind"),
    ("aircraft_bomb",   700,         1200,      1200,        "from the fill"),
    ("grenade",         30,          450,       450,         "from the fill"),
    ("unknown",         1,           300,       700,         "by kind"),
)  # fmt: skip


@pytest.mark.parametrize(("category", "fill", "approved", "unapproved", "how"), HINTS)
def test_a_fill_that_nobody_approved_only_widens_the_cordon(
    category, fill, approved, unapproved, how
):
    munition = Munition(category=category, explosive_fill_kg=fill)
    item = Item(category=category, munition=munition)
    advice = advise(Ticket(), [item], RULE)
    assert (advice.metres, advice.how.startswith(how)) == (unapproved, True)
    assert ("approved" in advice.how) == (how == "by kind")
    munition.approved = True
    assert advise(Ticket(), [item], RULE).metres == approved


def test_every_kind_has_its_distance_in_the_rule():
    assert {category for category, _metres in BY_CATEGORY} == set(SHIPPED) == set(Category)


def test_unknown_things_get_the_unknown_distance():
    assert metres(Item(category=Category.UNKNOWN)) == UNKNOWN_M
    assert metres() == UNKNOWN_M


def test_more_than_one_item_adds_fifty_metres():
    one = Item(category=Category.SUBMUNITION, quantity_reported=1)
    many = Item(category=Category.SUBMUNITION, quantity_reported=20)
    assert (metres(one), metres(many), metres(one, one)) == (300, 350, 350)


def test_the_worst_item_decides():
    assert metres(Item(category=Category.GRENADE), Item(category=Category.AIRCRAFT_BOMB)) == 1050


def test_a_suspected_chemical_shows_no_distance_but_what_to_do():
    advice = advise(Ticket(chemical_suspected=True), [Item(category=Category.GRENADE)], RULE)
    assert advice.metres is None
    assert "upwind" in advice.basis


@pytest.mark.parametrize("name", ["ZAB-2.5SM", "ZB-500", "OFZAB-500", "Chlorine cylinder bomb"])
def test_what_burns_or_poisons_shows_no_distance_but_what_to_do(catalogue, name):
    munition = catalogue[name]
    things = [Item(category=munition.category, munition=munition), Item(category=Category.GRENADE)]
    advice = advise(Ticket(), things, RULE)
    assert (advice.metres, "upwind" in advice.basis) == (None, True)


@pytest.mark.parametrize("state", [State.NO_HAZARD, State.NOT_EO])
@pytest.mark.parametrize("name", ["ZAB-2.5SM", "Chlorine cylinder bomb"])
def test_what_was_found_harmless_drives_nobody_upwind(catalogue, name, state):
    munition = catalogue[name]
    thing = Item(category=munition.category, munition=munition, state=state)
    assert metres(thing) is not None


def test_a_carrier_of_what_burns_shows_none_either(db):
    carrier, other = (
        Munition.objects.create(designation=name, category=Category.CLUSTER_MUNITION)
        for name in ("9M22S", "9M27K")
    )
    fire, frag = (
        Munition.objects.create(designation=kind, category="submunition", subcategory=kind)
        for kind in ("incendiary", "fragmentation")
    )
    carrier.loads.create(submunition=fire)
    other.loads.create(submunition=frag)
    assert metres(Item(category=carrier.category, munition=carrier)) is None
    assert metres(Item(category=other.category, munition=other)) == 1000


def test_distances_go_up_by_fifty_and_never_below_the_least():
    assert [by_fill(kg, RULE) for kg in (0.03, 12, 13, 100, 1000)] == [300, 300, 350, 650, 1300]


def test_no_advice_is_wider_than_any_cordon_may_be():
    huge = Munition(category=Category.BULK_EXPLOSIVE, explosive_fill_kg=900_000)
    assert metres(Item(category=huge.category, munition=huge)) == 5000


def test_the_advice_says_that_it_is_advice():
    assert "Advisory" in str(ADVICE)
    assert "decides" in str(ADVICE)


def test_the_drawing_is_mirrored_and_keeps_both_distances_on_one_axis():
    plain, mirrored = drawing(350, 400), drawing(350, 400, mirrored=True)
    assert [tick.metres for tick in plain["ticks"]] == [0, 200, 400]
    assert float(plain["advised"].x[:-1]) < float(plain["actual"].x[:-1])
    assert float(mirrored["advised"].x[:-1]) > float(mirrored["actual"].x[:-1])
    assert drawing(None, 400)["advised"] is None
