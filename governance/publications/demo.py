"""Publications of the demo county: what everybody reads, what units confirm, and one that waits. All invented."""

from datetime import datetime, timedelta

from governance.frame.days import office_day
from governance.organisation.models import Post, Unit, User
from governance.organisation.posts.in_office import InOffice

from .issuing import actions
from .issuing.actions import PublicationInput
from .models import Publication, PublicationKind

RULES = """= 一、邻里和睦
有事好商量，房前屋后堆物、浇地用水先到村里说一声。
= 二、公共环境
垃圾投到指定地点，不占通道，不在楼道给电动车充电。
= 三、遇到矛盾
先找村调委会，调不成的，可以到综治中心或者去法院。"""
ACCOUNTS = """三季度村集体收支如下，凭证在村务监督委员会。
|项目|收入（元）|支出（元）|
|土地流转|86000|0|
|道路修补|0|32400|
|合计|86000|32400|
图：三季度收入"""
WINDOW = """综治中心一楼大厅，工作日 8:30 至 17:30。
= 带什么来
身份证；已有的答复、协议、判决可以一并带来，没有也可以登记。
= 多久有结果
信访事项受理以后 60 日内答复；矛盾纠纷一般 30 日内调解完毕。"""
GALE = "今明两天有 7 级大风，请收好阳台和屋顶的物品，远离广告牌和工地围挡。"
STORY = """两户人家为一道院墙争执多年。调解员三次上门，请来测绘人员量界，双方按原界砌墙，费用各出一半。
= 法律怎么说
不动产的相邻权利人应当按照有利生产、方便生活、团结互助、公平合理的原则处理相邻关系（《民法典》第二百八十八条）。"""
DUTIES = "首问负责：第一个接待群众的人负责到底，属于别的单位的，带到或者转到，并把去向告诉群众。"
PUBLIC = (
    ("village_rules", "村规民约（修订）", RULES, 200),
    ("disclosure", "三季度财务公开", ACCOUNTS, 25),
    ("guides", "到综治中心怎样办事", WINDOW, 90),
    ("case_law", "一道院墙怎样量清楚", STORY, 40),
)


def load(now: datetime) -> int:
    """Some are out, one of them to be confirmed, and one waits for approval; says how many."""
    if Publication.objects.exists():
        return 0
    writer, approver = _holder("county_office", now), _holder("leader", now)
    office = Unit.objects.get(pk=writer.posts.get().unit_id)
    village = Unit.objects.filter(kind=Unit.Kind.VILLAGE, is_active=True).order_by("area_id").first() or office
    for code, title, body, days in PUBLIC:
        kind = PublicationKind.objects.get(code=code)
        unit = office if (kind.drafters and Unit.Kind.VILLAGE not in kind.drafters) or not kind.drafters else village
        _issue(kind, PublicationInput(title, unit, unit.area, body), writer, approver, now - timedelta(days=days))
    tips = PublicationKind.objects.get(code="safety_tips")
    until = office_day(now) + timedelta(days=2)
    _issue(tips, PublicationInput("大风蓝色预警提示", office, office.area, GALE, until=until), writer, approver, now)
    rules = PublicationKind.objects.get(code="rules")
    issued = _issue(
        rules, PublicationInput("首问负责制", office, office.area, DUTIES), writer, approver, now - timedelta(days=12)
    )
    for receipt in issued.receipts.order_by("pk")[: issued.receipts.count() * 2 // 3]:
        reader = Post.objects.current(office_day(now)).filter(unit=receipt.unit).order_by("pk").first()
        if reader is not None:
            receipt.read_by, receipt.read_at = reader.user, now - timedelta(days=10)
            receipt.save(update_fields=["read_by", "read_at"])
    waits = actions.draft(
        PublicationKind.objects.get(code="practice"),
        PublicationInput("院坝说事", office, office.area, "把议事桌摆到院坝里，谁有事谁先说。"),
        actor=writer,
        at=now - timedelta(days=2),
    )
    actions.submit(waits, version=None, actor=writer, at=now - timedelta(days=1))
    return Publication.objects.count()


def _holder(role: str, now: datetime) -> User:
    """Whoever is in office in that role, the first of them."""
    return User.objects.get(pk=min(InOffice(office_day(now)).everybody({role})))


def _issue(kind: PublicationKind, told: PublicationInput, writer: User, approver: User, at: datetime) -> Publication:
    made = actions.draft(kind, told, actor=writer, at=at)
    actions.submit(made, version=None, actor=writer, at=at)
    actions.approve(made, version=None, actor=approver, at=at)
    actions.issue(made, version=None, actor=writer, at=at)
    made.refresh_from_db()
    return made
