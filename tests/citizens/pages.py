"""The pages for citizens: everybody passes, with a login and without; who booked is for the unit alone."""

import json
from dataclasses import replace
from datetime import time, timedelta

from django.utils import timezone

from governance.citizens.models import Booking, Questionnaire, QuestionnaireCount
from governance.citizens.questionnaires import actions
from governance.frame.days import office_day
from governance.organisation.models import Area
from governance.publications.kinds.defining import add_kind
from tests.access.doors import OPEN, SEERS, SUPERVISORS, Door, Listed, Row
from tests.cast import PEOPLE
from tests.publications.pages import OPEN_BOOKS

READERS, WRITERS = Door(SUPERVISORS | {"leader"}), Door(SUPERVISORS)
ASKED = ("questionnaire_pk",)
# Where it was taken in or sent from.
SLIP = Door(SEERS, 404, only=frozenset({"clerk"}))
SEEING = frozenset(row[0] for row in PEOPLE if row[4] in ("registrar", "unit_lead", "centre_staff", "county_office"))

ROWS = {
    "citizens:booking": Row(get=OPEN, for_strangers=True),
    "citizens:book": Row(get=OPEN, post=OPEN, args=("offer", "court"), for_strangers=True),
    "citizens:booked": Row(get=OPEN, post=OPEN, for_strangers=True),
    "citizens:booking_look": Row(get=OPEN, post=OPEN, for_strangers=True),
    "citizens:slip": Row(get=SLIP, post=SLIP, args=("number",)),
    "citizens:bookings": Row(get=Door(SEEING)),
    "citizens:answer": Row(get=OPEN, post=OPEN, args=("questionnaire_key",), for_strangers=True),
    "citizens:answered": Row(get=OPEN, args=("questionnaire_key",), for_strangers=True),
    "citizens:questionnaires": Row(get=READERS),
    "citizens:new_questionnaire": Row(get=WRITERS, post=WRITERS, args=("questionnaire_form",)),
    "citizens:questionnaire": Row(get=READERS, args=ASKED),
    "citizens:change_questionnaire": Row(get=WRITERS, post=WRITERS, args=ASKED),
    "citizens:release_questionnaire": Row(get=None, post=WRITERS, args=ASKED),
    "citizens:drop_questionnaire": Row(get=None, post=WRITERS, args=ASKED),
    "citizens:questionnaire_codes": Row(get=None, post=WRITERS, args=ASKED),
    "citizens:export_questionnaire": Row(get=READERS, args=("past_pk",)),
    "citizens:publish_questionnaire": Row(get=None, post=WRITERS, args=("past_pk",)),
    "citizens:contact": Row(get=OPEN, for_strangers=True),
    "citizens:privacy": Row(get=OPEN, for_strangers=True),
}
LISTS = (
    Listed("citizens:bookings", "clerk", 5),
    Listed("citizens:questionnaires", "county", 7),
    Listed("citizens:questionnaire", "county", 9, args=("past_pk",)),
    Listed("citizens:export_questionnaire", "county", 6, args=("past_pk",)),
)
NO_LIST = {"citizens:slip", "citizens:booking", "citizens:book", "citizens:booked", "citizens:booking_look"} | {
    *("citizens:contact", "citizens:privacy", "citizens:answer", "citizens:answered"),
    *("citizens:new_questionnaire", "citizens:change_questionnaire"),
}


def world(cast, made: dict) -> dict:
    """What is offered, and a unit in which nobody sits."""
    now = timezone.now()
    found = {"offer": "judge", "court": cast.court.pk, "questionnaire_form": "safety"}
    kind = replace(OPEN_BOOKS, name="公布的数据", drafters=["office", "centre"])
    add_kind(kind, actor=None, at=now, code="statistics")
    running, past = asked(cast, now), asked(cast, now, ends=-1)
    return found | {"questionnaire_pk": running.pk, "questionnaire_key": running.key, "past_pk": past.pk}


def asked(cast, at, *, ends: int = 9) -> Questionnaire:
    """A questionnaire that was released, and ends so many days from now."""
    today = office_day(at)
    told = actions.QuestionnaireInput(
        "安全感", "不记名", today - timedelta(days=5), today, "township", [("安全吗？", "safe")]
    )
    made = actions.write("safety", told, actor=cast.county, at=at)
    actions.release(made, version=None, actor=cast.staff, at=at)
    Questionnaire.objects.filter(pk=made.pk).update(last=today + timedelta(days=ends))
    made.refresh_from_db()
    return made


class Growth:
    """More and more bookings in one unit."""

    def __init__(self, county):
        self.cast, self.now = county.cast, county.now
        self.past = asked(self.cast, self.now, ends=-1)

    def grow(self, n: int) -> None:
        """One more."""
        day = office_day(self.now) + timedelta(days=1)
        row = Booking(offer="reception", unit=self.cast.weiqu, day=day, at_time=time(9), seat=n, made_at=self.now)
        row.code_hash, row.told = f"{n:064}", json.dumps({"name": "赵秀英", "phone": "13911112222", "about": ""})
        row.save()
        asked(self.cast, self.now)
        place = Area.objects.filter(level="township").exclude(pk__in=self.past.counts.values("area")).first()
        if place:
            QuestionnaireCount.objects.create(questionnaire=self.past, area=place, count=9)

    def known(self) -> dict:
        """What its lists name."""
        return {"past_pk": self.past.pk}
