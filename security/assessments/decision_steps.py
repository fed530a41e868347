"""What is decided of an assessed project, and the conditions on which it goes ahead. Plain Python."""

from typing import Any

from governance.cases.common_facts import STOOD_SINCE, done_on, files, note, reason
from governance.cases.workflow import OVERSEER, PARTNER, SUPERIOR, WRITTEN_HERE, Fact, FirstDay, Guard, Hearer, Step

from .conditions import (
    is_announced,
    is_bearable,
    is_controllable,
    is_fulfilled,
    is_unannounced,
    meets_the_criteria,
    why_not_assessed,
    why_not_public,
)
from .steps import APPROVE, ASSESS, ASSESSED, DECIDE, HANDLE, OVERSEE, UNDECIDED, past, proof
from .vocabulary import LAW, PLACES

# The meeting is held when every gate is passed.
MET_ON = past("met_on", "会议日期", not_before=STOOD_SINCE)
TALKED = (
    note("讨论情况和不同意见", help="集体讨论如实记录，不同意见如实载明。"),
    Fact(
        "against_majority",
        "与多数人意见不一致的理由",
        "long",
        required=False,
        article="第三十条第二款",
        help="行政首长的决定与会议组成人员多数人的意见不一致的，写明会上说明的理由。",
    ),
    proof("会议纪要"),
)
UNASSESSED = f"七道关口没有走完，未经评估的决策不能出台（{LAW}第二十四条、第二十五条）。"
DECISION: dict[str, Any] = {
    "sources": ("deciding",),
    "permission": DECIDE,
    "reach": OVERSEER,
    "not_by": ASSESSED,
    "tells": (Hearer.LEAD, Hearer.HANDLER, Hearer.CO),
    "article": f"{LAW}第二十四条、第三十条",
    "said_when_wrong": UNASSESSED,
}
GO_AHEAD = Step(
    name="go_ahead",
    label="决定实施",
    suits="风险可控、各道关口都走完，会议决定实施的。",
    **DECISION,
    target="going",
    facts=(
        MET_ON,
        *TALKED,
        Fact("party_asked", "出台前已按规定向同级党委请示报告", "confirm", article="第三十一条"),
        Fact("plan", "采用的方案", limit=200, refuted=why_not_assessed, help="填写评估报告里备选方案的名称。"),
        Fact(
            "conditions",
            "实施条件",
            "rows",
            required=False,
            columns=(
                Fact("text", "条件", limit=300),
                Fact("unit", "责任单位", "unit", column="unit"),
                Fact("due_on", "期限", "date", reach="agreed"),
            ),
        ),
    ),
    guards=(
        Guard(is_controllable, f"风险不可控，应先调整决策草案，再评估（{LAW}第二十四条）。"),
        Guard(meets_the_criteria, "合法性、合理性、可行性有不符合的，应先调整决策草案，再评估。"),
        Guard(is_bearable, "高风险的决策本县规定不得实施，可以暂缓或者不予实施。"),
    ),
    met_on="met_on",
    effect="go_ahead",
    main=True,
)
POSTPONE = Step(
    name="postpone",
    label="决定暂缓实施",
    suits="会议认为条件还不成熟、先放一放的。",
    **DECISION,
    target="postponed",
    facts=(MET_ON, *TALKED, reason("暂缓的理由和要求")),
    met_on="met_on",
    effect="postpone",
)
REFUSE = Step(
    name="refuse",
    label="决定不予实施",
    suits="会议认为风险过大、不再实施的。",
    **DECISION,
    target="refused",
    facts=(MET_ON, *TALKED, reason("不予实施的理由")),
    met_on="met_on",
    effect="refuse",
)
ANNOUNCE = Step(
    name="announce",
    label="公布决策",
    suits="决策作出以后，及时公布。",
    sources=("going",),
    target=None,
    permission=ASSESS,
    facts=(
        past("announced_on", "公布日期", not_before=FirstDay(lambda case: case.decided_on, "决定日期")),
        Fact("places", "公布途径", "several", required=False, choices=PLACES),
        Fact("secret", "依法不予公开的依据", required=False, limit=300),
        note(
            "意见采纳情况的说明",
            required=False,
            help="社会公众普遍关心或者专业性、技术性较强的，说明公众意见、专家论证意见的采纳情况。",
        ),
        files("公布的文本"),
    ),
    refuted=why_not_public,
    guards=(Guard(is_unannounced, "这项决策已经公布。"),),
    tells=(Hearer.LEAD, Hearer.CO),
    article=f"{LAW}第三十二条",
    help="通过政府公报、政府网站、报纸等途径公布；依法不予公开的，写明依据。",
    main=True,
)
FULFIL = Step(
    name="fulfil",
    label="报告条件落实",
    suits="决定里的实施条件落实了一项，由责任单位报告一项。",
    sources=("going",),
    target=None,
    permission=HANDLE,
    reach=PARTNER,
    facts=(Fact("which", "条件", "pick", of="conditions"), note("落实情况"), done_on("落实日期"), proof("佐证材料")),
    effect="fulfil",
    tells=(Hearer.LEAD,),
    help="附佐证；到期没有报告的即为逾期。",
)
SUSPEND = Step(
    name="suspend",
    label="中止执行",
    suits="实施中出现重大风险、不宜继续的。",
    sources=("going",),
    target="postponed",
    permission=DECIDE,
    reach=OVERSEER,
    facts=(reason("出现的问题"), proof("决定材料")),
    effect="postpone",
    met_as_taken=WRITTEN_HERE,
    cancels=("risk.condition",),
    tells=(Hearer.LEAD, Hearer.CO),
    article=f"{LAW}第三十五条、第三十七条",
)
COMPLETE = Step(
    name="complete",
    label="条件全部落实，办结",
    suits="实施条件都已落实、决策已经公布的。",
    sources=("going",),
    target="done",
    permission=OVERSEE,
    reach=SUPERIOR,
    facts=(note("核对情况"),),
    guards=(
        Guard(is_fulfilled, "还有实施条件没有落实，不能办结。"),
        Guard(is_announced, f"决策还没有公布，也没有写明依法不予公开的依据（{LAW}第三十二条）。"),
    ),
    not_by=("fulfil",),
    met_as_taken=WRITTEN_HERE,
    tells=(Hearer.LEAD, Hearer.CO),
    article=f"{LAW}第三十四条",
)
AGAIN = Step(
    name="again",
    label="调整后重新评估",
    suits="决策草案调整以后，重新形成评估报告的。",
    sources=("postponed",),
    target="reporting",
    permission=ASSESS,
    facts=(
        note("对决策草案的调整"),
        Fact(
            "minor",
            "不是重大调整：公示、听取意见、论证过的主要内容没有改变",
            "confirm",
            article="第三十七条",
            help="重大调整的，用“重新履行程序”。",
        ),
        files("调整后的草案", required=True),
    ),
    effect="again",
    article=f"{LAW}第二十四条、第三十七条",
    main=True,
)
# A gate that was passed for another draft, or not as the law wants it, is passed again.
FROM_THE_START = Step(
    name="from_the_start",
    label="重新履行程序",
    suits="决策草案作重大调整，或者没有履行法定程序的，从公示起重新办理。",
    sources=(*(status for status in UNDECIDED if status != "drafted"), "postponed"),
    target="drafted",
    permission=ASSESS,
    facts=(reason("调整的内容，或者程序上的问题"), files("调整后的草案", required=True)),
    effect="again",
    met_as_taken=WRITTEN_HERE,
    cancels=("risk.publicity", "risk.hearing_papers", "risk.feedback", "risk.legality"),
    tells=(Hearer.LEAD, Hearer.CO),
    article=f"{LAW}第二十七条第二项、第三十七条",
    help="公示、听证、审查正在进行的，随即停止，草案在公示之前可以更正。",
)
WITHDRAW = Step(
    name="withdraw",
    label="撤回决策事项",
    suits="提出决策的单位不再提出的。",
    sources=(*UNDECIDED, "postponed"),
    target="withdrawn",
    permission=ASSESS,
    met_as_taken=WRITTEN_HERE,
    approval=APPROVE,
    facts=(reason("撤回理由"),),
)

STEPS = (GO_AHEAD, POSTPONE, REFUSE, ANNOUNCE, FULFIL, SUSPEND, COMPLETE, AGAIN, FROM_THE_START, WITHDRAW)
