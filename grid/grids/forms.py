"""The forms of the pages of grids."""

from typing import Any

from django import forms

from governance.frame.forms.fields import field_in
from governance.frame.forms.plausible import CareerDay
from governance.frame.forms.posted import VersionField
from governance.organisation.forms.wording import AsksByName, ask_for_fields
from governance.organisation.models import Area
from governance.organisation.pickers import Areas, People, PickerField

from ..models import FormerNet, Grid, GridPost


class GridForm(AsksByName, forms.Form):
    """What a grid is called and what it is; the village is asked for a new one only."""

    name = forms.CharField(label="网格名称", max_length=60)
    grid_type = forms.ChoiceField(label="类型", choices=Grid.Type.choices, widget=forms.RadioSelect)
    branch = forms.CharField(label="责任党支部", max_length=60, required=False, help_text="只记名称。")
    version = VersionField()


class NewGridForm(GridForm):
    """A new grid; its code follows from the village."""

    field_order = ("village", "name", "grid_type", "branch")
    version: Any = None

    def __init__(self, data=None, *, scope: str = "", **kwargs):
        super().__init__(data, **kwargs)
        self.fields["village"] = PickerField(
            Areas(scope=scope, levels=(Area.Level.VILLAGE,)),
            label="村（社区）",
            help_text="网格编码为村（社区）代码加三位顺序号，由系统确定，停用后不再使用。",
        )
        ask_for_fields(self)
        self.order_fields(self.field_order)


class PostForm(forms.Form):
    """Who serves in the grid from when."""

    part = forms.ChoiceField(label="身份", choices=GridPost.Part.choices)
    since = CareerDay(label="任职起", past_only=True)

    field_order = ("user", "part", "since")

    def __init__(self, data=None, *, on, **kwargs):
        super().__init__(data, initial={"since": on}, **kwargs)
        self.fields["user"] = PickerField(People(on=on), label="人员")
        self.order_fields(self.field_order)
        ask_for_fields(self)


class NetForm(AsksByName, forms.Form):
    """A former net of a department that became part of the grid."""

    kind = forms.ChoiceField(label="原有网格", choices=FormerNet.Kind.choices)
    name = forms.CharField(label="原名称或编号", max_length=60)
    merged_on = CareerDay(label="并入日期", past_only=True)


class MergeForm(AsksByName, forms.Form):
    """Into which grid of the same village this one goes."""

    into = forms.ModelChoiceField(
        Grid.objects.none(), label="并入网格", error_messages={"invalid_choice": "请从列表中选择。"}
    )
    reason = forms.CharField(label="理由", max_length=200)

    def __init__(self, data=None, *, grid: Grid, **kwargs):
        super().__init__(data, **kwargs)
        same = Grid.in_use().filter(area__parent=grid.area.parent_id).exclude(pk=grid.pk)
        field_in(self, "into").queryset = same.select_related("area")
