"""A county at full strength: a station, a justice office and a committee in every township, a unit in every village."""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.contrib.auth.models import Group
from django.utils import timezone

from governance.cases.models import Participant
from governance.frame.seals import sealing
from governance.frame.seals.sealed_fields import sealed_field
from governance.organisation import demo
from governance.organisation.models import Area, Post, Unit, User
from governance.organisation.roles import LABELS
from governance.organisation.standing import units_under

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "秀英建国桂兰志强玉梅海涛春燕文斌丽华永平素珍小军晓明翠花卫东凤霞俊杰淑芬广田"
IN_OFFICE = timedelta(days=15 * 365)
# Who sits in a unit of each kind, beside those of the demo.
STAFF = {
    "government": ("registrar", "handler", "handler", "unit_lead"),
    "centre": ("centre_staff", "registrar"),
    "petition_office": ("registrar", "handler", "handler"),
    "department": ("handler", "handler", "handler", "unit_lead"),
    "police": ("handler", "handler", "unit_lead"),
    "court": ("handler", "handler"),
    "discipline": ("handler", "handler", "unit_lead"),
    "justice_office": ("justice_staff", "mediator"),
    "mediation": ("mediator", "mediator"),
    "village": ("registrar", "grid_worker"),
}


@dataclass
class People:
    """Who works where: key, name and post of everybody in a unit who may work on cases; the units by their short name,
    and by kind and code of their area; what stands under each government; the names of the villages."""

    staff: dict[int, list[tuple[str, str, str]]] = field(default_factory=lambda: defaultdict(list))
    unit: dict[str, int] = field(default_factory=dict)
    local: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    under: dict[int, list[int]] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)

    @property
    def villages(self) -> list[str]:
        """The codes of the villages."""
        return list(self.places)


def settle(today: date) -> People:
    """The demo county has all its units and people."""
    demo.load(today)
    _units()
    _staff(today)
    return _known(today)


def _units() -> None:
    known = set(Unit.objects.values_list("kind", "area_id"))
    above = {(unit.kind, unit.area_id): unit for unit in Unit.objects.filter(kind="government")}
    police, justice = Unit.objects.get(short_name="长安公安分局"), Unit.objects.get(short_name="区司法局")
    made = []
    for area in Area.objects.filter(level__in=("township", "village")).select_related("parent").order_by("code"):
        name = area.name.removesuffix("街道")
        government = above.get(("government", area.code[:9]))
        wanted = {"mediation": (f"{area.name}人民调解委员会", "调委会", government)}
        if area.level == "township":
            wanted["police"] = (f"长安公安分局{name}派出所", "派出所", police)
            wanted["justice_office"] = (f"长安区司法局{name}司法所", "司法所", justice)
        else:
            wanted["village"] = (f"{area.parent.name}{area.name}", "", government)
        made += [
            Unit(
                name=f"{full}（{area.code[6:]}）",
                short_name=f"{name[:12]}{word}",
                kind=kind,
                area=area,
                parent=parent,
                position=10_000 + len(made),
            )
            for kind, (full, word, parent) in wanted.items()
            if (kind, area.code) not in known
        ]
    Unit.objects.bulk_create(made)


def _staff(today: date) -> None:
    groups = {group.name: group for group in Group.objects.all()}
    password = User.objects.filter(username="gaomin").values_list("password", flat=True).get()
    chance = random.Random(1)
    users, posts = [], []
    for unit in Unit.objects.order_by("id"):
        for role in STAFF.get(unit.kind, ()):
            users.append(
                User(
                    username=f"b{len(users):05}",
                    name=name_of(chance),
                    password=password,
                    must_change_password=False,
                    password_changed_at=timezone.now(),
                )
            )
            posts.append(Post(user=users[-1], unit=unit, role=groups[role], starts_on=today - IN_OFFICE))
    User.objects.bulk_create(users, batch_size=1000)
    Post.objects.bulk_create(posts, batch_size=1000)


def _known(today: date) -> People:
    people = People()
    posts = Post.objects.current(today).select_related("unit", "user", "role")
    for post in posts.filter(role__permissions__codename="work_case").order_by("id"):
        title = f"{post.unit.short_name}·{LABELS[post.role.name]}"
        people.staff[post.unit_id].append((str(post.user_id), post.user.name, title))
    for unit in Unit.objects.order_by("id"):
        people.unit[unit.short_name] = unit.pk
        people.local[unit.kind].setdefault(unit.area_id, unit.pk)
    people.under = {unit: sorted(units_under([unit]) - {unit}) for unit in people.local["government"].values()}
    people.places = dict(Area.objects.filter(level="village").order_by("code").values_list("code", "name"))
    return people


def name_of(chance: random.Random) -> str:
    """A name as people of the county have."""
    return chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, chance.choice((1, 2, 2))))


@dataclass(frozen=True, slots=True)
class Resident:
    """Somebody who brings matters: the columns of a participant but those that are sealed for the row."""

    name: str
    phone: str
    id_number: str
    columns: tuple[str, ...]

    def sealed_for(self, case: str, row: int) -> tuple[str, str]:
        """Phone and ID number as they stand in that row of that case."""
        phone, id_number = (sealed_field(Participant, name) for name in ("phone_sealed", "id_number_sealed"))
        return (
            sealing.seal(self.phone, phone.purpose_of(case, row)),
            sealing.seal(self.id_number, id_number.purpose_of(case, row)),
        )


def residents(count: int) -> list[Resident]:
    """So many residents with phone and ID number; the first of them is easily found again."""
    chance = random.Random(2)
    return [_resident(name_of(chance), *numbers(place)) for place in range(count)]


def numbers(place: int) -> tuple[str, str]:
    """Phone and ID number of the resident in that place."""
    return f"139{place:08}", f"610116{1950 + place % 55}0101{place % 10_000:04}"


def _resident(name: str, phone: str, id_number: str) -> Resident:
    return Resident(
        name,
        phone,
        id_number,
        (
            *(name, f"{{{sealing.keyed_hash(phone)}}}", sealing.mask_phone(phone)),
            *(sealing.keyed_hash(id_number), sealing.mask_id_number(id_number)),
        ),
    )
