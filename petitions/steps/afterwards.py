"""What goes on once the petitioner has the answer: visits, each with the day of the next; and what parties settled.

信访工作条例 art. 32, 33, 37. Plain Python.
"""

from governance.cases.common_facts import at_once, files, note
from governance.cases.workflow import PARTNER, Fact, Guard, Step

from ..conditions.answers import is_appeal
from ..conditions.first_days import ACCEPTED, TOLD_ON
from ..vocabulary import GUIDED_BY

REVISIT = "petition.revisit"

# What the answer could not give, and what is asked again after the last word, is talked over and helped with.
GUIDE = Step(
    name="guide",
    label="登记回访疏导",
    suits="答复以后回访过信访人，做了解释、疏导、教育或者帮扶的，登记一次；还要再回访的，定下日期。",
    sources=("served", "informed", "not_accepted", "archived"),
    target=None,
    permission="cases.work_case",
    reach=PARTNER,
    facts=(
        Fact("guided_on", "日期", "date", past_only=True, begins=at_once, not_before=TOLD_ON),
        Fact("way", "方式", "choice", choices=GUIDED_BY),
        Fact("taking_part", "参加疏导化解的单位和人员", limit=200),
        note("情况", help="怎样解释说明、信访人的意见；还有困难的，用“帮扶转介”"),
        Fact("next_on", "下次回访日期", "date", required=False, help="还要再回访的写日期，到期提醒；归档以前须登记完"),
        files("材料"),
    ),
    answers=(REVISIT,),
    effect="guide",
    private=True,
    article="《信访工作条例》第三十二条第二款、第三十七条第三款",
    help="不予支持的做好疏导教育；已经终结的做好疏导、化解和帮扶。登记在事项上，不是对信访人的评价。",
)

# 和解协议书: the parties came to terms by themselves; the organ writes it down and they sign it (art. 33).
WRITE_SETTLEMENT = Step(
    name="write_settlement",
    label="制作和解协议书",
    suits="办理中双方当事人自行和解、请办理单位写成协议的。",
    sources=("handling",),
    target=None,
    permission="cases.handle_case",
    facts=(
        Fact("other_party", "对方当事人", limit=120, help="姓名（名称）"),
        Fact("dispute", "争议事项", "long", begins_with="summary"),
        Fact("terms", "和解内容", "long", help="一项一行：谁、做什么、到哪一天、怎样做"),
        Fact("agreed_on", "达成日期", "date", past_only=True, begins=at_once, not_before=ACCEPTED),
        Fact("willing", "双方自愿和解，内容不违反法律，不损害他人和公共利益", "confirm"),
    ),
    guards=(Guard(is_appeal, "只有申诉求决类事项可以和解（《信访工作条例》第三十三条）。"),),
    papers=("settlement_agreement",),
    private=True,
    article="《信访工作条例》第三十三条",
    help="协议书由双方签字生效；签好的扫描件在“办结（不再答复）”时附上。没有履行的，继续办理、答复。",
)
