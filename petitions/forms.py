"""The register page as a form: shape only; what the law wants of a petition is in the workflow."""

import re
from datetime import datetime, time

from django import forms
from django.utils import timezone

from governance.cases.forms import CategoryField
from governance.cases.models import Case, Participant
from governance.cases.worktime import CHINA
from governance.organisation.models import Unit
from governance.organisation.pickers import AreaField, UnitField
from governance.organisation.rendering import DayInput

from .models import Petition

# 信访工作条例 art. 20: not more than five representatives.
MOST_PEOPLE = 5
COLLECTIVE_FROM = 5
TITLE_LENGTH = 30
NO_NAME = "未具名"
ORAL = (Case.Channel.VISIT, Case.Channel.PHONE)

PHONE = re.compile(r"^[0-9+][0-9 -]{5,18}$")
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECK = "10X98765432"


def _text(label: str, limit: int, *, required: bool = False, **attrs):
    how = {"required": f"请填写{label}。", "max_length": f"{label}不能超过 %(limit_value)d 个字。"}
    return forms.CharField(
        label=label,
        max_length=limit,
        required=required,
        error_messages=how,
        widget=forms.TextInput(attrs={"autocomplete": "off", **attrs}),
    )


def _long(label: str, *, rows: int, required: bool = False, help_text: str = ""):
    return forms.CharField(
        label=label,
        max_length=5000,
        required=required,
        help_text=help_text,
        error_messages={"required": f"请填写{label}。"},
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def _radio(label: str, choices, **how):
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, error_messages={"required": f"请选择{label}。"}, **how
    )


class RegisterForm(forms.Form):
    """What a clerk is told at the window, in the letter or on the phone."""

    channel = _radio("来访形式", Case.Channel.choices, initial=Case.Channel.VISIT)
    received_on = forms.DateField(
        label="收到日期",
        widget=DayInput,
        error_messages={"required": "请填写收到日期。", "invalid": "请填写正确的日期。"},
    )
    people_count = forms.IntegerField(
        label="人数",
        min_value=1,
        max_value=100_000,
        initial=1,
        help_text="五人以上走访的，按集体走访登记，推选的代表不超过五人。《信访工作条例》第二十条",
        error_messages={"required": "请填写人数。", "min_value": "人数至少为 1。", "invalid": "人数请填数字。"},
    )
    address_unclear = forms.BooleanField(
        label="姓名或住址不清",
        required=False,
        help_text="姓名（名称）、住址不清的，不适用十五日内书面告知。《信访工作条例》第二十三条",
    )
    area = AreaField(label="发生地", error_messages={"required": "请填写发生地。"})
    place = _text("详细地点", 120)
    category = CategoryField(
        case_kind="petition",
        label="内容类别",
        required=False,
    )
    petition_class = _radio("事项性质", Petition.Class.choices, initial=Petition.Class.APPEAL_REQUEST)
    route = forms.ChoiceField(
        label="办理途径",
        choices=Petition.Route.choices,
        initial=Petition.Route.HANDLING,
        required=False,
        help_text="申诉求决类按《信访工作条例》第三十一条区分六种途径。",
    )
    accused_unit = UnitField(
        label="被检举控告单位",
        required=False,
        help_text="该单位及其下属单位的人员将不能知悉此事项。《信访工作条例》第三十条",
    )
    summary = _long("诉求概况", rows=3, required=True)
    title = _text("标题", 120, placeholder="不填写的，取诉求概况的第一句")
    facts_and_reasons = _long("事实和理由", rows=3)
    is_oral = forms.BooleanField(
        label="信访人口头提出，已如实记录",
        required=False,
        help_text="采用口头形式提出的，应当如实记录。《信访工作条例》第十九条",
    )
    read_back = forms.BooleanField(label="已向信访人宣读并经其确认", required=False)

    def __init__(self, data=None, *, units: list[Unit], today, **kwargs):
        super().__init__(data, initial={"received_on": today, **kwargs.pop("initial", {})}, **kwargs)
        self.today = today
        self.units = units
        for place in range(1, MOST_PEOPLE + 1):
            self.fields[f"name_{place}"] = _text("姓名（名称）", 60)
            self.fields[f"phone_{place}"] = _text("电话", 20, inputmode="tel")
            self.fields[f"id_number_{place}"] = _text("证件号", 18)
            self.fields[f"address_{place}"] = _text("住址", 120)
        if len(units) > 1:
            self.fields["unit"] = forms.ChoiceField(
                label="登记单位", choices=[(str(unit.pk), unit.short_name) for unit in units]
            )

    def people_rows(self) -> list[list]:
        """The boxes of the petitioners, a row a person."""
        names = ("name", "phone", "id_number", "address")
        return [[self[f"{name}_{place}"] for name in names] for place in range(1, MOST_PEOPLE + 1)]

    def intake_choice(self) -> list:
        """The box that asks for the unit, for people who register in more than one."""
        return [self["unit"]] if "unit" in self.fields else []

    def clean_received_on(self):
        """A day that has come."""
        day = self.cleaned_data["received_on"]
        if day > self.today:
            raise forms.ValidationError("收到日期不能晚于今天。")
        return day

    def clean(self):
        cleaned = super().clean()
        for place in range(1, MOST_PEOPLE + 1):
            self._check_person(place, cleaned)
        if not cleaned.get("name_1") and not cleaned.get("address_unclear"):
            self.add_error("name_1", "请填写信访人姓名；不清楚的，请勾选“姓名或住址不清”。")
        oral = cleaned.get("is_oral") and cleaned.get("channel") in ORAL
        cleaned["is_oral"] = bool(oral)
        if oral and not cleaned.get("read_back"):
            self.add_error("read_back", "口头提出的，请向信访人宣读记录并请其确认后勾选。")
        if cleaned.get("petition_class") == Petition.Class.APPEAL_REQUEST:
            cleaned["route"] = cleaned.get("route") or Petition.Route.HANDLING
        else:
            cleaned["route"] = ""
        if cleaned.get("petition_class") != Petition.Class.ACCUSATION:
            cleaned["accused_unit"] = None
        return cleaned

    def _check_person(self, place: int, cleaned: dict) -> None:
        phone, number = cleaned.get(f"phone_{place}", ""), cleaned.get(f"id_number_{place}", "").upper()
        if phone and not PHONE.match(phone):
            self.add_error(f"phone_{place}", "电话号码只能有数字、空格和横线，请核对。")
        if number and not is_id_number(number):
            self.add_error(f"id_number_{place}", "身份证号应为 18 位且校验位正确，请核对；其他证件请写在事实和理由中。")
        has_more = any(cleaned.get(f"{name}_{place}") for name in ("phone", "id_number", "address"))
        if place > 1 and has_more and not cleaned.get(f"name_{place}"):
            self.add_error(f"name_{place}", "请填写这位信访人的姓名。")

    def petition(self) -> Petition:
        """The unsaved petition that the form describes; read it after ``is_valid``, or half filled for a preview."""
        told = self.cleaned_data
        count = told.get("people_count") or 1
        return Petition(
            channel=told.get("channel") or Case.Channel.VISIT,
            petition_class=told.get("petition_class") or Petition.Class.APPEAL_REQUEST,
            route=told.get("route", ""),
            area=told.get("area"),
            place=told.get("place", ""),
            category=told.get("category"),
            title=told.get("title") or first_sentence(told.get("summary", "")),
            summary=told.get("summary", ""),
            facts_and_reasons=told.get("facts_and_reasons", ""),
            is_oral=told.get("is_oral", False),
            read_back=told.get("read_back", False),
            people_count=max(count, len(self.people())),
            is_collective=told.get("channel") == Case.Channel.VISIT and count >= COLLECTIVE_FROM,
            address_unclear=told.get("address_unclear", False),
            accused_unit=told.get("accused_unit"),
        )

    def people(self) -> list[Participant]:
        """The unsaved petitioners; of a collective visit they are its representatives."""
        told = self.cleaned_data
        collective = told.get("channel") == Case.Channel.VISIT and (told.get("people_count") or 1) >= COLLECTIVE_FROM
        part = Participant.Part.REPRESENTATIVE if collective else Participant.Part.PETITIONER
        found = []
        for place in range(1, MOST_PEOPLE + 1):
            name = told.get(f"name_{place}", "")
            phone, number = told.get(f"phone_{place}", ""), told.get(f"id_number_{place}", "").upper()
            if not name and not (place == 1 and told.get("address_unclear")) and not phone and not number:
                continue
            person = Participant(part=part, name=name or NO_NAME, address=told.get(f"address_{place}", ""))
            person.phone, person.id_number = phone, number
            found.append(person)
        return found

    def intake_unit(self) -> Unit:
        """The unit that takes the petition in."""
        chosen = self.cleaned_data.get("unit")
        return next((unit for unit in self.units if str(unit.pk) == chosen), self.units[0])

    def received_at(self, now: datetime) -> datetime:
        """The moment of receipt: now, or the beginning of an earlier day."""
        day = self.cleaned_data.get("received_on") or self.today
        if day == timezone.localdate(now):
            return now
        return datetime.combine(day, time(9), tzinfo=CHINA)


def first_sentence(text: str) -> str:
    """The first sentence, cut to thirty characters; how a petition without a title is called."""
    sentence = re.split(r"[。；;\n!！?？]", text.strip(), maxsplit=1)[0].strip()
    return sentence if len(sentence) <= TITLE_LENGTH else f"{sentence[: TITLE_LENGTH - 1]}…"


def is_id_number(number: str) -> bool:
    """True for 18 digits with the right check digit (GB 11643)."""
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], ID_WEIGHTS, strict=True))
    return ID_CHECK[total % 11] == number[17]
