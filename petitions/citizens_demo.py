"""What people of the demo county handed in on their phones, in every state that one can look up: invented."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from governance.cases.steps import actions
from governance.citizens import codes
from governance.citizens.models import LookupCode
from governance.frame.days import office_day
from governance.organisation.models import Post, Unit, User
from governance.publications.issuing import actions as publications

from .citizens import handing_in
from .models import Petition
from .questions.publishing import tell_all

TOWNSHIP, VILLAGE = "610116001", "610116001002"
TOLD = {"told_by": "electronic"}
# Whoever sits at a window that takes petitions in.
WINDOW = ("registrar", "centre_staff")
TRANSFER = {"reason": "属于贵单位职责范围。", **TOLD}
NEW = "凤栖路夜市凌晨还在放音响，请求管一管。"
UNDER_WAY = "小区二次供水水压不足，高层用不上水，请求改造。"
ANSWERED = "小区电梯坏了两个月没有修，请求维修。"
RATED = "门前下水道堵塞返水，请求疏通。"
SUGGESTED = "建议在凤栖路公交站加装遮雨棚和长椅。"
# What stands beside each where it is said how to look it up.
STANDS = {
    NEW: "刚提出",
    UNDER_WAY: "正在办理",
    ANSWERED: "已经答复，可以评价、请求复查",
    RATED: "评价过",
    SUGGESTED: "建议被采纳",
}
OPINION = {
    "request": ANSWERED,
    "facts": "经现场核查，电梯因制动器故障停运，维保单位没有按期检修。",
    "opinion": "责成物业服务企业十五日内完成维修，并公示维修资金使用情况。",
    "legal_basis": "《物业管理条例》第三十五条",
    "outcome": "supported",
    "executor": "区住建局",
    "execution_days": 15,
    "review_organ": "长安区人民政府",
}


@dataclass
class Citizen:
    """Somebody with a phone, and the office that deals with what they hand in."""

    now: datetime
    posts: QuerySet[Post]
    housing: Unit
    lead: User

    def hand_in(self, days_ago: float, summary: str, name: str, *, kind: str = "appeal_request", **people) -> Petition:
        """They have handed it in that many days ago, page by page."""
        said = {
            "matter": {"petition_class": kind, "summary": summary},
            "place": {"township": TOWNSHIP},
            "village": {"village": VILLAGE, "place": "凤栖路"},
            "people": {
                "name_1": name,
                "phone_1": f"1380000{len(summary):04}",
                "address_1": f"凤栖路社区{len(name)}组{len(summary)}号",
                "people_count": "1",
                **people,
            },
        }
        at = self.now - timedelta(days=days_ago)
        petition, _ = handing_in.take_in(said, Petition.Channel.ONLINE, [["提出方式", "信访人网上提出"]], at=at)
        codes.give(petition, at=at)
        return petition

    def take(self, petition: Petition, days_ago: float, name: str, actor: User | None, **facts) -> None:
        """It takes a step that many days ago."""
        petition.refresh_from_db()
        actions.take_step(petition, name, facts, actor=actor, at=self.now - timedelta(days=days_ago))

    def taken_on(self, petition: Petition, days_ago: float) -> None:
        """The housing office has it from the window that took it in, and deals with it."""
        clerk = self.posts.filter(unit=petition.lead_unit, role__name__in=WINDOW).latest("id").user
        self.take(petition, days_ago, "transfer", clerk, to_unit=self.housing, **TRANSFER)
        self.take(petition, days_ago - 1, "accept", self.lead, **TOLD)

    def served(self, petition: Petition, days_ago: int) -> None:
        """The answer was handed over that many days ago."""
        on = office_day(self.now - timedelta(days=days_ago))
        told = {"method": "direct", "served_on": on, "receiver": "本人", "proof": "送达回证已签收"}
        self.take(petition, days_ago, "serve", self.lead, **told)


@transaction.atomic
def load(now: datetime) -> int:
    """They stand in the database with a code each; returns how many were made. Does nothing if a code was given."""
    if LookupCode.objects.exists():
        return 0
    before = Petition.objects.count()
    posts = Post.objects.current(office_day(now)).select_related("user").order_by("id")
    housing = Unit.objects.get(short_name="区住建局")
    citizen = Citizen(now, posts, housing, posts.filter(unit=housing, role__name="unit_lead").latest("id").user)
    citizen.hand_in(0.1, NEW, "罗小芳")
    _under_way(citizen)
    _answered(citizen)
    _rated(citizen)
    _suggested(citizen)
    return Petition.objects.count() - before


def _under_way(citizen: Citizen) -> None:
    """Another organ has a part of it."""
    petition = citizen.hand_in(14, UNDER_WAY, "郝建军")
    citizen.taken_on(petition, 12)
    water = Unit.objects.get(short_name="区水务局")
    citizen.take(petition, 10, "invite", citizen.lead, unit=water, note="请测市政管网压力。", days=20)


def _answered(citizen: Citizen) -> None:
    petition = citizen.hand_in(30, ANSWERED, "任秀兰")
    citizen.taken_on(petition, 28)
    citizen.take(petition, 8, "issue_opinion", citizen.lead, **OPINION)
    citizen.served(petition, 6)


def _rated(citizen: Citizen) -> None:
    """They were not satisfied, and are asked why."""
    petition = citizen.hand_in(45, RATED, "薛广田")
    citizen.taken_on(petition, 43)
    citizen.take(petition, 20, "issue_opinion", citizen.lead, **OPINION | {"request": RATED})
    citizen.served(petition, 18)
    on = office_day(citizen.now - timedelta(days=4))
    rated = {
        "alike": "apart",
        "rating": "dissatisfied",
        "office_rating": "satisfied",
        "heard_by": "online",
        "rated_on": on,
    }
    citizen.take(petition, 4, "rate", None, **rated, note="疏通以后又堵了。", not_accusing=True)


def _suggested(citizen: Citizen) -> None:
    """It is adopted, and everybody may read question and answer."""
    petition = citizen.hand_in(40, SUGGESTED, "穆文斌", kind="suggestion", may_be_told="on")
    citizen.taken_on(petition, 38)
    on = office_day(citizen.now - timedelta(days=30))
    told = {"studied_by": "区住建局城建科会同区公交公司", "studied_on": on, "adopted": "whole"}
    told |= {"finding": "该站日均候车三百余人次，站台宽度够。", "reason": "列入本季度改造，经费已经落实。"}
    citizen.take(petition, 29, "study", citizen.lead, **told)
    reply = "建议合理，予以采纳。凤栖路公交站遮雨棚和长椅列入本季度改造，六十日内装好。"
    told = {"reply": reply, "adopted": "whole", "execution_days": 60}
    citizen.take(petition, 25, "reply", citizen.lead, **told)
    citizen.served(petition, 22)
    petition.refresh_from_db()
    writer = citizen.lead
    approver = citizen.posts.filter(role__name="county_office").exclude(user=writer).latest("id").user
    at = citizen.now - timedelta(days=20)
    made = tell_all(petition, actor=writer, at=at)
    publications.submit(made, version=None, actor=writer, at=at)
    publications.approve(made, version=None, actor=approver, at=at)
    publications.issue(made, version=None, actor=writer, at=at)


def how_to_try() -> list[str]:
    """Where citizens go, and a fresh code of each of these; nothing where they are not there."""
    found = Petition.objects.filter(channel=Petition.Channel.ONLINE, summary__in=STANDS).order_by("-opened_at")
    looked_up = [
        f"  {petition.number}  {codes.give(petition, at=timezone.now())}  {STANDS[petition.summary]}"
        for petition in found
        if LookupCode.objects.filter(case_id=petition.pk).exists()
    ]
    if not looked_up:
        return []
    front, look = reverse("publications:front"), reverse("petitions:look_up")
    return [
        f"群众端（不用登录，手机宽度看最好）：{front}，提出信访事项、预约、联系和接待、公开、网络问政都在这一页",
        f"查进展 {look}（编号、查询码；每次启动换新的查询码）：",
        *looked_up,
    ]
