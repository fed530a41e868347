"""Hazards, key areas and incidents of the demo county: invented, in every state, told by the verbs that people use."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from governance.cases.demo_stories import Scene, Story, played
from governance.cases.steps import actions
from governance.frame.days import office_day
from governance.organisation.models import Area, Post, Unit, User

from .incidents.reporting import report
from .models import Hazard, Incident, KeyArea

# title, what was found, kind, place, grade, short name of the unit that sets it right
MATTERS = (
    ("消防通道被堵", "疏散通道堆放纸箱，消防栓被遮挡。", "fire", "market", "general", "区市场监管局"),
    ("旅馆未装防火门", "三层旅馆楼梯间没有防火门，应急灯不亮。", "fire", "hotel", "grave", "区住建局"),
    ("工地临边无防护", "五层临边没有护栏，脚手架连墙件缺失。", "production", "site", "grave", "区住建局"),
    ("校门口车辆乱停", "放学时段校门口车辆占道，学生在机动车道行走。", "road", "school", "general", "区交通局"),
    ("老旧院墙开裂", "临街院墙开裂外倾，墙下是人行道。", "building", "fringe", "general", "区住建局"),
    ("加油站储罐标识缺失", "卸油口没有静电接地报警，标识缺失。", "chemical", "plant", "grave", "区市场监管局"),
)
AREAS = (
    ("客运站周边拎包扒窃多发", "area", "theft", "客流集中，监控有盲区。"),
    ("网络刷单类诈骗多发", "problem", "telecom", "受害人多为在校学生和老年人。"),
    ("夜市周边交通秩序混乱", "area", "traffic", "占道经营和停车混杂。"),
)
# title, what happened, kind, grade
HAPPENED = (
    ("居民楼楼道电动车起火", "三单元楼道内电动车充电起火，物业先行扑救，两名住户吸入烟气。", "safety", "larger"),
    ("工地农民工聚集讨薪", "三十余名工人在项目部门口聚集，反映工资拖欠两个月。", "mass", "general"),
    ("学校周边餐馆疑似食物中毒", "十余名学生就餐后腹痛呕吐，已送医。", "food", "larger"),
    ("夜市发生持械伤人", "两名男子争执，一人受伤送医，嫌疑人已被控制。", "criminal", "general"),
    ("燃气管道被挖断泄漏", "道路施工挖断中压燃气管道，周边住户疏散。", "safety", "major"),
)


@dataclass
class SafetyStory(Story):
    """One hazard or key area being told: who found it, who sets it right."""

    desk: User
    unit: Unit
    office: User
    target: Unit
    handler: User
    lead: User
    case: Any = None

    def found(self, days_ago: int) -> None:
        """A hazard is registered that many days ago."""
        title, text, kind, place, grade, _ = MATTERS[self.index % len(MATTERS)]
        self.case = Hazard(hazard_kind=kind, place_kind=place, grade=grade, source="inspection")
        self._open("hazard", title, text, days_ago)

    def listed(self, days_ago: int) -> None:
        """A key area is listed that many days ago."""
        title, subject, problem, text = AREAS[self.index % len(AREAS)]
        self.case = KeyArea(subject=subject, problem=problem)
        self._open("key_area", title, text, days_ago)

    def happened(self, days_ago: int) -> None:
        """An incident is reported that many days ago, a quarter of an hour after it happened."""
        title, text, kind, grade = HAPPENED[self.index % len(HAPPENED)]
        area: Area = self.village_in(self.unit.area_id) or self.unit.area
        at = self.moment(days_ago)
        self.case = Incident(
            title=title,
            summary=text,
            incident_kind=kind,
            grade=grade,
            happened_at=at - timedelta(minutes=15),
            area=area,
            place=f"{area.name}{self.index % 20 + 1}号",
            channel="phone",
            lead_unit=self.unit,
            opened_at=at,
        )
        report(self.case, actor=self.desk, at=at, replay=True)

    def progress(self, days_ago: int) -> None:
        """It is reported again, and the department has an order."""
        self.step(days_ago, "progress", self.desk, note="现场秩序已恢复。", dead=0, missing=0, injured=self.index % 3)
        self.step(days_ago, "order", self.office, unit=self.target, order="派员到场核查，报告处置意见。")

    def _open(self, kind: str, title: str, text: str, days_ago: int) -> None:
        area: Area = self.village_in(self.unit.area_id) or self.unit.area
        at = self.moment(days_ago)
        told = {"title": title, "summary": text, "area": area, "place": f"{area.name}{self.index % 20 + 1}号"}
        for name, value in (
            told | {"kind": kind, "channel": "patrol", "lead_unit": self.unit, "opened_at": at}
        ).items():
            setattr(self.case, name, value)
        actions.open_case(self.case, actor=self.desk, at=at, replay=True)

    def step(self, days_ago: int, name: str, actor: User, **facts) -> None:
        """It takes a step that many days ago; no picture is at hand in a story."""
        self.case.refresh_from_db()
        at = self.next_moment(self.case, days_ago)
        actions.take_step(self.case, name, facts, actor=actor, at=at, replay=True)

    def order(self, days_ago: int, days: int) -> None:
        """The department is told to set it right by a day."""
        grade = self.case.grade
        told = {"responsible": "王海涛", "grade": grade, "days": days, "reason": "立即采取防范措施，限期整改。"}
        self.step(days_ago, "order", self.desk, to_unit=self.target, **told)


def found(story):
    story.found(story.index % 3)


def settled(story):
    story.index -= story.index % 6
    story.found(9)
    story.step(9, "settle", story.desk, note="当场清理，通道畅通。")


def rectifying(story):
    story.found(12)
    story.order(10, 30)


def late(story):
    story.found(40)
    story.order(38, 15)


def listed_by_name(story):
    story.index = story.index - story.index % 6 + 1
    story.found(50)
    story.order(48, 20)
    story.step(20, "list", story.office, reason="逾期未改，影响公共安全。")


def rechecking(story):
    story.found(20)
    story.order(19, 15)
    story.step(2, "rectified", story.handler, note="已按要求整改。")


def failed(story):
    story.found(30)
    story.order(29, 10)
    story.step(20, "rectified", story.handler, note="已按要求整改。")
    story.step(18, "fail", story.desk, days=20, reason="应急灯仍不亮。")


def closed(story):
    story.found(60)
    story.order(58, 30)
    story.step(40, "rectified", story.handler, note="已按要求整改。")
    story.step(38, "pass", story.desk, note="现场复查，隐患已消除。")


def area_listed(story):
    story.listed(3)


def area_treated(story):
    story.listed(100)
    told = {"months": 6, "cause": "管理力量不足，技防有盲区。", "reason": "增加巡防，补装监控。"}
    story.step(95, "plan", story.desk, to_unit=story.target, **told)
    story.step(40, "progress", story.handler, note="新增监控十二路，每日两班巡逻。")


def reported(story):
    story.happened(story.index % 2)


def handling(story):
    story.happened(1)
    story.progress(1)
    story.step(1, "receive", story.handler)


def reported_to_the_end(story):
    story.happened(20)
    if story.case.grade == "major":
        leads = {"role__name": "leader", "unit__sees": Unit.Sees.AREA, "unit__area__level": Area.Level.COUNTY}
        leader = Post.objects.current(story.today).filter(**leads).earliest("id").user
        story.step(20, "acknowledge", leader, note="全力处置，及时续报。")
        told_at = min(story.case.opened_at + timedelta(minutes=20), story.next_moment(story.case, 20))
        told = {"told": "市级综治中心、县政府值班室", "told_at": told_at}
        story.step(20, "report_up", story.office, note="现场处置情况。", **told)
    story.progress(20)
    story.step(20, "receive", story.handler)
    story.step(20, "result", story.handler, which=story.case.orders.get(), result="已到场核查，隐患已排除。")
    story.step(19, "settled", story.desk, note="现场处置完毕。")
    told = {"dead": 0, "missing": 0, "injured": story.index % 3, "outcome": "人员安置、救治到位。"}
    story.step(16, "final", story.lead, cause="管理责任不落实。", lesson="开展同类问题排查。", **told)


SCENES = (
    Scene("found", 4, found),
    Scene("settled", 3, settled),
    Scene("rectifying", 6, rectifying),
    Scene("late", 3, late),
    Scene("listed_by_name", 2, listed_by_name),
    Scene("rechecking", 3, rechecking),
    Scene("failed", 2, failed),
    Scene("closed", 8, closed),
    Scene("area_listed", 1, area_listed),
    Scene("area_treated", 3, area_treated),
    Scene("reported", 2, reported),
    Scene("handling", 3, handling),
    Scene("reported_to_the_end", 6, reported_to_the_end),
)

HAPPENINGS = (reported, handling, reported_to_the_end)


@transaction.atomic
def load(now: datetime) -> int:
    """The demo hazards and key areas stand in the database; returns how many. Does nothing if any are there."""
    if Hazard.objects.exists():
        return 0
    today = office_day(now)
    posts = list(Post.objects.current(today).select_related("unit__area", "user", "role").order_by("id"))
    leads = {post.unit_id: post.user for post in posts if post.role.name == "unit_lead"}
    of_township = [post for post in posts if post.unit.area.level == "township"]
    desks = [post for post in of_township if post.role.name == "centre_staff"]
    # What has happened is reported in the name of a township whose head signs the last report.
    led = [post for post in of_township if post.role.name == "registrar" and post.unit_id in leads]
    office = next(post for post in posts if post.role.name == "centre_staff" and post.unit.area.level == "county")
    handlers = {post.unit.short_name: post for post in posts if post.role.name == "handler"}
    made = 0
    for index, scene in played(SCENES):
        mine = [office] if scene.name.startswith("area") else led if scene.play in HAPPENINGS else desks
        desk = mine[index % len(mine)]
        handler = handlers[MATTERS[index % len(MATTERS)][5]]
        lead = leads.get(desk.unit_id, office.user)
        people = (desk.user, desk.unit, office.user, handler.unit, handler.user, lead)
        scene.play(SafetyStory(index, today, now, *people))
        made += 1
    return made
