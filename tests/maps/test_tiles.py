"""No map asks another host, unless an administrator names one; then that one and no other."""

import pytest
from django.urls import reverse

from config.checks import tile_address_is_usable

HOST = "https://tiles.example.org"
TILES = f"{HOST}/{{z}}/{{x}}/{{y}}.png"


def images_of(response):
    parts = (part.split() for part in response["Content-Security-Policy"].split(";"))
    return next(sources for name, *sources in parts if name == "img-src")


def test_without_a_setting_pictures_come_from_our_own_host(cast, signed_in, ticketed):
    page = signed_in(cast.viewer).get(reverse("ordnance:map"))
    assert images_of(page) == ["'self'", "data:"]
    assert "data-tiles" not in page.content.decode()


def test_a_tile_server_is_allowed_by_its_exact_origin_on_map_pages_alone(
    settings, cast, signed_in, ticketed
):
    settings.AFTERMATH_TILES = TILES
    client = signed_in(cast.viewer)
    for app in ("ordnance", "incidents"):
        assert images_of(client.get(reverse(f"{app}:map"))) == ["'self'", "data:", HOST]
        assert images_of(client.get(reverse(f"{app}:list"))) == ["'self'", "data:"]


def test_tiles_of_our_own_host_change_no_policy(settings, cast, signed_in, ticketed):
    settings.AFTERMATH_TILES = "/tiles/{z}/{x}/{y}.png"
    page = signed_in(cast.viewer).get(reverse("ordnance:map"))
    assert images_of(page) == ["'self'", "data:"]
    assert 'data-tiles="/tiles/' in page.content.decode()


@pytest.mark.parametrize("address", ["", TILES, "/tiles/{z}/{x}/{y}.png"])
def test_a_usable_address_passes_the_checks(settings, address):
    settings.AFTERMATH_TILES = address
    assert tile_address_is_usable(None) == []


@pytest.mark.parametrize(
    "address",
    [
        "https://{s}.tiles.example.org/{z}/{x}/{y}.png",
        "https://tiles.example.org/{z}/{x}.png",
        "ftp://tiles.example.org/{z}/{x}/{y}.png",
        "tiles/{z}/{x}/{y}.png",
    ],
)
def test_an_address_without_one_host_and_three_parts_is_refused(settings, address):
    settings.AFTERMATH_TILES = address
    assert [each.id for each in tile_address_is_usable(None)] == ["config.E006"]


def test_no_other_page_carries_the_map_library(cast, signed_in, ticketed):
    client = signed_in(cast.dispatcher)
    for address in (
        "/",
        "/incidents/",
        "/tickets/",
        "/tickets/board/",
        ticketed.get_absolute_url(),
    ):
        assert "leaflet" not in client.get(address).content.decode(), address
