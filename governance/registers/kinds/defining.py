"""What the county office lays down of a register: checked, and kept so that what stands in it stays readable."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction

from governance.cases.fields.definitions import Sort
from governance.frame.refusals import FactMissing
from governance.jobs.heads import label_of

from ..fields import OF_AMOUNTS, OF_DONE, OWN_COLUMNS, WITH_CHOICES, Field, next_name, offering
from ..following import follow_all
from ..models import Norm, Register
from ..read_fields import read_of
from .refused import about_people, asked_in

MOST_FIELDS = 30
# What a field is beside its name and what it offers.
ASKED = ("label", "kind", "required", "help", "listed", "unique", "adds")
# What is delivered with a field and stays, whatever the county changes of it.
STAYS = ("past", "least", "unlike", "beside")
# What a register is beside its fields, days and standards.
SAID = (
    *("name", "group", "unit_word", "basis", "keepers", "sight", "is_placed", "check_months", "notice"),
    "is_active",
)
# What names a field for the day on which a row expires, and how that is called.
DAYS = {"due": "到期日期", "settled": "办结栏目"}
# Words of numbers, which have a sealed place of their own.
NUMBERS = frozenset(("电话", "手机", "联系方式", "座机"))


@dataclass
class FieldRow:
    """A field as it is typed: ``name`` empty for a new one, ``options`` the labels of its choices.

    That its day has come, below what no number lies, and which field names somebody else, is delivered with it and
    stays; ``unlike`` is the label of that one, ``beside`` are those of the fields with which it is unique.
    """

    label: str
    kind: str
    name: str = ""
    required: bool = False
    listed: bool = False
    unique: bool = False
    adds: bool = False
    options: list[str] = field(default_factory=list)
    help: str = ""
    past: bool = False
    least: int | None = None
    unlike: str = ""
    beside: list[str] = field(default_factory=list)


@dataclass
class Wanted:
    """The standard as it is typed; ``counts``, ``only`` and ``dated`` name fields by their labels.

    ``answered`` names another register and its field, as 应急演练=依据预案; ``dated`` is then a field of that one.
    """

    name: str
    level: str
    amount: int
    basis: str
    figure: str = ""
    least: int = 0
    below: int | None = None
    per: int = 0
    counts: str = ""
    only: str = ""
    dated: str = ""
    answered: str = ""


@dataclass
class Definition:
    """A register as it is typed; ``due`` is the label of the field with the day on which a row expires, ``settled`` of
    the one that is filled in when that day asks for nothing any more."""

    name: str
    group: str
    rows: list[FieldRow]
    norms: list[Wanted] = field(default_factory=list)
    unit_word: str = "条"
    basis: str = ""
    keepers: list[str] = field(default_factory=list)
    sight: str = Register.Sight.KEEPERS
    is_placed: bool = True
    due: str = ""
    settled: str = ""
    check_months: int = 0
    notice: str = ""
    is_active: bool = True


def deliver(register: Register, delivered: Definition, names: list[str]) -> bool:
    """The register asks these fields, goes by these standards and offers these choices too, where none is so called.

    False, and nothing is changed, where it would ask more fields than a register may, or what stands in it could not be
    laid down any more; it gets them once that is put right.
    """
    wanted = definition_of(register)
    known = {each.label for each in register.all_fields} | {each.name for each in wanted.norms}
    new = set(names) - known
    for row in wanted.rows:
        row.options = _offered_too(row, delivered, register)
    wanted.rows += [each for each in delivered.rows if each.label in new]
    asked = {each.label for each in wanted.rows}
    wanted.norms += [each for each in delivered.norms if each.name in new and _labels_of(each) <= asked]
    if settles(delivered) in new and delivered.due == wanted.due and delivered.settled in asked:
        wanted.settled = wanted.settled or delivered.settled
    if len(wanted.rows) > MOST_FIELDS:
        return False
    try:
        with transaction.atomic():
            _lay_down(register, wanted)
    except FactMissing:
        return False
    return True


def offers_new(register: Register, delivered: Definition) -> bool:
    """True if something is to be chosen that the register never offered."""
    return any(_never_offered(row, delivered, register) for row in definition_of(register).rows)


def _never_offered(row: FieldRow, delivered: Definition, register: Register) -> list[str]:
    """What is delivered to be chosen in the field so called and was not offered yet; what the county took away was."""
    told = next((each.options for each in delivered.rows if each.label == row.label and each.kind == row.kind), [])
    offered = next({label for _, label in each.all_choices} for each in register.asked if each.name == row.name)
    return [each for each in told if each not in offered]


def _offered_too(row: FieldRow, delivered: Definition, register: Register) -> list[str]:
    """The choices with what was delivered since, before the one for anything else."""
    last = [each for each in row.options[-1:] if each.startswith("其他")]
    return [*row.options[: len(row.options) - len(last)], *_never_offered(row, delivered, register), *last]


def settles(wanted: Definition) -> str:
    """By what it is known that the field was delivered which settles a row."""
    return f"{DAYS['settled']}={wanted.settled}" if wanted.settled else ""


def _labels_of(norm: Wanted) -> set[str]:
    """The fields of its own register that a standard counts by."""
    dated = "" if norm.answered else norm.dated
    return {label for label in (norm.counts, dated, norm.only.partition("=")[0]) if label}


def with_part(register: Register, told: dict[str, Any]) -> Definition:
    """The register as it stands but for what is told of it; a field that is called otherwise now is so wherever the
    day on which a row expires or a standard names it.
    """
    wanted = replace(definition_of(register), **told)
    before = {each.name: each.label for each in register.asked}
    called = {before[row.name]: row.label for row in wanted.rows if row.name in before}
    for name in ("due", "settled"):
        if name not in told:
            setattr(wanted, name, called.get(getattr(wanted, name), getattr(wanted, name)))
    if "norms" not in told:
        wanted.norms = [_called(each, called) for each in wanted.norms]
    return wanted


def _called(norm: Wanted, called: dict[str, str]) -> Wanted:
    label, sign, option = norm.only.partition("=")
    dated = norm.dated if norm.answered else called.get(norm.dated, norm.dated)
    counts = called.get(norm.counts, norm.counts)
    return replace(norm, counts=counts, dated=dated, only=f"{called.get(label, label)}{sign}{option}")


def _lay_down(register: Register, wanted: Definition | dict[str, Any]) -> None:
    """The register is as typed, or as it stands but for the part that was typed, by the names of a definition."""
    if isinstance(wanted, Definition):
        return _lay_down_whole(register, wanted)
    whole = with_part(register, wanted)
    try:
        _lay_down_whole(register, whole)
    except FactMissing as refused:
        raise FactMissing(dict(_said_here(refused.errors, whole, wanted))) from refused


def _said_here(wrong: dict[str, str], whole: Definition, told: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What is wrong with a part that was not typed is said of what was, and names what it is about."""
    for name, sentence in wrong.items():
        if name.startswith("norms-") and "norms" not in told:
            norm = whole.norms[int(name.split("-")[1])]
            yield "fields", f"配备标准“{norm.name}”用到这些栏目：{sentence}"
        elif name in DAYS and name not in told:
            yield "fields", f"{DAYS[name]}用到“{getattr(whole, name)}”这一栏：{sentence}"
        else:
            yield name, sentence


def _lay_down_whole(register: Register, wanted: Definition) -> None:
    wrong: dict[str, str] = {}
    fields = _fields(register, wanted, wrong)
    asked = {each.label: each for each in fields if not each.retired}
    due = asked.get(wanted.due)
    if wanted.due and (due is None or due.kind != "date"):
        wrong["due"] = "到期日期栏目应是本台账的一个日期栏目。"
    settled = asked.get(wanted.settled)
    if sentence := _why_not_settled(wanted, settled):
        wrong["settled"] = sentence
    norms = [_norm(place, each, asked, wrong) for place, each in enumerate(wanted.norms)]
    if Register.objects.filter(name=wanted.name).exclude(pk=register.pk).exists():
        wrong["name"] = "已有同名的台账。"
    for name in ("name", "group"):
        if found := about_people([getattr(wanted, name)]):
            wrong[name] = f"台账不以“{found[0]}”一类的人员为对象（{found[1]}）。"
    if wrong:
        raise FactMissing(wrong)
    stood = _followed(register)
    for name in SAID:
        setattr(register, name, getattr(wanted, name))
    register.fields = [each.as_dict() for each in fields]
    register.due_field = due.name if due else ""
    register.settled_field = settled.name if settled else ""
    register.version += 1
    register.save()
    if stood != _followed(register) and register.version > 1:
        follow_all(register)
    register.norms.all().delete()
    Norm.objects.bulk_create(Norm(register=register, **told) for told in norms)


def _why_not_settled(wanted: Definition, field: Field | None) -> str:
    if wanted.settled and (field is None or field.kind not in OF_DONE):
        return "办结栏目应是本台账的一个日期或者文字栏目。"
    return "没有到期日期栏目的，不填办结栏目。" if wanted.settled and not wanted.due else ""


def _followed(register: Register) -> tuple:
    """All from which it follows how a row is found, what no other may have, and when it is due."""
    asked = [(each.name, each.kind, each.unique, each.all_choices) for each in register.asked]
    return asked, register.due_field, register.settled_field, register.check_months


REGISTERS = Sort(Register, "台账", "这本台账", _lay_down)
add_register, change_register = REGISTERS.add, REGISTERS.change


def _fields(register: Register, wanted: Definition, wrong: dict[str, str]) -> list[Field]:
    """The fields in the order in which they were typed, then the retired ones."""
    stood = {each.name: each for each in register.all_fields}
    found: list[Field] = []
    if len(wanted.rows) > MOST_FIELDS:
        wrong["fields"] = f"一本台账最多 {MOST_FIELDS} 个栏目。"
    for place, row in enumerate(wanted.rows):
        sentence = _why_not(row, stood, register, found)
        if sentence:
            wrong[f"fields-{place}-label"] = sentence
            continue
        before = stood.get(row.name)
        name = row.name or next_name([*stood.values(), *found])
        told: dict[str, Any] = {each: getattr(row, each) for each in ASKED}
        stays: dict[str, Any] = {each: getattr(before or row, each) for each in STAYS}
        stays |= offering(before, row.options)
        if before is None and row.unlike:
            stays["unlike"] = next(each.name for each in found if each.label == row.unlike)
        if before is None:
            stays["beside"] = tuple(each.name for each in found if each.label in row.beside)
        found.append(Field(name, **told, **stays))
    kept = {each.name for each in found}
    # What is asked no more tells no rows apart.
    found = [replace(each, beside=tuple(name for name in each.beside if name in kept)) for each in found]
    left_out = [each for each in stood.values() if each.name not in kept]
    read = read_of(register.code)
    if lost := next((each for each in left_out if not each.retired and each.name in read), None):
        wrong["fields"] = f"“{lost.label}”由{read[lost.name]['by']}使用，不能删去。"
    return [*found, *(replace(each, retired=True, unique=False) for each in left_out)]


def _why_not(row: FieldRow, stood: dict[str, Field], register: Register, above: list[Field]) -> str:
    """The sentence about a field that cannot be asked; empty for one that can."""
    refused = asked_in([row.label]) or asked_in([*row.options, row.help], but=NUMBERS)
    if refused and refused[0] in NUMBERS:
        return f"联系电话已有专门的一栏，加密保存，不另设栏目（{refused[1]}）。"
    if refused:
        return f"台账不登记“{refused[0]}”一类的个人信息（{refused[1]}）。"
    if label_of(row.label) in OWN_COLUMNS:
        return f"“{row.label}”是每本台账都有的一列，请换一个名称。"
    if label_of(row.label) in [label_of(each.label) for each in above]:
        return f"有两个栏目都叫“{row.label}”。"
    if row.name and row.name in [each.name for each in above]:
        return f"有两个栏目的代号都是“{row.name}”。"
    if row.kind in WITH_CHOICES and len(row.options) < 2:
        return "单选和多选至少要有两个选项，用顿号隔开。"
    if len(set(row.options)) < len(row.options):
        return "有两个选项相同。"
    if row.adds and row.kind not in OF_AMOUNTS:
        return "只有整数和金额能汇总相加。"
    before = stood.get(row.name)
    if row.name and before is None:
        return f"没有代号是“{row.name}”的栏目；新栏目不填代号。"
    read = read_of(register.code)
    if before and before.kind != row.kind and row.name in read:
        return f"这一栏由{read[row.name]['by']}使用，不能改类型。"
    if before and before.required and not row.required and row.name in read:
        return f"这一栏由{read[row.name]['by']}使用，不能改为选填。"
    if before and before.kind != row.kind and register.entries.filter(facts__has_key=row.name).exists():
        return "已有登记填了这一栏，不能改类型；可删去这一栏另设新栏，原来的内容仍可查阅。"
    return ""


def _norm(place: int, row: Wanted, asked: dict[str, Field], wrong: dict[str, str]) -> dict:
    told: dict[str, Any] = {
        name: getattr(row, name) for name in ("name", "level", "figure", "least", "below", "amount", "per", "basis")
    }
    counted = asked.get(row.counts)
    if row.counts and (counted is None or counted.kind != "number"):
        wrong[f"norms-{place}-counts"] = "计数栏目应是本台账的一个整数栏目。"
    answering, names = _answering(place, row, wrong)
    dated = (names if answering else asked).get(row.dated)
    if row.dated and (dated is None or dated.kind != "date"):
        wrong[f"norms-{place}-dated"] = f"按年计的应是{answering.name if answering else '本台账'}的一个日期栏目。"
    if row.per and not row.figure:
        wrong[f"norms-{place}-figure"] = "按比例的标准要选按哪一项区划数据。"
    if row.below is not None and row.below <= row.least:
        wrong[f"norms-{place}-below"] = "“不满”应大于“从”。"
    label, _, option = row.only.partition("=")
    only = asked.get(label.strip())
    code = next((code for code, name in only.choices if name == option.strip()), "") if only else ""
    if row.only and not code:
        wrong[f"norms-{place}-only"] = "请写成“栏目=选项”，例如“岗位=信息员”。"
    return told | {
        "counts": counted.name if counted else "",
        "dated": dated.name if dated else "",
        "only_field": only.name if only and code else "",
        "only_code": code,
        "answered_by": answering,
        "names_field": names[row.answered.partition("=")[2].strip()].name if answering else "",
    }


def _answering(place: int, row: Wanted, wrong: dict[str, str]) -> tuple[Register | None, dict[str, Field]]:
    """The register whose rows answer a standard for each row, with its fields; None where it is of areas."""
    if (row.level == Norm.EACH) != bool(row.answered):
        wrong[f"norms-{place}-answered"] = "按“每条登记”的标准，才写由哪本台账计，写成“台账=栏目”。"
        return None, {}
    if row.answered and row.figure:
        wrong[f"norms-{place}-figure"] = "按“每条登记”的标准不按区划数据。"
    name, _, label = row.answered.partition("=")
    found = Register.objects.filter(name=name.strip()).first() if row.answered else None
    fields = {each.label: each for each in found.asked} if found else {}
    if row.answered and (label.strip() not in fields or fields[label.strip()].kind != "text"):
        wrong[f"norms-{place}-answered"] = (
            "请写成“台账=栏目”，栏目是那本台账里写名称的文字栏目，例如“应急演练=依据预案”。"
        )
        return None, {}
    return found, fields


def definition_of(register: Register) -> Definition:
    """The register as it can be typed."""
    fields = {each.name: each for each in register.all_fields}
    rows = [
        FieldRow(
            name=each.name,
            options=[label for _, label in each.choices],
            **{name: getattr(each, name) for name in ASKED},
        )
        for each in register.asked
    ]
    norms = [_wanted_of(norm, fields) for norm in register.norms.select_related("answered_by")]
    days: dict[str, Any] = {name: fields[kept].label for name in DAYS if (kept := getattr(register, f"{name}_field"))}
    return Definition(rows=rows, norms=norms, **days, **{name: getattr(register, name) for name in SAID})


def _wanted_of(norm: Norm, fields: dict[str, Field]) -> Wanted:
    only = ""
    if norm.only_field:
        asked = fields[norm.only_field]
        only = f"{asked.label}={dict(asked.all_choices)[norm.only_code]}"
    answering = {each.name: each for each in norm.answered_by.all_fields} if norm.answered_by else None
    counts = fields[norm.counts].label if norm.counts else ""
    dated = (answering or fields)[norm.dated].label if norm.dated else ""
    answered = ""
    if norm.answered_by and answering:
        answered = f"{norm.answered_by.name}={answering[norm.names_field].label}"
    names = ("name", "level", "figure", "least", "below", "amount", "per", "basis")
    return Wanted(
        counts=counts, only=only, dated=dated, answered=answered, **{name: getattr(norm, name) for name in names}
    )
