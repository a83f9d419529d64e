"""Issuing: a report is frozen for good; what is found later is a corrected one beside it."""

import json

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from casework import actions
from sitreps.actions import FiguresMoved, issue
from sitreps.daily import document
from sitreps.models import Claim, Sitrep
from sitreps.snapshot import digest, fingerprint
from tests.factories import area, at, make_incident, make_person, report_records, toll
from tests.sitreps.building import CLAIMS, FACTS, build_claim, build_incident, the_scope


def publish(day, **options):
    return issue(day.scope, by=day.cast.publisher, **options)


def test_an_issued_report_holds_the_expected_report_and_its_hash(first_day):
    sitrep = publish(first_day)
    assert sitrep.number == "SR-2024-11-28"
    assert sitrep.document["report"] == FACTS["expected"]
    assert sitrep.sha256 == digest(sitrep.snapshot)


def test_a_report_names_the_records_and_versions_it_was_made_from(first_day):
    made_from = publish(first_day).document["facts"]["records"]
    assert made_from == [
        {"ref": incident.ref, "version": incident.version, "status": "verified"}
        for incident in (first_day.atarib, first_day.darat_izza)
    ]


def test_a_lower_total_makes_a_corrected_report_and_leaves_the_first_as_it_was(first_day):
    first = publish(first_day)
    before = first.snapshot
    build_claim(first_day.cast, "lower")
    second = publish(first_day)
    first.refresh_from_db()
    assert first.snapshot == before
    assert first.document["report"]["killed"]["text"] == "at least 20"
    assert (second.number, second.status, second.correction) == ("SR-2024-11-28-2", "corrected", 1)
    assert second.corrects == first
    assert second.document["report"]["status"] == "corrected (1)"
    assert second.document["report"]["killed"]["text"] == "17"


def test_a_corrected_report_lists_old_and_new_with_the_reason(first_day):
    publish(first_day)
    build_claim(first_day.cast, "lower")
    changes = publish(first_day).document["changes"]
    killed = next(c for c in changes if (c["what"], c["group"]) == ("killed", "total"))
    assert (killed["old"]["min"], killed["new"]["min"]) == (20, 17)
    assert killed["reason"]["text"] == CLAIMS["lower"]["reason"]
    injured = next(c for c in changes if (c["what"], c["group"]) == ("injured", "total"))
    assert (injured["old"]["min"], injured["new"]["min"]) == (33, 34)


def test_three_counts_of_one_town_stay_on_the_ledger_and_each_revises_the_report(cast):
    """8, then 13, then 15 at Atarib: three reports; what was issued on 8 still says 8."""
    first_count = {**FACTS["incidents"][0], "reports": FACTS["incidents"][0]["reports"][:1]}
    incident = build_incident(cast, first_count, status="submitted")
    scope = the_scope(cast.publisher.organisation)
    issued = [issue(scope, by=cast.publisher)]
    for count, hour in ((13, 16), (15, 18)):
        incident.refresh_from_db()
        source = incident.sources.first()
        records = report_records(incident, source, toll(killed=count), as_of=at(hour=hour))
        actions.add(incident, *records, by=cast.coordinator)
        issued.append(issue(scope, by=cast.publisher))
    assert incident.casualty_reports.count() == 3
    assert [s.document["report"]["by_place"][0]["killed"] for s in issued] == [8, 13, 15]
    assert [s.correction for s in issued] == [0, 1, 2]
    course = issued[-1].document["facts"]["course"]
    assert [row["min"] for row in course["rows"]] == [8, 13, 15]
    assert [row["counted"] for row in course["rows"]] == [False, False, True]


def test_asked_again_with_nothing_new_the_report_that_stands_is_the_answer(first_day):
    assert publish(first_day) == publish(first_day)
    assert Sitrep.objects.count() == 1


def test_a_day_is_closed_by_a_final_report(first_day):
    publish(first_day)
    final = publish(first_day, status="final")
    assert (final.status, final.correction) == ("final", 0)


def test_a_corrected_day_is_closed_without_another_correction(first_day):
    publish(first_day)
    build_claim(first_day.cast, "lower")
    publish(first_day)
    final = publish(first_day, status="final")
    assert (final.status, final.status_label) == ("final", "Final")
    assert final.document["changes"] == []
    assert publish(first_day, status="final") == final


def test_figures_that_moved_since_the_page_was_shown_are_not_issued(first_day):
    seen = fingerprint(document(first_day.scope, first_day.cast.publisher))
    build_claim(first_day.cast, "lower")
    with pytest.raises(FiguresMoved):
        publish(first_day, seen=seen)
    assert not Sitrep.objects.exists()


def test_a_step_that_moves_no_figure_lets_the_page_be_issued(first_day):
    seen = fingerprint(document(first_day.scope, first_day.cast.publisher))
    actions.move(first_day.atarib, "publish", by=first_day.cast.publisher, redaction_confirmed=True)
    assert publish(first_day, seen=seen).number == "SR-2024-11-28"


def test_other_areas_have_reports_of_their_own_number(first_day):
    scope = the_scope(first_day.scope.organisation, pcodes=("SY07",))
    publish(first_day)
    assert issue(scope, by=first_day.cast.publisher).number == "SR-2024-11-28-SY07"


@pytest.mark.parametrize("role", ["coordinator", "reviewer", "viewer", "administrator"])
def test_only_those_who_may_issue_do(first_day, role):
    with pytest.raises(PermissionDenied):
        issue(first_day.scope, by=first_day.cast.people[role])


def test_nobody_issues_for_areas_they_do_not_work_in(first_day):
    there = make_person(role="publisher", username="idleb", areas=[area("SY07")])
    with pytest.raises(PermissionDenied):
        issue(first_day.scope, by=there)


# ---------------------------------------------------------------- what the database refuses


@pytest.mark.parametrize("change", [{"snapshot": "{}"}, {"status": "final"}, {"sha256": "0" * 64}])
def test_the_database_refuses_to_rewrite_an_issued_report(first_day, change):
    sitrep = publish(first_day)
    with pytest.raises(DatabaseError), transaction.atomic():
        Sitrep.objects.filter(pk=sitrep.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        sitrep.areas.clear()


def test_the_database_refuses_to_rewrite_or_delete_a_claim(first_day):
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.update(source="somebody else")
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.first().figures.all().delete()


# ---------------------------------------------------------------- claims


def test_a_claim_sent_twice_is_one_claim(records_only):
    first = build_claim(records_only.cast)
    again = build_claim(records_only.cast, submission_key=first.submission_key)
    assert again == first
    assert Claim.objects.count() == 1


def test_a_claim_whose_parts_exceed_its_total_saves_nothing(records_only, monkeypatch):
    figures = [["killed", "total", 3, 3], ["killed", "children", 4, 4]]
    monkeypatch.setitem(CLAIMS, "broken", {**CLAIMS["day"], "figures": figures})
    with pytest.raises(ValidationError) as refused:
        build_claim(records_only.cast, "broken")
    assert "more than the total" in refused.value.messages[0]
    assert not Claim.objects.exists()


def test_only_those_who_may_add_claims_do(records_only):
    with pytest.raises(PermissionDenied):
        build_claim(records_only.cast, by=records_only.cast.coordinator)


def test_a_snapshot_is_plain_json_with_sorted_keys(first_day):
    text = publish(first_day).snapshot
    assert text == json.dumps(
        json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def test_a_day_yet_to_come_has_no_report(cast):
    make_incident(cast=cast)
    scope = the_scope(cast.publisher.organisation, last=at().date().replace(year=2999))
    with pytest.raises(ValidationError):
        issue(scope, by=cast.publisher)
