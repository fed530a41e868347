"""The papers of a hazard."""

from typing import Any

from governance.cases.papers.issue import Issuing, Text
from governance.organisation.models import Unit

from .vocabulary import LISTING_LAWS, ORDER_LAWS, law_of

# Those whom the statutes let order and list.
DEPARTMENTS = frozenset((Unit.Kind.DEPARTMENT, Unit.Kind.POLICE))


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


TEXTS = {
    "rectification_notice": Text(_notice),
    "recheck_opinion": Text(_recheck),
    "hazard_listing": Text(_listing),
    "hazard_delisting": Text(_listing, _is_delisted),
}
