"""The forms of the pages of grids."""

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString

from governance.frame.forms.plausible import CareerDay
from governance.frame.forms.posted import VersionField
from governance.maps.shapes import DATUMS
from governance.organisation.forms.wording import AsksByName, ask_for_fields
from governance.organisation.models import Area
from governance.organisation.pickers import Areas, People, PickerField

from ..models import FormerNet, Grid, GridPost

# What a file calls it, and no word of ours.
CODE = SafeString("<code>code</code>")


class GridForm(AsksByName, forms.Form):
    """What a grid is called and what it is; the village is asked for a new one only."""

    name = forms.CharField(label="网格名称", max_length=60)
    grid_type = forms.ChoiceField(label="类型", choices=Grid.Type.choices, widget=forms.RadioSelect)
    branch = forms.CharField(label="责任党支部", max_length=60, required=False, help_text="只记名称。")
    version = VersionField()


class NewGridForm(GridForm):
    """A new grid; its code follows from the village."""

    field_order = ("village", "name", "grid_type", "branch")
    version = None

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
        self.fields["into"].queryset = same.select_related("area")


class BoundaryForm(forms.Form):
    """A GeoJSON file and the system of its coordinates."""

    file = forms.FileField(
        label="GeoJSON 文件",
        help_text=format_html("每个图形的属性 {} 写网格编码（15 位）或村（社区）代码（12 位）。", CODE),
        error_messages={"required": "请选择文件。", "empty": "文件是空的。"},
    )
    datum = forms.ChoiceField(
        label="坐标系",
        choices=DATUMS,
        widget=forms.RadioSelect,
        help_text="由导入的人说明，系统换算后按 CGCS2000 保存。",
        error_messages={"required": "请说明坐标系。"},
    )
