"""Which rule of law stands where: the rows of ``rules.csv`` and the page that is made of them.

A row is a rule of the built lines: its ``number``, the rule in a few words, its ``article``, where it is ``held`` (a
name in a module, ``petitions.steps.intake:NAME``, or a code in a table, ``petitions/data/terms.csv:petition.route``),
the ``tests`` that fail without it (``tests/petitions/test_register.py::test_name``), in ``open`` what is not built, and
in ``beyond`` what no system does: what people judge or do elsewhere, what the law leaves without a number.
"""

import csv
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

ROWS = Path(__file__).with_name("rules.csv")
PAGE = Path(__file__).resolve().parents[1] / "rules.md"
# What the first letters of a number stand for, in the order of the page.
CHAPTERS = {
    "P": "信访",
    "M": "三调联动",
    "S": "排查、会议、接访、包案、督办与稳评",
    "C": "日期与期限的计算",
    "D": "个人信息与安全",
    "G": "网格",
}
HEAD = """# 条文与系统对照

每一行是一条规则：依据哪一条文，系统在哪里落实，哪个测试没有它就会失败；没有做到的，写明没有做到什么；由人判断、在平台之外办理的另列一栏。
本页由 `docs/rules/rules.csv` 生成（`make docs-rules`），测试核对每个名字都还在。条文以正式公布的文本为准。
"""


@dataclass(frozen=True)
class Rule:
    number: str
    rule: str
    article: str
    held: tuple[str, ...]
    tests: tuple[str, ...]
    open: str
    beyond: str


def rules() -> list[Rule]:
    """Every row, in the order of the file."""
    with ROWS.open(encoding="utf-8") as file:
        return [
            Rule(**{**row, "held": tuple(row["held"].split()), "tests": tuple(row["tests"].split())})
            for row in csv.DictReader(file)
        ]


def page() -> str:
    """The page as it stands in docs/."""
    rows = rules()
    parts = [HEAD, _counted(rows)]
    for letter, chapter in CHAPTERS.items():
        lines = [_line(row) for row in rows if row.number.startswith(letter)]
        if not lines:
            continue
        head = [
            "| 编号 | 规则 | 依据 | 落实之处 | 测试 | 未做到的 | 由人判断、平台之外的 |",
            "| --- | --- | --- | --- | --- | --- | --- |",
        ]
        parts.append("\n".join([f"## {chapter}", "", *head, *lines, ""]))
    return "\n".join(parts)


def _counted(rows: list[Rule]) -> str:
    count = Counter((bool(row.held), bool(row.open)) for row in rows)
    return (
        f"共 {len(rows)} 条：已落实 {count[True, False]} 条，部分落实 {count[True, True]} 条，"
        f"没有落实 {count[False, True]} 条，另有 {count[False, False]} 条不由系统落实。\n"
    )


def _line(row: Rule) -> str:
    held = "<br>".join(f"`{name}`" for name in row.held)
    tests = "<br>".join(f"`{name.removeprefix('tests/')}`" for name in row.tests)
    return f"| {row.number} | {row.rule} | {row.article} | {held} | {tests} | {row.open} | {row.beyond} |"
