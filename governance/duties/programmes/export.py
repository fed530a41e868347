"""A programme as a table for Excel: every task in the order of the programme, whatever the page shows of it."""

from governance.jobs.spreadsheets import Column

from ..models import Programme
from .rows import Node, flat, progress
from .ties import named

COLUMNS = (
    Column("序号", 10),
    Column("任务", 40),
    Column("具体要求", 50),
    Column("责任单位", 24),
    Column("责任人", 10),
    Column("牵头领导", 16),
    Column("开始日期", 12, of_days=True),
    Column("完成期限", 12, of_days=True),
    Column("长期坚持", 10),
    Column("状态", 10),
    Column("亮灯", 10),
    Column("进度", 14),
    Column("数量目标", 10),
    Column("累计完成", 10),
    Column("计量单位", 10),
    Column("节点", 40),
    Column("最近进展", 40),
    Column("出处", 20),
    Column("挂接", 30),
)
LIGHTS = {"overdue": "红灯", "near": "黄灯", "normal": "绿灯", "met": "按期完成", "missed": "逾期完成", "ended": "撤销"}


def rows_of(nodes: list[Node]) -> list[tuple]:
    """One row of cells a task; of a heading that is not the reader's only its name."""
    return [_row(node) for _, node in flat(nodes)]


def _row(node: Node) -> tuple:
    task = node.task
    if not node.is_shown:
        return (task.number, task.title, *[""] * (len(COLUMNS) - 2))
    marks = "；".join(
        f"{mark.name} {mark.due}{f' 已于 {mark.reached_on} 达到' if mark.reached_on else ''}"
        for mark in node.facts.marks
    )
    return (
        task.number,
        task.title,
        task.text,
        task.owner.name,
        task.person.name if task.person else "",
        task.leader,
        str(task.first or ""),
        str(task.due or ""),
        "是" if task.is_standing else "",
        "" if node.children else task.get_state_display(),
        LIGHTS[node.light.code],
        progress(node),
        *((task.target, task.counted, task.unit_word) if task.target and not node.children else ("", "", "")),
        marks,
        task.latest,
        task.source,
        named(task.rests_on),
    )


def file_name(programme: Programme) -> str:
    """市域社会治理现代化试点任务 2026.xlsx"""
    return f"{programme.name} {programme.year}.xlsx"
