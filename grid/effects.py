"""What the steps of a grid event do beyond columns, clocks and papers; returns the names of the fields set."""

from governance.cases.steps import actions
from governance.cases.steps.effects import HELD, give_back, hand_over
from governance.frame.refusals import StepNotPossible
from governance.organisation.models import Unit

from .levels import unit_above


def raise_level(event, *, doing, facts):
    """The centre of the next level holds the event."""
    above = unit_above(event.lead_unit)
    if above is None:
        raise StepNotPossible("上一级没有可以接收的单位，请分派给有职责的单位。")
    hand_over(event, above, doing=doing)
    doing.told.append(["上报单位", above.name])
    return HELD


def take_back(event, *, doing, facts):
    """The unit that sent the event holds it again."""
    back: Unit = event.sender_unit or event.first_unit
    give_back(event, back, doing=doing)
    return HELD


def refer_to_mediation(event, *, doing, facts):
    """A dispute stands in place of the event; each shows the other."""
    unit = facts["unit"] or event.lead_unit
    asked = {"unit": unit, "source": "grid", "reason": facts["reason"], "replay": doing.replay}
    dispute = actions.refer(event, "dispute", asked, actor=doing.actor, at=doing.at)
    doing.told.append(["矛盾纠纷编号", dispute.number])


EFFECTS = {
    "raise_level": raise_level,
    "take_back": take_back,
    "refer_to_mediation": refer_to_mediation,
}
