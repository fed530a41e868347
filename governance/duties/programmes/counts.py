"""What each unit has done of the measured tasks of a programme, beside what it was to do. Counts, never a rank."""

from collections.abc import Iterable

from governance.frame.pages.tables import Cell, Row, Table

from .rows import Node, target_of

NOTHING = "—"


def by_unit(nodes: Iterable[Node]) -> Table | None:
    """A line a unit, a column for what is measured, each as done/wanted; None where nothing is measured."""
    measured = [(title, leaf) for title, leaf in _titled(nodes) if leaf.task.target]
    if not measured:
        return None
    titles = list(dict.fromkeys(title for title, _ in measured))
    owners = {leaf.task.owner_id: leaf.task.owner for _, leaf in measured}
    units = sorted(owners.values(), key=lambda unit: (unit.position, unit.pk))

    def cells(owner_id: int | None) -> list[Cell]:
        theirs = [(title, leaf) for title, leaf in measured if owner_id in (None, leaf.task.owner_id)]
        return [_cell([leaf for title, leaf in theirs if title == head]) for head in titles]

    rows = [Row(unit.short_name, cells(unit.pk)) for unit in units]
    return Table("units", "各单位完成情况", titles, rows, Row("合计", cells(None)), "累计完成／数量目标。", "单位")


def _titled(nodes: Iterable[Node]):
    """The last tasks that are asked for, each with the heading under which it was divided, or its own title."""
    for node in nodes:
        for child in node.children:
            yield from _titled([child]) if child.children else _under(node, child)
        if not node.children:
            yield from _under(node, node)


def _under(heading: Node, leaf: Node):
    yield from ((heading.task.title, each) for each in leaf.counted)


def _cell(leaves: list[Node]) -> Cell:
    if not leaves:
        return Cell(NOTHING)
    done, wanted = sum(leaf.task.counted for leaf in leaves), target_of(leaves)
    return Cell(f"{done}/{wanted} {leaves[0].task.unit_word}", value=done)
