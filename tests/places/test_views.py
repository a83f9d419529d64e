"""The fragments behind the place box and the point box."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse


def fragment(client, name, **query):
    answer = client.get(reverse(f"places:{name}"), query)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


@pytest.fixture
def client(cast, demo_places, signed_in):
    return signed_in(cast.coordinator)


@pytest.mark.parametrize("name", ["search", "point"])
def test_a_stranger_is_sent_to_sign_in(db, name):
    assert Client().get(reverse(f"places:{name}")).status_code == 302


def test_places_are_offered_as_options_with_their_parents(client):
    page = fragment(client, "search", field="place", place_text="atarib")
    first = page.select("[role=option]")[0]
    assert first["data-pcode"] == "C1022"
    assert first["data-label"] == "الأتارب Atareb — Atareb › Jebel Saman › Aleppo"
    assert "Atareb › Jebel Saman › Aleppo" in first.get_text()


def test_a_search_can_ask_for_levels(client):
    page = fragment(client, "search", q="Idleb", levels="1,x")
    assert [option["data-pcode"] for option in page.select("[role=option]")] == ["SY07"]


def test_nothing_found_says_what_to_do(client):
    assert "Check the spelling" in fragment(client, "search", q="zzzqqq").get_text()


def test_an_empty_box_offers_nothing(client):
    assert not fragment(client, "search", q=" ").get_text().strip()


def test_what_was_typed_is_escaped(client):
    answer = client.get(reverse("places:search"), {"q": "<b>zzzqqq"})
    assert "<b>zzzqqq" not in answer.content.decode()


def test_a_point_is_read_back_with_its_distance(client):
    text = fragment(client, "point", q="36.1379, 36.8284", place="C1022").get_text()
    assert "36.13790, 36.82840" in text
    assert "37SCA04600142" in text
    assert "0.0 km from Atareb" in text


def test_a_swapped_point_is_warned_of(client):
    page = fragment(client, "point", field="point", point="36.8284, 36.1379", place="C1022")
    assert "look swapped" in page.select_one("[data-level=warning]").get_text()


@pytest.mark.parametrize("text", ["59.93, 30.33", "nonsense"])
def test_a_bad_point_is_explained(client, text):
    assert fragment(client, "point", q=text).select_one("[data-level=danger]")


def test_an_empty_point_says_nothing(client):
    assert not fragment(client, "point", q="").get_text().strip()
