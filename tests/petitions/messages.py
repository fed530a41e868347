"""Messages written for the tests, in the columns of the platform that hands them over."""

import csv
from pathlib import Path

from petitions.messages.checking import COLUMNS

# Four people, of whom 甲 writes three times; two messages answered in time, one late, one very late.
ROWS = (
    ("9001", "YH甲", "东街路灯不亮", "2019-03-04 09:30:00", "东街路灯已坏多日，请修复。", "", "", "城乡建设"),
    (
        "9002",
        "YH乙",
        "公交线路绕行",
        "2019-03-05 20:00:00",
        "早高峰绕行太远。",
        "已调整线路。",
        "2019-03-20 10:00:00",
        "交通运输",
    ),
    (
        "9003",
        "YH丙",
        "拖欠工钱",
        "2019-04-01 08:00:00",
        "去年工钱未结清。",
        "已督促结清。",
        "2019-04-17 09:00:00",
        "劳动和社会保障",
    ),
    (
        "9004",
        "YH甲",
        "东街路灯还是不亮",
        "2019-05-06 10:00:00",
        "上次反映后仍未修。",
        "已修复。",
        "2019-07-06 10:00:00",
        "城乡建设",
    ),
    (
        "9005",
        "YH丁",
        "建议延长图书馆开放时间",
        "2020-01-02 12:00:00",
        "晚上九点前能开放。",
        "已采纳。",
        "2020-01-02 15:00:00",
        "",
    ),
    ("9006", "YH甲", "感谢修好路灯", "2020-01-03 08:00:00", "谢谢。", "", "", ""),
)


def changed(number: str, **cells) -> tuple:
    """The rows with some cells of one message changed, by column name."""
    table = []
    for row in ROWS:
        values = dict(zip(COLUMNS, row, strict=True))
        table.append(tuple((values | cells if row[0] == number else values).values()))
    return tuple(table)


def write(path: Path, rows=ROWS, *, header=COLUMNS, encoding="utf-8-sig") -> Path:
    """A CSV file with these rows."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path
