"""A clue from its receipt to the organ that checks it, and what came of it. Plain Python."""

from governance.cases.common_facts import files, note, reason
from governance.cases.common_steps import COMMON_STEPS, agreed_in, with_amend
from governance.cases.keeping_out_steps import about, let_off, name_accused
from governance.cases.workflow import (
    HANDED_ON,
    SAID_HERE,
    SENDER,
    WRITTEN_HERE,
    ClockStart,
    Fact,
    Guard,
    Hearer,
    Status,
    Step,
    TwoPeople,
    Workflow,
)

from ..words import in_words_of
from .vocabulary import COMPETENT, RESULTS, not_competent

REPORT, COUNT = "security.report_clue", "security.count_clues"
RULE = "本县线索移交和保密办法"
ABOUT = about("线索涉及的", "这条线索", "没有指明单位和人员")
ANY = ("received", "handed", "closed", "rejected")
NAME_ACCUSED = name_accused(
    ANY,
    ABOUT,
    label="更正涉及的单位和人员",
    suits="登记时涉及的单位、人员写错了、写漏了，或者核查中又涉及别人的。",
)
STEPS = (
    Step(
        name="hand_over",
        label="移交核查",
        suits="属于其他机关核查的，移交给它。",
        sources=("received",),
        target="handed",
        permission="cases.route_case",
        facts=(
            Fact("to_unit", "接收机关", "unit", column="lead_unit", of=" ".join(COMPETENT), refuted=not_competent),
            reason("移交理由"),
            files("线索材料"),
        ),
        meets=("clue.hand_over",),
        met_as_taken=HANDED_ON,
        starts=(ClockStart("clue.result"),),
        tells=(Hearer.STAFF,),
        help="只移交给核查的机关；接收机关的负责人和保密人员知悉。",
        article=RULE,
        main=True,
    ),
    Step(
        name="return_clue",
        label="退回移交单位",
        suits="不归本机关核查的，退回移交单位。",
        sources=("handed",),
        target="received",
        permission="cases.handle_case",
        facts=(reason("不属于本机关核查的理由"),),
        met_as_taken=HANDED_ON,
        cancels=("clue.result",),
        starts=(ClockStart("clue.hand_over"),),
        effect="return_clue",
        tells=(Hearer.STAFF,),
    ),
    Step(
        name="report_result",
        label="反馈核查结果",
        suits="核查有了结果，反馈给移交单位。",
        sources=("handed",),
        target="closed",
        permission="cases.handle_case",
        facts=(Fact("result", "核查结果", "choice", choices=RESULTS, column="result"), note("核查情况"), files("附件")),
        meets=("clue.result",),
        met_as_taken=SAID_HERE,
        tells=(Hearer.SENDER,),
        article=RULE,
        main=True,
    ),
    NAME_ACCUSED,
    let_off(
        (NAME_ACCUSED.name,),
        ANY,
        Guard(lambda clue: clue.accuses_fewer, "没有更正前写明、现在不再写明的单位和人员。"),
    ),
    Step(
        name="not_a_clue",
        label="不属于线索",
        suits="看过以后，不是线索、不需要核查的。",
        sources=("received",),
        target="rejected",
        permission="cases.route_case",
        approval=REPORT,
        # Whoever took it in may be whom it is about, or a friend of theirs: nobody throws a clue away alone.
        two_people=TwoPeople(rule="one_person_clues", above=True),
        facts=(reason("理由"),),
        met_as_taken=WRITTEN_HERE,
        cancels=("clue.hand_over",),
        help="经知悉这条线索的另一人同意；本单位没有这样的人员的，由上一级同意。",
        article=RULE,
    ),
    Step(
        name="urge_result",
        label="催要结果",
        suits="移交以后迟迟没有结果的，催一次。",
        sources=("handed",),
        target=None,
        permission="cases.route_case",
        reach=SENDER,
        facts=(note("催要意见"),),
        tells=(Hearer.STAFF, Hearer.HANDLER),
    ),
)

AGREED = agreed_in(("handed",), "移交核查以后")

WORKFLOW = Workflow(
    kind="clue",
    label="线索",
    prefix="XS",
    opening="received",
    statuses={
        "received": Status("待移交"),
        "handed": Status("核查中", clock="clue.follow"),
        "closed": Status("已反馈结果", closed=True),
        "rejected": Status("不属于线索", closed=True),
    },
    opening_clocks=(ClockStart("clue.hand_over", since="opened_at"),),
    steps=(*STEPS, *in_words_of("clue", with_amend(COMMON_STEPS, AGREED))),
)
