"""What the class of a petition means for its handling, and which petitions may be the same matter."""

from datetime import datetime

from governance.cases.intake.similar import Similar, similar
from governance.cases.models import Participant

from .models import Petition

CONSEQUENCES = {
    "suggestion": "建议意见类：认真研究论证，科学合理的采纳或者部分采纳，并予以回复（《信访工作条例》第二十九条）。",
    "accusation": "检举控告类：从登记起限制知悉，不得将检举控告材料和有关情况透露给被检举控告的人员或者单位"
    "（《信访工作条例》第三十条）。",
    "handling": "申诉求决类：受理之日起 60 日内办结；情况复杂的，经批准可以延长不超过 30 日"
    "（《信访工作条例》第三十四条）。",
    "other_route": "申诉求决类：导入相应法定途径办理，期限依该途径的法律规定，不适用 60 日"
    "（《信访工作条例》第三十一条）。",
}


def consequence(petition: Petition) -> str:
    """What the class and the route mean for the handling, with the article; empty before a class is chosen."""
    if petition.petition_class != Petition.Class.APPEAL_REQUEST:
        return CONSEQUENCES.get(petition.petition_class, "")
    return CONSEQUENCES["handling" if petition.route in ("", Petition.Route.HANDLING) else "other_route"]


def similar_petitions(people: list[Participant], area, category, *, user, at: datetime) -> list[Similar]:
    """Petitions that may be the same matter, among those that the clerk may see."""
    return similar(
        people,
        area,
        category,
        visible=Petition.objects.visible_to(user),
        parts=(Participant.Part.PETITIONER,),
        at=at,
        word="事项",
    )
