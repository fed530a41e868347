"""What only mediation can say of its cases: short words for the head, facts as label and text."""

from governance.cases.registry import Described

from .vocabulary import NOT_REFERRED, is_major


def describe_dispute(dispute) -> Described:
    """Grade, source, scale and sum of a dispute."""
    facts = [
        ("来源", dispute.get_source_display()),
        ("规模", f"{dispute.get_scale_display()}，涉及 {dispute.people_count} 人"),
    ]
    if dispute.amount is not None:
        facts.append(("涉及金额", f"{dispute.amount:,.2f} 元"))
    if dispute.solved_level:
        facts.append(("化解层级", dispute.get_solved_level_display()))
    tags = [dispute.get_grade_display()] if is_major(dispute) or dispute.grade == "larger" else []
    if dispute.risk:
        tags.append(dispute.get_risk_display())
    return Described(tags=tags, facts=facts, texts=[("纠纷概况", dispute.summary)])


def describe_track(track) -> Described:
    """Procedure, referral and mediators of a track."""
    facts = [("适用程序", track.get_procedure_display())]
    tags = []
    if track.referral != NOT_REFERRED:
        tags.append(track.get_referral_display())
        facts.append(("委派委托单位", track.sender_unit.name))
    if track.partners:
        tags.append("联合调解")
    serving = [row.mediator.name for row in track.mediators.filter(until=None).select_related("mediator")]
    facts.append(("调解员", "、".join(serving) or "尚未确定"))
    if track.accepted_on:
        facts.append(("受理（签收）日期", str(track.accepted_on)))
    if track.ending_ground:
        facts.append(("终止情形", track.get_ending_ground_display()))
    return Described(tags=tags, facts=facts, texts=[("纠纷概况", track.summary)])
