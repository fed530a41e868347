"""Boxes for people on a register page: name, phone, ID number and address, a row a person, grouped by their part."""

import re
from dataclasses import dataclass

from django import forms
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from governance.frame.identity import LONGEST_DOCUMENT, LONGEST_PHONE, wrong_numbers
from governance.frame.names import written
from governance.organisation.forms.wording import phone_read

from ..models import Participant

# What each box about a person is for, as people are told (个人信息保护法 art. 6, 17).
BOXES = {
    "name": "姓名用于称呼和制作文书",
    "phone": "电话用于联系和告知进展",
    "id_number": "证件号用于核对身份、认出同一人",
    "address": "住址用于书面告知和送达",
}


@dataclass(frozen=True)
class PeopleGroup:
    """People of one part; their boxes are called ``name_1``, with the prefix in front: ``applicant_name_1``."""

    part: str
    label: str
    most: int
    prefix: str = ""
    shown: int = 1  # rows that stand open from the start
    more: str = ""  # the words that open the others
    over: str = ""  # what is added where more people are sent than there are rows

    def box(self, name: str, place: int) -> str:
        """The name of one box; places count from one."""
        return f"{self.prefix}{name}_{place}"


@dataclass(frozen=True)
class PersonRow:
    legend: str
    boxes: list

    @property
    def is_wrong(self) -> bool:
        """Something in one of its boxes has to be put right."""
        return any(box.errors for box in self.boxes)


@dataclass(frozen=True)
class GroupRows:
    """The rows of a group as the page draws them; ``is_open`` where a hidden row holds something."""

    shown: list[PersonRow]
    hidden: list[PersonRow]
    more: str
    is_open: bool


class NameBox(forms.CharField):
    """A name; one in which nobody sees a sign is none."""

    def to_python(self, value):
        """The name as it is kept."""
        return written(super().to_python(value) or "")


class PhoneBox(forms.CharField):
    """Phone numbers; what is none is refused with a sentence."""

    def clean(self, value):
        """The numbers as they are kept."""
        return phone_read(super().clean(value))


def text_field(label: str | Promise, limit: int, *, required: bool = False, box=forms.CharField, **attrs):
    """One line of text."""
    how = {
        "required": format_lazy(_("请填写{label}。"), label=label),
        "max_length": format_lazy(_("{label}不能超过 %(limit_value)d 个字。"), label=label),
    }
    return box(
        label=label,
        max_length=limit,
        required=required,
        error_messages=how,
        widget=forms.TextInput(attrs={"autocomplete": "off", **attrs}),
    )


class TellerForm(forms.Form):
    """Who tells of it, in two boxes: a name and a phone."""

    name = text_field(_("姓名"), 60, box=NameBox)
    phone = text_field(_("电话"), LONGEST_PHONE, box=PhoneBox, inputmode="tel")

    def people(self) -> list[Participant]:
        """The unsaved person, if anybody is named."""
        told = self.cleaned_data
        if not told.get("name") and not told.get("phone"):
            return []
        person = Participant(part=Participant.Part.PARTY, name=told.get("name") or "群众")
        person.phone = told.get("phone", "")
        return [person]


def _called(group: PeopleGroup, place: int) -> str:
    return group.label if place == 1 else f"{group.label} {place}"


class PeopleForm(forms.Form):
    """A form with boxes for the people of its ``groups``; shape only, whoever must be there is for the form itself."""

    groups: tuple[PeopleGroup, ...] = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for group in self.groups:
            for place in range(1, group.most + 1):
                self.fields[group.box("name", place)] = text_field("姓名（名称）", 60, box=NameBox)
                self.fields[group.box("phone", place)] = text_field("电话", LONGEST_PHONE, inputmode="tel")
                self.fields[group.box("id_number", place)] = text_field("证件号", LONGEST_DOCUMENT)
                self.fields[group.box("address", place)] = text_field("住址", 120)
                for name in BOXES:
                    # Of whom it is, for the list of what is wrong, where no row stands around it.
                    vars(self.fields[group.box(name, place)]).update(whose=_called(group, place))

    def people_groups(self) -> list[GroupRows]:
        """The boxes as the page draws them."""
        found = []
        for group in self.groups:
            rows = [
                PersonRow(
                    _called(group, place),
                    [self[group.box(name, place)] for name in BOXES],
                )
                for place in range(1, group.most + 1)
            ]
            hidden = rows[group.shown :]
            is_open = any(box.data or box.errors for row in hidden for box in row.boxes)
            found.append(GroupRows(rows[: group.shown], hidden, group.more, is_open))
        return found

    def clean(self):
        super().clean()
        cleaned = self.cleaned_data
        for group in self.groups:
            for place in range(1, group.most + 1):
                self._check_person(group, place, cleaned)
            self._check_number(group)
        return cleaned

    def _check_number(self, group: PeopleGroup) -> None:
        """Nobody who was typed is left out in silence: whoever has no row is named at the last one."""
        sent = re.compile(rf"{group.prefix}name_([0-9]{{1,4}})")
        names = {int(found[1]): self.data[key].strip() for key in self.data if (found := sent.fullmatch(key))}
        left = "、".join(name for place, name in sorted(names.items()) if place > group.most and name)
        if left:
            said = f"{group.label}最多填写 {group.most} 人，没有位置的：{left}。{group.over}"
            self.add_error(group.box("name", group.most), said)

    def _check_person(self, group: PeopleGroup, place: int, cleaned: dict) -> None:
        phone = cleaned.get(group.box("phone", place), "")
        number = cleaned.get(group.box("id_number", place), "")
        for box, sentence in wrong_numbers(phone, number).items():
            self.add_error(group.box(box, place), sentence)
        name = group.box("name", place)
        if self.is_begun(group, place) and not cleaned.get(name) and name not in self.errors:
            self.say_nameless(group, place)

    def say_nameless(self, group: PeopleGroup, place: int) -> None:
        """The sentence at a row that has everything but the name."""
        self.add_error(group.box("name", place), f"请填写这位{group.label}的姓名。")

    def is_begun(self, group: PeopleGroup, place: int) -> bool:
        """True if any box of the row holds something."""
        return any(self.cleaned_data.get(group.box(name, place)) for name in BOXES)

    def filled(self) -> list[tuple[PeopleGroup, int]]:
        """The rows with a name or a number, in the order in which ``people`` has them."""
        told = self.cleaned_data
        return [
            (group, place)
            for group in self.groups
            for place in range(1, group.most + 1)
            if any(told.get(group.box(name, place)) for name in ("name", "phone", "id_number"))
        ]

    def person(self, group: PeopleGroup, place: int) -> Participant:
        """The unsaved person of one row."""
        told = self.cleaned_data
        made = Participant(
            part=group.part,
            name=told.get(group.box("name", place), ""),
            address=told.get(group.box("address", place), ""),
        )
        made.phone = told.get(group.box("phone", place), "")
        made.id_number = told.get(group.box("id_number", place), "")
        return made

    def people(self) -> list[Participant]:
        """The unsaved people of all groups."""
        return [self.person(group, place) for group, place in self.filled()]

    def say(self, name: str, sentence) -> None:
        """What an action found wrong with the people it was given stands at their boxes: ``people-1-name``."""
        filled = self.filled()
        found = re.fullmatch(r"people-([0-9]{1,4})-(\w+)", name)
        if found and int(found[1]) < len(filled):
            group, place = filled[int(found[1])]
            name = group.box(found[2], place)
        self.add_error(name if name in self.fields else None, sentence)
