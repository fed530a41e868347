"""The monthly account meeting from its list to its minutes. Plain Python."""

from governance.cases.common_facts import files, reason
from governance.cases.common_steps import COMMENT
from governance.cases.workflow import OVERSEER, WRITTEN_HERE, Fact, Guard, Status, Step, Workflow

STATUSES = {"open": Status("交账中", clock="account_meeting.minutes"), "concluded": Status("已形成纪要", closed=True)}
# Every item of the list can be struck off or kept until the minutes stand; what was struck off is done.
ITEM = Fact("item", "交账事项", "pick", of="unsettled")


def all_accounted_for(meeting) -> bool:
    """No item of the list waits for its account."""
    return all(item.outcome != "open" for item in meeting.items.all())


def has_unsettled(meeting) -> bool:
    """Something on the list is not struck off."""
    return any(item.outcome != "struck_off" for item in meeting.items.all())


UNSETTLED = Guard(has_unsettled, "清单上没有待销号、保留的事项。")

GATHER = Step(
    name="gather",
    label="更新清单",
    suits="会前承诺到期的事项有变化时，补进清单。",
    sources=("open",),
    target=None,
    permission="cases.oversee_case",
    reach=OVERSEER,
    effect="gather",
    help="会前已经办结的，直接记为已销号。",
)

STRIKE = Step(
    name="strike_off",
    label="销号",
    suits="会上核实已经办结、可以销号的，逐项销号。",
    sources=("open",),
    target=None,
    permission="cases.oversee_case",
    reach=OVERSEER,
    facts=(ITEM, Fact("proof", "销号依据", "long", help="怎样办结、有什么证明"), files("证明材料", required=True)),
    guards=(UNSETTLED,),
    effect="strike_off",
)

KEEP = Step(
    name="keep",
    label="保留并改期",
    suits="会上核实没有办结的，说明原因，提出措施和新的期限。",
    sources=("open",),
    target=None,
    permission="cases.oversee_case",
    reach=OVERSEER,
    facts=(
        ITEM,
        reason("没有完成的原因"),
        Fact("measure", "下一步措施", "long"),
        Fact("new_on", "新的期限", "date", help="不早于明天"),
    ),
    guards=(UNSETTLED,),
    effect="keep",
)

CONCLUDE = Step(
    name="conclude",
    label="形成纪要",
    suits="清单上的事项逐项交账后，形成会议纪要，由负责人签发。",
    sources=("open",),
    target="concluded",
    permission="cases.oversee_case",
    reach=OVERSEER,
    approval="supervision.sign_paper",
    facts=(
        Fact(
            "held_on",
            "召开日期",
            "date",
            past_only=True,
            may_precede="先开会、后登记的，写开会的日期。",
            column="held_on",
        ),
        Fact("chair", "主持人", limit=60, column="chair"),
        Fact("attendees", "参加人员", "long", column="attendees"),
    ),
    guards=(Guard(all_accounted_for, "清单上还有没有交账的事项，请逐项销号或者保留并改期。"),),
    met_as_taken=WRITTEN_HERE,
    effect="conclude",
    papers=("account_minutes",),
    main=True,
)

ACCOUNTS = Workflow(
    kind="account_meeting",
    label="交账会",
    prefix="JZ",
    opening="open",
    statuses=STATUSES,
    steps=(CONCLUDE, STRIKE, KEEP, GATHER, COMMENT),
)
