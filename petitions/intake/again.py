"""What it means that a matter was put forward before: first, repeated, under way elsewhere or concluded, each with what
the law makes of it (信访工作条例 art. 19, 35, 36). Registration is never refused (art. 22, 44).
"""

from datetime import datetime

from governance.cases.intake.similar import Similar
from governance.frame.days import day_text
from governance.organisation.models import Unit

from ..models import Petition, Review
from ..models.days import limit_was_over
from ..models.last_word import can_be_appealed, had_the_last_word
from ..models.organs import is_above
from ..models.petition import PENDING

FIRST = "没有找到同一人、同一地点或者文字相近的信访件，按初次反映登记。"
OTHERS = "不同的人反映同一件事的，分别登记、分别答复；选“关联”，便于一并研究处理。"
UNSURE = "姓名相同，先核对是不是同一人：填上证件号或者电话，是同一人的，这里会认出来，再按下面的情形办理："
CONCLUDED = (
    "已经复核终结：照常登记，选“关联”。以同一事实和理由提出的不再受理，书面告知；有新的事实和理由的，写明后受理"
    "（《信访工作条例》第三十六条第三款）。"
)
UNDER_REVIEW = "{organ}正在{word}：照常登记，选“关联”，新的材料转给{organ}；不另行受理。"
MAY_APPEAL = (
    "已经答复，对答复不服的，{due}可以请求复查、复核：选“关联”，在那一件上登记请求，不另行受理"
    "（第三十五条、第三十六条）。"
)
ANSWERED = (
    "已经答复，请求复查的期限已过：选“关联”，按重复反映登记；逾期请求复查有理由的，写明理由登记请求（第三十五条）。"
)
PENDING_BELOW = (
    "{organ}已经受理，{due}，正在规定期限内办理：照常登记，选“关联”，"
    "本单位不予受理，告知信访人等候答复（第十九条第三款）。"
)
UNDER_WAY = "{organ}正在办理，{due}：照常登记；同一事项选“并入”，一并答复。"
OVERDUE = "{organ}超过期限没有答复，不能以正在办理为由不予受理（第十九条第三款）：选“关联”，登记后转送、督促办理。"
NOT_TAKEN_ON = "已经登记，还没有受理：同一事项选“并入”，办理的期限从先收到的一件起算，不重新起算。"
TURNED_AWAY = "以前{said}：照常登记，选“关联”；情况没有变化的，书面告知途径。"
WITHDRAWN = "以前由信访人撤回：可以再次提出，照常登记、办理。"
STOPPED = {"informed": "告知向有权处理的机关提出", "not_accepted": "不予受理"}


def meaning_of(found: Similar, unit: Unit, at: datetime) -> str:
    """What the earlier petition means for one that this unit is about to register."""
    if not found.same_person:
        return OTHERS
    petition: Petition = found.case.own
    said = _meaning(petition.merged_into.own if petition.merged_into else petition, unit, at)
    return said if found.certain else UNSURE + said


def _meaning(earlier: Petition, unit: Unit, at: datetime) -> str:
    if had_the_last_word([earlier.pk]):
        return CONCLUDED
    review = (
        Review.objects.filter(parent=earlier.pk, served_on=None, closed_at=None).select_related("lead_unit").first()
    )
    if review is not None:
        word = {"review": "复查", "recheck": "复核"}[review.kind]
        return UNDER_REVIEW.format(organ=review.lead_unit.short_name, word=word)
    if earlier.status == "withdrawn":
        return WITHDRAWN
    if earlier.status in STOPPED:
        return TURNED_AWAY.format(said=STOPPED[earlier.status])
    if earlier.served_on is not None:
        return MAY_APPEAL.format(due=_until(earlier)) if can_be_appealed(earlier) else ANSWERED
    return _under_way(earlier, unit, at)


def _under_way(earlier: Petition, unit: Unit, at: datetime) -> str:
    organ = earlier.lead_unit.short_name
    if earlier.accepted_on is None or earlier.status not in PENDING:
        return NOT_TAKEN_ON
    if limit_was_over(earlier, at):
        return OVERDUE.format(organ=organ)
    clock = earlier.clocks.filter(term_code__in=("petition.handle", "petition.simple_handle"), ended_at=None).first()
    due = f"期限到 {clock.due_said(day_text)}" if clock and clock.due else "期限依相应程序"
    below = is_above(unit, earlier.lead_unit)
    return (PENDING_BELOW if below else UNDER_WAY).format(organ=organ, due=due)


def _until(answered: Petition) -> str:
    terms = ("petition.review_apply", "petition.recheck_apply")
    asked = answered.clocks.filter(term_code__in=terms, ended_at=None).order_by("-pk").first()
    return f"{asked.due_said(day_text)} 前" if asked and asked.due else "在期限内"
