"""What is asked of a file of boundaries: shape only."""

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString

from .shapes import DATUMS

# What a file calls it, and no word of ours.
CODE = SafeString("<code>code</code>")


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
