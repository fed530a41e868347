"""What people type on meetings and on what they decided. Shape only; what may be done the verbs know."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from governance.cases.fields.inputs import CaseNumberField
from governance.cases.intake.accusing_forms import ColleagueForm
from governance.cases.models import Case
from governance.frame.days import office_day, office_moment, office_time
from governance.frame.forms.fields import field_in
from governance.frame.forms.plausible import PLANNED, PlausibleDay
from governance.frame.forms.posted import VersionField
from governance.frame.forms.rendering import PlainSelect
from governance.organisation.forms.wording import AsksByName, ask_for_fields
from governance.organisation.models import Post, Unit
from governance.organisation.pickers import PickerField, Units

from ..models import Meeting, MeetingKind
from ..plans.forms import TimeInput, UnitLines
from .actions import MeetingInput, MinutesInput

BAD_DATE = {"invalid": "请填写正确的日期。"}
MOST_PEOPLE = 200
LONGEST_NAME, LONGEST_POST = 30, 60


class PeopleLines(forms.CharField):
    """People, one a line: the name, then the post behind a space."""

    def __init__(self, **how):
        super().__init__(max_length=20_000, widget=forms.Textarea(attrs={"rows": 4}), **how)

    def clean(self, value):
        found = []
        for line in super().clean(value).splitlines():
            name, _, post = line.strip().replace("　", " ").partition(" ")
            if name:
                if len(name) > LONGEST_NAME or len(post.strip()) > LONGEST_POST:
                    raise ValidationError(f"“{line.strip()[:20]}”太长，每行写一人：姓名，空一格，单位职务。")
                found.append((name, post.strip()))
        if len(found) > MOST_PEOPLE:
            raise ValidationError(f"最多写 {MOST_PEOPLE} 人。")
        return list(dict.fromkeys(found))

    def prepare_value(self, value):
        return "\n".join(" ".join(pair).strip() for pair in value) if isinstance(value, list) else value


class MeetingForm(forms.Form):
    """When and where who meets."""

    kind = forms.ModelChoiceField(
        label="会议种类",
        queryset=MeetingKind.objects.filter(is_active=True),
        to_field_name="code",
        widget=PlainSelect,
        empty_label=None,
    )
    unit = forms.ModelChoiceField(label="召集单位", queryset=Unit.objects.none(), widget=PlainSelect, empty_label=None)
    title = forms.CharField(label="会议名称", max_length=60, required=False, help_text="不填用会议种类的名称。")
    day = PlausibleDay(reach=PLANNED, label="日期", error_messages=BAD_DATE)
    time = forms.TimeField(label="时刻", widget=TimeInput, error_messages={"invalid": "时刻应写成 09:00 的样子。"})
    place = forms.CharField(label="地点", max_length=60)
    chair = forms.CharField(label="主持人", max_length=40)
    units = UnitLines(label="参加单位", help_text="每行一个单位名称；安排后通知到单位负责人。")
    attendees = PeopleLines(label="参会人员", required=False, help_text="每行一人：姓名，空一格，单位职务。")
    version = VersionField()

    def __init__(self, data=None, *, hosts, meeting: Meeting | None = None, initial=None):
        super().__init__(data, initial={"version": 0, **(initial or {}), **(_told(meeting) if meeting else {})})
        unit = field_in(self, "unit")
        kind = field_in(self, "kind")
        unit.queryset = hosts
        if meeting is not None:
            unit.queryset = Unit.objects.filter(pk=meeting.unit_id)
            kind.queryset = MeetingKind.objects.filter(pk=meeting.kind_id)
        kinds = list(kind.queryset)
        kind.choices = [(each.code, each.name) for each in kinds]
        kind.help_text = _told_to_all([each.name for each in kinds if each.is_public])
        ask_for_fields(self)

    def plan(self) -> MeetingInput:
        """What was typed; read it after ``is_valid``."""
        told = dict(self.cleaned_data)
        starts_at = office_moment(told.pop("day"), told.pop("time"))
        told.pop("version")
        return MeetingInput(**told | {"title": told["title"] or told["kind"].name}, starts_at=starts_at)


def _told_to_all(names: list[str]) -> str:
    """Whoever arranges one of these knows before that everybody will read of it."""
    if not names:
        return ""
    return f"{'、'.join(names)}向群众公布：日期、地点、主持人和参加单位群众看得到，近两周的可以预约。"


def as_last_time(hosts: QuerySet[Unit], kind: str, on: date) -> dict:
    """What the plan of one more meeting begins with: where and with whom these units met last, or met so; under their
    own head where they never met.
    """
    before = Meeting.objects.filter(unit__in=hosts, **({"kind__code": kind} if kind else {}))
    last = before.order_by("-starts_at").first()
    if last is None:
        # The first of its kind: most often where these units meet otherwise.
        met = Meeting.objects.filter(unit__in=hosts).order_by("-starts_at").first()
        return {"kind": kind, **({"place": met.place, "chair": met.chair} if met else {"chair": _head_of(hosts, on)})}
    told = _told(last)
    return {name: told[name] for name in ("kind", "unit", "time", "place", "chair", "units", "attendees")}


def _head_of(hosts: QuerySet[Unit], on: date) -> str:
    heads = Post.objects.current(on).filter(unit__in=hosts, role__name="unit_lead")
    return heads.order_by("id").values_list("user__name", flat=True).first() or ""


def _told(meeting: Meeting) -> dict:
    local = office_time(meeting.starts_at)
    return {
        "kind": meeting.kind.code,
        "unit": meeting.unit_id,
        "title": meeting.title,
        "day": office_day(meeting.starts_at),
        "time": local.time(),
        "place": meeting.place,
        "chair": meeting.chair,
        "units": list(meeting.units.all()),
        "attendees": [(each.name, each.post) for each in meeting.attendees.all()],
        "version": meeting.version,
    }


class ItemForm(ColleagueForm):
    """One more point: words, or the number of a case."""

    accusing_in = ("text",)

    version = VersionField()
    number = CaseNumberField(label="事项编号", max_length=30, required=False)
    text = forms.CharField(label="议题", max_length=300, required=False, help_text="写议题，或只写事项编号。")

    def __init__(self, data=None, *, user, version: int):
        super().__init__(data, initial={"version": version})
        field_in(self, "number").user = user

    def clean_number(self) -> Case | None:
        case = self.cleaned_data["number"]
        if case is not None and case.is_restricted:
            raise ValidationError("限制知悉的事项不列入会议议题。")
        return case

    def clean(self):
        told = super().clean()
        if not told.get("number") and not told.get("text") and not {"number", "text"} & set(self.errors):
            self.add_error("text", "请写议题，或填事项编号。")
        return told


class MinutesForm(ColleagueForm):
    """Who came, what was said to each point and in general."""

    version = VersionField()
    more = PeopleLines(
        label="另到会人员", required=False, help_text="名单以外到会的，每行一人：姓名，空一格，单位职务。"
    )
    text = forms.CharField(
        label="会议情况", max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    recorder = forms.CharField(label="记录人", max_length=30)
    reason = forms.CharField(label="更正原因", max_length=200, help_text="原来的记录仍然保留。")

    def __init__(self, data=None, *, meeting: Meeting, items: list, rows: list[dict], former, recorder: str):
        notes = (f"note_{place}" for place, _ in enumerate(rows))
        self.accusing_in = ("text", *(f"said_{item.pk}" for item in items), *notes, "reason")
        initial = {"version": meeting.version, "recorder": recorder}
        if former is not None:
            initial |= {"text": former.text, "recorder": former.recorder}
        super().__init__(data, initial=initial)
        self.rows, self.items = rows, items
        for place, row in enumerate(rows):
            self.fields[f"came_{place}"] = forms.BooleanField(label="到会", required=False, initial=row["came"])
            self.fields[f"note_{place}"] = forms.CharField(
                label="缺席原因或代会人", max_length=60, required=False, initial=row["note"]
            )
        for item in items:
            said = former.said.get(item.key, "") if former else ""
            box = forms.Textarea(attrs={"rows": 1})
            self.fields[f"said_{item.pk}"] = forms.CharField(
                label="发言要点", max_length=5000, required=False, widget=box, initial=said
            )
        if former is None:
            del self.fields["reason"]
        ask_for_fields(self)

    def clean(self):
        told = super().clean()
        said = any(told.get(f"said_{item.pk}") for item in self.items)
        if not said and not told.get("text") and not {"text", *self.accusing_in} & set(self.errors):
            self.add_error("text", "请写明会议情况，或在议题下写发言要点。")
        return told

    def people_fields(self) -> list[tuple]:
        """Name, post and the two boxes of each person on the list."""
        return [
            (row["name"], row["post"], self[f"came_{place}"], self[f"note_{place}"])
            for place, row in enumerate(self.rows)
        ]

    def heard(self) -> MinutesInput:
        """What was typed; read it after ``is_valid``."""
        told = self.cleaned_data
        listed = [
            {"name": row["name"], "post": row["post"], "came": told[f"came_{n}"], "note": told[f"note_{n}"]}
            for n, row in enumerate(self.rows)
        ]
        more = [{"name": name, "post": post, "came": True, "note": ""} for name, post in told["more"]]
        return MinutesInput(
            recorder=told["recorder"],
            text=told["text"],
            attendance=listed + more,
            said={item.key: told[f"said_{item.pk}"] for item in self.items},
            reason=told.get("reason", ""),
        )


class CancelForm(AsksByName, ColleagueForm):
    """Why a meeting does not take place."""

    accusing_in = ("reason",)

    version = VersionField()
    reason = forms.CharField(label="取消原因", max_length=200)


class DecisionForm(ColleagueForm):
    """What was decided, who carries it out, by when."""

    accusing_in = ("text",)

    text = forms.CharField(label="议定事项", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    case = forms.ModelChoiceField(
        label="关于哪件事项",
        queryset=Case.objects.none(),
        required=False,
        widget=PlainSelect,
        empty_label="不针对某件事项",
    )
    unit = PickerField(Units(), label="责任单位")
    person = forms.CharField(label="责任人", max_length=30, required=False)
    due_on = PlausibleDay(reach=PLANNED, label="完成期限", error_messages=BAD_DATE)

    def __init__(self, *args, cases, **kwargs):
        super().__init__(*args, **kwargs)
        field_in(self, "case").queryset = cases
        ask_for_fields(self)


class ProofForm(AsksByName, ColleagueForm):
    """How a decision was carried out."""

    accusing_in = ("proof",)

    version = VersionField()
    proof = forms.CharField(label="落实情况和销号依据", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class RedateForm(AsksByName, ColleagueForm):
    """Another date, and why."""

    accusing_in = ("reason",)

    version = VersionField()
    due_on = PlausibleDay(reach=PLANNED, label="新的期限", error_messages=BAD_DATE)
    reason = forms.CharField(label="改期原因和下步措施", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class ReasonForm(AsksByName, ColleagueForm):
    """Why a decision is taken up again or dropped."""

    accusing_in = ("reason",)

    version = VersionField()
    reason = forms.CharField(label="原因", max_length=500)
