"""Registering a hazard."""

from governance.cases.intake import views as intake

from ..forms import FoundForm
from ..models import Hazard
from .opening import register, same_before
from .steps import WORKFLOW


def consequences(form: FoundForm, hazard: Hazard) -> list[str]:
    """What the place has seen already, and what the grade means."""
    before = same_before(hazard, form.today, form.setting.user)
    said = [f"同一地点一年内已有 {before} 件同类隐患，登记后按反复出现的隐患对待。"] if before else []
    return [*said, *(["重大隐患不能当场销案，可以挂牌督办。"] if hazard.grade == "grave" else [])]


REGISTER = intake.RegisterPage(
    WORKFLOW.kind,
    FoundForm,
    columns=("hazard_kind", "place_kind", "grade", "source"),
    lead="检查、排查、巡查发现的和群众反映的隐患在这里登记，由责任单位限期整改，由其他人复查。",
    word="隐患",
    hint="填写地点后，这里列出同一地点的既有事项。",
    consequences=consequences,
    save=intake.opened_by(register),
)
