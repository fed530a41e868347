"""The figures as the page and the workbook show them: a sentence, figures on top, tables; each number with its list."""

from collections import Counter
from urllib.parse import urlencode

from django.urls import reverse

from governance.frame.pages.tables import Figure, Linked, LinkedWords, Row, Table, change, rate, share

from ..vocabulary import LEVELS
from .counts import Figures, GroupCounts, Scope
from .measures import MEASURES, OF_CONFIRMATIONS, OF_ITEMS

BALANCE = ("opening", "received", "closed", "closing")
ENDED = ("ended", "agreed", "unsettled")
ENDINGS = ("resolved", "closed_failed", "not_accepted", "withdrawn", "merged")
OF_UNIT = ("track_opening", "track_received", "track_declined", "track_ended", "track_agreed", "track_failed")


LABELS = {code: measure.label for code, measure in MEASURES.items()}


def _asked(scope: Scope) -> dict:
    """The period and the place for an address, in days: the list of a month stays the list of that month."""
    period = scope.asked.period
    told = {"period": "custom", "start": period.first, "end": period.last, "area": scope.area}
    return {name: value for name, value in told.items() if value}


def query_of(scope: Scope) -> str:
    """What is asked for, as it stands in an address."""
    return urlencode(_asked(scope))


def linked_to(scope: Scope) -> Linked:
    """The lists behind the figures of what is asked for."""
    return Linked(reverse("mediation:figure"), _asked(scope), LABELS)


def _labels(codes) -> list[str]:
    return [LABELS[code] for code in codes]


def _explained(codes) -> str:
    """What the columns count, where the label does not say it."""
    return "；".join(f"{LABELS[code]}：{MEASURES[code].explains}" for code in codes if MEASURES[code].explains)


# The sentence


def sentence(figures: Figures) -> list[LinkedWords]:
    """What a leader wants to know first."""
    linked, total = linked_to(figures.scope), figures.total
    on_the_year = change(figures.year_before, total["received"])

    def figure(code: str, unit: str = " 件") -> LinkedWords:
        return LinkedWords(f"{total[code]:,}{unit}", linked.url(code) if total[code] else "")

    return [
        LinkedWords(f"{figures.scope.asked.period.label}收到矛盾纠纷 "),
        figure("received"),
        LinkedWords(f"（同比 {on_the_year}），办结 " if on_the_year else "，办结 "),
        figure("closed"),
        LinkedWords("，期末未结 "),
        figure("closing"),
        LinkedWords("。调解结束 "),
        figure("ended"),
        LinkedWords("，成功 "),
        figure("agreed"),
        LinkedWords(f"，成功率 {share(total['agreed'], total['ended'])}；已化解 "),
        figure("resolved"),
        LinkedWords("，其中村、镇两级化解 "),
        figure("solved_locally"),
        LinkedWords(f"（{share(total['solved_locally'], total['resolved'])}）。"),
        *_late_words(figures, linked),
    ]


def _late_words(figures: Figures, linked: Linked) -> list[LinkedWords]:
    if not figures.overdue:
        return [LinkedWords("现在没有超期的。")]
    words = [
        LinkedWords("现在超期 "),
        LinkedWords(f"{figures.overdue:,} 件", linked.url("overdue")),
        LinkedWords("，最多的是 "),
    ]
    for place, line in enumerate(figures.latest):
        words += [LinkedWords("、")] if place else []
        words.append(LinkedWords(f"{line.label} {line.counts['overdue']} 件", linked.url("overdue", unit=line.key)))
    return [*words, LinkedWords("。")]


def tops(figures: Figures) -> list[Figure]:
    """The figures on top of the page."""
    linked, total = linked_to(figures.scope), figures.total
    on_the_year = change(figures.year_before, total["received"])

    def top(label, code, note="", tone=""):
        return Figure(label, f"{total[code]:,}", note, linked.url(code) if total[code] else "", tone)

    before = figures.scope.asked.period.passed(figures.scope.asked.today).a_year_before()
    received = linked_to(figures.scope.over(before)).url("received")
    late = linked.url("overdue") if figures.overdue else ""
    return [
        top("收到", "received", f"同比 {on_the_year}" if on_the_year else ""),
        Figure("去年同期收到", f"{figures.year_before:,}", before.label, received if figures.year_before else ""),
        top("期末未结", "closing"),
        Figure("现在超期", f"{figures.overdue:,}", "", late, "overdue"),
        _share_top(linked, total, "调解成功率", "agreed", "ended"),
        _share_top(linked, total, "村、镇两级化解", "solved_locally", "resolved"),
        _share_top(linked, total, "按期履行率", "items_kept", "items_due"),
        top("申请司法确认", "confirm_applied", f"裁定有效 {total['confirm_confirmed']} 件"),
    ]


def _share_top(linked: Linked, total: Counter, label: str, part: str, whole: str) -> Figure:
    """97.6%, with what it is a share of; opens what the share is made of."""
    note = f"{total[part]:,} / {total[whole]:,}" if total[whole] else "期间内没有"
    return Figure(label, share(total[part], total[whole]), note, linked.url(part) if total[part] else "")


# The tables


def tables(figures: Figures) -> list[Table]:
    """Every table, in the order of the page."""
    linked = linked_to(figures.scope)
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
        [Row(LABELS[code], linked.cells(total, [code])) for code in BALANCE[:3]]
        + [Row(f"其中{LABELS[code]}", linked.cells(total, [code])) for code in ENDINGS]
        + [Row(LABELS["closing"], linked.cells(total, ["closing"]))],
        explains="期初未结 + 收到 − 办结 = 期末未结",
        first="项目",
    )


def _levels(figures: Figures, linked: Linked) -> Table:
    total = figures.total
    codes = [f"solved_{code}" for code, _ in LEVELS]
    return Table(
        "levels",
        "化解层级",
        ["件数", "占比"],
        [
            Row(label, [linked.cell(total, code), rate(total[code], total["resolved"])])
            for code, (_, label) in zip(codes, LEVELS, strict=True)
        ],
        Row("合计", [linked.cell(total, "resolved"), rate(total["resolved"], total["resolved"])]),
        explains=_explained(["resolved"]),
        first="层级",
    )


def _performance(figures: Figures, linked: Linked) -> Table:
    total = figures.total
    return Table(
        "performance",
        "协议履行",
        ["项数", "占比"],
        [
            Row(measure.label, [linked.cell(total, measure.code), rate(total[measure.code], total["items_due"])])
            for measure in OF_ITEMS
        ],
        explains="按协议约定的履行事项统计。" + _explained(measure.code for measure in OF_ITEMS),
        first="履行事项",
    )


def _confirmations(figures: Figures, linked: Linked) -> Table:
    total = figures.total
    codes = [*(measure.code for measure in OF_CONFIRMATIONS), "confirm_missed"]
    return Table(
        "confirmations",
        "司法确认",
        ["件数"],
        [Row(LABELS[code], linked.cells(total, [code])) for code in codes],
        explains=_explained(codes),
        first="项目",
    )


def _of_disputes(code: str, title: str, group: str, lines: list[GroupCounts], total: Counter, linked: Linked) -> Table:
    codes = (*BALANCE, *ENDED)

    def row(label, counts, **where):
        return Row(label, [*linked.cells(counts, codes, **where), rate(counts["agreed"], counts["ended"], "成功率")])

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
    after = ("track_open", "overdue") if late else ("track_open",)

    def row(label, counts, note="", **where):
        cells = linked.cells(counts, OF_UNIT, **where)
        success = rate(counts["track_agreed"], counts["track_ended"], "成功率")
        return Row(label, [*cells, success, *linked.cells(counts, after, **where)], note)

    whole = sum((line.counts for line in lines), Counter())
    return Table(
        code,
        f"按{title}",
        [*_labels(OF_UNIT), "成功率", *_labels(after)],
        [row(line.label, line.counts, line.note, **{group: line.key}) for line in lines],
        row("合计", whole),
        explains="一件纠纷可以同时有几件调解，这里按调解案件统计。" + _explained(["track_ended", "track_open"]),
        first=title,
    )


def _of_mediators(figures: Figures, linked: Linked) -> Table:
    codes = ("track_open", "track_received", "track_ended", "track_agreed")
    return Table(
        "mediators",
        "调解员工作量",
        _labels(codes),
        [Row(line.label, linked.cells(line.counts, codes, mediator=line.key), line.note) for line in figures.mediators],
        explains="用来安排任务，按组织和姓名排列；几名调解员共同调解的，各计一件。",
        first="调解员",
    )
