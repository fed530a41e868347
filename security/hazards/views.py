"""Registering a hazard."""

from governance.cases.intake import views as intake
from governance.cases.workflow import Fact

from ..forms import FoundForm
from ..models import Hazard
from .opening import same_before
from .vocabulary import GRADES, KINDS, PLACES, SOURCES
from .workflow import WORKFLOW


def consequences(form: FoundForm, hazard: Hazard) -> list[str]:
    """What the place has seen already, and what the grade means."""
    before = same_before(hazard, form.today)
    said = [f"同一地点一年内已有 {before} 件同类隐患，登记后按反复出现的隐患对待。"] if before else []
    return [*said, *(["重大隐患不能当场销案，可以挂牌督办。"] if hazard.grade == "grave" else [])]


REGISTER = intake.RegisterPage(
    WORKFLOW.kind,
    FoundForm,
    facts=(
        Fact("hazard_kind", "隐患类型", "choice", choices=KINDS),
        Fact("place_kind", "场所类型", "choice", choices=PLACES),
        Fact("grade", "隐患等级", "choice", choices=GRADES),
        Fact("source", "来源", "choice", choices=SOURCES),
    ),
    lead="检查、排查、巡查发现的和群众反映的隐患在这里登记，由责任单位限期整改，由其他人复查。",
    word="隐患",
    hint="填写地点后，这里列出同一地点的既有事项。",
    consequences=consequences,
)
