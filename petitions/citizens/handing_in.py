"""From the pages that were filled in to a petition at the right centre, by the verb that the window uses."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.cases.workflow import Hearer
from governance.citizens import codes, drafts
from governance.citizens.models import Draft
from governance.frame.days import day_text, office_day
from governance.frame.refusals import Refusal
from governance.organisation.models import Area, Unit

from ..intake.actions import register_petition
from ..models import Petition
from .forms import (
    WHOLE_COUNTY,
    AccusedForm,
    CheckForm,
    MatterForm,
    PeopleForm,
    PlaceForm,
    VillageForm,
    petition_of,
)
from .office import county, unit_for

KIND = "petition"
Told = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Page:
    """One question of the way; ``asked`` says whether it belongs to what was told so far, ``more`` what its form reads
    of that."""

    name: str
    title: str | Promise
    form: type[forms.Form]
    asked: Callable[[Told], bool] = lambda told: True
    more: Callable[[Told], dict[str, Any]] = lambda told: {}
    template: str = "petitions/citizens/page.html"

    def made(self, told: Told, data=None) -> forms.Form:
        """The form with what was told before, or with what was just sent."""
        if data is not None:
            return self.form(data, **self.more(told))
        return self.form(initial=told.get(self.name), **self.more(told))


def _accuses(told: Told) -> bool:
    return told.get("matter", {}).get("petition_class") == Petition.Class.ACCUSATION


def _has_township(told: Told) -> bool:
    return told.get("place", {}).get("township", WHOLE_COUNTY) != WHOLE_COUNTY


MATTER = Page("matter", _("要反映什么事"), MatterForm, template="petitions/citizens/matter.html")
PEOPLE = Page("people", _("您是谁"), PeopleForm, template="petitions/citizens/people.html")
FILES = Page("files", _("照片和材料"), forms.Form, template="petitions/citizens/files.html")
CHECK = Page("check", _("核对和提交"), CheckForm, template="petitions/citizens/check.html")
PAGES = (
    MATTER,
    Page("accused", _("检举控告谁"), AccusedForm, _accuses),
    Page("place", _("在哪个镇、街道"), PlaceForm),
    Page("village", _("在哪里"), VillageForm, _has_township, lambda told: {"township": told["place"]["township"]}),
    PEOPLE,
    FILES,
    CHECK,
)
UNTOLD = (FILES, CHECK)


def way(told: Told) -> list[Page]:
    """The pages that what was told so far asks for."""
    return [page for page in PAGES if page.asked(told)]


def length(told: Told) -> int:
    """How many pages there will be: until the township is told its village is expected to be asked for."""
    return len(way(told)) + ("place" not in told)


def first_open(told: Told) -> Page | None:
    """The first page that is not filled in, or no longer rightly; None where all are."""
    for page in way(told):
        if page not in UNTOLD and (page.name not in told or not page.made(told, told[page.name]).is_valid()):
            return page
    return None


@transaction.atomic
def hand_in(draft: Draft, *, at: datetime) -> Petition:
    """The petition is registered at the centre of its place, whose days count from now, and its code is given out.

    Raises Refusal where it was sent already, or nobody takes petitions in.
    """
    held = drafts.open_draft(draft)
    said = [["提出方式", "信访人网上提出"]]
    petition, unit = take_in(drafts.told(held), Petition.Channel.ONLINE, said, files=drafts.taken(held), at=at)
    # Whoever accuses is in danger from a slip of paper: that is told of at the window alone.
    code = "" if petition.is_restricted else codes.give(petition, at=at)
    held.changed_at = at
    drafts.finish(held, petition, {"number": petition.number, "code": code, "unit": unit.name, **due(petition)})
    return petition


def take_in(said: Told, channel: str, history: list[list[str]], *, files=(), at: datetime) -> tuple[Petition, Unit]:
    """What was said page by page is registered, whichever way it came, and the unit that takes it in.

    ``history`` is what the first entry says of the way. Raises Refusal where nobody takes petitions in.
    """
    told = {page.name: _cleaned(page, said) for page in way(said) if page not in UNTOLD}
    area = _area(told)
    unit = unit_for(_taken_at(told, area), office_day(at)) if area else None
    if area is None or unit is None:
        raise Refusal(gettext("网上还没有开放，请到综治中心窗口提出。填写的内容还在本页。"))
    form: Any = PEOPLE.made(told, told["people"])
    form.is_valid()
    people = form.people()
    petition = petition_of(told, max(told["people"]["people_count"], len(people)))
    petition.area, petition.lead_unit, petition.opened_at, petition.channel = area, unit, at, channel
    petition.address_unclear = not (people[0].is_named and people[0].address)
    taken = {"people": people, "files": files, "tells": (Hearer.STAFF,), "told": history}
    asked = {"withheld": told["people"]["withheld"], "texts": bool(told["people"].get("texts"))}
    register_petition(petition, actor=None, at=at, **asked, **taken)
    return petition, unit


def _cleaned(page: Page, told: Told) -> dict[str, Any]:
    form = page.made(told, told.get(page.name, {}))
    if not form.is_valid():
        raise Refusal(gettext("“{}”这一页需要重新填写。").format(page.title))
    return form.cleaned_data


def _area(told: Told) -> Area | None:
    township = told["place"]["township"]
    if township == WHOLE_COUNTY:
        return county()
    return Area.objects.filter(pk=told.get("village", {}).get("village") or township).first()


def _taken_at(told: Told, area: Area) -> Area:
    """An accusation goes past those who may be its subject: the county takes it in."""
    return (county() or area) if _accuses(told) else area


def due(petition: Petition) -> dict[str, str]:
    """The day by which it is sent on, as it is said to whoever handed it in."""
    clock = petition.clocks.filter(term_code="petition.route").first()
    return {"due": clock.due_said(day_text) if clock and clock.due else ""}
