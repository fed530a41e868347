"""What is told of a row: the columns that every register has, and its own fields; one form for page and sheet."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms

from governance.cases.access.veil import numbers_in
from governance.cases.accusations import words_in
from governance.cases.fields.forms import FactsForm
from governance.cases.fields.kind import Setting, raw_of
from governance.cases.illnesses import why_illness
from governance.cases.intake.accusing_forms import REGISTER_INSTEAD, AccusingForm
from governance.cases.models import Case
from governance.cases.registry import KINDS
from governance.cases.workflow import Fact
from governance.frame.identity import LONGEST_PHONE, wrong_phone
from governance.frame.names import plain
from governance.maps.placing import is_drawn, village_at
from governance.organisation.models import Area, Unit
from governance.organisation.pickers import area_path
from governance.organisation.standing import lies_in

from ..fields import Field
from ..models import Entry, Register
from ..read_fields import read_of

NAME, UNIT, AREA = (
    Fact("name", "名称", limit=100),
    Fact("unit", "登记单位", "unit", column="unit"),
    Fact("area", "所在地", "area"),
)
IN_CHARGE = Fact("in_charge", "负责人", required=False, limit=30)
PHONE_FACT = Fact("phone", "联系电话", required=False, limit=LONGEST_PHONE, help="加密保存，列表和导出只显示掩码。")
PLACED = (IN_CHARGE, PHONE_FACT)
COLUMNS = (NAME, UNIT, AREA, *PLACED)
# A mobile number, wherever it stands in a text.
MOBILE = re.compile(r"(?<!\d)1\|?[3-9](?:\|?\d){9}(?!\d)")
# The kinds of field that hold what people say.
WRITTEN = ("text", "long")
NAMES = frozenset(fact.name for fact in COLUMNS) | {"longitude", "latitude"}


@dataclass
class EntryInput:
    """What a row is to say; ``phone`` None leaves the number that stands."""

    name: str
    unit: Unit
    area: Area
    in_charge: str = ""
    phone: str | None = None
    longitude: float | None = None
    latitude: float | None = None
    facts: dict = field(default_factory=dict)


def says_something(raw) -> bool:
    """True for what stands in a row: a 0 is an answer, an empty box and a tick that is not set are none."""
    return raw is not False and raw not in (None, "", [])


def why_elsewhere(area: Area | None, longitude: float | None, latitude: float | None) -> str:
    """Why the point does not lie in the area; empty where it does, where one is not told or where nothing is drawn."""
    if area is None or longitude is None or latitude is None or not is_drawn():
        return ""
    village = village_at(longitude, latitude)
    if village is None:
        return "这个位置不在本县范围内。"
    same = lies_in(village.pk, [area.pk[: len(village.pk)]])
    return "" if same else f"这个位置在{area_path(village)}，与所在地不同。"


class Degrees(forms.FloatField):
    """A coordinate within the country, in degrees."""

    def __init__(self, label: str, lowest: int, highest: int):
        sentence = f"{label}应在 {lowest} 到 {highest} 之间。"
        super().__init__(
            label=label,
            required=False,
            min_value=lowest,
            max_value=highest,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "short", "autocomplete": "off"}),
            error_messages={
                "min_value": sentence,
                "max_value": sentence,
                "invalid": f"{label}应是度数，例如 108.9402。",
            },
        )


def _open_to_all(user):
    """The cases of which the person may know and that other readers may be told of too."""
    return Case.objects.exclude(confidentiality=Case.Confidentiality.RESTRICTED).visible_to(user)


def why_unknown(text: str, before: str, user) -> str:
    """Why the number of a case that the text names, and did not ``before``, stands in no register; empty where it may.

    The same words for one that is not there, or is not for this person, and for one of which few may know: a register
    has other readers.
    """
    prefixes = {kind.workflow.prefix for kind in KINDS.values()}
    named = {number for number in numbers_in([text]) - numbers_in([before]) if number[:2] in prefixes}
    if not named:
        return ""
    known = _open_to_all(user).filter(number__in=named).values_list("number", flat=True)
    missing = sorted(named - set(known))
    return f"没有查到 {'、'.join(missing)}，或者不能写在台账里。请核对编号。" if missing else ""


def why_names_none(number: str, kind: str, user) -> str:
    """Why it is the number of no case of that kind; the same words where there is one that few may know of."""
    if _open_to_all(user).filter(kind=kind, number=number).exists():
        return ""
    return f"没有查到这一编号的{KINDS[kind].workflow.label}，或者不能写在台账里。请核对编号。"


def _let_take_back(box: Any) -> None:
    """A choice that may be left open can be left open again, which a marked button cannot."""
    is_marked = isinstance(box, forms.ChoiceField) and isinstance(box.widget, forms.RadioSelect)
    if is_marked and not box.required:
        box.widget = forms.Select(attrs=box.widget.attrs)
        box.choices = [("", "不填"), *box.choices]


class EntryForm(FactsForm):
    """The columns and fields of one row, of ``entry`` where it stands; ``without`` are columns that whoever makes
    the form has read."""

    def __init__(
        self,
        register: Register,
        setting: Setting,
        data=None,
        *,
        without: Iterable[str] = (),
        entry: Entry | None = None,
        **more,
    ):
        columns = tuple(fact for fact in COLUMNS if fact.name not in without)
        standing = entry.facts if entry else {}
        asked = (each.fact_beside(standing.get(each.name)) for each in register.asked)
        super().__init__((*columns, *asked), setting, data, **more)
        self.register = register
        self.mask = entry.phone_mask if entry else ""
        self.before = initial_of(entry) if entry else {}
        for each in register.asked:
            _let_take_back(self.fields[each.name])
        if register.is_placed:
            self.fields["longitude"] = Degrees("经度", 73, 136)
            self.fields["latitude"] = Degrees("纬度", 3, 54)

    def clean_phone(self):
        """The numbers, or the mask of what is there."""
        number = self.cleaned_data["phone"]
        if "*" in number and number != self.mask:
            raise forms.ValidationError("请填写完整的号码；带星号的只代替原来的号码。")
        if wrong := "" if "*" in number else wrong_phone(number):
            raise forms.ValidationError(wrong)
        return number

    def clean(self):
        super().clean()
        told = self.cleaned_data
        for name in self._written():
            said, before = told.get(name) or "", self.before.get(name) or ""
            if MOBILE.search(plain(said)):
                self.add_error(name, "手机号码填在“联系电话”一栏，加密保存，不写在这里。")
            elif sentence := why_illness(said) or why_unknown(said, before, self.setting.user):
                self.add_error(name, sentence)
        for name, row in read_of(self.register.code).items():
            said, kind = told.get(name) or "", row["names"]
            fresh = kind and said and said != self.before.get(name)
            if fresh and (sentence := why_names_none(said, kind, self.setting.user)):
                self.add_error(name, sentence)
        if (told.get("longitude") is None) != (told.get("latitude") is None) and not {"longitude", "latitude"} & set(
            self.errors
        ):
            self.add_error("latitude", "经度和纬度要一起填写。")
        for each, other in self._pairs():
            if told.get(each.name) and plain(told[each.name]) == plain(told.get(other.name) or ""):
                self.add_error(each.name, f"{each.label}和{other.label}不能是同一个人。")
        if sentence := why_elsewhere(told.get("area"), told.get("longitude"), told.get("latitude")):
            self.add_error("longitude", sentence)

    def _written(self) -> Iterable[str]:
        """What is told in words, but for public numbers, which are told as such."""
        asked = (each for each in self.register.asked if each.kind in WRITTEN and "号码" not in each.label)
        return (name for name in ("name", "in_charge", *(each.name for each in asked)) if name not in self.errors)

    def _pairs(self) -> Iterable[tuple[Field, Field]]:
        """Each field that names somebody else than another does, with that other."""
        asked = {each.name: each for each in self.register.asked}
        return ((each, asked[each.unlike]) for each in asked.values() if each.unlike in asked)

    def told(self, **read) -> EntryInput:
        """What was told; ``read`` are the columns that the form does not ask."""
        values = {**self.cleaned_data, **read}
        facts = {each.name: values[each.name] for each in self.register.asked if says_something(values[each.name])}
        asked = [each.fact for each in self.register.asked]
        columns = {name: values[name] for name in NAMES if name in values}
        if "*" in (columns.get("phone") or ""):
            columns["phone"] = None
        return EntryInput(**columns, facts=raw_of(asked, facts))


def written_in(register: Register) -> tuple[str, ...]:
    """The columns and fields of a row that hold what people say."""
    return ("name", *(each.name for each in register.asked if each.fact.kind in WRITTEN))


class TypedEntryForm(AccusingForm, EntryForm):
    """A row as somebody types it: what accuses somebody is kept in no book that its own village or unit reads."""

    accuse_instead = f"{REGISTER_INSTEAD}，不写在台账里"

    def __init__(self, register: Register, setting: Setting, data=None, **more):
        self.accusing_in = written_in(register)
        super().__init__(register, setting, data, **more)


def why_accusing_row(register: Register, told: dict, entry: Entry | None) -> dict[str, str]:
    """Why a row of a sheet is not kept as it stands, by the field: nobody can be asked there whether it accuses.

    What the row said before was asked about when it was written.
    """
    before = initial_of(entry) if entry else {}
    wrong = {}
    for name in written_in(register):
        known = words_in(str(before.get(name) or ""))
        fresh = [word for word in words_in(str(told.get(name) or "")) if word not in known]
        if fresh:
            wrong[name] = f"写到“{fresh[0]}”。检举控告的，{REGISTER_INSTEAD}；不是的，请在页面上逐条登记。"
    return wrong


def initial_of(entry: Entry) -> dict:
    """What the form of a row begins with; the number as its mask, which stands for the number that is there."""
    columns = {name: getattr(entry, name) for name in NAMES - {"phone"}}
    return columns | {"phone": entry.phone_mask, "version": entry.version} | entry.facts


def words_of(entry: Entry, register: Register) -> list[tuple[str, str]]:
    """Label and words of every field of the row that says something, retired ones where something stands in them."""
    rows = [(each.label, each.words(entry.facts.get(each.name))) for each in register.all_fields]
    return [(label, words) for label, words in rows if words]
