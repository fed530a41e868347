"""Decisions of the demo county on their way through the gates: invented, each told by the verbs that people use."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from governance.cases.demo_stories import Scene, Story, played
from governance.cases.papers.typesetting import typeset
from governance.cases.steps import actions
from governance.frame.days import office_day
from governance.organisation.models import Post, Unit, User

from ..models import RiskAssessment

# title, what is to be decided, field, short name of the unit that puts it forward
PROJECTS = (
    ("老旧小区连片改造", "对建成二十五年以上的小区连片改造，涉及住户三百二十户。", "expropriation", "区住建局"),
    ("集贸市场搬迁", "把占道的集贸市场搬到新址，涉及摊位一百四十个。", "welfare", "区市场监管局"),
    ("公交线路调整", "调整六条公交线路和首末站，涉及沿线学校和村庄。", "welfare", "区交通局"),
)
CRITERIA = dict.fromkeys(("legality", "reasonableness", "feasibility", "controllability"), "meets")
PLANS = (
    {"name": "分期实施", "feasible": "影响面小，可以逐期调整", "infeasible": "周期长，成本高"},
    {"name": "一次实施", "feasible": "见效快", "infeasible": "集中安置压力大"},
)
RISKS = (
    {"risk": "补偿和安置有分歧", "measure": "标准公开，逐户说明", "response": "专班上门，依法协商"},
    {"risk": "施工期间出行不便", "measure": "错峰施工，设便道", "response": "增派疏导人员"},
)


def document(title: str, text: str) -> SimpleUploadedFile:
    """A short document of the file."""
    return SimpleUploadedFile(f"{title}.docx", typeset(f"# {title}\n{text}", title=title))


@dataclass
class ProjectStory(Story):
    """One project being told: who puts it forward, who checks, who decides."""

    desk: Post
    head: User
    office: User
    leader: User
    justice: Post
    case: Any = None

    def drafted(self, days_ago: int) -> None:
        """The draft comes in that many days ago."""
        title, text, sector, _ = PROJECTS[self.index % len(PROJECTS)]
        at = self.moment(days_ago)
        self.case = RiskAssessment(
            kind="risk_assessment",
            title=title,
            summary=text,
            sector=sector,
            area=self.desk.unit.area,
            channel="patrol",
            lead_unit=self.desk.unit,
            opened_at=at,
        )
        actions.open_case(self.case, actor=self.desk.user, at=at, replay=True)

    def gate(self, days_ago: int, name: str, actor: User, proof: str = "", **facts) -> None:
        """A gate is passed that many days ago."""
        self.case.refresh_from_db()
        at = self.next_moment(self.case, days_ago)
        files = [document(proof, f"{self.case.title}：{proof}。")] if proof else []
        actions.take_step(self.case, name, facts, actor=actor, at=at, files=files, replay=days_ago > 2)

    def on(self, days_ago: int):
        """The day that many days ago."""
        return self.today - timedelta(days=days_ago)


def drafted(story):
    story.drafted(4)


def published(story):
    story.drafted(20)
    told = {"published_on": story.on(18), "places": ["website", "site"], "days": 30}
    story.gate(18, "publish", story.desk.user, "公示材料", **told)


def _surveyed(story, ago: int) -> None:
    story.drafted(ago)
    told = {"published_on": story.on(ago - 1), "places": ["website", "media", "site"], "days": 30}
    story.gate(ago - 1, "publish", story.desk.user, "公示材料", **told)
    note = "主要关注补偿标准和施工扰民。"
    story.gate(ago - 33, "close_publicity", story.desk.user, "公示意见汇总", received=18, note=note)
    told = {"surveyed_on": story.on(ago - 35), "units": "街道、社区、设计单位", "note": "现场与图纸一致。"}
    story.gate(ago - 35, "survey", story.desk.user, "勘验记录", **told)


def _heard(story, ago: int) -> None:
    _surveyed(story, ago)
    sides = [
        {"side": "住户和经营户", "people": 10, "chosen": "applied"},
        {"side": "设计和实施单位", "people": 3, "chosen": "recommended"},
    ]
    told = {"papers_on": story.on(ago - 36), "hearing_on": story.on(ago - 45), "place": "区政务中心", "sides": sides}
    story.gate(ago - 36, "call_hearing", story.desk.user, "送达凭证和参加人名单", **told)
    note = "各方陈述意见并质证。"
    story.gate(ago - 45, "hold_hearing", story.desk.user, "听证笔录", held_on=story.on(ago - 45), note=note)


def hearing(story):
    _heard(story, 50)


def _reported(story, ago: int, level: str) -> None:
    _heard(story, ago)
    opinions = [
        {"opinion": "公开补偿标准", "adopted": "yes"},
        {"opinion": "推迟一年实施", "adopted": "no", "reason": "房屋存在安全隐患，不宜推迟。"},
    ]
    story.gate(ago - 47, "feed_back", story.desk.user, "采纳情况公告", opinions=opinions, told="社区公告栏")
    told = {"argued_on": story.on(ago - 49), "way": "meeting", "experts": "规划、结构、法律专家七人", "neutral": True}
    story.gate(ago - 49, "argue", story.desk.user, "专家论证意见", note="方案可行，应分期实施。", **told)
    told = {"methods": ["visits", "consultation"], "plans": PLANS, "risks": RISKS, "level": level}
    story.gate(ago - 51, "report", story.head, conclusion="风险可控，建议附条件分期实施。", **CRITERIA, **told)


def reported(story):
    _reported(story, 52, "medium")


def _ready(story, ago: int, level: str) -> None:
    _reported(story, ago, level)
    story.gate(ago - 53, "check", story.office, "复核记录", note="报告完整，风险点清楚。")
    told = {"unit": story.justice.unit, "days": 7}
    story.gate(ago - 54, "send_to_review", story.desk.user, "决策草案和说明", **told)
    story.gate(ago - 60, "lawful", story.justice.user, "合法性审查意见书", note="符合法定权限和程序。")


def deciding(story):
    _ready(story, 64, "medium")


def going(story):
    _ready(story, 100, "medium")
    units = [story.desk.unit, story.justice.unit]
    texts = (("安置方案逐户送达", 20), ("施工便道先行开通", 45))
    rows = [
        {"text": text, "unit": unit, "due_on": story.on(38 - days)}
        for unit, (text, days) in zip(units, texts, strict=True)
    ]
    told = {"met_on": story.on(38), "note": "常务会议讨论，同意分期实施。", "plan": "分期实施", "conditions": rows}
    story.gate(38, "go_ahead", story.leader, "常务会议纪要", party_asked=True, **told)
    story.gate(
        36, "announce", story.desk.user, announced_on=story.on(36), places=["website"], note="采纳情况已经公布。"
    )


def postponed(story):
    _ready(story, 90, "high")
    told = {"met_on": story.on(28), "note": "会议认为安置房源不足。", "reason": "落实房源后重新评估。"}
    story.gate(28, "postpone", story.leader, "常务会议纪要", **told)


SCENES = (
    Scene("drafted", 1, drafted),
    Scene("published", 1, published),
    Scene("hearing", 1, hearing),
    Scene("reported", 1, reported),
    Scene("deciding", 1, deciding),
    Scene("going", 1, going),
    Scene("postponed", 1, postponed),
)


@transaction.atomic
def load(now: datetime) -> int:
    """The demo decisions stand in the database; returns how many. Does nothing if any are there."""
    if RiskAssessment.objects.exists():
        return 0
    today = office_day(now)
    posts = list(Post.objects.current(today).select_related("unit__area", "user", "role").order_by("id"))
    heads = {post.unit_id: post.user for post in posts if post.role.name == "unit_lead"}
    desks = {post.unit.short_name: post for post in posts if post.role.name == "handler" and post.unit_id in heads}
    of_county = [post for post in posts if post.unit.area.level == "county"]
    office = next(post.user for post in of_county if post.role.name == "centre_staff")
    leader = next(post.user for post in of_county if post.role.name == "leader")
    justice = next(
        post for post in of_county if post.unit.kind == Unit.Kind.JUSTICE and post.role.name == "justice_staff"
    )
    made = 0
    for index, scene in played(SCENES):
        desk = desks[PROJECTS[index % len(PROJECTS)][3]]
        scene.play(ProjectStory(index, today, now, desk, heads[desk.unit_id], office, leader, justice))
        made += 1
    return made
