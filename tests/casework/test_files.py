"""The shown copy of a photo: its pixels alone, whatever was sent under the name of a picture."""

import io

import pytest
from PIL import EpsImagePlugin, Image

from casework.files import LONGEST_SIDE, without_metadata


def saved(picture, kind, **options):
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def noise(size=(300, 200)):
    return Image.effect_noise(size, 90).convert("RGB")


def located(picture, kind):
    """With a place and an orientation in its EXIF, as a telephone writes it."""
    exif = Image.Exif()
    exif[0x0112], exif[0x8825] = 6, {1: "N", 2: (36.0, 12.0, 2.0)}
    return saved(picture, kind, exif=exif)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_copy_is_upright_and_says_nothing_but_its_pixels(kind):
    with Image.open(io.BytesIO(without_metadata(located(noise(), kind), "image/jpeg"))) as copy:
        assert (copy.size, copy.format) == ((200, 300), "JPEG")
        assert not copy.getexif()


def test_a_photo_whose_exif_is_damaged_is_shown_as_it_lies():
    damaged = located(noise(), "WEBP").replace(b"MM\0*", b"XX\0*")
    with Image.open(io.BytesIO(without_metadata(damaged, "image/webp"))) as copy:
        assert copy.size == (300, 200)


@pytest.mark.parametrize("kind", ["SGI", "DDS", "PPM", "TIFF", "GIF"])
def test_what_is_another_kind_than_its_name_says_is_not_decoded(kind):
    for content in (saved(noise(), kind), saved(noise(), kind)[:200]):
        assert without_metadata(content, "image/jpeg") is None


def test_postscript_reaches_no_interpreter(monkeypatch):
    ran = []
    monkeypatch.setattr(EpsImagePlugin, "Ghostscript", lambda *_a, **_k: ran.append("ran"))
    assert without_metadata(saved(noise(), "EPS"), "image/jpeg") is None
    assert not ran


def test_a_small_file_of_very_many_pixels_takes_no_memory():
    assert without_metadata(saved(Image.new("1", (12_000, 9_000)), "PNG"), "image/png") is None


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_a_photo_of_a_hundred_million_pixels_has_its_copy():
    large = saved(Image.new("L", (12_000, 9_000)), "JPEG")
    with Image.open(io.BytesIO(without_metadata(large, "image/jpeg"))) as copy:
        assert max(copy.size) == LONGEST_SIDE
