"""What is typed about a period: which it is, the marks of one item by unit, objections and their answers."""

from decimal import Decimal

from django import forms

from governance.cases.fields.inputs import PointsField
from governance.cases.intake.accusing_forms import ColleagueForm
from governance.frame.forms.fields import field_in
from governance.organisation.models import Unit

from ..grounds import Words
from ..models import HandMark, Scheme
from ..scoring import VETO, ScoredItem
from .actions import Given
from .spans import spans_of

VETOES = (("0", "没有"), ("1", "否决"))


class PeriodForm(forms.Form):
    """Which scheme, and which of the periods of its year."""

    scheme = forms.ModelChoiceField(
        Scheme.objects.none(),
        label="考核方案",
        empty_label="请选择",
        error_messages={"required": "请选考核方案。", "invalid_choice": "请选施行中的考核方案。"},
    )
    span = forms.ChoiceField(label="期间", error_messages={"required": "请选期间。"})

    def __init__(self, data=None, *, year: int):
        super().__init__(data)
        field_in(self, "scheme").queryset = Scheme.objects.filter(state=Scheme.State.IN_FORCE)
        known = [each for of in (year, year - 1) for each in spans_of(of)]
        named = [(f"{each.length} {each.first}", each.label) for each in known]
        field_in(self, "span").choices = [("", "请选择"), *named]


class MarksForm(forms.Form):
    """What each unit is given for one item, and on what ground."""

    def __init__(self, item: ScoredItem, units: list[Unit], stood: dict[int, HandMark], data=None):
        super().__init__(data)
        self.units = units
        for unit in units:
            mark = stood.get(unit.pk)
            self.fields[f"points-{unit.pk}"] = _points(item, unit, mark)
            self.fields[f"ground-{unit.pk}"] = forms.CharField(
                label=f"{unit.short_name} 依据",
                required=False,
                max_length=300,
                initial=mark.ground if mark else "",
                widget=forms.TextInput(attrs={"class": "control", "aria-label": f"{unit.short_name} 依据"}),
            )

    def rows(self, facts: Words) -> list[tuple]:
        """Each unit with its two fields, and what there is to go by."""
        return [
            (unit, self[f"points-{unit.pk}"], self[f"ground-{unit.pk}"], facts.get(unit.pk, [])) for unit in self.units
        ]

    def given(self) -> dict[Unit, Given]:
        """What was typed, by unit."""
        told = self.cleaned_data
        return {unit: Given(_number(told[f"points-{unit.pk}"]), told[f"ground-{unit.pk}"]) for unit in self.units}


def _points(item: ScoredItem, unit: Unit, mark: HandMark | None) -> forms.Field:
    label = f"{unit.short_name} 得分"
    if item.way == VETO:
        chosen = str(int(mark.points or 0)) if mark else "0"
        widget = forms.Select(attrs={"class": "control", "aria-label": label})
        return forms.ChoiceField(label=label, choices=VETOES, initial=chosen, required=False, widget=widget)
    field = PointsField(
        label=label,
        required=False,
        min_value=0,
        max_value=item.weight,
        initial=mark.points if mark else None,
        error_messages={
            "invalid": "得分应填数字。",
            "min_value": "得分不能小于 0。",
            "max_value": f"这一项满分 {item.weight} 分。",
        },
    )
    field.widget = forms.NumberInput(attrs={"step": "0.01", "class": "control short", "aria-label": label})
    return field


def _number(told) -> Decimal | None:
    return None if told in (None, "") else Decimal(told)


class CancelForm(ColleagueForm):
    """Why a period comes to nothing."""

    accusing_in = ("reason",)

    reason = forms.CharField(label="事由", max_length=200, error_messages={"required": "请写明事由。"})


class ObjectionForm(ColleagueForm):
    """Why the unit does not agree."""

    accusing_in = ("reason",)

    reason = forms.CharField(
        label="异议理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明哪几件不该算、依据是什么。",
        error_messages={"required": "请写明理由。"},
    )


class AnswerForm(ColleagueForm):
    """Whether the unit is right, the points from then on, and what it is told."""

    accusing_in = ("text",)

    upheld = forms.ChoiceField(
        label="异议是否成立",
        choices=(("1", "成立，更正得分"), ("0", "不成立")),
        widget=forms.RadioSelect,
        error_messages={"required": "请选异议是否成立。"},
    )
    points = PointsField(label="更正后得分", required=False, help_text="成立的填写。")
    text = forms.CharField(
        label="答复",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明答复和理由。"},
    )

    def told(self) -> dict:
        """What was typed."""
        return self.cleaned_data | {"upheld": self.cleaned_data["upheld"] == "1"}
