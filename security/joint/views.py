"""Asking for a joint task."""

from governance.cases.intake import views as intake

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
    hint="填写地点后，这里列出同一地点的既有任务。",
)
