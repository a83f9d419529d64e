"""What the first load of each page weighs, compressed as the site sends it, on a bad line."""

import gzip
from functools import cache
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.contrib.staticfiles import finders

from tests.matrix.every_page import every_page, source_of

PAGE_KB, MAP_KB, DOOR_KB = 100, 250, 30
OF_A_MAP = "leaflet"


@pytest.mark.slow
def test_the_first_load_of_each_page_is_light(cast):
    heavy = {}
    for page in every_page(cast):
        source = source_of(page, language="ar")
        limit, found = limit_of(page, source), weight(source)
        if found > limit * 1024:
            heavy[page.address] = f"{found / 1024:.0f} KB, at most {limit}"
    assert heavy == {}


def limit_of(page, source):
    if page.address.startswith("/report/"):
        return DOOR_KB
    return MAP_KB if OF_A_MAP in source else PAGE_KB


def weight(source):
    """Bytes of the page with its styles, scripts and drawings, each once."""
    page = BeautifulSoup(source, "html.parser")
    names = [link["href"] for link in page.find_all("link", rel=["stylesheet", "icon", "manifest"])]
    names += [each["src"] for each in page.find_all(["script", "img"], src=True)]
    names += [use["href"].partition("#")[0] for use in page.find_all("use")]
    own = {name for name in names if "static/" in name}
    return compressed(source.encode()) + sum(weight_of_file(name) for name in own)


@cache
def weight_of_file(address):
    name = address.partition("static/")[2].partition("?")[0]
    return compressed(Path(finders.find(name)).read_bytes())


def compressed(content):
    return len(gzip.compress(content))
