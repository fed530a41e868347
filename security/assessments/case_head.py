"""What only an assessment can say of itself, and its conditions."""

from datetime import datetime

from governance.cases.deadlines.html import done_html
from governance.cases.registry import Described, Section

from ..models import RiskAssessment
from .effects import CONDITION
from .vocabulary import CRITERIA, FOUND


def describe(case: RiskAssessment) -> Described:
    """Field and level, the four criteria, what was decided; the plans and the risks at length."""
    facts = [(label, dict(FOUND)[told]) for name, label in CRITERIA if (told := getattr(case, name))]
    if case.reviewer:
        facts.append(("合法性审查机关", case.reviewer.name))
    if case.decision:
        facts.append(("决定", f"{case.get_decision_display()} {case.decided_on}"))
    tags = [case.get_sector_display(), *([case.get_level_display()] if case.level else [])]
    texts = [("决策事项", case.summary), ("评估结论和建议", case.conclusion)]
    texts += [("备选方案", "\n".join(plan_lines(case))), ("风险点", "\n".join(risk_lines(case)))]
    return Described(tags, facts, [(label, text) for label, text in texts if text])


def plan_lines(case: RiskAssessment) -> list[str]:
    """Every plan with what speaks for it and what against."""
    return [
        f"{place}. {plan['name']}。可行性：{plan['feasible']}。不可行性：{plan['infeasible']}。"
        for place, plan in enumerate(case.plans, start=1)
    ]


def risk_lines(case: RiskAssessment) -> list[str]:
    """Every point of risk with how it is prevented and answered."""
    return [
        f"{place}. {row['risk']}。防范措施：{row['measure']}。处置预案：{row['response']}。"
        for place, row in enumerate(case.risks, start=1)
    ]


def sections(case: RiskAssessment, user, now: datetime) -> list[Section]:
    """The conditions of the decision and where each stands; late ones are red."""
    conditions = list(case.conditions.select_related("unit"))
    if not conditions:
        return []
    clocks = {clock.subject: clock for clock in case.clocks.filter(term_code=CONDITION).select_related("term")}
    rows = [
        {
            "number": each.number,
            "text": each.text,
            "unit": each.unit.short_name,
            "due": each.due_on,
            "state": _state(each, clocks.get(each.subject), now),
            "result": each.result,
        }
        for each in conditions
    ]
    return [Section("security/assessments/_conditions.html", {"rows": rows})]


def _state(each, clock, now: datetime):
    if each.done_at is None and (each.dropped_at or clock is None):
        return "不再执行"
    return done_html(each.done_at, clock, now)
