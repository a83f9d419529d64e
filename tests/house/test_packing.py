"""Pages travel packed; files and what is streamed travel as they are."""

import gzip

import pytest
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse

from config.packing import PackedTexts

LONG = "the same words again and again " * 40


def answered(rf, response):
    request = rf.get("/", headers={"Accept-Encoding": "gzip"})
    return PackedTexts(lambda _request: response)(request)


@pytest.mark.parametrize("response", [HttpResponse(LONG), JsonResponse({"words": LONG})])
def test_texts_are_packed(rf, response):
    before = response.content
    packed = answered(rf, response)
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == before


def test_a_picture_and_a_download_are_left_alone(rf):
    photo = HttpResponse(LONG.encode(), content_type="image/jpeg")
    assert "Content-Encoding" not in answered(rf, photo)
    sheet = StreamingHttpResponse([LONG], content_type="text/html")
    assert "Content-Encoding" not in answered(rf, sheet)


def test_numbers_are_in_the_readers_digits_before_the_page_is_packed(cast, signed_in):
    client = signed_in(cast.viewer)
    client.cookies["django_language"], client.cookies["digits"] = "ar", "arabic"
    page = client.get("/", headers={"Accept-Encoding": "gzip"})
    assert page["Content-Encoding"] == "gzip"
    assert "٠" in gzip.decompress(page.content).decode()
