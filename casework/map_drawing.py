"""A map as a drawing made on the server: land, lines, names, a grid, a scale bar, and marks.

It needs no script and no library, prints, and reads aloud: each mark is a link with a sentence.
Numbers are those of the drawing's own pixels. The drawing is never mirrored.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from places.cells import simplified
from places.outlines import INDICATIVE, basemap, named_areas
from places.projection import Frame, box_of

LINE_HEIGHT, LETTER = 15, 6.4  # pixels a label takes, about
PILL_HEIGHT, PILL_ICON, PILL_DIGIT, PILL_GAP = 26, 26, 8, 10
STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10)  # degrees between the lines of the grid
SCALES = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500)  # km that a scale bar may say
LEAST_BOX = 0.06  # degrees, about 6 km: nearer shows no place to tell it by
# Below this many degrees across, a governorate's name helps less than those of its districts.
DISTRICTS_BELOW = 3.0


@dataclass
class Mark:
    """One thing on the map. `text` is shown beside it, `label` is the sentence that is read.

    A pill shows the icon, how many are of this kind, and after it the total where that is more.
    `radius` draws a circle in its place.
    """

    longitude: float
    latitude: float
    label: str
    url: str = ""
    kind: str = ""
    icon: str = ""
    number: int = 1
    total: int = 1
    text: str = ""
    radius: float = 0
    x: float = 0
    y: float = 0

    @property
    def pill(self):
        """Where the parts of the pill stand, from its middle."""
        first = PILL_ICON + (PILL_DIGIT * len(str(self.number)) if self.total > 1 else 0)
        more = PILL_GAP + PILL_DIGIT * len(str(self.total)) if self.total > self.number else 0
        left = -(first + more) // 2
        return {
            "left": left,
            "first": first,
            "width": first + more,
            "icon": left + 5 if self.total > 1 else left + PILL_ICON // 2 - 8,
            "count": left + (first + PILL_ICON - 6) / 2,
            "total": left + first + more / 2 if more else None,
        }

    @property
    def half(self):
        """Half the width of what is drawn."""
        return self.radius or self.pill["width"] / 2

    @property
    def text_y(self):
        return round(self.y + (self.radius or PILL_HEIGHT / 2) + LINE_HEIGHT - 3, 1)


@dataclass
class Drawing:
    width: int
    height: int
    land: str = ""
    lines: list = field(default_factory=list)  # (level, path)
    grid: list = field(default_factory=list)
    names: list = field(default_factory=list)
    marks: list = field(default_factory=list)
    scale: dict = field(default_factory=dict)
    foot: int = 0  # where the scale bar lies
    indicative: bool = True


def draw(marks, *, width, height, box=None):
    """The map of a box; without one, around the marks. None where there is nothing to show."""
    if box is None and marks:
        box = box_of([(m.longitude, m.latitude) for m in marks]).around(0.2, LEAST_BOX)
    if box is None:
        return None
    frame = Frame(box, width, height)
    base = basemap()
    made = Drawing(
        width, height, marks=placed(marks, frame), scale=scale_bar(frame), foot=height - 10
    )
    made.grid = grid(frame)
    if base:
        made.land = " ".join(path(ring, frame) for ring in base.land)
        made.lines = list(lines_seen(base, frame))
        made.indicative = base.origin == INDICATIVE
    made.names = list(names_seen(frame, made.marks))
    return made


def placed(marks, frame):
    """The marks with their places in the drawing; what stands lower is drawn later, and on top."""
    for mark in marks:
        mark.x, mark.y = (round(each, 1) for each in frame.place(mark.longitude, mark.latitude))
    return sorted(marks, key=lambda mark: mark.y)


# ---------------------------------------------------------------- the ground


def path(line, frame):
    points = simplified([frame.place(x, y) for x, y in line], 0.7)
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def lines_seen(base, frame):
    """(level, path) of the lines of each level that cross the drawing."""
    seen = frame.whole().around(0.1, 0)
    for level, lines in sorted(base.borders.items(), reverse=True):
        inside = [line for line in lines if any(seen.holds(x, y) for x, y in line)]
        if inside:
            yield level, " ".join(path(line, frame) for line in inside)


def grid(frame):
    """The lines of whole degrees, or of the part of one that gives a handful of lines."""
    box = frame.whole()
    step = next((s for s in STEPS if (box.east - box.west) / s <= 5), STEPS[-1])
    meridians = [frame.place(x, box.south)[0] for x in multiples(box.west, box.east, step)]
    parallels = [frame.place(box.west, y)[1] for y in multiples(box.south, box.north, step)]
    return [f"M{x:.1f} 0V{frame.height}" for x in meridians] + [
        f"M0 {y:.1f}H{frame.width}" for y in parallels
    ]


def multiples(start, end, step):
    number = int(start // step) + 1
    while number * step < end:
        yield number * step
        number += 1


def scale_bar(frame):
    """The longest round distance that takes less than a third of the width."""
    metres = frame.metres_a_pixel()
    most = frame.width / 3.5 * metres / 1000
    km = max((each for each in SCALES if each <= most), default=SCALES[0])
    words = _("%(n)s km") % {"n": km} if km >= 1 else _("%(n)s m") % {"n": round(km * 1000)}
    return {"width": round(km * 1000 / metres, 1), "words": words}


# ---------------------------------------------------------------- names


def names_seen(frame, marks):
    """Names of areas where they hide neither a mark nor each other."""
    taken = [room for mark in marks for room in rooms_of(mark)]
    box = frame.whole()
    near = box.east - box.west < DISTRICTS_BELOW
    areas = [
        area for area in named_areas() if box.holds(float(area.longitude), float(area.latitude))
    ]
    for area in sorted(areas, key=lambda area: area.level, reverse=near):
        x, y = frame.place(area.longitude, area.latitude)
        room = room_around(x, y, len(area.name) * LETTER, LINE_HEIGHT)
        if inside(room, frame) and not any(overlap(room, other) for other in taken):
            taken.append(room)
            yield {"x": round(x, 1), "y": round(y, 1), "name": area.name, "level": area.level}


def rooms_of(mark):
    yield room_around(mark.x, mark.y, 2 * mark.half, 2 * (mark.radius or PILL_HEIGHT / 2))
    if mark.text:
        wide = len(mark.text) * LETTER
        yield room_around(mark.x, mark.y + (mark.radius or PILL_HEIGHT / 2) + 9, wide, LINE_HEIGHT)


def room_around(x, y, wide, high):
    return x - wide / 2, y - high / 2, x + wide / 2, y + high / 2


def inside(room, frame):
    return room[0] >= 0 and room[1] >= 0 and room[2] <= frame.width and room[3] <= frame.height


def overlap(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
