"""What only a supervision paper can say of itself."""

from governance.cases.registry import Described


def describe(paper) -> Described:
    """The unit, the ground, who signed it and when, and the paper before it."""
    facts = [("责任单位", paper.target_unit.name), ("事由", paper.get_ground_display())]
    if paper.signed_on:
        facts.append(("签发", f"{paper.signed_by.name} {paper.signed_on}"))
    if paper.former_id:
        facts.append(("上一级文书", f"{paper.former.get_rung_display()} {paper.former.number}"))
    if paper.decision_number:
        facts.append(("委员会决定", f"{paper.decision_number} {paper.decided_on}"))
    texts = [("情况", paper.summary)]
    if paper.requirement:
        texts.append(("督办要求", paper.requirement))
    return Described(tags=[paper.get_rung_display()], facts=facts, texts=texts)


def describe_led(led) -> Described:
    """One matter, one leader, one team, one plan, one date (五个一)."""
    facts = [
        ("所包事项", led.subject.number),
        ("包案领导", str(led.leader)),
        ("化解期限", str(led.promised_on)),
    ]
    if led.passed_from_id:
        facts.append(("原包案领导", f"{led.passed_from}，{led.passed_on} 移交"))
    texts = [("事项概况", led.summary)]
    texts += [(label, text) for label, text in (("工作方案", led.plan), ("工作班子", led.team)) if text]
    if led.result:
        texts.append(("化解结果", led.result))
    return Described(tags=["主要领导包案"] if led.leader.is_head else [], facts=facts, texts=texts)


def describe_meeting(meeting) -> Described:
    """Whose meeting of which month, and how it was held."""
    facts = [("召集单位", meeting.convener.name), ("月份", f"{meeting.month.year}年{meeting.month.month}月")]
    if meeting.held_on:
        facts += [("召开日期", str(meeting.held_on)), ("主持人", meeting.chair)]
    texts = [("会议内容", meeting.summary)]
    if meeting.attendees:
        texts.append(("参加人员", meeting.attendees))
    return Described(facts=facts, texts=texts)
