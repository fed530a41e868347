"""What whoever marks an item by hand can go by: what other rooms keep of each unit for the days of the period."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from governance.duties.models import DutyTask, Return
from governance.frame.registry import Registry
from governance.frame.wording import clipped
from governance.organisation.models import Unit
from governance.registers.models import Entry

from .models import Appraisal, ScoredPeriod

Words = dict[int, list[str]]
LETTER, PAIRINGS, HELPER, OUTCOME = "letter.yearly", "pairings", "f2", "f6"
LONGEST = 120
# A name of fewer letters than these is no end of a unit's: 住建局, 法院.
FULLEST = 4


@dataclass(frozen=True)
class Ground:
    """One source of facts for marks by hand; ``words(period, units)`` says them by the key of the unit.

    ``unmatched(period)`` says what is kept of no unit that is known.
    """

    code: str
    label: str
    words: Callable[[ScoredPeriod, list[Unit]], Words]
    unmatched: Callable[[ScoredPeriod], list[str]] = lambda period: []


GROUNDS: Registry[Ground] = Registry("grounds for marks by hand", field="grounds")


def _letters(period: ScoredPeriod, units: list[Unit]) -> Words:
    """Whether the letter of responsibility of the year was signed in time, and what was handed in."""
    found: Words = defaultdict(list)
    owed = DutyTask.objects.filter(plan_code=LETTER, unit__in=units, first__year=period.first.year)
    tasks = list(owed.exclude(state=DutyTask.State.WITHDRAWN).order_by("first", "id"))
    told = dict(Return.objects.filter(task__in=tasks, is_current=True).values_list("task", "text"))
    for task in tasks:
        text = told.get(task.pk, "")
        found[task.unit_id].append(
            f"{task.label}：{task.get_state_display()}{f'，{clipped(text, LONGEST)}' if text else ''}"
        )
    return found


def _appraised(period: ScoredPeriod, units: list[Unit]) -> Words:
    """What the unit came to by the standards that it was appraised by within the period."""
    found: Words = defaultdict(list)
    rows = Appraisal.objects.filter(
        unit__in=units, subject__startswith="u", state=Appraisal.State.CONCLUDED, concluded_on__lte=period.last
    )
    for row in rows.filter(concluded_on__gte=period.first).select_related("standard").order_by("concluded_on", "id"):
        found[row.unit_id].append(f"{row.standard.name} {row.percent}%{f'（{row.grade}）' if row.grade else ''}")
    return found


def _pairings(period: ScoredPeriod, units: list[Unit]) -> Words:
    """With whom the unit was paired by the register, and what came of it as stands there."""
    found: Words = defaultdict(list)
    for row, helper, outcome in _paired(period):
        whose = _called(helper, units)
        if whose is not None:
            found[whose.pk].append(f"结对：{row.name}。成效：{outcome or '没有登记'}")
    return found


def _helpers_unknown(period: ScoredPeriod) -> list[str]:
    """The pairings whose helper is called as no unit is, or as several are: they stand beside nobody."""
    units = list(Unit.objects.filter(is_active=True))
    return [f"{row.name}，写的是“{helper}”" for row, helper, _ in _paired(period) if _called(helper, units) is None]


def _paired(period: ScoredPeriod) -> Iterable[tuple[Entry, str, str]]:
    """Each pairing in force with what its helper is called and what came of it."""
    rows = Entry.objects.filter(register__code=PAIRINGS).select_related("register")
    for row in _in_force(rows, period):
        told = {field.name: field.words(row.facts.get(field.name)) for field in row.register.asked}
        yield row, told.get(HELPER, "").strip(), clipped(told.get(OUTCOME, ""), LONGEST)


def _called(name: str, units: list[Unit]) -> Unit | None:
    """The unit that is called so; written by hand, 区人民法院 is the one whose name ends with it, if only one does."""
    found = [unit for unit in units if name in (unit.name, unit.short_name)]
    found = found or [unit for unit in units if len(name) >= FULLEST and unit.name.endswith(name)]
    return found[0] if len(found) == 1 else None


def _in_force(rows, period: ScoredPeriod) -> Iterable[Entry]:
    """Those that were not struck off before the period began."""
    return [row for row in rows.order_by("id") if row.ended_on is None or row.ended_on >= period.first]


OWN_GROUNDS = (
    Ground("letters", "责任书的签订", _letters),
    Ground("appraised", "达标评定的结果", _appraised),
    Ground("pairings", "挂点帮扶台账", _pairings, _helpers_unknown),
)
