"""Rows of a sheet made one by one: one that cannot be made stops no other, says so in its place, and is counted."""

import logging
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

logger = logging.getLogger(__name__)
Item = TypeVar("Item")
NAMED = 10


class Made:
    """The rows of one sheet of so many columns; ``broken`` are the names of those that could not be made."""

    def __init__(self, width: int):
        self.width = width
        self.broken: list[str] = []

    def rows(
        self, items: Iterable[Item], make: Callable[[Item], tuple], named: Callable[[Item], object]
    ) -> Iterator[tuple]:
        """What is made of each item, in their order."""
        for item in items:
            try:
                row = make(item)
            except Exception:
                name = str(named(item))
                logger.exception("the row of %s could not be made", name)
                self.broken.append(name)
                row = (f"{name}（这一行读不出来）", *[None] * (self.width - 1))
            yield row

    def said(self) -> str:
        """That there are as many as were asked for, as the writer counts them, and which could not be made."""
        counted = "行数已核对，与筛选结果一致。"
        if not self.broken:
            return counted
        more = "等" if len(self.broken) > NAMED else ""
        return f"{counted}{len(self.broken)} 行读不出来：{'、'.join(self.broken[:NAMED])}{more}，原因已记入系统日志。"
