"""What the minutes of the account meeting say."""

from typing import Any

from governance.cases.papers.issue import Issuing, Text
from governance.frame.wording import in_figures

from ..models import AccountItem


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
        "承诺事项": [f"{item.title}，{in_figures(item.promised_on)} 到期" for item in items],
        "结果": [result_of(item) for item in items],
    }


def result_of(item: AccountItem) -> str:
    """How the item stands, in one line."""
    if item.outcome == AccountItem.Outcome.STRUCK_OFF:
        return f"已销号：{item.proof}"
    if item.outcome == AccountItem.Outcome.KEPT and item.new_on:
        return f"未完成：{item.reason}措施：{item.measure}改期至 {in_figures(item.new_on)}。"
    return "待交账"


TEXTS = {"account_minutes": Text(_write)}
