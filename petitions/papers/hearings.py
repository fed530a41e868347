"""The papers of a hearing: 听证通知书, 听证笔录 (信访工作条例 art. 31 item six, 36)."""

from typing import Any

from governance.cases.papers.issue import Issuing, PaperKind, Word
from governance.frame.days import minute_text
from governance.frame.wording import one_line

from .wording import PETITIONER_WORDS, matter_of, petitioner

BASIS = "《信访工作条例》第三十一条第六项、第三十六条第二款"
SUSPENDED = "听证所需时间不计算在复核期限内。"


def _called(issuing: Issuing) -> dict[str, str]:
    """What was said when the hearing was called, by its labels: a later notice and the record rest on it."""
    last = issuing.case.events.filter(step="call_hearing").order_by("-seq").first()
    return dict(map(tuple, last.facts["told"])) if last else {}


def _base(issuing: Issuing) -> dict[str, Any]:
    case = issuing.case
    organ = case.lead_unit if case == matter_of(case) else case.answering_unit
    return petitioner(issuing) | {"标题": matter_of(case).title, "意见机关": organ.name}


def _notice(issuing: Issuing) -> dict[str, Any]:
    called, facts = _called(issuing), issuing.facts
    return _base(issuing) | {
        "听证时间": minute_text(facts["hearing_at"]),
        "听证地点": one_line(facts["place"]),
        "主持人": called.get("主持人"),
        "是否公开": called.get("是否公开"),
        "参加人": called.get("参加人"),
        "理由": facts["reason"],
        "期限说明": SUSPENDED if issuing.case.kind == "recheck" else "",
    }


def _record(issuing: Issuing) -> dict[str, Any]:
    called, facts = _called(issuing), issuing.facts
    return _base(issuing) | {
        "举行日期": facts["held_on"],
        "主持人": facts["host"].name,
        "参加人": called.get("参加人"),
        "听证笔录": facts["record"],
        "听证意见": facts.get("finding") or "",
    }


BELOW = Word("意见机关", "作出意见的机关、单位", "长安区住房和城乡建设局")
HOST = Word("主持人", "主持人", "王立新")
PRESENT = Word("参加人", "参加人", "1. 身份：信访人（代表），姓名、单位：李秀英")
PAPERS = (
    PaperKind(
        "hearing_notice",
        "听证通知书",
        "听",
        BASIS,
        (
            *PETITIONER_WORDS,
            BELOW,
            Word("听证时间", "听证的时间", "2026-12-10 09:30"),
            Word("听证地点", "听证的地点", "区信访局二楼会议室"),
            HOST,
            Word("是否公开", "是否公开", "公开"),
            PRESENT,
            Word("理由", "举行听证或者改期的理由", "案情复杂，双方对主要事实有争议。"),
            Word("期限说明", "复核的，听证时间不计入期限", SUSPENDED, required=False),
        ),
        _notice,
    ),
    PaperKind(
        "hearing_record",
        "听证笔录",
        "听录",
        BASIS,
        (
            *PETITIONER_WORDS,
            BELOW,
            Word("举行日期", "举行听证的日期", "2026年12月10日"),
            HOST,
            PRESENT,
            Word("听证笔录", "各方陈述、举证、质证和辩论的要点", "信访人陈述：三次报警均无人处理。"),
            Word("听证意见", "听证员评议的意见", "建议撤销原处理意见。", required=False),
        ),
        _record,
    ),
)
