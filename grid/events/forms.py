"""The register page of a grid event as a form: shape only; what follows is in the workflow and the actions."""

from typing import Any

from governance.cases.fields.categories import Categories
from governance.cases.intake.forms import PEOPLE, WHERE, IntakeForm, long_field, radio_field
from governance.cases.intake.people_forms import PeopleGroup, text_field
from governance.cases.models import Case, Participant
from governance.organisation.models import Unit
from governance.organisation.pickers import PickerField

from ..models import GridEvent
from ..reference import KIND
from ..vocabulary import SERVICE

RESIDENTS = PeopleGroup(Participant.Part.PARTY, "反映人", 2, more="添加反映人")
CHANNEL_OF = {
    "patrol": Case.Channel.PATROL,
    "resident": Case.Channel.VISIT,
    "window": Case.Channel.VISIT,
    "hotline": Case.Channel.PHONE,
    "assigned": Case.Channel.ONLINE,
}
RAISE, SETTLED, KEEP = "raise", "settle", "keep"


class ReportForm(IntakeForm):
    """What a grid worker sees, or what somebody tells the window."""

    groups = (RESIDENTS,)
    asked_in_order = ("unit", "category", "source", *WHERE, "summary", PEOPLE, "then_what", "settled")

    accusing_in = (*IntakeForm.accusing_in, "settled")

    channel = None
    category = PickerField(
        Categories(KIND),
        label="事项",
        help_text="按事项清单选择，例如“路灯损坏”。",
        error_messages={"required": "请从事项清单中选择。"},
    )
    source = radio_field("来源", GridEvent.Source.choices)
    summary = long_field("情况", rows=3, required=True)
    title = text_field("标题", 120, placeholder="不填写的，取情况的第一句")
    then_what = radio_field("怎样处理", ((RAISE, "上报上一级处理"), (KEEP, "由本单位受理"), (SETTLED, "当场已处置")))
    settled = long_field("处置情况", rows=2)

    def __init__(self, data=None, *, units: list[Unit], **kwargs):
        village = units[0].kind == Unit.Kind.VILLAGE
        initial = {"source": "patrol" if village else "window", "then_what": RAISE if village else KEEP}
        super().__init__(data, units=units, initial={**initial, **kwargs.pop("initial", {})}, **kwargs)

    def clean(self):
        cleaned = super().clean()
        item = cleaned.get("category")
        if item is not None and not hasattr(item, "event_item"):
            self.add_error("category", "请选择到具体事项，例如“公共设施 / 路灯损坏”。")
        waits = cleaned.get("then_what") != SETTLED and getattr(item, "event_item", None)
        if waits and waits.event_type == SERVICE and not any(each.phone or each.id_number for each in self.people()):
            self.add_error(RESIDENTS.box("phone", 1), "服务请求请登记办事人的姓名和电话，办事人凭末四位查询进展。")
        if cleaned.get("then_what") == SETTLED and not cleaned.get("settled") and "settled" not in self.errors:
            self.add_error("settled", "当场已处置的，请写明处置情况。")
        return cleaned

    def case(self) -> GridEvent:
        """The event, as far as the page asks for it."""
        event: Any = super().case()
        event.channel = CHANNEL_OF.get(event.source, Case.Channel.ONLINE)
        return event
