"""The delivered programmes: the tasks that the source papers name, without a year; the county adds what is its own."""

from dataclasses import dataclass
from datetime import date

from governance.frame.rows import rows_of


@dataclass(frozen=True)
class SampleTask:
    """One task; ``starts`` and ``ends`` are month and day of the programme's year, empty where none is named.

    ``owner_kind`` is the kind of unit that the paper names; ``source`` is where in the paper it stands, ``rule`` the
    number of the rule that was drawn from it. ``rests_on`` is what is done for it in the platform.
    """

    number: str
    title: str
    text: str
    starts: str
    ends: str
    is_standing: bool
    owner_kind: str
    source: str
    rule: str
    rests_on: str

    @property
    def parent(self) -> str:
        return self.number.rpartition(".")[0]

    @property
    def depth(self) -> int:
        return self.number.count(".")

    def first(self, year: int) -> date | None:
        """The first day in that year, if the paper names one."""
        return date.fromisoformat(f"{year}-{self.starts}") if self.starts else None

    def due(self, year: int) -> date | None:
        """The last day in that year, if the paper names one."""
        return date.fromisoformat(f"{year}-{self.ends}") if self.ends else None


@dataclass(frozen=True)
class Sample:
    """One delivered programme."""

    code: str
    name: str
    basis: str
    source: str
    rule: str
    tasks: tuple[SampleTask, ...]


def _load() -> dict[str, Sample]:
    tasks: dict[str, list[SampleTask]] = {}
    for row in rows_of("governance.duties", "programme_tasks"):
        standing = row.pop("standing") == "1"
        tasks.setdefault(row.pop("programme"), []).append(SampleTask(is_standing=standing, **row))
    return {
        row["code"]: Sample(**row, tasks=tuple(tasks[row["code"]]))
        for row in rows_of("governance.duties", "programmes")
    }


SAMPLES = _load()
