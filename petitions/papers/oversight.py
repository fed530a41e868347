"""The papers of reports, advice and word to the cadre office: which words each says and from where."""

from typing import Any

from governance.cases.papers.issue import Issuing, Text
from governance.frame.wording import in_figures, one_line

from ..steps.oversight import ADVICE, FLAWS, REPORTED_TO
from ..vocabulary import ADOPTED


def _report(issuing: Issuing) -> dict[str, Any]:
    facts = issuing.facts
    told = [label for code, label in REPORTED_TO if code in facts["reported_to"]]
    return {
        "报告对象": "、".join(told),
        "报告时间": facts["reported_at"],
        "情况": facts["situation"],
        "措施": facts["measures"],
        "建议": facts.get("proposal"),
    }


def _advice(issuing: Issuing) -> dict[str, Any]:
    facts = issuing.facts
    clock = issuing.case.clocks.get(term_code="petition.advice_answer", event=issuing.event)
    return {
        "收文单位": issuing.case.lead_unit.name,
        "建议种类": dict(ADVICE)[facts["advice_kind"]],
        "情形": dict(FLAWS)[facts["flaw"]],
        "情况": facts["facts"],
        "建议": facts["advice"],
        "反馈日期": clock.due_said(in_figures),
    }


def _answer(issuing: Issuing) -> dict[str, Any]:
    sender = issuing.case.sent_by
    return {
        "收文单位": sender.name,
        "采纳情况": dict(ADOPTED)[issuing.facts["adopted"]],
        "反馈内容": issuing.facts["answer"],
    }


def _cadre(issuing: Issuing) -> dict[str, Any]:
    facts = issuing.facts
    return {
        "收文单位": one_line(facts["cadre_office"]),
        "报送": one_line(facts.get("leaders") or ""),
        "情况": facts["situation"],
        "意见": facts.get("note"),
    }


TEXTS = {
    "urgent_report": Text(_report),
    "advice_letter": Text(_advice),
    "advice_answer": Text(_answer),
    "cadre_notice": Text(_cadre),
}
