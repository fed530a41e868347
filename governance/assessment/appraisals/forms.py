"""What is typed on the page of an appraisal: marks by item, files, reasons; and how one is opened."""

from decimal import Decimal

from django import forms

from governance.frame.forms.fields import field_in
from governance.frame.forms.plausible import IN_FORCE, PLANNED, PlausibleDay

from ..models import Mark
from .actions import Given, is_found

TENTH = Decimal("0.1")
MOST_EACH = 20


def mark_field(mark: Mark, **more) -> forms.DecimalField:
    """What is typed as the mark of this item."""
    too_much = f"这一项满分 {mark.weight} 分。"
    return forms.DecimalField(
        label=f"{mark.text} 得分",
        help_text="得分",
        required=False,
        min_value=0,
        max_value=mark.weight,
        max_digits=5,
        decimal_places=1,
        error_messages={
            "invalid": "得分应填数字。",
            "min_value": "得分不能小于 0。",
            "max_decimal_places": "得分最多一位小数。",
            **dict.fromkeys(("max_value", "max_digits", "max_whole_digits"), too_much),
        },
        widget=forms.NumberInput(attrs={"step": TENTH, "class": "control", "aria-label": f"{mark.text} 得分"}),
        **more,
    )


class MarksForm(forms.Form):
    """A mark and a remark for each item; ``side`` says whose: ``own`` or ``given``. What the machine gave is not asked.

    Whoever concludes begins with what the unit gave itself.
    """

    def __init__(self, marks: list[Mark], side: str, data=None):
        super().__init__(data)
        self.marks = [mark for mark in marks if side == "given" or not is_found(mark)]
        for mark in self.marks:
            begins = getattr(mark, side)
            if begins is None and side == "given":
                begins = mark.own
            self.fields[f"mark-{mark.pk}"] = mark_field(mark, initial=begins)
            self.fields[f"note-{mark.pk}"] = forms.CharField(
                label=f"{mark.text} 说明",
                help_text="说明",
                required=False,
                max_length=300,
                initial=getattr(mark, f"{side}_note"),
                widget=forms.TextInput(attrs={"class": "control", "aria-label": f"{mark.text} 说明"}),
            )

    def given(self) -> dict[int, Given]:
        """What was typed, by the key of the mark."""
        told = self.cleaned_data
        return {mark.pk: Given(told[f"mark-{mark.pk}"], told[f"note-{mark.pk}"]) for mark in self.marks}

    def cells(self, mark: Mark) -> tuple | None:
        """The two fields of an item; None where the machine gave the mark."""
        name = f"mark-{mark.pk}"
        return (self[name], self[f"note-{mark.pk}"]) if name in self.fields else None


class TogetherForm(forms.Form):
    """What all that were chosen are given for each item: what the machine found stays, and where the item is left open
    what each gave itself."""

    def __init__(self, items: list[Mark], data=None):
        super().__init__(data)
        for item in items:
            field = mark_field(item)
            words = ["必达"] * item.must + ["系统核实了的不用填，填了也不改"] * bool(item.source)
            field.label, field.help_text = item.text, "，".join([f"{item.weight} 分", *words])
            self.fields[item.item] = field
        self.fields["reason"] = forms.CharField(
            label="理由",
            help_text="填了得分、与自评不同的，写明理由。",
            required=False,
            max_length=300,
        )

    def given(self, mark: Mark) -> Given:
        """What is given to an item of one of them."""
        told = self.cleaned_data.get(mark.item)
        return Given(mark.own) if told is None or is_found(mark) else Given(told, self.cleaned_data["reason"])


class ReasonForm(forms.Form):
    """Why an appraisal is given back or ended."""

    reason = forms.CharField(label="事由", max_length=200, error_messages={"required": "请写明事由。"})


class OpenForm(forms.Form):
    """Which subject is appraised, and until when it marks itself."""

    subject = forms.ChoiceField(
        label="评定对象",
        error_messages={"required": "请选评定对象。", "invalid_choice": "所选的对象不在您的范围内。"},
    )
    due_on = PlausibleDay(label="自评截止日期", reach=PLANNED, error_messages={"required": "请填写自评截止日期。"})

    def __init__(self, choices: list[tuple[str, str]], data=None, **more):
        super().__init__(data, **more)
        field_in(self, "subject").choices = [("", "请选择"), *choices]


class RoundForm(forms.Form):
    """A round over all subjects of a place."""

    name = forms.CharField(label="批次名称", max_length=60, error_messages={"required": "请填写批次名称。"})
    area = forms.ChoiceField(
        label="范围",
        error_messages={"required": "请选范围。", "invalid_choice": "所选的范围不在您的辖区内。"},
    )
    due_on = PlausibleDay(label="自评截止日期", reach=PLANNED, error_messages={"required": "请填写自评截止日期。"})

    def __init__(self, areas: list[tuple[str, str]], data=None, **more):
        super().__init__(data, **more)
        field_in(self, "area").choices = areas


class DrawForm(RoundForm):
    """A round over closed cases, drawn by lot."""

    first = PlausibleDay(label="办结时间从", reach=IN_FORCE, error_messages={"required": "请填写办结时间从哪天起。"})
    last = PlausibleDay(label="到", reach=IN_FORCE, error_messages={"required": "请填写办结时间到哪天止。"})
    each = forms.IntegerField(
        label="每个承办单位抽取",
        min_value=1,
        max_value=MOST_EACH,
        initial=5,
        help_text="件数；不足的全部列入。评定过的、限制知悉的不抽。",
        error_messages={
            **dict.fromkeys(("required", "invalid"), "请填写每个承办单位抽取几件。"),
            **dict.fromkeys(("min_value", "max_value"), f"每个承办单位抽取 1 至 {MOST_EACH} 件。"),
        },
    )
    field_order = ("name", "area", "first", "last", "each", "due_on")

    def clean(self):
        super().clean()
        told = self.cleaned_data
        first, last = told.get("first"), told.get("last")
        if first and last and last < first:
            self.add_error("last", "不能早于开始的一天。")
        return told
