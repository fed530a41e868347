"""Putting a decision forward for assessment."""

from governance.cases.intake import views as intake

from ..forms import FoundForm
from .vocabulary import LAW
from .workflow import WORKFLOW

REGISTER = intake.RegisterPage(
    WORKFLOW.kind,
    FoundForm,
    columns=("sector",),
    lead=f"重大决策和项目在出台前在这里登记，依次经过七道关口；未经评估的不能决定。依据{LAW}。",
    word="决策事项",
    hint="填写地点后，这里列出同一地点的既有事项。",
)
