"""Finding an area, a unit or a person by typing: the search behind the box and the form field that reads it.

A field holds plain words that a person can read and type, so it works without JavaScript too.
"""

import re
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Case, Prefetch, Q, QuerySet, When
from django.urls import reverse_lazy
from django.utils.http import urlencode

from .models import Area, Post, Unit, User

LIMIT = 20
# How many possible meanings an error sentence names.
NAMED = 5
SEPARATOR = " / "


# Areas


def area_path(area: Area) -> str:
    """The place as people say it, from the township down: 韦曲街道 / 凤栖路社区; a county is its own name."""
    names = [area.name]
    while area.parent_id and area.parent.parent_id:
        area = area.parent
        names.append(area.name)
    return SEPARATOR.join(reversed(names))


def find_areas(words: str, *, scope: str = "", levels: tuple[str, ...] = ()) -> QuerySet[Area]:
    """Areas inside the scope whose path has every word or whose code starts with it, own names first."""
    found = Area.objects.select_related("parent__parent__parent").filter(code__startswith=scope)
    if levels:
        found = found.filter(level__in=levels)
    parts = [part for part in re.split(r"[\s/]+", words) if part]
    for part in parts:
        if re.fullmatch(r"[0-9]+", part):
            found = found.filter(code__startswith=part)
        else:
            found = found.filter(
                Q(name__contains=part) | Q(parent__name__contains=part) | Q(parent__parent__name__contains=part)
            )
    if not parts:
        return found.order_by("code")
    return found.order_by(Case(When(name__contains=parts[-1], then=0), default=1), "code")


def area_named(words: str, *, scope: str = "", levels: tuple[str, ...] = ()) -> Area:
    """The one area meant by a code, a path or a name; raises ValidationError if there is none or more than one."""
    parts = [part for part in re.split(r"\s*/\s*", words.strip()) if part]
    within = Area.objects.select_related("parent__parent__parent").filter(code__startswith=scope)
    if levels:
        within = within.filter(level__in=levels)
    exact = within.filter(Q(code=words.strip()) | Q(name=parts[-1]) if parts else Q(code=""))
    for depth, name in enumerate(reversed(parts[:-1]), start=1):
        exact = exact.filter(**{"parent__" * depth + "name": name})
    return _only_one(exact, find_areas(words, scope=scope, levels=levels), "地点", area_path)


# Units


def find_units(words: str, *, under: str = "", kinds: tuple[str, ...] = ()) -> QuerySet[Unit]:
    """Active units whose name or short name has every word, optionally of some kinds or inside an area."""
    found = Unit.objects.filter(is_active=True, area__code__startswith=under)
    if kinds:
        found = found.filter(kind__in=kinds)
    for part in words.split():
        found = found.filter(Q(name__contains=part) | Q(short_name__contains=part))
    return found.order_by("position", "id")


def unit_named(words: str, *, kinds: tuple[str, ...] = ()) -> Unit:
    """The one active unit meant by its name or short name; raises ValidationError otherwise."""
    exact = Unit.objects.filter(is_active=True).filter(Q(name=words.strip()) | Q(short_name=words.strip()))
    if kinds:
        exact = exact.filter(kind__in=kinds)
    return _only_one(exact, find_units(words, kinds=kinds), "单位", lambda unit: unit.name)


# People


def person_words(user: User) -> str:
    """The person as a picker shows and reads them: 李文斌（liwenbin）."""
    return f"{user.name}（{user.username}）"


def find_people(words: str, *, on: date, units=None, roles: tuple[str, ...] = ()) -> QuerySet[User]:
    """Active people whose name or login name has the words, optionally in post in some units or roles that day."""
    found = User.objects.filter(is_active=True)
    posts = Post.objects.current(on)
    if units is not None:
        posts = posts.filter(unit__in=units)
    if roles:
        posts = posts.filter(role__name__in=roles)
    if units is not None or roles:
        found = found.filter(pk__in=posts.values("user_id"))
    return with_words(found, words).order_by("username")


def posts_of_the_day(on: date) -> Prefetch:
    """Prefetches ``posts_today``, with unit and role, for a list of people."""
    posts = Post.objects.current(on).select_related("unit", "role").order_by("id")
    return Prefetch("posts", queryset=posts, to_attr="posts_today")


def person_named(words: str, *, on: date, units=None, roles: tuple[str, ...] = ()) -> User:
    """The one active person meant by login name, name or both; raises ValidationError otherwise."""
    return read_person(words, find_people("", on=on, units=units, roles=roles))


def read_person(words: str, among: QuerySet[User]) -> User:
    """The one person among these meant by login name, name or both; raises ValidationError otherwise."""
    both = re.fullmatch(r"(.+?)[（(]([^（）()]+)[）)]", words.strip())
    if both:
        exact = among.filter(name=both[1].strip(), username=both[2].strip())
    else:
        exact = among.filter(Q(name=words.strip()) | Q(username=words.strip().lower()))
    return _only_one(exact, with_words(among, words), "人员", person_words)


def with_words(people: QuerySet[User], words: str) -> QuerySet[User]:
    """Those of the people whose name or login name has every word."""
    for part in re.split(r"[\s（）()]+", words):
        people = people.filter(Q(name__contains=part) | Q(username__contains=part.lower()))
    return people


def _only_one(exact, similar, what: str, words_of):
    for candidates in (exact, similar):
        found = list(candidates[: NAMED + 1])
        if len(found) == 1:
            return found[0]
        if found:
            names = "；".join(words_of(one) for one in found[:NAMED])
            more = "等" if len(found) > NAMED else ""
            raise ValidationError(f"符合的{what}不止一个，请写清楚是哪一个：{names}{more}。", code="ambiguous")
    raise ValidationError(f"没有找到这个{what}，请输入名称中的几个字重新查找。", code="unknown")


# Form fields


class PickerField(forms.CharField):
    """A text box with a search behind it; the cleaned value is the record itself."""

    url_name = ""

    def __init__(self, *, parameters: dict | None = None, **how):
        super().__init__(max_length=150, **how)
        query = f"?{urlencode(parameters, doseq=True)}" if parameters else ""
        address = reverse_lazy(self.url_name)
        self.widget.attrs["autocomplete"] = "off"
        self.widget.attrs["data-picker"] = _Address(address, query)

    def clean(self, value):
        words = super().clean(value)
        return self.named(words) if words else None

    def named(self, words: str):
        raise NotImplementedError

    def words(self, record) -> str:
        raise NotImplementedError

    def prepare_value(self, value):
        return value if value is None or isinstance(value, str) else self.words(value)

    def has_changed(self, initial, data):
        return (self.prepare_value(initial) or "") != (data or "").strip()


class _Address:
    """A lazy address with a query, turned into text only when a page is drawn."""

    def __init__(self, address, query):
        self.address = address
        self.query = query

    def __str__(self):
        return f"{self.address}{self.query}"


class AreaField(PickerField):
    """An area by typing; ``scope`` is the code of the area it must lie in, ``levels`` the levels allowed."""

    url_name = "organisation:area_search"

    def __init__(self, *, scope: str = "", levels: tuple[str, ...] = (), **how):
        self.scope, self.levels = scope, levels
        parameters = {"scope": scope} if scope else {}
        parameters |= {"level": levels} if levels else {}
        super().__init__(parameters=parameters, **how)

    def named(self, words):
        return area_named(words, scope=self.scope, levels=self.levels)

    def words(self, record):
        return area_path(record)


class UnitField(PickerField):
    """An active unit by typing; ``kinds`` the kinds allowed."""

    url_name = "organisation:unit_search"

    def __init__(self, *, kinds: tuple[str, ...] = (), **how):
        self.kinds = kinds
        super().__init__(parameters={"kind": kinds} if kinds else {}, **how)

    def named(self, words):
        return unit_named(words, kinds=self.kinds)

    def words(self, record):
        return record.name


class UserField(PickerField):
    """An active person by typing; ``units`` and ``roles`` narrow it to those in post on the day."""

    url_name = "organisation:user_search"

    def __init__(self, *, on: date, units=None, roles: tuple[str, ...] = (), **how):
        self.on, self.units, self.roles = on, units, roles
        parameters = {"unit": sorted(units)} if units else {}
        parameters |= {"role": roles} if roles else {}
        super().__init__(parameters=parameters, **how)

    def named(self, words):
        return person_named(words, on=self.on, units=self.units, roles=self.roles)

    def words(self, record):
        return person_words(record)
