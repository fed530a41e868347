"""What people type on programmes and their tasks. Shape only; what is right the verbs know."""

import re
from datetime import date

from django import forms

from governance.cases.intake.accusing_forms import ColleagueForm
from governance.frame.forms.fields import field_in
from governance.frame.forms.plausible import IN_FORCE, PlausibleDay
from governance.frame.forms.posted import VersionField
from governance.frame.wording import clipped
from governance.organisation.forms.wording import ask_for_fields
from governance.organisation.models import Post, Unit
from governance.organisation.pickers import People, PickerField, Units

from ..models import ProgrammeTask
from .actions import ReportInput
from .planned import TaskInput
from .samples import SAMPLES, Sample
from .ties import choices

OWN = ""
BAD_DAY = {"invalid": "请填写正确的日期。"}
LONG = {"rows": 3}
LAST_ASKED = ("leader", "first", "due", "is_standing", "target", "unit_word", "rests_on", "marks")
MARK = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})[\s，,、：:]*(\S.*)")


class ProgrammeForm(forms.Form):
    """A new programme, from a delivered one or empty."""

    sample = forms.ChoiceField(
        label="样本",
        required=False,
        choices=[(OWN, "不用样本，自拟任务"), *((each.code, each.name) for each in SAMPLES.values())],
        widget=forms.RadioSelect,
        help_text="用样本的，样本中的任务全部列入，期限按所填年度，责任单位先由牵头单位代列，可逐项调整。",
    )
    name = forms.CharField(label="名称", max_length=60, required=False, help_text="不填写的，取样本的名称。")
    year = forms.IntegerField(
        label="年度",
        min_value=2000,
        max_value=2099,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "年度应为四位数字。"),
    )
    lead_unit = forms.ModelChoiceField(
        label="牵头单位",
        queryset=Unit.objects.none(),
        empty_label=None,
        error_messages={"invalid_choice": "请选择牵头单位。"},
    )
    first = PlausibleDay(
        reach=IN_FORCE,
        label="行动开始",
        required=False,
        error_messages=BAD_DAY,
        help_text="专项行动填写起止日期，各项任务都在其间；年度方案不填。",
    )
    last = PlausibleDay(reach=IN_FORCE, label="行动结束", required=False, error_messages=BAD_DAY)
    basis = forms.CharField(
        label="依据", max_length=300, required=False, help_text="方案的文号或出处；不填写的，取样本的说明。"
    )

    def __init__(self, data=None, *, units, today: date):
        super().__init__(data, initial={"year": today.year, "sample": OWN, "lead_unit": units.first()})
        field_in(self, "lead_unit").queryset = units
        ask_for_fields(self)

    def clean(self):
        super().clean()
        told, sample = self.cleaned_data, self.chosen
        first, last = self.period
        if (first is None) != (last is None) and not {"first", "last"} & self.errors.keys():
            self.add_error("last", "行动的开始和结束日期要一起填写。")
        elif first and last and last < first:
            self.add_error("last", "行动结束不能早于行动开始。")
        if sample:
            told["name"] = told.get("name") or sample.name
            told["basis"] = told.get("basis") or sample.basis
            return told
        for name, label in (("name", "名称"), ("basis", "依据")):
            if not told.get(name) and name not in self.errors:
                self.add_error(name, f"自拟方案请填写{label}。")
        return told

    @property
    def chosen(self) -> Sample | None:
        """The delivered programme that it begins with."""
        return SAMPLES.get(self.cleaned_data.get("sample") or OWN)

    @property
    def period(self) -> tuple[date | None, date | None]:
        """The first and the last day of a campaign."""
        return self.cleaned_data.get("first"), self.cleaned_data.get("last")


class TaskForm(forms.Form):
    """What is agreed on a task; of one that stands already, in sight of the version that was read."""

    title = forms.CharField(label="任务", max_length=100)
    text = forms.CharField(label="具体要求", max_length=2000, required=False, widget=forms.Textarea(attrs=LONG))
    owner = PickerField(Units(), label="责任单位", error_messages={"required": "请填写责任单位。"})
    every = forms.ChoiceField(
        label="同时列给",
        required=False,
        choices=(("", "不，只列给上面的责任单位"), *Unit.Kind.choices),
        help_text="方案区域内这一类的每个单位各列一项，责任单位和责任人不填；列入后可逐项调整。",
    )
    leader = forms.CharField(
        label="牵头领导", max_length=40, required=False, help_text="姓名和职务；有领导牵头、有机构落实、有专人推进。"
    )
    first = PlausibleDay(reach=IN_FORCE, label="开始日期", required=False, error_messages=BAD_DAY)
    due = PlausibleDay(
        reach=IN_FORCE, label="完成期限", required=False, error_messages=BAD_DAY, help_text="不填的不亮红灯。"
    )
    is_standing = forms.BooleanField(label="年内到位并长期坚持", required=False)
    target = forms.IntegerField(
        label="数量目标",
        required=False,
        min_value=1,
        max_value=1_000_000,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "数量目标应为一到一百万的整数。"),
        help_text="例如检查旅馆 30 家；没有数量的不填。",
    )
    unit_word = forms.CharField(label="计量单位", max_length=4, required=False, help_text="例如：家、处、次、场。")
    rests_on = forms.ChoiceField(
        label="挂接",
        required=False,
        help_text="这项任务在平台里落实到哪项例行报送、哪本台账、哪项标准或者哪种公开；挂接后任务页面显示落实情况。",
        error_messages={"invalid_choice": "请从列出的各项中选择。"},
    )
    marks = forms.CharField(
        label="节点",
        required=False,
        max_length=2000,
        help_text="每行一个，先写日期再写名称，例如“2026-03-31 启动部署”。",
        widget=forms.Textarea(attrs=LONG),
    )

    def __init__(self, data=None, *, task: ProgrammeTask | None = None, today: date):
        super().__init__(data, initial=self._initial(task) if task else None)
        self.today = today
        if task is not None:
            self.fields["version"] = VersionField()
            del self.fields["every"]
        rests_on = field_in(self, "rests_on")
        rests_on.choices = [("", "不挂接"), *choices(task.rests_on if task else "")]
        self.fields["owner"].required = not (data and data.get("every"))
        self.fields["person"] = PickerField(People(), label="责任人", required=False, help_text="责任单位的人员。")
        self.order_fields(["version", "title", "text", "owner", "every", "person", *LAST_ASKED])
        ask_for_fields(self)

    @staticmethod
    def _initial(task: ProgrammeTask) -> dict:
        names = ("version", "title", "text", "owner", "person", *LAST_ASKED[:-1])
        marks = "\n".join(f"{mark.due} {mark.name}" for mark in task.milestones.all())
        return {name: getattr(task, name) for name in names} | {"marks": marks}

    def clean_marks(self) -> list[tuple[str, date]]:
        """Name and day of each line."""
        found = []
        for line in filter(None, map(str.strip, self.cleaned_data["marks"].splitlines())):
            read = MARK.fullmatch(line)
            try:
                day = date(*map(int, read[1].split("-"))) if read else None
            except ValueError:
                day = None
            if read is None or day is None:
                raise forms.ValidationError(f"“{clipped(line)}”应先写日期再写名称，例如“2026-03-31 启动部署”。")
            if sentence := IN_FORCE.why_not(day, self.today):
                raise forms.ValidationError(sentence)
            if len(read[2]) > 60:
                raise forms.ValidationError("节点名称不超过 60 个字。")
            found.append((read[2].strip(), day))
        return found

    def clean(self):
        super().clean()
        told = self.cleaned_data
        person, owner = told.get("person"), told.get("owner")
        if owner and told.get("every"):
            self.add_error("owner", "列给一类单位的，不填责任单位。")
        if person and owner and not Post.objects.current(self.today).filter(user=person, unit=owner).exists():
            self.add_error("person", f"{person.name}不在{owner.short_name}任职，请核对。")
        return told

    def planned(self) -> TaskInput:
        """What was typed; read it after ``is_valid``."""
        told = {name: value for name, value in self.cleaned_data.items() if name not in ("version", "every")}
        return TaskInput(**told)


class ReportForm(ColleagueForm):
    """What the owner has done."""

    accusing_in = ("text",)

    version = VersionField()
    text = forms.CharField(
        label="进展情况",
        max_length=5000,
        widget=forms.Textarea(attrs=LONG),
        error_messages={"required": "请写明做了什么、做到什么程度。"},
    )
    counted = forms.IntegerField(
        label="累计完成",
        required=False,
        min_value=0,
        max_value=10_000_000,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "累计完成应为整数，不小于零。"),
    )
    reached = forms.MultipleChoiceField(label="已达到的节点", required=False, widget=forms.CheckboxSelectMultiple)
    complete = forms.BooleanField(
        label="任务已完成，报请确认", required=False, help_text="由牵头的综治中心、综治办确认，或者写明理由退回。"
    )

    def __init__(self, data=None, *, task: ProgrammeTask):
        super().__init__(data, initial={"version": task.version, "counted": task.counted})
        self.fields["counted"].help_text = f"到目前为止一共多少{task.unit_word}，目标 {task.target} {task.unit_word}。"
        if task.target is None:
            del self.fields["counted"]
        left = [mark for mark in task.milestones.all() if mark.reached_on is None]
        field_in(self, "reached").choices = [(mark.name, f"{mark.name}（{mark.due}）") for mark in left]
        if not left:
            del self.fields["reached"]

    def report(self, files) -> ReportInput:
        """What was typed; read it after ``is_valid``."""
        told = self.cleaned_data
        return ReportInput(told["text"], told["complete"], told.get("reached", ()), told.get("counted"), files)
