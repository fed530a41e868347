"""What steps do with whoever put the petition forward: set right, withdrawn, asked what they think of it."""

from governance.cases import deadlines
from governance.cases.models import Participant
from governance.cases.steps import correcting
from governance.frame.refusals import FactMissing, StepNotPossible

from ..conditions.first_days import ANSWERED
from ..conditions.procedure import is_simple, is_simplified
from ..models import Petition
from ..steps.accusations import NOTICE as ACCUSER_TOLD
from ..steps.rating import FOLLOW_UP_TERM
from ..texting import agreeing
from ..vocabulary import MANY, RATED_APART
from .accusations import shut_out_named

NOTICE, NOTICE_TRANSFERRED = "petition.notice", "petition.notice_transferred"


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
    """The petitioner rated within the days of it, whenever that is written down; who said one thing said it of both."""
    clock = petition.clocks.filter(term_code="petition.rating").last()
    if clock is None:
        raise StepNotPossible("这件信访件没有起算评价的期限。")
    if not clock.start_on <= facts["rated_on"] <= (clock.due or act.day):
        raise FactMissing({"rated_on": f"评价日期应在 {clock.start_on} 至 {clock.due_said()} 之间。"})
    if facts["alike"] != RATED_APART:
        petition.rating = petition.office_rating = facts["alike"]
    # What staff write down of an accusation they are asked about.
    shut_out = shut_out_named(petition, act=act, facts=facts) if act.actor is None else []
    return [*shut_out, "rating", "office_rating"]


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


def petitioners(petition, on):
    """Who is named as having put it forward and has not withdrawn."""
    return petition.participants.filter(pk__in=[each.pk for each in petition.petitioners])


CHOOSERS = {"petitioners": petitioners}
EFFECTS = {
    "amend": amend,
    "withdraw_one": withdraw_one,
    "rate": rate,
    "follow_up": follow_up,
}
