"""What steps do where several organs deal with one petition: who leads, and what each has been asked for."""

from datetime import date, timedelta

from governance.cases import access, deadlines
from governance.cases.law.in_force import term_for
from governance.cases.steps import effects as common
from governance.cases.steps import notices
from governance.frame.refusals import FactMissing
from governance.organisation.models import Post
from governance.organisation.standing import standing_of

from ..models import Petition
from ..shares import OF_UNIT
from ..vocabulary import SHARE
from .procedure import to_ordinary

# By when the whole is answered.
ANSWERED_BY = ("petition.handle", "petition.simple_handle", "petition.rehandle")


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


def owes_share(petition, user, on: date) -> bool:
    """True for whoever works in a unit whose part of the petition is not done."""
    mine = standing_of(user, on).units_with("cases.handle_case")
    return petition.clocks.filter(term_code=SHARE, ended_at=None, charged_to__in=mine).exists()


def _answered_by(petition) -> date | None:
    """The last day on which the whole can be answered in time, where one is counted (art. 34)."""
    ends = petition.clocks.filter(term_code__in=ANSWERED_BY, ended_at=None)
    return min((clock.due for clock in ends if clock.due), default=None)


def invite(petition, *, act, facts):
    """The part is done before the whole has to be answered, as long as that is possible; what several organs deal with
    is not simple."""
    common.invite(petition, act=act, facts=facts)
    changed = to_ordinary(petition, act)
    last, days = _answered_by(petition), facts.get("days")
    left = (last - act.day).days if last else -1
    if left == 0 or 0 < left < (days or 0):
        most = f"最多 {left} 日" if left else "先延长办理期限，再请协办"
        raise FactMissing({"days": f"晚于这件事项的办理期限 {last}，不能用来答复信访人；{most}。"})
    if days is None and left > 0:
        facts["days"] = min(left, term_for(SHARE, act.day).amount)
    return changed


def extend_share(petition, *, act, facts):
    """The part is done before the whole has to be answered (art. 34)."""
    share, last = facts["share"], _answered_by(petition)
    if last is not None and share.due is not None and share.due + timedelta(days=facts["days"]) > last:
        raise FactMissing(
            {"days": f"延长后晚于这件事项的办理期限 {last}，不能用来答复信访人；要更晚的，先延长办理期限。"}
        )
    act.told.append([OF_UNIT, share.charged_to.name])


def name_partner(petition, *, act, facts):
    """Somebody of the unit that handles a part has it in hand, and is told so."""
    person, mine = facts["person"], _parts_of(petition, act, "cases.assign_case")
    posts = Post.objects.current(act.day).filter(user=person, unit__in=mine).select_related("unit")
    post = posts.order_by("pk").first()
    if post is None:
        raise FactMissing({"person": f"{person.name}不是本单位的人员。"})
    if person.pk in petition.recused:
        raise FactMissing({"person": f"{person.name}已经回避。"})
    act.told.append([OF_UNIT, post.unit.name])
    if petition.is_restricted:
        access.grant(petition, [person], on=act.day)
    if person != act.actor and not act.replay:
        notices.post(petition, [person.pk], "由您具体协办", key=f"partner:{act.at:%s}", at=act.at, kind="assigned")


def open_shares(petition, on):
    """What other organs were asked for and have not done."""
    return petition.clocks.filter(term_code=SHARE, ended_at=None).select_related("term", "charged_to").order_by("pk")


CHOOSERS = {"open_shares": open_shares}
EFFECTS = {
    "settle_lead": settle_lead,
    "contribute": contribute,
    "release": release,
    "invite": invite,
    "extend_share": extend_share,
    "name_partner": name_partner,
}
