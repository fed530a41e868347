"""A programme as it reads: the tree with lights and progress, and its last tasks with the late ones first."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString

from governance.frame.pages.lights import due_html, light_html, state_label
from governance.organisation.standing import Standing

from .. import access
from ..models import Programme, ProgrammeTask
from .access import tasks_visible_to
from .lights import URGENCY, Facts, Mark, TaskLight, light, percent, share, worst

State = ProgrammeTask.State
# So many of one's own tasks are read, nearest date first; of these the most urgent are shown.
MOST_MINE, SHOWN = 50, 12


def facts_of(task: ProgrammeTask) -> Facts:
    """What the light rests on; the task's milestones are at hand."""
    return Facts(
        first=task.first,
        due=task.due,
        missed_due=task.missed_due,
        reported_on=task.reported_on,
        done_on=task.done_on,
        withdrawn=task.state == State.WITHDRAWN,
        target=task.target,
        counted=task.counted,
        marks=tuple(Mark(mark.name, mark.due, mark.reached_on) for mark in task.milestones.all()),
    )


@dataclass
class Node:
    """A task with all below it, as one reader sees it; ``is_shown`` is false for a heading that is not his."""

    task: ProgrammeTask
    facts: Facts
    light: TaskLight
    is_shown: bool
    children: list["Node"] = field(default_factory=list)

    @property
    def leaves(self) -> list["Node"]:
        """The last tasks below it that the reader sees, itself if nothing is below."""
        if not self.children:
            return [self] if self.is_shown else []
        return [leaf for child in self.children for leaf in child.leaves]

    @property
    def counted(self) -> list["Node"]:
        """The leaves that are still asked for."""
        return [leaf for leaf in self.leaves if leaf.task.state != State.WITHDRAWN]


def load(programme: Programme, standing: Standing, today: date) -> list[Node]:
    """The top tasks of the programme with everything below that the reader may see; two queries.

    What he may not see is left out, but for headings above what he may.
    """
    tasks = programme.tasks.select_related("owner", "person").prefetch_related("milestones")
    nodes: dict[int, Node] = {}
    for task in sorted(tasks, key=lambda each: place_of(each.number)):
        facts = facts_of(task)
        nodes[task.pk] = Node(task, facts, light(facts, today), standing.reaches(task.owner))
    for node in nodes.values():
        if node.task.parent_id:
            nodes[node.task.parent_id].children.append(node)
    return [kept for each in nodes.values() if not each.task.parent_id and (kept := _pruned(each))]


def place_of(number: str) -> tuple[int, ...]:
    """2.10 comes after 2.9."""
    return tuple(int(part) for part in number.split("."))


def _pruned(node: Node) -> Node | None:
    node.children = [kept for child in node.children if (kept := _pruned(child))]
    if node.children:
        node.light = worst(leaf.light for leaf in node.counted)
        return node
    return node if node.is_shown else None


def flat(nodes: Iterable[Node], depth: int = 0) -> Iterable[tuple[int, Node]]:
    """Every node with its depth, in the order of the programme."""
    for node in nodes:
        yield depth, node
        yield from flat(node.children, depth + 1)


def leaves(nodes: Iterable[Node]) -> list[Node]:
    """Every last task of the tree."""
    return [leaf for node in nodes for leaf in node.leaves]


def late_first(found: Iterable[Node]) -> list[Node]:
    """The most urgent light first, of equals the nearest date."""
    return sorted(found, key=lambda node: (URGENCY[node.light.code], node.task.due or date.max, node.task.pk))


def progress(node: Node) -> str:
    """3/8 项 120/300 家 42%; of a last task without milestones and target only whether it is done."""
    counted = node.counted
    if not counted:
        return ""
    done = sum(leaf.task.state == State.DONE for leaf in counted)
    said = [f"{done}/{len(counted)} 项"] if node.children else []
    words = {leaf.task.unit_word for leaf in counted if leaf.task.target}
    if len(words) == 1:
        said.append(f"{sum(leaf.task.counted for leaf in counted)}/{target_of(counted)} {words.pop()}")
    return " ".join([*said, f"{percent(share(leaf.facts) for leaf in counted)}%"])


def target_of(leaves: Iterable[Node]) -> int:
    """What is wanted of these tasks in all."""
    return sum(leaf.task.target or 0 for leaf in leaves)


def sentence(nodes: list[Node], *, whole: bool) -> str:
    """共 46 项，已完成 3，待确认 2，超期 5，临期 4；进度 12%。 Who sees a part is told so."""
    counted = [leaf for node in nodes for leaf in node.counted]
    lights, states = Counter(leaf.light.code for leaf in counted), Counter(leaf.task.state for leaf in counted)
    parts = [f"{'共' if whole else '您看得到的'} {len(counted)} 项", f"已完成 {states[State.DONE]}"]
    parts += [f"待确认 {states[State.REPORTED]}"] if states[State.REPORTED] else []
    parts += [f"超期 {lights['overdue']}", f"临期 {lights['near']}"]
    return f"{'，'.join(parts)}；进度 {percent(share(leaf.facts) for leaf in counted)}%。"


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task as a list shows it; a heading that is not the reader's has no address."""

    number: str
    title: str
    url: str
    programme: str
    depth: int
    is_heading: bool
    owner: str
    person: str
    due: SafeString
    state: SafeString
    progress: str
    latest: str


def row_of(node: Node, depth: int = 0, programme: str = "") -> TaskRow:
    """The row of a node; a heading shows the worst light below it."""
    task = node.task
    return TaskRow(
        number=task.number,
        title=task.title,
        url=reverse("duties:programme_task", args=[task.pk]) if node.is_shown else "",
        programme=programme,
        depth=min(depth, 3),
        is_heading=bool(node.children),
        owner=task.owner.short_name if node.is_shown else "",
        person=task.person.name if node.is_shown and task.person else "",
        due=_heading_light(node) if node.children else due_of(task, node.light),
        state=SafeString("") if node.children else state_of(task),
        progress=progress(node),
        latest=task.latest if node.is_shown else "",
    )


def _heading_light(node: Node) -> SafeString:
    if node.light.code in ("met", "missed"):
        return light_html(node.light.code, "全部完成")
    return light_html(node.light.code)


def due_of(task: ProgrammeTask, seen: TaskLight) -> SafeString:
    """Light, date and how it stands."""
    return due_html(seen.code, task.due, seen.why) if task.due else light_html(seen.code, seen.why)


def state_of(task: ProgrammeTask) -> SafeString:
    """The state as a label."""
    return state_label(task.state, task.get_state_display())


def last_tasks(tasks: QuerySet) -> QuerySet:
    """Those of the tasks with nothing below them that is still asked for."""
    below = ProgrammeTask.objects.filter(parent=OuterRef("pk")).exclude(state=State.WITHDRAWN)
    return tasks.filter(~Exists(below)).exclude(state=State.WITHDRAWN)


def figures(programmes: Iterable[Programme], standing: Standing, today: date) -> dict[int, dict]:
    """Of each programme how many tasks the reader sees, and how many are done, wait or are late; one query."""
    found = last_tasks(tasks_visible_to(standing)).filter(programme__in=programmes)
    counted = (
        found.order_by()
        .values("programme_id")
        .annotate(
            total=Count("pk"),
            done=Count("pk", filter=Q(state=State.DONE)),
            waiting=Count("pk", filter=Q(state=State.REPORTED)),
            late=Count("pk", filter=Q(state=State.OPEN, due__lt=today)),
        )
    )
    return {row["programme_id"]: row for row in counted}


def mine(standing: Standing, today: date) -> list[TaskRow]:
    """The most urgent of what the person's own units have to do in all programmes; two queries."""
    units = standing.units_with(access.RETURN)
    if not units:
        return []
    owed = last_tasks(ProgrammeTask.objects.filter(owner__in=units, state=State.OPEN))
    tasks = owed.select_related("owner", "person", "programme").prefetch_related("milestones").order_by("due", "id")
    nodes = [Node(task, facts := facts_of(task), light(facts, today), True) for task in tasks[:MOST_MINE]]
    return [row_of(node, programme=node.task.programme.name) for node in late_first(nodes)[:SHOWN]]
