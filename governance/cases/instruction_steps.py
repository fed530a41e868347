"""What a leader asks of whoever holds a case, and the answer to it. Plain Python."""

from .common_facts import files, note
from .workflow import OVERSEER, SAID_HERE, ClockStart, Fact, Hearer, Step

INSTRUCTION = "case.instruction"
# What a leader asks changes neither who holds the matter nor the law's days; it is answered by a day of its own.
INSTRUCT = Step(
    name="instruct",
    label="领导批示",
    suits="领导对怎样办理有批示、要求限期反馈的；综治中心、主管部门可以代为登记。",
    sources=(),
    target=None,
    permission="cases.instruct_case",
    reach=OVERSEER,
    facts=(
        Fact("by", "批示领导", limit=60, required=False, help="本人填写的不用写；代为登记的，写明姓名、职务"),
        note("批示内容"),
        Fact(
            "days",
            "反馈期限（日）",
            "number",
            required=False,
            minimum=1,
            maximum=60,
            help="不填的，为{case.instruction}",
        ),
        files("批示件"),
    ),
    starts=(ClockStart(INSTRUCTION, amount="days", each=True),),
    tells=(Hearer.STAFF, Hearer.HANDLER, Hearer.CO),
    article="本县督办工作办法",
    help="批示不改变承办单位和法定期限，不代替依法应当作出的决定；承办单位在期限内反馈。",
)

ANSWER_INSTRUCTION = Step(
    name="answer_instruction",
    label="反馈批示办理情况",
    suits="领导有批示的，办理以后在期限内反馈。",
    sources=(),
    target=None,
    permission="cases.work_case",
    facts=(
        Fact("instruction", "反馈哪一次批示", "pick", of="open_instructions", help="每一次批示分别反馈"),
        note("办理情况"),
        files(),
    ),
    meets=(INSTRUCTION,),
    met_as_taken=SAID_HERE,
    meets_which="instruction",
    needs_running=(INSTRUCTION,),
    tells=(Hearer.LEAD, Hearer.INSTRUCTING),
    article="本县督办工作办法",
)

INSTRUCTION_STEPS = (INSTRUCT, ANSWER_INSTRUCTION)
