"""What a grid event becomes that is a matter of another kind. Plain Python."""

from dataclasses import replace
from typing import Any

from governance.cases.common_facts import reason
from governance.cases.workflow import HANDED_ON, Fact, Guard, Hearer, Step

from ..conditions import has_people, is_clue, is_hazard
from ..vocabulary import DUTIES, HAZARD_PLACES, HAZARDS, PETITIONS


def _becomes(name: str, noun: str, *facts: Fact, guard: Guard, **said: Any) -> Step:
    """The event ends as a matter of another kind."""
    return Step(
        name=name,
        label=f"转为{noun}",
        sources=("reported", "handling"),
        target="converted",
        permission="cases.route_case",
        facts=facts,
        guards=(guard,),
        met_as_taken=HANDED_ON,
        cancels=DUTIES,
        effect=name,
        tells=(Hearer.FIRST,),
        **said,
    )


BY_WHOM = Fact("unit", "登记单位", "unit", required=False, help="不选则由本单位登记。")

REFER_TO_MEDIATION = _becomes(
    "refer_to_mediation",
    "矛盾纠纷",
    replace(BY_WHOM, help="不选则由本单位登记并组织调解。"),
    reason("纠纷情况"),
    guard=Guard(is_clue, "只有纠纷线索可以转为矛盾纠纷。"),
    suits="其实是双方当事人的纠纷、需要调解的。",
    help="转为矛盾纠纷后按调解办理，本件随之办结，结果会写回这里。",
)

REFER_TO_PETITION = _becomes(
    "refer_to_petition",
    "信访件",
    Fact("petition_class", "事项性质", "choice", choices=PETITIONS),
    BY_WHOM,
    reason("诉求概况"),
    guard=Guard(has_people, "没有登记反映人的，不能转为信访件。"),
    suits="反映人提出信访请求的。",
    help="转为信访件按信访程序办理，本件随之办结。检举控告请反映人直接向信访窗口提出，不从事件转。",
)

REFER_TO_HAZARD = _becomes(
    "refer_to_hazard",
    "安全隐患",
    Fact("hazard_kind", "隐患类型", "choice", choices=HAZARDS),
    Fact("place_kind", "场所类型", "choice", choices=HAZARD_PLACES),
    BY_WHOM,
    reason("隐患情况"),
    guard=Guard(is_hazard, "只有隐患类事件可以转为安全隐患。"),
    suits="当场解决不了、需要限期整改和复查的安全隐患。",
    help="转为安全隐患办理，本件随之办结。",
)
