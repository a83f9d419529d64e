"""The shapes of two charts, in per cent so that bars stretch: a toll's timeline, a balance."""

from dataclasses import dataclass, field

# Per cent of the width kept free at either end, so that the outermost marks are whole.
MARGIN = 3
MOST_TICKS = 5


@dataclass(frozen=True)
class TollRow:
    """One report of a toll, as the chart shows it.

    Null `minimum` and `maximum` together mean unknown; a null `maximum` alone means no upper end.
    `revises` is the place in the list (from 0) of the row whose figure this one replaces.
    """

    label: str
    minimum: int | None = None
    maximum: int | None = None
    qualifier: str = ""
    sub: str = ""
    grade: str = ""
    quote: str = ""
    adopted: bool = False
    revises: int | None = None

    @property
    def is_unknown(self):
        return self.minimum is None and self.maximum is None

    @property
    def is_exact(self):
        return self.minimum is not None and self.minimum == self.maximum

    @property
    def anchor(self):
        """The value a trail starts from or leads to; null when unknown."""
        return self.maximum if self.minimum is None else self.minimum


@dataclass
class Marks:
    """What stands in one row of the chart; every number is a string such as "34.33%"."""

    dot: str = ""
    bar: dict | None = None
    trails: list = field(default_factory=list)


@dataclass(frozen=True)
class Axis:
    """From 0 to `top`, a tick every `step`; mirrored for pages that are read from the right."""

    step: int
    top: int
    mirrored: bool = False

    @classmethod
    def reaching(cls, most, *, mirrored=False):
        """The axis that shows `most` with a little room after it."""
        step = 1
        for factor in (2, 2.5, 2) * 6:
            if most / step < MOST_TICKS:
                break
            step = int(step * factor)
        return cls(step, step * (most // step + 1), mirrored)

    def at(self, value):
        share = MARGIN + (100 - 2 * MARGIN) * min(value, self.top) / self.top
        return 100 - share if self.mirrored else share

    def ticks(self):
        return [(percent(self.at(n)), n) for n in range(0, self.top + 1, self.step)]

    def bar(self, row):
        """From the lowest to the highest; an end that nobody named runs to the axis's end."""
        ends = sorted(
            (
                self.at(row.minimum or 0),
                self.at(self.top if row.maximum is None else row.maximum),
            )
        )
        return {
            "x": percent(ends[0]),
            "width": percent(ends[1] - ends[0]),
            "open": row.minimum is None or row.maximum is None,
        }


def percent(share):
    """Written with a point whatever the reader's language is: it goes into an attribute."""
    return f"{share:.2f}%"


def highest(rows):
    return max((max(row.minimum or 0, row.maximum or 0) for row in rows), default=0)


def marks_of(row, axis):
    marks = Marks()
    if row.is_unknown:
        return marks
    if row.is_exact or row.maximum is None:
        marks.dot = percent(axis.at(row.anchor))
    if not row.is_exact:
        marks.bar = axis.bar(row)
    return marks


def trail(x1, x2, y1, y2):
    return {"x1": percent(x1), "x2": percent(x2), "y1": percent(y1), "y2": percent(y2)}


def add_trail(drawn, rows, newer, axis):
    """A dotted way from the revised figure, down through the rows between, to the new one."""
    older = rows[newer].revises
    if older is None or rows[older].is_unknown or rows[newer].is_unknown:
        return
    old, new = axis.at(rows[older].anchor), axis.at(rows[newer].anchor)
    drawn[older].trails.append(trail(old, old, 50, 100))
    for between in range(older + 1, newer):
        drawn[between].trails.append(trail(old, old, 0, 100))
    drawn[newer].trails += [trail(old, old, 0, 50), trail(old, new, 50, 50)]


def draw(rows, *, top=0, mirrored=False):
    """The axis, and pairs of a row and its marks. `top` lets several charts share one axis."""
    axis = Axis.reaching(max(top, highest(rows)), mirrored=mirrored)
    drawn = [marks_of(row, axis) for row in rows]
    for place in range(len(rows)):
        add_trail(drawn, rows, place, axis)
    return axis, list(zip(rows, drawn, strict=True))


def balance_parts(fates, counts):
    """What became of the items: the fates that have any, those not known, and what remains.

    `fates` are (name, word) pairs in reading order; a null count is unknown.
    """
    return [
        {"fate": fate, "word": word, "count": counts[fate]}
        for fate, word in fates
        if counts[fate] != 0 or fate == "remaining"
    ]


def balance(fates, counts, *, most_squares):
    """All that the balance's drawing needs: verdict, parts, and squares or a bar.

    The verdict is "ok" only where nothing remains: of three that all lie there still the sum adds
    up too, and nobody may read that as done.
    """
    parts = balance_parts(fates, counts)
    found, numbers = counts["found"], [part["count"] for part in parts]
    counted = sum(max(number or 0, 0) for number in numbers)
    left = counts["remaining"]
    many = counted > most_squares
    return {
        "found": found,
        "counted": counted,
        "parts": parts,
        "left": left,
        "verdict": verdict_on(found, numbers, counted, left),
        "squares": [] if many else squares_of(parts),
        "bar": list(segments_of(parts, counted)) if many else [],
    }


def verdict_on(found, numbers, counted, left):
    if found is None or None in numbers:
        return "unknown"
    if counted != found:
        return "bad"
    return "left" if left else "ok"


def squares_of(parts):
    """One square an item, in the order of the parts; `breaks` opens a gap before a new part."""
    return [
        {"fate": part["fate"], "breaks": not place}
        for part in parts
        for place in range(part["count"] or 0)
    ]


def segments_of(parts, total):
    """Start and width of each part of a bar that stands for `total` items."""
    start = 0
    for part in parts:
        share = 100 * max(part["count"] or 0, 0) / total
        yield part | {"x": percent(start), "width": percent(share)}
        start += share
