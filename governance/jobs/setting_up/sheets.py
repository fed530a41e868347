"""Areas, units, people with their first posts as rows of a sheet: all are taken, or none and every fault is said."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import zip_longest

from django.db import transaction
from django.http import QueryDict

from governance.frame.days import office_day
from governance.frame.refusals import Refusal
from governance.organisation import units
from governance.organisation.accounts import actions as accounts
from governance.organisation.accounts import deeds
from governance.organisation.areas.entering import enter, plain_code
from governance.organisation.forms.people import NewPersonForm, PostForm
from governance.organisation.forms.units import UnitForm
from governance.organisation.models import AccessRecord, Area, Unit, User
from governance.organisation.records import record
from governance.organisation.roles import EXCLUSIVE, LABELS
from governance.organisation.sayings import syllables

from ..handed_in import Fault
from ..heads import head_of

# Every person's first password is made and hashed while somebody waits for the page.
MOST_AREAS, MOST_UNITS, MOST_PEOPLE = 1000, 500, 100
AREA_COLUMNS = {"区划代码": "code", "名称": "name"}
UNIT_COLUMNS = {
    "单位名称": "name",
    "简称": "short_name",
    "加挂的牌子": "plates",
    "由哪些机构整合": "formed_from",
    "发文代字": "paper_mark",
    "类别": "kind",
    "所在区划": "area",
    "上级单位": "parent",
    "可见范围": "sees",
    "联系电话": "phone",
    "排序": "position",
}
PERSON_COLUMNS = {
    "姓名": "name",
    "登录名": "username",
    "电话": "phone",
    "单位": "unit",
    "岗位": "role",
    "任职日期": "starts_on",
}


@dataclass(frozen=True)
class Line:
    """A row that was taken: its cells as the page lists them; ``secret`` is a first password, told once."""

    cells: tuple[str, ...]
    secret: str = ""


@dataclass
class Reading:
    """What a sheet comes to."""

    read: int = 0
    taken: list[Line] = field(default_factory=list)
    known: list[str] = field(default_factory=list)  # rows that stand already and stay as they are
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True)
class Kind:
    """A sheet of one kind: its columns with the field that each fills, which must be there, how a row is written.

    What it becomes is found on the page ``listed``.
    """

    code: str
    what: str
    listed: str
    columns: dict[str, str]
    needed: tuple[str, ...]
    heads: tuple[str, ...]
    most: int
    take: Callable[[dict, dict, bool], Line]
    stands: Callable[[dict], bool]
    # By what a row is told from the others of its sheet; nothing where it lacks that.
    told_by: Callable[[dict], str]
    # What is to be done where two rows look alike and are not the same.
    otherwise: str = ""

    @property
    def page(self) -> str:
        """The name of the page that takes it in."""
        return f"{self.code}_from_sheet"

    @property
    def further(self) -> list[str]:
        """The columns that a sheet may have besides."""
        return [column for column in self.columns if column not in self.needed]


class _Wrong(Exception):
    """A row is not taken; ``errors`` has the sentences by field."""

    def __init__(self, errors: dict[str, str]):
        super().__init__()
        self.errors = errors


def rows_of(table: Iterable[list[str]], kind: Kind) -> list[list[str]]:
    """The head and the rows of the sheet, empty ones left out, each with its line; Refusal for one that is too long."""
    lines = enumerate(table, start=1)
    wanted = "、".join(kind.needed)
    head = head_of(lines, kind.columns, lambda head: set(kind.needed) <= set(head), wanted=wanted)
    found = [[str(line), *(cell.strip() for cell in cells)] for line, cells in lines if any(map(str.strip, cells))]
    if len(found) > kind.most:
        raise Refusal(f"一次最多 {kind.most} 行，这张表有 {len(found)} 行，请分成几张表。")
    return [["", *head], *found]


def write(rows: list[list[str]], kind: Kind, *, for_good: bool, acting: dict) -> Reading:
    """Every row is written if all can be; otherwise, and unless it is ``for_good``, nothing is, and it is only said."""
    (_, *head), *lines = rows
    found = Reading(read=len(lines))
    first: dict[str, str] = {}
    with transaction.atomic():
        for line, *cells in lines:
            # A row that ends early has nothing in what follows.
            told = {kind.columns[label]: cell for label, cell in zip_longest(head, cells[: len(head)], fillvalue="")}
            key = kind.told_by(told).strip()
            before = first.setdefault(key, line)
            if key and before != line:
                found.faults.append(
                    Fault(int(line), kind.needed[0], f"与第 {before} 行相同，只写一行。{kind.otherwise}")
                )
                continue
            if kind.stands(told):
                found.known.append(told["name"])
                continue
            try:
                with transaction.atomic():
                    found.taken.append(kind.take(told, acting, for_good))
            except _Wrong as wrong:
                labels = {name: label for label, name in kind.columns.items()}
                found.faults += [Fault(int(line), labels.get(name, ""), said) for name, said in wrong.errors.items()]
        if found.faults or not for_good:
            transaction.set_rollback(True)
        else:
            reason = f"新增、改名 {len(found.taken)} 行，跳过 {len(found.known)} 行"
            record(AccessRecord.Verb.IMPORT, subject=f"{kind.what}表", reason=reason, **acting)
    return found


def _coded(told: dict, name: str, choices: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The cell holds the code of what it says; what is wrong where it says nothing that can be chosen."""
    said, codes = told.get(name, ""), {label: code for code, label in choices}
    told[name] = codes.get(said, said)
    if not said or said in codes:
        return {}
    return {name: f"没有“{said}”，应写：{'、'.join(codes)}。"}


def _sentences(form, told: dict) -> dict[str, str]:
    """What is wrong with each cell, for somebody who has the sheet before them and no box to look in."""
    found = {}
    for name, errors in form.errors.as_data().items():
        unknown = any(error.code == "unknown" for error in errors)
        said = f"没有登记过“{told.get(name, '')}”，请写全名；同一张表里的要排在这一行前面。"
        found[name] = said if unknown else " ".join(map(str, form.errors[name]))
    return found


def _data(told: dict) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update({name: value for name, value in told.items() if value})
    return data


def _area(told: dict, acting: dict, for_good: bool) -> Line:
    code, name = plain_code(told.get("code", "")), told.get("name", "")
    before = Area.objects.filter(code=code).values_list("name", flat=True).first()
    try:
        area = enter(code, name)
    except Refusal as refusal:
        raise _Wrong(refusal.errors) from refusal
    note = f"原名{before}" if before else ""
    if before and before != area.name and for_good:
        said = f"{area.code} {before}改名为{area.name}。"
        record(AccessRecord.Verb.SETTING, subject="行政区划", reason=said, **acting)
    return Line((area.name, area.code, area.get_level_display(), str(area.parent or ""), note))


def _unit(told: dict, acting: dict, for_good: bool) -> Line:
    told = dict(told)
    wrong = _coded(told, "kind", Unit.Kind.choices) | _coded(told, "sees", Unit.Sees.choices)
    told["sees"] = told["sees"] or Unit.Sees.OWN
    form = UnitForm(_data(told))
    if not form.is_valid():
        raise _Wrong(_sentences(form, told) | wrong)
    try:
        unit = units.open_unit(form.save(commit=False), **acting)
    except Refusal as refusal:
        raise _Wrong(refusal.errors) from refusal
    return Line((unit.name, unit.short_name, unit.get_kind_display(), str(unit.area), str(unit.parent or "")))


def _person(told: dict, acting: dict, for_good: bool) -> Line:
    told = dict(told)
    told["username"] = told.get("username") or _login_name(told.get("name", ""))
    told["starts_on"] = told.get("starts_on") or str(office_day(acting["at"]))
    wrong = _coded(told, "role", ((role, label) for role, label in LABELS.items() if role not in EXCLUSIVE))
    form, post_form = NewPersonForm(_data(told)), PostForm(_data(told), gives_administrators=False)
    form.is_valid()
    if form.errors or not post_form.is_valid():
        raise _Wrong(_sentences(form, told) | _sentences(post_form, told) | wrong)
    post, password = post_form.cleaned_data, ""
    user = form.save(commit=False)
    try:
        if for_good:
            password = accounts.open_account(user, **acting)
        else:
            user.set_unusable_password()
            user.save(force_insert=True)
        waits = deeds.appoint(user, **post, **acting) is None
    except Refusal as refusal:
        raise _Wrong(refusal.errors) from refusal
    note = "等另一人确认" if waits else ""
    return Line((user.name, user.username, post["unit"].name, LABELS[post["role"]], note), password)


def _login_name(name: str) -> str:
    """The name in pinyin, with a number where somebody has it already."""
    plain = "".join(syllables(name))
    taken = set(User.objects.filter(username__startswith=plain).values_list("username", flat=True)) if plain else set()
    return next(each for each in (plain, *(f"{plain}{n}" for n in range(2, len(taken) + 3))) if each not in taken)


def _area_stands(told: dict) -> bool:
    return Area.objects.filter(code=plain_code(told.get("code", "")), name=told.get("name", "")).exists()


def _unit_stands(told: dict) -> bool:
    return Unit.objects.filter(name=told.get("name", "")).exists()


def _who(told: dict) -> str:
    return told.get("username", "").lower() or f"{told.get('name', '')} {told.get('unit', '')}"


def _person_stands(told: dict) -> bool:
    """By a login name that says so; without one somebody of that name in that unit is the same person."""
    if told.get("username"):
        return User.objects.filter(username=told["username"].lower()).exists()
    named = User.objects.filter(name=told.get("name", ""), is_active=True)
    return named.filter(posts__unit__name=told.get("unit", "")).exists()


KINDS = {
    kind.code: kind
    for kind in (
        Kind(
            "areas",
            "区划",
            "organisation:units",
            AREA_COLUMNS,
            ("区划代码", "名称"),
            ("名称", "区划代码", "层级", "上级", "说明"),
            MOST_AREAS,
            _area,
            _area_stands,
            lambda told: plain_code(told.get("code", "")),
        ),
        Kind(
            "units",
            "单位",
            "organisation:units",
            UNIT_COLUMNS,
            ("单位名称", "简称", "类别", "所在区划"),
            ("单位名称", "简称", "类别", "所在区划", "上级单位"),
            MOST_UNITS,
            _unit,
            _unit_stands,
            lambda told: told.get("name", ""),
        ),
        Kind(
            "people",
            "人员",
            "organisation:people",
            PERSON_COLUMNS,
            ("姓名", "单位", "岗位"),
            ("姓名", "登录名", "单位", "岗位", "说明"),
            MOST_PEOPLE,
            _person,
            _person_stands,
            _who,
            "同名的两个人各写登录名。",
        ),
    )
}
