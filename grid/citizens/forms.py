"""What somebody who scans the card of a grid is asked."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.cases.intake.accusing_forms import AccusingForm
from governance.cases.intake.forms import first_sentence, long_field
from governance.cases.intake.people_forms import TellerForm, text_field
from governance.cases.models import Case
from governance.frame.forms.fields import field_in

from ..models import EventItem, Grid, GridEvent
from ..vocabulary import SERVICE


class HereForm(AccusingForm, TellerForm):
    """What is seen, where in the grid, and, if they like, who says so."""

    item = forms.ChoiceField(
        label=_("是什么问题"), error_messages={"required": _("请选择一项。"), "invalid_choice": _("请重新选择。")}
    )
    summary = long_field(_("情况"), rows=4, required=True, help_text=_("看到了什么。遇到危险请先拨打 110、119、120。"))
    place = text_field(_("在哪里"), 120, placeholder=_("例如：3 号楼西侧路口"))

    field_order = ("item", "summary", "place", "name", "phone")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        groups = EventItem.by_type(EventItem.listed())
        words = [
            (gettext(label), [(str(item.pk), gettext(item.category.name)) for item in items]) for label, items in groups
        ]
        field_in(self, "item").choices = [("", gettext("请选择")), *words]
        self.fields["name"].label, self.fields["phone"].label = _("您的姓名"), _("您的电话")
        self.fields["phone"].help_text = _("留下姓名和电话，处理的人可以问您、告诉您结果；不留也可以。")

    def clean(self):
        """Who asks for help or advice can be told of it."""
        told = super().clean()
        item = EventItem.objects.filter(pk=told.get("item") or 0).first()
        if item is not None and item.event_type == SERVICE and not told.get("phone") and "phone" not in self.errors:
            self.add_error("phone", _("请别人代办、求助、咨询的，请留下姓名和电话，好联系您。"))
        return told

    def event(self, grid: Grid) -> GridEvent:
        """The unsaved event of that grid."""
        told = self.cleaned_data
        item = EventItem.objects.select_related("category").get(pk=told["item"])
        return GridEvent(
            title=first_sentence(told["summary"]),
            summary=told["summary"],
            category=item.category,
            source=GridEvent.Source.RESIDENT,
            channel=Case.Channel.ONLINE,
            area=grid.area,
            place=told["place"],
            grid=grid,
        )
