"""Published incidents: a page and a feed of the redacted projection, and nothing else."""

import pytest
from django.test import Client
from django.urls import reverse

from incidents.models import Incident
from tests import factories

SECRETS = {
    "site_name": "the house behind the mill",
    "narrative": "The family of the tailor sat in the cellar.",
    "latitude": "36.137912",
    "longitude": "36.828444",
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


@pytest.mark.parametrize("status", ["draft", "submitted", "in_review", "verified", "withdrawn"])
def test_what_is_not_published_is_not_there(cast, status):
    incident = factories.make_incident(cast=cast, status=status)
    assert Client().get(reverse("published:detail_en", args=[incident.ref])).status_code == 404
    assert Client().get(reverse("published:feed")).json()["count"] == 0


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
