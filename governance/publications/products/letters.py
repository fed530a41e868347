"""The letter of responsibility (责任书) of a year: what the scheme in force wants of each unit of its kind.

《江西省社会管理综合治理体系建设规划纲要》三（八）: signed at new year, held against what came of it at the end.
"""

from collections.abc import Iterator

from governance.assessment.models import Scheme
from governance.assessment.schemes.assessed import KINDS, units_of
from governance.assessment.scoring import HAND, VETO, WAYS, ScoredItem

from ..body import table
from .scored import DASH

# So the scheme says of a number that was delivered and that the county may set otherwise: a letter leaves it out.
SUGGESTED = "出厂为建议值"


def kinds_of(scheme: Scheme) -> str:
    """For whom it is."""
    return "、".join(dict(KINDS)[kind] for kind in scheme.unit_kinds)


def letter(scheme: Scheme) -> str:
    """The text part by part."""
    return "\n".join(_parts(scheme))


def _parts(scheme: Scheme) -> Iterator[str]:
    items = scheme.asked
    yield "= 一、责任单位"
    yield "、".join(unit.short_name for unit in units_of(scheme)) + "。单位主要负责人是第一责任人。"
    yield "= 二、年度目标"
    yield f"按照{scheme.year}年“{scheme.name}”（第 {scheme.edition} 版），依据：{scheme.basis}。"
    head = ["目标", "分值", "怎么计分", "依据"]
    ways = dict(WAYS)
    asked = [each for each in items if each.way != VETO]
    yield table(head, [[each.text, each.weight or DASH, each.rule or ways[each.way], _basis(each)] for each in asked])
    if vetoes := [each for each in items if each.way == VETO]:
        yield "= 三、一票否决"
        yield table(["情形", "依据"], [[each.text, _basis(each)] for each in vetoes])
    yield f"= {'四' if vetoes else '三'}、年终考核"
    yield (
        "年终按本方案逐项对照，数字由系统按各项的规则统计并冻结，本单位可以查看每个数字后面的事项；"
        f"对结果有异议的，在结果冻结、通知本单位之日起 {scheme.objection_days} 日内提出。期间内没有应办的项目不计。"
    )
    if any(each.way == HAND for each in items):
        yield "由人工评分的项目，扣分写明理由并附依据。"
    yield "本责任书自各单位签收之日起生效，签收情况由系统记录。"


def _basis(item: ScoredItem) -> str:
    return "；".join(part for part in item.basis.split("；") if SUGGESTED not in part)
