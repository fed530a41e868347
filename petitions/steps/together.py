"""What concerns several organs: one of them leads, the others answer to it, and the petitioner gets one answer.

信访工作条例 art. 24. Plain Python.
"""

from dataclasses import replace

from governance.cases import common_steps
from governance.cases.common_facts import at_once, before, files, note, reason
from governance.cases.workflow import CO, HANDED_ON, PARTNER, ROUTER, ClockStart, Fact, Guard, Hearer, OnlyBy, Step
from governance.frame.rows import choices_of

from ..conditions.accusations import is_not_accusation
from ..conditions.routing import why_not_common_superior, why_not_first
from ..conditions.telling import TOLD
from ..vocabulary import SHARE
from .intake import RECEIVED, ROUTE_FACTS

CHOICES = choices_of("petitions")

MATERIALS = "petition.materials"
AGREED = (("first", "首先受理的单位牵头"), ("agreed", "有关单位协商一致"))
DECIDED = CHOICES["decided"]
LEADING = Fact("to_unit", "受理（牵头）单位", "organ", help="可以就是现在承办的单位")

SETTLE_LEAD = Step(
    name="settle_lead",
    label="明确牵头单位",
    suits="涉及两个以上单位，已经商定由哪一个牵头的。",
    sources=("registered", "routed", "objected"),
    target="routed",
    permission="cases.work_case",
    reach=ROUTER,
    facts=(
        Fact("ground", "怎样明确的", "choice", choices=AGREED),
        LEADING,
        Fact("organs", "涉及的其他单位", limit=200, help="写单位名称，几个单位用顿号隔开；由牵头单位“请协办”"),
        reason("协商情况"),
        ROUTE_FACTS[-1],
        replace(files("有关单位签名、盖章的协商记录"), needed_where=lambda petition: True),
    ),
    guards=(
        Guard(is_not_accusation, "检举控告事项按照管理权限转送纪检监察机关（《信访工作条例》第二十二条第二款）。"),
    ),
    starts=RECEIVED[:1],
    meets=("petition.route", "petition.notice", "petition.objection_decide"),
    met_as_taken=HANDED_ON,
    # Whoever agreed to deal with it, or was told to, objects no more.
    cancels=("petition.simple_accept", "petition.objection"),
    effect="settle_lead",
    papers=("inform_notice",),
    tells=(Hearer.STAFF, Hearer.FORMER, Hearer.CO),
    refuted=why_not_first,
    article="《信访工作条例》第二十四条第一款",
    help="由所涉及的机关、单位协商受理。明确以后由牵头单位统一答复信访人，不再提出异议，所以要附各单位协商的记录。",
)

DECIDE_LEAD = replace(
    SETTLE_LEAD,
    name="decide_lead",
    label="登记受理机关的决定",
    suits="几个单位对由谁受理有争议，上一级已经决定的。",
    facts=(
        Fact("ground", "由谁决定", "choice", choices=DECIDED),
        Fact(
            "by",
            "作出决定的机关、单位",
            "organ",
            required=False,
            needed_if=("ground", "superior"),
            help="所涉及的机关、单位共同的上一级",
        ),
        Fact("document", "决定、纪要的文号", limit=60),
        Fact("decided_on", "决定日期", "date", past_only=True, begins=at_once),
        *SETTLE_LEAD.facts[1:3],
        reason("决定的内容"),
        ROUTE_FACTS[-1],
        files("决定书、会议纪要", required=True),
    ),
    refuted=why_not_common_superior,
    article="《信访工作条例》第二十四条",
    help="受理有争议的，由共同的上一级机关、单位决定；没有共同上一级的，由共同的信访工作联席会议协调处理。"
    "单位分立、合并、撤销的，由继续行使其职权的单位受理；职责不清的，按本级党委和政府的指定。决定附在这一步。",
)

INVITE = replace(
    common_steps.INVITE,
    suits="一件事里有几部分要由别的单位办的，把那一部分交给它们。",
    facts=(
        *common_steps.INVITE.facts,
        Fact(
            "days",
            "反馈期限（日）",
            "number",
            required=False,
            minimum=1,
            maximum=60,
            help="不填的，{petition.share}内反馈，不晚于这件事项的办理期限；协办意见没有齐的，不能出具处理意见、答复",
        ),
    ),
    starts=(ClockStart(SHARE, amount="days", each=True, owed_by="unit"),),
    papers=("conversion_notice",),
    help="几项诉求分由几个单位办的，一项一次：各有各的单位、期限和答复，信访人只有一个编号、一个答复。"
    "办得不够的，用“结束协办”以后重新请其办理。牵头单位收齐意见后统一答复信访人。",
)

CONTRIBUTE = replace(
    common_steps.CONTRIBUTE,
    facts=before(
        common_steps.CONTRIBUTE,
        "files",
        Fact("complete", "协办意见已经完整，可以据此答复信访人", "flag", required=False),
    ),
    answers=(SHARE,),
    effect="contribute",
)

ASK_SHARE_DAYS = Step(
    name="ask_share_days",
    label="申请延长协办期限",
    suits="本单位协办的部分在期限内办不完的，向牵头单位申请。",
    sources=(),
    target=None,
    permission="cases.handle_case",
    reach=CO,
    facts=(Fact("days", "申请延长（日）", "number", minimum=1, maximum=60), reason("申请理由")),
    needs_running=(SHARE,),
    in_time=True,
    only_by=OnlyBy("owes_share", "协办的部分没有办完的单位"),
    tells=(Hearer.LEAD, Hearer.HANDLER),
    article="《信访工作条例》第二十四条第一款",
    help="由牵头单位决定，决定以前期限照常计算。",
)

EXTEND_SHARE = common_steps.extension(
    "延长协办期限",
    (SHARE,),
    Fact("days", "延长（日）", "number", minimum=1, maximum=60),
    Fact("share", "延长哪一个单位的", "pick", of="open_shares", help="只延长这一项，其他单位的期限不变"),
    reason("延长理由"),
    name="extend_share",
    which="share",
    sources=(),
    suits="协办单位申请延长、理由成立的。",
    permission="cases.assign_case",
    effect="extend_share",
    tells=(Hearer.CO,),
    article="《信访工作条例》第二十四条第一款",
    help="不得晚于这件事项的办理期限；要更晚的，先按第三十四条延长办理期限并告知信访人。信访人在网上看得到延长后的日期。",
)

NAME_PARTNER = Step(
    name="name_partner",
    label="指定协办人员",
    suits="本单位协办的部分由哪一位具体办理，由本单位负责人指定。",
    sources=(),
    target=None,
    permission="cases.assign_case",
    reach=CO,
    facts=(Fact("person", "协办人员", "colleague", help="本单位的人员"), note("交代事项", required=False)),
    effect="name_partner",
    tells=(Hearer.LEAD, Hearer.HANDLER),
    article="《信访工作条例》第二十四条第一款",
)

ASK_MATERIALS = Step(
    name="ask_materials",
    label="告知补充材料",
    suits="缺少材料、没有就查不清的，一次告知信访人要补什么。",
    sources=("registered", "routed", "handling"),
    target=None,
    permission="cases.work_case",
    facts=(
        Fact("materials", "需要补充的材料", "long", help="一次写全，一项一行；没有的材料怎样办理也写明"),
        Fact(
            "days",
            "补充期限（日）",
            "number",
            required=False,
            minimum=5,
            maximum=60,
            help="不填的，为{petition.materials}",
        ),
        TOLD,
    ),
    guards=(
        Guard(
            lambda petition: not petition.has_asked_materials,
            "需要补充的材料应当一次告知，已经告知过了。还需要的，由办理单位自行调查核实。",
        ),
    ),
    starts=(ClockStart(MATERIALS, amount="days"),),
    papers=("materials_notice",),
    tells=(Hearer.FIRST,),
    article="《信访工作条例》第十九条",
    help="一次告知，不得分几次要材料。补充材料不影响登记、告知、受理，办理期限照常计算；不补充的，按已有的材料办理。",
)

RECEIVE_MATERIALS = Step(
    name="receive_materials",
    label="登记补充的材料",
    suits="信访人补来了材料的，登记并附上。",
    sources=(),
    target=None,
    permission="cases.work_case",
    reach=PARTNER,
    facts=(
        Fact("brought_on", "收到日期", "date", past_only=True, begins=at_once),
        reason("补充的内容"),
        files("材料"),
    ),
    meets=(MATERIALS,),
    met_on="brought_on",
    tells=(Hearer.HANDLER, Hearer.STAFF),
    article="《信访工作条例》第十九条",
)

STEPS = (
    SETTLE_LEAD,
    DECIDE_LEAD,
    NAME_PARTNER,
    ASK_SHARE_DAYS,
    EXTEND_SHARE,
    ASK_MATERIALS,
    RECEIVE_MATERIALS,
)
