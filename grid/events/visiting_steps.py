"""Visits that somebody asked for: agreed with consent and made by their day. Plain Python.

What the county's papers call 重点农户联系 is here a service that a person asks for: nobody is put on a list by others.
"""

from dataclasses import replace

from governance.cases.common_facts import done_on, files, note
from governance.cases.illnesses import why_ill
from governance.cases.workflow import ClockStart, Fact, FirstDay, Guard, Hearer, Step

from ..conditions import has_people, is_service, last_visited
from ..vocabulary import RESOLVING, VISIT
from .steps import RESOLVE

# From the visit itself, and not from the day on which it was written down.
NEXT = (ClockStart(VISIT, since="done_on", amount="days"),)
LAST = FirstDay(last_visited, "约定或者上次走访的日期")
DAYS = Fact("days", "几日以内下次走访", "number", minimum=1, maximum=92)

AGREE_VISITS = Step(
    name="agree_visits",
    label="约定走访",
    suits="独居、年老、行动不便等，本人请求有人定期上门看望、帮忙的。",
    sources=("handling",),
    target="visiting",
    permission=RESOLVE,
    facts=(
        Fact(
            "consent",
            "本人已经书面同意定期走访，知道随时可以不要走访；不满十四周岁或者不能表达的，由监护人同意",
            "confirm",
        ),
        Fact("visitor", "走访人", limit=60, help="姓名和职务"),
        note("约定看望、帮助什么", help="写需要什么帮助，不写病情、信仰，不评价人。"),
        done_on("约定日期"),
        DAYS,
        replace(files("本人（监护人）签名的同意书"), needed_where=lambda event: True),
    ),
    guards=(
        Guard(is_service, "本人请求帮助的服务请求才能约定走访。"),
        Guard(has_people, "还没有登记请求的人，请先在“更正登记”中补上。"),
    ),
    refuted=why_ill,
    meets=RESOLVING,
    met_on="done_on",
    cancels=("event.objection",),
    starts=NEXT,
    private=True,
    tells=(Hearer.LEAD, Hearer.FIRST),
    article="《个人信息保护法》第十三条、第三十一条",
    help="只凭本人请求和同意；不按名单、身份列入。本人不要走访了的，随时用“处置完毕”结束。",
)

RECORD_VISIT = Step(
    name="record_visit",
    label="记录走访",
    suits="按约定上门看过的，记下帮了什么，约好下一次。",
    sources=("visiting",),
    target=None,
    permission=RESOLVE,
    facts=(note("走访和帮助情况"), replace(done_on("走访日期"), not_before=LAST), DAYS, files("照片")),
    refuted=why_ill,
    meets=(VISIT,),
    met_on="done_on",
    starts=NEXT,
    private=True,
    tells=(Hearer.LEAD,),
    main=True,
)
