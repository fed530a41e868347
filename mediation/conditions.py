"""Conditions of law on a dispute or a track that step tables ask for; they only read the row they are given."""

from datetime import date, datetime, time

from governance.cases.workflow import FirstDay
from governance.cases.worktime import months_later
from governance.frame.days import office_day, office_moment

from .vocabulary import (
    COURT_REFERRALS,
    JUDICIAL,
    MEETS_AT,
    MEETS_BY,
    MEETS_IN,
    MEETS_WITH,
    MODES,
    ORGANISERS,
    PEOPLE,
    POLICE,
    PROCEDURES_OF,
    RECONCILIATION,
    TRACK_KINDS,
    TRACK_LABELS,
    is_major,
    is_referred,
    referred_by_court,
)


def was_agreed_before(track, facts) -> bool:
    """True if both parties agreed on an earlier day than that on which it is written down."""
    return facts.get("agreed_on") is not None


def _first_sitting(track):
    first = min(track.sessions.all(), key=lambda each: each.number, default=None)
    return office_day(first.held_at) if first is not None else None


# What must have happened before the days that the steps of a track write down.
# Where a track has ended, and where with an agreement that was performed.
TRACK_PERFORMED = ("performed", "archived", "reconciled", "on_spot")
TRACK_ENDED = (*TRACK_PERFORMED, "failed", "declined", "by_law")
ACCEPTED = FirstDay(lambda track: track.accepted_on, "受理日期")
SAT = FirstDay(_first_sitting, "第一次调解的日期")
SAT_LAST = FirstDay(lambda track: last_sitting(track) or track.accepted_on, "受理和最后一次调解的日期")
AGREED = FirstDay(lambda track: track.agreement.signed_on, "达成协议的日期")
IN_EFFECT = FirstDay(lambda track: track.agreement.effective_on, "协议生效日期")
ENDED = FirstDay(lambda track: track.ended_on, "调解结束日期")
APPLIED = FirstDay(lambda track: track.agreement.confirmation.applied_on, "申请日期")
CONFIRMED = FirstDay(lambda track: track.agreement.confirmation.decided_on, "人民法院确认的日期")
FILED = FirstDay(
    lambda track: track.agreement.confirmation.accepted_on or track.agreement.confirmation.applied_on, "申请、立案日期"
)


def why_before_report(track, moment) -> str:
    """Nothing is passed on before it was reported; empty if that fits."""
    clock = track.clocks.filter(term_code="police.misrouted", ended_at=None).first()
    return "移送时间不能早于接报时间。" if clock is not None and moment < clock.started_at else ""


def why_not_ended_so(track, ground: str) -> str:
    """Mediation does not end because somebody was told, unless they were; empty if that fits."""
    if ground == "false_claim" and referred_by_court(track) and track.status != "suspended":
        said = "发现可能是虚假调解的，先用“中止调解并报告”，审查以后再终止"
        return f"{said}（《关于人民法院特邀调解的规定》第十八条）。"
    if ground != "escalating":
        return ""
    told = (
        track.events.filter(step="report_police").exists() or track.parent.events.filter(step="report_police").exists()
    )
    return "" if told else "还没有报告公安机关：请先用“报告公安机关”登记报告的时间和情形（《人民调解法》第二十五条）。"


def why_not_told_to(track, code: str) -> str:
    """A court hears of what it has referred; empty if that fits."""
    if code == "court" and not referred_by_court(track):
        return "不是人民法院委派、委托的调解，向本调解组织报告。"
    return ""


def is_of_the_parties(track) -> bool:
    """True if the parties have asked for it themselves, and no organ waits for it back."""
    return not is_referred(track)


def taken_on_elsewhere(track) -> list:
    """What the police, a court or an administrative organ other than whoever referred it here have taken on or settled
    of the same dispute (若干规定 art. 22)."""
    others = track.parent.parts.exclude(kind=PEOPLE).exclude(status__in=("referred", "declined", "failed", "misrouted"))
    if is_referred(track):
        others = others.exclude(lead_unit=track.sender_unit_id)
    return [each for each in others.select_related("lead_unit").order_by("id") if not each.is_restricted]


def why_elsewhere(track, told: dict) -> dict[str, str]:
    """Why people's mediation does not take the dispute on unasked; empty where it may."""
    if told.get("elsewhere") or not (found := taken_on_elsewhere(track)):
        return {}
    named = "、".join(f"{each.lead_unit.short_name}（{TRACK_LABELS[each.kind]} {each.number}）" for each in found)
    sentence = (
        f"同一纠纷已由{named}受理或者解决。人民法院、公安机关、行政机关已经受理或者解决的，人民调解委员会不予受理"
        "（《人民调解工作若干规定》第二十二条），用“不予受理”告知其他途径；不是同一件事，或者受理机关同意由人民调解的，勾选这一项。"
    )
    return {"elsewhere": sentence}


def is_open_for_report(dispute) -> bool:
    """A dispute that is major now and of which no written report has gone out."""
    return (
        is_major(dispute)
        and dispute.reported_on is None
        and not dispute.clocks.filter(term_code="dispute.major_report", ended_at=None).exists()
    )


def has_both_sides(dispute) -> bool:
    """Somebody asks for mediation, and it is known of whom."""
    return {person.part for person in dispute.participants.all()} >= {"applicant", "respondent"}


def when_they_met(track, now) -> datetime:
    """When it was arranged, once that time has come."""
    if not (said := track.arranged.get(MEETS_AT)):
        return now
    day, at = said.split()
    return min(now, office_moment(date.fromisoformat(day), time.fromisoformat(at)))


def how_they_meet(track, on) -> str:
    """As it was arranged; else face to face."""
    codes = {words: code for code, words in MODES}
    return codes.get(track.arranged.get(MEETS_BY), MODES[0][0])


def who_comes(track, on) -> str:
    """Those with whom it was arranged; else everybody on both sides who has not withdrawn."""
    return track.arranged.get(MEETS_WITH) or "、".join(each.name for each in track.dispute.remaining)


def where_they_meet(track, on) -> str:
    """Where it was arranged; else most often at the organisation that mediates."""
    return track.arranged.get(MEETS_IN) or track.lead_unit.name


def copies_for_all(track, on) -> int:
    """A copy for each party, and one that the organisation keeps."""
    return min(20, max(2, len(track.people) + 1))


def track_of_unit(dispute, on) -> str:
    """The track on which the unit that holds the dispute mediates itself; people's mediation where it does on none."""
    kind = dispute.lead_unit.kind
    return next((track for track in (POLICE, JUDICIAL, RECONCILIATION) if kind in ORGANISERS[track]), PEOPLE)


def procedure_of_unit(dispute, on) -> str:
    """The procedure that is usual on that track."""
    return PROCEDURES_OF[track_of_unit(dispute, on)][0]


def several_ask(dispute) -> bool:
    """More than one applicant asks for mediation still."""
    return len(dispute.applicants) > 1


def why_not_by_all(dispute, told: dict) -> dict[str, str]:
    """Why the dispute does not end with this withdrawal; empty where all who asked for mediation have withdrawn."""
    if told.get("by_all") or not several_ask(dispute):
        return {}
    sentence = (
        f"还有 {len(dispute.applicants)} 名申请人，其中有人撤回的，其他人申请的调解继续进行，用“部分申请人撤回”。"
        "都已撤回的，请勾选这一项，并附上每个人的申请或者经其确认的记录。"
    )
    return {"by_all": sentence}


def why_not_judged_so(dispute, told: dict) -> dict[str, str]:
    """Why the judgement does not go with what happened: a risk rests on something, and nothing is beside nothing."""
    if "none" not in told["factors"]:
        return {}
    if len(told["factors"]) > 1:
        return {"factors": "选了“没有以上情形”的，不再选其他情形。"}
    return {} if told["risk"] == "low" else {"risk": "没有客观情形的，判为低风险。"}


def is_with_an_organ(dispute) -> bool:
    """True where an organ holds it, which may ask another one within its duties (个人信息保护法 art. 34)."""
    return dispute.lead_unit.kind not in ("village", "mediation")


def asked_abroad(dispute) -> bool:
    """True if somebody beyond the county was asked, who can answer."""
    return dispute.last_taken("ask_abroad") != ""


def every_track_has_ended(dispute) -> bool:
    """No track is still being mediated, performed or filed without its outcome."""
    return all(part.status in TRACK_ENDED for part in dispute.parts.all())


def performed_tracks(dispute) -> list:
    """The tracks that ended with an agreement that was performed, or that the police took as one that was."""
    tracks = (part.track for part in dispute.parts.all() if part.kind in TRACK_KINDS)
    return [track for track in tracks if track.status in TRACK_PERFORMED and not track.ending_ground]


def is_performed_somewhere(dispute) -> bool:
    """At least one track ended with an agreement that was performed."""
    return bool(performed_tracks(dispute))


def nothing_came_of_it(dispute) -> bool:
    """Nobody mediates in it, and nothing that was agreed has been performed."""
    return every_track_has_ended(dispute) and not is_performed_somewhere(dispute)


def is_ordinary(track) -> bool:
    """People's mediation that nobody has referred and no special law governs: one month."""
    return track.kind == PEOPLE and track.procedure == "general" and track.referral not in COURT_REFERRALS


def is_labour(track) -> bool:
    """Labour dispute: fifteen days from the application (劳动争议调解仲裁法 art. 14)."""
    return track.kind == PEOPLE and track.procedure == "labour" and not referred_by_court(track)


def is_medical(track) -> bool:
    """Medical dispute: thirty working days (医疗纠纷预防和处理条例 art. 38)."""
    return track.kind == PEOPLE and track.procedure == "medical" and not referred_by_court(track)


def by_own_authority(track) -> bool:
    """An administrative organ mediates what no court has referred, under the general rules."""
    return track.procedure == "general" and not referred_by_court(track)


def by_health_authority(track) -> bool:
    """The health authority mediates: thirty working days (医疗纠纷预防和处理条例 art. 42)."""
    return track.procedure == "medical" and not referred_by_court(track)


def delegated(track) -> bool:
    """Referred by a court before filing, or mediated together with one: thirty days."""
    together = track.kind == "judicial_mediation" and track.procedure == "pre_suit"
    return together or track.referral == "delegated_pre_filing"


def entrusted_ordinary(track) -> bool:
    """Referred by a court in the course of an ordinary procedure: fifteen days."""
    return track.referral == "entrusted_ordinary"


def entrusted_summary(track) -> bool:
    """Referred by a court in the course of a summary procedure: seven days."""
    return track.referral == "entrusted_summary"


def court_ordinary(track) -> bool:
    """The court itself mediates in an ordinary procedure: fifteen days."""
    return track.kind == "judicial_mediation" and track.procedure == "ordinary"


def court_summary(track) -> bool:
    """The court itself mediates in a summary procedure: seven days."""
    return track.kind == "judicial_mediation" and track.procedure == "summary"


def has_mediator(track) -> bool:
    """Somebody mediates who was not recused."""
    return any(row.until is None for row in track.mediators.all())


def has_session(track) -> bool:
    """The parties have met with the mediator since the court dismissed the agreement before, if it did."""
    fallen = [each.confirmation for each in track.agreements.all() if each.is_void and hasattr(each, "confirmation")]
    since = max((each.decided_on for each in fallen if each.decided_on), default=None)
    return any(since is None or office_day(each.held_at) >= since for each in track.sessions.all())


def have_agreed(track) -> bool:
    """The last sitting of the parties ended with both of one mind: what remains is to write it down."""
    return has_session(track) and max(track.sessions.all(), key=lambda each: each.number).result == "agreed"


def has_unperformed(track) -> bool:
    """Something promised is still owed."""
    agreement = track.agreement
    return agreement is not None and any(item.performed_on is None for item in agreement.items.all())


def is_performed(track) -> bool:
    """All that was promised is done."""
    agreement = track.agreement
    return agreement is not None and all(item.performed_on is not None for item in agreement.items.all())


def courts_confirm(track) -> bool:
    """Agreements of committees, and those reached before filing by invitation of a court; one reached after filing is
    examined by the court that entrusted it, which makes its own paper (特邀调解规定 art. 19, 20).
    """
    if track.kind == PEOPLE:
        return track.referral not in ("entrusted_ordinary", "entrusted_summary")
    return delegated(track)


def has_no_confirmation(track) -> bool:
    """Nobody has asked the court to confirm the agreement in force."""
    agreement = track.agreement
    return agreement is not None and not hasattr(agreement, "confirmation")


def waits_for_filing(track) -> bool:
    """The court has the application and has not said whether it takes it."""
    return waits_for_court(track) and track.agreement.confirmation.accepted_on is None


def waits_for_court(track) -> bool:
    """The court has the application and has not decided."""
    agreement = track.agreement
    return agreement is not None and hasattr(agreement, "confirmation") and not agreement.confirmation.result


def was_confirmed(track) -> bool:
    """The court's confirmation of the agreement in force stands."""
    agreement = track.agreement
    return agreement is not None and hasattr(agreement, "confirmation") and agreement.confirmation.result == "confirmed"


def why_not_in_a_year(track, told: dict) -> dict[str, str]:
    """Why nobody can have asked then that a confirmation be revoked, by the fact (司法确认程序规定 art. 10)."""
    known, asked = told["known_on"], told["asked_on"]
    last = months_later(known, 12)
    if asked < known:
        return {"asked_on": f"申请日期不能早于知道权益被侵害的日期 {known}。"}
    if asked > last:
        return {"asked_on": f"应当自知道权益被侵害之日起一年内申请，到 {last} 为止。"}
    return {"decided_on": f"决定日期不能早于申请日期 {asked}。"} if told["decided_on"] < asked else {}


def was_dismissed(track) -> bool:
    """The court has dismissed the application: the parties may change the agreement or make another."""
    agreement = track.agreement
    return agreement is not None and hasattr(agreement, "confirmation") and agreement.confirmation.result == "dismissed"


def owes_reply(track) -> bool:
    """The referrer has not been told the result in writing."""
    return is_referred(track) and track.replied_on is None


def has_no_reply_open(track) -> bool:
    """Nothing is owed to a referrer."""
    return not owes_reply(track)


def has_follow_up_open(track) -> bool:
    """A planned visit has not been made."""
    return track.follow_ups.filter(visited_on=None).exists()


def has_subsidy(track) -> bool:
    """A subsidy was claimed and is not decided."""
    return hasattr(track, "subsidy") and track.subsidy.state == "claimed"


def police_may_sit(track) -> bool:
    """Once in general, a second time at most (公安机关办理行政案件程序规定 art. 183)."""
    return track.sessions.count() < 2


def is_first_sitting(track) -> bool:
    """The sitting just recorded is the first."""
    return track.sessions.count() == 1


def last_sitting(track):
    """The day of the last sitting; None where nobody sat."""
    last = max(track.sessions.all(), key=lambda each: each.number, default=None)
    return office_day(last.held_at) if last is not None else None


def ends_after_the_sitting(track, facts) -> bool:
    """True if mediation is said to have failed later than when the parties last sat together."""
    told, sat = facts.get("ended_on"), last_sitting(track)
    return bool(told and sat and told > sat)


def is_fast(track) -> bool:
    """True where guilt is admitted and the case is to be tried fast (刑事诉讼法 art. 172)."""
    return track.procedure == "fast_track"


def waits_for_prosecution(track) -> bool:
    """The procuratorate has not said what becomes of the criminal case."""
    return track.clocks.filter(term_code__in=("criminal.prosecution", "criminal.fast"), ended_at=None).exists()


def has_no_subsidy(track) -> bool:
    """No subsidy was claimed, or the last claim was refused."""
    return not hasattr(track, "subsidy") or track.subsidy.state == "refused"


def is_claimed_here_alone(track) -> bool:
    """No other track of the dispute is paid for: one dispute is paid for once."""
    return not track.dispute.subsidies.exclude(state="refused").exclude(track=track).exists()


def has_approved_subsidy(track) -> bool:
    """The subsidy is on the list of a month and not paid."""
    return hasattr(track, "subsidy") and track.subsidy.state == "approved"
