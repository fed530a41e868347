"""The papers of the ladder, each with the words that its rung wants."""

from dataclasses import replace
from typing import Any

from governance.cases.models import Clock
from governance.cases.papers.issue import Issuing, PaperKind, Word
from governance.frame.wording import in_figures, one_line

from ..models.law import laws
from ..vocabulary import DECIDED_BY_COMMITTEE, MEASURES, asks_for_an_answer
from .charges import Charge, basis_of, charges
from .promised import Promised, about
from .steps import ANSWER

MOST_NAMED = 20
ONE_PERSON = "本文书由一人拟制并签发（一人办理）。"
ALONE = Word("一人办理", "拟制和签发是同一人的，注明", ONE_PERSON, required=False)
WORDS = (
    Word("责任单位", "责任单位全称", "长安区住房和城乡建设局"),
    Word("事由", "制发的事由", "超过法定期限没有办结"),
    Word("情况", "提请时写明的情况", "你单位承办的下列事项已经超过法定办理期限，尚未办结。"),
    Word("事项清单", "所涉事项，一件一行", "1. XF2026-000312 反映某小区物业停水问题（办结答复 2026年11月3日到期）"),
    Word("要求", "督办要求", "请立即办结，并书面说明超期原因。"),
    Word("反馈日期", "反馈截止日期，不要求反馈的为空", "2026年11月30日", required=False),
    Word("上一级文书", "此前已经制发的文书及文号", "长综抄〔2026〕3号抄告单", required=False),
    ALONE,
)
DECISION = (
    Word("决定文号", "委员会决定的文号", "长综委〔2026〕2号"),
    Word("决定日期", "委员会决定的日期", "2026年11月18日"),
    Word("纪要", "会议纪要要点", "会议听取了情况汇报，决定予以黄牌警告。"),
)


# Measures of the joint conference say by which decision; those that a leader signs have none.
BY_CONFERENCE = (*WORDS, *(replace(word, required=False) for word in DECISION))


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
    said += [each.sentence() for each in (*charged, *promised)]
    lines = [f"{place}. {line}" for place, line in enumerate(said, start=1)]
    if len(rows) > MOST_NAMED:
        lines.append(f"事项共 {cases.count()} 件。")
    return "\n".join(lines) or "（未列具体事项）"


def _subject(row) -> str:
    late = row.escalation.clock if row.escalation_id else None
    due = f"（{late.term.name} {late.due_said()} 到期）" if late is not None and late.due else ""
    return f"{row.case.number} {one_line(row.case.title)}{due}"


def _is(rung: str):
    return lambda issuing: issuing.case.rung == rung


ARTICLES = {
    **dict.fromkeys(("copy_notice", "supervision_order", *MEASURES), "所涉事项适用的法律、法规和本县督办工作办法"),
    "yellow_card": "《健全落实社会治安综合治理领导责任制规定》",
    "one_vote_veto": "《健全落实社会治安综合治理领导责任制规定》",
}
KINDS = (
    ("copy_notice", "抄告单", "抄", WORDS),
    ("supervision_order", "督办单", "督", WORDS),
    ("rectification_order", "限期整改通知书", "改", BY_CONFERENCE),
    ("listed_supervision", "挂牌督办通知书", "挂", BY_CONFERENCE),
    ("accountability_interview", "约谈通知书", "约", BY_CONFERENCE),
    ("circular", "通报", "通", BY_CONFERENCE),
    ("yellow_card", "黄牌警告书", "警", (*WORDS, *DECISION)),
    ("one_vote_veto", "一票否决决定书", "决", (*WORDS, *DECISION)),
)
PAPERS = tuple(
    PaperKind(
        code=code,
        title=title,
        mark=mark,
        article=ARTICLES[code],
        words=words,
        write=_write,
        needed=_is(code),
    )
    for code, title, mark, words in KINDS
)
