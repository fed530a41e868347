"""What several organs deal with, what many put forward and whose name is withheld in the demo county: invented."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from governance.cases.models import CaseLink, Participant
from governance.cases.steps import actions
from governance.frame.days import office_day
from governance.organisation.models import Area, Post, Unit, User

from .intake.actions import register_petition
from .models import Petition, WithheldPerson

PLACE = "610116001002"
WATER = (
    ("凤栖路社区水泵房停用，三号楼断水", "水泵房停用三天，三号楼高层断水，请求尽快恢复供水。", "孙丽", 6),
    ("三号楼水泵房坏了，高层没有水", "三号楼水泵房坏了三天，高层住户没有水用，请求恢复供水。", "钱进", 3),
    ("请求修好水泵房恢复供水", "凤栖路社区水泵房停用，三号楼断水，老人提水上楼，请求恢复供水。", "周全", 11),
)
TOLD = {"told_by": "electronic"}


@dataclass
class Telling:
    """Who tells it, and when."""

    now: datetime
    clerk: User
    unit: Unit

    def open(self, days_ago: float, title: str, summary: str, name: str, people: int = 1, **how) -> Petition:
        at = self.now - timedelta(days=days_ago)
        petition = Petition(
            title=title,
            summary=summary,
            area=Area.objects.get(pk=PLACE),
            channel="letter",
            lead_unit=self.unit,
            petition_class="appeal_request",
            route="handling",
            people_count=people,
            opened_at=at,
        )
        person = Participant(name=name, address=f"凤栖路社区{people}组{len(name)}号")
        person.phone = f"1390000{Petition.objects.count():04}"
        register_petition(petition, actor=self.clerk, at=at, people=[person], replay=True, **how)
        return petition

    def take(self, petition: Petition, days_ago: float, name: str, actor: User, **facts) -> None:
        actions.take_step(petition, name, facts, actor=actor, at=self.now - timedelta(days=days_ago), replay=True)
        petition.refresh_from_db()


@transaction.atomic
def load(now: datetime) -> int:
    """They stand in the database; returns how many were made. Does nothing if any are there."""
    if WithheldPerson.objects.exists():
        return 0
    before = Petition.objects.count()
    township, housing, water = (Unit.objects.get(short_name=name) for name in ("韦曲街道", "区住建局", "区水务局"))
    posts = Post.objects.current(office_day(now)).select_related("user").order_by("id")
    telling = Telling(now, posts.filter(unit=township, role__name="registrar").latest("id").user, township)
    lead = posts.filter(unit=housing, role__name="unit_lead").latest("id").user
    _put_forward_by_many(telling, housing, lead)
    _by_several_organs(telling, housing, water, lead)
    _not_named(telling, housing, lead)
    return Petition.objects.count() - before


def _put_forward_by_many(telling: Telling, housing: Unit, lead: User) -> None:
    """Three different people, one matter."""
    made: list[Petition] = []
    for place, (title, summary, name, people) in enumerate(WATER):
        petition = telling.open(9 - place * 2, title, summary, name, people)
        if made:
            CaseLink.objects.create(case=petition, other=made[-1], kind=CaseLink.Kind.RELATED)
        made.append(petition)
    told = {"to_unit": housing, "reason": "属于贵单位职责范围。", **TOLD}
    telling.take(made[0], 8, "transfer", telling.clerk, **told)
    telling.take(made[0], 6, "accept", lead, **TOLD)
    asked = {"materials": "1. 物业服务合同复印件；\n2. 停水通知照片。", "days": 15, **TOLD}
    telling.take(made[0], 5, "ask_materials", lead, **asked)


def _by_several_organs(telling: Telling, housing: Unit, water: Unit, lead: User) -> None:
    """One leads, another is asked for its share by a day, and somebody in hardship is sent on for help."""
    summary = "旧管网漏水淹了一楼，道路也塌陷，请求修复并赔偿损失。"
    petition = telling.open(12, "旧管网漏水、路面塌陷", summary, "高桂兰")
    settled = {"ground": "agreed", "to_unit": housing, "organs": "区水务局", "reason": "两局商定由住建局牵头。", **TOLD}
    telling.take(petition, 11, "settle_lead", telling.clerk, **settled)
    telling.take(petition, 9, "accept", lead, **TOLD)
    telling.take(petition, 8, "invite", lead, unit=water, note="请查明漏水管段的产权和维修责任。", days=12)
    person = petition.participants.first()
    asked = {"participant": person, "agency": "civil_affairs", "matter": "申请临时救助", "consent": True}
    telling.take(petition, 4, "refer_help", lead, **asked)


def _not_named(telling: Telling, housing: Unit, lead: User) -> None:
    """Whoever put it forward does not want the department to know who they are."""
    summary = "物业收了维修费没有修电梯，怕被报复，不愿意公开姓名。"
    petition = telling.open(10, "物业收费不修电梯", summary, "徐文静", withheld=True)
    telling.take(petition, 9, "transfer", telling.clerk, to_unit=housing, reason="属于贵单位职责范围。", **TOLD)
    telling.take(petition, 7, "accept", lead, **TOLD)
