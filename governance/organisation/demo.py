"""The demo county 长安区: its real areas, units as a county has them, and people written for the purpose."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from governance.frame.days import office_moment
from governance.frame.refusals import Refusal
from governance.frame.registry import Registry

from . import reference
from .accounts.passwords import DEMO_PASSWORD
from .areas import loading as areas
from .models import Area, Unit, User
from .posts.actions import appoint
from .roles import LABELS

COUNTY = "610116"
# Posts without a date of their own began this long ago.
IN_OFFICE = 900


@dataclass(frozen=True)
class Place:
    """A unit of the county; ``parent`` is the short name of the unit above it."""

    short_name: str
    name: str
    kind: str
    area: str = COUNTY
    parent: str = ""
    sees: str = "own"
    # 发文代字: how the numbers of its papers begin; without one they begin with the short name.
    mark: str = ""


@dataclass(frozen=True)
class Job:
    """A post, from so many days ago to so many days ago; negative days lie ahead."""

    unit: str
    role: str
    since: int = IN_OFFICE
    until: int | None = None


@dataclass(frozen=True)
class Person:
    """Somebody with a login; who has left keeps the posts and cannot log in."""

    username: str
    name: str
    jobs: tuple[Job, ...]
    has_left: bool = False


def _job(unit: str, role: str) -> tuple[Job, ...]:
    return (Job(unit, role),)


COUNTY_UNITS = (
    Place("区政府", "长安区人民政府", "government", sees="area"),
    Place("区综治办", "长安区社会治安综合治理委员会办公室", "office", parent="区政府", sees="area", mark="长综办"),
    Place("区综治中心", "长安区社会治安综合治理中心", "centre", parent="区综治办", sees="area", mark="长综"),
    Place("区信访局", "长安区信访局", "petition_office", parent="区政府", mark="长信"),
    Place("区住建局", "长安区住房和城乡建设局", "department", parent="区政府", mark="长住建"),
    Place("区人社局", "长安区人力资源和社会保障局", "department", parent="区政府", mark="长人社"),
    Place("区民政局", "长安区民政局", "department", parent="区政府", mark="长民"),
    Place("区自然资源局", "长安区自然资源局", "department", parent="区政府", mark="长自然资"),
    Place("区生态环境局", "长安区生态环境局", "department", parent="区政府", mark="长环"),
    Place("区城管局", "长安区城市管理和综合执法局", "department", parent="区政府", mark="长城管"),
    Place("区交通局", "长安区交通运输局", "department", parent="区政府", mark="长交"),
    Place("区农业农村局", "长安区农业农村局", "department", parent="区政府", mark="长农"),
    Place("区教育局", "长安区教育局", "department", parent="区政府", mark="长教"),
    Place("区卫健局", "长安区卫生健康局", "department", parent="区政府", mark="长卫"),
    Place("区市场监管局", "长安区市场监督管理局", "department", parent="区政府", mark="长市监"),
    Place("区水务局", "长安区水务局", "department", parent="区政府", mark="长水"),
    Place("区司法局", "长安区司法局", "justice", parent="区政府", mark="长司"),
    Place("长安公安分局", "公安长安分局", "police", parent="区政府"),
    Place("区法院", "长安区人民法院", "court"),
    Place("韦曲法庭", "长安区人民法院韦曲人民法庭", "court", "610116001", "区法院"),
    Place("郭杜法庭", "长安区人民法院郭杜人民法庭", "court", "610116002", "区法院"),
    Place("区检察院", "长安区人民检察院", "procuratorate"),
    Place("区纪委监委", "长安区纪律检查委员会监察委员会", "discipline"),
    Place("区调委会", "长安区矛盾纠纷人民调解委员会", "mediation", parent="区司法局"),
    Place("区医调委", "长安区医疗纠纷人民调解委员会", "mediation"),
    Place("区交调委", "长安区道路交通事故人民调解委员会", "mediation"),
    Place("区物业调委会", "长安区物业纠纷人民调解委员会", "mediation"),
    Place("区平安协会", "长安区平安协会第三方调解委员会", "mediation"),
    Place("韦曲调委会", "韦曲街道人民调解委员会", "mediation", "610116001"),
    Place("凤栖路调委会", "凤栖路社区人民调解委员会", "mediation", "610116001002"),
    Place("广场调委会", "广场社区人民调解委员会", "mediation", "610116001003"),
    Place("郭杜调委会", "郭杜街道人民调解委员会", "mediation", "610116002"),
)

# Townships with a police station and a justice office of their own in the demo.
STATIONED = ("韦曲", "郭杜", "滦镇", "引镇", "斗门", "太乙宫")
VILLAGE_UNITS = ("610116001002", "610116001003", "610116001005", "610116001008", "610116002001", "610116002002")

PEOPLE = (
    # the county's office and centre
    Person("yuanlixin", "袁立新", _job("区政府", "leader")),
    Person("guoyan", "郭岩", _job("区政府", "unit_lead")),
    Person("luxin", "卢昕", _job("区政府", "handler")),
    Person("dongzhiqiang", "董志强", _job("区综治办", "leader")),
    Person("gaomin", "高敏", _job("区综治办", "county_office")),
    Person("fanbing", "樊兵", _job("区综治办", "county_office")),
    Person("sunguoqing", "孙国庆", _job("区综治中心", "centre_staff")),
    Person("linyue", "林悦", _job("区综治中心", "centre_staff")),
    Person("zhaoxin", "赵欣", _job("区综治中心", "registrar")),
    Person("jiangtao", "姜涛", (Job("区信访局", "unit_lead"), Job("区综治中心", "leader", since=200))),
    Person("weihong", "魏红", _job("区信访局", "registrar")),
    # departments
    Person("wanghaitao", "王海涛", _job("区住建局", "unit_lead")),
    Person("liwenbin", "李文斌", _job("区住建局", "handler")),
    Person("cuili", "崔莉", _job("区住建局", "handler")),
    Person("masong", "马松", _job("区人社局", "unit_lead")),
    Person("chenjing", "陈静", _job("区人社局", "handler")),
    Person("yuhua", "于华", _job("区民政局", "unit_lead")),
    Person("tianfang", "田芳", _job("区民政局", "handler")),
    Person("huqiang", "胡强", _job("区自然资源局", "unit_lead")),
    Person("xuegang", "薛刚", (Job("区住建局", "handler", until=161), Job("区自然资源局", "handler", since=160))),
    Person("houbin", "侯斌", _job("区城管局", "unit_lead")),
    Person("guanlei", "关磊", _job("区城管局", "handler")),
    Person("shaoping", "邵平", _job("区交通局", "unit_lead")),
    Person("luoli", "罗丽", _job("区交通局", "handler")),
    Person("wenjuan", "温娟", _job("区农业农村局", "unit_lead")),
    Person("qinyong", "秦勇", _job("区农业农村局", "handler")),
    Person("jinhui", "靳慧", _job("区市场监管局", "unit_lead")),
    Person("panlei", "潘磊", _job("区市场监管局", "handler")),
    Person("zhongliang", "钟亮", _job("区水务局", "unit_lead")),
    Person("xiongwei", "熊伟", _job("区水务局", "handler")),
    # police, courts, discipline, mediation
    Person("dengkai", "邓凯", _job("长安公安分局", "unit_lead")),
    Person("fengkaiyuan", "冯开元", _job("韦曲派出所", "unit_lead")),
    Person("yaojun", "姚军", _job("韦曲派出所", "handler")),
    Person("liangchen", "梁晨", _job("郭杜派出所", "handler")),
    Person("shijianguo", "史建国", _job("区法院", "mediator")),
    Person("moqing", "莫青", _job("区检察院", "handler")),
    Person("luozheng", "罗正", _job("区纪委监委", "handler")),
    Person("nieheng", "聂衡", _job("区纪委监委", "unit_lead")),
    Person("leiming", "雷鸣", _job("区法院", "unit_lead")),
    Person("sumin", "苏敏", _job("韦曲法庭", "handler")),
    Person("baixiufang", "白秀芳", (Job("区调委会", "mediator"), Job("韦曲司法所", "mediator", since=400))),
    Person("shenlan", "沈岚", _job("区医调委", "mediator")),
    Person("qiuming", "邱明", _job("区物业调委会", "mediator")),
    Person("zhengguoping", "郑国平", _job("韦曲调委会", "mediator")),
    Person("renxiuying", "任秀英", _job("凤栖路调委会", "mediator")),
    Person("zhaoyongnian", "赵永年", _job("广场调委会", "mediator")),
    Person("kangli", "康丽", _job("郭杜调委会", "mediator")),
    Person("tangmin", "汤敏", (Job("区司法局", "unit_lead"), Job("区司法局", "justice_staff", since=300))),
    Person("hedong", "贺东", _job("区司法局", "justice_staff")),
    # townships and villages
    Person("zhangmin", "张敏", _job("韦曲街道", "registrar")),
    Person("hejianjun", "何建军", (Job("滦镇街道", "registrar", until=366), Job("韦曲街道", "unit_lead", since=365))),
    Person("caoxue", "曹雪", (Job("韦曲综治中心", "centre_staff"), Job("韦曲街道", "handler", since=300))),
    Person("liuyumei", "刘玉梅", _job("郭杜街道", "registrar")),
    Person("pengfei", "彭飞", _job("郭杜街道", "unit_lead")),
    Person("yangbo", "杨波", _job("滦镇街道", "registrar")),
    Person("ranhui", "冉慧", (Job("引镇街道", "registrar", until=-20), Job("引镇综治中心", "centre_staff", since=-21))),
    Person("duanping", "段萍", _job("斗门街道", "registrar")),
    Person("wuhao", "吴浩", _job("太乙宫街道", "handler")),
    Person("haoxiaojun", "郝小军", _job("凤栖路社区", "grid_worker")),
    Person("niulan", "牛兰", _job("广场社区", "grid_worker")),
    Person("qianwei", "钱伟", (Job("区住建局", "handler", until=90),), has_left=True),
    # the three who run the system and see no case
    Person("shilei", "石磊", _job("区综治中心", "system_admin")),
    Person("tangning", "唐宁", _job("区综治中心", "security_admin")),
    Person("ouyangqing", "欧阳清", _job("区综治中心", "audit_admin")),
)

# (login name, name, role, unit) of everybody who can log in today.
LOGINS = tuple(
    (person.username, person.name, LABELS[job.role], job.unit)
    for person in PEOPLE
    if not person.has_left
    for job in person.jobs
    if (job.until is None or job.until < 0) and job.since >= 0
)


@dataclass(frozen=True)
class Part:
    """What a line of work brings to the demo county; ``load`` says how many are new, none at a second run.

    It is loaded after the county's people, where ``is_last`` after what the other lines of work bring. ``says()`` are
    the lines by which a visitor learns how to try it, none where it is not there.
    """

    what: str
    load: Callable[[datetime], int]
    is_last: bool = False
    says: Callable[[], list[str]] = list


PARTS: Registry[Part] = Registry("parts of the demo county", field="demo", code="what")


def parts() -> list[Part]:
    """The parts in the order in which they are loaded."""
    return sorted(PARTS.values(), key=lambda part: part.is_last)


def still_open() -> list[str]:
    """The login names of active demo accounts that the printed password opens."""
    names = [person.username for person in PEOPLE]
    opened: dict[str, bool] = {}
    found = []
    for username, password in User.objects.filter(is_active=True, username__in=names).values_list(
        "username", "password"
    ):
        if password not in opened:
            opened[password] = check_password(DEMO_PASSWORD, password)
        if opened[password]:
            found.append(username)
    return sorted(found)


@transaction.atomic
def load(today: date) -> None:
    """The demo county stands in the database with its areas, units and people; a second run changes nothing.

    Raises Refusal in production: everybody in the demo shares one printed password.
    """
    if settings.PRODUCTION:
        raise Refusal("正式环境不装演示数据。")
    reference.load()
    areas.load((areas.DATA / f"areas_{COUNTY}.csv").read_bytes())
    units = _load_units()
    _load_people(units, today)


def places() -> list[Place]:
    """Every unit of the demo county, those above before those below."""
    found = list(COUNTY_UNITS)
    townships = Area.objects.filter(level=Area.Level.TOWNSHIP, code__startswith=COUNTY).order_by("code")
    for township in townships:
        word = township.name.removesuffix("街道")
        office, code = township.name, township.code
        found.append(Place(office, f"{office}办事处", "government", code, "区政府", "area", f"{word}街"))
        centre = f"{office}社会治安综合治理中心"
        found.append(Place(f"{word}综治中心", centre, "centre", code, office, "area"))
        if word in STATIONED:
            found.append(Place(f"{word}派出所", f"长安公安分局{word}派出所", "police", code, "长安公安分局"))
            found.append(Place(f"{word}司法所", f"长安区司法局{word}司法所", "justice_office", code, "区司法局"))
    for village in Area.objects.filter(code__in=VILLAGE_UNITS).select_related("parent__parent").order_by("code"):
        word = village.name.removesuffix("居委会").removesuffix("社区") + "社区"
        office = village.way()[-2].name
        found.append(Place(word, f"{office}{word}居民委员会", "village", village.code, office))
    return found


def _load_units() -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for position, place in enumerate(places(), start=1):
        units[place.short_name], _ = Unit.objects.get_or_create(
            name=place.name,
            defaults={
                "short_name": place.short_name,
                "paper_mark": place.mark,
                "kind": place.kind,
                "area_id": place.area,
                "parent": units.get(place.parent),
                "sees": place.sees,
                "phone": f"029-8560{position:04}",
                "position": position * 10,
            },
        )
    return units


def _load_people(units: dict[str, Unit], today: date) -> None:
    known = set(User.objects.values_list("username", flat=True))
    hashed = make_password(DEMO_PASSWORD)
    at = office_moment(today, time(8))
    for place, person in enumerate(PEOPLE, start=1):
        if person.username in known:
            continue
        user = User.objects.create(
            username=person.username,
            name=person.name,
            phone=f"029-8500{place:04}",
            password=hashed,
            must_change_password=False,
            password_changed_at=at,
        )
        for job in person.jobs:
            ends_on = None if job.until is None else today - timedelta(days=job.until)
            since = today - timedelta(days=job.since)
            appoint(user, units[job.unit], job.role, since, actor=None, at=at, ends_on=ends_on)
        if person.has_left:
            user.is_active = False
            user.save(update_fields=["is_active"])
