"""The figures as the page and the workbook show them: a sentence, figures on top, tables; each number with its list."""

from collections import Counter
from collections.abc import Iterable

from governance.figures.measures import MEASURES
from governance.figures.tables import linked_to
from governance.frame.pages.tables import Figure, Linked, LinkedWords, Row, Table, change, rate, share

from ..vocabulary import LEVELS
from .counts import BALANCE, ENDED, OVERDUE, RECEIVED, Figures, GroupCounts
from .measures import CONFIRMATIONS, ITEMS

ENDINGS = tuple(f"dispute.{name}" for name in ("resolved", "closed_failed", "not_accepted", "withdrawn", "merged"))
LOCALLY, RESOLVED = "dispute.solved_locally", "dispute.resolved"
_, AGREED, _ = ENDED
DUE, KEPT, APPLIED, CONFIRMED = (
    f"mediation.{name}" for name in ("items_due", "items_kept", "confirm_applied", "confirm_confirmed")
)
OPENING, TAKEN_IN, DECLINED, OVER, IN_AGREEMENT, FAILED, OPEN = (
    f"mediation.track_{name}" for name in ("opening", "received", "declined", "ended", "agreed", "failed", "open")
)
OF_UNIT = (OPENING, TAKEN_IN, DECLINED, OVER, IN_AGREEMENT, FAILED)


def _label(code: str) -> str:
    return MEASURES[code].label


def _labels(codes: Iterable[str]) -> list[str]:
    return [_label(code) for code in codes]


def _explained(codes: Iterable[str]) -> str:
    """What the columns count."""
    return "；".join(f"{_label(code)}：{MEASURES[code].rule}" for code in codes)


# The sentence


def sentence(figures: Figures) -> list[LinkedWords]:
    """What a leader wants to know first."""
    linked, total = linked_to(figures.asked), figures.total
    on_the_year = change(figures.year_before, total[RECEIVED])

    def figure(code: str, unit: str = " 件") -> LinkedWords:
        return LinkedWords(f"{total[code]:,}{unit}", linked.url(code) if total[code] else "")

    return [
        LinkedWords(f"{figures.asked.period.label}收到矛盾纠纷 "),
        figure(RECEIVED),
        LinkedWords(f"（同比 {on_the_year}），办结 " if on_the_year else "，办结 "),
        figure("dispute.closed"),
        LinkedWords("，期末未结 "),
        figure("dispute.closing"),
        LinkedWords("。调解结束 "),
        figure("dispute.ended"),
        LinkedWords("，成功 "),
        figure(AGREED),
        LinkedWords(f"，成功率 {share(total[AGREED], total[ENDED[0]])}；已化解 "),
        figure(RESOLVED),
        LinkedWords("，其中村、镇两级化解 "),
        figure(LOCALLY),
        LinkedWords(f"（{share(total[LOCALLY], total[RESOLVED])}）。"),
        *_late_words(figures, linked),
    ]


def _late_words(figures: Figures, linked: Linked) -> list[LinkedWords]:
    if not figures.total[OVERDUE]:
        return [LinkedWords("现在没有超期的。")]
    words = [
        LinkedWords("现在超期 "),
        LinkedWords(f"{figures.total[OVERDUE]:,} 件", linked.url(OVERDUE)),
        LinkedWords("，最多的是"),
    ]
    for place, line in enumerate(figures.latest):
        words += [LinkedWords("、")] if place else []
        words.append(LinkedWords(f"{line.label} {line.counts[OVERDUE]} 件", linked.url(OVERDUE, unit=line.key)))
    return [*words, LinkedWords("。")]


def tops(figures: Figures) -> list[Figure]:
    """The figures on top of the page."""
    linked, total = linked_to(figures.asked), figures.total
    on_the_year = change(figures.year_before, total[RECEIVED])

    def top(label, code, note="", tone=""):
        return Figure(label, f"{total[code]:,}", note, linked.url(code) if total[code] else "", tone)

    before = figures.asked.a_year_before()
    received = linked_to(before).url(RECEIVED) if figures.year_before else ""
    late = linked.url(OVERDUE) if figures.total[OVERDUE] else ""
    return [
        top("收到", RECEIVED, f"同比 {on_the_year}" if on_the_year else ""),
        Figure("去年同期收到", f"{figures.year_before:,}", before.period.label, received),
        top("期末未结", "dispute.closing"),
        Figure("现在超期", f"{figures.total[OVERDUE]:,}", "", late, "overdue"),
        _share_top(linked, total, "调解成功率", AGREED, ENDED[0]),
        _share_top(linked, total, "村、镇两级化解", LOCALLY, RESOLVED),
        _share_top(linked, total, "按期履行率", KEPT, DUE),
        top("申请司法确认", APPLIED, f"裁定有效 {total[CONFIRMED]} 件"),
    ]


def _share_top(linked: Linked, total: Counter, label: str, part: str, whole: str) -> Figure:
    """97.6%, with what it is a share of; opens what the share is made of."""
    note = f"{total[part]:,} / {total[whole]:,}" if total[whole] else "期间内没有"
    return Figure(label, share(total[part], total[whole]), note, linked.url(part) if total[part] else "")


# The tables


def tables(figures: Figures) -> list[Table]:
    """Every table, in the order of the page."""
    linked = linked_to(figures.asked)
    return [
        _balance(figures, linked),
        _levels(figures, linked),
        _performance(figures, linked),
        _confirmations(figures, linked),
        _of_disputes("types", "纠纷类型", "type", figures.types, figures.total, linked),
        _of_disputes("sources", "来源", "source", figures.sources, figures.total, linked),
        _of_disputes("grades", "等级", "grade", figures.grades, figures.total, linked),
        _of_tracks("ways", "调解方式", "way", figures.ways, linked),
        _of_tracks("units", "调解组织", "unit", figures.units, linked, late=True),
        _of_mediators(figures, linked),
    ]


def _balance(figures: Figures, linked: Linked) -> Table:
    total = figures.total
    return Table(
        "balance",
        "收结情况",
        ["件数"],
        [Row(_label(code), linked.cells(total, [code])) for code in BALANCE[:3]]
        + [Row(f"其中{_label(code)}", linked.cells(total, [code])) for code in ENDINGS]
        + [Row(_label(BALANCE[3]), linked.cells(total, BALANCE[3:]))],
        explains="期初未结 + 收到 − 办结 = 期末未结",
        first="项目",
    )


def _levels(figures: Figures, linked: Linked) -> Table:
    total = figures.total
    codes = [f"dispute.solved_{code}" for code, _ in LEVELS]
    return Table(
        "levels",
        "化解层级",
        ["件数", "占比"],
        [
            Row(label, [linked.cell(total, code), rate(total[code], total[RESOLVED])])
            for code, (_, label) in zip(codes, LEVELS, strict=True)
        ],
        Row("合计", [linked.cell(total, RESOLVED), rate(total[RESOLVED], total[RESOLVED])]),
        explains=_explained([RESOLVED]),
        first="层级",
    )


def _performance(figures: Figures, linked: Linked) -> Table:
    total = figures.total
    return Table(
        "performance",
        "协议履行",
        ["项数", "占比"],
        [
            Row(measure.label, [linked.cell(total, measure.code), rate(total[measure.code], total[DUE])])
            for measure in ITEMS
        ],
        explains="按协议约定的履行事项统计。" + _explained(measure.code for measure in ITEMS),
        first="履行事项",
    )


def _confirmations(figures: Figures, linked: Linked) -> Table:
    total = figures.total
    codes = [measure.code for measure in CONFIRMATIONS]
    return Table(
        "confirmations",
        "司法确认",
        ["件数"],
        [Row(_label(code), linked.cells(total, [code])) for code in codes],
        explains=_explained(codes),
        first="项目",
    )


def _of_disputes(code: str, title: str, group: str, lines: list[GroupCounts], total: Counter, linked: Linked) -> Table:
    codes = (*BALANCE, *ENDED)

    def row(label, counts, **where):
        return Row(label, [*linked.cells(counts, codes, **where), rate(counts[AGREED], counts[ENDED[0]])])

    return Table(
        code,
        f"按{title}",
        [*_labels(codes), "成功率"],
        [row(line.label, line.counts, **{group: line.key}) for line in lines],
        row("合计", total),
        explains=_explained(ENDED),
        first=title,
    )


def _of_tracks(
    code: str, title: str, group: str, lines: list[GroupCounts], linked: Linked, late: bool = False
) -> Table:
    after = (OPEN, OVERDUE) if late else (OPEN,)

    def row(label, counts, note="", **where):
        cells = linked.cells(counts, OF_UNIT, **where)
        success = rate(counts[IN_AGREEMENT], counts[OVER])
        return Row(label, [*cells, success, *linked.cells(counts, after, **where)], note)

    whole = sum((line.counts for line in lines), Counter())
    return Table(
        code,
        f"按{title}",
        [*_labels(OF_UNIT), "成功率", *_labels(after)],
        [row(line.label, line.counts, line.note, **{group: line.key}) for line in lines],
        row("合计", whole),
        explains="一件纠纷可以同时有几件调解，这里按调解案件统计。" + _explained([OVER, OPEN]),
        first=title,
    )


def _of_mediators(figures: Figures, linked: Linked) -> Table:
    codes = (OPEN, TAKEN_IN, OVER, IN_AGREEMENT)
    return Table(
        "mediators",
        "调解员工作量",
        _labels(codes),
        [Row(line.label, linked.cells(line.counts, codes, mediator=line.key), line.note) for line in figures.mediators],
        explains="用来安排任务，按组织和姓名排列；几名调解员共同调解的，各计一件。",
        first="调解员",
    )
