"""Checks from a phone: what it needs to know beforehand, and what it sends once there is a signal."""

from datetime import datetime

from django.urls import reverse

from governance.cases.sending.receiving import Receiver
from governance.duties.models import DutyTask
from governance.frame.days import office_day
from governance.frame.forms.posted import checked, whole_number
from governance.frame.forms.typed import words_of
from governance.frame.refusals import FactMissing
from governance.organisation.areas.lying import lies_now_in
from governance.organisation.pickers import area_path
from governance.organisation.standing import Standing, standing_of
from governance.registers.models import Entry

from . import access, checking
from .checking import Looked, check_place, must_be_due, wrong_items
from .forms import CheckForm
from .models import Check, ChecklistItem
from .rounds import checklist_of, places_by_list, places_of

MOST_PHOTOS, MOST_ROUNDS, MOST_ITEMS = 30, 20, 200
HEAD = ("round", "place", "on", "note")


def rounds_told(standing: Standing, at: datetime) -> list[dict]:
    """The rounds that are owed, with the places that the person still has to check and what is looked at there."""
    if access.INSPECT not in standing.permissions:
        return []
    owed = access.rounds(standing, office_day(at)).filter(state__in=(DutyTask.State.OPEN, DutyTask.State.MISSING))
    tasks = list(owed.select_related("plan").order_by("due_at", "pk")[:MOST_ROUNDS])
    done = set(Check.objects.filter(task__in=tasks).values_list("task", "entry"))
    told = []
    for checklist, members, rows in places_by_list(tasks):
        items = [_item(item) for item in checklist.items.all() if not item.retired]
        places = list(rows.select_related("area__parent__parent").order_by("area_id", "name", "pk"))
        for task in members:
            waiting = [
                place for place in places if (task.pk, place.pk) not in done and _lies_with(standing, task, place)
            ]
            told += [_round(task, waiting, items)] if waiting else []
    return sorted(told, key=lambda each: (each["due"], each["id"]))


def _lies_with(standing: Standing, task: DutyTask, place: Entry) -> bool:
    return lies_now_in(place.area_id, task.area_id) and access.may_check(standing, task, place)


def _round(task: DutyTask, places: list[Entry], items: list[dict]) -> dict:
    return {
        "id": task.pk,
        "name": f"{task.plan.name} {task.label}",
        "first": task.first.isoformat(),
        "due": office_day(task.due_at).isoformat(),
        "places": [{"id": place.pk, "name": place.name, "where": area_path(place.area)} for place in places],
        "items": items,
    }


def _item(item: ChecklistItem) -> dict:
    return {"id": item.pk, "text": item.text, "right": item.right, "photo": item.wants_photo, "grave": item.is_grave}


class Checks(Receiver):
    """Checks of places; of each item ``item-ID``, ``note-ID`` and ``photos-ID``, the digests of its pictures."""

    kind = "check"
    permission = access.INSPECT
    most_photos = MOST_PHOTOS

    def read(self, told):
        if len(told) > len(HEAD) + 3 * MOST_ITEMS:
            raise FactMissing({"items": "内容太长。"})
        return words_of(told, told)

    def known(self, key, owner):
        return checking.known(key, owner)

    def check(self, told, digests, *, first, owner, at):
        task, looked = _looked(told, dict.fromkeys(digests), owner=owner, at=at)
        checklist = must_be_due(task, looked, at)
        access.must_check(standing_of(owner, office_day(at)), task, looked.entry)
        if wrong := wrong_items({item.pk: item for item in checklist.items.all()}, looked.items):
            raise FactMissing(wrong)

    def make(self, key, told, photos, *, owner, at):
        task, looked = _looked(told, photos, owner=owner, at=at)
        return check_place(key, task, looked, actor=owner, at=at)

    def said(self, made: Check, user):
        return {"number": made.entry.name, "url": reverse("security:inspections:checked", args=[made.pk])}


CHECKS = Checks()


def _looked(told: dict, photos: dict, *, owner, at: datetime) -> tuple[DutyTask, Looked]:
    """The round and what is told of the place; raises FactMissing for a round or a place that the person has not."""
    standing, today = standing_of(owner, office_day(at)), office_day(at)
    numbers = {name: whole_number(told, name) or 0 for name in ("round", "place")}
    task = access.rounds(standing, today).select_related("plan", "unit", "area").filter(pk=numbers["round"]).first()
    checklist = checklist_of(task) if task else None
    if task is None or checklist is None:
        raise FactMissing({"round": "没有这一轮检查，请联网重新打开本页。"})
    places = access.shown(standing, task, places_of(task, checklist))
    entry = places.filter(pk=numbers["place"]).first()
    if entry is None:
        raise FactMissing({"place": "这个场所不在这一轮的检查范围内。"})
    named = {name for name in told if name.startswith("item-")}
    items = [item for item in checklist.items.all() if f"item-{item.pk}" in named]
    if len(items) < len(named):
        raise FactMissing({"items": "有的检查项目不在这张清单里，请联网重新打开本页。"})
    form = CheckForm(told, items=items, today=today, key="")
    del form.fields["key"]
    checked(form)
    looked = form.looked(entry)
    of_none = set(photos)
    for pk, marked in looked.items.items():
        digests = told.get(f"photos-{pk}", "").split()
        if not photos.keys() >= set(digests):
            raise FactMissing({f"photo-{pk}": "照片没有随检查发送，请重新拍照。"})
        marked.photos = [photos[digest] for digest in digests]
        of_none -= set(digests)
    if of_none:
        raise FactMissing({"items": "有的照片没有写明属于哪一项，请重新拍照。"})
    return task, looked
