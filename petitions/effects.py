"""What petition steps do beyond columns, clocks and papers; returns the names of the fields that were set."""

from datetime import date, timedelta

from django.db.models import Q

from governance.cases import access, deadlines
from governance.cases.models import Case, CaseLink, Participant
from governance.cases.people.same import of_same_people
from governance.cases.steps import correcting, elsewhere, locking, notices, secrecy
from governance.cases.steps import effects as common
from governance.frame.refusals import FactMissing, StepNotPossible
from governance.organisation.models import Post
from governance.organisation.standing import standing_of

from .models import Petition, Review
from .reviews.elsewhere import check_recorded
from .reviews.hearings import EFFECTS as HEARINGS
from .reviews.opening import open_review, use_right
from .steps.accusations import CHECK
from .steps.accusations import NOTICE as ACCUSER_TOLD
from .steps.intake import OWED_BY_THE_COMPETENT, SIMPLE_TERMS
from .steps.oversight import UNDER_WAY, UPWARD
from .steps.rating import FOLLOW_UP_TERM
from .texting import agreeing
from .vocabulary import (
    ANSWERED,
    MANY,
    SHARE,
    ends_with_opinion,
    goes_on_sixty_days,
    is_accusation,
    is_simple,
    is_simplified,
    runs_sixty_days,
)

OWED_AT_THE_END = {
    "petition.urgent_report": "重大、紧急情况还没有报告",
    UPWARD: "信访部门还没有报告上一级信访部门",
    "petition.assign_report": "交办事项还没有提交办结报告",
    "petition.advice_answer": "改进建议还没有书面反馈采纳情况",
    "petition.follow_up": "不满意的评价还没有回访",
    "petition.execution": "支持的信访请求、采纳的建议还没有登记执行情况",
    CHECK: "检举控告人提供的新的证据材料还没有登记核查结果",
}
# By when the whole is answered.
ANSWERED_BY = ("petition.handle", "petition.simple_handle", "petition.rehandle")
NOTICE, NOTICE_TRANSFERRED = "petition.notice", "petition.notice_transferred"


def simplify(petition, *, act, facts):
    """The petition follows the simplified procedure."""
    petition.procedure = Petition.Procedure.SIMPLIFIED
    return ["procedure"]


def convert(petition, *, act, facts):
    """The petition follows the ordinary procedure again."""
    petition.procedure = Petition.Procedure.ORDINARY
    return ["procedure"]


def inform(petition, *, act, facts):
    """Who was told on the spot came in person, and was told before they left (art. 23 para 2)."""
    came = petition.channel == Petition.Channel.VISIT and petition.received_on == act.day
    if facts["told_by"] == "on_the_spot" and not came:
        raise FactMissing(
            {"told_by": "“当场书面告知”只用于走访当天当面告知；过后告知的，选信访人来领取、邮寄、上门送达。"}
        )


def send(petition, *, act, facts):
    """Whoever receives it chooses the procedure."""
    inform(petition, act=act, facts=facts)
    petition.procedure = Petition.Procedure.ORDINARY
    return ["procedure"]


def flag_urgent(petition, *, act, facts):
    """The petition is one to be reported upward at once."""
    petition.is_urgent = True
    return ["is_urgent"]


def report_urgent(petition, *, act, facts):
    """The petition department that holds it has reported upward with the same report (art. 25 para 2)."""
    if petition.lead_unit == petition.petition_office:
        deadlines.meet(petition, UPWARD, at=min(act.at, facts["reported_at"]))


def settle_lead(petition, *, act, facts):
    """The organ that leads holds it, as what the office sent that settled it; it may be the one that held it before."""
    leading = facts["to_unit"]
    if leading.pk == petition.lead_unit_id:
        return []
    if petition.sender_unit_id:
        common.give_back(petition, petition.sent_by, act=act)
    if leading.pk != petition.lead_unit_id:
        common.hand_over(petition, leading, act=act, routes=True)
    petition.procedure = Petition.Procedure.ORDINARY
    return ["procedure", *common.HELD]


def contribute(petition, *, act, facts):
    """What the organ was asked for is answered once it says that this is all."""
    if not facts.get("complete") or act.actor is None:
        return
    units = standing_of(act.actor, act.day).units_with("cases.handle_case")
    for clock in petition.clocks.filter(term_code=SHARE, ended_at=None, charged_to__in=units):
        deadlines.meet(petition, SHARE, subject=clock.subject, at=act.at)


def release(petition, *, act, facts):
    """Nothing is expected any more of the organ that was asked."""
    common.release(petition, act=act, facts=facts)
    for clock in petition.clocks.filter(term_code=SHARE, ended_at=None, charged_to=facts["unit"]):
        deadlines.cancel(petition, SHARE, subject=clock.subject, at=act.at)


def _parts_of(petition, act, permission: str) -> list[int]:
    """The units of whoever acts that handle the petition together with the lead, where they may do that."""
    mine = standing_of(act.actor, act.day).units_with(permission)
    return [unit for unit in petition.partners if unit in mine]


def ask_share_days(petition, *, act, facts):
    """Whoever asks has a part that is not done."""
    mine = _parts_of(petition, act, "cases.handle_case")
    if not petition.clocks.filter(term_code=SHARE, ended_at=None, charged_to__in=mine).exists():
        raise StepNotPossible("本单位协办的部分没有正在计算的期限。")


def _answered_by(petition) -> date | None:
    """The last day on which the whole can be answered in time, where one is counted (art. 34)."""
    ends = petition.clocks.filter(term_code__in=ANSWERED_BY, ended_at=None)
    return min((clock.due for clock in ends if clock.due), default=None)


def invite(petition, *, act, facts):
    """The part is done before the whole has to be answered, as long as that is possible."""
    common.invite(petition, act=act, facts=facts)
    last, days = _answered_by(petition), facts.get("days")
    if last is not None and days and act.day <= last < act.day + timedelta(days=days):
        raise FactMissing(
            {"days": f"晚于这件事项的办理期限 {last}，不能用来答复信访人；最多 {(last - act.day).days} 日。"}
        )


def extend_share(petition, *, act, facts):
    """The part is done before the whole has to be answered (art. 34)."""
    share, last = facts["share"], _answered_by(petition)
    if last is not None and share.due is not None and share.due + timedelta(days=facts["days"]) > last:
        raise FactMissing(
            {"days": f"延长后晚于这件事项的办理期限 {last}，不能用来答复信访人；要更晚的，先延长办理期限。"}
        )
    act.told.append(["协办单位", share.charged_to.name])


def name_partner(petition, *, act, facts):
    """Somebody of the unit that handles a part has it in hand, and is told so."""
    person, mine = facts["person"], _parts_of(petition, act, "cases.assign_case")
    posts = Post.objects.current(act.day).filter(user=person, unit__in=mine).select_related("unit")
    post = posts.order_by("pk").first()
    if post is None:
        raise FactMissing({"person": f"{person.name}不是本单位的人员。"})
    if person.pk in petition.recused:
        raise FactMissing({"person": f"{person.name}已经回避。"})
    act.told.append(["协办单位", post.unit.name])
    if petition.is_restricted:
        access.grant(petition, [person], on=act.day)
    if person != act.actor and not act.replay:
        notices.post(petition, [person.pk], "由您具体协办", key=f"partner:{act.at:%s}", at=act.at, kind="assigned")


def accept(petition, *, act, facts):
    """The day of acceptance stands; whoever accepts handles it until another is named.

    A petition answered on another platform brings the day from which its sixty days are counted.
    """
    if petition.is_concluded_matter and not facts.get("new_facts"):
        said = "这一事项已经复核终结，以同一事实和理由提出的不再受理，用“不予受理”告知；有新的事实和理由的，在这里写明"
        raise FactMissing({"new_facts": f"{said}（第三十六条第三款）。"})
    petition.accepted_on = petition.accepted_on or act.day
    if petition.handler_id is None and act.actor is not None:
        petition.handler = act.actor
    return ["accepted_on", "handler"]


def take_back(petition, *, act, facts):
    """The unit that sent the petition holds it again, as what it received itself; who gives it back keeps sight."""
    common.give_back(petition, petition.sent_by, act=act)
    petition.procedure = Petition.Procedure.ORDINARY
    return ["procedure", *common.HELD]


def uphold(petition, *, act, facts):
    """The sender holds it again; who objected rightly has owed nothing since, however late that is said."""
    objection = petition.events.filter(step="object").latest("seq")
    for code in OWED_BY_THE_COMPETENT:
        deadlines.cancel(petition, code, at=objection.at, event=objection)
    return take_back(petition, act=act, facts=facts)


def merge(petition, *, act, facts):
    """The petition is answered with an earlier one, which is as urgent; its people are among those of that one."""
    into = facts["into"]
    common.merge(petition, act=act, facts=facts)
    _check_alike(petition, into.own)
    known = list(into.participants.all())
    gone = petition.gone
    for person in petition.participants.all():
        if person.pk not in gone and not any(person.is_same_as(other) for other in known):
            person.pk, person._state.adding = None, True
            person.case_id, person.position = into.pk, len(known)
            person.save()
            known.append(person)
    _join(petition, locking.lock(into), act)
    elsewhere.note(into, "absorb", "并入", [["并入事项", petition.number], ["并案理由", facts["note"]]], act)


def _check_alike(petition, other) -> None:
    """Both are of one class and answered in one way: whoever is owed an opinion, and a review of it, gets no less."""
    ways = [(each.petition_class, ends_with_opinion(each)) for each in (petition, other)]
    if ways[0] != ways[1]:
        raise FactMissing(
            {
                "into": "两件的事项性质、办理途径不同，答复的方式和救济也不同（第二十九条至第三十一条），不能并案。"
                "登记有误的，先用“变更事项性质”改正；都对的，用“关联事项”，分别办理和答复。"
            }
        )


def _join(petition, other, act) -> None:
    """The other is as urgent, as much many people's own and as little simple as what it is answered with."""
    named = other.participants.filter(part=Participant.Part.PETITIONER).count()
    other.is_urgent = other.is_urgent or petition.is_urgent
    other.people_count = max(other.people_count, petition.people_count, named)
    other.is_collective = other.is_collective or petition.is_collective
    changed = ["is_urgent", "people_count", "is_collective"]
    if is_simplified(other) and not is_simple(other):
        changed += _to_ordinary(other, act)
        if goes_on_sixty_days(other):
            deadlines.start(other, "petition.handle", since=other.accepted_on, at=act.at)
    other.save(update_fields=changed)


def resume(petition, *, act, facts):
    """What the organ mistook has been there since it came in: its days have not begun anew."""
    if facts["ground"] == "mistaken":
        deadlines.start(petition, "petition.route", since=petition.opened_at, at=act.at)


def link(petition, *, act, facts):
    """What repeats an earlier petition of the same people says so, and leaves what is for first ones alone."""
    common.link(petition, act=act, facts=facts)
    earlier = facts["other"]
    if facts["relation"] != CaseLink.Kind.REPEAT or earlier.kind != petition.kind:
        return []
    if earlier.opened_at > petition.opened_at:
        raise FactMissing({"other": "先收到的一件不是重复反映。请在后收到的一件中关联。"})
    if not of_same_people(petition.people, Case.objects.filter(pk=earlier.pk)).exists():
        raise FactMissing({"relation": "同一人再次提出的才是重复反映。其他人提出的，请选“关联”。"})
    petition.is_repeat = True
    if not is_simplified(petition):
        return ["is_repeat"]
    if petition.status not in UNDER_WAY:
        raise FactMissing({"relation": "本件已经按简易办理答复，请选“关联”。"})
    changed = _to_ordinary(petition, act)
    if goes_on_sixty_days(petition):
        deadlines.start(petition, "petition.handle", since=petition.accepted_on, at=act.at)
    return ["is_repeat", *changed]


def refer_to_mediation(petition, *, act, facts):
    """A dispute stands beside the petition, which goes on; its number is in the history."""
    asked = {
        "unit": facts["unit"] or petition.lead_unit,
        "source": "petition",
        "reason": facts["reason"],
        "replay": act.replay,
    }
    dispute = elsewhere.refer(petition, "dispute", asked, actor=act.actor, at=act.at)
    act.told.append(["矛盾纠纷编号", dispute.number])
    return []


def archive(petition, *, act, facts):
    """Nothing that the law wants is still owed when the file is closed."""
    running = deadlines.running_by_term(petition)
    for code, sentence in OWED_AT_THE_END.items():
        if code in running:
            raise StepNotPossible(f"{sentence}，不能归档。")
    if Review.objects.filter(parent=petition.pk, closed_at=None).exists():
        raise StepNotPossible("复查、复核还没有办结，不能归档。")
    act.told.append(["办结情形", petition.ended_as])
    return []


def appeal(petition, *, act, facts):
    """The request stands with the organ above; its number is in the history of the petition."""
    review = open_review(petition, act=act, facts=facts)
    if review.kind == "recheck":
        use_right(review.reviewed, "recheck", act=act, asked_on=facts["asked_on"])
    act.told.append(["复查、复核件编号", review.number])
    return []


def redo(petition, *, act, facts):
    """Nothing of the revoked opinion holds: no outcome, no service, no rating of it."""
    petition.outcome, petition.adopted, petition.rating, petition.office_rating = "", "", "", ""
    petition.execution_days = petition.served_on = petition.closed_at = None
    return ["outcome", "adopted", "rating", "office_rating", "execution_days", "served_on"]


def change_outcome(petition, *, act, facts):
    """The file is open again as long as there is something to carry out."""
    petition.closed_at = None
    return []


def record_upheld(petition, *, act, facts):
    """An organ that works elsewhere found nothing wrong."""
    check_recorded(petition, act=act, facts=facts)


def record_revoked(petition, *, act, facts):
    """An organ that works elsewhere has revoked the opinion."""
    check_recorded(petition, act=act, facts=facts)
    return redo(petition, act=act, facts=facts)


def record_changed(petition, *, act, facts):
    """An organ that works elsewhere has changed the opinion."""
    check_recorded(petition, act=act, facts=facts)
    return change_outcome(petition, act=act, facts=facts)


def reclassify(petition, *, act, facts):
    """The class, its confidentiality and the clocks that hang on it agree again."""
    if petition.petition_class != Petition.Class.APPEAL_REQUEST:
        petition.route = ""
    if petition.petition_class != Petition.Class.ACCUSATION:
        petition.accused_unit, petition.accused_names, petition.accused_unknown = None, "", False
    else:
        secrecy.check_told(petition)
    changed = ["route", "accused_unit", "accused_names", "accused_unknown", *_restrict(petition, act)]
    changed += _leave_simplified(petition, act)
    if petition.accepted_on and not is_simplified(petition):
        running = deadlines.running(petition, "petition.handle")
        if running and not runs_sixty_days(petition):
            deadlines.cancel(petition, "petition.handle", at=act.at, event=None)
        elif not running and runs_sixty_days(petition):
            deadlines.start(petition, "petition.handle", since=petition.accepted_on, at=act.at, event=None)
    return changed


def name_accused(petition, *, act, facts):
    """Whom it is about is said, or that nobody says; the verb shuts them out."""
    secrecy.check_told(petition)


def shut_out_named(petition, *, act, facts):
    """Whoever of the platform is named in what the accuser adds is accused as well, unless it is said that they are
    not."""
    if not is_accusation(petition) or facts["others_named"]:
        return []
    said = " ".join(facts[name] for name in ("note", "reason") if facts.get(name))
    added = secrecy.only_mentioned(said, petition.accused_names)
    if not added:
        return []
    petition.accused_names = "、".join(filter(None, [petition.accused_names, *added]))
    petition.accused_unknown = False
    return ["accused_names", "accused_unknown"]


def let_off(petition, *, act, facts):
    """Whom it accuses no more may know of it again."""
    return secrecy.let_off(petition, act)


def _forget_repeats(accusation) -> None:
    """No ordinary petition says of itself that it repeats an accusation, or what is hidden with one: its readers would
    learn who accused."""
    told = CaseLink.objects.filter(kind=CaseLink.Kind.REPEAT)
    hidden = Q(other_id=accusation.pk) | Q(other__confidentiality=Case.Confidentiality.RESTRICTED)
    repeats, known = told.filter(hidden), told.exclude(hidden)
    ordinary = Petition.objects.exclude(confidentiality=Case.Confidentiality.RESTRICTED)
    marked = ordinary.filter(is_repeat=True, pk__in=repeats.values("case_id"))
    marked.exclude(pk__in=known.values("case_id")).update(is_repeat=False)


def _leave_simplified(petition, act) -> list[str]:
    """What was chosen for one class and route does not hold for another."""
    before = Petition.objects.values_list("petition_class", "route").get(pk=petition.pk)
    if not is_simplified(petition) or before == (petition.petition_class, petition.route):
        return []
    return _to_ordinary(petition, act)


def _to_ordinary(petition, act) -> list[str]:
    petition.procedure = Petition.Procedure.ORDINARY
    for term in SIMPLE_TERMS:
        deadlines.cancel(petition, term, at=act.at, event=None)
    return ["procedure"]


def _restrict(petition, act) -> list[str]:
    is_accusation = petition.petition_class == Petition.Class.ACCUSATION
    if is_accusation == petition.is_restricted:
        return []
    if not is_accusation:
        raise FactMissing({"petition_class": "检举控告事项的知悉范围不得放开，不能改为其他性质。"})
    changed = secrecy.conceal(petition, act, act.actor, petition.handler)
    _forget_repeats(petition)
    return changed


def amend(petition, *, act, facts):
    """What follows from form and number of people follows them; no day of service comes before the answer."""
    served, answered = facts.get("served_on"), petition.answered_on
    if served not in (None, petition.served_on) and answered and served < answered:
        raise FactMissing({"served_on": f"送达日期不能早于{ANSWERED.words} {answered}。"})
    before, person = petition.people_count, facts.get("person")
    phone = person.phone if person else ""
    changed = correcting.amend(petition, act=act, facts=facts)
    if person is not None:
        agreeing.correct(petition, phone, person.phone, act.at)
    named = petition.participants.filter(part=Participant.Part.PETITIONER).count()
    if petition.people_count < min(before, named):
        raise FactMissing({"people_count": f"已登记信访人 {named} 人，人数不能少于 {named}。"})
    changed += _correct_address(petition, act, facts)
    petition.is_collective = petition.channel == Petition.Channel.VISIT and petition.people_count >= MANY
    if is_simplified(petition) and not is_simple(petition):
        raise FactMissing({"people_count": "多人提出的事项不适用简易办理，请先转为普通程序。"})
    return [*changed, "is_collective"]


def withdraw_one(petition, *, act, facts):
    """Whoever withdraws is told nothing more by text message."""
    agreeing.leave(petition, facts["person"], act.at)


def rate(petition, *, act, facts):
    """The petitioner rated within the days of it, whenever that is written down."""
    clock = petition.clocks.filter(term_code="petition.rating").last()
    if clock is None:
        raise StepNotPossible("这件信访件没有起算评价的期限。")
    if not clock.start_on <= facts["rated_on"] <= (clock.due or act.day):
        raise FactMissing({"rated_on": f"评价日期应在 {clock.start_on} 至 {clock.due_said()} 之间。"})


def follow_up(petition, *, act, facts):
    """Nobody is asked again why they are dissatisfied before they have said so."""
    clock = deadlines.running(petition, FOLLOW_UP_TERM)
    if clock is not None and facts["followed_on"] < clock.start_on:
        raise FactMissing({"followed_on": f"回访不能早于信访人评价的日期 {clock.start_on}。"})


def _correct_address(petition, act, facts) -> list[str]:
    """Who has a name and an address after all is told in the days of art. 23, who proves to have none is not."""
    if facts.get("unclear"):
        petition.address_unclear = True
        for code in (NOTICE, NOTICE_TRANSFERRED, ACCUSER_TOLD):
            deadlines.cancel(petition, code, at=act.at)
    elif petition.address_unclear and facts.get("person"):
        first = petition.participants.order_by("position", "id").first()
        petition.address_unclear = not (first.name and first.address)
        if not petition.address_unclear and petition.status == "registered":
            deadlines.start(petition, NOTICE, since=petition.opened_at, at=act.at)
    return ["address_unclear"]


def open_advice(petition, on):
    """What the petition department has advised and nobody has answered."""
    return petition.clocks.filter(term_code="petition.advice_answer", ended_at=None).select_related("term")


def petitioners(petition, on):
    """Who is named as having put it forward and has not withdrawn."""
    return petition.participants.filter(pk__in=[each.pk for each in petition.petitioners])


def open_shares(petition, on):
    """What other organs were asked for and have not done."""
    return petition.clocks.filter(term_code=SHARE, ended_at=None).select_related("term", "charged_to").order_by("pk")


CHOOSERS = {"open_advice": open_advice, "open_shares": open_shares, "petitioners": petitioners}
EFFECTS = HEARINGS | {
    "amend": amend,
    "name_accused": name_accused,
    "let_off": let_off,
    "shut_out_named": shut_out_named,
    "simplify": simplify,
    "convert": convert,
    "settle_lead": settle_lead,
    "contribute": contribute,
    "invite": invite,
    "ask_share_days": ask_share_days,
    "extend_share": extend_share,
    "name_partner": name_partner,
    "release": release,
    "accept": accept,
    "flag_urgent": flag_urgent,
    "report_urgent": report_urgent,
    "link": link,
    "resume": resume,
    "inform": inform,
    "send": send,
    "merge": merge,
    "take_back": take_back,
    "uphold": uphold,
    "withdraw_one": withdraw_one,
    "rate": rate,
    "follow_up": follow_up,
    "refer_to_mediation": refer_to_mediation,
    "archive": archive,
    "appeal": appeal,
    "redo": redo,
    "change_outcome": change_outcome,
    "record_upheld": record_upheld,
    "record_revoked": record_revoked,
    "record_changed": record_changed,
    "reclassify": reclassify,
}
