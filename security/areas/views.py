"""Listing a key area or an outstanding problem."""

from governance.cases.intake import views as intake

from ..forms import FoundForm
from .steps import WORKFLOW

REGISTER = intake.RegisterPage(
    WORKFLOW.kind,
    FoundForm,
    columns=("subject", "problem"),
    lead="排查确定的治安重点地区和突出治安问题在这里挂牌，按方案整治，成效评为好、较好的摘牌。",
    word="重点地区",
    hint="填写地点后，这里列出同一地点的既有事项。",
)
