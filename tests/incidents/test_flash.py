"""The flash report: a minute's form, its mistakes, and what comes of sending it."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from incidents.entering import ASK_FIRST
from incidents.models import DuplicateAnswer, Incident
from tests.factories import make_incident

GOOD = {
    "place": "C1022",
    "occurred_on": "2024-11-28",
    "time": "13:22",
    "time_precision": "approximate",
    "weapon": "airstrike",
    "killed_qualifier": "exact",
    "killed_minimum": "15",
    "killed_children_qualifier": "exact",
    "killed_children_minimum": "4",
    "injured_qualifier": "at_least",
    "injured_minimum": "٥",
    "trapped_qualifier": "unknown",
    "source_kind": "responder_team",
    "source_name": "Atarib centre",
}


def sent(**changes):
    """What a browser sends; None takes a name away."""
    fields = {**GOOD, "submission_key": str(uuid.uuid4()), **changes}
    return {name: value for name, value in fields.items() if value is not None}


@pytest.fixture
def send(cast, signed_in):
    client = signed_in(cast.coordinator)
    return lambda **changes: client.post("/incidents/new/", sent(**changes))


def figures(incident):
    report = incident.casualty_reports.get()
    return {(f.outcome, f.group): (f.minimum, f.maximum, f.qualifier) for f in report.figures.all()}


def test_a_report_is_saved_and_sent_to_the_reviewers(send):
    answer = send()
    incident = Incident.objects.get()
    assert answer.url == f"/incidents/{incident.ref}/"
    assert incident.status == "submitted"
    assert (incident.place.pcode, incident.weapon) == ("C1022", "airstrike")
    assert (str(incident.time), incident.time_precision) == ("13:22:00", "approximate")
    assert incident.sources.get().name == "Atarib centre"


def test_numbers_become_figures_and_unknown_becomes_none_at_all(send):
    send()
    assert figures(Incident.objects.get()) == {
        ("killed", "total"): (15, 15, "exact"),
        ("killed", "children"): (4, 4, "exact"),
        ("injured", "total"): (5, None, "at_least"),
    }


@pytest.mark.parametrize(
    ("qualifier", "low", "high", "figure"),
    [
        ("exact", "6", "", (6, 6, "exact")),
        ("exact", "0", "", (0, 0, "exact")),
        ("at_least", "20", "", (20, None, "at_least")),
        ("about", "10", "", (10, 10, "about")),
        ("between", "4", "6", (4, 6, "between")),
        ("between", "4", "4", (4, 4, "exact")),
        ("unknown", "15", "20", None),
    ],
)
def test_what_was_told_is_kept_as_it_was_told(send, qualifier, low, high, figure):
    send(killed_qualifier=qualifier, killed_minimum=low, killed_maximum=high,
         killed_children_qualifier="unknown")  # fmt: skip
    assert figures(Incident.objects.get()).get(("killed", "total")) == figure


def test_parts_above_the_least_are_remarked_and_saved(cast, signed_in):
    client = signed_in(cast.coordinator)
    fields = sent(killed_qualifier="at_least", killed_minimum="3")
    page = client.post("/incidents/new/", fields, follow=True).content.decode()
    assert "Raise “at least” to 4?" in page
    assert Incident.objects.exists()


def test_a_report_of_which_nothing_is_known_is_a_report(send):
    send(killed_qualifier="unknown", injured_qualifier="unknown",
         killed_children_qualifier="unknown")  # fmt: skip
    incident = Incident.objects.get()
    assert incident.status == "submitted"
    assert figures(incident) == {}


def test_a_draft_stays_a_draft(send):
    send(draft="1")
    assert Incident.objects.get().status == "draft"


def test_the_day_may_be_unsure_and_the_hour_a_part_of_the_day(send):
    send(time=None, part_of_day="dusk", unsure_of_day="on")
    incident = Incident.objects.get()
    assert (incident.date_precision, incident.time_precision) == ("unknown", "part_of_day")


TOMORROW = timezone.localdate() + timedelta(days=2)
BAD = [
    # what is changed, where the error stands, a part of its sentence
    ({"place": None}, "place", "Say where"),
    ({"place": None, "place_text": "Nowhereville"}, "place", "No place is called"),
    ({"occurred_on": str(TOMORROW)}, "occurred_on", "in the future"),
    ({"occurred_on": "28/13/2024"}, "occurred_on", "valid date"),
    ({"time": "25:00"}, "time", "valid time"),
    ({"weapon": None}, "weapon", "Choose what it was"),
    ({"weapon": "trebuchet"}, "weapon", "valid choice"),
    ({"source_kind": None}, "source_kind", "Choose who told us"),
    (
        {"killed_qualifier": "between", "killed_minimum": "9", "killed_maximum": "4"},
        "killed",
        "larger than the second",
    ),
    ({"killed_minimum": "-1"}, "killed", "below 0"),
    ({"killed_minimum": "many"}, "killed", "whole number"),
    ({"killed_minimum": ""}, "killed", "Write the number"),
    ({"killed_children_minimum": "16"}, "killed", "more than the total of 15"),
    ({"killed_minimum": "99999999"}, "killed", "too large"),
]


@pytest.mark.parametrize(("changes", "field", "sentence"), BAD)
def test_a_mistake_is_said_at_its_field_and_nothing_is_lost(send, changes, field, sentence):
    page = send(**changes)
    assert page.status_code == 422
    assert sentence in " ".join(page.context["form"].errors[field])
    assert "Atarib centre" in page.content.decode()
    assert not Incident.objects.exists()


def test_the_same_form_sent_twice_is_one_incident(send):
    key = str(uuid.uuid4())
    first, second = send(submission_key=key), send(submission_key=key)
    assert first.url == second.url
    assert Incident.objects.count() == 1


def test_a_scope_refuses_a_place_outside_it_at_the_field(cast, areas, send):
    cast.coordinator.areas.set([areas["SY07"]])
    page = send()
    assert page.status_code == 422
    assert "outside the areas" in str(page.context["form"].errors["place"])


# ---------------------------------------------------------------- the same event


def test_the_panel_shows_what_may_be_the_same(cast, signed_in):
    first = make_incident(cast=cast, weapon="airstrike")
    page = signed_in(cast.colleague).get("/incidents/similar/", GOOD).content.decode()
    assert first.ref in page
    assert "the same town" in page


def test_the_panel_is_empty_until_place_and_day_are_known(cast, signed_in):
    make_incident(cast=cast)
    page = signed_in(cast.coordinator).get("/incidents/similar/", {**GOOD, "place": ""})
    assert page.content == b""


def test_this_is_it_adds_the_figures_to_the_record_that_is_there(cast, send):
    first = make_incident(cast=cast, status="submitted")
    key = str(uuid.uuid4())
    for _again in range(2):
        answer = send(submission_key=key, killed_minimum="17", **{f"answer-{first.ref}": "same"})
        assert answer.url == f"/incidents/{first.ref}/"
    assert Incident.objects.count() == 1
    assert first.casualty_reports.count() == 2


def test_this_is_it_carries_everything_that_was_typed(cast, send):
    first = make_incident(cast=cast, status="submitted", site_name="Market")
    send(
        **{f"answer-{first.ref}": "same"},
        site_name="Beside the bakery",
        time="13:40",
        weapon="rocket",
        killed_qualifier="between",
        killed_minimum="10",
        killed_maximum="17",
        as_of="2024-11-28T18:48",
        wording="خمسة عشر قتيلاً، والحصيلة غير نهائية",
        source_kind="hospital",
        source_name="Bab al-Hawa",
    )
    report = first.casualty_reports.get(source__kind="hospital")
    assert report.source.name == "Bab al-Hawa"
    assert f"{timezone.localtime(report.as_of):%Y-%m-%d %H:%M}" == "2024-11-28 18:48"
    assert report.wording == "خمسة عشر قتيلاً، والحصيلة غير نهائية"
    told = {
        f.outcome: (f.minimum, f.maximum, f.qualifier) for f in report.figures.filter(group="total")
    }
    assert told == {"killed": (10, 17, "between"), "injured": (5, None, "at_least")}
    kept = first.events.first().reason
    assert all(words in kept for words in ("Beside the bakery", "about 13:40", "Rocket"))
    assert "Place" not in kept
    assert first.site_name == "Market"


def test_a_likely_duplicate_brings_the_page_back_with_its_card_and_all_that_was_typed(cast, send):
    """Without a script nobody saw a card before; the second sending answers it."""
    first = make_incident(cast=cast)
    page = send()
    shown = page.content.decode()
    assert page.status_code == 422
    assert f'name="answer-{first.ref}" value="unsure"' in shown
    assert "Atarib centre" in shown
    assert [str(e) for e in page.context["form"].non_field_errors()] == [str(ASK_FIRST)]
    assert Incident.objects.count() == 1
    send(asked="1", **{f"answer-{first.ref}": "unsure"})
    assert Incident.objects.exclude(pk=first.pk).get().status == "submitted"


def test_a_draft_is_kept_without_an_answer(cast, send):
    first = make_incident(cast=cast)
    send(draft="1")
    assert Incident.objects.exclude(pk=first.pk).get().status == "draft"


@pytest.mark.parametrize(("asked", "kept"), [({}, True), ({"asked": "1"}, False)])
def test_what_a_device_sends_late_is_kept_unless_its_person_saw_the_card(
    cast, signed_in, asked, kept
):
    first = make_incident(cast=cast)
    fields = sent(**asked)
    headers = {
        "Submission-Key": fields["submission_key"],
        "Submission-Person": cast.coordinator.keeper,
    }
    signed_in(cast.coordinator).post("/incidents/new/", fields, headers=headers)
    mine = Incident.objects.exclude(pk=first.pk)
    assert [incident.status for incident in mine] == (["draft"] if kept else [])


def test_every_card_that_must_be_answered_is_shown(cast, signed_in):
    refs = {make_incident(cast=cast).ref for _n in range(8)}
    page = signed_in(cast.coordinator).get("/incidents/similar/", GOOD).content.decode()
    assert {ref for ref in refs if f"answer-{ref}" in page} == refs


# ---------------------------------------------------------------- what the form offers


def test_the_last_places_can_be_chosen_without_a_script(cast, signed_in):
    make_incident(cast=cast)
    page = signed_in(cast.coordinator).get("/incidents/new/").content.decode()
    without = page.partition("<noscript>")[2].partition("</noscript>")[0]
    assert '<input type="radio" name="place" value="C1022">' in without


def test_no_kind_of_source_is_chosen_in_haste(cast, signed_in):
    page = signed_in(cast.coordinator).get("/incidents/new/")
    assert page.context["form"]["source_kind"].value() is None


def test_what_is_not_sure_of_the_hour_stays_in_sight_in_a_refused_form(send):
    page = send(weapon=None, time=None, part_of_day="dusk").content.decode()
    assert '<details class="fold" open>' in page


def test_a_different_attack_is_recorded_and_sent(cast, send):
    first = make_incident(cast=cast)
    send(**{f"answer-{first.ref}": "different"})
    mine = Incident.objects.exclude(pk=first.pk).get()
    assert mine.status == "submitted"
    told = mine.duplicate_answers.get()
    assert (told.other, told.verdict) == (first, DuplicateAnswer.Verdict.DIFFERENT)
    assert told.score >= 60
