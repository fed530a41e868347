"""What the steps of a track do until mediation ends; they return the names of fields they set."""

from dataclasses import replace
from datetime import timedelta

from governance.cases import deadlines
from governance.cases.history import write_event
from governance.cases.steps import actions, locking, secrecy
from governance.frame.days import minute_text, office_day, office_moment
from governance.frame.refusals import FactMissing
from governance.organisation.models import User

from ..conditions.agreements import found_broken, is_performed
from ..conditions.sittings import last_sitting
from ..models import Agreement, PerformanceItem, Session, TrackMediator
from ..organisations.rules import mediator_for
from ..vocabulary import PAYING, is_major, is_referred

# Another sitting of the police, and their own case.
SECOND, CASE = "mediation.police_second", "police.case"


def accept(track, *, act, facts):
    """Whoever accepts handles it until a mediator is named; what was accepted has been there since that day."""
    if facts["accepted_on"] < office_day(track.opened_at):
        track.opened_at = office_moment(facts["accepted_on"])
    if track.handler_id is None and act.actor is not None:
        track.handler = act.actor
    return ["handler", "opened_at"]


def accept_by_police(track, *, act, facts):
    """What the law excludes is not mediated (公安机关办理行政案件程序规定 art. 179)."""
    _check_exclusion(facts)
    return accept(track, act=act, facts=facts)


def mediate_on_spot(track, *, act, facts):
    """The quarrel was settled and made good on the spot, and nobody is punished (art. 178, 185)."""
    _check_exclusion(facts)
    on = office_day(facts["held_at"])
    if on < office_day(track.opened_at):
        raise FactMissing({"held_at": "调解时间不能早于收到的日期。"})
    track.accepted_on = track.ended_on = on
    return ["accepted_on", "ended_on"]


def _check_exclusion(facts) -> None:
    if facts["exclusion"] != "none":
        raise FactMissing(
            {"exclusion": "具有这种情形的，不适用调解处理（《公安机关办理行政案件程序规定》第一百七十九条）。"}
        )


def accept_by_procuratorate(track, *, act, facts):
    """Only what the law lets the parties settle is taken on (刑事诉讼法 art. 288)."""
    if facts["exclusion"] != "none":
        raise FactMissing({"exclusion": "具有这种情形的，不适用当事人和解（《刑事诉讼法》第二百八十八条）。"})
    if facts["transferred_on"] > facts["accepted_on"]:
        raise FactMissing({"transferred_on": "收到移送起诉案件的日期不能晚于受理日期。"})
    track.procedure = facts.get("procedure") or track.procedure
    return [*accept(track, act=act, facts=facts), "procedure"]


def record_prosecution(track, *, act, facts):
    """What was promised is performed before leniency, or secured with the victim's consent (规则 art. 499)."""
    signed = track.agreement.signed_on
    if facts["decided_on"] < signed:
        raise FactMissing({"decided_on": f"处理决定的日期不能早于达成协议的日期 {signed}。"})
    if facts["decision"] != "prosecuted" and not is_performed(track) and not facts.get("secured"):
        raise FactMissing(
            {
                "secured": "约定的事项还没有履行完毕：赔偿损失至迟在作出从宽处理决定前履行；分期履行的，须提供有效担保"
                "并经被害人同意（《人民检察院刑事诉讼规则》第四百九十九条）。"
            }
        )
    if facts.get("minor") and facts["decision"] != "not_prosecuted":
        raise FactMissing({"minor": "决定不起诉的才在这里封存；判决生效以后的封存由人民法院、人民检察院办理。"})
    return seal_of_a_minor(track, act=act, facts=facts)


def seal_of_a_minor(track, *, act, facts):
    """The record of a minor is known to those alone who deal with it, with the dispute that names them (art. 59)."""
    if not facts.get("minor") or track.is_restricted:
        return []
    whole, beside = locking.lock(track.parent), replace(act, told=[])
    changed = secrecy.conceal(whole, beside, whole.handler, covered=frozenset({track.pk}))
    write_event(whole, step="restrict", label="限制知悉", act=beside, facts={"told": beside.told})
    whole.version += 1
    whole.save(update_fields=[*changed, "version"])
    return secrecy.conceal(track, act, track.handler, act.actor)


def decline(track, *, act, facts):
    """Mediation did not begin; a referrer has had the answer."""
    track.ended_on = facts["done_on"] or act.day
    if is_referred(track):
        track.replied_on = act.day
    return ["ended_on", "replied_on"]


def move_on(track, *, act, facts):
    """The station that is competent has the matter since then."""
    track.ended_on = office_day(facts["moved_at"])
    return ["ended_on"]


def accept_settlement(track, *, act, facts):
    """What the parties have settled and performed elsewhere ends the case (art. 186), unless art. 179 excludes it."""
    _check_exclusion(facts)
    if facts["applied_on"] < facts["performed_on"]:
        raise FactMissing({"applied_on": "协议履行之后，双方当事人才能提出书面申请（第一百八十六条）。"})
    found = found_broken(track)
    if found is not None and facts["performed_on"] < found:
        raise FactMissing({"performed_on": f"本件的协议 {found} 认定没有履行，履行完毕的日期不能更早。"})
    track.ended_on = act.day
    return ["ended_on"]


def name_mediator(track, *, act, facts):
    """The mediator serves on the track, and handles it if they have a login and no other mediator does."""
    chosen = facts["mediator"]
    mediator = mediator_for(chosen, track.lead_unit, on=act.day) if isinstance(chosen, User) else chosen
    before = track.mediators.filter(mediator=mediator).first()
    if before is not None and before.recusal_ground:
        ground = before.get_recusal_ground_display()
        raise FactMissing({"mediator": f"{mediator.name}已经回避（{ground}），不能再担任本案调解员。"})
    if before is not None:
        raise FactMissing({"mediator": f"{mediator.name}已经是本案调解员。"})
    if mediator.user_id in track.recused:
        raise FactMissing({"mediator": f"{mediator.name}在这件纠纷中应当回避，不能担任本案调解员。"})
    first = not track.mediators.filter(until=None).exists()
    TrackMediator.objects.create(track=track, mediator=mediator, chosen_by=facts["chosen_by"], since=act.day)
    if first and mediator.user_id:
        track.handler = mediator.user
    return ["handler"]


def recuse(track, *, act, facts):
    """The mediator has left the track for good, and takes no step in it under any login."""
    row = facts["mediator"]
    if row.mediator.user_id:
        track.keep_out(row.mediator.user_id, act.at)
    row.until, row.recusal_ground = act.day, facts["ground"]
    row.save(update_fields=["until", "recusal_ground"])
    if track.handler_id is not None and track.handler_id == row.mediator.user_id:
        following = track.mediators.filter(until=None, mediator__user__isnull=False).first()
        track.handler = following.mediator.user if following else None
    if facts.get("successor"):
        name_mediator(track, act=act, facts={"mediator": facts["successor"], "chosen_by": "appointed"})
    return ["handler"]


def arrange_session(track, *, act, facts):
    """The parties know of a sitting that lies ahead."""
    if facts["meets_at"] <= act.at:
        raise FactMissing({"meets_at": "约定时间应当晚于现在；已经调解过的，用“记录调解”。"})
    return []


def hold_session(track, *, act, facts):
    """The sitting stands in the record of the track."""
    last = track.sessions.order_by("-number").first()
    if last is not None and facts["held_at"] <= last.held_at:
        raise FactMissing({"held_at": f"调解时间应当晚于上一次调解 {minute_text(last.held_at)}。"})
    told = ("held_at", "mode", "place", "attendants", "content", "result")
    Session.objects.create(track=track, number=(last.number if last else 0) + 1, **{name: facts[name] for name in told})
    return []


def hold_police_session(track, *, act, facts):
    """A second sitting only within seven working days of the first (art. 183), whenever it is written down."""
    clock = track.clocks.filter(term_code=SECOND).last()
    if clock is not None and office_day(facts["held_at"]) > clock.due:
        raise FactMissing(
            {
                "held_at": f"再次调解应当在第一次调解后的{clock.term.length}内完成，期限至 {clock.due_said()}，已经届满"
                "（《公安机关办理行政案件程序规定》第一百八十三条）。"
            }
        )
    return hold_session(track, act=act, facts=facts)


def sign_agreement(track, *, act, facts):
    """The agreement stands with what was promised, each with its own clock; the dispute knows of it."""
    _check_agreement(track, facts)
    agreement = Agreement.objects.create(
        track=track,
        **{name: facts[name] for name in ("form", "signed_on", "effective_on", "content", "copies")},
        facts=facts.get("facts") or "",
        place=facts.get("place") or "",
    )
    for position, row in enumerate(facts["items"], start=1):
        item = PerformanceItem(agreement=agreement, position=position, **row)
        if item.manner == PerformanceItem.Manner.AT_ONCE:
            item.performed_on, item.proof = agreement.signed_on, "达成协议时当场履行"
        item.save(force_insert=True)
        if item.performed_on is None:
            start_performance(track, item, act)
    track.ended_on = facts["signed_on"]
    dispute = track.dispute
    if dispute.closed_at is None:
        actions.take_step(dispute, "settle", actor=None, at=act.at, replay=act.replay)
    return ["ended_on"]


def sign_police_agreement(track, *, act, facts):
    """No agreement before the police once they could not sit again, but what was agreed as they sat (art. 183)."""
    possible, sat = track.clocks.filter(term_code=SECOND).last(), track.sessions.order_by("number").last()
    last = max(office_day(sat.held_at), possible.due) if possible else office_day(sat.held_at)
    if facts["signed_on"] > last and sat.result != "agreed":
        raise FactMissing(
            {
                "signed_on": f"治安调解到 {last} 为止，此后不能再调解达成协议，依法处理；当事人自行和解或者经人民调解"
                "达成协议并履行的，双方书面申请认可（《公安机关办理行政案件程序规定》第一百八十三条、第一百八十六条）。"
            }
        )
    return sign_agreement(track, act=act, facts=facts)


def start_performance(track, item: PerformanceItem, act) -> None:
    """The clock of one promise runs to the agreed day."""
    effective = item.agreement.effective_on
    days = max((item.due_on - effective).days, 1)
    since = item.due_on - timedelta(days=days)
    deadlines.start(track, "mediation.perform", since=since, at=act.at, amount=days, subject=subject_of(item))


def subject_of(item: PerformanceItem) -> str:
    """Which promise the clock is about; what was promised is not for everybody who sees that a clock runs."""
    return f"第{item.position}项"


def _check_agreement(track, facts) -> None:
    """Dates in order, and nothing left unclear that a court would dismiss (民事诉讼法司法解释 art. 358)."""
    errors = {}
    signed, effective = facts["signed_on"], facts["effective_on"]
    if effective < signed:
        errors["effective_on"] = "生效日期不能早于达成（签名）日期（《人民调解法》第二十九条、第三十条）。"
    elif facts["form"] == "oral" and effective != signed:
        errors["effective_on"] = "口头协议自达成协议之日起生效（《人民调解法》第三十条）。"
    owing = any(row["manner"] != "at_once" for row in facts["items"])
    grave = is_major(track.dispute)
    if facts["form"] == "oral" and (owing or grave) and not facts.get("unwritten"):
        why = "纠纷重大、疑难" if grave else "协议有没有当场履行的民事权利义务"
        errors["unwritten"] = (
            f"{why}，请先问双方当事人是否制作协议书；双方认为无需制作的，勾选这一项"
            "（《人民调解法》第二十八条、《人民调解工作若干规定》第三十四条）。"
        )
    for place, row in enumerate(facts["items"]):
        if row["manner"] == "at_once":
            row["due_on"] = row["due_on"] or signed
        if row["due_on"] is None:
            errors[f"items-{place}-due_on"] = "请填写履行期限。"
        elif row["due_on"] < effective and row["manner"] != "at_once":
            errors[f"items-{place}-due_on"] = f"履行期限不能早于协议生效日期 {effective}。"
        if row["manner"] in PAYING and row.get("amount") is None:
            errors[f"items-{place}-amount"] = "给付金钱的，请写明金额；金额不明确的，法院不予司法确认。"
        elif row.get("amount") is not None and row["amount"] == 0:
            errors[f"items-{place}-amount"] = "金额应当大于零。"
        if row["manner"] == "at_once" and row["due_on"] != signed:
            errors[f"items-{place}-due_on"] = "当场履行的，履行期限就是达成协议的日期。"
    if errors:
        raise FactMissing(errors)


def terminate(track, *, act, facts):
    """Mediation ended on that day without an agreement, and a referrer has the result with the papers."""
    track.ended_on = facts["ended_on"] = facts.get("ended_on") or act.day
    if is_referred(track):
        track.replied_on = act.day
    return ["ended_on", "replied_on"]


def terminate_police(track, *, act, facts):
    """The time of the case runs from the day on which mediation failed (公安机关办理行政案件程序规定 art. 185).

    That is the day of the last sitting, or a later one that is told and not after the last day on which another sitting
    was possible. Where nobody ever sat, it has run since the case was accepted (art. 165).
    """
    possible = track.clocks.filter(term_code=SECOND).last()
    if possible is None:
        deadlines.start(track, CASE, since=track.accepted_on, at=act.at)
        return terminate(track, act=act, facts=facts)
    told = facts.get("ended_on") or last_sitting(track)
    if told > possible.due:
        raise FactMissing(
            {
                "ended_on": f"再次调解的期限 {possible.due_said()} 届满，此后不能再调解：终止日期不能晚于这一天"
                "（《公安机关办理行政案件程序规定》第一百八十三条、第一百八十五条）。"
            }
        )
    facts["ended_on"] = told
    return terminate(track, act=act, facts=facts)


def reply_referrer(track, *, act, facts):
    """The referrer has the result in writing."""
    track.replied_on = act.day
    return ["replied_on"]


EFFECTS = {
    "accept": accept,
    "accept_by_police": accept_by_police,
    "mediate_on_spot": mediate_on_spot,
    "accept_by_procuratorate": accept_by_procuratorate,
    "record_prosecution": record_prosecution,
    "seal_of_a_minor": seal_of_a_minor,
    "decline": decline,
    "move_on": move_on,
    "accept_settlement": accept_settlement,
    "name_mediator": name_mediator,
    "recuse": recuse,
    "arrange_session": arrange_session,
    "hold_session": hold_session,
    "hold_police_session": hold_police_session,
    "sign_agreement": sign_agreement,
    "sign_police_agreement": sign_police_agreement,
    "terminate": terminate,
    "terminate_police": terminate_police,
    "reply_referrer": reply_referrer,
}
