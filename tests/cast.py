"""The fixed cast: who works where in a county small enough to hold in the head.

长安区 610116
  韦曲街道 610116001   街道办 (sees its area)
    凤栖路社区 610116001002
  郭杜街道 610116002   街道办 (sees its area) -- the outsider's home
  县级: 综治中心, 县综治办 (see the county), 信访局, 住建局, 公安分局 > 韦曲派出所, 纪委监委, 法院, 检察院, 司法局
  Mediation: the county's committee, and that of 凤栖路社区
"""

from dataclasses import dataclass
from datetime import date, datetime

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.http import HttpRequest
from django.test.client import ClientMixin
from django.utils.crypto import get_random_string

from governance.cases.law import terms
from governance.frame.database.written import WrittenOnce
from governance.frame.days import CHINA
from governance.organisation import reference
from governance.organisation.accounts.sessions import SessionStore
from governance.organisation.models import Area, Post, Unit, User

PASSWORD = "Fengqi-2026-lu"
SINCE = date(2024, 1, 1)

AREAS = (
    ("610116", "长安区", "county", None),
    ("610116001", "韦曲街道", "township", "610116"),
    ("610116002", "郭杜街道", "township", "610116"),
    ("610116001002", "凤栖路社区", "village", "610116001"),
    ("610116001003", "广场社区", "village", "610116001"),
    ("610116002001", "郭北社区", "village", "610116002"),
    ("610116001002001", "凤栖路社区第一网格", "grid", "610116001002"),
)

# attribute, name, short name, kind, area, parent, sees
UNITS = (
    ("centre", "长安区社会治安综合治理中心", "区综治中心", "centre", "610116", None, "area"),
    ("office", "中共长安区委平安建设办公室", "区综治办", "office", "610116", None, "area"),
    ("petitions", "长安区信访局", "区信访局", "petition_office", "610116", None, "own"),
    ("housing", "长安区住房和城乡建设局", "区住建局", "department", "610116", None, "own"),
    ("water", "长安区水务局", "区水务局", "department", "610116", None, "own"),
    ("police", "公安长安分局", "公安长安分局", "police", "610116", None, "own"),
    ("station", "韦曲派出所", "韦曲派出所", "police", "610116001", "police", "own"),
    ("discipline", "长安区纪委监委", "区纪委监委", "discipline", "610116", None, "own"),
    ("mediation", "长安区矛盾纠纷调解委员会", "区调委会", "mediation", "610116", None, "own"),
    ("weiqu", "韦曲街道办事处", "韦曲街道办", "government", "610116001", None, "area"),
    ("fengqi", "凤栖路社区居委会", "凤栖路社区", "village", "610116001002", "weiqu", "own"),
    ("guodu", "郭杜街道办事处", "郭杜街道办", "government", "610116002", None, "area"),
    ("village_committee", "凤栖路社区人民调解委员会", "凤栖路调委会", "mediation", "610116001002", None, "own"),
    ("court", "长安区人民法院", "区法院", "court", "610116", None, "own"),
    ("justice", "长安区司法局", "区司法局", "justice", "610116", None, "own"),
    ("procuratorate", "长安区人民检察院", "区检察院", "procuratorate", "610116", None, "own"),
)

# attribute (also the login name), name, phone, unit, role
PEOPLE = (
    ("clerk", "周晓兰", "13800000001", "weiqu", "registrar"),
    ("township_lead", "何建军", "13800000002", "weiqu", "unit_lead"),
    ("handler", "李文斌", "13800000003", "housing", "handler"),
    ("second_handler", "崔丽", "13800000004", "housing", "handler"),
    ("lead", "王海涛", "13800000005", "housing", "unit_lead"),
    ("water_handler", "薛刚", "13800000006", "water", "handler"),
    ("officer", "邓凯", "13800000007", "station", "handler"),
    ("outsider", "刘玉梅", "13800000008", "guodu", "handler"),
    ("petition_clerk", "任静", "13800000009", "petitions", "registrar"),
    ("staff", "孙国庆", "13800000010", "centre", "centre_staff"),
    ("leader", "冯志远", "13800000011", "office", "leader"),
    ("county", "高敏", "13800000012", "office", "county_office"),
    ("inspector", "罗正", "13800000013", "discipline", "handler"),
    ("mediator", "白秀芳", "13800000014", "mediation", "mediator"),
    ("grid_worker", "郝小军", "13800000015", "fengqi", "grid_worker"),
    ("system_admin", "石磊", "13800000016", "centre", "system_admin"),
    ("security_admin", "唐宁", "13800000017", "centre", "security_admin"),
    ("audit_admin", "欧阳清", "13800000018", "centre", "audit_admin"),
    ("village_mediator", "任秀英", "13800000019", "village_committee", "mediator"),
    ("judge", "苏敏", "13800000020", "court", "handler"),
    ("justice_officer", "贺东", "13800000021", "justice", "justice_staff"),
    ("prosecutor", "莫青", "13800000022", "procuratorate", "handler"),
)


@dataclass(frozen=True)
class Cast:
    """Units and people by name: ``cast.clerk``, ``cast.housing``, ``cast.area("610116001")``."""

    members: dict

    def __getattr__(self, name):
        try:
            return self.members[name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def people(self) -> list[User]:
        return [self.members[row[0]] for row in PEOPLE]

    @staticmethod
    def area(code: str) -> Area:
        return AREA_NOW.one(code=code)


UNITS_NOW = WrittenOnce(lambda: Unit.objects.all())
AREA_NOW = WrittenOnce(lambda code: Area.objects.filter(pk=code), code="?")
PEOPLE_NOW = WrittenOnce(lambda: User.objects.all())


def known() -> Cast:
    """Who stands in the database now."""
    units = {unit.name: unit for unit in UNITS_NOW.objects()}
    members = {key: units[name] for key, name, *_ in UNITS}
    return Cast(members | {user.username: user for user in PEOPLE_NOW.objects()})


def engage() -> None:
    """Reference data, areas, units, people and posts stand in the database; nobody must change a password."""
    reference.load()
    terms.load_reference(datetime(2026, 1, 5, 9, 0, tzinfo=CHINA))
    Area.objects.bulk_create(Area(code=code, name=name, level=level, parent_id=up) for code, name, level, up in AREAS)
    members = {}
    for place, (key, name, short, kind, area, parent, sees) in enumerate(UNITS):
        above = members.get(parent)
        members[key] = Unit.objects.create(
            name=name, short_name=short, kind=kind, area_id=area, parent=above, sees=sees, position=place
        )
    groups = {group.name: group for group in Group.objects.all()}
    # One hash serves all: even a cheap one adds up over eighteen people and a thousand tests.
    hashed = make_password(PASSWORD)
    people = User.objects.bulk_create(
        User(username=key, name=name, phone=phone, password=hashed, must_change_password=False)
        for key, name, phone, _, _ in PEOPLE
    )
    members |= {user.username: user for user in people}
    Post.objects.bulk_create(
        Post(user=members[key], unit=members[unit], role=groups[role], starts_on=SINCE)
        for key, _, _, unit, role in PEOPLE
    )


@pytest.fixture
def cast(db) -> Cast:
    """Fresh objects of the cast, which stands in the database of every test."""
    return known()


def sign_in(client, user, backend) -> None:
    """Whom a test signs in has a session, and nothing more: what a login checks, writes down and ends is asked of the
    login page. All of that is seventeen statements for each of thousands of tests."""
    request = HttpRequest()
    request.session = SessionStore()
    request.session._session_key = get_random_string(32, VALID_KEY_CHARS)
    told = {SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: backend, HASH_SESSION_KEY: user.get_session_auth_hash()}
    request.session.update(told)
    request.session.save(must_create=True)
    client._set_login_cookies(request)


@pytest.fixture(scope="session", autouse=True)
def signing_in_is_no_login(django_test_environment):
    """``force_login`` signs in so."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ClientMixin, "_login", sign_in)
        yield


@pytest.fixture
def login(client):
    """``login(user)`` gives the test client a session of that person."""

    def enter(user):
        client.force_login(user, backend="governance.organisation.accounts.backends.PostBackend")
        return client

    return enter
