"""From degrees to the flat map and back: the web's Mercator, and the window of one drawing."""

import re
from dataclasses import dataclass
from math import atan, cos, degrees, log, log2, pi, radians, sinh, tan

TILE = 256  # pixels of the whole world's side at zoom 0
FARTHEST = 85  # degrees of latitude; Mercator has no poles
DEEPEST = 17
METRES_AT_EQUATOR = 40_075_016.686
DEGREES = re.compile(r"-?\d{1,3}(\.\d{1,10})?", re.ASCII)


def across(longitude):
    """0 at the date line's west side, 1 at its east side."""
    return (float(longitude) + 180) / 360


def down(latitude):
    """0 at the top of the map, 1 at its foot."""
    bent = radians(max(-FARTHEST, min(FARTHEST, float(latitude))))
    return (1 - log(tan(bent) + 1 / cos(bent)) / pi) / 2


def latitude_at(share):
    """The latitude that lies so far down the map; the opposite of `down`."""
    return degrees(atan(sinh(pi * (1 - 2 * share))))


@dataclass(frozen=True)
class Box:
    """A part of the world in degrees."""

    south: float
    west: float
    north: float
    east: float

    def __str__(self):
        return ",".join(f"{each:.4f}" for each in (self.south, self.west, self.north, self.east))

    @classmethod
    def read(cls, text):
        """The box that `str` wrote; None where the text is none."""
        parts = text.split(",")
        if len(parts) != 4 or not all(DEGREES.fullmatch(part) for part in parts):
            return None
        return cls(*map(float, parts))

    def holds(self, longitude, latitude):
        return self.west <= longitude <= self.east and self.south <= latitude <= self.north

    def around(self, share, least):
        """Wider on every side by a share of itself, at least by so many degrees."""
        high = max(share * (self.north - self.south), least)
        wide = max(share * (self.east - self.west), least)
        return Box(self.south - high, self.west - wide, self.north + high, self.east + wide)


def box_of(points):
    """The box around (longitude, latitude) points."""
    wests, souths = zip(*points, strict=True)
    return Box(min(souths), min(wests), max(souths), max(wests))


def zoom_for(box, width, height):
    """The deepest whole zoom at which the box fits into so many pixels."""
    wide = max(across(box.east) - across(box.west), 1e-9)
    high = max(down(box.south) - down(box.north), 1e-9)
    fits = min(log2(width / (TILE * wide)), log2(height / (TILE * high)))
    return max(0, min(DEEPEST, int(fits)))


@dataclass(frozen=True)
class Frame:
    """A drawing of so many pixels with the box in its middle, as large as fits."""

    box: Box
    width: int
    height: int

    @property
    def scale(self):
        """Pixels of the whole world's side."""
        wide = max(across(self.box.east) - across(self.box.west), 1e-9)
        high = max(down(self.box.south) - down(self.box.north), 1e-9)
        return min(self.width / wide, self.height / high)

    @property
    def middle(self):
        return (
            (across(self.box.west) + across(self.box.east)) / 2,
            (down(self.box.south) + down(self.box.north)) / 2,
        )

    def place(self, longitude, latitude):
        """(x, y) in the drawing's pixels, from its upper left corner."""
        middle_x, middle_y = self.middle
        return (
            (across(longitude) - middle_x) * self.scale + self.width / 2,
            (down(latitude) - middle_y) * self.scale + self.height / 2,
        )

    def whole(self):
        """The box that the drawing shows: its own box, and what lies beside it."""
        middle_x, middle_y = self.middle
        wide, high = self.width / self.scale / 2, self.height / self.scale / 2
        return Box(
            latitude_at(middle_y + high),
            (middle_x - wide) * 360 - 180,
            latitude_at(middle_y - high),
            (middle_x + wide) * 360 - 180,
        )

    def metres_a_pixel(self):
        middle = latitude_at(self.middle[1])
        return METRES_AT_EQUATOR * cos(radians(middle)) / self.scale
