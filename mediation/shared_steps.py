"""The steps that every kind of case has, in the words and under the law of mediation. Plain Python."""

from dataclasses import replace
from typing import Any

from governance.cases import common_steps as common
from governance.cases import keeping_out_steps
from governance.cases.common_facts import files, note
from governance.cases.instruction_steps import INSTRUCTION_STEPS
from governance.cases.workflow import Fact, Hearer, Step

from .vocabulary import WAYS, why_no_police, why_reported_before

MEDIATION_LAW = "《人民调解法》第二十条"
OTHER_WAYS = Fact("ways", "告知当事人的其他途径", "several", choices=WAYS)

ASSIGN = replace(
    common.ASSIGN,
    help="与纠纷有利害关系，或者与当事人、代理人有其他关系，可能影响公正调解的，应当回避。",
    article="《关于人民法院特邀调解的规定》第十五条",
)
WORDS = {"summary": "纠纷概况", "category": "纠纷类型"}
AMEND = replace(
    common.AMEND_OVERSEEN,
    facts=tuple(replace(fact, label=WORDS.get(fact.name, fact.label)) for fact in common.AMEND.facts),
)
AGREED = ("settled", "agreed", "breached", "performed")
AMEND = common.amend_agreed(AMEND, lambda dispute: dispute.status in AGREED, "达成协议以后")
# The parties are those of the dispute, and are put right there.
PARTIES = ("person", "person_name", "phone", "id_number", "address")
AMEND_TRACK = replace(AMEND, facts=tuple(fact for fact in AMEND.facts if fact.name not in PARTIES))
# Another organisation at the table hears what the parties say, so they are asked; a committee has no lead who assigns.
INVITE = replace(
    common.INVITE,
    label="邀请联合调解",
    permission="cases.handle_case",
    facts=(
        Fact("unit", "参加单位", "unit"),
        Fact("both_agree", "双方当事人同意该单位参加调解", "confirm", article=MEDIATION_LAW),
        note("邀请事由"),
    ),
    article=MEDIATION_LAW,
    help="参加单位与调解组织一起调解，能看到调解记录和协议。",
)
RELEASE = replace(
    common.RELEASE,
    label="结束联合调解",
    permission="cases.handle_case",
    facts=(Fact("unit", "参加单位", "unit"), note("参加情况")),
)
CONTRIBUTE = replace(
    common.CONTRIBUTE,
    label="反馈参加调解情况",
    facts=(note("参加情况"), files()),
    private=True,
)


def _with(*own: Step) -> tuple[Step, ...]:
    by_name = {step.name: step for step in own}
    return tuple(by_name.get(step.name, step) for step in common.COMMON_STEPS)


# A committee has nobody who approves: whoever works on the dispute writes it down.
RECUSE = replace(keeping_out_steps.RECUSE, article="《关于人民法院特邀调解的规定》第十五条")
DISPUTE_STEPS = (*_with(ASSIGN, AMEND), RECUSE)
# How the parties come to terms, and what a court or the police decide, nobody outside instructs (《人民调解法》第三条).
TRACK_STEPS = tuple(
    step for step in _with(ASSIGN, AMEND_TRACK, INVITE, RELEASE, CONTRIBUTE) if step not in INSTRUCTION_STEPS
)
# 人民调解法 art. 25: what may become a matter of the police or a crime is told to them in time.
POLICE_TOLD = "report_police"
REPORT_POLICE = Step(
    name=POLICE_TOLD,
    label="报告公安机关",
    suits="可能激化，或者可能引起治安案件、刑事案件的，及时报告并登记。",
    sources=(),
    target=None,
    permission="cases.work_case",
    facts=(
        Fact("to", "接报的公安机关", "unit", of="police", refuted=why_no_police),
        Fact("reported_at", "报告时间", "moment", past_only=True, refuted=why_reported_before),
        Fact("signs", "可能激化或者引起治安、刑事案件的情形", "long"),
        Fact("measures", "已经采取的预防措施", "long"),
        files("材料"),
    ),
    tells=(Hearer.HANDLER, Hearer.LEAD, Hearer.FIRST),
    article="《人民调解法》第二十五条",
)
MERGE_HELP = "同一当事人就同一纠纷重复登记的，并入先登记的一件。"


def merge(sources: tuple[str, ...], target: str, cancels: tuple[str, ...], **asked: Any) -> Step:
    """The step that joins a dispute into the one registered before."""
    return replace(common.merge(sources, target, cancels, **asked), help=MERGE_HELP)
