"""The kinds of fact, one class each."""

from datetime import date
from itertools import pairwise

from django import forms
from django.utils.functional import lazy

from governance.frame.days import minute_text, office_day
from governance.frame.forms.plausible import HAPPENED, PLANNED, REACHES
from governance.maps.shapes import metres_between
from governance.organisation.pickers import Areas, People, PickerField, Units

from .. import access
from ..workflow import ALIKE, Fact
from . import inputs
from .categories import Categories
from .kind import FactKind, Setting, field_of, in_words, raw_of, schema_of, wrong_facts
from .tables import MOST_ROWS, TableField, posted_rows

TEXT_LIMIT = 200
LONG_LIMIT = 5000
# No office counts further, and no column does.
MOST = 999_999_999
# So many choices are all to be seen at once.
FEW = 8
# A program looks longer lists up where people look them up too.
MOST_CHOICES = 100


class Text(FactKind, name="text"):
    limit = TEXT_LIMIT

    def options(self, fact, setting):
        return {"max_length": fact.limit or self.limit}

    def bounds(self, fact, setting):
        # Names that the page offers while one types.
        return {"list": fact.of} if fact.of else {}


class Key(Text, name="key"):
    """By what a row of a table is known however it is called: carried along, and nobody reads it."""

    def options(self, fact, setting):
        return super().options(fact, setting) | {"widget": forms.HiddenInput}


class Long(Text, name="long"):
    field = inputs.LongField
    limit = LONG_LIMIT

    def limits(self, fact, setting):
        return f"不超过 {fact.limit or self.limit} 字。"


def _bounds_in_words(fact: Fact, setting: Setting, now: str) -> str:
    """Between which days it lies: not before what must have happened, and what has happened not ahead."""
    words, day = _earliest(fact, setting)
    bounds = [*([f"不早于{words}{day}"] if day else []), *([f"不晚于{now}"] if fact.past_only else [])]
    return f"{'，'.join(bounds)}。" if bounds else ""


def _earliest(fact: Fact, setting: Setting) -> tuple[str, date | None]:
    """The first day that can be, with what happened on it: the case came in, or what the fact asks for."""
    if setting.case is None:
        return "", None
    came = setting.case.came_on if fact.past_only and not fact.may_precede else None
    known = fact.not_before.of(setting.case) if fact.not_before else None
    if fact.not_before and known and (came is None or known >= came):
        return f"{fact.not_before.words} ", known
    return " ", came


def _days(fact: Fact, setting: Setting) -> tuple[date, date]:
    """The first and the last day that would not be refused."""
    reach = REACHES.get(fact.reach) or (HAPPENED if fact.past_only else PLANNED)
    first, last = reach.days(setting.on)
    return _earliest(fact, setting)[1] or first, setting.on if fact.past_only else last


def _why_not(fact: Fact, day: date, setting: Setting) -> str:
    """The sentence about a day of another time, or of a case in which nothing can have happened by then."""
    reach = REACHES.get(fact.reach) or (HAPPENED if fact.past_only else PLANNED)
    sentence = reach.why_not(day, setting.on)
    words, first = _earliest(fact, setting)
    if sentence or first is None or day >= first:
        return sentence
    return f"{fact.label}不能早于{words.strip() or '收到这件事项的日期'} {first}。"


class Date(FactKind, name="date"):
    field = inputs.DayField
    shape = {"type": "string", "format": "date"}

    def limits(self, fact, setting):
        return _bounds_in_words(fact, setting, "今天")

    def bounds(self, fact, setting):
        first, last = _days(fact, setting)
        return {"min": first.isoformat(), "max": last.isoformat()}

    def sentences(self, fact):
        return {"invalid": f"{fact.label}应是日期，例如 2026-11-21。"}

    def wrong(self, fact, value, setting):
        if not value:
            return ""
        if fact.past_only and value > setting.on:
            return f"{fact.label}不能晚于今天。"
        return _why_not(fact, value, setting)


class Moment(FactKind, name="moment"):
    """A day with its time."""

    field = inputs.MomentField
    shape = {"type": "string", "format": "date-time"}

    def limits(self, fact, setting):
        return _bounds_in_words(fact, setting, "现在")

    def bounds(self, fact, setting):
        first, last = _days(fact, setting)
        return {"min": f"{first}T00:00", "max": f"{last}T23:59"}

    def sentences(self, fact):
        return {"invalid": f"{fact.label}应是日期和时间，例如 2026-11-21 14:30。"}

    def words(self, fact, value):
        return minute_text(value)

    def wrong(self, fact, value, setting):
        if not value:
            return ""
        if fact.past_only and value > setting.at:
            return f"{fact.label}不能晚于现在。"
        return _why_not(fact, office_day(value), setting)


def between(least: int | None, most: int | None) -> str:
    """1 至 60。 不小于 5。 That there is one at least goes without saying."""
    if most is not None:
        return f"{least or 0} 至 {most}。"
    return f"不小于 {least}。" if least and least > 1 else ""


class Number(FactKind, name="number"):
    field = forms.IntegerField
    shape = {"type": "integer"}

    def limits(self, fact, setting):
        return between(fact.minimum, fact.maximum)

    def sentences(self, fact):
        return {
            "invalid": f"{fact.label}应填整数。",
            "min_value": f"{fact.label}不能小于 {self._least(fact)}。",
            "max_value": f"{fact.label}不能大于 {self._most(fact)}。",
        }

    def options(self, fact, setting):
        return {"min_value": self._least(fact), "max_value": self._most(fact)}

    def _least(self, fact):
        return fact.minimum or 0

    def _most(self, fact):
        return MOST if fact.maximum is None else fact.maximum


class Points(FactKind, name="points"):
    """A mark or a percentage, to the hundredth."""

    field = inputs.PointsField
    shape = {"type": ["number", "string"], "description": "分值或者百分比，最多两位小数"}

    def limits(self, fact, setting):
        return between(fact.minimum, fact.maximum) + "最多两位小数。"

    def sentences(self, fact):
        return {
            "invalid": f"{fact.label}应填数字。",
            "min_value": f"{fact.label}不能小于 {fact.minimum}。",
            "max_value": f"{fact.label}不能大于 {fact.maximum}。",
        }

    def options(self, fact, setting):
        return {"min_value": fact.minimum, "max_value": fact.maximum}


class Money(FactKind, name="money"):
    """An amount in yuan, to the fen."""

    field = inputs.MoneyField
    shape = {"type": ["number", "string"], "description": "金额，元，最多写到分"}

    def words(self, fact, value):
        return f"{value:,.2f}元"


class Way(FactKind, name="way"):
    """A line along points, as longitude and latitude of each: a pipeline, a cable, a stretch of railway."""

    field = inputs.WayField
    shape = {"type": "string", "description": "每行一个点：经度,纬度；也可以是 GeoJSON 的 LineString"}
    fits_in_row = False

    def options(self, fact, setting):
        return {"widget": inputs.WayInput(setting.user, setting.on)}

    def limits(self, fact, setting):
        return "在地图上画；也可以每行写一个点“经度,纬度”，从起点到终点，至少两个，或者粘贴 GeoJSON 的线。"

    def words(self, fact, value):
        metres = sum(metres_between(one, other) for one, other in pairwise(value))
        return f"{len(value)} 个点，约 {metres / 1000:.1f} 公里，{_at(value[0])} 至 {_at(value[-1])}"


def _at(point) -> str:
    return "{},{}".format(*point)


class Flag(FactKind, name="flag"):
    """Yes, or left open."""

    wanted = "请确认：{}。"
    field = forms.BooleanField
    shape = {"type": "boolean"}

    def options(self, fact, setting):
        return {"required": False}

    def words(self, fact, value):
        return "是"


class Confirm(Flag, name="confirm"):
    """What must be ticked."""

    shape = {"const": True}
    fits_in_row = False
    informs = False

    def options(self, fact, setting):
        return {"required": True}


class Choice(FactKind, name="choice"):
    """One of the choices of the fact, told by its code."""

    field = forms.ChoiceField
    wanted = "请选择{}。"

    def options(self, fact, setting):
        if len(fact.choices) <= FEW:
            return {"choices": fact.choices, "widget": forms.RadioSelect}
        return {"choices": (("", "请选择"), *fact.choices)}

    def choices(self, fact, field):
        return fact.choices

    def words(self, fact, value):
        return dict(fact.choices).get(value, value)


class Several(FactKind, name="several"):
    """Some of the choices of the fact, told by their codes."""

    field = forms.MultipleChoiceField
    wanted = "请选择{}。"
    shape = {"type": "array", "uniqueItems": True}
    fits_in_row = False

    def options(self, fact, setting):
        return {"choices": fact.choices, "widget": forms.CheckboxSelectMultiple}

    def schema(self, fact, field):
        items = {"oneOf": [{"const": code, "title": label} for code, label in fact.choices]}
        return super().schema(fact, field) | {"items": items} | ({"minItems": 1} if fact.required else {})

    def read(self, fact, post):
        return post.getlist(fact.name)

    def words(self, fact, value):
        return "、".join(dict(fact.choices).get(code, code) for code in value)


class Files(FactKind, name="files"):
    """Files are sent beside the form and kept with the case."""

    in_form = False
    fits_in_row = False


class OfUnit(FactKind, name="unit"):
    """A unit; unless a column of its own keeps it, it works on the case or takes it over."""

    field = PickerField
    shape = {"type": "integer", "description": "单位编号"}
    begins_with_column = False

    def options(self, fact, setting):
        return {"choices": self._offered(fact, setting)}

    def bounds(self, fact, setting):
        # Why a unit of another kind will not do is for the step to say.
        kinds = tuple(fact.of.split())
        return {"data-picker": lazy(self._offered(fact, setting, kinds).url, str)()} if kinds else {}

    def _offered(self, fact, setting, kinds=()):
        return Units(kinds=kinds, besides=setting.unit_id if self._takes_part(fact) else None)

    def wrong(self, fact, value, setting):
        return self._accused(value, setting) if self._takes_part(fact) else ""

    def _accused(self, value, setting) -> str:
        if value and setting.case and value.pk in access.accused_units(setting.case):
            return "不得将检举控告材料以及有关情况转给被检举控告的单位（《信访工作条例》第三十条）。"
        return ""

    def _takes_part(self, fact) -> bool:
        return fact.column in ("", "lead_unit")


class OfOrgan(OfUnit, name="organ"):
    """Any unit, the one that holds the case too: why that one will not do is for the step to say."""

    def wrong(self, fact, value, setting):
        return self._accused(value, setting)

    def _takes_part(self, fact) -> bool:
        return False


class Colleague(FactKind, name="colleague"):
    """Anybody who works here."""

    field: type[forms.Field] = PickerField
    shape = {"type": "integer", "description": "人员编号"}

    def options(self, fact, setting):
        return {"choices": People()}

    def wrong(self, fact, value, setting):
        if value and setting.case and not access.may_know(value, setting.case):
            return "被检举控告单位的人员不得知悉此事项（《信访工作条例》第三十条）。"
        return ""


class OfPeople(Colleague, name="user"):
    """Somebody of the unit that holds the case."""

    field = inputs.RowChoice
    wanted = "请选择{}。"

    def options(self, fact, setting):
        return {"queryset": access.people_in(setting.unit_id, on=setting.on)}

    def choices(self, fact, field):
        return field.queryset.order_by("name", "id").values_list("pk", "name")[:MOST_CHOICES]


class OfArea(FactKind, name="area"):
    field = PickerField
    shape = {"type": "string", "description": "区划代码"}
    key = "code"

    def options(self, fact, setting):
        return {"choices": Areas()}


class OfCategory(FactKind, name="category"):
    field = PickerField
    shape = {"type": "string", "description": "内容类别全称，各级之间用 / 隔开"}
    key = "path"

    def options(self, fact, setting):
        return {"choices": Categories(setting.categories)}


class OtherCase(FactKind, name="case"):
    field = inputs.CaseNumberField
    shape = {"type": "string", "description": "事项编号"}
    key = "number"

    def options(self, fact, setting):
        kind = setting.case.kind if fact.of == ALIKE and setting.case is not None else ""
        return {"case": setting.case, "user": setting.user, "kind": kind}

    def words(self, fact, value):
        return value.number


class Pick(FactKind, name="pick"):
    """A row among those that the chooser ``of`` offers."""

    field = inputs.RowChoice
    wanted = "请选择{}。"
    shape = {"type": "integer", "description": "编号"}

    def options(self, fact, setting):
        return {"queryset": setting.choose(fact.of)} | ({"widget": inputs.ByKindSelect} if fact.narrowed else {})

    def choices(self, fact, field):
        rows = [(row.pk, str(row)) for row in field.queryset[: MOST_CHOICES + 1]]
        return rows if len(rows) <= MOST_CHOICES else ()


class Rows(FactKind, name="rows"):
    """A table whose columns are facts."""

    field = TableField
    shape = {"type": "array", "description": "一行一个对象"}
    fits_in_row = False

    def options(self, fact, setting):
        columns = {column.name: field_of(column, setting) for column in fact.columns}
        return {"fact": fact, "columns": columns, "wrong": lambda told: wrong_facts(fact.columns, told, setting)}

    def schema(self, fact, field):
        items = schema_of(fact.columns, field.columns)
        return super().schema(fact, field) | {"items": items, "maxItems": MOST_ROWS}

    def read(self, fact, post):
        return posted_rows(fact.name, fact.columns, post)

    def raw(self, fact, value):
        if not isinstance(value, list | tuple):
            return value
        return [raw_of(fact.columns, row) if isinstance(row, dict) else row for row in value]

    def words(self, fact, value):
        told = [[(column.label, in_words(column, row.get(column.name))) for column in fact.columns] for row in value]
        lines = ["，".join(f"{label}：{text}" for label, text in row if text) for row in told]
        return "\n".join(f"{place}. {line}" for place, line in enumerate(lines, start=1))
