"""How the subjects of a standard stand: the last result of each, what is in hand, and what is lacking most."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F

from governance.frame.pages.tables import Cell, Linked, Row, Table, rate
from governance.organisation.models import Area
from governance.organisation.standing import Standing

from ..access import visible
from ..models import Appraisal, Mark, Standard
from ..subjects import Subject, subjects

State = Appraisal.State
# How a subject stands; the words stand above the columns and in the filter.
STANDS = {
    "passed": "达标",
    "failed": "不达标",
    "expired": "已过有效期",
    "running": "评定中",
    "never": "未评",
}


@dataclass(frozen=True)
class SubjectResult:
    """One subject: its last result, if it has one, and what is in hand."""

    subject: Subject
    result: Appraisal | None
    running: Appraisal | None
    stands: str


def results(standard: Standard, standing: Standing, today: date, *, inside: str = "") -> list[SubjectResult]:
    """Every subject that the person may see; three statements, however many results there were before."""
    found = subjects(standard, standing, inside=inside)
    seen = visible(standing).filter(standard=standard)
    last = {
        each.subject: each
        for each in seen.filter(state=State.CONCLUDED)
        .order_by("subject", F("concluded_on").desc(), "-pk")
        .distinct("subject")
    }
    running = {each.subject: each for each in seen.filter(state__in=(State.OPEN, State.HANDED_IN))}
    return [_stands(each, last.get(each.key), running.get(each.key), today) for each in found]


def _stands(subject: Subject, result: Appraisal | None, running: Appraisal | None, today: date) -> SubjectResult:
    if result is None:
        stands = "running" if running else "never"
    elif result.valid_until and result.valid_until < today:
        stands = "expired"
    else:
        stands = "passed" if result.passed else "failed"
    return SubjectResult(subject, result, running, stands)


def by_township(rows: Iterable[SubjectResult], page: str) -> Table:
    """One line a township, each number with the list behind it, and the share of those with a result that pass."""
    counts: dict[str, Counter] = {}
    for each in rows:
        counts.setdefault(Area.township_of(each.subject.area.pk) or each.subject.area.pk, Counter())[each.stands] += 1
    names = dict(Area.objects.filter(pk__in=counts).values_list("code", "name"))
    linked = Linked(page, {})
    lines = [Row(names[code], _cells(linked, counts[code], code)) for code in sorted(counts)]
    total = sum(counts.values(), Counter())
    return Table(
        "results",
        "达标情况",
        ["对象", *STANDS.values(), "达标率"],
        lines,
        Row("合计", _cells(linked, total, "")),
        explains="达标率＝达标数÷有有效结果的对象数；没有结果的不计入。",
        first="镇街",
    )


def _cells(linked: Linked, counts: Counter, inside: str) -> list[Cell]:
    cells = linked.cells(counts, STANDS, inside=inside)
    judged = sum(counts[code] for code in ("passed", "failed", "expired"))
    whole = f"{linked.address}?inside={inside}" if inside else ""
    return [Cell(str(counts.total()), whole), *cells, rate(counts["passed"], judged)]


@dataclass(frozen=True)
class Gap:
    """An item that is not fully kept, and by how many of those that have a result."""

    item: str
    text: str
    group: str
    must: bool
    short: int


def gaps(standard: Standard, rows: Iterable[SubjectResult]) -> list[Gap]:
    """What the last results lack, the most frequent first."""
    last = [each.result.pk for each in rows if each.result]
    found = Mark.objects.filter(appraisal__in=last, given__lt=F("weight"))
    counted = found.order_by().values("item", "text", "group", "must").annotate(short=Count("pk"))
    return sorted((Gap(**row) for row in counted), key=lambda gap: (-gap.short, gap.item))


def lacking(rows: Iterable[SubjectResult], item: str) -> list[SubjectResult]:
    """Those whose last result does not give the item its full mark."""
    rows = list(rows)
    last = [each.result.pk for each in rows if each.result]
    short = set(
        Mark.objects.filter(appraisal__in=last, item=item, given__lt=F("weight")).values_list("appraisal", flat=True)
    )
    return [each for each in rows if each.result and each.result.pk in short]
