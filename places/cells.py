"""Who is nearest: the plane shared out among points, and the lines between different owners.

Pure geometry on a flat plane. Each point's cell is what lies nearer to it than to any other (a
Voronoi cell), cut by a convex frame; where two neighbours have different owners, their common edge
is a piece of the line between the two.
"""

from collections import defaultdict
from itertools import pairwise
from math import hypot


def hull(points):
    """The convex hull of (x, y) points, counter-clockwise; fewer than three points as they are."""
    points = sorted(set(points))
    if len(points) < 3:
        return points
    return half_hull(points) + half_hull(points[::-1])


def half_hull(points):
    kept = []
    for point in points:
        while len(kept) > 1 and turn(kept[-2], kept[-1], point) <= 0:
            kept.pop()
        kept.append(point)
    return kept[:-1]


def turn(one, two, three):
    """Positive where the way over the three points turns left."""
    return (two[0] - one[0]) * (three[1] - one[1]) - (two[1] - one[1]) * (three[0] - one[0])


def widened(corners, by):
    """A convex polygon with its corners moved away from its middle by a length."""
    middle_x = sum(x for x, _y in corners) / len(corners)
    middle_y = sum(y for _x, y in corners) / len(corners)
    return [
        (x + by * (x - middle_x) / far, y + by * (y - middle_y) / far)
        for x, y in corners
        if (far := hypot(x - middle_x, y - middle_y))
    ]


def edges_between(points, owners, frame):
    """[(place of one point, of its neighbour, end, end)] where the owners of the two differ."""
    grid = Grid(points)
    found = []
    for place, point in enumerate(points):
        corners = cell_of(place, point, grid, frame)
        for (x, y, other), (next_x, next_y, _other) in zip(
            corners, corners[1:] + corners[:1], strict=True
        ):
            if other is not None and place < other and owners[place] != owners[other]:
                found.append((place, other, (x, y), (next_x, next_y)))
    return found


class Grid:
    """Points in square drawers, so that those near a point are found without asking all."""

    def __init__(self, points):
        self.points = points
        self.west, self.south = (min(each) for each in zip(*points, strict=True))
        wide, high = (max(each) for each in zip(*points, strict=True))
        area = max(wide - self.west, 1e-6) * max(high - self.south, 1e-6)
        self.size = max((area / len(points)) ** 0.5, 1e-6)
        self.most = int(max(wide - self.west, high - self.south) / self.size) + 2
        self.drawers = defaultdict(list)
        for place, point in enumerate(points):
            self.drawers[self.drawer(point)].append(place)

    def drawer(self, point):
        return int((point[0] - self.west) / self.size), int((point[1] - self.south) / self.size)

    def rings(self, point):
        """(the least distance of what comes, places) outwards from the point."""
        column, row = self.drawer(point)
        for reach in range(self.most):
            here = [
                place
                for across in range(-reach, reach + 1)
                for up in ring_rows(across, reach)
                for place in self.drawers.get((column + across, row + up), ())
            ]
            yield max(0, reach - 1) * self.size, here


def ring_rows(across, reach):
    return range(-reach, reach + 1) if abs(across) == reach else {-reach, reach}


def cell_of(place, point, grid, frame):
    """The corners (x, y, whose side the edge that starts here faces; None is the frame)."""
    corners = [(x, y, None) for x, y in frame]
    reach = farthest(corners, point)
    for least, ring in grid.rings(point):
        if least > 2 * reach:
            break
        for other in ring:
            corners = nearer(corners, point, grid.points[other], other, reach)
        reach = farthest(corners, point)
    return corners


def farthest(corners, point):
    return max((hypot(x - point[0], y - point[1]) for x, y, _other in corners), default=0)


def nearer(corners, point, rival, tag, reach):
    """The part of the polygon that is nearer to the point than to the rival."""
    across, up = rival[0] - point[0], rival[1] - point[1]
    away = across * across + up * up
    if not away or away > 4 * reach * reach:
        return corners
    limit = away / 2 + across * point[0] + up * point[1]
    kept = []
    beyond = [across * x + up * y - limit for x, y, _other in corners]
    if max(beyond) <= 0:
        return corners
    for here, (x, y, other) in enumerate(corners):
        there = (here + 1) % len(corners)
        now, then = beyond[here], beyond[there]
        if now <= 0:
            kept.append((x, y, other))
        if (now <= 0) != (then <= 0):
            part = now / (now - then)
            at_x = x + part * (corners[there][0] - x)
            at_y = y + part * (corners[there][1] - y)
            # Leaving the half: the new edge runs along the rival. Coming back: the old one goes on.
            kept.append((at_x, at_y, tag if now <= 0 else other))
    return kept


# ---------------------------------------------------------------- lines


def joined(pieces):
    """Pieces of line (end, end) put together where exactly two of them meet."""
    pieces = [(start, end) for start, end in pieces if start != end]
    at = defaultdict(list)
    for number, ends in enumerate(pieces):
        for end in ends:
            at[end].append(number)
    left, lines = set(range(len(pieces))), []
    for number, ends in enumerate(pieces):
        if number in left:
            left.discard(number)
            line = list(ends)
            follow(line, pieces, at, left)
            line.reverse()
            follow(line, pieces, at, left)
            lines.append(line)
    return lines


def follow(line, pieces, at, left):
    """Lengthen the line at its last end for as long as one piece alone goes on from there."""
    while len(at[line[-1]]) == 2:
        ahead = [number for number in at[line[-1]] if number in left]
        if not ahead:
            return
        left.discard(ahead[0])
        one, two = pieces[ahead[0]]
        line.append(two if one == line[-1] else one)


def simplified(line, tolerance):
    """The line without the points that lie within a distance of the way without them.

    Douglas and Peucker, without recursion.
    """
    if len(line) < 3:
        return line
    keep = {0, len(line) - 1}
    if line[0] == line[-1]:  # a ring has no way of its own until it is halved
        keep.add(len(line) // 2)
    ends = sorted(keep)
    spans = list(pairwise(ends))
    while spans:
        first, last = spans.pop()
        far, place = farthest_between(line, first, last)
        if far > tolerance:
            keep.add(place)
            spans += [(first, place), (place, last)]
    return [line[place] for place in sorted(keep)]


def farthest_between(line, first, last):
    """(how far, which point) lies farthest from the straight way between two of the line."""
    one, two = line[first], line[last]
    across, up = two[0] - one[0], two[1] - one[1]
    length = hypot(across, up)
    best, place = 0, first
    for between in range(first + 1, last):
        x, y = line[between][0] - one[0], line[between][1] - one[1]
        far = abs(across * y - up * x) / length if length else hypot(x, y)
        if far > best:
            best, place = far, between
    return best, place
