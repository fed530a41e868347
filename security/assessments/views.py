"""Putting a decision forward for assessment."""

from governance.cases.intake import views as intake
from governance.cases.workflow import Fact

from ..forms import FoundForm
from .vocabulary import LAW, SECTORS
from .workflow import WORKFLOW

REGISTER = intake.RegisterPage(
    WORKFLOW.kind,
    FoundForm,
    facts=(Fact("sector", "决策领域", "choice", choices=SECTORS),),
    lead=f"重大决策和项目在出台前在这里登记，依次经过七道关口；未经评估的不能决定。依据{LAW}。",
    word="决策事项",
    hint="填写地点后，这里列出同一地点的既有事项。",
)
