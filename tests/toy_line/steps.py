"""The lawful moves of an enquiry. Plain Python."""

from governance.cases.common_facts import note, reason
from governance.cases.common_steps import COMMON_STEPS, merge
from governance.cases.workflow import WRITTEN_HERE, ClockStart, Fact, Status, Step, Workflow

TOPICS = (("housing", "住房保障"), ("schooling", "入学"), ("other", "其他"))

PASS_ON = Step(
    name="pass_on",
    label="转相关单位",
    suits="本单位答不了，要由有关单位答复的。",
    sources=("registered",),
    target="answering",
    permission="cases.route_case",
    facts=(Fact("to_unit", "答复单位", "unit", column="lead_unit"), reason("转交理由")),
    starts=(ClockStart("enquiry.answer", since="opened_at"),),
)
ANSWER = Step(
    name="answer",
    label="答复",
    suits="问清楚了，可以答复本人的。",
    sources=("answering",),
    target="answered",
    permission="cases.handle_case",
    facts=(Fact("answer", "答复内容", "long", column="answer"),),
    meets=("enquiry.answer",),
    met_as_taken=WRITTEN_HERE,
    papers=("enquiry_answer",),
)
CLOSE = Step(
    name="close",
    label="办结",
    suits="已经答复、没有再问的。",
    sources=("answered",),
    target="closed",
    permission="cases.handle_case",
    facts=(note("回访情况", required=False),),
)
STATUSES = {
    "registered": Status("已登记"),
    "answering": Status("待答复"),
    "answered": Status("已答复"),
    "closed": Status("已办结", closed=True),
    "merged": Status("已并案", closed=True),
}
STEPS = (PASS_ON, ANSWER, CLOSE, merge(("registered", "answering"), "merged", ("enquiry.answer",)), *COMMON_STEPS)
WORKFLOW = Workflow("enquiry", "咨询件", "ZX", opening="registered", statuses=STATUSES, steps=STEPS)
