"""Published incidents: a page and a feed of the redacted projection, and nothing else."""

from datetime import UTC, date, datetime

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework import actions, merging
from incidents.models import Amendment, Incident
from incidents.public import tombstone
from tests import factories

SECRETS = {
    "site_name": "the house behind the mill",
    "narrative": "The family of the tailor sat in the cellar.",
    "latitude": "36.137912",
    "longitude": "36.828444",
    "geo_precision": "street_or_landmark",
}


@pytest.fixture
def published(cast):
    return factories.make_incident(cast=cast, status="published", **SECRETS)


def pages_of(incident):
    client = Client()
    addresses = [reverse(f"published:list_{code}") for code in ("ar", "en")]
    addresses += [reverse(f"published:detail_{code}", args=[incident.ref]) for code in ("ar", "en")]
    return [client.get(each).content.decode() for each in [*addresses, reverse("published:feed")]]


def test_anybody_reads_what_is_published(published):
    for page in pages_of(published):
        assert published.ref in page


def test_no_page_holds_what_is_not_public(published):
    for page in pages_of(published):
        for secret in SECRETS.values():
            assert secret not in page
        assert "Civil Defence" not in page  # the source's name


def test_the_point_is_told_to_a_kilometre(published):
    feed = Client().get(reverse("published:feed")).json()
    assert feed["incidents"][0]["point_to_1_km"] == "36.14, 36.83"


@pytest.mark.parametrize("status", ["draft", "submitted", "in_review", "verified", "hidden"])
def test_what_is_not_published_is_not_there(cast, status):
    incident = factories.make_incident(cast=cast, status=status)
    assert Client().get(reverse("published:detail_en", args=[incident.ref])).status_code == 404
    feed = Client().get(reverse("published:feed")).json()
    assert (feed["count"], feed["withdrawn"]) == (0, [])


# ---------------------------------------------------------------- what was withdrawn


def move(incident, step, by):
    incident.refresh_from_db()
    return factories.actions.move(incident, step, by=by, reason="A mistake in the place.")


def detail(incident, language="en"):
    return Client().get(reverse(f"published:detail_{language}", args=[incident.ref]))


def tombstones():
    return Client().get(reverse("published:feed")).json()["withdrawn"]


def words_of(page):
    return " ".join(BeautifulSoup(page.content, "html.parser").main.get_text(" ").split())


@pytest.fixture
def withdrawn(published, cast):
    return move(published, "withdraw", cast.publisher)


@pytest.fixture
def stone(withdrawn):
    """What the feed says of it: the local day of the step that withdrew it."""
    at = withdrawn.events.get(verb="withdraw").at
    return {"ref": withdrawn.ref, "withdrawn_on": timezone.localdate(at).isoformat()}


def test_whoever_cites_what_was_withdrawn_learns_of_it_and_of_the_day(withdrawn, stone):
    page = detail(withdrawn)
    assert page.status_code == 410
    day = date.fromisoformat(stone["withdrawn_on"])
    assert f"This incident was withdrawn on {day:%-d %b %Y}" in words_of(page)
    assert tombstones() == [stone]


def test_the_day_is_that_of_the_service(withdrawn):
    """Half past ten in the evening in London is the next day in Damascus."""
    withdrawn.withdrawn_at = datetime(2024, 12, 2, 22, 30, tzinfo=UTC)
    assert tombstone(withdrawn)["withdrawn_on"] == date(2024, 12, 3)


def test_nothing_of_its_content_is_left_nor_why(withdrawn):
    pages = pages_of(withdrawn)
    told = [*SECRETS.values(), "Atareb", "الأتارب", "C1022", "15", "A mistake in the place."]
    assert not [(text, page) for text in told for page in pages if text in page]


def test_published_again_it_is_there_again(withdrawn, cast):
    move(withdrawn, "restore", cast.publisher)
    assert (detail(withdrawn).status_code, tombstones()) == (200, [])


@pytest.mark.parametrize("language", ["ar", "en"])
def test_what_is_hidden_is_like_what_never_was(withdrawn, stone, cast, language):
    """Hidden after it was withdrawn, and shown again: the day stays that of the withdrawal."""
    move(withdrawn, "hide", cast.protection_officer)
    never = Client().get(reverse(f"published:detail_{language}", args=["INC-1999-000001"]))
    hidden = detail(withdrawn, language)
    assert hidden.status_code == never.status_code == 404
    assert (words_of(hidden), set(hidden.headers)) == (words_of(never), set(never.headers))
    assert tombstones() == []
    move(withdrawn, "reveal", cast.protection_officer)
    assert tombstones() == [stone]


@pytest.fixture
def merged(published, cast):
    """(the one that was taken in, the one that took it in), both published before."""
    other = factories.make_incident(cast=cast, status="published", place="C1139")
    merging.merge(published, other, by=cast.reviewer, reason="One attack, told twice.")
    return published, other


@pytest.mark.parametrize("language", ["ar", "en"])
def test_what_was_merged_leads_to_the_one_that_took_it_in(merged, language):
    absorbed, survivor = merged
    address = reverse(f"published:detail_{language}", args=[survivor.ref])
    assert detail(absorbed, language)["Location"] == address


def test_what_was_merged_into_what_is_hidden_is_like_what_never_was(merged, cast):
    _absorbed, survivor = merged
    move(survivor, "hide", cast.protection_officer)
    assert [detail(each).status_code for each in merged] == [404, 404]
    assert tombstones() == []


def test_what_was_merged_before_it_was_published_leads_nowhere(published, cast):
    absorbed = factories.make_incident(cast=cast, place="C1139", status="submitted")
    merging.merge(absorbed, published, by=cast.reviewer, reason="One attack, told twice.")
    assert detail(absorbed).status_code == 404


def test_what_was_taken_back_before_it_was_published_leaves_no_tombstone(cast):
    incident = factories.make_incident(cast=cast)
    Incident.objects.filter(pk=incident.pk).update(status="withdrawn")  # as undoing its import does
    assert (detail(incident).status_code, tombstones()) == (404, [])


def test_a_number_that_nobody_adopted_is_not_public_yet(published, cast):
    source = factories.make_source(published, name="Hospital", kind="hospital")
    incident = Incident.objects.get(pk=published.pk)
    records = factories.report_records(
        incident, source, factories.toll(killed=77), population="medical"
    )
    factories.actions.add(incident, source, *records, by=cast.reviewer)
    for page in pages_of(published):
        assert "77" not in page


def test_what_was_published_stands_while_an_amendment_waits(cast):
    incident = factories.make_incident(cast=cast, status="published")
    factories.take(incident, "amend", cast, factories.incident_inputs)
    assert Client().get(reverse("published:detail_en", args=[incident.ref])).status_code == 200


def revised(incident, cast, **proposal):
    """Amended and accepted; returns it as it stands."""
    incident = actions.move(
        Incident.objects.get(pk=incident.pk), "amend", by=cast.coordinator,
        reason="A mother told our team.", **proposal,
    )  # fmt: skip
    return actions.move(incident, "accept", by=cast.second_reviewer)


def test_whoever_cites_a_number_learns_that_it_was_revised_and_on_which_day(published, cast):
    """That it was, and not why: the reason was written for colleagues."""
    assert Client().get(reverse("published:feed")).json()["incidents"][0]["revisions"] == []
    source = published.sources.get()
    records = factories.report_records(published, source, factories.toll(killed=17))
    actions.add(published, *records, by=cast.coordinator)
    revised(published, cast, report=published.casualty_reports.last())
    revised(published, cast, changes={"title": "The market of Atareb"})
    Amendment.objects.filter(report=None).update(decided_at=datetime(2100, 1, 1, 22, tzinfo=UTC))
    today = str(timezone.localdate())
    told = Client().get(reverse("published:feed")).json()["incidents"][0]["revisions"]
    assert told == [
        {"revised_on": today, "figures": True},
        {"revised_on": "2100-01-02", "figures": False},
    ]
    for page in pages_of(published):
        assert "A mother told" not in page
    page = Client().get(reverse("published:detail_en", args=[published.ref])).content
    facts = BeautifulSoup(page, "html.parser").select_one(".facts").get_text(" ", strip=True)
    assert "2 January 2100" in facts
    assert "( figures )" in facts or "(figures)" in facts


def test_what_was_amended_before_it_was_published_is_no_revision(cast):
    incident = factories.make_incident(cast=cast, status="verified")
    revised(incident, cast, changes={"title": "The market of Atareb"})
    fresh = Incident.objects.get(pk=incident.pk)
    factories.take(fresh, "publish", cast, factories.incident_inputs)
    assert Client().get(reverse("published:feed")).json()["incidents"][0]["revisions"] == []


@pytest.mark.parametrize("few", [1, (1, None), (2, None), (0, 2)])
def test_one_or_two_injured_of_a_group_are_told_in_no_group(cast, few):
    assert groups_told(cast, total=9, women=few, children=3) == {"children", "not specified"}


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ({"women": 1, "children": 3, "men": 5}, {"men", "not specified"}),
        ({"women": 2, "children": 3, "men": 3}, {"men", "not specified"}),
        ({"women": 1, "children": 8}, set()),
        ({"children": 3, "men": 5}, {"children", "men", "not specified"}),
    ],
)
def test_who_adds_up_the_other_groups_learns_of_no_small_one(cast, told, shown):
    """The last: one that the source itself leaves open tells of nobody's group."""
    total = sum(told.values()) + ("women" not in told)
    assert groups_told(cast, total=total, **told) == shown


def groups_told(cast, **injured):
    """The groups of the injured that the feed names."""
    numbers = {("injured", group): told for group, told in injured.items()}
    factories.make_incident(cast=cast, status="published", numbers=numbers)
    [incident] = Client().get(reverse("published:feed")).json()["incidents"]
    return set(incident["injured"].get("of_whom", ()))


@pytest.mark.parametrize(
    ("status", "sensitivity", "leads"),
    [
        ("published", "public", True),
        ("published", "internal", False),
        ("verified", "public", False),
    ],
)
def test_an_incident_s_page_leads_to_what_the_public_reads_of_it(
    cast, signed_in, status, sensitivity, leads
):
    incident = factories.make_incident(cast=cast, status=status)
    Incident.objects.filter(pk=incident.pk).update(sensitivity=sensitivity)
    page = signed_in(cast.viewer).get(incident.get_absolute_url()).content.decode()
    address = reverse("published:detail_en", args=[incident.ref])
    assert (f'href="{address}"' in page) is leads
    assert (Client().get(address).status_code == 200) is leads
