"""The flow chart of a workflow as SVG, drawn from the same table that the law is checked by. Plain Python.

Statuses are boxes, steps are the labels on the arrows between them. A step with several sources is one arrow with
several tails. What leaves the status as it is stands inside the box; what every open status allows stands below.
"""

from collections import defaultdict
from dataclasses import dataclass
from html import escape

from ..workflow import Step, Workflow
from .layout import Box, Drawing, Link

STATUS_WIDTH = 160
TEXT = 13
SMALL = 12
LEADING = 18
MARGIN = 12
START = ("start", "")


@dataclass(frozen=True)
class Move:
    """Steps that lead from the same statuses to the same one; ``upward`` if they go back."""

    sources: tuple[str, ...]
    target: str
    steps: tuple[Step, ...]
    upward: bool

    @property
    def is_main(self) -> bool:
        return any(step.main for step in self.steps)

    @property
    def lines(self) -> list[str]:
        return [
            f"{step.label}（经批准）" if step.approval and not step.approved_in_part else step.label
            for step in self.steps
        ]


class Chart:
    """A workflow with every box in its place, to be drawn as often as there are statuses to mark."""

    def __init__(self, workflow: Workflow):
        self.workflow = workflow
        self.name = f"flow-{workflow.kind}"
        self.moves = moves_of(workflow)
        self.drawing = _drawing(workflow, self.moves).arrange()

    def svg(self, *, current: str = "", style: str = "") -> str:
        """The drawing; the box of the ``current`` status and the arrows that leave it carry classes of their own.

        Colours come from the style sheet of the page; ``style`` is one for a file that stands alone.
        """
        now = next((box for box in self.drawing.boxes if box.key == ("status", current)), None)
        width = max(self.drawing.width, 420) + 2 * MARGIN
        foot = _foot_lines(self.workflow, width - 2 * MARGIN)
        foot_top = self.drawing.height + 2 * MARGIN
        height = foot_top + (LEADING * len(foot) + 4 if foot else 0)
        parts = [
            self._head(width, height, current),
            f"<style>{style}</style>" if style else "",
            f'<defs><marker id="{self.name}-end" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="8" markerHeight="8"'
            ' markerUnits="userSpaceOnUse" orient="auto-start-reverse">'
            '<path class="flow-end" d="M0 .5 8 4 0 7.5z"/></marker></defs>',
            f'<g transform="translate({_n((width - self.drawing.width) / 2)} {MARGIN})">',
            *(self._line(link, now) for link in self.drawing.links),
            *(self._box(box, current) for box in self.drawing.boxes if not box.is_bend),
            "</g>",
            *(_text(words, MARGIN, foot_top + LEADING * at + 8, "flow-foot", "start") for at, words in enumerate(foot)),
            "</svg>",
        ]
        return "\n".join(part for part in parts if part) + "\n"

    def _head(self, width: float, height: float, current: str) -> str:
        size = f'viewBox="0 0 {_n(width)} {_n(height)}" width="{_n(width)}" height="{_n(height)}"'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="flow-chart" role="img" {size}'
            f' aria-labelledby="{self.name}-title {self.name}-desc">\n'
            f'<title id="{self.name}-title">{escape(self.workflow.label)}办理流程</title>\n'
            f'<desc id="{self.name}-desc">{escape(in_words(self.workflow, current))}</desc>'
        )

    def _box(self, box: Box, current: str) -> str:
        sort, name = box.key
        if sort == "status":
            return _status(box, self.workflow, name, current)
        lines, classes = ["登记"], "flow-start"
        if sort == "step":
            move = self.moves[name]
            lines, classes = move.lines, "flow-step flow-open" if current in move.sources else "flow-step"
        top = box.y + (box.height - LEADING * len(lines)) / 2
        words = [_text(line, box.x, top + LEADING * at + 13.5, "flow-word") for at, line in enumerate(lines)]
        return "\n".join([f'<g class="{classes}">', _rect(box, 12), *words, "</g>"])

    def _line(self, link: Link, now: Box | None) -> str:
        move = self.moves[link.group] if link.group >= 0 else None
        upward = bool(move and move.upward)
        end = ""
        if upward and link.upper.key[0] == "status":
            end = f' marker-start="url(#{self.name}-end)"'
        elif not upward and link.lower.key[0] == "status":
            end = f' marker-end="url(#{self.name}-end)"'
        classes = "flow-line flow-open" if move and now and _leaves(link, move, now) else "flow-line"
        return f'<path class="{classes}" d="{_rounded(link.points)}"{end}/>'


def in_words(workflow: Workflow, current: str = "") -> str:
    """The same chart for those who do not see it."""
    labels = {code: status.label for code, status in workflow.statuses.items()}
    sentences = [f"现在是{labels[current]}。"] if current in labels else []
    for code, label in labels.items():
        ways = defaultdict(list)
        for step in workflow.steps_from(code):
            if step.target and step.target != code:
                ways[labels[step.target]].append(step.label)
        if ways:
            said = "；".join(f"{'、'.join(steps)}后为{target}" for target, steps in ways.items())
            sentences.append(f"{label}：{said}。")
    return "".join(sentences)


# From the table to boxes and links


def moves_of(workflow: Workflow) -> list[Move]:
    """Every step that changes the status, those with the same way taken together."""
    back = _back_edges(workflow)
    found: dict[tuple, list[Step]] = {}
    for step in workflow.steps:
        for upward in (False, True):
            sources = tuple(
                code
                for code in workflow.sources_of(step)
                if step.target and code != step.target and ((code, step.target) in back) is upward
            )
            if sources:
                found.setdefault((sources, step.target, upward), []).append(step)
    return [Move(sources, target, tuple(steps), upward) for (sources, target, upward), steps in found.items()]


def _back_edges(workflow: Workflow) -> set[tuple[str, str]]:
    """The moves that lead back to where the case has been, seen from the opening status."""
    back, done = set(), set()

    def visit(code: str, path: tuple[str, ...]) -> None:
        for step in workflow.steps_from(code):
            if step.target in path:
                back.add((code, step.target))
            elif step.target and step.target not in done:
                visit(step.target, (*path, step.target))
        done.add(code)

    visit(workflow.opening, (workflow.opening,))
    return back


def _ranks(workflow: Workflow, moves: list[Move]) -> dict[str, int]:
    """Even numbers for the statuses, each below everything it comes from."""
    ranks = dict.fromkeys(workflow.statuses, 0)
    for _ in workflow.statuses:
        for move in moves:
            if not move.upward:
                above = max(ranks[code] for code in move.sources)
                ranks[move.target] = max(ranks[move.target], above + 2)
    return ranks


def _drawing(workflow: Workflow, moves: list[Move]) -> Drawing:
    ranks = _ranks(workflow, moves)
    boxes: dict[tuple, Box] = {START: Box(START, _width("登记", TEXT) + 24, 26, -1)}
    links: dict[tuple, Link] = {}
    for code in workflow.statuses:
        boxes["status", code] = Box(("status", code), STATUS_WIDTH, _status_height(workflow, code), ranks[code])

    def join(upper: Box, lower: Box, number: int, weight: float) -> None:
        """Lines of one move share the points where they pass a rank, so that they run as one."""
        last = upper
        for rank in range(upper.rank + 1, lower.rank):
            key = ("bend", number, rank)
            bend = boxes.setdefault(key, Box(key, 0, 0, rank))
            links.setdefault((last.key, key), Link(last, bend, weight, number))
            last = bend
        links.setdefault((last.key, lower.key), Link(last, lower, weight, number))

    for number, move in enumerate(moves):
        source_ranks = [ranks[code] for code in move.sources]
        rank = min(source_ranks) - 1 if move.upward else max(source_ranks) + 1
        width = max(_width(line, TEXT) for line in move.lines) + 18
        step = boxes["step", number] = Box(("step", number), width, LEADING * len(move.lines) + 8, rank)
        target, weight = boxes["status", move.target], 6.0 if move.is_main else 1.0
        for code in move.sources:
            pair = (boxes["status", code], step)
            upper, lower = reversed(pair) if move.upward else pair
            join(upper, lower, number, weight)
        upper, lower = (target, step) if move.upward else (step, target)
        join(upper, lower, number, weight)
    opening = boxes["status", workflow.opening]
    links["start", ""] = Link(boxes[START], opening, 3.0, -1)
    return Drawing(list(boxes.values()), list(links.values()))


def _staying(workflow: Workflow, code: str) -> list[str]:
    """Labels of the steps that are possible only in some statuses and leave this one as it is."""
    return [step.label for step in workflow.steps_from(code) if step.sources and step.target in (None, code)]


def _foot_lines(workflow: Workflow, width: float) -> list[str]:
    everywhere = [step.label for step in workflow.steps if not step.sources and not step.target]
    return wrapped("在办期间随时可以：" + "、".join(everywhere), width, SMALL) if everywhere else []


def _status_lines(workflow: Workflow, code: str) -> list[str]:
    return wrapped("、".join(_staying(workflow, code)), STATUS_WIDTH - 20, SMALL)


def _status_height(workflow: Workflow, code: str) -> float:
    return 32 + (len(_status_lines(workflow, code)) * LEADING + 6 if _staying(workflow, code) else 0)


# From places to SVG


def _status(box: Box, workflow: Workflow, code: str, current: str) -> str:
    status = workflow.statuses[code]
    classes = "flow-status" + (" flow-closed" if status.closed else "") + (" flow-now" if code == current else "")
    label = f"{status.label}（现在）" if code == current else status.label
    words = [_text(label, box.x, box.y + 21, "flow-name")]
    words += [
        _text(line, box.x, box.y + 32 + LEADING * at + 12, "flow-stay")
        for at, line in enumerate(_status_lines(workflow, code))
    ]
    return "\n".join([f'<g class="{classes}">', _rect(box, 4), *words, "</g>"])


def _rect(box: Box, radius: int) -> str:
    x, y = _n(box.x - box.width / 2), _n(box.y)
    return f'<rect x="{x}" y="{y}" width="{_n(box.width)}" height="{_n(box.height)}" rx="{radius}"/>'


def _text(words: str, x: float, y: float, name: str, anchor: str = "middle") -> str:
    return f'<text class="{name}" x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}">{escape(words)}</text>'


def _leaves(link: Link, move: Move, current: Box) -> bool:
    """True if the way out of the current status runs over this piece; other tails of the arrow stay grey."""
    if current.key[1] not in move.sources:
        return False
    near = link.lower if move.upward else link.upper
    if near.key[0] == "status":
        return near is current
    return near.rank < current.rank if move.upward else near.rank > current.rank


def _rounded(points: list[tuple[float, float]]) -> str:
    """A path along the points whose corners are rounded a little."""
    words = [f"M{_n(points[0][0])} {_n(points[0][1])}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        radius = min(6.0, *(max(abs(p[0] - corner[0]), abs(p[1] - corner[1])) / 2 for p in (before, after)))
        near, far = _towards(corner, before, radius), _towards(corner, after, radius)
        words.append(f"L{_n(near[0])} {_n(near[1])}Q{_n(corner[0])} {_n(corner[1])} {_n(far[0])} {_n(far[1])}")
    words.append(f"L{_n(points[-1][0])} {_n(points[-1][1])}")
    return "".join(words)


def _towards(start: tuple[float, float], end: tuple[float, float], distance: float) -> tuple[float, float]:
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = abs(dx) + abs(dy) or 1.0
    return start[0] + dx / length * distance, start[1] + dy / length * distance


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


# Words


def _width(words: str, size: int) -> float:
    """Chinese characters are as wide as high, the others a little more than half."""
    return sum(size if ord(letter) > 0x2E7F else size * 0.6 for letter in words)


def wrapped(words: str, width: float, size: int) -> list[str]:
    """The words in lines of at most that width, broken after 、 where one is near."""
    lines, line = [], ""
    for piece in words.replace("、", "、\n").split("\n"):
        if line and _width(line + piece.rstrip("、"), size) > width:
            lines.append(line)
            line = ""
        line += piece
        while _width(line, size) > width + size:
            cut = max(1, int(width // size))
            lines.append(line[:cut])
            line = line[cut:]
    return [*lines, line] if line else lines
