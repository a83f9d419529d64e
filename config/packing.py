"""Pages are sent packed: on a line of 64 kbit/s a list comes in two seconds and not in ten.

Only whole texts: a download is not held up, and pictures are packed already. Django adds some bytes
of chance, and masks its form tokens anew each time, so that sizes tell nobody what is inside.
"""

from django.middleware.gzip import GZipMiddleware

TEXTS = ("text/html", "text/plain", "application/json", "application/geo+json", "image/svg+xml")


class PackedTexts(GZipMiddleware):
    """Packs what people and scripts read; files go as they are."""

    def process_response(self, request, response):
        kind = response.get("Content-Type", "").partition(";")[0]
        if response.streaming or kind not in TEXTS:
            return response
        return super().process_response(request, response)
