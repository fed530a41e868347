"""Grid events of the demo county: invented sightings and requests in every state, made by the verbs that people use."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from governance.cases.demo_stories import Scene, Story, played
from governance.cases.models import Category
from governance.cases.routing.demo import lay_rules
from governance.cases.steps import actions
from governance.frame.days import office_day
from governance.maps.placing import shapes_of
from governance.maps.shapes import somewhere
from governance.organisation.models import Post, Unit, User
from governance.organisation.units import unit_above
from governance.registers.entries.actions import open_many
from governance.registers.entries.told import EntryInput
from governance.registers.models import Register

from ..models import GridEvent
from ..reference import KIND
from .actions import report_event
from .forms import CHANNEL_OF

# item, what is seen, unit that sets it right
MATTERS = (
    ("公共设施/路灯损坏", "小区南门外两盏路灯不亮，夜间出行不便。", "区城管局"),
    ("公共设施/井盖缺失破损", "路口一处井盖破裂，已用锥桶围挡。", "区城管局"),
    ("市容环境/垃圾堆积", "围墙外堆放建筑垃圾，约两车。", "区城管局"),
    ("公共设施/供水排水故障", "雨水口堵塞，路面积水十余米。", "区水务局"),
    ("消防安全/占用堵塞消防通道", "三号楼前消防通道停放多辆汽车。", "区住建局"),
    ("生产安全/危房和墙体开裂", "老旧院落后墙开裂外倾，院内有人居住。", "区住建局"),
    ("公共设施/道路破损", "幼儿园门口人行道塌陷，约两平方米。", "区交通局"),
    ("市容环境/占道经营", "早市结束后仍有摊贩占用非机动车道。", "区城管局"),
)
SERVICES = (
    ("代办服务/惠农补贴代办", "请帮助核对补贴账户并代为申报。", "区农业农村局"),
    ("政策咨询/办事咨询", "询问灵活就业人员医保怎样缴费。", "区人社局"),
)
VISITS = ("求助服务/定期走访看望", "请求定期有人上门看望，代买药品和日用品。", "区民政局")
CLUE = ("矛盾纠纷/邻里纠纷", "两户因楼上漏水多次争吵，情绪激动。", "区住建局")


@dataclass
class EventStory(Story):
    """One event being told: who sees it, who sends it on, who sets it right."""

    worker: User
    village: Unit
    desk: User
    target: Unit
    handler: User
    lead: User
    matter: tuple[str, str, str]
    event: Any = None

    def open(self, days_ago: int, *, source: str = "patrol", settled: str = "", then_raise: bool = True) -> None:
        """The event is reported that many days ago; by a resident where the source says so."""
        path, text, _ = self.matter
        category = Category.objects.select_related("event_item").get(kind=KIND, path=path)
        at = self.moment(days_ago)
        longitude, latitude = self._point()
        self.event = GridEvent(
            title=text.split("，")[0].rstrip("。"),
            summary=text,
            area=self.village.area,
            place=f"{self.village.short_name}{self.index % 9 + 1}号楼附近",
            category=category,
            source=source,
            channel=CHANNEL_OF[source],
            lead_unit=self.village,
            opened_at=at,
            longitude=longitude,
            latitude=latitude,
        )
        people = [] if source == "patrol" else [self.person(self.village.area)]
        how: dict[str, Any] = {"settled": settled, "then_raise": then_raise, "replay": True}
        report_event(self.event, actor=self.worker, at=at, people=people, **how)

    def _point(self) -> tuple[float, float]:
        """Somewhere in one of the grids of the village."""
        inside = shapes_of(15, self.village.area_id)
        return somewhere(inside[sorted(inside)[self.index % len(inside)]], self.index)

    def step(self, days_ago: int, name: str, actor: User, **facts) -> None:
        """The event takes a step that many days ago; no picture is at hand in a story."""
        self.event.refresh_from_db()
        at = self.next_moment(self.event, days_ago)
        actions.take_step(self.event, name, facts, actor=actor, at=at, replay=True)

    def dispatch(self, days_ago: int, **facts) -> None:
        """The centre of the township sends it to whoever must set it right."""
        told = {"to_unit": self.target, "grade": self.event.grade, "reason": "请到现场核实处置。", **facts}
        self.step(days_ago, "dispatch", self.desk, **told)

    def finish(self, days_ago: int) -> None:
        """It is set right, as the department says."""
        self.step(days_ago, "finish", self.handler, note="已到现场处置完毕。")

    def confirm(self, days_ago: int, rating: str = "") -> None:
        """Whoever reported has looked again."""
        self.step(days_ago, "confirm", self.worker, note="现场核查，问题已经解决。", rating=rating)


def settled(story):
    story.open(story.index % 20, settled="已当场劝导，清理完毕。")


def reported(story):
    story.open(0)


def reported_late(story):
    story.open(5)


def incomplete(story):
    story.open(2)
    story.step(1, "ask_again", story.desk, reason="请补充具体位置和照片。")


def rejected(story):
    story.open(9)
    story.step(8, "reject", story.desk, ground="elsewhere", reason="12345 热线已受理同一事项，已告知反映人。")


def handling(story):
    story.open(1)
    story.dispatch(0)


def overdue(story):
    story.open(14)
    story.dispatch(13)


def objected(story):
    story.open(3)
    story.dispatch(2)
    story.step(1, "object", story.lead, reason="该处由物业服务企业负责，不属于本单位职责。")


def checking(story):
    story.open(4)
    story.dispatch(3)
    story.finish(1)


def redone(story):
    story.open(8)
    story.dispatch(7)
    story.finish(5)
    story.step(4, "redo", story.worker, reason="只清理了一半，仍有堆积。", days=6)


def closed(story):
    story.open(12 + story.index)
    story.dispatch(11 + story.index)
    story.finish(9 + story.index)
    story.confirm(8 + story.index, rating=("satisfied", "", "fair", "dissatisfied")[story.index % 4])


def raised(story):
    story.open(3)
    story.step(2, "raise", story.desk, reason="涉及两个街道，需要区里协调。")


def service(story):
    story.matter = SERVICES[story.index % len(SERVICES)]
    story.open(2, source="resident", then_raise=False)


def visited(story):
    """Somebody who lives alone asked for it, and the grid worker comes every other week."""
    story.matter = VISITS
    story.open(20, source="resident", then_raise=False)
    story.step(20, "accept", story.worker, grade="general", note="")
    agreed = {"consent": True, "visitor": f"{story.worker.name}，网格员", "note": "看望，代买药品、代交水电费。"}
    story.step(19, "agree_visits", story.worker, **agreed, days=14)
    story.step(6, "record_visit", story.worker, note="上门看望，代买了药品，灯泡已经换好。", days=14)


def converted(story):
    story.matter = CLUE
    story.open(6, source="resident")
    story.step(5, "refer_to_mediation", story.desk, unit=None, reason="双方多次争吵，请组织调解。")


SCENES = (
    Scene("settled", 10, settled),
    Scene("reported", 5, reported),
    Scene("reported_late", 2, reported_late),
    Scene("incomplete", 2, incomplete),
    Scene("rejected", 2, rejected),
    Scene("handling", 8, handling),
    Scene("overdue", 4, overdue),
    Scene("objected", 2, objected),
    Scene("checking", 4, checking),
    Scene("redone", 2, redone),
    Scene("closed", 18, closed),
    Scene("raised", 2, raised),
    Scene("service", 3, service),
    Scene("visited", 2, visited),
    Scene("converted", 2, converted),
)


@transaction.atomic
def load(now: datetime) -> int:
    """The demo events stand in the database; returns how many were made. Does nothing if any are there."""
    if GridEvent.objects.exists():
        return 0
    today = office_day(now)
    posts = Post.objects.current(today).select_related("unit__area", "user")
    desks = {post.unit_id: post.user for post in posts.filter(role__name="centre_staff").order_by("-id")}
    workers = [
        (post, desks[above.pk])
        for post in posts.filter(role__name="grid_worker").order_by("id")
        if (above := unit_above(post.unit)) and above.pk in desks
    ]
    handlers = {post.unit_id: post.user for post in posts.filter(role__name="handler").order_by("-id")}
    leads = {post.unit_id: post.user for post in posts.filter(role__name="unit_lead").order_by("-id")}
    able = {unit.short_name: unit for unit in Unit.objects.filter(pk__in=set(handlers) & set(leads))}
    known = [matter for matter in MATTERS if matter[2] in able]
    lay_rules(KIND, ((path, unit) for path, _, unit in (*MATTERS, *SERVICES)))
    made = 0
    for index, scene in played(SCENES):
        (post, desk), matter = workers[index % len(workers)], known[index % len(known)]
        target = able[matter[2]]
        people = (post.user, post.unit, desk, target)
        scene.play(EventStory(index, today, now, *people, handlers[target.pk], leads[target.pk], matter))
        made += 1
    for event in GridEvent.objects.filter(status="closed").order_by("opened_at", "pk")[:1]:
        _reward(event, now)
    return made


def _reward(event: GridEvent, now: datetime) -> None:
    """Whoever told of it without a name fetches what was granted by number and code."""
    office, today = Unit.objects.select_related("area").get(short_name="区综治办"), office_day(now)
    told = {"f1": event.number, "f2": "200.00", "f5": "区综治中心一楼大厅"}
    days = {"f3": f"{today - timedelta(days=2)}", "f6": f"{today + timedelta(days=60)}"}
    row = EntryInput(name=f"{event.title}举报奖励", unit=office, area=office.area, facts=told | days)
    open_many(Register.objects.get(code="rewards"), [row], actor=None, at=now, job_id=None)
