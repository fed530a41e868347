"""Forms about mediation committees, their mediators and training."""

from datetime import date

from django import forms

from governance.cases.choices.lists import offered
from governance.frame.forms.fields import field_in
from governance.frame.forms.plausible import HAPPENED, CareerDay, FoundingDay, PlausibleDay
from governance.frame.forms.posted import refusals_on
from governance.frame.forms.rendering import PlainSelect
from governance.organisation.forms.versioned import VersionedForm
from governance.organisation.forms.wording import AsksByName, ask_for_fields
from governance.organisation.models import Area, Unit
from governance.organisation.pickers import Areas, People, PickerField, Units

from ..models import Committee, Mediator, Training
from ..vocabulary import COMMITTEE_FIELDS
from .actions import check_term, years_later
from .rules import checklist, standard

ALL = [("", "全部")]
UNREGISTERED = "none"
LACKING = "lacking"


class OrganisationFilter(forms.Form):
    """The row above the list of mediation organisations."""

    q = forms.CharField(label="名称", required=False, max_length=30)
    type = forms.ChoiceField(
        label="类型", required=False, choices=[*ALL, *Committee.Type.choices, (UNREGISTERED, "尚未登记情况")]
    )
    township = forms.ChoiceField(label="区域", required=False, widget=PlainSelect)
    state = forms.ChoiceField(label="建设情况", required=False, choices=[*ALL, (LACKING, "有缺项")])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        areas = Area.in_use().filter(level__in=("county", "township")).order_by("code")
        names = [(area.code, area.name if area.level == "township" else f"{area.name}本级") for area in areas]
        field_in(self, "township").choices = [*ALL, *names]


class CommitteeForm(VersionedForm):
    """What a committee is and has."""

    field = forms.ChoiceField(label="专业领域", required=False, widget=PlainSelect)
    sponsor = PickerField(
        Units(), label="设立单位", required=False, help_text="由哪个单位设立或者主管，例如卫健部门、乡镇街道。"
    )

    class Meta:
        model = Committee
        fields = ("type", "field", "sponsor", "set_up_on", "filed_on", "room_area", "legal_adviser")
        field_classes = {"set_up_on": FoundingDay, "filed_on": FoundingDay}

    field_order: tuple[str, ...] = Meta.fields

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            self.initial["sponsor"] = self.instance.sponsor
        field_in(self, "type").choices = [("", "请选择"), *Committee.Type.choices]
        field_in(self, "field").choices = [("", "不分领域"), *offered(COMMITTEE_FIELDS, self.instance.field)]
        numbers = standard()
        self.fields["field"].help_text = "行业性、专业性调解组织填写。"
        filing = numbers["filing"]
        within = f"设立或者人员调整后 {filing.amount} 个工作日内向司法行政部门备案（{filing.article}）。"
        self.fields["filed_on"].help_text = within
        self.fields["room_area"].help_text = f"乡镇（街道）和部门的调解室不少于 {numbers['room'].amount} 平方米。"
        self.fields["legal_adviser"].help_text = "姓名和所在律师事务所。"
        self.fields["room_area"].error_messages["invalid"] = "面积请填数字，例如 26 或 26.5。"
        ask_for_fields(self)

    def clean(self):
        super().clean()
        data = self.cleaned_data
        is_professional = data.get("type") == Committee.Type.PROFESSIONAL
        if is_professional and not data.get("field") and "field" not in self.errors:
            self.add_error("field", "行业性、专业性调解组织请选择专业领域。")
        if data.get("type") and not is_professional and data.get("field"):
            self.add_error("field", "只有行业性、专业性调解组织才有专业领域，请改选类型或者清空这一项。")
        set_up_on, filed_on = data.get("set_up_on"), data.get("filed_on")
        if set_up_on and filed_on and filed_on < set_up_on:
            self.add_error("filed_on", "备案日期不能早于设立日期。")
        return data


class NewOrganisationForm(CommitteeForm):
    """A committee with the unit that it is."""

    name = forms.CharField(label="名称", max_length=60, help_text="例如“凤栖路社区人民调解委员会”。")
    short_name = forms.CharField(label="简称", max_length=20, help_text="列表和文书中使用，例如“凤栖路调委会”。")
    area = PickerField(Areas(), label="所在区划", help_text="输入镇街或村社区名称中的几个字，也可以输入区划代码。")

    field_order = ("name", "short_name", "area", *CommitteeForm.Meta.fields)

    def clean_name(self):
        name = self.cleaned_data["name"]
        if Unit.objects.filter(name=name).exists():
            raise forms.ValidationError("已有同名单位。")
        return name

    def unit(self) -> Unit:
        """The unit as entered, not saved."""
        data = self.cleaned_data
        return Unit(name=data["name"], short_name=data["short_name"], area=data["area"], kind=Unit.Kind.MEDIATION)


class ChecklistForm(forms.Form):
    """The items of 五有六落实六统一: what is ticked is met, the rest is not."""

    def __init__(self, *args, met=(), today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.groups = list(dict.fromkeys(item.group for item in checklist()))
        for number, group in enumerate(self.groups):
            self.fields[f"group_{number}"] = forms.MultipleChoiceField(
                label=group,
                required=False,
                choices=[(item.item, item.label) for item in checklist() if item.group == group],
                initial=[item.item for item in checklist() if item.group == group and item.item in met],
                widget=forms.CheckboxSelectMultiple,
            )
        self.fields["checked_on"] = PlausibleDay(reach=HAPPENED, label="核对日期", initial=today)
        ask_for_fields(self)

    def met(self) -> set[str]:
        """The items that are met."""
        return {item for number in range(len(self.groups)) for item in self.cleaned_data[f"group_{number}"]}


class MediatorForm(VersionedForm):
    """A mediator, with the term; of a new one somebody says that they may be one (人民调解法 art. 14)."""

    fit = forms.BooleanField(
        label="是成年公民，公道正派、热心调解",
        help_text="并有一定的文化水平、政策水平和法律知识（《人民调解法》第十四条第一款）。",
        error_messages={"required": "人民调解员由公道正派、热心调解的成年公民担任（第十四条），请核对后勾选。"},
    )

    class Meta:
        model = Mediator
        fields = ("name", "position", "is_woman", "is_full_time", "appointed_on", "term_from", "term_to")
        field_classes = dict.fromkeys(("appointed_on", "term_from", "term_to"), CareerDay)

    field_order = ("user", *Meta.fields, "fit")

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        if self.instance.pk is not None:
            del self.fields["fit"]
        else:
            last = years_later(today, standard()["term"].amount).toordinal() - 1
            self.initial.update(appointed_on=today, term_from=today, term_to=date.fromordinal(last))
        self.fields["user"] = PickerField(
            People(), label="登录账号", required=False, help_text="在系统中办理的调解员从人员中选择；没有账号的不填。"
        )
        self.initial["user"] = self.instance.user
        self.fields["name"].required = False
        self.fields["name"].help_text = "没有账号的在这里填写；选择了登录账号的，以账号的姓名为准。"
        positions = [choice for choice in Mediator.Position.choices if choice[0] != Mediator.Position.OFFICIAL]
        if self.instance.position == Mediator.Position.OFFICIAL and self.instance.pk:
            positions = Mediator.Position.choices
        field_in(self, "position").choices = positions
        self.fields["is_woman"].label = "妇女成员"
        self.fields["is_woman"].help_text = "人民调解委员会应当有妇女成员（《人民调解法》第八条第三款）。"
        self.fields["appointed_on"].help_text = "不晚于今天。"
        self.fields["term_from"].help_text = "不早于任职日期，不晚于今天。"
        self.fields[
            "term_to"
        ].help_text = "主任、副主任和委员每届任期三年，可以连选连任（《人民调解法》第九条第二款）。"
        self.order_fields(self.field_order)
        ask_for_fields(self)

    def clean(self):
        super().clean()
        data = self.cleaned_data
        user = data.get("user")
        if user is not None:
            data["name"] = user.name
        elif not data.get("name") and "user" not in self.errors:
            self.add_error("name", "请填写姓名，或者选择登录账号。")
        self._check_term(data)
        return data

    def _check_term(self, data: dict) -> None:
        # Here too: the model would say the same of the whole form and in no words of ours.
        if {"position", "appointed_on", "term_from", "term_to"} & set(self.errors):
            return
        term = {name: data[name] for name in ("position", "appointed_on", "term_from", "term_to")}
        with refusals_on(self):
            check_term(**term, today=self.today)

    @property
    def changed(self) -> list[str]:
        """The columns that differ from what is stored, the name of another login among them."""
        before = Mediator.objects.get(pk=self.instance.pk)
        self.instance.user = self.cleaned_data["user"]
        columns = (*self.Meta.fields, "user_id")
        return [name for name in columns if getattr(before, name) != getattr(self.instance, name)]


class EndOfficeForm(AsksByName, forms.Form):
    """The last day of a mediator."""

    left_on = CareerDay(label="离任日期", help_text="不早于任职日期，不晚于今天。")
    reason = forms.CharField(label="原因", max_length=100, help_text="例如任期届满、辞职、罢免或者解聘。")


class PeopleChoice(forms.ModelMultipleChoiceField):
    """Mediators to tick."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj):
        return obj.name


class TrainingForm(forms.Form):
    """A training that several mediators of one organisation took part in."""

    mediators = PeopleChoice(label="参加人员", queryset=Mediator.objects.none())
    on = PlausibleDay(reach=HAPPENED, label="日期")
    kind = forms.ChoiceField(label="形式", choices=Training.Kind.choices)
    subject = forms.CharField(label="内容", max_length=80)
    organiser = forms.CharField(label="主办单位", max_length=60)
    hours = forms.DecimalField(
        label="学时",
        min_value=0.5,
        max_value=200,
        max_digits=4,
        decimal_places=1,
        error_messages={
            "min_value": "学时至少为 0.5。",
            "max_value": "一次培训不超过 200 学时，请核对。",
            "max_decimal_places": "学时最多一位小数。",
            "max_digits": "一次培训不超过 200 学时，请核对。",
            "invalid": "学时请填数字，例如 2 或 1.5。",
        },
    )

    def __init__(self, *args, mediators, **kwargs):
        super().__init__(*args, **kwargs)
        field_in(self, "mediators").queryset = mediators
        ask_for_fields(self)
        self.fields["mediators"].error_messages["required"] = "请勾选参加人员。"
