"""The score of likely same events, point by point, and who must answer."""

from datetime import date, time
from types import SimpleNamespace

import pytest

from casework import actions
from incidents.duplicates import Account, candidates, compared, unanswered, undecided
from incidents.ledger import Range
from incidents.models import DuplicateAnswer, Incident, Source
from places.coordinates import Point
from tests.factories import DAY, make_incident, make_source

TOWN = "SY/SY02/SY0200/SY020001/C1022/"
NEXT_TOWN = "SY/SY02/SY0200/SY020004/C1139/"


def place(path=TOWN, name_en="Atareb", name_ar="الأتارب"):
    return SimpleNamespace(path=path, name_en=name_en, name_ar=name_ar)


def account(**fields):
    return Account(**{"first": DAY, "last": DAY, "place": place(), **fields})


def score(one, other):
    return compared(account(**one), account(**other))[0]


def exactly(number):
    return Range(number, number)


BASE = 40  # the same day in the same town
ELSEWHERE = {"place": place(NEXT_TOWN, "Sarmada", "سرمدا")}
SPELT_LIKE = {"place": place("SY/SY02/SY0200/SY020001/C9/", "Ataref", "")}
HERE = Point(36.1379, 36.8284)


@pytest.mark.parametrize(
    ("one", "other", "points"),
    [
        ({}, {}, BASE),
        ({}, {"first": date(2024, 11, 29), "last": date(2024, 11, 29)}, BASE - 14),
        ({"sure_of_day": False}, {}, BASE - 14),
        ({"clock": time(13, 22)}, {"clock": time(14, 22)}, BASE + 12),
        ({"clock": time(13, 22)}, {"clock": time(15, 0)}, BASE),
        ({"clock": time(13, 22)}, {"clock": time(16, 23)}, BASE - 20),
        ({"clock": time(13, 22)}, {}, BASE),
        ({}, ELSEWHERE, 15),
        ({}, SPELT_LIKE, 32),
        ({"point": HERE}, {"point": HERE}, BASE + 25),
        ({"point": HERE}, {"point": Point(36.155, 36.8284)}, BASE + 18),
        ({"point": HERE}, {"point": Point(36.18, 36.8284)}, BASE + 8),
        ({"point": HERE}, {"point": Point(36.22, 36.8284)}, BASE - 10),
        ({"point": HERE}, {"point": Point(36.30, 36.8284)}, BASE - 40),
        ({"point": HERE}, {}, BASE),
        ({"family": "air"}, {"family": "air"}, BASE + 8),
        ({"family": "air"}, {"family": "ground"}, BASE - 10),
        ({"family": "air"}, {}, BASE),
        ({"killed": exactly(15)}, {"killed": Range(10, 15)}, BASE + 10),
        ({"killed": exactly(15)}, {"killed": exactly(15)}, BASE + 16),
        ({"killed": exactly(1)}, {"killed": exactly(1)}, BASE + 10),
        ({"killed": exactly(0)}, {"killed": exactly(0)}, BASE),
        ({"killed": Range(8, None)}, {"killed": exactly(15)}, BASE + 10),
        ({"killed": exactly(8)}, {"killed": exactly(15)}, BASE - 5),
        ({"killed": exactly(8)}, {}, BASE),
        ({"injured": exactly(5)}, {"injured": Range(5, 22)}, BASE + 6),
        ({"injured": exactly(5)}, {"injured": exactly(6)}, BASE - 3),
        ({"parties": frozenset({1, 2})}, {"parties": frozenset({2})}, BASE + 3),
        ({"sites": frozenset({"market"})}, {"sites": frozenset({"market"})}, BASE + 8),
        ({"marks": frozenset({"u"})}, {"marks": frozenset({"u"}), **ELSEWHERE}, 100),
    ],
)
def test_points(one, other, points):
    assert score(one, other) == points
    assert score(other, one) == points


def test_two_attacks_on_one_town_eight_hours_apart_are_not_taken_for_one():
    """Airwars RS4927 and RS4928; domain notes G3 give 23 with the community term."""
    afternoon = {"clock": time(13, 22), "family": "air", "killed": Range(10, 15),
                 "injured": Range(5, 22)}  # fmt: skip
    evening = {"clock": time(21, 30), "family": "air", "killed": exactly(1)}
    assert score(afternoon, evening) == 23


def test_every_point_comes_with_its_reason():
    _score, reasons = compared(account(), account())
    assert [(points, str(sentence)) for points, sentence in reasons] == [
        (20, "the same day"),
        (20, "the same town"),
    ]


# ---------------------------------------------------------------- with records


def answer(incident, other, verdict, by):
    record = DuplicateAnswer(incident=incident, other=other, verdict=verdict, score=70)
    actions.add(incident, record, by=by)
    incident.refresh_from_db()


def test_the_like_is_found_and_the_other_day_is_not(cast):
    first = make_incident(cast=cast)
    make_incident(cast=cast, occurred_on=date(2024, 11, 20))
    again = make_incident(cast=cast)
    [found] = candidates(again, cast.coordinator)
    assert found.incident == first
    assert found.must_be_answered


def test_a_town_nearby_in_another_subdistrict_is_compared(cast):
    first = make_incident(cast=cast, place="C4121")
    again = make_incident(cast=cast, place="C1022")
    [found] = candidates(again, cast.coordinator)
    assert (found.incident, found.score) == (first, 20 - 5 + 8 + 10 + 6 + 6)


@pytest.mark.parametrize("status", ["hidden", "merged", "rejected"])
def test_what_is_out_of_play_is_not_asked_about(cast, status):
    out = make_incident(cast=cast, status=status)
    again = make_incident(cast=cast)
    assert out not in [found.incident for found in candidates(again, cast.protection_officer)]


def test_a_stranger_is_shown_nobody_elses(cast):
    make_incident(cast=cast)
    assert candidates(make_incident(cast=cast), cast.stranger) == []


def test_an_answered_pair_is_not_asked_again_in_either_direction(cast):
    first, again = make_incident(cast=cast), make_incident(cast=cast)
    assert unanswered(first, cast.coordinator)
    answer(again, first, DuplicateAnswer.Verdict.UNSURE, cast.coordinator)
    assert not unanswered(again, cast.coordinator)
    assert not unanswered(first, cast.coordinator)


def test_not_sure_lets_the_author_submit_and_the_reviewer_decide(cast):
    first, again = make_incident(cast=cast), make_incident(cast=cast)
    answer(again, first, DuplicateAnswer.Verdict.UNSURE, cast.coordinator)
    assert undecided(again, cast.reviewer)
    answer(again, first, DuplicateAnswer.Verdict.DIFFERENT, cast.reviewer)
    assert not undecided(again, cast.reviewer)


def test_a_likely_duplicate_stops_the_submission_but_never_the_saving(cast):
    first, again = make_incident(cast=cast), make_incident(cast=cast)
    [submit] = [o for o in again.offers(cast.coordinator) if o.step.name == "submit"]
    assert first.ref in submit.refusal
    again.title = "Still saved"
    actions.edit(again, by=cast.coordinator)


def test_the_link_of_a_protected_source_tells_itself_to_nobody_who_guesses_at_it(cast):
    link = "https://example.org/post/1"
    one, other = make_incident(cast=cast), make_incident(cast=cast, weapon="small_arms")
    for incident, protected in ((one, True), (other, False)):
        source = make_source(incident, kind="social_media", url=link, protected=protected)
        actions.add(Incident.objects.get(pk=incident.pk), source, by=cast.coordinator)
    other.refresh_from_db()
    reasons = [str(sentence) for found in candidates(other, cast.coordinator)
               for _points, sentence in found.reasons]  # fmt: skip
    assert "the same link, file or number" not in reasons
    Source.objects.filter(incident=one).update(protected=False)
    [found] = candidates(other, cast.coordinator)
    assert "the same link, file or number" in [str(sentence) for _points, sentence in found.reasons]
