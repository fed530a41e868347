"""Drafting a warning, and the list of who has confirmed it."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from governance.cases import access
from governance.cases.intake import views as intake
from governance.cases.models.case import case_url
from governance.cases.workflow import Fact

from ..forms import WrittenForm
from ..models import Warning
from .rows import STATES, counts, receipts, without
from .sending import addressed, draft, unreached
from .steps import WORKFLOW
from .vocabulary import LAW, WHOM, is_grave


def consequences(form: WrittenForm, warning: Warning) -> list[str]:
    """How many it would reach, and who signs it."""
    said = ["红色、橙色预警由领导签发。" if is_grave(warning) else "蓝色、黄色预警由本单位另一个人审核后发布。"]
    if warning.area_id and warning.whom:
        said.append(f"发布后发送给 {len(addressed(warning, form.today))} 个单位，各单位按等级限时确认。")
        said += filter(None, [without(unreached(warning, form.today))])
    return said


REGISTER = intake.RegisterPage(
    WORKFLOW.kind,
    WrittenForm,
    columns=("warning_kind", "level"),
    facts=(
        Fact("begins_at", "开始时间", "moment"),
        Fact("ends_at", "结束时间", "moment", help="到时自行解除。"),
        Fact("advice", "应对措施", "long", help="各单位和群众应当怎样做。"),
        Fact("whom", "发送范围", "several", choices=WHOM, help="在这个地方负责的单位；其他单位登记后用“加发单位”。"),
    ),
    template="security/written.html",
    lead=f"写明内容、地方、起止时间和应对措施，审核签发后发送到各单位并由其确认。依据{LAW}。",
    word="预警",
    hint="填写地点后，这里列出同一地点的既有预警。",
    save=intake.opened_by(draft),
    consequences=consequences,
)


@require_safe
def receipts_of(request, number: str):
    """Who has not confirmed the warning; by the tabs who was late, who has, and all."""
    now = timezone.now()
    case = access.case_for(request.user, number)
    if case.kind != WORKFLOW.kind:
        raise Http404("没有这件预警。")
    asked = request.GET.get("state", "open")
    state = asked if asked in STATES else "open"
    found = counts(case.own, now)
    context = {
        "case": case,
        "case_url": case_url(case),
        "rows": receipts(case.own, state, now),
        "tabs": [
            {"label": label, "count": found[code], "url": f"{request.path}?state={code}", "active": code == state}
            for code, label in STATES.items()
        ],
    }
    return render(request, "security/warnings/receipts.html", context)
