"""What steps do with a petition on its way from the window to the archive."""

from governance.cases import deadlines
from governance.cases.steps import effects as common
from governance.cases.steps import elsewhere
from governance.frame.refusals import FactMissing

from ..models import Petition
from ..steps.coming_back import OWED_BY_THE_COMPETENT
from ..steps.oversight import UPWARD
from .procedure import to_ordinary


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
    """The petition is one to be reported upward at once. It is not taken on as simple any more; what was, is answered
    in its ten days until the head agrees to more."""
    petition.is_urgent = True
    return ["is_urgent", *(to_ordinary(petition, act) if petition.accepted_on is None else [])]


def report_urgent(petition, *, act, facts):
    """The petition department that holds it has reported upward with the same report (art. 25 para 2)."""
    if petition.lead_unit == petition.petition_office:
        deadlines.meet(petition, UPWARD, at=min(act.at, facts["reported_at"]))


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


def resume(petition, *, act, facts):
    """What the organ mistook has been there since it came in: its days have not begun anew."""
    if facts["ground"] == "mistaken":
        deadlines.start(petition, "petition.route", since=petition.opened_at, at=act.at)


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
    """The file says how the petition ended."""
    act.told.append(["办结情形", petition.ended_as])
    return []


def open_advice(petition, on):
    """What the petition department has advised and nobody has answered."""
    return petition.clocks.filter(term_code="petition.advice_answer", ended_at=None).select_related("term")


CHOOSERS = {"open_advice": open_advice}
EFFECTS = {
    "inform": inform,
    "send": send,
    "accept": accept,
    "take_back": take_back,
    "uphold": uphold,
    "resume": resume,
    "flag_urgent": flag_urgent,
    "report_urgent": report_urgent,
    "refer_to_mediation": refer_to_mediation,
    "archive": archive,
}
