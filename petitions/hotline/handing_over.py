"""A petition that a hotline took down, by the pages that a citizen fills in: the same questions, the same answers."""

from datetime import datetime
from typing import Any

from governance.exchange.models import Matter, Partner
from governance.frame.forms.posted import sentences_of
from governance.frame.refusals import FactMissing, Refusal
from governance.organisation.models import Area

from ..citizens import handing_in
from ..citizens.forms import ROWS, WHOLE_COUNTY
from ..models import Petition

MATTER = ("petition_class", "summary", "facts_and_reasons", "not_accusing")
ACCUSED = ("accused_unit", "accused_names", "accused_unknown", "others_named")
PEOPLE = ("nameless", "withheld", "may_be_told", "people_count")
PERSON = ("name", "phone", "address")


class NumberTaken(Refusal):
    """The hotline handed in another matter with this number."""


def hand_over(partner: Partner, told: dict[str, Any], *, at: datetime) -> dict[str, Any]:
    """The petition is registered at the centre of its place and followed from now on; says its number, unit and day.

    Raises FactMissing with a sentence for each field, as the citizens' pages say it.
    """
    if Matter.objects.filter(partner=partner, their_number=told["number"]).exists():
        raise NumberTaken("这个编号已经登记过，没有再登记。补充情况请用“补充”。")
    said = _pages(told)
    _check(said)
    history = [["提出方式", f"{partner.name}转来"], ["对方编号", told["number"]]]
    petition, unit = handing_in.take_in(said, Petition.Channel.PHONE, history, at=at)
    Matter.objects.create(partner=partner, their_number=told["number"], case_id=petition.pk)
    return {"number": petition.number, "unit": unit.name, **handing_in.due(petition)}


def _pages(told: dict[str, Any]) -> handing_in.Told:
    """What was told, as the pages ask it; boxes that are not ticked are not there, as in a form that was sent."""
    township, village = _place(told["area"])
    people = {name: told[name] for name in PEOPLE if told[name]}
    for row, person in enumerate(told["people"], 1):
        people |= {f"{name}_{row}": person[name] for name in PERSON}
    return {
        "matter": {name: told[name] for name in MATTER if told[name]},
        "accused": {name: told[name] for name in ACCUSED if told[name]},
        "place": {"township": township},
        "village": {"village": village, "place": told["place"]},
        "people": people,
    }


def _place(code: str) -> tuple[str, str]:
    """The township and the village of the code; raises FactMissing where it is neither, nor empty for the county."""
    if not code:
        return WHOLE_COUNTY, ""
    area = Area.objects.filter(pk=code).first()
    if area is None or area.level not in (Area.Level.TOWNSHIP, Area.Level.VILLAGE):
        raise FactMissing({"area": "没有这个乡镇（街道）或者村（社区）的区划代码；不清楚的不填。"})
    return (area.pk, "") if area.level == Area.Level.TOWNSHIP else (Area.township_of(area.pk), area.pk)


def _check(said: handing_in.Told) -> None:
    """Raises FactMissing with every sentence of the pages, at the name by which the hotline knows the field."""
    wrong: dict[str, str] = {}
    for page in handing_in.way(said):
        if page in handing_in.UNTOLD:
            continue
        form = page.made(said, said.get(page.name, {}))
        wrong |= {_known_as(name): said for name, said in sentences_of(form.errors).items()}
    if wrong:
        raise FactMissing(wrong)


def _known_as(name: str) -> str:
    """name_2 of the pages is people.1.name of the hotline."""
    word, _, row = name.rpartition("_")
    return f"people.{int(row) - 1}.{word}" if row.isdecimal() and int(row) in ROWS else name
