"""What a list is narrowed by is told in words, and each part is taken away by a link."""

import re

import pytest
from django.http import QueryDict

from casework.asked import without

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("query", "name", "left"),
    [
        ("weapon=airstrike&status=draft", "weapon", "status=draft"),
        ("weapon=airstrike&after=2024-11-28~9", "weapon", ""),
        ("area=SY07&area_text=Idleb&q=camp", "area", "q=camp"),
        ("q=camp&weapon=&since=2024-11-28", "since", "q=camp"),
        ("status=draft", "weapon", "status=draft"),
    ],
)
def test_one_part_is_taken_out_of_the_query_and_the_pages_begin_anew(query, name, left):
    assert without(QueryDict(query), name) == left


def chips(page):
    """{what the chip says: where it leads}"""
    nav = re.search(r'<nav class="chips noprint".*?</nav>', page.content.decode(), flags=re.DOTALL)
    links = re.findall(r'href="([^"]*)">(.*?)</a>', nav.group() if nav else "", flags=re.DOTALL)
    said = {re.sub(r"<[^>]+>", "", words).strip(): href for href, words in links}
    return {words: href.replace("&amp;", "&") for words, href in said.items()}


@pytest.mark.parametrize(
    ("address", "query", "told"),
    [
        (
            "/incidents/",
            {"weapon": "airstrike", "status": "draft"},
            {
                "Take away Weapon: Airstrike": "/incidents/?status=draft",
                "Take away Status: Draft": "/incidents/?weapon=airstrike",
            },
        ),
        (
            "/tickets/",
            {"state": "open", "overdue": "on"},
            {
                "Take away State: open": "/tickets/?overdue=on",
                "Take away Overdue: yes": "/tickets/?state=open",
            },
        ),
        ("/incidents/", {}, {}),
        ("/incidents/", {"weapon": "no such weapon"}, {}),
    ],
)
def test_each_part_of_the_filter_is_a_link_to_the_list_without_it(
    cast, signed_in, address, query, told
):
    assert chips(signed_in(cast.dispatcher).get(address, query)) == told


def test_the_parts_follow_when_only_the_rows_are_asked_for(cast, signed_in):
    page = signed_in(cast.viewer).get("/incidents/", {"status": "draft"}, HTTP_HX_REQUEST="true")
    assert chips(page) == {"Take away Status: Draft": "/incidents/"}
