"""What a citizen is asked, one page after another, in plain words."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.cases.intake.accusing_forms import AccusingForm
from governance.cases.intake.forms import first_sentence, long_field
from governance.cases.intake.people_forms import NameBox, text_field
from governance.cases.models import Participant
from governance.cases.models.participant import NO_NAME
from governance.cases.steps import secrecy
from governance.frame.forms.fields import field_in
from governance.frame.identity import LONGEST_PHONE, phones_in, wrong_numbers
from governance.notices.sms import MOBILE
from governance.organisation.models import Area, Unit
from governance.organisation.pickers import Units

from ..intake.forms import ACCUSED_ASKED, MOST_PEOPLE, most_representatives, too_many_named
from ..models import Petition
from ..texting.agreeing import can_text
from ..vocabulary import MANY

CLASSES = (
    ("appeal_request", _("我有困难或者纠纷，请求解决")),
    ("suggestion", _("我提意见、建议")),
    ("accusation", _("我检举控告公职人员或者单位违纪违法")),
)
WHOLE_COUNTY = "county"
ROWS = range(1, MOST_PEOPLE + 1)


class MatterForm(AccusingForm):
    """What it is about."""

    accusing_in = ("summary", "facts_and_reasons")
    accuse_instead = _("选“检举控告”，您写的材料被检举控告的单位和人员看不到")

    petition_class = forms.ChoiceField(
        label=_("您要办的是哪一种"),
        choices=CLASSES,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择一种。"), "invalid_choice": _("请选择一种。")},
    )
    summary = long_field(_("您的请求"), rows=4, required=True, help_text=_("一件事写一份，写清楚希望解决什么。"))
    facts_and_reasons = long_field(
        _("事情经过和理由"), rows=7, help_text=_("时间、地点、经过。请如实填写，您对内容的真实性负责。")
    )

    def is_hidden(self, told: dict) -> bool:
        """True if it is handed in as an accusation."""
        return told.get("petition_class") == Petition.Class.ACCUSATION


class AccusedForm(forms.Form):
    """Whom an accusation is about, or that it is not said."""

    accused_unit = text_field(_("被检举控告的单位"), 60)
    accused_names = text_field(_("被检举控告的人员"), 200, placeholder=_("姓名，几个人用顿号隔开"))
    accused_unknown = forms.BooleanField(label=_("说不清是哪个单位、哪个人"), required=False)
    others_named = forms.BooleanField(
        label=_("材料里提到的其他工作人员，不是我检举控告的人"),
        required=False,
        help_text=_("不勾选的，材料里提到的工作人员都看不到这件事。"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("accused_unit", "accused_names"):
            field_in(self, name).asked = _(ACCUSED_ASKED)
        said = _("写单位的名称。被检举控告的单位和人员看不到您的材料，也不会知道是谁提出的。")
        self.fields["accused_unit"].help_text = said

    def clean_accused_unit(self) -> str:
        """The name, if it is no more than one of the platform's units."""
        typed = self.cleaned_data["accused_unit"]
        try:
            unit_called(typed)
        except ValidationError as error:
            if error.code == "ambiguous":
                raise
        return typed

    def clean(self):
        super().clean()
        told = self.cleaned_data
        unit, names = told.get("accused_unit", ""), told.get("accused_names", "")
        if secrecy.must_be_told(unit, names, told.get("accused_unknown")) and not self.errors:
            self.add_error("accused_unknown", _("请写单位或者人员；都说不清的，请勾选这一项。"))
        return told


def unit_called(words: str) -> Unit | None:
    """The unit of the platform that the words name; raises ValidationError where there is none or more than one."""
    found: Any = Units().named(words) if words else None
    return found


class PlaceForm(forms.Form):
    """In which township it happened."""

    township = forms.ChoiceField(
        label=_("事情发生在哪个镇、街道"),
        error_messages={"required": _("请选择镇、街道。"), "invalid_choice": _("请选择镇、街道。")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        found = Area.in_use().filter(level=Area.Level.TOWNSHIP).order_by("code").values_list("code", "name")
        field_in(self, "township").choices = [
            ("", _("请选择")),
            *found,
            (WHOLE_COUNTY, _("不清楚，或者涉及全县（市、区）")),
        ]


class VillageForm(forms.Form):
    """In which village of it, and where there."""

    village = forms.ChoiceField(
        label=_("在哪个村、社区"), required=False, error_messages={"invalid_choice": _("请重新选择。")}
    )
    place = text_field(_("详细地点"), 120, placeholder=_("例如：凤栖路 12 号门前"))

    def __init__(self, *args, township: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        found = Area.in_use().filter(parent=township, level=Area.Level.VILLAGE).order_by("code")
        field_in(self, "village").choices = [("", _("不清楚")), *found.values_list("code", "name")]


class PeopleForm(forms.Form):
    """Who puts it forward: up to five by name, all by number."""

    nameless = forms.BooleanField(
        label=_("我不写姓名"),
        required=False,
        help_text=_("不写姓名、住址的，单位无法书面告知您，只能凭编号和查询码自己查询。"),
    )
    withheld = forms.BooleanField(
        label=_("不向办理单位公开我的姓名"),
        required=False,
        help_text=_(
            "办理单位看不到您的姓名、电话、住址；登记的单位和综治中心知道，由它们和您联系。诉求里请不要写姓名。"
        ),
    )
    may_be_told = forms.BooleanField(
        label=_("同意公开问题和答复"),
        required=False,
        help_text=_("别人遇到同样的问题可以参考。不公开您的姓名、电话、住址，公布以前要经审批；检举控告一律不公开。"),
    )
    texts = forms.BooleanField(
        label=_("用短信告诉我"),
        required=False,
        help_text=_(
            "登记、受理、告知、补材料、听证、答复（包括复查、复核）、可以评价时，各发一条到上面的手机号。"
            "短信里没有姓名和内容，查进展时随时可以停发；检举控告不发短信。"
        ),
    )
    people_count = forms.IntegerField(
        label=_("一共几个人提出"),
        min_value=1,
        max_value=100_000,
        initial=1,
        help_text=_("多人提出同一件事的，推选的代表不超过五人，写在下面；其他人计入人数（《信访工作条例》第二十条）。"),
        error_messages={
            "required": _("请填写人数。"),
            "invalid": _("人数请填数字。"),
            "min_value": _("人数至少是 1。"),
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for row in ROWS:
            self.fields[f"name_{row}"] = text_field(_("姓名（名称）"), 60, box=NameBox)
            self.fields[f"phone_{row}"] = text_field(_("电话"), LONGEST_PHONE, inputmode="tel")
            self.fields[f"address_{row}"] = text_field(_("住址"), 120)
        for name, sort in (("name_1", "name"), ("phone_1", "tel"), ("address_1", "street-address")):
            self.fields[name].widget.attrs["autocomplete"] = sort
        for name in ("name_1", "address_1"):
            field_in(self, name).asked = _("不写姓名的不用填")
        if not can_text():
            del self.fields["texts"]

    @property
    def first(self) -> list:
        """The boxes that stand open."""
        return [self[f"{name}_1"] for name in ("name", "phone", "address")]

    @property
    def others(self) -> list[tuple[int, list]]:
        """The boxes of the other representatives, by their place."""
        return [(row, [self[f"{name}_{row}"] for name in ("name", "phone", "address")]) for row in ROWS[1:]]

    @property
    def is_open(self) -> bool:
        """True if another representative stands there, or something is wrong with one."""
        return any(box.value() or box.errors for _, boxes in self.others for box in boxes)

    def clean(self):
        super().clean()
        told = self.cleaned_data
        for row in ROWS:
            for name, sentence in wrong_numbers(told.get(f"phone_{row}", ""), "", gettext).items():
                self.add_error(f"{name}_{row}", sentence)
        if told.get("texts") and not any(map(MOBILE.fullmatch, phones_in(told.get("phone_1", "")))):
            self.add_error("phone_1", _("要发短信的，请填写手机号。"))
        if told.get("nameless"):
            return told | {f"{name}_{row}": "" for row in ROWS for name in ("name", "address")}
        for name, missing in (("name", _("请填写姓名。")), ("address", _("请填写住址，答复要送到您手里。"))):
            if not told.get(f"{name}_1") and f"{name}_1" not in self.errors:
                self.add_error(f"{name}_1", format_lazy("{}{}", missing, _("不愿意写的，勾选“我不写姓名”。")))
        for row in ROWS[1:]:
            if (told.get(f"phone_{row}") or told.get(f"address_{row}")) and not told.get(f"name_{row}"):
                self.add_error(f"name_{row}", _("请填写这位代表的姓名。"))
        self._check_number()
        self._check_representatives(told)
        return told

    def _check_number(self) -> None:
        """Nobody who was typed is left out in silence."""
        left = [self.data[name].strip() for name in self.data if name.startswith("name_") and name not in self.fields]
        if any(left):
            said = "、".join(filter(None, left))
            self.add_error(
                f"name_{MOST_PEOPLE}",
                f"代表不超过 {MOST_PEOPLE} 人，没有写上的：{said}。请把他们计入人数（《信访工作条例》第二十条）。",
            )

    def _check_representatives(self, told) -> None:
        named = [row for row in ROWS if told.get(f"name_{row}")]
        people = max(told.get("people_count") or 1, len(named))
        most = most_representatives(people)
        if people >= MANY and len(named) > most:
            self.add_error(f"name_{most + 1}", too_many_named(most))

    def people(self) -> list[Participant]:
        """The unsaved petitioners."""
        told, made = self.cleaned_data, []
        for row in ROWS:
            if row > 1 and not told[f"name_{row}"]:
                continue
            person = Participant(
                part=Participant.Part.PETITIONER,
                name=told[f"name_{row}"] or NO_NAME,
                address=told[f"address_{row}"],
            )
            person.phone = told[f"phone_{row}"]
            made.append(person)
        return made


class CheckForm(forms.Form):
    """Once more before it goes out."""

    true = forms.BooleanField(
        label=_("我已经核对，内容属实"),
        error_messages={"required": _("请核对后勾选。")},
        help_text=_("不得捏造、歪曲事实，不得诬告、陷害他人（《信访工作条例》第十九条）。"),
    )


def petition_of(told: dict[str, dict[str, Any]], people: int) -> Petition:
    """The unsaved petition that these pages describe."""
    matter, accused = told["matter"], told.get("accused", {})
    facts = matter["facts_and_reasons"]
    unit, names = None, ""
    if matter["petition_class"] == Petition.Class.ACCUSATION:
        names = _accused_names(matter, accused)
        try:
            unit = unit_called(accused["accused_unit"])
        except ValidationError:
            facts = f"被检举控告的单位：{accused['accused_unit']}\n{facts}".strip()
    return Petition(
        title=first_sentence(matter["summary"]),
        summary=matter["summary"],
        facts_and_reasons=facts,
        petition_class=matter["petition_class"],
        route=Petition.Route.HANDLING,
        place=told.get("village", {}).get("place", ""),
        accused_unit=unit,
        accused_names=names,
        accused_unknown=matter["petition_class"] == Petition.Class.ACCUSATION and unit is None and not names,
        people_count=people,
        may_be_told=bool(told["people"].get("may_be_told")) and matter["petition_class"] != Petition.Class.ACCUSATION,
    )


def _accused_names(matter: dict[str, Any], accused: dict[str, Any]) -> str:
    """Who is accused, and whoever of the platform is only mentioned where it is not said that they are not.

    Which names are known here is told to nobody.
    """
    names = accused["accused_names"]
    text = " ".join((matter["summary"], matter["facts_and_reasons"]))
    mentioned = [] if accused["others_named"] else secrecy.only_mentioned(text, names)
    return "、".join(filter(None, [names, *mentioned]))
