"""The shapes of a report's charts, in per cent so that bars stretch; right to left as 100 − x."""

from incidents.ledger import Group, Outcome, Range
from sitreps import figures as sums

# The longest bar leaves room for its number.
LONGEST_BAR = 80
# Per cent of a row's height; the template draws bars of this height.
BAR_TOPS, BAR_HEIGHT = {Outcome.KILLED: 12, Outcome.INJURED: 54}, 34
# A course longer than this is shown by its last reports.
MOST_POINTS = 6
# Per cent of the chart's height: the ground line, and where the highest point stands.
GROUND, TOP = 66, 22


def percent(share):
    """Written with a point whatever the reader's language is: it goes into an attribute."""
    return f"{share:.2f}%"


# ---------------------------------------------------------------- of whom, as one bar


def share_bar(figures, code, *, mirrored):
    """Segments of the total's minimum: the stated parts, then who is not specified."""
    total = figures.get((code, Group.TOTAL), Range()).minimum
    if not total:
        return []
    parts = [(str(group), figures.get((code, group), Range()).minimum) for group in sums.PARTS]
    parts.append((str(Group.UNSPECIFIED), sums.unspecified(figures, code)))
    whole = max(total, sum(number or 0 for _, number in parts))
    segments, start = [], 0
    for group, number in parts:
        if not number:
            continue
        width = 100 * number / whole
        x = 100 - start - width if mirrored else start
        segments.append({"group": group, "x": percent(x), "width": percent(width)})
        start += width
    return segments


# ---------------------------------------------------------------- killed and injured by place


def place_bars(rows, *, mirrored):
    """For each row of figures its two bars, all on one scale. An unknown number has no bar."""
    numbers = [bar_number(figures, code) or 0 for figures in rows for code in sums.OUTCOMES[:2]]
    most = max(numbers, default=0)
    return [
        [bar(figures, code, most, mirrored=mirrored) for code in sums.OUTCOMES[:2]]
        for figures in rows
    ]


def bar_number(figures, code):
    """The least that is known; the most where only that is."""
    value = figures.get((code, Group.TOTAL), Range())
    return value.maximum if value.minimum is None else value.minimum


def bar(figures, code, most, *, mirrored):
    number = bar_number(figures, code)
    width = LONGEST_BAR * number / most if number and most else 0
    return {
        "outcome": str(code),
        "value": figures.get((code, Group.TOTAL), Range()),
        "x": percent(100 - width if mirrored else 0),
        "width": percent(width),
        "end": percent(100 - width if mirrored else width),
        "y": percent(BAR_TOPS[code]),
        "middle": percent(BAR_TOPS[code] + BAR_HEIGHT / 2),
    }


# ---------------------------------------------------------------- a toll as the day went on


def course(rows, *, mirrored):
    """Points in the order of time, each with the step that leads on from it.

    Evenly spaced: many sources give no hour, and a scale of time would claim one.
    """
    rows = rows[-MOST_POINTS:]
    most = max((height(row) for row in rows), default=0)
    points = [
        point(row, place, len(rows), most, mirrored=mirrored) for place, row in enumerate(rows)
    ]
    for here, there in zip(points, [*points[1:], None], strict=True):
        here["next_x"] = there["x"] if there else percent(2 if mirrored else 98)
        here["next_y"] = there["y"] if there else here["y"]
    return points


def height(row):
    return row["max"] if row["min"] is None else row["min"]


def point(row, place, count, most, *, mirrored):
    x = 100 * (place + 0.5) / count
    y = GROUND - (GROUND - TOP) * height(row) / most if most else GROUND
    return {
        **row,
        "value": sums.unpack(row),
        "x": percent(100 - x if mirrored else x),
        "y": percent(y),
        "ground": percent(GROUND),
    }
