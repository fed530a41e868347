"""Places the boxes of a layered drawing and runs its lines: ranks from top to bottom, few crossings, right angles.

Plain Python and always the same answer for the same drawing. Made for some ten to forty boxes.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise

GAP_X = 22  # between two boxes of a rank
LINE_GAP = 16  # between a line that passes a rank and its neighbours, and between two ends at one box
TRACK = 10  # between two horizontal runs in the space between two ranks
NEAR = 6  # two upright lines closer than this look like one
GAP_Y = 16  # above the first and below the last of these runs
SWEEPS = 24


@dataclass
class Box:
    """Something with a place: a box, or (without width) the point where a line passes a rank."""

    key: tuple
    width: float
    height: float
    rank: int
    x: float = 0.0  # of the middle
    y: float = 0.0  # of the upper edge

    @property
    def is_bend(self) -> bool:
        return self.width == 0


@dataclass
class Link:
    """A line from the box above to the box below; ``weight`` pulls it straight. ``points`` is the answer."""

    upper: Box
    lower: Box
    weight: float = 1.0
    group: int = -1
    points: list[tuple[float, float]] = field(default_factory=list)


@dataclass
class Drawing:
    """Boxes and the links between boxes of neighbouring ranks."""

    boxes: list[Box]
    links: list[Link]
    width: float = 0.0
    height: float = 0.0

    def arrange(self) -> "Drawing":
        """Every box has its place and every link its points."""
        ranks = defaultdict(list)
        for box in self.boxes:
            ranks[box.rank].append(box)
        rows = [ranks[rank] for rank in sorted(ranks)]
        rows = _with_few_crossings(rows, self.links)
        _set_x(rows, self.links)
        _set_y_and_route(rows, self.links)
        edges = [box.x + side * box.width / 2 for box in self.boxes for side in (-1, 1)]
        left = min(edges)
        for box in self.boxes:
            box.x -= left
        for link in self.links:
            link.points = [(x - left, y) for x, y in link.points]
        self.width = max(edges) - left
        self.height = max(box.y + box.height for box in self.boxes)
        return self


# Order within the ranks


def _neighbours(links: list[Link]) -> tuple[dict, dict]:
    above, below = defaultdict(list), defaultdict(list)
    for link in links:
        above[id(link.lower)].append(link)
        below[id(link.upper)].append(link)
    return above, below


def _with_few_crossings(rows: list[list[Box]], links: list[Link]) -> list[list[Box]]:
    above, below = _neighbours(links)
    best, fewest = rows, _crossings(rows, below)
    for start in (rows, [row[::-1] for row in rows]):
        order = [list(row) for row in start]
        for sweep in range(SWEEPS):
            downward = sweep % 2 == 0
            indices = range(1, len(order)) if downward else range(len(order) - 2, -1, -1)
            for index in indices:
                fixed = order[index - 1] if downward else order[index + 1]
                order[index] = _by_middle(order[index], fixed, above if downward else below, downward)
            _swap_neighbours(order, below)
            count = _crossings(order, below)
            if count < fewest:
                best, fewest = [list(row) for row in order], count
    return best


def _by_middle(row: list[Box], fixed: list[Box], links_of: dict, downward: bool) -> list[Box]:
    """The row ordered by where the neighbours of each box stand in the fixed row."""
    place = {id(box): index for index, box in enumerate(fixed)}

    def middle(at: int) -> float:
        ends = [link.upper if downward else link.lower for link in links_of[id(row[at])]]
        return sum(place[id(end)] for end in ends) / len(ends) if ends else at * len(fixed) / len(row)

    keys = [middle(at) for at in range(len(row))]
    return [row[at] for at in sorted(range(len(row)), key=lambda at: (keys[at], at))]


def _swap_neighbours(order: list[list[Box]], below: dict) -> None:
    """No swap of two boxes side by side would save a crossing any more."""
    improved = True
    while improved:
        improved = False
        for index, row in enumerate(order):
            around = order[max(index - 1, 0) : index + 2]
            for at in range(len(row) - 1):
                before = _crossings(around, below)
                row[at], row[at + 1] = row[at + 1], row[at]
                if _crossings(around, below) < before:
                    improved = True
                else:
                    row[at], row[at + 1] = row[at + 1], row[at]


def _crossings(rows: list[list[Box]], below: dict) -> float:
    count = 0.0
    for upper, lower in pairwise(rows):
        place = {id(box): index for index, box in enumerate(lower)}
        ends = [(at, place[id(link.lower)], link.weight) for at, box in enumerate(upper) for link in below[id(box)]]
        for number, (a, b, weight) in enumerate(ends):
            count += sum(weight * other for c, d, other in ends[number + 1 :] if (a - c) * (b - d) < 0)
    return count


# Places from left to right


def _set_x(rows: list[list[Box]], links: list[Link]) -> None:
    above, below = _neighbours(links)
    for row in rows:
        _settle(row, [0.0] * len(row), [1.0] * len(row))
    for sweep in range(SWEEPS * 16):
        for row in rows if sweep % 2 == 0 else reversed(rows):
            wanted, weights = [], []
            for box in row:
                pulls = [(link.upper.x, _pull(link)) for link in above[id(box)]]
                pulls += [(link.lower.x, _pull(link)) for link in below[id(box)]]
                weight = sum(pull for _, pull in pulls)
                wanted.append(sum(x * pull for x, pull in pulls) / weight if pulls else box.x)
                weights.append(weight or 0.1)
            _settle(row, wanted, weights)
    _straighten(rows, links)


def _pull(link: Link) -> float:
    """Lines that pass ranks should run straight, and must not pull the boxes at their ends out of line."""
    bends = link.upper.is_bend + link.lower.is_bend
    return (4 * link.weight, 0.5, 40)[bends]


def _straighten(rows: list[list[Box]], links: list[Link]) -> None:
    """A line that passes several ranks does so at one x, where the neighbours leave room for it."""
    line_of: dict[int, list[Box]] = {}
    for link in sorted(links, key=lambda link: link.upper.rank):
        if link.upper.is_bend and link.lower.is_bend:
            line = line_of.setdefault(id(link.upper), [link.upper])
            line.append(link.lower)
            line_of[id(link.lower)] = line
    position = {id(box): (row, at) for row in rows for at, box in enumerate(row)}
    for line in {id(line): line for line in line_of.values()}.values():
        low, high = -1e9, 1e9
        for bend in line:
            row, at = position[id(bend)]
            low = max(low, row[at - 1].x + _apart(row[at - 1], bend)) if at else low
            high = min(high, row[at + 1].x - _apart(bend, row[at + 1])) if at + 1 < len(row) else high
        if low <= high:
            x = min(max(sum(bend.x for bend in line) / len(line), low), high)
            for bend in line:
                bend.x = x


def _settle(row: list[Box], wanted: list[float], weights: list[float]) -> None:
    """Each box stands as near to where it wants to be as its neighbours allow (least squares, order kept)."""
    offsets = [0.0]
    for left, right in pairwise(row):
        offsets.append(offsets[-1] + _apart(left, right))
    for box, x in zip(row, least_squares([w - o for w, o in zip(wanted, offsets, strict=True)], weights), strict=True):
        box.x = x
    for box, offset in zip(row, offsets, strict=True):
        box.x += offset


def _apart(left: Box, right: Box) -> float:
    gap = LINE_GAP if left.is_bend or right.is_bend else GAP_X
    return (left.width + right.width) / 2 + gap


def least_squares(wanted: list[float], weights: list[float]) -> list[float]:
    """The never falling numbers that are nearest to the wanted ones."""
    blocks: list[list[float]] = []  # mean, weight, how many
    for value, weight in zip(wanted, weights, strict=True):
        blocks.append([value, weight, 1])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            mean, heavy, many = blocks.pop()
            last = blocks[-1]
            last[0] = (last[0] * last[1] + mean * heavy) / (last[1] + heavy)
            last[1] += heavy
            last[2] += many
    return [block[0] for block in blocks for _ in range(int(block[2]))]


# Lines


def _set_y_and_route(rows: list[list[Box]], links: list[Link]) -> None:
    starts = _ports(links, "upper")
    ends = _ports(links, "lower")
    y = 0.0
    for index, row in enumerate(rows):
        height = max(box.height for box in row)
        for box in row:
            if box.is_bend:
                box.height = height
            box.y = y + (height - box.height) / 2
        y += height
        between = [link for link in links if link.upper.rank == row[0].rank]
        if index < len(rows) - 1:
            y = _run(between, starts, ends, y, max(box.height for box in rows[index + 1]))


def _run(links: list[Link], starts: dict, ends: dict, y: float, next_height: float) -> float:
    """The links have their points; says where the next rank begins."""
    spans: dict[object, list[tuple[float, float]]] = {}
    for link in sorted(links, key=lambda link: _track_order(starts[id(link)], ends[id(link)])):
        x1, x2 = starts[id(link)], ends[id(link)]
        name = (id(link.lower), link.group) if link.lower.is_bend else id(link)
        if abs(x1 - x2) >= 1:
            spans.setdefault(name, []).append((x1, x2))
    tracks = _in_order(spans)
    bottom = y + 2 * GAP_Y + max(len(tracks) - 1, 0) * TRACK
    for link in links:
        x1, x2 = starts[id(link)], ends[id(link)]
        name = (id(link.lower), link.group) if link.lower.is_bend else id(link)
        top = link.upper.y + link.upper.height
        foot = bottom + (next_height if link.lower.is_bend else (next_height - link.lower.height) / 2)
        if name in tracks and abs(x1 - x2) >= 1:
            level = y + GAP_Y + tracks.index(name) * TRACK
            link.points = [(x1, top), (x1, level), (x2, level), (x2, foot)]
        else:
            link.points = [(x1, top), (x2, foot)]
    return bottom


def _in_order(spans: dict[object, list[tuple[float, float]]]) -> list:
    """The runs from top to bottom: a line that comes down where another one ends turns off above it."""
    left, ordered = list(spans), []
    while left:
        free = [name for name in left if not any(_on_top(spans[other], spans[name]) for other in left if other != name)]
        ordered.append((free or left)[0])
        left.remove(ordered[-1])
    return ordered


def _on_top(spans: list[tuple[float, float]], below: list[tuple[float, float]]) -> bool:
    return any(abs(x1 - x2) <= NEAR for x1, _ in spans for _, x2 in below)


def _track_order(x1: float, x2: float) -> tuple:
    """Among lines to the right the rightmost runs on top, among those to the left the leftmost: they never cross."""
    return (0, -x1) if x2 > x1 else (1, x1)


def _ports(links: list[Link], side: str) -> dict[int, float]:
    """Where each link leaves or enters its box: so that it runs straight wherever both boxes have room for that."""
    ports: dict[int, float] = {}
    by_box = defaultdict(list)
    for link in links:
        by_box[id(getattr(link, side))].append(link)
    for group in by_box.values():
        box = getattr(group[0], side)
        group.sort(key=_straight_at)
        room = _room(box)
        gap = min(LINE_GAP, 2 * room / (len(group) - 1)) if len(group) > 1 else 0
        wanted = [_straight_at(link) - at * gap for at, link in enumerate(group)]
        low, high = box.x - room, box.x + room - gap * (len(group) - 1)
        for at, (link, x) in enumerate(zip(group, least_squares(wanted, [1.0] * len(group)), strict=True)):
            ports[id(link)] = min(max(x, low), high) + at * gap
    return ports


def _room(box: Box) -> float:
    """How far from its middle a line may end at the box."""
    return max(box.width / 2 - 12, 0)


def _straight_at(link: Link) -> float:
    """The x at which the link would be straight; between the two boxes if there is none."""
    upper, lower = link.upper, link.lower
    low = max(upper.x - _room(upper), lower.x - _room(lower))
    high = min(upper.x + _room(upper), lower.x + _room(lower))
    narrow = upper.x if upper.width < lower.width else lower.x
    return min(max(narrow, low), high) if low <= high else (low + high) / 2
