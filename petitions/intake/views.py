"""Registering a petition: what the law makes of its class, and which earlier petition it repeats."""

from governance.cases.intake import views as intake
from governance.cases.intake.similar import Similar
from governance.cases.law.in_force import shown_with_lengths
from governance.cases.models import Case

from ..learning.suggesting import suggested
from ..models import Petition
from ..workflow import WORKFLOW
from .actions import register_petition
from .again import FIRST, meaning_of
from .forms import RegisterForm

CONSEQUENCES = {
    "suggestion": "建议意见类：认真研究论证，科学合理的采纳或者部分采纳，并予以回复（《信访工作条例》第二十九条）。",
    "accusation": "检举控告类：从登记起限制知悉，不得将检举控告材料和有关情况透露给被检举控告的人员或者单位"
    "（《信访工作条例》第三十条）。",
    "handling": "申诉求决类：受理之日起{petition.handle}内办结；情况复杂的，经批准可以延长不超过{petition.handle+}"
    "（《信访工作条例》第三十四条）。",
    "other_route": "申诉求决类：导入相应法定途径办理，期限依该途径的法律规定，不适用{petition.handle}"
    "（《信访工作条例》第三十一条）。",
}


def consequences(form: RegisterForm, petition: Petition) -> list[str]:
    """What the class and the route mean for the handling, with the article."""
    said: str = petition.petition_class
    if said == Petition.Class.APPEAL_REQUEST:
        said = "handling" if petition.route in ("", Petition.Route.HANDLING) else "other_route"
    return [shown_with_lengths(CONSEQUENCES[said], form.today)]


def save(form: RegisterForm, petition: Petition, same: list[tuple[Similar, str]], **told) -> Petition:
    """The petition stands."""
    asked = {"withheld": form.cleaned_data["withheld"], "texts": bool(form.cleaned_data.get("texts"))}
    register_petition(petition, repeats=_repeated(petition, same), **asked, **told)
    return petition


def _repeated(petition: Petition, same: list[tuple[Similar, str]]) -> Case | None:
    """The earlier petition of the same person that the clerk says this one repeats.

    An ordinary petition does not say of itself that it repeats an accusation: its readers would learn who accused.
    """
    restricted = petition.petition_class == petition.Class.ACCUSATION
    for found, answer in same:
        if answer != intake.DIFFERENT and found.same_person and (restricted or not found.case.is_restricted):
            return found.case
    return None


REGISTER = intake.RegisterPage(
    WORKFLOW.kind,
    RegisterForm,
    template="petitions/form.html",
    lead="来信来访一律登记，不得拒绝（《信访工作条例》第二十二条、第四十四条）。",
    purpose="登记、转送、交办、办理、答复本事项和对办理工作的监督",
    hint="填写姓名和电话、证件号或地点后，这里列出同一人、同一地点的既有信访件。",
    first=FIRST,
    meaning=meaning_of,
    save=save,
    consequences=consequences,
    suggested=suggested,
    on_the_spot=(("notify", "登记并当场告知"), ("transfer", "登记并转送"), ("accept", "登记并受理")),
)
