"""Map pictures from a tile server, where the administrator names one; otherwise there are none."""

from urllib.parse import urlsplit

PARTS = ("{z}", "{x}", "{y}")


def origin(address):
    """The one origin that the policy must allow for these tiles; "" for our own host or none."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def is_usable(address):
    """Whether a map can ask for tiles there: one host, or ours, and the three parts named."""
    parts = urlsplit(address)
    if not all(part in address for part in PARTS) or "{" in parts.netloc:
        return False
    if parts.netloc:
        return parts.scheme in ("http", "https")
    return not parts.scheme and address.startswith("/")
