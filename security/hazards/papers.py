"""The papers of a hazard."""

from typing import Any

from governance.cases.papers.issue import Issuing, PaperKind, Word
from governance.organisation.models import Unit

from .steps import LISTING_LAW, ORDER_LAW
from .vocabulary import LISTING_LAWS, ORDER_LAWS, law_of

# Those whom the statutes let order and list.
DEPARTMENTS = frozenset((Unit.Kind.DEPARTMENT, Unit.Kind.POLICE))

UNIT = Word("责任单位", "整改责任单位全称", "韦曲街道办事处")
WHERE = Word("地点", "隐患所在的地点", "韦曲街道凤栖路社区 3 号楼")


def _where(issuing: Issuing) -> str:
    hazard = issuing.case
    return f"{hazard.area.name}{hazard.place}"


def _law(issuing: Issuing, laws: dict[str, str]) -> str:
    return law_of(issuing.case, laws, by_department=issuing.unit.kind in DEPARTMENTS)


def _notice(issuing: Issuing) -> dict[str, Any]:
    hazard = issuing.case
    due = hazard.clocks.filter(term_code="hazard.rectify", ended_at=None).values_list("due", flat=True).first()
    return {
        "依据": _law(issuing, ORDER_LAWS),
        "责任单位": hazard.lead_unit.name,
        "地点": _where(issuing),
        "责任人": hazard.responsible,
        "隐患情况": hazard.summary,
        "整改要求": issuing.facts["reason"],
        "整改期限": due,
    }


def _recheck(issuing: Issuing) -> dict[str, Any]:
    facts = issuing.facts
    passed = "note" in facts
    return {
        "依据": _law(issuing, ORDER_LAWS),
        "责任单位": issuing.case.lead_unit.name,
        "地点": _where(issuing),
        "复查意见": "整改合格，予以销案。" if passed else "整改不合格，应当继续整改。",
        "复查情况": facts["note"] if passed else facts["reason"],
    }


def _listing(issuing: Issuing) -> dict[str, Any]:
    return {
        "依据": _law(issuing, LISTING_LAWS),
        "责任单位": issuing.case.lead_unit.name,
        "地点": _where(issuing),
        "理由": issuing.facts.get("reason") or issuing.facts["note"],
    }


def _is_delisted(issuing: Issuing) -> bool:
    return issuing.case.listed_on is not None and issuing.case.delisted_on == issuing.on


PAPERS = (
    PaperKind(
        "rectification_notice",
        "隐患整改通知书",
        "隐改",
        ORDER_LAW,
        (
            UNIT,
            WHERE,
            Word("责任人", "整改责任人姓名", "何建军"),
            Word("隐患情况", "发现的隐患", "消防通道被杂物堵塞"),
            Word("整改要求", "怎样整改", "清理杂物，设置禁停标线"),
            Word("整改期限", "整改的最后一日", "2026年12月20日"),
        ),
        _notice,
    ),
    PaperKind(
        "recheck_opinion",
        "隐患复查意见书",
        "隐复",
        ORDER_LAW,
        (
            UNIT,
            WHERE,
            Word("复查意见", "合格或者不合格", "整改合格，予以销案。"),
            Word("复查情况", "现场看到的情况", "通道已清理，标线清楚"),
        ),
        _recheck,
    ),
    PaperKind(
        "hazard_listing",
        "重大隐患挂牌督办通知书",
        "隐挂",
        LISTING_LAW,
        (UNIT, WHERE, Word("理由", "挂牌的理由和要求", "逾期未改，影响公共安全")),
        _listing,
    ),
    PaperKind(
        "hazard_delisting",
        "重大隐患解除挂牌通知书",
        "隐解",
        LISTING_LAW,
        (UNIT, WHERE, Word("理由", "解除的理由", "已整改并复查合格")),
        _listing,
        _is_delisted,
    ),
)
