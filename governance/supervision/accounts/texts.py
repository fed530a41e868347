"""The minutes of the account meeting."""

from typing import Any

from governance.cases.papers.issue import Issuing, PaperKind, Word

from ..models import AccountItem

WORDS = (
    Word("月份", "交账的月份", "2026年11月"),
    Word("召开日期", "会议召开的日期", "2026年11月27日"),
    Word("主持人", "主持人", "董志强"),
    Word("参加人员", "参加人员", "各镇街、区级各有关单位负责人"),
    Word("总数", "清单上的事项数", "12"),
    Word("销号数", "已销号的事项数", "8"),
    Word("保留数", "保留并改期的事项数", "4"),
    Word("序号", "序号，一项一行", "1", required=False),
    Word("责任单位", "责任单位和责任人，一项一行", "区住建局　刘建国（副区长）", required=False),
    Word("承诺事项", "承诺事项和期限，一项一行", "某小区物业停水（2026-11-20 到期）", required=False),
    Word("结果", "销号依据，或者原因、措施和新的期限，一项一行", "已销号：已恢复供水。", required=False),
)


def _write(issuing: Issuing) -> dict[str, Any]:
    meeting = issuing.case
    items = list(meeting.items.select_related("unit"))
    struck = sum(item.outcome == AccountItem.Outcome.STRUCK_OFF for item in items)
    return {
        "月份": f"{meeting.month.year}年{meeting.month.month}月",
        "召开日期": meeting.held_on,
        "主持人": meeting.chair,
        "参加人员": meeting.attendees,
        "总数": str(len(items)),
        "销号数": str(struck),
        "保留数": str(len(items) - struck),
        "序号": [str(place) for place in range(1, len(items) + 1)],
        "责任单位": [f"{item.unit.short_name}　{item.owner}".strip() for item in items],
        "承诺事项": [f"{item.title}，{item.promised_on} 到期" for item in items],
        "结果": [result_of(item) for item in items],
    }


def result_of(item: AccountItem) -> str:
    """How the item stands, in one line."""
    if item.outcome == AccountItem.Outcome.STRUCK_OFF:
        return f"已销号：{item.proof}"
    if item.outcome == AccountItem.Outcome.KEPT:
        return f"未完成：{item.reason}措施：{item.measure}改期至 {item.new_on}。"
    return "待交账"


MINUTES = PaperKind(
    code="account_minutes",
    title="交账会纪要",
    mark="交",
    article="本县交账会制度",
    words=WORDS,
    write=_write,
)
