"""The forms around leaders in charge: taking a case, portfolios of leaders, rules of scope. Shape only."""

from datetime import date, timedelta
from typing import Any

from django import forms

from governance.cases import registry
from governance.cases.intake.accusing_forms import ColleagueForm
from governance.cases.models import Category
from governance.frame.forms.fields import field_in
from governance.frame.forms.plausible import PLANNED, PlausibleDay
from governance.frame.forms.posted import VersionField
from governance.organisation.models import Unit
from governance.organisation.pickers import People, PickerField

from ..models import Leader, ScopeRule
from ..vocabulary import HEAD_DAYS, MEASURED_IN
from .portfolios import in_office

# They stand under a street or a bureau, and lie with whoever answers for that one.
BELOW_OTHERS = (Unit.Kind.VILLAGE, Unit.Kind.MEDIATION, Unit.Kind.JUSTICE_OFFICE)


def _long(label: str, help_text: str, rows: int = 3):
    widget = forms.Textarea(attrs={"rows": rows, "data-grow": ""})
    return forms.CharField(label=label, help_text=help_text, max_length=5000, required=False, widget=widget)


def usual_day(today: date) -> date:
    """By when a case taken today is to be settled, unless the centre says otherwise."""
    return today + timedelta(days=HEAD_DAYS)


class ChargeForm(ColleagueForm):
    """Who takes the case, until when, with whom and how; the leader whose portfolio covers it stands first."""

    accusing_in = ("team", "plan")

    leader = forms.ModelChoiceField(
        Leader.objects.none(), label="包案领导", empty_label="请选择", error_messages={"required": "请选择包案领导。"}
    )
    promised_on = PlausibleDay(
        reach=PLANNED, label="化解期限", error_messages={"required": "请填写化解期限。", "invalid": "请填写日期。"}
    )
    team = _long("工作班子", "成员姓名、单位和分工；可以由责任单位以后补充", 2)
    plan = _long("工作方案", "问题、责任、措施、时间；可以由责任单位以后补充")

    def __init__(self, data=None, *, suggested: Leader | None, today: date):
        initial = {"leader": suggested, "promised_on": usual_day(today)}
        super().__init__(data, initial=initial)
        field = field_in(self, "leader")
        field.queryset = in_office()
        if suggested is not None:
            field.help_text = f"谁分管、谁包案：按分工建议由{suggested}包案。"


class LeaderForm(forms.ModelForm):
    """One leader: post in words, who takes over, which units and kinds of matter lie with him."""

    user = PickerField(People(), label="姓名", error_messages={"required": "请选择人员。"})
    units = forms.ModelMultipleChoiceField(
        Unit.objects.filter(is_active=True).exclude(kind__in=BELOW_OTHERS),
        label="分管单位",
        required=False,
        help_text="分管上级单位的，也分管它的下级",
        widget=forms.CheckboxSelectMultiple,
    )
    categories = forms.ModelMultipleChoiceField(
        Category.objects.filter(is_active=True, parent=None).order_by("kind", "path"),
        label="分管类别",
        required=False,
        help_text="按内容类别分管的优先于按单位分管的",
        widget=forms.CheckboxSelectMultiple,
    )
    version = VersionField()

    class Meta:
        model = Leader
        fields = ("user", "title", "is_head", "head", "position", "is_active")
        error_messages = {
            "title": {"required": "请填写职务。"},
            "position": {"required": "请填写排序。", "invalid": "请填写整数。"},
        }
        help_texts = {
            "is_head": "副职到期没有化解的，由主要领导接办",
            "head": "主要领导不填",
            "position": "数字小的排在前面",
        }

    field_order = ("user", "title", "is_head", "head", "units", "categories", "position", "is_active")

    def __init__(self, data=None, *, instance: Leader):
        initial: dict[str, Any] = {"version": instance.version}
        if instance.pk:
            rows = list(instance.portfolios.all())
            initial["units"] = [row.unit_id for row in rows if row.unit_id]
            initial["categories"] = [row.category_id for row in rows if row.category_id]
        super().__init__(data, instance=instance, initial=initial)
        fields: Any = self.fields
        fields["head"].queryset = in_office().filter(is_head=True).exclude(pk=instance.pk)
        fields["head"].empty_label = "没有"
        fields["units"].label_from_instance = lambda unit: unit.short_name
        labels = {code: kind.workflow.label for code, kind in registry.KINDS.items()}
        fields["categories"].label_from_instance = lambda row: f"{labels.get(row.kind, '')} · {row}"
        fields["user"].disabled = bool(instance.pk)

    def clean(self):
        super().clean()
        told = self.cleaned_data
        if told.get("is_head") and told.get("head"):
            self.add_error("head", "主要领导不再填写接办人。")
        elif not told.get("is_head") and not told.get("head") and "head" not in self.errors:
            self.add_error("head", "请选择到期后接办的主要领导。")
        return told


class ScopeForm(forms.Form):
    """From how much on, for which kinds, and whether at all."""

    threshold = forms.IntegerField(
        min_value=1,
        max_value=9999,
        error_messages={
            "required": "请填写大于零的整数。",
            "invalid": "请填写大于零的整数。",
            "min_value": "请填写大于零的整数。",
            "max_value": "请填写不超过 9999 的整数。",
        },
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    kinds = forms.MultipleChoiceField(
        label="事项种类",
        required=False,
        help_text="不选即各类事项",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "请从列表中选择事项种类。"},
    )
    is_active = forms.BooleanField(label="启用", required=False)
    version = VersionField()

    def __init__(self, data=None, *, rule: ScopeRule):
        initial = {name: getattr(rule, name) for name in ("threshold", "kinds", "is_active", "version")}
        super().__init__(data, initial=initial)
        self.fields["threshold"].label = f"{rule.get_measured_display()}达到（{MEASURED_IN[rule.measured]}）"
        field_in(self, "kinds").choices = [
            (code, kind.workflow.label) for code, kind in registry.KINDS.items() if kind.register_name
        ]
