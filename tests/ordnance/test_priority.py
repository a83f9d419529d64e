"""The priority rule, line by line, and what it makes of the unknown."""
# ruff: noqa: E501 - tables are read across

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from casework import actions
from munitions.models import Category, Munition
from ordnance.choices import Burial, Condition, Distance, LandUse, Priority, State
from ordnance.models import Item, Ticket
from ordnance.priority import (
    LINES,
    WORDS,
    Facts,
    explain,
    facts_of,
    is_large,
    judge,
    judge_ticket,
    to_ask,
)
from tests.factories import make_person, make_ticket

# Everything known and harmless: far away, in a ruin.
QUIET = {
    "land_use": LandUse.RUIN,
    "distance": Distance.OVER_500,
    "chemical_suspected": False,
    "accident_happened": False,
    "children_near": False,
    "item_handled": False,
    "blocks_service": False,
    "sensitive": False,
    "exposed": False,
    "leaking": False,
    "large": False,
}
NEAR, MIDDLE = Distance.UNDER_100, Distance.FROM_100_TO_500

# fmt: off
FIRING = (
    ("chemical",          Priority.IMMEDIATE, {"chemical_suspected": True}),
    ("accident",          Priority.IMMEDIATE, {"accident_happened": True}),
    ("sensitive_near",    Priority.IMMEDIATE, {"distance": NEAR, "sensitive": True, "exposed": True}),
    ("crowded_sensitive", Priority.IMMEDIATE, {"land_use": LandUse.SCHOOL, "sensitive": True}),
    ("crowded_large",     Priority.IMMEDIATE, {"land_use": LandUse.MARKET, "large": True}),
    ("crowded_children",  Priority.IMMEDIATE, {"land_use": LandUse.CAMP, "children_near": True}),
    ("crowded_handled",   Priority.IMMEDIATE, {"land_use": LandUse.HOME, "item_handled": True}),
    ("leaking",           Priority.IMMEDIATE, {"distance": MIDDLE, "leaking": True}),
    ("near",              Priority.INDIRECT,  {"distance": NEAR}),
    ("passed",            Priority.INDIRECT,  {"land_use": LandUse.ROAD}),
    ("blocks_service",    Priority.INDIRECT,  {"blocks_service": True}),
    ("sensitive",         Priority.INDIRECT,  {"sensitive": True, "exposed": True}),
    ("some_way_off",      Priority.MINOR,     {"distance": MIDDLE}),
    ("unseen",            Priority.MINOR,     {"unseen": True}),
    ("tilled",            Priority.MINOR,     {"land_use": LandUse.FARMLAND}),
    ("none",              Priority.NO_THREAT, {}),
)
UNKNOWNS = (
    # what is unknown, beside what   line that fires       assumed
    ({"distance": ""},                                     "near",              ("distance",)),
    ({"distance": Distance.UNKNOWN},                       "near",              ("distance",)),
    ({"land_use": ""},                                     "passed",            ("land_use",)),
    ({"land_use": LandUse.HOME, "sensitive": None},        "crowded_sensitive", ("sensitive",)),
    ({"land_use": LandUse.HOME, "large": None},            "crowded_large",     ("large",)),
    ({"land_use": LandUse.HOME, "children_near": None},    "crowded_children",  ("children_near",)),
    ({"land_use": LandUse.HOME, "item_handled": None},     "crowded_handled",   ("item_handled",)),
    ({"blocks_service": None},                             "blocks_service",    ("blocks_service",)),
    ({"sensitive": True, "exposed": None},                 "sensitive",         ("exposed",)),
    ({"distance": NEAR, "sensitive": True, "exposed": None}, "sensitive_near",  ("exposed",)),
)
# fmt: on


@pytest.mark.parametrize(("line", "priority", "facts"), FIRING, ids=[row[0] for row in FIRING])
def test_each_line_fires_on_its_own(line, priority, facts):
    finding = judge(Facts(**QUIET | facts))
    assert (finding.line, finding.priority, finding.assumed) == (line, priority, ())


def test_the_table_above_names_every_line():
    assert {line[1] for line in LINES} | {"none"} == {row[0] for row in FIRING}


@pytest.mark.parametrize(("facts", "line", "assumed"), UNKNOWNS)
def test_what_is_unknown_counts_as_the_worse_case_and_is_named(facts, line, assumed):
    finding = judge(Facts(**QUIET | facts))
    assert (finding.line, finding.assumed) == (line, assumed)


def test_no_threat_never_comes_out_while_place_or_distance_are_unknown():
    for facts in ({"land_use": ""}, {"distance": ""}, {"distance": Distance.UNKNOWN}):
        assert judge(Facts(**QUIET | facts)).priority != Priority.NO_THREAT


def test_a_ticket_about_which_nothing_is_known_is_immediate():
    assert judge(Facts()).priority == Priority.IMMEDIATE


# fmt: off
ITEMS = (
    (Item(category=Category.SUBMUNITION, burial=Burial.SURFACE),                        "sensitive"),
    (Item(category=Category.UNKNOWN, burial=Burial.PARTLY),                             "sensitive"),
    (Item(category=Category.LANDMINE, state=State.MINE, burial=Burial.SURFACE),         "sensitive"),
    (Item(category=Category.IED, state=State.IED, burial=Burial.IN_BUILDING),           "sensitive"),
    (Item(category=Category.ROCKET, fuzed=True, armed=True, burial=Burial.SURFACE),     "sensitive"),
    (Item(category=Category.GRENADE, state=State.BOOBY_TRAP, burial=Burial.SURFACE),    "sensitive"),
    (Item(category=Category.ROCKET, burial=Burial.SURFACE),                             "none"),
    (Item(category=Category.SUBMUNITION, state=State.NOT_EO, burial=Burial.SURFACE),    "unseen"),
    (Item(category=Category.SUBMUNITION, burial=Burial.BURIED),                         "none"),
)
# fmt: on


@pytest.mark.parametrize(("item", "line"), ITEMS)
def test_sensitive_means_what_the_domain_notes_say(item, line):
    item.condition = Condition.INTACT
    ticket = Ticket(land_use=LandUse.RUIN, distance_to_people=Distance.OVER_500)
    for name in ("chemical_suspected", "accident_happened", "blocks_service"):
        setattr(ticket, name, False)
    assert judge_ticket(ticket, [item]).line == line


# Kinds of which 25 kg of explosive are nothing rare: without a model nobody knows.
LARGE_KINDS = {
    *("aircraft_bomb", "cluster_munition", "rocket", "missile", "ied", "improvised", "uav"),
    *("bulk_explosive", "unknown"),
}


@pytest.mark.parametrize("category", Category.values)
def test_how_much_explosive_is_unknown_where_the_kind_may_hold_much(category):
    """A barrel bomb in a market, of which nobody said how large it is, is the worse case."""
    ticket = Ticket(land_use=LandUse.MARKET, distance_to_people=Distance.OVER_500)
    ticket.children_near = ticket.item_handled = False
    item = Item(category=category, state=State.AXO, burial=Burial.BURIED, fuzed=False)
    said = is_large(item), is_large(Item(category=category, state=State.NOT_EO))
    assert said == (None if category in LARGE_KINDS else False, False)
    if category in ("improvised", "missile", "cluster_munition"):
        finding = judge_ticket(ticket, [item])
        assert (finding.line, finding.assumed) == ("crowded_large", ("large",))


@pytest.mark.parametrize(
    ("fill", "hint", "approved"), [(6, None, False), (25, True, True), (None, None, None)]
)
def test_a_fill_that_nobody_approved_makes_nothing_small(fill, hint, approved):
    munition = Munition(category=Category.ROCKET, explosive_fill_kg=fill)
    item = Item(category=Category.ROCKET, munition=munition)
    assert is_large(item) is hint
    munition.approved = True
    assert is_large(item) is approved


def test_an_item_of_a_chemical_kind_is_a_suspicion_of_its_own():
    ticket = Ticket(land_use=LandUse.RUIN, distance_to_people=Distance.OVER_500)
    munition = Munition(category=Category.IMPROVISED, subcategory="chemical_improvised")
    item = Item(category=Category.IMPROVISED, munition=munition)
    for answer in (None, False):
        ticket.chemical_suspected = answer
        assert judge_ticket(ticket, [item]).line == "chemical"


@pytest.mark.parametrize("state", [State.NO_HAZARD, State.NOT_EO])
def test_what_was_found_harmless_is_no_suspicion_whatever_its_kind(state):
    munition = Munition(category=Category.IMPROVISED, subcategory="chemical_improvised")
    item = Item(category=munition.category, munition=munition, state=state)
    facts = facts_of(Ticket(), [item])
    assert (facts.chemical_suspected, facts.large) == (None, False)


# fmt: off
ASKED = (
    # what is known                                                             what to ask
    ({"distance": MIDDLE, "chemical_suspected": None, "leaking": None},         ["leaking", "chemical_suspected"]),
    ({"chemical_suspected": None, "accident_happened": None, "leaking": None},  ["accident_happened", "chemical_suspected"]),
    ({"distance": NEAR, "leaking": None},                                       ["leaking"]),
    ({"accident_happened": True, "chemical_suspected": None},                   []),
    ({},                                                                        []),
)
# fmt: on


@pytest.mark.parametrize(("facts", "names"), ASKED)
def test_what_the_rule_takes_for_no_is_named_where_a_yes_would_make_it_immediate(facts, names):
    facts = Facts(**QUIET | facts)
    assert list(to_ask(facts, judge(facts))) == [WORDS[name] for name in names]


def test_nothing_is_asked_of_a_ticket_that_is_done():
    ticket = Ticket(land_use=LandUse.RUIN, distance_to_people=Distance.OVER_500)
    item = Item(category=Category.PROJECTILE, burial=Burial.BURIED, condition=Condition.INTACT)
    assert explain(ticket, [item]).to_ask == ("accident happened here", "chemical suspected")
    ticket.status = "resolved"
    assert explain(ticket, [item]).to_ask == ()


def test_the_page_says_what_is_to_be_asked(cast, signed_in):
    ticket = make_ticket(cast=cast)
    far = {"land_use": "ruin", "distance_to_people": "over_500", "blocks_service": "false"}
    page = f"/tickets/{ticket.ref}/finding/"
    client = signed_in(cast.dispatcher)
    known = far | {"chemical_suspected": "false"}
    assert "accident happened here, chemical suspected" in client.post(page, far).text
    text = client.post(page, known).text
    assert "Unknown, and not assumed:" in text
    assert "chemical suspected." not in text


def test_the_explanation_marks_the_facts_that_were_assumed():
    ticket = Ticket(land_use=LandUse.HOME, distance_to_people=Distance.OVER_500)
    item = Item(category=Category.PROJECTILE, burial=Burial.SURFACE, condition=Condition.INTACT)
    assert explain(ticket, [item]).assumed == ["children near"]


# ---------------------------------------------------------------- a person's other answer

ANSWERS = {"land_use": "home", "distance_to_people": "under_100", "duplicates_checked": True}


def triage(ticket, by, **given):
    return actions.move(ticket, "triage", by=by, **ANSWERS | given)


def test_a_lower_priority_needs_a_reason(cast):
    ticket = make_ticket(cast=cast)
    with pytest.raises(ValidationError) as refused:
        triage(ticket, cast.dispatcher, priority="minor", reason="no")
    assert "reason" in refused.value.error_dict
    done = triage(ticket, cast.dispatcher, priority="minor", reason="It is a drain pipe, seen.")
    assert (done.priority, done.priority_by_rule) == ("minor", "immediate")
    assert done.priority_by == cast.dispatcher


def test_lowering_afterwards_needs_the_right_raising_does_not(cast):
    ticket = triage(
        make_ticket(cast=cast),
        cast.dispatcher,
        priority="indirect",
        reason="Guarded day and night.",
    )
    ticket.priority, ticket.priority_reason = "minor", "Nobody lives there now."
    with pytest.raises(ValidationError) as refused:
        actions.edit(ticket, by=cast.team_leader)
    assert "priority" in refused.value.error_dict
    ticket.refresh_from_db()
    ticket.priority, ticket.priority_reason = "immediate", "Children play beside it."
    assert actions.edit(ticket, by=cast.team_leader).priority == "immediate"


def test_a_priority_without_its_reason_is_refused_by_the_record_itself(cast):
    ticket = triage(make_ticket(cast=cast), cast.dispatcher)
    ticket.priority = "minor"
    with pytest.raises(ValidationError, match="Say why"):
        actions.edit(ticket, by=cast.dispatcher)


def test_a_person_without_the_right_cannot_lower_at_triage(cast):
    person = make_person(role="coordinator")
    with pytest.raises(PermissionDenied):
        triage(make_ticket(cast=cast), person, priority="minor", reason="Long enough reason.")


def test_nobody_gives_a_priority_by_hand_before_the_triage(cast, signed_in):
    """A hand-made “no threat” would take an untriaged report from the head of the queue."""
    ticket = make_ticket(cast=cast)
    for person in (cast.dispatcher, cast.team_leader, cast.data_manager):
        ticket.refresh_from_db()
        ticket.priority, ticket.priority_reason = "no_threat", "It looks like a drain pipe."
        with pytest.raises(ValidationError) as refused:
            actions.edit(ticket, by=person)
        assert "priority" in refused.value.error_dict
        page = signed_in(person).get(f"/tickets/{ticket.ref}/priority/")
        assert page.status_code == 409
        assert "comes with the triage" in page.text


def test_the_whole_rule_is_told_down_to_the_line_that_fired():
    ticket = Ticket(land_use=LandUse.ROAD, distance_to_people=Distance.OVER_500)
    fates = [line.fate for line in explain(ticket, [Item(state=State.NO_HAZARD)]).lines]
    assert fates.count("fires") == 1
    assert len(fates) == len(LINES)
    fired = fates.index("fires")
    assert set(fates[:fired]) == {"passed"}
    assert set(fates[fired + 1 :]) == {"after"}
