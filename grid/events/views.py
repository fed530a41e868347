"""Reporting a grid event at a desk."""

from governance.cases.intake import views as intake
from governance.cases.law.in_force import shown_with_lengths

from ..models import GridEvent
from .actions import classify, report_event
from .forms import RAISE, SETTLED, ReportForm
from .workflow import WORKFLOW

WANTS_PHOTO = "这类事项处置完毕时须附照片。"
GRADES = {
    "simple": "简单事项{event.simple}内",
    "general": "一般事项{event.general}内",
    "complex": "复杂事项{event.complex}内",
}


def consequences(form: ReportForm, event: GridEvent) -> list[str]:
    """How long the item may take, and what it wants at the end."""
    item = getattr(event.category, "event_item", None)
    if item is None:
        return []
    classify(event)
    return [
        f"{item}通常按{shown_with_lengths(GRADES[event.grade], form.today)}办结。",
        *([WANTS_PHOTO] if item.wants_photo else []),
    ]


def save(form: ReportForm, event: GridEvent, same, **told) -> GridEvent:
    """The event stands where the reporter says that it goes on."""
    then = form.cleaned_data["then_what"]
    settled = form.cleaned_data["settled"] if then == SETTLED else ""
    return report_event(event, settled=settled, then_raise=then == RAISE, **told)


REGISTER = intake.RegisterPage(
    WORKFLOW.kind,
    ReportForm,
    template="grid/events/form.html",
    lead="巡查发现的、群众反映的都在这里上报；能当场解决的当场解决。",
    word="事件",
    purpose="登记、处置、回复本事件和对处置工作的监督",
    hint="填写地点和事项后，这里列出附近相同的既有事件。",
    save=save,
    consequences=consequences,
)
