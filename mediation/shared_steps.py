"""The steps that every kind of case has, in the words and under the law of mediation. Plain Python."""

from dataclasses import replace

from governance.cases import common_steps as common
from governance.cases.common_facts import files, note
from governance.cases.workflow import Fact, Step

from .vocabulary import WAYS

MEDIATION_LAW = "《人民调解法》第二十条"
OTHER_WAYS = Fact("ways", "告知当事人的其他途径", "several", choices=WAYS)

ASSIGN = replace(
    common.ASSIGN,
    help="与纠纷有利害关系，或者与当事人、代理人有其他关系，可能影响公正调解的，应当回避。",
    article="《关于人民法院特邀调解的规定》第十五条",
)
URGE = replace(common.URGE, article="")
WORDS = {"summary": "纠纷概况", "category": "纠纷类型"}
AMEND = replace(
    common.AMEND_OVERSEEN,
    facts=tuple(replace(fact, label=WORDS.get(fact.name, fact.label)) for fact in common.AMEND.facts),
)
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
RECUSE = replace(common.RECUSE, article="《关于人民法院特邀调解的规定》第十五条")
DISPUTE_STEPS = (*_with(ASSIGN, URGE, AMEND), RECUSE)
TRACK_STEPS = _with(ASSIGN, URGE, AMEND_TRACK, INVITE, RELEASE, CONTRIBUTE)
MERGE_HELP = "同一当事人就同一纠纷重复登记的，并入先登记的一件。"


def merge(sources: tuple[str, ...], target: str, cancels: tuple[str, ...], **asked: tuple[str, ...]) -> Step:
    """The step that joins a dispute into the one registered before."""
    return replace(common.merge(sources, target, cancels, **asked), help=MERGE_HELP)
