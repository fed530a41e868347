"""Petitions of the demo county: invented matters in every state, dated relative to the day they are loaded.

They are made by the same verbs that people use, each at its own time, so that clocks, lateness and history are real.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from governance.cases.demo_stories import Scene, Story, is_old, played
from governance.cases.models import Category
from governance.cases.routing.demo import lay_rules
from governance.frame.days import office_day
from governance.organisation.models import Post, Unit, User

from .intake.actions import register_petition
from .models import Petition
from .reference import KIND

MATTERS = json.loads((Path(__file__).parent / "data" / "demo_matters.json").read_text(encoding="utf-8"))
CHANNELS = ("visit", "letter", "phone", "online", "visit", "email", "fax", "visit")
# The county's own ways that go with them; not every matter came by one.
WAYS = ("contact_card", "box", "hotline", "website", "cadre_visit", "", "", "liaison")

# What was found and decided, by how it ends: an opinion does not say that somebody is right and refuse them.
FOUND = {
    "supported": ("经现场核查，情况属实。", "责成有关单位限期整改，并将结果告知信访人。"),
    "explained": ("经现场核查，情况基本属实，正在按计划解决。", "已当面说明进展和完成的时间，请信访人监督。"),
    "not_supported": ("经现场核查和调阅资料，反映的情况与事实不符。", "不符合有关规定，已当面说明理由。"),
}


@dataclass
class PetitionStory(Story):
    """One petition being told: who holds it, and what it is about."""

    clerk: User
    unit: Unit
    target: Unit
    handler: User
    lead: User
    matter: dict
    case: Any = None

    def open(self, days_ago: int, **fields) -> None:
        """The petition is registered that many days ago."""
        area = self.village_in(self.unit.area_id) or self.unit.area
        at = self.moment(days_ago)
        petition_class = fields.pop("petition_class", self.matter.get("class", "appeal_request"))
        self.case = Petition(
            title=fields.pop("title", f"{area.name}居民反映{self.matter['title']}"),
            summary=self.matter["request"],
            facts_and_reasons=self.matter["facts"],
            area=area,
            category=Category.objects.filter(kind="petition", path=self.matter["category"]).first(),
            channel=CHANNELS[self.index % len(CHANNELS)],
            came_by=WAYS[self.index % len(WAYS)],
            lead_unit=self.unit,
            petition_class=petition_class,
            route=self.matter.get("route", "handling") if petition_class == "appeal_request" else "",
            opened_at=at,
            **fields,
        )
        register_petition(self.case, actor=self.clerk, at=at, people=[self.person(area)], replay=is_old(days_ago))

    def step(self, days_ago: int, name: str, actor: User, **facts) -> None:
        """The petition takes a step that many days ago."""
        self.take(self.case, days_ago, name, actor, **facts)

    def transfer(self, days_ago: int) -> None:
        self.step(
            days_ago, "transfer", self.clerk, to_unit=self.target, reason="属于贵单位职责范围。", told_by="electronic"
        )

    def accept(self, days_ago: int) -> None:
        self.step(days_ago, "accept", self.handler, told_by="electronic", note="按信访程序办理。")

    def goes_another_way(self, days_ago: int, route: str) -> None:
        """Its handler finds that the law has another procedure for it."""
        told = {"petition_class": "appeal_request", "route": route, "reason": "经核对，应当通过法定途径解决。"}
        self.step(days_ago, "reclassify", self.handler, **told)

    def answer(self, days_ago: int, actor: User) -> None:
        """An opinion or a reply, whichever the matter wants; a handler's waits for the lead's signature."""
        if self.case.route == "handling":
            outcome = ("supported", "explained", "supported", "not_supported")[self.index % 4]
            found, opinion = FOUND[outcome]
            carried_out = {"executor": self.target.short_name, "execution_days": 15} if outcome == "supported" else {}
            self.step(
                days_ago,
                "issue_opinion",
                actor,
                request=self.matter["request"],
                facts=self.matter["facts"] + found,
                opinion=opinion,
                legal_basis=self.matter["basis"] or "《信访工作条例》第三十二条",
                outcome=outcome,
                review_organ="长安区人民政府",
                **carried_out,
            )
        else:
            told = self.studied(days_ago) if "class" in self.matter else {}
            self.step(days_ago, "reply", actor, reply="来件收悉，已研究并纳入工作安排。", **told)

    def studied(self, days_ago: int) -> dict:
        """A suggestion is studied before it is answered; says what the answer says of it."""
        on = office_day(self.moment(days_ago))
        told = {"studied_on": on, "finding": "建议合理，具备条件。", "adopted": "whole", "reason": "符合本年工作安排。"}
        self.step(days_ago, "study", self.handler, studied_by=f"{self.target.short_name}办公会", **told)
        return {"adopted": "whole", "execution_days": 30}

    def serve(self, days_ago: int) -> None:
        served = office_day(self.moment(days_ago))
        self.step(
            days_ago, "serve", self.handler, method="direct", served_on=served, receiver="本人", proof="送达回证已签收"
        )

    def rate(self, days_ago: int) -> None:
        rating = ("satisfied", "satisfied", "fair", "dissatisfied")[self.index % 4]
        told = {"alike": "apart", "rating": rating, "office_rating": "satisfied", "heard_by": "phone"}
        self.step(days_ago, "rate", self.clerk, rated_on=office_day(self.moment(days_ago)), **told)

    def follow_up(self, days_ago: int) -> None:
        """Whoever was not satisfied is asked again."""
        self.case.refresh_from_db(fields=["rating"])
        if self.case.rating == Petition.Rating.DISSATISFIED:
            told = {"cause": ["result"], "note": "认为修得不彻底。", "measures": "已督促返修，信访人认可。"}
            self.step(days_ago, "follow_up", self.clerk, followed_on=office_day(self.moment(days_ago)), **told)

    def execute(self, days_ago: int) -> None:
        """What was found right is carried out."""
        self.case.refresh_from_db(fields=["outcome"])
        if self.case.outcome == Petition.Outcome.SUPPORTED:
            done = office_day(self.moment(days_ago))
            self.step(days_ago, "execute", self.handler, executed_on=done, note="已经整改到位，信访人在场确认。")

    def archive(self, days_ago: int) -> None:
        self.step(days_ago, "archive", self.handler, papers_complete=True, rating_asked=True)


def _handling(story: PetitionStory, opened: int, accepted: int) -> None:
    story.open(opened)
    story.transfer(min(opened - 1, accepted + 3))
    story.accept(accepted)


def _finished(story: PetitionStory, opened: int, accepted: int, answered: int) -> None:
    _handling(story, opened, accepted)
    story.answer(answered, story.lead)
    story.serve(answered - 1)


def fresh(story):
    story.open(story.index % 3)


def due_today(story):
    story.open(15)


def not_routed(story):
    story.open(18 + story.index % 14)


def routed(story):
    story.open(4 + story.index % 4)
    story.transfer(1 + story.index % 3)


def routed_late(story):
    story.open(30)
    story.transfer(20 + story.index % 6)


def assigned(story):
    story.open(10)
    story.step(
        7,
        "assign_with_report",
        story.clerk,
        to_unit=story.target,
        reason="请核实办理并反馈结果。",
        told_by="post",
        report_days=30,
    )
    if story.index % 2:
        story.accept(5)


def objected(story):
    story.open(9)
    story.transfer(5)
    story.step(2, "object", story.handler, reason="所反映的问题经核对“三定”规定，不属本单位职责范围。")


def handling(story):
    accepted = 5 + story.index % 40
    _handling(story, accepted + 8, accepted)


def near_due(story):
    _handling(story, 66, 58)


def handling_today(story):
    _handling(story, 70, 60)


def overdue(story):
    _handling(story, 85, 64 + story.index % 12)


def extended(story):
    _handling(story, 76, 66)
    story.step(
        12, "extend", story.lead, days=15 + story.index % 15, reason="需要委托检测，结果未出。", told_by="electronic"
    )


def extension_asked(story):
    _handling(story, 64, 56)
    story.step(1, "extend", story.handler, days=20, reason="涉及两个部门，情况复杂。", told_by="electronic")


def opinion_drafted(story):
    _handling(story, 40, 30 + story.index % 10)
    story.answer(1, story.handler)


def simplified(story):
    story.open(7)
    story.transfer(6)
    story.step(5, "simplify", story.handler, ground="clear")
    story.accept(4)


def refusal_asked(story):
    story.open(8)
    story.transfer(6)
    story.goes_another_way(2, "arbitration")
    story.step(
        1,
        "not_accept",
        story.handler,
        ground="legal_route",
        reason="所反映事项正在仲裁程序中。",
        next_route="请通过仲裁程序解决，对裁决不服的可以依法起诉。",
        told_by="post",
    )


def refused(story):
    story.open(20)
    story.transfer(17)
    story.goes_another_way(11, "litigation")
    story.step(
        10,
        "not_accept",
        story.lead,
        ground="legal_route",
        reason="属于民事诉讼救济事项。",
        next_route="请向区人民法院申请再审或者咨询法律援助中心。",
        told_by="post",
    )


def informed(story):
    """A petition department sends nobody away: it transfers (art. 22)."""
    story.open(12)
    if story.unit.kind == Unit.Kind.PETITION_OFFICE:
        story.transfer(6)
        return
    story.step(
        6,
        "inform",
        story.clerk,
        organ="西安市公共交通集团",
        next_route="请向该单位服务热线提出，或者通过市民热线转办。",
        told_by="electronic",
    )


def answered(story):
    _handling(story, 50, 42)
    story.answer(1 + story.index % 3, story.lead)


def served(story):
    _finished(story, 60, 50, 8 + story.index % 12)


def rated(story):
    _finished(story, 70, 60, 20)
    story.rate(10)


def archived(story):
    _finished(story, 130 + story.index % 60, 115, 80)
    story.execute(70)
    story.rate(60)
    story.follow_up(50)
    story.archive(40)


def archived_late(story):
    _finished(story, 180 + story.index % 60, 165, 90)
    story.execute(80)
    story.archive(50)


def withdrawn(story):
    _handling(story, 40, 30)
    leads = Post.objects.current(story.today).filter(unit=story.case.first_unit, role__name="unit_lead")
    told = {"in_writing": True, "reason": "问题已经协商解决。", "told_by": "electronic"}
    story.step(20, "withdraw", leads.latest("id").user, **told)


def merged(story):
    story.open(9)
    earlier = story.case
    story.open(6)
    note = "同一人先前来件反映同一事项。"
    story.step(4, "merge", story.clerk, into=earlier, note=note, told_by="electronic")


def accusation(story):
    story.matter = story.matter | {
        "request": "请求查清窗口工作人员收受财物、拖延办理的情况，依规依纪处理。",
        "facts": "今年三次到窗口办事，均以材料不全退回；送礼之后当天办结。愿意当面说明并提供转账记录。",
        "category": "纪检监察/干部作风/官僚主义",
    }
    story.open(
        6 + story.index % 5,
        petition_class="accusation",
        title=f"反映{story.target.short_name}工作人员办事推诿、吃拿卡要",
        accused_unit=story.target,
    )
    if story.index % 2:
        _inspected(story)


def _inspected(story) -> None:
    """The discipline organ has taken it on and looks into it."""
    story.target = Unit.objects.get(short_name="区纪委监委")
    inspector, head = (User.objects.get(username=name) for name in ("luozheng", "nieheng"))
    story.transfer(4)
    story.step(3, "accept", inspector, told_by="visit", note="由本机关监督检查部门办理。")
    talk = {"disposal": "talk", "decided_on": story.today - timedelta(days=2), "note": "线索笼统，先谈话函询。"}
    story.step(2, "dispose", head, **talk)


# The others want an opinion in the end: they take a matter of the sixth route (信访工作条例 art. 31).
ANY_MATTER = frozenset({"fresh", "routed", "handling", "answered", "served"})
SCENES = (
    Scene("fresh", 9, fresh),
    Scene("due_today", 5, due_today),
    Scene("not_routed", 6, not_routed),
    Scene("routed", 10, routed),
    Scene("routed_late", 5, routed_late),
    Scene("assigned", 6, assigned),
    Scene("objected", 4, objected),
    Scene("handling", 18, handling),
    Scene("near_due", 6, near_due),
    Scene("handling_today", 4, handling_today),
    Scene("overdue", 6, overdue),
    Scene("extended", 4, extended),
    Scene("extension_asked", 4, extension_asked),
    Scene("opinion_drafted", 5, opinion_drafted),
    Scene("simplified", 5, simplified),
    Scene("refusal_asked", 3, refusal_asked),
    Scene("refused", 4, refused),
    Scene("informed", 4, informed),
    Scene("answered", 6, answered),
    Scene("served", 7, served),
    Scene("rated", 4, rated),
    Scene("archived", 14, archived),
    Scene("archived_late", 4, archived_late),
    Scene("withdrawn", 3, withdrawn),
    Scene("merged", 3, merged),
    Scene("accusation", 4, accusation),
)


@transaction.atomic
def load(now: datetime) -> int:
    """The demo petitions stand in the database; returns how many were made. Does nothing if any are there."""
    if Petition.objects.exists():
        return 0
    today = office_day(now)
    posts = Post.objects.current(today).select_related("unit", "user")
    clerks = list(posts.filter(role__name="registrar").order_by("unit__position", "id"))
    # A petition department passes on what it takes in, other organs tell where to go (art. 22, 23).
    telling = [clerk for clerk in clerks if clerk.unit.kind != Unit.Kind.PETITION_OFFICE]
    handlers = {post.unit_id: post.user for post in posts.filter(role__name="handler").order_by("-id")}
    leads = {post.unit_id: post.user for post in posts.filter(role__name="unit_lead").order_by("-id")}
    able = {unit.short_name: unit for unit in Unit.objects.filter(pk__in=set(handlers) & set(leads))}
    # Whoever sent it on agrees to its being withdrawn.
    led = [clerk for clerk in clerks if clerk.unit_id in leads]
    known = [matter for matter in MATTERS if matter["unit"] in able]
    lay_rules(KIND, ((matter["category"], matter["unit"]) for matter in known))
    sixth_route = [matter for matter in known if "class" not in matter and not matter.get("route")]
    for index, scene in played(SCENES):
        matters = known if scene.name in ANY_MATTER else sixth_route
        able_clerks = {"informed": telling, "withdrawn": led}.get(scene.name, clerks)
        clerk, matter = able_clerks[index % len(able_clerks)], matters[index % len(matters)]
        target = able[matter["unit"]]
        people = (clerk.user, clerk.unit, target, handlers[target.pk], leads[target.pk])
        scene.play(PetitionStory(index, today, now, *people, matter))
    return Petition.objects.count()
