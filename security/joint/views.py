"""Asking for a joint task."""

from functools import partial

from governance.cases.intake import views as intake
from governance.cases.steps import actions
from governance.cases.workflow import Hearer

from ..forms import WrittenForm
from .steps import WORKFLOW
from .vocabulary import BASIS

REGISTER = intake.RegisterPage(
    WORKFLOW.kind,
    WrittenForm,
    columns=("form", "joint"),
    template="security/written.html",
    lead=f"几个单位一起办的、请专家组团服务的、请委员会协调的，在这里提请。依据{BASIS}。",
    word="联动任务",
    save=intake.opened_by(partial(actions.open_case, tells=(Hearer.ABOVE,))),
    hint="填写地点后，这里列出同一地点的既有任务。",
)
