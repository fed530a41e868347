"""What the steps after an agreement do: performance, visits, the court, the file; they return the fields they set."""

from datetime import time

from django.db.models import Min

from governance.cases import deadlines
from governance.frame.days import office_moment
from governance.frame.refusals import FactMissing

from ..models import Confirmation, FollowUp
from ..vocabulary import JUDICIAL, PERFORMS
from .effects import subject_of

PERFORM, CASE, NOON = "mediation.perform", "police.case", time(12)


def record_performance(track, *, act, facts):
    """One promise is kept; its clock ends on the day it was."""
    item = facts["item"]
    # Recorded late is not performed late.
    deadlines.meet(track, PERFORM, subject=subject_of(item), at=min(act.at, _perform(item, facts)))
    return []


def _perform(item, facts, *also: str):
    """The promise stands as kept, with its proof; says when that was."""
    item.performed_on, item.proof = facts["performed_on"], facts["proof"]
    item.save(update_fields=["performed_on", "proof", *also])
    return office_moment(item.performed_on, NOON)


def correct_breach(track, *, act, facts):
    """The promise was kept before anybody found that it was not: nothing was found, and its clock ended on that day.

    What nobody broke gives the police no case to decide; what else was broken does, with all that it was granted.
    """
    item = facts["item"]
    item.breached_on = None
    kept_at = _perform(item, facts, "breached_on")
    deadlines.ended_then(track, PERFORM, subject=subject_of(item), at=kept_at)
    since = _unperformed_since(track)
    if since is not None:
        _count_case_from(track, since, act, forgives=True)
    elif clock := deadlines.cancel(track, CASE, at=kept_at):
        act.told.append(["期限终止", clock.name])
    return []


def _count_case_from(track, since, act, *, forgives: bool) -> None:
    """The time of the police's case, where one runs, counts from that day; the history says from which day to which."""
    clock = deadlines.running(track, CASE)
    if clock is None or clock.start_on == since:
        return
    for moved, due in deadlines.redate(
        track, (CASE,), former=clock.start_on, since=since, at=act.at, forgives=forgives
    ):
        act.told.append([moved.name, f"原到期日 {due or '停表中'}，现到期日 {moved.due_said() or '停表中'}"])


def record_breach(track, *, act, facts):
    """One promise was not kept in time."""
    item, day = facts["item"], facts["breached_on"]
    if day <= item.due_on:
        raise FactMissing({"breached_on": f"这一项的履行期限是 {item.due_on}，届满之后才能认定未履行。"})
    item.breached_on = day
    item.save(update_fields=["breached_on"])
    facts["unperformed_since"] = since = _unperformed_since(track)
    running = deadlines.running(track, CASE)
    # What was broken first may be found last.
    if running is not None and since < running.start_on:
        _count_case_from(track, since, act, forgives=False)
    # Written down late is not found late.
    deadlines.meet(track, PERFORM, subject=subject_of(item), at=min(act.at, office_moment(day, NOON)))
    return []


def _unperformed_since(track):
    """The last day of the promise that was broken first: not the day on which somebody found so or wrote it down."""
    return track.agreement.items.exclude(breached_on=None).aggregate(first=Min("due_on"))["first"]


def plan_follow_up(track, *, act, facts):
    """A visit is planned for a day, with its clock."""
    day = facts["planned_on"]
    if day <= act.day:
        raise FactMissing({"planned_on": "回访日期应当晚于今天。"})
    FollowUp.objects.create(track=track, planned_on=day)
    deadlines.start(track, "mediation.follow_up", since=act.day, at=act.at, amount=(day - act.day).days)
    return []


def follow_up(track, *, act, facts):
    """The visit is recorded: the planned one if there is one, or one more."""
    visit = track.follow_ups.filter(visited_on=None).first() or FollowUp(track=track)
    for name in ("visited_on", "method", "satisfaction"):
        setattr(visit, name, facts[name])
    visit.performs = facts["performing"] == PERFORMS if "performing" in facts else None
    visit.escalation_signs = facts.get("escalation_signs") or ""
    visit.note = facts["content"]
    visit.save()
    return []


def apply_confirmation(track, *, act, facts):
    """Both parties have applied to the court, within thirty days of effect and in a matter that courts confirm."""
    if facts["bar"] != "none":
        raise FactMissing(
            {"bar": "具有这种情形的，人民法院不予受理；请告知当事人其他途径（民事诉讼法司法解释第三百五十五条）。"}
        )
    agreement = track.agreement
    day = facts["applied_on"]
    clock = clock_to_apply(track)
    if day > clock.due:
        raise FactMissing(
            {
                "applied_on": f"自协议生效之日起{clock.term.length}内共同申请，期限至 {clock.due_said()}，已经届满"
                "（《人民调解法》第三十三条）；当事人可以就协议的履行或者内容向人民法院起诉。"
            }
        )
    inviting = inviting_court(track)
    if inviting is not None and facts["court"] != inviting:
        raise FactMissing(
            {
                "court": f"人民法院邀请先行调解的，向作出邀请的人民法院申请：{inviting.name}"
                "（《民事诉讼法》第二百零五条第一项）。"
            }
        )
    Confirmation.objects.create(agreement=agreement, court=facts["court"], applied_on=day)
    return []


def inviting_court(track):
    """The court that invited to mediate before filing; ``None`` where none did."""
    if track.kind == JUDICIAL:
        return track.lead_unit
    return track.sender_unit if track.referral == "delegated_pre_filing" else None


def record_filing(track, *, act, facts):
    """The court has taken the application; its thirty days run from then."""
    confirmation = track.agreement.confirmation
    confirmation.accepted_on = facts["filed_on"]
    confirmation.save(update_fields=["accepted_on"])
    return []


def clock_to_apply(track):
    """The clock that counts the days in which both may go to court."""
    return track.clocks.filter(term_code="mediation.confirm_apply").latest("id")


def record_confirmation(track, *, act, facts):
    """The court's ruling stands beside the agreement."""
    confirmation = track.agreement.confirmation
    if facts["result"] != "dismissed" and facts.get("ground"):
        raise FactMissing({"ground": "只有裁定驳回申请的，才选择驳回情形。"})
    for name in ("result", "decided_on", "ruling_number"):
        setattr(confirmation, name, facts[name])
    confirmation.ground = facts.get("ground") or ""
    confirmation.save(update_fields=["result", "decided_on", "ruling_number", "ground"])
    return []


def record_revocation(track, *, act, facts):
    """An agreement whose confirmation was revoked is enforced no more; it stands between the parties as before."""
    if facts["revoked"] == "revoked":
        confirmation = track.agreement.confirmation
        confirmation.result = "revoked"
        confirmation.save(update_fields=["result"])
    return []


def mediate_again(track, *, act, facts):
    """The dismissed agreement binds no more."""
    agreement = track.agreement
    agreement.is_void = True
    agreement.save(update_fields=["is_void"])
    track.ended_on = None
    return ["ended_on"]


def end_after_breach(track, *, act, facts):
    """The parties go to court; the agreement stays in the record as it is."""
    facts["unperformed_since"] = _unperformed_since(track)
    return []


EFFECTS = {
    "record_performance": record_performance,
    "record_breach": record_breach,
    "correct_breach": correct_breach,
    "plan_follow_up": plan_follow_up,
    "follow_up": follow_up,
    "apply_confirmation": apply_confirmation,
    "record_filing": record_filing,
    "record_confirmation": record_confirmation,
    "record_revocation": record_revocation,
    "mediate_again": mediate_again,
    "end_after_breach": end_after_breach,
}
