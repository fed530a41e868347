"""Many appraisals of a round concluded in one go: weighed up one by one first, then concluded as they were shown."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from governance.frame.refusals import FactMissing, Refusal
from governance.organisation.models import User

from ..appraisals.actions import Given, check_stands, held_each, judge, looked_at_each, settle, tell_results
from ..models import Appraisal, Mark

# So many are concluded while somebody waits for the page; a form takes a thousand fields.
MOST = 800


@dataclass(frozen=True)
class Ready:
    """An appraisal that can be concluded, with its result as it would be; nothing of it is saved."""

    appraisal: Appraisal
    given: dict[int, Given]
    own: Decimal | None

    @property
    def reasons(self) -> str:
        """Why it is given other marks than its own."""
        return "；".join(dict.fromkeys(each.note for each in self.given.values() if each.note))


@dataclass
class Weighing:
    """What would become of all that were chosen, or of the rows of a sheet."""

    read: int = 0
    ready: list[Ready] = field(default_factory=list)
    empty: int = 0  # rows of a sheet in which nothing was filled in
    faults: list[str] = field(default_factory=list)

    @property
    def passing(self) -> int:
        """How many would reach the standard."""
        return sum(1 for each in self.ready if each.appraisal.passed)

    @property
    def words(self) -> str:
        """How many there are, and how many of them can be concluded and would reach the standard."""
        left = f"；{self.empty} 行没有填写，不评" if self.empty else ""
        return f"共 {self.read} 个，可以评定 {len(self.ready)} 个，其中达标 {self.passing} 个{left}。"

    def leave(self, chosen: Iterable[Appraisal]) -> None:
        """Those of the chosen that wait no more are named: somebody else has concluded or ended them meanwhile."""
        gone = [each for each in chosen if not each.is_running]
        self.read += len(gone)
        self.faults += [f"{each.name}：{each.get_state_display()}，不再等您评定。" for each in gone]

    def as_rows(self) -> list:
        """What is given, as it is carried from the page that shows it to the act."""
        return [
            [
                ready.appraisal.pk,
                ready.appraisal.version,
                [[pk, str(each.mark), each.note] for pk, each in ready.given.items()],
            ]
            for ready in self.ready
        ]


def weigh_up(
    weighing: Weighing, appraisal: Appraisal, marks: list[Mark], give: Callable[[Mark], Given], *, where: str
) -> None:
    """The appraisal is ready by what it is given for each item, or what is wrong is said of ``where`` and the item."""
    given = {mark.pk: give(mark) for mark in marks}
    own = sum((mark.own for mark in marks if mark.own is not None), Decimal())
    marked = all(mark.own is not None for mark in marks)
    try:
        judge(appraisal, marks, given)
    except FactMissing as missing:
        texts = {str(mark.pk): mark.text for mark in marks}
        named = {texts[name.rpartition("-")[2]]: said for name, said in missing.errors.items()}
        weighing.faults += [f"{where}“{text}”：{said}" for text, said in named.items()]
    else:
        share = own * 100 / sum(mark.weight for mark in marks)
        weighing.ready.append(Ready(appraisal, given, share if marked else None))


def weigh_up_alike(chosen: Iterable[Appraisal], give: Callable[[Mark], Given], on: date) -> Weighing:
    """All that were chosen, each given the same or, where that is left open, what it was found or gave itself."""
    chosen = [*chosen]
    weighing = Weighing(read=len(chosen))
    looked = looked_at_each(chosen, on)
    for appraisal in chosen:
        weigh_up(weighing, appraisal, looked[appraisal.pk], give, where=appraisal.name)
    return weighing


@dataclass
class Concluded:
    """What became of all of them: those with a result, those that somebody changed meanwhile or that may not be, and
    how many the person may know of no more."""

    done: list[Appraisal] = field(default_factory=list)
    left: list[tuple[Appraisal, str]] = field(default_factory=list)
    hidden: int = 0


@transaction.atomic
def conclude_together(rows: Sequence, seen: Collection[int], *, actor: User, at: datetime) -> Concluded:
    """Each has the result that was shown for it, or is as it was, for the reason that is said; a unit is told once.

    ``rows`` as ``Weighing.as_rows`` gives them; ``seen`` are the keys of those of which the person may still know.
    """
    held = {each.pk: each for each in held_each(pk for pk, *_ in rows if pk in seen)}
    answered = Concluded(hidden=len(rows) - len(held))
    refused: dict[int, Refusal] = {}
    told: dict[Appraisal, dict[int, Given]] = {}
    for pk, version, given in rows:
        if pk not in held:
            continue
        try:
            check_stands(held[pk], version)
        except Refusal as refusal:
            refused[pk] = refusal
        else:
            told[held[pk]] = {mark: Given(Decimal(points), note) for mark, points, note in given}
    refused |= settle(told, actor=actor, at=at)
    for each in (held[pk] for pk, *_ in rows if pk in held):
        if each.pk in refused:
            answered.left.append((each, _why(refused[each.pk])))
        else:
            answered.done.append(each)
    tell_results(answered.done, actor, at)
    return answered


def _why(refusal: Refusal) -> str:
    """What was whole as it was shown, and of the version that was shown, lacks something by what the machine finds."""
    return "核对以后系统核实的结果变了，请重新核对。" if isinstance(refusal, FactMissing) else str(refusal)
