"""What somebody who scans the card of a grid is asked."""

from django import forms

from governance.cases.intake.accusing_forms import AccusingForm
from governance.cases.intake.forms import first_sentence, long_field
from governance.cases.intake.people_forms import NameBox, text_field
from governance.cases.models import Case, Participant
from governance.frame.identity import LONGEST_PHONE, wrong_phone

from ..models import EventItem, Grid, GridEvent


class HereForm(AccusingForm):
    """What is seen, where in the grid, and, if they like, who says so."""

    item = forms.ChoiceField(
        label="是什么问题", error_messages={"required": "请选择一项。", "invalid_choice": "请重新选择。"}
    )
    summary = long_field("情况", rows=4, required=True, help_text="看到了什么。遇到危险请先拨打 110、119、120。")
    place = text_field("在哪里", 120, placeholder="例如：3 号楼西侧路口")
    name = text_field("您的姓名", 60, box=NameBox)
    phone = text_field("您的电话", LONGEST_PHONE, inputmode="tel")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        groups = EventItem.by_type(EventItem.listed())
        words = [(label, [(str(item.pk), item.category.name) for item in items]) for label, items in groups]
        self.fields["item"].choices = [("", "请选择"), *words]
        self.fields["phone"].help_text = "留下姓名和电话，处理的人可以问您、告诉您结果；不留也可以。"

    def clean_phone(self) -> str:
        if sentence := wrong_phone(self.cleaned_data["phone"]):
            raise forms.ValidationError(sentence)
        return self.cleaned_data["phone"]

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

    def people(self) -> list[Participant]:
        """Who said so, if anybody is named."""
        told = self.cleaned_data
        if not told["name"] and not told["phone"]:
            return []
        person = Participant(part=Participant.Part.PARTY, name=told["name"] or "群众")
        person.phone = told["phone"]
        return [person]
