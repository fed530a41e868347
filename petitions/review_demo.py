"""Reviews and rechecks of the demo county: invented, in every state, told by the verbs that people use."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from governance.cases.models import Participant
from governance.cases.steps import actions
from governance.frame.days import office_day
from governance.organisation.models import Area, Post, Unit, User

from .intake.actions import register_petition
from .models import Petition, Review

CLAIM = "处理意见没有查清主要事实，请求重新调查后答复。"
DECISION = {"facts": "经调阅卷宗、现场核查，查明情况如下。", "legal_basis": "《信访工作条例》第三十二条"}
MAINTAIN = DECISION | {"decision": "maintain", "opinion": "原处理意见事实清楚、依据正确，予以维持。"}
REVOKE = DECISION | {"decision": "revoke", "opinion": "主要事实没有查清，予以撤销。", "redo_days": 30}
CHANGE = DECISION | {
    "decision": "change",
    "opinion": "请求事实清楚，符合规定，予以支持。",
    "outcome": "supported",
    "execution_days": 20,
}
HEARING = {
    "place": "区信访局二楼会议室",
    "openness": "public",
    "sides": [
        {"side": "petitioner", "name": "马建国"},
        {"side": "organ", "name": "公安长安分局 邓凯"},
        {"side": "listener", "name": "人大代表、律师各一人"},
    ],
    "reason": "双方对处警是否到位争议较大。",
}
TOLD, SERVED = {"told_by": "electronic"}, {"method": "direct", "receiver": "本人", "proof": "送达回证已签收"}
# How far each review of a department's answer has come, by the days since it was asked for.
STORIES: tuple[tuple[int, dict | None], ...] = (
    (1, None),
    (2, {}),
    (4, MAINTAIN),
    (6, MAINTAIN),
    (6, REVOKE),
    (6, CHANGE),
)
STATION, BUREAU, OFFICE = "韦曲派出所", "长安公安分局", "区信访局"


@dataclass
class Told:
    """Who tells the stories, and when they are told."""

    now: datetime
    leads: dict[str, User]
    desk: User

    def take(self, case, days_ago: float, name: str, actor: User, **facts) -> None:
        at = max(self.now - timedelta(days=days_ago), case.events.latest("seq").at + timedelta(minutes=1))
        actions.take_step(case, name, facts, actor=actor, at=at, replay=True)
        case.refresh_from_db()

    def day(self, days_ago: float):
        return office_day(self.now - timedelta(days=days_ago))

    def ask(self, petition: Petition, days_ago: float, stage: str, unit: str, **facts) -> Review:
        told = {"stage": stage, "to_unit": Unit.objects.get(short_name=unit), "asked_on": self.day(days_ago)}
        self.take(petition, days_ago, "appeal", self.desk, claim=CLAIM, **told | facts)
        return Review.objects.latest("pk")

    def go_on(self, review: Review, days_ago: float, decision: dict | None, served: bool = True) -> None:
        """It is accepted; with a decision it is decided a day later, and served the day after that."""
        self.take(review, days_ago, "accept", self._lead(review), **TOLD)
        if decision:
            self.decide(review, days_ago - 1, decision, served=served)

    def decide(self, review: Review, days_ago: float, decision: dict, served: bool = True) -> None:
        lead = self._lead(review)
        organ = {"recheck_organ": "西安市人民政府"} if review.kind == "review" else {}
        self.take(review, days_ago, "decide", lead, **decision, **organ)
        if served:
            self.take(review, days_ago - 1, "serve", lead, served_on=self.day(days_ago - 1), **SERVED)

    def hear(self, recheck: Review, days_ago: float, held: float | None) -> None:
        """A hearing is called for eight days later, and held that many days ago."""
        lead, host = (
            self._lead(recheck),
            Post.objects.filter(unit=recheck.lead_unit, role__name="registrar").latest("id").user,
        )
        at = self.now - timedelta(days=days_ago - 8)
        self.take(recheck, days_ago, "call_hearing", lead, hearing_at=at, host=host, **HEARING)
        if held is not None:
            told = {"held_on": self.day(held), "host": host, "record": "信访人陈述，派出所和分局答辩，双方质证。"}
            self.take(recheck, held, "hold_hearing", lead, finding="听证员一致认为处警符合规定。", **told)

    def _lead(self, review: Review) -> User:
        return self.leads[review.lead_unit.short_name]


@transaction.atomic
def load(now: datetime) -> int:
    """The demo reviews stand in the database; returns how many. Does nothing if any are there."""
    if Review.objects.exists():
        return 0
    posts = Post.objects.current(office_day(now)).select_related("unit", "user").order_by("id")
    leads = {post.unit.short_name: post.user for post in posts.filter(role__name="unit_lead")}
    told = Told(now, leads, posts.filter(role__name="centre_staff", unit__short_name="区综治中心")[0].user)
    served = Petition.objects.filter(status="served", route="handling", rating="").exclude(outcome="supported")
    fit = [each for each in served.order_by("pk") if each.served_on <= told.day(7)]
    for petition, (days, decision) in zip(fit, STORIES, strict=False):
        review = told.ask(petition, days, "review", OFFICE)
        if decision is not None:
            told.go_on(review, days - 0.5, decision, served=days == 6)
    _late(told)
    for hearing in (None, "called", "held"):
        _rechecked(told, hearing)
    return Review.objects.count()


def _late(told: Told) -> None:
    """Somebody asks long after the file was closed, and says why."""
    petition = Petition.objects.filter(status="archived", route="handling").order_by("pk").first()
    if petition is not None:
        told.ask(petition, 1, "review", OFFICE, late_reason="住院治疗三个月，出院后才知道可以请求复查。")


def _rechecked(told: Told, hearing: str | None) -> None:
    """A station answered, its bureau maintained that; the county's office rechecks, or has had the last word."""
    later = 0 if hearing == "held" else 26
    petition = _answered_by_the_station(told, later)
    told.go_on(told.ask(petition, 60 - later, "review", BUREAU), 59 - later, MAINTAIN)
    recheck = told.ask(petition, 30 - later, "recheck", OFFICE)
    told.go_on(recheck, 29 - later, None)
    if hearing is not None:
        told.hear(recheck, 28 - later, 20 if hearing == "held" else None)
    if hearing == "held":
        told.decide(recheck, 15, MAINTAIN)


def _answered_by_the_station(told: Told, later: int) -> Petition:
    township = Unit.objects.get(short_name="韦曲街道")
    clerk = Post.objects.filter(unit=township, role__name="registrar").latest("id").user
    petition = Petition(
        title="反映夜市噪声报警后处理不到位",
        summary="请求查清三次报警的处理情况并书面答复。",
        facts_and_reasons="九月以来三次报警，民警到场后噪声照旧。",
        area=Area.objects.get(pk="610116001002"),
        channel="letter",
        lead_unit=township,
        petition_class="appeal_request",
        route="handling",
        opened_at=told.now - timedelta(days=100 - later),
    )
    person = Participant(name="马建国", address="凤栖路社区4组9号")
    person.phone = "13900000101"
    register_petition(petition, actor=clerk, at=petition.opened_at, people=[person], replay=True)
    lead, station = told.leads[STATION], Unit.objects.get(short_name=STATION)
    told.take(petition, 98 - later, "transfer", clerk, to_unit=station, reason="属于公安派出所职责。", **TOLD)
    told.take(petition, 96 - later, "accept", lead, **TOLD)
    told.take(
        petition,
        72 - later,
        "issue_opinion",
        lead,
        request=petition.summary,
        facts="三次出警均有记录，噪声经劝导后降低。",
        opinion="处警符合规定，对请求作出解释说明。",
        legal_basis="《信访工作条例》第三十二条",
        outcome="explained",
        review_organ="公安长安分局",
    )
    told.take(petition, 71 - later, "serve", lead, served_on=told.day(71 - later), **SERVED)
    return petition
