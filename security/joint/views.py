"""Asking for a joint task."""

from governance.cases.intake import views as intake
from governance.cases.workflow import Fact

from ..forms import WrittenForm
from .vocabulary import BASIS, FORMS, JOINTS
from .workflow import WORKFLOW

REGISTER = intake.RegisterPage(
    WORKFLOW.kind,
    WrittenForm,
    facts=(
        Fact("form", "形式", "choice", choices=FORMS),
        Fact("joint", "六联", "choice", choices=JOINTS),
    ),
    template="security/written.html",
    lead=f"几个单位一起办的、请专家组团服务的、请委员会协调的，在这里提请。依据{BASIS}。",
    word="联动任务",
    hint="填写地点后，这里列出同一地点的既有任务。",
)
