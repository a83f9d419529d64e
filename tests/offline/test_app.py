"""The app on a device: its manifest, its worker, and the page without a line."""

import pytest
from django.contrib.staticfiles import finders


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_the_manifest_speaks_the_language_of_the_page_that_names_it(client, language, direction):
    told = client.get(f"/{language}.webmanifest").json()
    assert (told["lang"], told["dir"]) == (language, direction)
    assert told["start_url"] == told["scope"] == "/"
    for icon in told["icons"]:
        assert finders.find(icon["src"].removeprefix("/static/"))


def test_there_is_no_manifest_in_a_strange_language(client, db):
    assert client.get("/xx.webmanifest").status_code == 404


def test_the_worker_is_asked_for_each_time_and_may_only_do_what_the_policy_allows(client):
    answer = client.get("/sw.js")
    assert answer["Content-Type"] == "text/javascript"
    assert "no-cache" in answer["Cache-Control"]
    assert "unsafe" not in answer["Content-Security-Policy"]


def test_all_that_the_worker_keeps_is_there(client):
    text = client.get("/sw.js").content.decode()
    shell = [part for part in text.split('"') if part.startswith("/static/") and "." in part]
    assert len(shell) > 10
    assert [name for name in shell if not finders.find(name.removeprefix("/static/"))] == []


def test_the_page_without_a_line_names_nobody_in_both_languages(client):
    text = client.get("/offline/").content.decode()
    assert "لا يوجد اتصال" in text
    assert "Off the line" in text
    assert "csrf" not in text


def test_the_worker_keeps_what_the_page_without_a_line_wears(client):
    page = client.get("/offline/").content.decode()
    worn = [part for part in page.split('"') if part.endswith(".css")]
    kept = client.get("/sw.js").content.decode()
    assert worn
    assert [name for name in worn if f'"{name}"' not in kept] == []
