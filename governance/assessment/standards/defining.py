"""What the county office lays down of a standard: checked, and kept so that what was appraised stays as it was."""

from dataclasses import asdict, dataclass, field, replace

from governance.cases import registry
from governance.cases.fields.definitions import Sort
from governance.cases.law.rewards import ARTICLE, rewards_fewer_petitions
from governance.frame.refusals import FactMissing
from governance.registers.models import Register

from ..items import Grade, Item, next_name
from ..models import Standard
from ..sources import SOURCES

MOST_ITEMS = 60


@dataclass
class ItemRow:
    """An item as it is typed; ``name`` empty for a new one, ``of`` the name or the code of what the source offers."""

    group: str
    text: str
    weight: int
    name: str = ""
    must: bool = False
    proof: bool = False
    source: str = ""
    of: str = ""
    least: int = 0


@dataclass
class Definition:
    """A standard as it is typed; ``register`` is the code of the register whose rows it is about.

    ``only`` narrows them to those in whose field a choice stands: 类型=学校. ``case_kind`` is the kind of the closed
    cases that it is about.
    """

    name: str
    group: str
    basis: str
    about: str
    rows: list[ItemRow]
    grades: list[Grade] = field(default_factory=list)
    unit_kinds: list[str] = field(default_factory=list)
    register: str = ""
    only: str = ""
    case_kind: str = ""
    pass_percent: int = 100
    valid_months: int = 0
    is_active: bool = True


def _lay_down(standard: Standard, wanted: Definition) -> None:
    if standard.about != wanted.about and standard.pk and standard.appraisals.exists():
        raise FactMissing({"about": "已有评定，不能改评定对象；可停用后另设一项。"})
    wrong: dict[str, str] = {}
    items = _items(standard, wanted, wrong)
    register = _register(wanted, wrong)
    only_field, only_code = _only(register, wanted, wrong)
    _check_grades(wanted, wrong)
    if wanted.about == Standard.About.CASES and wanted.case_kind not in registry.KINDS:
        wrong["case_kind"] = "评定办结的事项，请选是哪一种。"
    if Standard.objects.filter(name=wanted.name).exclude(pk=standard.pk).exists():
        wrong["name"] = "已有同名的标准。"
    if wrong:
        raise FactMissing(wrong)
    for name in ("name", "group", "basis", "about", "pass_percent", "valid_months", "is_active"):
        setattr(standard, name, getattr(wanted, name))
    standard.unit_kinds = wanted.unit_kinds if wanted.about == Standard.About.UNITS else []
    standard.case_kind = wanted.case_kind if wanted.about == Standard.About.CASES else ""
    standard.register, standard.only_field, standard.only_code = register, only_field, only_code
    standard.items = [each.as_dict() for each in items]
    standard.grades = [asdict(each) for each in wanted.grades]
    standard.version += 1
    standard.save()


STANDARDS = Sort(Standard, "标准", "这项标准", _lay_down)
add_standard, change_standard = STANDARDS.add, STANDARDS.change


def _register(wanted: Definition, wrong: dict[str, str]) -> Register | None:
    if wanted.about != Standard.About.ENTRIES:
        return None
    found = Register.objects.filter(code=wanted.register).first()
    if found is None:
        wrong["register"] = "评定台账登记的场所，请选是哪一本台账。"
    return found


def _only(register: Register | None, wanted: Definition, wrong: dict[str, str]) -> tuple[str, str]:
    """The field and the code that a row must have; both empty where every row is meant."""
    if register is None or not wanted.only:
        return "", ""
    label, _, option = (part.strip() for part in wanted.only.partition("="))
    for asked in register.asked:
        for code, name in asked.choices:
            if (asked.label, name) == (label, option):
                return asked.name, code
    wrong["only"] = "请写成“栏目=选项”，例如“类型=学校”。"
    return "", ""


def _check_grades(wanted: Definition, wrong: dict[str, str]) -> None:
    named = [grade.name for grade in wanted.grades]
    for place, grade in enumerate(wanted.grades):
        if grade.name in named[:place]:
            wrong[f"grades-{place}-name"] = f"有两个等级都叫“{grade.name}”。"
        if grade.least in [each.least for each in wanted.grades[:place]]:
            wrong[f"grades-{place}-least"] = "两个等级的分数线相同。"


def _items(standard: Standard, wanted: Definition, wrong: dict[str, str]) -> list[Item]:
    """The items in the order in which they were typed; a name that an item had once goes to no other."""
    stood = {each.name for each in standard.asked}
    used = stood | set(standard.appraisals.values_list("marks__item", flat=True)) if standard.pk else set()
    used.discard(None)
    found: list[Item] = []
    if not wanted.rows:
        wrong["items"] = "至少要有一个评定项目。"
    if len(wanted.rows) > MOST_ITEMS:
        wrong["items"] = f"一项标准最多 {MOST_ITEMS} 个项目。"
    for place, typed in enumerate(wanted.rows):
        row = replace(typed, of=SOURCES[typed.source].code_of(typed.of)) if typed.source else typed
        cell, sentence = _why_not(row, stood, [each.text for each in found], {each.name for each in found})
        if sentence:
            wrong[f"items-{place}-{cell}"] = sentence
            continue
        name = row.name or next_name(used | {each.name for each in found})
        found.append(Item(**asdict(row) | {"name": name}))
    return found


def _why_not(row: ItemRow, stood: set[str], texts: list[str], names: set[str]) -> tuple[str, str]:
    """The cell that is wrong and the sentence about it; both empty for an item that can be asked."""
    if rewards_fewer_petitions(row.text):
        return "text", f"评定项目不得以信访数量减少为得分（{ARTICLE}）。"
    if row.text in texts:
        return "text", "上面已有同样的项目。"
    if row.name and (row.name not in stood or row.name in names):
        return "name", f"没有代号是“{row.name}”的项目；新项目不填代号。"
    if row.source and not row.least:
        return "least", "自动取数的项目要写明达到多少得满分。"
    if row.source and (sentence := SOURCES[row.source].wrong(row.of)):
        return "of", sentence
    return "", ""


def definition_of(standard: Standard) -> Definition:
    """The standard as it can be typed."""
    names = ("name", "group", "basis", "about", "unit_kinds", "case_kind", "pass_percent", "valid_months", "is_active")
    return Definition(
        rows=_typed(standard.asked),
        grades=standard.levels,
        register=standard.register.code if standard.register else "",
        only=_only_words(standard),
        **{name: getattr(standard, name) for name in names},
    )


def _typed(items: list[Item]) -> list[ItemRow]:
    names = {source: SOURCES[source].offered() for source in {each.source for each in items if each.source}}
    return [ItemRow(**item.as_dict() | {"of": names.get(item.source, {}).get(item.of, item.of)}) for item in items]


def _only_words(standard: Standard) -> str:
    if standard.register is None or not standard.only_field:
        return ""
    field = next(each for each in standard.register.all_fields if each.name == standard.only_field)
    return f"{field.label}={dict(field.choices)[standard.only_code]}"
