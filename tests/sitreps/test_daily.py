"""The day's document: what counts, what does not, and the exact report of the first day."""

from datetime import timedelta

import pytest

from casework import actions
from incidents.ledger import Population
from sitreps.as_json import as_json
from sitreps.daily import document
from sitreps.ordnance_week import week_start
from tests.factories import (
    DAY,
    area,
    make_incident,
    make_person,
    report_records,
    toll,
)
from tests.sitreps.building import FACTS, build_claim, build_ticket, the_scope


def report(day, user=None):
    return as_json(document(day.scope, user or day.cast.publisher))


def facts(day, user=None):
    return document(day.scope, user or day.cast.publisher)


def killed(day, user=None):
    return report(day, user)["killed"]["text"]


def test_the_first_day_gives_exactly_the_expected_report(first_day):
    assert report(first_day) == FACTS["expected"]


def test_the_report_is_the_same_whatever_the_readers_language(first_day, settings):
    settings.LANGUAGE_CODE = "ar"
    assert report(first_day) == FACTS["expected"]


def test_without_a_claim_the_records_make_the_headline(records_only):
    found = report(records_only)
    assert found["killed"] == {
        "text": "19",
        "min": 19,
        "of_whom": {"children_min": 4, "women_min": 2, "unspecified": 13},
    }
    assert [row["place"] for row in found["by_place"]] == ["Atarib", "Darat Izza"]
    assert found["weapons"] == ["airstrikes"]


def test_an_unknown_toll_makes_the_sum_at_least(records_only):
    make_incident(
        cast=records_only.cast,
        place="C4121",
        status="submitted",
        numbers={("killed", "total"): (None, None)},
    )
    assert killed(records_only) == "at least 19"


def test_an_incident_of_unknown_toll_is_listed_without_a_number(records_only):
    make_incident(
        cast=records_only.cast,
        place="C4121",
        status="submitted",
        numbers={("killed", "total"): (None, None)},
    )
    assert report(records_only)["by_place"][-1] == {"place": "Sarmada", "pcode": "C4121"}


def test_none_killed_is_told_as_0_and_not_left_out(records_only):
    make_incident(
        cast=records_only.cast, place="C4121", status="submitted", numbers=toll(killed=0, injured=2)
    )
    row = report(records_only)["by_place"][-1]
    assert (row["killed"], row["injured"]) == (0, 2)


def test_a_range_is_told_by_both_ends(records_only):
    make_incident(
        cast=records_only.cast, place="C4121", status="submitted", numbers=toll(killed=(10, 15))
    )
    row = report(records_only)["by_place"][1]
    assert row == {
        "place": "Sarmada",
        "pcode": "C4121",
        "killed": 10,
        "killed_max": 15,
        "killed_text": "10–15",
    }


@pytest.mark.parametrize("status", ["draft", "rejected", "merged", "hidden", "withdrawn"])
def test_a_case_that_does_not_stand_is_never_counted(records_only, status):
    before = report(records_only)
    make_incident(cast=records_only.cast, place="C4121", status=status)
    for user in (records_only.cast.publisher, records_only.cast.protection_officer):
        assert report(records_only, user) == before


@pytest.mark.parametrize("status", ["submitted", "in_review", "returned", "verified", "amending"])
def test_a_case_that_stands_counts_and_only_a_verified_one_as_verified(records_only, status):
    make_incident(cast=records_only.cast, place="C4121", status=status, numbers=toll(killed=2))
    found = facts(records_only)
    assert found["placed"]["killed"]["total"]["min"] == 21
    assert found["verified"]["killed"]["total"]["min"] == 19 + 2 * (
        status in ("verified", "amending")
    )


def test_two_attacks_on_one_town_are_one_row_with_both_records(records_only):
    second = make_incident(
        cast=records_only.cast, status="submitted", numbers=toll(killed=1, injured=(1, 2))
    )
    place = facts(records_only)["places"][0]
    assert place["refs"] == [records_only.atarib.ref, second.ref]
    assert place["figures"]["killed"]["total"] == {"min": 16, "max": 16, "about": False}
    assert place["figures"]["injured"]["total"] == {"min": 6, "max": 7, "about": False}


def test_reports_of_different_sources_are_never_added(records_only):
    """Three counts of one town are one number: the last."""
    assert facts(records_only)["places"][0]["figures"]["killed"]["total"]["min"] == 15


def test_a_volunteer_killed_is_named_apart_from_the_civilians_claimed(first_day):
    incident = first_day.darat_izza
    source = incident.sources.first()
    records = report_records(incident, source, toll(killed=1), population=Population.CIVIL_DEFENCE)
    actions.add(incident, *records, by=first_day.cast.coordinator)
    found = facts(first_day)
    assert found["placed"]["killed"]["total"]["min"] == 19
    assert found["others"][0]["population"] == "civil_defence"
    assert found["others"][0]["figures"]["killed"]["total"]["min"] == 1


def test_places_above_the_claim_are_an_alarm(first_day):
    make_incident(cast=first_day.cast, place="C4121", status="submitted", numbers=toll(killed=3))
    [alarm] = facts(first_day)["alarms"]
    assert (alarm["outcome"], alarm["claimed"]["min"], alarm["placed"]["min"]) == ("killed", 20, 22)
    other = report(first_day)["by_place"][-1]
    assert other == {"place": "Other / not located", "injured": 7}


def test_a_new_place_shrinks_the_remainder(first_day):
    make_incident(
        cast=first_day.cast, place="C4121", status="submitted", numbers=toll(killed=0, injured=6)
    )
    assert report(first_day)["by_place"][-1]["injured"] == 1


def test_a_later_claim_takes_the_place_of_an_earlier_one(first_day):
    build_claim(first_day.cast, "lower")
    assert killed(first_day) == "17"


def test_a_claim_for_other_areas_or_days_is_not_this_days(records_only):
    build_claim(records_only.cast, pcodes=("SY02",))
    build_claim(records_only.cast, "to_29")
    assert killed(records_only) == "19"


def test_a_period_has_its_own_claim(first_day):
    build_claim(first_day.cast, "to_30")
    scope = the_scope(
        first_day.scope.organisation, DAY - timedelta(days=1), DAY + timedelta(days=2)
    )
    found = as_json(document(scope, first_day.cast.publisher))
    assert found["period"] == {"first": "2024-11-27", "last": "2024-11-30"}
    assert (found["killed"]["min"], found["injured"]["min"]) == (31, 113)


def test_another_organisation_sees_none_of_it(first_day):
    found = facts(first_day, first_day.cast.stranger)
    assert (found["attacks"], found["claim"], found["ordnance"]["items"]) == (0, None, [])
    assert as_json(found)["killed"]["text"] == "unknown"


def test_a_person_confined_to_an_area_sees_that_area_alone(first_day):
    here = make_person(role="viewer", username="idleb", areas=[area("SY07")])
    found = facts(first_day, here)
    assert (found["attacks"], found["claim"]) == (0, None)
    assert [item["place"] for item in found["ordnance"]["items"]] == ["Sarmada"]


# ---------------------------------------------------------------- ordnance, week to date


@pytest.mark.parametrize(
    ("starts_on", "expected"), [(6, "2024-11-24"), (0, "2024-11-25"), (3, "2024-11-28")]
)
def test_the_week_starts_on_the_weekday_of_the_settings(settings, starts_on, expected):
    settings.AFTERMATH_WEEK_STARTS_ON = starts_on
    assert week_start(DAY).isoformat() == expected


def test_last_weeks_work_is_not_this_weeks(first_day):
    saturday = {**FACTS["tickets"][0], "day": "2024-11-23"}
    build_ticket(first_day.cast, saturday)
    assert report(first_day)["ordnance_week_to_date"]["responses_min"] == 2


def test_the_document_knows_no_point_and_no_caller(first_day):
    text = str(facts(first_day))
    for ticket in first_day.tickets:
        assert str(ticket.latitude) not in text
    assert "36.1379" not in text
