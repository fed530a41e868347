"""What the papers of the ladder say."""

from typing import Any

from governance.cases.models import Clock
from governance.cases.papers.issue import Issuing, Text
from governance.frame.wording import in_figures, one_line

from ..models.law import laws
from ..vocabulary import DECIDED_BY_COMMITTEE, RUNGS, asks_for_an_answer
from .charges import Charge, basis_of, charges
from .promised import Promised, about
from .steps import ANSWER

MOST_NAMED = 20
ONE_PERSON = "本文书由一人拟制并签发（一人办理）。"


def _write(issuing: Issuing) -> dict[str, Any]:
    paper = issuing.case
    clock = Clock.objects.filter(case_id=paper.pk, term_code=ANSWER, ended_at=None).first()
    former = paper.former.papers.order_by("-pk").first() if paper.former_id else None
    charged, promised = charges(paper), about(paper)
    return {
        **({"依据": _basis(paper, charged, promised)} if paper.rung not in DECIDED_BY_COMMITTEE else {}),
        "责任单位": paper.target_unit.name,
        "事由": paper.get_ground_display(),
        "情况": paper.summary,
        "事项清单": _subjects(paper, charged, promised),
        "要求": paper.requirement,
        "反馈日期": clock.due_said(in_figures) if clock and asks_for_an_answer(paper) else "",
        "上一级文书": f"{former.number}{former.title}" if former else "",
        "决定文号": paper.decision_number,
        "决定日期": paper.decided_on,
        "纪要": issuing.facts.get("minutes", ""),
        "一人办理": ONE_PERSON if paper.registered_by_id == issuing.signer.pk else "",
    }


def _basis(paper, charged: list[Charge], promised: list[Promised]) -> str:
    """The law of every subject; of what was missed or promised, the plans, meetings and programmes themselves."""
    known = laws()
    kinds = paper.subjects.exclude(case=None).order_by("case__kind").values_list("case__kind", flat=True).distinct()
    said = [known[kind].article_for(paper.rung) for kind in kinds]
    said += [basis_of(charged)] if charged else []
    said += [each.basis for each in promised]
    return "；".join(dict.fromkeys(said)) or known[""].article_for(paper.rung)


def _subjects(paper, charged: list[Charge], promised: list[Promised]) -> str:
    cases = paper.subjects.exclude(case=None)
    rows = list(cases.select_related("case", "escalation__clock__term")[: MOST_NAMED + 1])
    said = [_subject(row) for row in rows[:MOST_NAMED]]
    said += [charge.sentence() for charge in charged] + [each.sentence() for each in promised]
    lines = [f"{place}. {line}" for place, line in enumerate(said, start=1)]
    if len(rows) > MOST_NAMED:
        lines.append(f"事项共 {cases.count()} 件。")
    return "\n".join(lines) or "（未列具体事项）"


def _subject(row) -> str:
    late = row.escalation.clock if row.escalation_id else None
    due = f"（{late.term.name} {late.due_said(in_figures)} 到期）" if late is not None and late.due else ""
    return f"{row.case.number} {one_line(row.case.title)}{due}"


def _is(rung: str):
    return lambda issuing: issuing.case.rung == rung


TEXTS = {rung: Text(_write, _is(rung)) for rung, _ in RUNGS}
