"""The point in a link that somebody copied from a map: Google, OpenStreetMap, geo: and kin."""

import re
from urllib.parse import unquote_plus

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LINK = re.compile(r"^\s*(?:[a-z]+://|geo:|(?:www\.|maps\.)\S+/|\S+\.(?:com|org|gl|app)/)", re.I)
NUMBER = r"([-+]?\d{1,3}(?:\.\d+)?)"
PAIR = rf"{NUMBER}\s*[,~]\s*{NUMBER}"
# The first that fits wins: a marker or a question is meant, the middle of the screen is not.
PLACES_IN_LINKS = [
    re.compile(pattern, re.I)
    for pattern in (
        rf"!3d{NUMBER}!4d{NUMBER}",
        rf"[?&]mlat={NUMBER}&mlon={NUMBER}",
        rf"[?&](?:q|query|ll|sll|daddr|destination|loc|center)=(?:loc:)?\s*{PAIR}",
        rf"^\s*geo:{PAIR}",
        rf"#map=[\d.]+/{NUMBER}/{NUMBER}",
        rf"@{PAIR}",
        rf"[?&]cp={PAIR}",
        rf"/(?:place|search|dir)/+{PAIR}",
        rf"[?&]lat={NUMBER}&(?:lon|lng)={NUMBER}",
    )
]


def is_link(text: str) -> bool:
    return bool(LINK.match(text))


def find_in_link(text: str) -> tuple[float, float]:
    """Latitude and longitude of the link; ValidationError where it holds none.

    A shortened link hides its point behind a redirect, which we do not follow.
    """
    address = unquote_plus(text)
    for pattern in PLACES_IN_LINKS:
        found = pattern.search(address)
        if found:
            return float(found[1]), float(found[2])
    raise ValidationError(
        _(
            "This link does not hold a point. Open it, then copy the long address or "
            "the two numbers that the map shows."
        ),
        code="link",
    )
