"""A hearing (听证): called, put off, held with its record, or called off (信访工作条例 art. 31 item six, 36).

Plain Python. Only a recheck stands still for it: the sentence that its time does not count is that of art. 36 alone.
"""

from collections import Counter
from dataclasses import replace

from governance.cases.common_facts import at_once, files, reason
from governance.cases.workflow import WRITTEN_HERE, ClockStart, Fact, Hearer, Step
from governance.frame.rows import choices_of

from ..conditions.telling import two_sides

CHOICES = choices_of("petitions")

HEARING, NOTICE = "petition.hearing", "petition.hearing_notice"
# art. 20: of many who put the same matter forward not more than five speak for all.
MOST_REPRESENTATIVES = 5
SIDES = CHOICES["sides"]
OPENNESS = (("public", "公开"), ("closed", "不公开（涉及国家秘密、商业秘密、个人隐私）"))


def why_not_heard(case, told: dict) -> dict[str, str]:
    """What of a call does not stand, by its fact: who leads it did not investigate, and all sides are there."""
    wrong = {}
    if told["host"].pk == case.handler_id:
        wrong["host"] = "主持人不能是办理这件事项的承办人，请由其他人员主持。"
    count = Counter(row["side"] for row in told["sides"])
    if count["petitioner"] > MOST_REPRESENTATIVES:
        wrong["sides"] = f"信访人的代表不得超过 5 人，填了 {count['petitioner']} 人（第二十条第三款）。"
    elif not count["petitioner"] or not count["organ"]:
        wrong["sides"] = "信访人和作出意见的机关都要有人参加。"
    return wrong


def why_not_heard_first(petition, told: dict) -> dict[str, str]:
    """The same of a hearing before the first opinion, which a county may do without (art. 31 item six)."""
    if petition.is_heard_first:
        return why_not_heard(petition, told)
    return {"reason": "本县规定初次办理不举行听证。"}


WHEN_AND_WHERE = (
    Fact("hearing_at", "听证时间", "moment", help="通知之日起{petition.hearing_notice}以后"),
    Fact("place", "地点"),
)
CALL = Step(
    name="call_hearing",
    label="举行听证",
    suits="重大、复杂、疑难，信访人有要求或者办理机关认为有必要的。",
    sources=(),
    target="hearing",
    permission="cases.handle_case",
    approval="cases.approve_case",
    refuted=why_not_heard,
    facts=(
        Fact(
            "asked_on",
            "信访人书面申请听证日期",
            "date",
            required=False,
            past_only=True,
            help="信访人申请的填写，举行的期限自申请之日起算；由机关决定的不填",
        ),
        *WHEN_AND_WHERE,
        Fact("host", "主持人", "colleague", help="不能是调查这件事项的承办人"),
        Fact("openness", "是否公开", "choice", choices=OPENNESS),
        Fact(
            "sides",
            "参加人",
            "rows",
            columns=(Fact("side", "身份", "choice", choices=SIDES), Fact("name", "姓名、单位", limit=60)),
            begins=two_sides,
            help="一人一行；信访人推选的代表不超过五人",
        ),
        reason("举行听证的理由", help="重大、复杂、疑难的情况"),
    ),
    starts=(ClockStart(HEARING, since="asked_on"), ClockStart(NOTICE)),
    effect="call_hearing",
    papers=("hearing_notice",),
    tells=(Hearer.HANDLER, Hearer.LEAD, Hearer.FIRST),
    article="《信访工作条例》第三十一条第六项、第三十六条第二款",
    help="申请、决定之日起{petition.hearing}内举行，提前{petition.hearing_notice}通知。",
)

# After these people are invited to be heard.
INVITING = ("call_hearing", "put_off_hearing")

PUT_OFF = Step(
    name="put_off_hearing",
    label="听证改期",
    suits="定好的日子开不成的，改期并重新通知。",
    sources=(),
    target=None,
    permission="cases.handle_case",
    facts=(*WHEN_AND_WHERE, reason("改期的理由")),
    needs_running=(HEARING,),
    met_as_taken=WRITTEN_HERE,
    cancels=(NOTICE,),
    starts=(ClockStart(NOTICE),),
    effect="call_hearing",
    papers=("hearing_notice",),
    tells=(Hearer.HANDLER, Hearer.LEAD, Hearer.FIRST),
    help="重新通知；举行听证的期限不因改期重新计算。",
)

HOLD = Step(
    name="hold_hearing",
    label="登记听证情况",
    suits="听证会开过以后，登记各方意见和结论。",
    sources=(),
    target=None,
    permission="cases.handle_case",
    facts=(
        Fact("held_on", "举行日期", "date", past_only=True, begins=at_once),
        Fact("host", "主持人", "colleague"),
        Fact("record", "听证笔录", "long", limit=20_000, help="各方陈述、举证、质证和辩论的要点"),
        Fact("finding", "听证意见", "long", required=False, help="听证员评议的意见"),
        replace(files("参加人签字的笔录"), needed_where=lambda case: True),
    ),
    needs_running=(HEARING,),
    meets=(HEARING,),
    met_on="held_on",
    effect="hold_hearing",
    papers=("hearing_record",),
    tells=(Hearer.HANDLER, Hearer.LEAD),
    article="《信访工作条例》第三十一条第六项、第三十六条第二款",
    main=True,
)

CALL_OFF = Step(
    name="call_off_hearing",
    label="取消听证",
    suits="信访人不再要求，或者不再需要听证的。",
    sources=(),
    target=None,
    permission="cases.handle_case",
    approval="cases.approve_case",
    facts=(reason("取消的理由"),),
    needs_running=(HEARING,),
    met_as_taken=WRITTEN_HERE,
    cancels=(HEARING, NOTICE),
    tells=(Hearer.HANDLER, Hearer.LEAD, Hearer.FIRST),
)
