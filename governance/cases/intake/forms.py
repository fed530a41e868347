"""What every register page asks: when and where it came, what it is about, which unit takes it in."""

import re
from copy import copy
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from governance.frame.days import office_day, office_moment
from governance.frame.forms.fields import field_in
from governance.frame.forms.plausible import HAPPENED, PlausibleDay
from governance.frame.forms.rendering import PlainSelect
from governance.maps.outlines import picking
from governance.maps.placing import is_drawn, village_at
from governance.maps.shapes import EAST, NORTH, SOUTH, WEST
from governance.organisation.models import Area, Unit
from governance.organisation.pickers import Areas, PickerField, area_path

from ..choices.lists import remembered_of
from ..common_facts import CAME_BY, CHANNELS, day_of
from ..fields.kind import Setting, field_of, wrong_facts
from ..models import Case, Participant
from ..registry import CaseKind
from ..workflow import Fact
from .accusing_forms import REGISTER_INSTEAD, AccusingForm
from .people_forms import BOXES, PeopleForm, PeopleGroup, text_field

# What a title holds.
TITLE_LENGTH = 120


def long_field(label: Any, *, rows: int, required: bool = False, help_text: Any = ""):
    """Several lines of text."""
    return forms.CharField(
        label=label,
        max_length=5000,
        required=required,
        help_text=help_text,
        error_messages={"required": format_lazy(_("请填写{label}。"), label=label)},
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def radio_field(label: str, choices, **how):
    """One of a few, all to be seen at once."""
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, error_messages={"required": f"请选择{label}。"}, **how
    )


def count_field(label: str, *, least: int, **how):
    """How many people, from ``least`` up."""
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=100_000,
        initial=least,
        error_messages={
            "required": f"请填写{label}。",
            "min_value": f"{label}至少为 {least}。",
            "invalid": f"{label}请填数字。",
        },
        **how,
    )


def degree_field(label: str, least: float, most: float):
    """Where it lies, as the map on the page says it."""
    wrong = dict.fromkeys(
        ("invalid", "min_value", "max_value", "max_digits", "max_whole_digits"), "位置不对，请在地图上重新点。"
    )
    return forms.DecimalField(
        label=label,
        max_digits=9,
        decimal_places=6,
        min_value=least,
        max_value=most,
        required=False,
        error_messages=wrong,
        widget=forms.HiddenInput,
    )


# Where the boxes of the people stand among the others, and what every page asks together.
PEOPLE = "people"
WHERE = ("area", "place", "longitude", "latitude")
DAY_AND_TITLE = ("received_on", "received_sure", "title")
# A matter is rarely registered so long after it came.
LONG_PAST = timedelta(days=60)


class IntakeForm(AccusingForm, PeopleForm):
    """What a register page asks for every kind of case; a kind with more to ask has a form of its own.

    ``units`` are those in whose name the ``user`` registers, the person's ``standing`` says what else it may do there.
    """

    groups: tuple[PeopleGroup, ...] = (PeopleGroup(Participant.Part.PARTY, "当事人", 5, more="添加当事人"),)
    accusing_in: tuple[str, ...] = ("title", "summary")
    accuse_instead = REGISTER_INSTEAD
    # As the page asks, so that what is wrong is listed from its top to its foot: up to the day, and after the title.
    asked_in_order: tuple[str, ...] = ("unit", "channel", "came_by", PEOPLE, *WHERE, "summary")
    asked_last: tuple[str, ...] = ()

    channel = radio_field("渠道", CHANNELS, initial=Case.Channel.VISIT)
    came_by = forms.ChoiceField(label="来源渠道", required=False, widget=PlainSelect)
    received_on = PlausibleDay(
        reach=HAPPENED,
        label="收到日期",
        error_messages={"required": "请填写收到日期。", "invalid": "请填写正确的日期。"},
    )
    # The day that the clerk was asked about, so that it is asked about once.
    received_sure = forms.CharField(required=False, widget=forms.HiddenInput)
    area = PickerField(Areas(), label="发生地", error_messages={"required": "请填写发生地。"})
    place = text_field("详细地点", 120)
    summary = long_field("概况", rows=4, required=True)
    title = text_field("标题", 120, placeholder="不填写的，取概况的第一句")

    def __init__(
        self,
        data=None,
        *,
        kind: CaseKind,
        units: list[Unit],
        user,
        standing,
        now: datetime,
        facts: tuple[Fact, ...] = (),
        **kwargs,
    ):
        today = office_day(now)
        initial: dict[str, Any] = {"received_on": today}
        if units[0].area.level == Area.Level.VILLAGE:
            initial["area"] = units[0].area
        self.accusing_in = (*self.accusing_in, *(fact.name for fact in facts if fact.is_written))
        super().__init__(data, initial=initial | kwargs.pop("initial", {}), **kwargs)
        self.kind = kind
        self.today = today
        self.units = units
        self.standing = standing
        self.facts = facts
        self.setting = Setting(now, user, unit_id=units[0].pk, categories=kind.category_kind)
        if kind.on_map:
            self.fields |= {
                "longitude": degree_field("地图上的位置", WEST, EAST),
                "latitude": degree_field("地图上的位置", SOUTH, NORTH),
            }
        self.fields.update({fact.name: field_of(fact, self.setting) for fact in facts})
        self._ask_by_which_way()
        self._call_as_the_kind_does()
        if len(units) > 1:
            self.fields["unit"] = forms.ChoiceField(
                label="登记单位", choices=[(str(unit.pk), unit.short_name) for unit in units]
            )
        self._order_as_asked()

    def _order_as_asked(self) -> None:
        boxes = [
            group.box(name, place) for group in self.groups for place in range(1, group.most + 1) for name in BOXES
        ]
        first = [each for name in self.asked_in_order for each in (boxes if name == PEOPLE else [name])]
        last = [*DAY_AND_TITLE, *self.asked_last]
        own = [name for name in self.fields if name not in (*first, *last)]
        self.order_fields([*first, *own, *last])

    def _call_as_the_kind_does(self) -> None:
        """The boxes that every kind has bear the kind's own words for them."""
        for name in ("area", "summary"):
            box = self.fields[name]
            word = self.kind.called(name, str(box.label))
            if word != box.label:
                box.label, box.error_messages["required"] = word, f"请填写{word}。"
        day, came = self.fields.get("received_on"), self.kind.called("opened_at", "")
        if day is not None and came:
            day.label = day_of(came)
            day.error_messages["required"] = f"请填写{day.label}。"
        word = str(self.fields["summary"].label)
        self.fields["title"].widget.attrs["placeholder"] = f"不填写的，取{word}的第一句"

    def _ask_by_which_way(self) -> None:
        """The county's own ways are asked where it has any, and somebody brings the matter."""
        ways = remembered_of(CAME_BY) if self.fields.get("channel") else {}
        if ways:
            field_in(self, CAME_BY).choices = [("", "没有"), *ways.items()]
        else:
            self.fields.pop(CAME_BY, None)

    def intake_choice(self) -> list:
        """The box that asks for the unit, for people who register in more than one."""
        return [self["unit"]] if "unit" in self.fields else []

    def is_hidden(self, told: dict) -> bool:
        """True if the case accuses somebody from its first second."""
        return bool(self.kind.accuses) and self.kind.is_accusation(self.case())

    def own_boxes(self) -> list:
        """The boxes of the facts that this kind is asked beside what all are."""
        return [self[fact.name] for fact in self.facts]

    def clean(self):
        cleaned = super().clean()
        for name, sentence in wrong_facts(self.facts, cleaned, self.setting).items():
            self.add_error(name, sentence)
        self._check_point(cleaned)
        return cleaned

    @property
    def pick(self) -> dict | None:
        """What the map is drawn from on which the place is tapped, for a kind that can have one."""
        if not self.kind.on_map:
            return None
        hint = f"点了位置的，{self.fields['area'].label}可以不填。"
        return picking(self.units[0].area) | {"hint": hint, "heading": "地图位置"}

    def _check_point(self, cleaned: dict) -> None:
        """A point lies in the county and in the area that was told; where none was told it says the village."""
        longitude, latitude = cleaned.get("longitude"), cleaned.get("latitude")
        if longitude is None or latitude is None:
            if longitude != latitude and not self.has_error("longitude") and not self.has_error("latitude"):
                self.add_error("longitude", "位置不全，请在地图上重新点。")
            return
        if not is_drawn():
            return
        village, area = village_at(float(longitude), float(latitude)), cleaned.get("area")
        if village is None:
            self.add_error("longitude", "这个位置不在本县范围内，请在地图上重新点。")
        elif self.has_error("area", "required"):
            del self.errors["area"]
            cleaned["area"] = village
        elif area is not None and not village.pk.startswith(area.pk[: len(village.pk)]):
            asked = self.fields["area"].label
            self.add_error("longitude", f"地图上的位置在{area_path(village)}，与{asked}不同，请改其中一个。")

    def untouched(self) -> dict:
        """What the form would send if nobody touched it, for the first preview."""
        told = {name: self.get_initial_for_field(field, name) for name, field in self.fields.items()}
        return {name: self.fields[name].prepare_value(value) or "" for name, value in told.items()}

    def clean_received_on(self):
        """A day that has come; one long past is asked about once, because every date of the law is counted from it."""
        day, called = self.cleaned_data["received_on"], self.fields["received_on"].label
        if day > self.today:
            raise forms.ValidationError(f"{called}不能晚于今天。")
        if self.today - day > LONG_PAST and self.data.get("received_sure") != day.isoformat():
            asked: Any = copy(self.data)
            asked["received_sure"] = day.isoformat()
            self.data = asked
            ago = (self.today - day).days
            raise forms.ValidationError(
                f"{called}是{ago}天以前，请核对；没有写错的，再次提交就登记。", code="long_past"
            )
        return day

    def intake_unit(self) -> Unit:
        """The unit that takes the matter in."""
        chosen = self.cleaned_data.get("unit")
        return next((unit for unit in self.units if str(unit.pk) == chosen), self.units[0])

    def case(self) -> Case:
        """The unsaved case that the form describes; read it after ``is_valid``, or half filled for a preview.

        What is named like a column is kept there; what is wrong so far counts as what the empty form begins with.
        """
        told = {name: self.cleaned_data.get(name, field.initial) for name, field in self.fields.items()}
        columns = {column.name for column in self.kind.model._meta.concrete_fields}
        known = {name: value for name, value in told.items() if name in columns and value not in (None, "")}
        known.setdefault("title", first_sentence(known.get("summary", "")) or self.kind.workflow.label)
        return self.kind.model(kind=self.kind.workflow.kind, lead_unit=self.intake_unit(), **known)

    def received_at(self, now: datetime) -> datetime:
        """The moment of receipt: now, or the beginning of an earlier day."""
        day = self.cleaned_data.get("received_on") or self.today
        if day == office_day(now):
            return now
        return office_moment(day, time(9))


def first_sentence(text: str) -> str:
    """The first sentence that says anything, how a matter without a title is called: papers quote it, and so it ends
    with a word and not with dots. One that is longer than a title ends at its last pause that fits.
    """
    sentences = (each.strip() for each in re.split(r"[。；;\n!！?？]", text))
    sentence = next((each for each in sentences if re.search(r"\w", each)), text.strip())
    if len(sentence) <= TITLE_LENGTH:
        return sentence
    fitting = sentence[:TITLE_LENGTH]
    return re.split(r"[，,、：:][^，,、：:]*$", fitting)[0] or fitting
