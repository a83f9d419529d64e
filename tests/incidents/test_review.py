"""The reviewer's work through the pages: adopt, return, amend, publish, merge."""

from datetime import timedelta

import pytest

from casework import actions, merging
from incidents import steps
from incidents.deciding import compared
from incidents.ledger import Group as Of
from incidents.ledger import Outcome
from incidents.models import CasualtyReport, Incident, Source
from tests.factories import (
    area,
    incident_inputs,
    make_incident,
    make_source,
    report_records,
    take,
    toll,
)


@pytest.fixture
def at(signed_in):
    """`at(person, incident, step)` is the step's page; with fields, the answer to sending it."""

    def visit(person, incident, step, **fields):
        url = f"/incidents/{incident.ref}/steps/{step}/"
        client = signed_in(person)
        if not fields:
            return client.get(url)
        version = Incident.objects.get(pk=incident.pk).version
        return client.post(url, {"seen": version, **fields})

    return visit


def fresh(incident):
    return Incident.objects.get(pk=incident.pk)


def verdict(incident, **changes):
    given = {
        "adopted_report": str(incident.casualty_reports.first().pk),
        "evidence_grade": "confirmed",
        "location_checked": "on",
        "sensitivity": "public",
        **changes,
    }
    return {name: value for name, value in given.items() if value is not None}


def second_report(incident, by, **fields):
    source = make_source(incident, kind=Source.Kind.MEDIA, name="A newspaper")
    records = report_records(incident, source, toll(killed=(10, 15)), **fields)
    actions.add(incident, source, *records, by=by)
    return incident.casualty_reports.last()


# ---------------------------------------------------------------- verify


def test_the_reports_stand_side_by_side_and_differ_in_words(cast, at):
    incident = make_incident(cast=cast, status="in_review")
    second_report(incident, cast.colleague)
    page = at(cast.reviewer, incident, "verify").content.decode()
    assert "A newspaper" in page
    assert "10–15" in page
    assert "differ" in page


@pytest.mark.parametrize("outcome", Outcome)
def test_every_number_that_two_reports_give_stands_side_by_side(cast, outcome):
    """Who adopts a whole report adopts its boys and its rescued too."""
    incident = make_incident(cast=cast, status="in_review")
    numbers = {(outcome, group): 40 if group == "total" else 2 for group in Of}
    source = make_source(incident, kind=Source.Kind.MEDIA, name="A newspaper")
    actions.add(incident, source, *report_records(incident, source, numbers), by=cast.colleague)
    lines = compared(list(fresh(incident).casualty_reports.all()))
    told = [line["word"] for line in lines if line["told"][-1][1].is_known]
    assert told == [outcome.label, *(group.label for group in Of if group != "total")]


def test_verifying_adopts_one_whole_report(cast, at):
    incident = make_incident(cast=cast, status="in_review")
    answer = at(cast.reviewer, incident, "verify", **verdict(incident))
    assert answer.status_code == 302
    incident = fresh(incident)
    assert (incident.status, incident.verified_by) == ("verified", cast.reviewer)
    assert incident.adopted_report == incident.casualty_reports.first()


@pytest.mark.parametrize("missing", ["adopted_report", "evidence_grade", "location_checked"])
def test_verifying_without_an_answer_is_said_at_the_field(cast, at, missing):
    incident = make_incident(cast=cast, status="in_review")
    page = at(cast.reviewer, incident, "verify", **verdict(incident, **{missing: None}))
    assert page.status_code == 422
    assert page.context["form"].errors[missing]
    assert fresh(incident).status == "in_review"


def test_nobody_adopts_figures_of_their_own_even_if_others_came_later(cast, at):
    incident = make_incident(cast=cast, status="in_review")
    own = second_report(incident, cast.reviewer)
    second_report(fresh(incident), cast.colleague)
    page = at(cast.reviewer, incident, "verify", **verdict(incident, adopted_report=str(own.pk)))
    assert page.status_code == 422
    assert "You entered these figures" in str(page.context["form"].errors["adopted_report"])
    assert at(cast.reviewer, incident, "verify", **verdict(incident)).status_code == 302


def test_figures_that_came_with_a_merge_are_still_their_authors_own(cast, at):
    mine = make_incident(cast=cast, by=cast.reviewer)
    incident = make_incident(cast=cast, status="in_review")
    own = mine.casualty_reports.get()
    merging.merge(mine, incident, by=cast.reviewer, reason="The same strike.")
    page = at(cast.reviewer, incident, "verify", **verdict(incident, adopted_report=str(own.pk)))
    assert page.status_code == 422


def test_another_incidents_report_cannot_be_adopted(cast, at):
    incident = make_incident(cast=cast, status="in_review")
    other = make_incident(cast=cast).casualty_reports.get()
    page = at(cast.reviewer, incident, "verify", **verdict(incident, adopted_report=str(other.pk)))
    assert page.status_code == 422


def test_fair_evidence_needs_two_sources_or_our_own_team(cast, at):
    incident = Incident(place=area(), occurred_on="2024-11-28", weapon="airstrike")
    source = make_source(incident, kind=Source.Kind.WITNESS, name="A neighbour")
    records = [source, *report_records(incident, source, toll(killed=2))]
    actions.create(incident, by=cast.coordinator, children=records)
    actions.move(incident, "submit", by=cast.coordinator)
    actions.move(fresh(incident), "claim", by=cast.reviewer)
    page = at(cast.reviewer, incident, "verify", **verdict(incident, evidence_grade="fair"))
    assert page.status_code == 422
    assert "two independent sources" in str(page.context["form"].errors["evidence_grade"])


def test_a_stale_verdict_answers_409_with_what_changed(cast, signed_in):
    incident = make_incident(cast=cast, status="in_review")
    changed = fresh(incident)
    changed.title = "The market was hit"
    actions.edit(changed, by=cast.colleague)
    fields = {"seen": incident.version, **verdict(incident)}
    page = signed_in(cast.reviewer).post(f"/incidents/{incident.ref}/steps/verify/", fields)
    assert page.status_code == 409
    assert "The market was hit" in page.content.decode()
    assert fresh(incident).status == "in_review"


def test_the_author_reads_why_he_may_not_verify(cast, signed_in):
    incident = make_incident(cast=cast, status="submitted", by=cast.reviewer)
    page = signed_in(cast.reviewer).get(f"/incidents/{incident.ref}/").content.decode()
    assert "Somebody else must review what you logged." in page


# ---------------------------------------------------------------- claims


def test_only_the_claimant_puts_it_back_until_a_day_has_passed(cast, at, monkeypatch):
    incident = make_incident(cast=cast, status="in_review")
    claimant = incident.claimed_by
    other = cast.second_reviewer if claimant == cast.reviewer else cast.reviewer
    assert at(other, incident, "release").status_code == 409
    later = incident.claimed_at + timedelta(hours=25)
    monkeypatch.setattr(steps.timezone, "now", lambda: later)
    refusals = [o.refusal for o in fresh(incident).offers(other) if o.step.name == "release"]
    assert refusals == [""]


# ---------------------------------------------------------------- return, answer, submit again


def test_comments_go_to_the_author_and_come_back_answered(cast, at, signed_in):
    incident = make_incident(cast=cast, status="in_review")
    at(cast.reviewer, incident, "return", on_place="Which quarter?", on_toll="Do the 15 include…?")
    incident = fresh(incident)
    assert incident.status == "returned"
    author = signed_in(cast.coordinator)
    page = author.get(f"/incidents/{incident.ref}/").content.decode()
    assert "Which quarter?" in page
    assert "Answer every comment" in page
    for comment in incident.comments.all():
        fields = {"answer": "The eastern one.", "seen": fresh(incident).version}
        author.post(f"/incidents/{incident.ref}/comments/{comment.pk}/", fields)
    assert at(cast.coordinator, incident, "submit", reason="").status_code == 302
    assert fresh(incident).status == "submitted"


def test_returning_without_a_comment_is_refused(cast, at):
    incident = make_incident(cast=cast, status="in_review")
    page = at(cast.reviewer, incident, "return", reason="Please look again.")
    assert page.status_code == 422
    assert "at least one comment" in page.content.decode()


# ---------------------------------------------------------------- amend


def details(incident, **changes):
    """What the amendment's form holds before anybody changes it."""
    return {
        "place": incident.place.pcode,
        "occurred_on": incident.occurred_on.isoformat(),
        "date_precision": incident.date_precision,
        "time_precision": incident.time_precision,
        "weapon": incident.weapon,
        "sensitivity": incident.sensitivity,
        "why": "The hospital counted again.",
        **changes,
    }


def test_an_amendment_is_shown_old_and_new_and_applied_by_a_second_reviewer(cast, at, signed_in):
    incident = make_incident(cast=cast, status="verified")
    later = second_report(incident, cast.coordinator)
    answer = at(cast.coordinator, incident, "amend",
                **details(fresh(incident), report=str(later.pk), weapon="rocket"))  # fmt: skip
    assert answer.status_code == 302
    incident = fresh(incident)
    assert (incident.status, incident.weapon) == ("amending", "airstrike")
    assert incident.amendments.get().changes == {"weapon": "rocket"}
    page = signed_in(cast.reviewer).get(f"/incidents/{incident.ref}/steps/accept/").content.decode()
    assert "Airstrike" in page
    assert "Rocket" in page
    assert at(cast.reviewer, incident, "accept", reason="").status_code == 302
    incident = fresh(incident)
    assert (incident.status, incident.weapon) == ("verified", "rocket")
    assert incident.adopted_report == later


def test_a_rejected_record_is_reopened_when_there_is_more_to_it(cast, at):
    """A report rejected for want of a source must not be lost once there is one."""
    incident = make_incident(cast=cast, status="rejected")
    assert at(cast.reviewer, incident, "reopen", reason="").status_code == 422
    at(cast.reviewer, incident, "reopen", reason="The hospital confirms it.")
    incident = fresh(incident)
    assert (incident.status, incident.rejection) == ("submitted", "")
    assert incident in Incident.objects.reported()
    assert at(cast.coordinator, incident, "reopen").status_code == 403
    for name in ("claim", "verify"):
        incident = take(incident, name, cast, incident_inputs)
    assert incident.status == "verified"


def amended(incident, by, **proposal):
    return actions.move(fresh(incident), "amend", by=by, reason="A later count.", **proposal)


def test_who_entered_the_figures_does_not_accept_them_though_another_proposed_it(cast, at):
    """To accept is to verify anew: the four eyes are asked of the figures, not of the proposal."""
    incident = make_incident(cast=cast, status="verified")
    report = second_report(fresh(incident), cast.second_reviewer)
    incident = amended(incident, cast.coordinator, report=report)
    page = at(cast.second_reviewer, incident, "accept")
    assert (page.status_code, "You entered these figures" in page.text) == (409, True)
    done = actions.move(fresh(incident), "accept", by=cast.reviewer)
    assert (done.figures_by, done.verified_by) == (cast.second_reviewer, cast.reviewer)


@pytest.mark.parametrize("wrote", ["the incident", "its figures"])
def test_whose_work_an_amended_record_is_reads_why_another_accepts_it(cast, at, wrote):
    author = cast.second_reviewer if wrote == "the incident" else cast.coordinator
    incident = make_incident(cast=cast, status="submitted", by=author)
    if wrote == "its figures":
        second_report(fresh(incident), cast.second_reviewer)
    for name in ("claim", "verify"):
        incident = take(fresh(incident), name, cast, incident_inputs)
    incident = amended(incident, cast.colleague, changes={"title": "The market"})
    assert at(cast.second_reviewer, incident, "accept").status_code == 409
    assert actions.move(incident, "accept", by=cast.reviewer).title == "The market"


def test_an_amendment_of_the_place_and_the_day_is_applied_as_such(cast, at):
    incident = make_incident(cast=cast, status="verified")
    at(cast.coordinator, incident, "amend",
       **details(incident, place="C1139", occurred_on="2024-11-27", point="36.285, 36.8511",
                 geo_precision="town"))  # fmt: skip
    at(cast.reviewer, incident, "accept", reason="")
    incident = fresh(incident)
    assert (incident.place.pcode, str(incident.occurred_on)) == ("C1139", "2024-11-27")
    assert str(incident.latitude) == "36.285000"


def test_an_amendment_that_changes_nothing_is_refused(cast, at):
    incident = make_incident(cast=cast, status="verified")
    page = at(cast.coordinator, incident, "amend", **details(incident))
    assert page.status_code == 422
    assert "Say what should change" in page.content.decode()


def test_a_declined_amendment_leaves_the_record_as_it_was(cast, at):
    incident = make_incident(cast=cast, status="verified")
    at(cast.coordinator, incident, "amend", **details(incident, title="Other"))
    assert at(cast.reviewer, incident, "decline", reason="").status_code == 422
    at(cast.reviewer, incident, "decline", reason="The title was right.")
    assert (fresh(incident).status, fresh(incident).title) == ("verified", "")


# ---------------------------------------------------------------- publish


SECRETS = {
    "site_name": "behind the blue door",
    "narrative": "told by the doorkeeper",
    "latitude": "36.137912",
    "longitude": "36.828434",
    "geo_precision": "exact",
    "time": "13:22",
}


def test_the_public_version_keeps_what_endangers_people(cast, at):
    incident = make_incident(cast=cast, status="verified", **SECRETS)
    page = at(cast.publisher, incident, "publish").content.decode()
    public = page[page.index("data-public") : page.index("redaction_confirmed")]
    assert "36.14, 36.83" in public
    for secret in ("blue door", "doorkeeper", "36.1379", "13:22", "Civil Defence"):
        assert secret not in public


def test_publishing_asks_for_the_tick(cast, at):
    incident = make_incident(cast=cast, status="verified")
    assert at(cast.publisher, incident, "publish", x="").status_code == 422
    at(cast.publisher, incident, "publish", redaction_confirmed="on")
    assert fresh(incident).status == "published"


# ---------------------------------------------------------------- merge


def test_merging_names_the_survivor_by_its_reference(cast, at):
    one, two = make_incident(cast=cast), make_incident(cast=cast)
    answer = at(cast.reviewer, one, "merge", merged_into=two.ref.lower(), reason="The same.")
    assert answer.url == f"/incidents/{two.ref}/"
    assert fresh(one).merged_into == two


def test_a_hidden_record_cannot_be_found_as_a_survivor(cast, at):
    one, hidden = make_incident(cast=cast), make_incident(cast=cast, status="hidden")
    page = at(cast.reviewer, one, "merge", merged_into=hidden.ref, reason="The same.")
    assert page.status_code == 422
    assert fresh(one).status == "draft"


def test_a_merge_is_undone_from_the_survivors_page(cast, at, signed_in):
    merged = make_incident(cast=cast, status="merged")
    page = signed_in(cast.reviewer).get(f"/incidents/{merged.merged_into.ref}/").content.decode()
    assert f"/incidents/{merged.ref}/steps/unmerge/" in page
    assert at(cast.reviewer, merged, "unmerge", reason="Two after all.").status_code == 302
    assert fresh(merged).status == "draft"


def test_saying_this_is_it_leads_a_reviewer_to_the_merge(cast, signed_in):
    one, two = make_incident(cast=cast), make_incident(cast=cast)
    url = f"/incidents/{one.ref}/same/{two.ref}/"
    answer = signed_in(cast.reviewer).post(url, {"verdict": "same"})
    assert answer.url == f"/incidents/{one.ref}/steps/merge/?survivor={two.ref}"
    assert two.ref in signed_in(cast.reviewer).get(answer.url).content.decode()


def test_the_verdict_of_a_duplicate_is_asked_before_verifying(cast, at):
    first = make_incident(cast=cast, status="submitted")
    incident = make_incident(cast=cast, status="in_review")
    told = incident.duplicate_answers.get()
    assert told.other == first
    assert CasualtyReport.objects.count() == 2
    assert at(cast.reviewer, incident, "verify", **verdict(incident)).status_code == 302


def test_a_survivor_that_was_hidden_is_not_named_where_it_took_a_record_in(cast, signed_in):
    absorbed, survivor = make_incident(cast=cast), make_incident(cast=cast)
    merging.merge(absorbed, survivor, by=cast.reviewer, reason="The same strike.")
    actions.move(fresh(survivor), "hide", by=cast.protection_officer, reason="A threat.")
    for page in ("", "history/", "edit/"):
        text = signed_in(cast.reviewer).get(f"/incidents/{absorbed.ref}/{page}").text
        assert survivor.ref not in text, page
    assert survivor.ref not in signed_in(cast.reviewer).get("/incidents/").text
    officer = signed_in(cast.protection_officer)
    assert survivor.ref in officer.get(f"/incidents/{absorbed.ref}/history/").text
