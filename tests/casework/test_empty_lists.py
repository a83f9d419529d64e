"""A list in which nothing matches offers the next step that this person may take, and no other."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse


@pytest.mark.parametrize(
    ("of", "role", "offered"),
    [
        ("incidents", "coordinator", "incidents:create"),
        ("incidents", "viewer", "incidents:list"),
        ("ordnance", "dispatcher", "ordnance:create"),
        ("ordnance", "viewer", "ordnance:list"),
    ],
)
def test_an_empty_list_offers_what_the_person_may_do(cast, signed_in, of, role, offered):
    client = signed_in(getattr(cast, role))
    page = client.get(reverse(f"{of}:list"), {"q": "nothing like it"}).content.decode()
    empty = BeautifulSoup(page, "html.parser").find(class_="empty")
    assert empty.a["href"] == reverse(offered)
    assert client.get(empty.a["href"]).status_code == 200
    assert ("log what" in empty.get_text()) is offered.endswith("create")
