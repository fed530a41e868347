"""The papers of reports, advice and word to the cadre office: which words each says and from where."""

from typing import Any

from governance.cases.papers.issue import Issuing, PaperKind, Word
from governance.frame.days import minute_text
from governance.frame.wording import in_figures, one_line

from ..steps.oversight import ADVICE, FLAWS, REPORTED_TO
from ..vocabulary import ADOPTED

SITUATION = "百余名业主拟于11月24日到区政府反映停水问题，已经约定集合地点。"


def _report(issuing: Issuing) -> dict[str, Any]:
    facts = issuing.facts
    told = [label for code, label in REPORTED_TO if code in facts["reported_to"]]
    return {
        "报告对象": "、".join(told),
        "报告时间": minute_text(facts["reported_at"]),
        "情况": facts["situation"],
        "措施": facts["measures"],
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


PAPERS = (
    PaperKind(
        "urgent_report",
        "重大紧急信访事项报告",
        "急",
        "《信访工作条例》第二十五条",
        (
            Word("报告对象", "向谁报告、通报", "本级党委和政府、相关主管部门、本级信访工作联席会议办公室"),
            Word("报告时间", "报告的时间", "2026年11月21日 09:30"),
            Word("情况", "重大、紧急的情况", SITUATION),
            Word("措施", "已经采取的措施", "街道办已派员到场，区住建局正在组织抢修。"),
        ),
        _report,
    ),
    PaperKind(
        "advice_letter",
        "改进建议书",
        "建",
        "《信访工作条例》第四十条",
        (
            Word("收文单位", "向哪个单位提出", "长安区住房和城乡建设局"),
            Word("建议种类", "改进工作、完善政策或者追究责任", "改进工作"),
            Word("情形", "发现的情形", "办理信访事项推诿、敷衍、拖延、弄虚作假"),
            Word("情况", "发现的情况", "受理后四十日内没有听取信访人陈述，也没有到现场核查。"),
            Word("建议", "建议的内容", "明确承办人，到现场核查，并建立受理后十日内到场的制度。"),
            Word("反馈日期", "书面反馈采纳情况的期限", "2026年12月21日"),
        ),
        _advice,
    ),
    PaperKind(
        "advice_answer",
        "改进建议反馈函",
        "馈",
        "《信访工作条例》第四十条第四款",
        (
            Word("收文单位", "向哪个单位反馈", "长安区信访局"),
            Word("采纳情况", "采纳、部分采纳或者不采纳", "采纳"),
            Word("反馈内容", "措施或者理由", "已经明确承办人，自12月起受理后十日内到场核查。"),
        ),
        _answer,
    ),
    PaperKind(
        "cadre_notice",
        "反映干部问题信访情况通报",
        "干",
        "《信访工作条例》第三十条第二款",
        (
            Word("收文单位", "组织（人事）部门", "中共长安区委组织部"),
            Word("报送", "重大情况报送的负责同志", "区委主要负责同志、分管组织工作的负责同志", required=False),
            Word("情况", "反映的干部问题", "反映某局一名科长收受好处、拖延办理。"),
            Word("意见", "通报意见", "请按照干部选拔任用监督的有关规定办理。", required=False),
        ),
        _cadre,
    ),
)
