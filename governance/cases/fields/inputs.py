"""The boxes of facts that Django has no field for."""

import json
import re
from datetime import date

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.safestring import mark_safe

from governance.frame.forms.rendering import DayInput
from governance.maps.outlines import picking
from governance.maps.shapes import EAST, NORTH, SOUTH, WEST
from governance.organisation.models import Area
from governance.organisation.standing import standing_of

from ..models import Case
from ..search.cases import case_number

# As people write a number, with blanks and the name of its line.
LONGEST_NUMBER = 40
# Knows of no case.
NOBODY_YET = AnonymousUser()


class CaseNumberField(forms.CharField):
    """A case named by its number, among those the person may know of; not ``case`` itself. While one types, the page
    suggests those that hold the words, of ``kind`` alone where one is said.

    The system, which is nobody, knows of all. A form whose field stands in its class says in time who types.
    """

    def __init__(self, *, case=None, user=NOBODY_YET, kind="", **kwargs):
        super().__init__(**{"max_length": LONGEST_NUMBER} | kwargs)
        self.case = case
        self.user = user
        asked = ({"kind": kind} if kind else {}) | ({"besides": case.number} if case else {})
        self.widget.attrs |= {
            "autocomplete": "off",
            "data-picker": lazy(lambda: reverse("cases:numbers", query=asked), str)(),
            "data-picker-numbers": "",
            "placeholder": "编号，或者标题、姓名里的几个字",
        }

    def clean(self, value):
        number = case_number(super().clean(value))
        if not number:
            return None
        known = Case.objects.all() if self.user is None else Case.objects.visible_to(self.user)
        found = known.filter(number=number).first()
        if found is None:
            raise forms.ValidationError(f"没有找到编号为 {number} 的事项，请核对。", code="unknown")
        if self.case is not None and found.pk == self.case.pk:
            raise forms.ValidationError("不能选这件事项自己。", code="itself")
        return found


class RowChoice(forms.ModelChoiceField):
    """A row picked from those that make sense here."""

    def __init__(self, queryset, **kwargs):
        super().__init__(queryset, empty_label="请选择", **kwargs)

    @property
    def is_empty(self) -> bool:
        """True if there is nothing to pick from."""
        return self.queryset is None or not self.queryset.exists()

    def to_python(self, value):
        # 1.5 and true are no keys, though a database would take both for the first row.
        if isinstance(value, bool | float):
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


class ByKindSelect(forms.Select):
    """The rows to pick from, each with its kind: what another answer leaves of them is said by kinds."""

    def create_option(self, name, value, *args, **kwargs):
        """An option that knows of which kind its row is."""
        option = super().create_option(name, value, *args, **kwargs)
        if row := getattr(value, "instance", None):
            option["attrs"]["data-kind"] = row.kind
        return option


class LongField(forms.CharField):
    """Several lines, in a box that grows with them."""

    widget = forms.Textarea(attrs={"rows": 4, "data-grow": ""})


class MomentInput(forms.DateTimeInput):
    """The browser's own calendar with a clock; to the minute."""

    input_type = "datetime-local"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class _Written(forms.Field):
    """A day is written in words: a number, a list or a yes, as a program may send them, is none."""

    def to_python(self, value):
        if value is not None and not isinstance(value, str | date):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class DayField(_Written, forms.DateField):
    """A day."""

    widget = DayInput


class MomentField(_Written, forms.DateTimeField):
    """A day with its time."""

    widget = MomentInput


class PointsField(forms.DecimalField):
    """A number with at most two decimals."""

    default_error_messages = {
        "max_digits": "数字过大，请核对。",
        "max_whole_digits": "数字过大，请核对。",
        "max_decimal_places": "最多两位小数。",
    }

    def __init__(self, **kwargs):
        widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "short", "autocomplete": "off"})
        super().__init__(max_digits=7, decimal_places=2, widget=widget, **kwargs)


class MoneyField(forms.DecimalField):
    """An amount in yuan, to the fen; read with or without the commas between thousands and the 元 that people write."""

    THOUSANDS = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d*)?")
    default_error_messages = {
        "invalid": "请填写金额，例如 1200 或者 1200.50。",
        "comma": "逗号只能隔开千位，例如 1,200；有小数的用点，例如 1200.50。",
        "min_value": "金额不能小于零。",
        "max_digits": "金额过大，请核对。",
        "max_whole_digits": "金额过大，请核对。",
        "max_decimal_places": "金额最多写到分。",
    }

    def __init__(self, **kwargs):
        widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "short", "autocomplete": "off"})
        super().__init__(max_digits=14, decimal_places=2, widget=widget, **kwargs)
        self.validators.append(self._not_below_zero)

    def _not_below_zero(self, value):
        if value < 0:
            raise forms.ValidationError(self.error_messages["min_value"], code="min_value")

    def to_python(self, value):
        if isinstance(value, str):
            value = value.strip().removeprefix("¥").removesuffix("元").strip().replace("，", ",")
            # 3,5 is no 35.
            if "," in value and not self.THOUSANDS.fullmatch(value):
                raise forms.ValidationError(self.error_messages["comma"], code="comma")
            value = value.replace(",", "")
        return super().to_python(value)


class WayInput(forms.Textarea):
    """The points as text, and a map of the area of ``user``'s post ``on`` that day, on which they are tapped in order.

    The map is asked for only where the box is shown.
    """

    def __init__(self, user=None, on: date | None = None):
        super().__init__({"rows": 4, "data-grow": "", "spellcheck": "false"})
        self.user, self.on = user, on

    def __deepcopy__(self, memo):
        return type(self)(self.user, self.on)

    def render(self, name, value, attrs=None, renderer=None):
        """The box, and the map below it."""
        box = super().render(name, value, attrs, renderer)
        posts = standing_of(self.user, self.on).posts if self.user and self.on else ()
        if not posts or renderer is None:
            return box
        words = {"open": "在地图上画线", "away": "全部去掉", "hint": "从起点到终点依次点，点可以拖动。"}
        context = {"way": (attrs or {}).get("id"), "pick": picking(Area(pk=posts[0].area)) | words}
        return box + mark_safe(renderer.render("components/pick.html", context))


class WayField(forms.CharField):
    """A line along points: one a line as 经度,纬度, from where it begins to where it ends, or as GeoJSON."""

    widget = WayInput
    MOST = 500
    BETWEEN = re.compile(r"[\n;；]+")
    APART = re.compile(r"[,，\s]+")
    default_error_messages = {
        "point": "第 %(place)s 个点应写成“经度,纬度”，例如 108.9402,34.1605。",
        "beyond": f"第 %(place)s 个点不在国内：经度应在 {WEST:.0f} 到 {EAST:.0f} 之间，纬度应在 {SOUTH:.0f} 到 "
        f"{NORTH:.0f} 之间；先写经度，再写纬度。",
        "few": "一条线至少要有起点和终点两个点。",
        "many": f"一条线最多 {MOST} 个点。",
        "geojson": "GeoJSON 应是一条线（LineString）。",
    }

    def prepare_value(self, value):
        return written_way(value) if isinstance(value, list) else value

    def to_python(self, value):
        if isinstance(value, list):
            value = written_way(value)
        text = super().to_python(value)
        if not text:
            return []
        told = self._drawn(text) if text.startswith("{") else [self.APART.split(each) for each in self._lines(text)]
        if len(told) > self.MOST:
            raise forms.ValidationError(self.error_messages["many"], code="many")
        points = [self._point(place, each) for place, each in enumerate(told, start=1)]
        if len(points) < 2 or len({tuple(point) for point in points}) < 2:
            raise forms.ValidationError(self.error_messages["few"], code="few")
        return points

    def _lines(self, text: str) -> list[str]:
        return [each.strip() for each in self.BETWEEN.split(text) if each.strip()]

    def _drawn(self, text: str) -> list:
        try:
            drawn = json.loads(text)
        except ValueError:
            drawn = {}
        line = drawn.get("geometry", drawn)
        points = line.get("coordinates") if isinstance(line, dict) and line.get("type") == "LineString" else None
        if not isinstance(points, list):
            raise forms.ValidationError(self.error_messages["geojson"], code="geojson")
        return points

    def _point(self, place: int, told) -> list[float]:
        try:
            east, north = (round(float(each), 6) for each in told[:2] if not isinstance(each, bool))
        except (TypeError, ValueError):
            raise forms.ValidationError(self.error_messages["point"], code="point", params={"place": place}) from None
        if not (WEST <= east <= EAST and SOUTH <= north <= NORTH):
            raise forms.ValidationError(self.error_messages["beyond"], code="beyond", params={"place": place})
        return [east, north]


def written_way(points: list) -> str:
    """The points as they are typed."""
    return "\n".join(",".join(map(str, point)) for point in points)
