"""What the organ above writes: 复查（复核）受理告知书、不予受理告知书, 复查意见书, 复核意见书 (art. 35, 36)."""

from typing import Any

from governance.cases.law.in_force import term_for
from governance.cases.papers.issue import Issuing, Text
from governance.frame.days import office_day
from governance.frame.wording import one_line

from .answers import alone
from .wording import address_of, due_of, matter_of, petitioner

WORDS = {"review": "复查", "recheck": "复核"}
TERMS = {"review": "petition.review_decide", "recheck": "petition.recheck_decide"}
OPINIONS = {"review": "信访处理意见", "recheck": "信访事项复查意见"}
DECIDED = {
    "maintain": "维持{organ}作出的{opinion}。",
    "revoke": "撤销{organ}作出的{opinion}，责令{first}自本意见书送达之日起{days}日内重新处理，"
    "不得以同一事实和理由作出与原处理意见相同的处理意见。",
    "change": "变更{organ}作出的{opinion}，变更后的结论为：{outcome}。",
}
LAST = "{you}对本复核意见不服，仍然以同一事实和理由提出投诉请求的，各级党委和政府信访部门和其他机关、单位不再受理。"


def _base(issuing: Issuing) -> dict[str, Any]:
    review = issuing.case
    return petitioner(issuing) | {
        "标题": matter_of(review).title,
        "原意见机关": review.answering_unit.name,
        "请求日期": office_day(review.opened_at),
        "依据": f"《信访工作条例》{'第三十五条' if review.kind == 'review' else '第三十六条'}",
    }


def _acceptance(issuing: Issuing) -> dict[str, Any]:
    review = issuing.case
    return _base(issuing) | {
        "环节": WORDS[review.kind],
        "答复期限": term_for(TERMS[review.kind], office_day(review.opened_at)).length,
        "到期日": due_of(review, TERMS[review.kind]),
        "受理说明": issuing.facts.get("note") or "",
    }


def _refusal(issuing: Issuing) -> dict[str, Any]:
    return _base(issuing) | {
        "环节": WORDS[issuing.case.kind],
        "不予受理理由": issuing.facts["reason"],
        "下一步途径": issuing.facts["next_route"],
    }


def _opinion(issuing: Issuing) -> dict[str, Any]:
    review, facts = issuing.case, issuing.facts
    decided = DECIDED[facts["decision"]].format(
        organ=review.answering_unit.name,
        first=matter_of(review).lead_unit.name,
        opinion=OPINIONS[review.kind],
        days=facts["redo_days"],
        outcome=review.get_outcome_display(),
    )
    return _base(issuing) | {
        "住址": address_of(matter_of(review)),
        "请求": review.summary,
        "查明的事实": facts["facts"],
        "结论": decided,
        "意见": facts["opinion"],
        "法律法规依据": facts["legal_basis"],
        "执行要求": _execution(issuing),
        "一人办理": alone(issuing),
    }


def _execution(issuing: Issuing) -> str:
    """Who sees to it that what is now found right is carried out, and in how many days (art. 32)."""
    if issuing.facts["outcome"] != "supported":
        return ""
    organ, days = matter_of(issuing.case).lead_unit.name, issuing.facts["execution_days"]
    return f"由{organ}督促有关机关、单位自本意见书送达之日起{days}日内执行。"


def _review(issuing: Issuing) -> dict[str, Any]:
    return _opinion(issuing) | {
        "复核机关": one_line(issuing.facts["recheck_organ"]),
        "复核期限": term_for("petition.recheck_apply", issuing.on).length,
    }


def _recheck(issuing: Issuing) -> dict[str, Any]:
    words = _opinion(issuing)
    is_last = issuing.facts["decision"] != "revoke"
    return words | {"终结说明": LAST.format(you=words["称谓"]) if is_last else ""}


TEXTS = {
    "review_acceptance": Text(_acceptance),
    "review_refusal": Text(_refusal),
    "review_opinion": Text(_review),
    "last_opinion": Text(_recheck),
}
