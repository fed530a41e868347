"""What the page of a petition says beyond what every case says."""

from governance.cases.registry import Described
from governance.frame.days import day_text

from .models import Petition


def describe(petition: Petition) -> Described:
    """Channel and class as short words, the answers of the law as facts, what is wanted and why as texts."""
    tags = [petition.get_channel_display(), petition.get_petition_class_display()]
    if petition.procedure == Petition.Procedure.SIMPLIFIED:
        tags.append("简易办理")
    if petition.is_urgent:
        tags.append("重大、紧急")
    if petition.is_collective:
        tags.append(f"集体走访 {petition.people_count} 人")
    tags.append("重复反映" if petition.is_repeat else "初次反映")
    facts = []
    if petition.route:
        facts.append(("办理途径", petition.get_route_display()))
    if petition.complained_unit:
        facts.append(("被投诉单位", petition.complained_unit.name))
    if petition.accused_unit:
        facts.append(("被检举控告单位", petition.accused_unit.name))
    if petition.accused_names:
        facts.append(("被检举控告人员", petition.accused_names))
    if petition.accused_unknown:
        facts.append(("被检举控告对象", "未指明"))
    if petition.accepted_on:
        facts.append(("受理日期", day_text(petition.accepted_on)))
    if petition.outcome:
        facts.append(("处理结论", petition.get_outcome_display()))
    if petition.adopted:
        facts.append(("采纳情况", petition.get_adopted_display()))
    if petition.served_on:
        facts.append(("送达日期", day_text(petition.served_on)))
    if petition.rating:
        facts.append(("满意度评价", petition.get_rating_display()))
    if petition.office_rating:
        facts.append(("对登记、转送单位的评价", petition.get_office_rating_display()))
    texts = [("诉求", petition.summary)]
    if petition.facts_and_reasons:
        texts.append(("事实和理由", petition.facts_and_reasons))
    return Described(tags, facts, texts)
