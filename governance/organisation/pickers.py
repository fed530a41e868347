"""Finding an area, a unit, a person by typing: the suggestions behind the box, and the form field that reads it.

A field holds plain words that a person can read and type, so it works without JavaScript too. Everywhere the same words
find: parts of names, initials, pinyin, and what people say instead. Before anything is typed the box offers what the
reader's units took lately, then the tree from the top.
"""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Case, Exists, Model, OuterRef, Prefetch, Q, QuerySet, When
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.http import urlencode

from governance.frame.pages.remembered import remembered
from governance.frame.registry import Registry

from .models import Area, Post, Unit, User
from .roles import EXCLUSIVE, LABELS
from .sayings import SECONDS, is_spelled, meanings, sounds_like

LIMIT = 30
# How many possible meanings an error sentence names.
NAMED = 5
SEPARATOR = " / "


@dataclass(frozen=True)
class Habit:
    """Which records of a model a person's units took lately, the most frequent first: their keys, a few."""

    model: type[Model]
    keys: Callable[[User, Collection[int]], list]

    @property
    def code(self) -> str:
        """One habit a model."""
        return self.model._meta.label


# What was taken lately stands in the rooms above.
HABITS: Registry[Habit] = Registry("habits of picking", field="habits")


class Choices:
    """What may be picked: one kind of record, narrowed by what the object was made with.

    A kind of its own says ``what`` it is in a sentence, the name of the ``address`` that suggests it, and the methods
    that raise NotImplementedError here.
    """

    what = ""
    address = ""
    # The columns in which a record is called something.
    called: tuple[str, ...] = ("name",)
    # Records stand in a tree by their column ``parent``.
    is_tree = True
    # People say something else for them; a person has but a name.
    has_synonyms = True

    @classmethod
    def asked(cls, query: QueryDict, on: date, **narrow: str) -> "Choices":
        """The choices that an address of suggestions asks for on that day; ``narrow`` are the words of its path."""
        raise NotImplementedError

    def parameters(self) -> dict:
        """The query that makes the same choices out of an address."""
        return {}

    def url(self) -> str:
        """Where suggestions are asked for."""
        query = urlencode(self.parameters(), doseq=True)
        return f"{reverse(self.address)}?{query}" if query else reverse(self.address)

    def all(self) -> QuerySet:
        """Everything that may be picked."""
        raise NotImplementedError

    def find(self, words: str) -> QuerySet:
        """What has every one of these words: first what is called just so, then the likeliest."""
        found = self.in_order(self.among(self.all(), words), self.parts(words))
        just_so = Q(*((column, words.strip()) for column in self.called), _connector=Q.OR)
        order = found.query.order_by or found.model._meta.ordering
        return found.order_by(Case(When(just_so, then=0), default=1), *order)

    def among(self, records: QuerySet, words: str) -> QuerySet:
        """Those of the records that have every one of these words."""
        for part in self.parts(words):
            records = records.filter(self.has(part))
        return records

    def parts(self, words: str) -> list[str]:
        """The words one by one."""
        return words.split()

    def has(self, part: str) -> Q:
        """The record is called so."""
        return self.is_called(part)

    def in_order(self, found: QuerySet, parts: list[str]) -> QuerySet:
        """The likeliest first; by the order of the model where nothing is likelier."""
        return found

    def is_called(self, part: str, beside: str = "") -> Q:
        """A name of the record, or of what it leads to by ``beside``, has the part, its sound or its meaning."""
        asked = Q()
        for said in sorted({part, *(meanings(part) if self.has_synonyms else ())}):
            for column in self.called:
                asked |= Q(**{f"{beside}{column}__contains": said})
        return asked | Q(**{f"{beside}pk__in": self._sounding(part)}) if is_spelled(part) else asked

    def _sounding(self, letters: str) -> list:
        model = self.all().model
        names = remembered(f"called-{model._meta.label}", lambda: self._names(model), seconds=SECONDS)
        return [key for key, *called in names if any(sounds_like(name, letters) for name in called)]

    def _names(self, model: type[Model]) -> list[tuple]:
        return list(model._base_manager.values_list("pk", *self.called))

    def exact(self, words: str) -> QuerySet:
        """What is called just this."""
        raise NotImplementedError

    def words(self, record: Model) -> str:
        """The record as the box shows and reads it."""
        return str(record)

    def hint(self, record: Model) -> str:
        """What stands beside it in the suggestions."""
        return ""

    def with_hints(self, found: QuerySet) -> QuerySet:
        """The records with what their hints read."""
        return found

    @property
    def unknown(self) -> str:
        """What is said where nothing is called like that."""
        return f"没有找到这个{self.what}，请输入名称中的几个字重新查找。"

    def suggestions(self, words: str) -> list[dict]:
        """The first of what has the words, as the box behind the field takes them; one over says there are more."""
        return self._lines(self.find(words))

    def tops(self) -> list[dict]:
        """Where the tree begins: what lies under nothing that may be picked too."""
        every = self.all()
        inner = every.filter(parent__in=every.order_by().values("pk"))
        return self._lines(self.in_order(every.exclude(pk__in=inner.order_by().values("pk")), []))

    def under(self, key: str) -> list[dict]:
        """What lies right under that one in the tree."""
        if not (self.is_tree and key.isdecimal()):
            return []
        return self._lines(self.in_order(self.all().filter(parent=key), []))

    def lately(self, user: User, units: Collection[int]) -> list[dict]:
        """What the person's units took lately, of what may be picked."""
        habit = HABITS.get(self.all().model._meta.label)
        keys = habit.keys(user, units) if habit else []
        lines = {line["key"]: line for line in self._lines(self.all().filter(pk__in=keys))} if keys else {}
        return [lines[str(key)] for key in keys if str(key) in lines]

    def _lines(self, found: QuerySet) -> list[dict]:
        if self.is_tree:
            below = self.all().order_by().filter(parent=OuterRef("pk"))
            found = found.annotate(has_more=Exists(below))
        return [self._line(each) for each in self.with_hints(found)[: LIMIT + 1]]

    def _line(self, record: Model) -> dict:
        line = {"value": self.words(record), "key": str(record.pk)}
        if hint := self.hint(record):
            line["hint"] = hint
        return line | {"more": True} if getattr(record, "has_more", False) else line

    def named(self, words: str) -> Model:
        """The one that is meant; raises ValidationError if there is none or more than one."""
        for candidates in (self.exact(words), self.find(words)):
            found = list(candidates[: NAMED + 1])
            if len(found) == 1:
                return found[0]
            if found:
                names = "；".join(self.words(one) for one in found[:NAMED])
                more = "等" if len(found) > NAMED else ""
                raise ValidationError(f"符合的{self.what}不止一个，请写清楚是哪一个：{names}{more}。", code="ambiguous")
        raise ValidationError(self.unknown, code="unknown")


class PickerField(forms.CharField):
    """A text box with suggestions behind it; the cleaned value is the record itself."""

    def __init__(self, choices: Choices, **how):
        super().__init__(max_length=150, **how)
        self.choices = choices
        self.widget.attrs |= {"autocomplete": "off", "data-picker": lazy(choices.url, str)()}
        self.widget.attrs.setdefault("placeholder", "输入几个字查找")

    def clean(self, value):
        # A person types words; a key comes from a program alone, and is a number there.
        if _is_key(value):
            return self._by_key(value)
        words = super().clean(value)
        return self.choices.named(words) if words else None

    def _by_key(self, key: int):
        found = self.choices.all().filter(pk=key).first()
        if found is None:
            raise ValidationError(self.choices.unknown, code="unknown")
        return found

    def prepare_value(self, value):
        if _is_key(value):
            value = self.choices.all().filter(pk=value).first()
        return value if value is None or isinstance(value, str) else self.choices.words(value)

    def has_changed(self, initial, data):
        return (self.prepare_value(initial) or "") != (data or "").strip()


def _is_key(value) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def area_path(area: Area) -> str:
    """The place as people say it, from the township down: 韦曲街道 / 凤栖路社区; a county is its own name."""
    return SEPARATOR.join(each.name for each in area.way()[1:] or [area])


class Areas(Choices):
    """Areas by code, path or name; ``scope`` is the code of the area they must lie in."""

    what = "地点"
    address = "organisation:area_search"

    def __init__(self, *, scope: str = "", levels: tuple[str, ...] = ()):
        self.scope, self.levels = scope, levels

    @classmethod
    def asked(cls, query, on, **narrow):
        scope = query.get("scope", "")
        known = scope.isdecimal() and len(scope) <= Area.CODE_LENGTH[Area.Level.GRID]
        return cls(scope=scope if known else "", levels=_known(query, "level", Area.Level.values))

    def parameters(self):
        return ({"scope": self.scope} if self.scope else {}) | ({"level": self.levels} if self.levels else {})

    def all(self):
        found = Area.in_use().select_related("parent__parent__parent").filter(code__startswith=self.scope)
        return found.filter(level__in=self.levels) if self.levels else found

    def parts(self, words):
        return [part for part in re.split(r"[\s/]+", words) if part]

    def has(self, part):
        if re.fullmatch(r"[0-9]+", part):
            return Q(code__startswith=part)
        return self.is_called(part) | self.is_called(part, "parent__") | self.is_called(part, "parent__parent__")

    def in_order(self, found, parts):
        if not parts:
            return found.order_by("code")
        return found.order_by(Case(When(self.is_called(parts[-1]), then=0), default=1), "code")

    def exact(self, words):
        parts = [part for part in re.split(r"\s*/\s*", words.strip()) if part]
        found = self.all().filter(Q(code=words.strip()) | Q(name=parts[-1]) if parts else Q(code=""))
        for depth, name in enumerate(reversed(parts[:-1]), start=1):
            found = found.filter(**{"parent__" * depth + "name": name})
        return found

    def words(self, record):
        return area_path(record)

    def hint(self, record):
        return record.code


class Units(Choices):
    """Active units by name, short name or any plate on their door; never the one with the key ``besides``.

    Of some kinds, if these are said.
    """

    what = "单位"
    called = ("name", "short_name", "plates")
    address = "organisation:unit_search"

    def __init__(self, *, kinds: tuple[str, ...] = (), besides: int | None = None):
        self.kinds, self.besides = kinds, besides

    @classmethod
    def asked(cls, query, on, **narrow):
        return cls(kinds=_known(query, "kind", Unit.Kind.values), besides=next(_keys(query, "besides"), None))

    def parameters(self):
        return ({"kind": self.kinds} if self.kinds else {}) | ({"besides": self.besides} if self.besides else {})

    def all(self):
        found = Unit.objects.filter(is_active=True).exclude(pk=self.besides or 0)
        return found.filter(kind__in=self.kinds) if self.kinds else found

    def in_order(self, found, parts):
        return found.order_by("position", "id")

    def exact(self, words):
        return self.all().filter(Q(name=words.strip()) | Q(short_name=words.strip()))

    def words(self, record):
        return record.name

    def hint(self, record):
        return record.get_kind_display()


def person_words(user: User) -> str:
    """The person as a picker shows and reads them: 李文斌（liwenbin）."""
    return f"{user.name}（{user.username}）"


def posts_of_the_day(on: date) -> Prefetch:
    """Prefetches ``posts_today``, with unit and role, for a list of people."""
    posts = Post.objects.current(on).select_related("unit", "role").order_by("id")
    return Prefetch("posts", queryset=posts, to_attr="posts_today")


class People(Choices):
    """Active people by login name, name or both; ``units`` and ``roles`` narrow them to those in post on the day.

    Administrators take no part in the work: they are none of these, and their login names stay unknown.
    """

    what = "人员"
    is_tree = has_synonyms = False
    address = "organisation:user_search"

    def __init__(self, *, on: date | None = None, units: Collection[int] | None = None, roles: tuple[str, ...] = ()):
        # Whoever narrows them, or shows their posts, says the day.
        self.on: Any = on
        self.units, self.roles = units, roles

    @classmethod
    def asked(cls, query, on, **narrow):
        return cls(on=on, units=list(_keys(query, "unit")) or None, roles=_known(query, "role", LABELS))

    def parameters(self):
        return ({"unit": sorted(self.units)} if self.units else {}) | ({"role": self.roles} if self.roles else {})

    def all(self):
        running = Q(ends_on=None) if self.on is None else Q(ends_on=None) | Q(ends_on__gte=self.on)
        administrators = Post.objects.filter(running, role__name__in=EXCLUSIVE)
        found = User.objects.filter(is_active=True).exclude(pk__in=administrators.values("user_id"))
        if self.units is None and not self.roles:
            return found
        posts = Post.objects.current(self.on)
        if self.units is not None:
            posts = posts.filter(unit__in=self.units)
        if self.roles:
            posts = posts.filter(role__name__in=self.roles)
        return found.filter(pk__in=posts.values("user_id"))

    def parts(self, words):
        return re.split(r"[\s（）()]+", words.strip(" （）()")) if words.strip(" （）()") else []

    def has(self, part):
        return self.is_called(part) | Q(username__contains=part.lower())

    def in_order(self, found, parts):
        return found.order_by("username")

    def tops(self):
        return self.suggestions("")

    def suggestions(self, words):
        """Of one unit all may be looked through; of the whole house those of whom something is known."""
        return super().suggestions(words) if words.strip() or self.units else []

    def exact(self, words):
        both = re.fullmatch(r"(.+?)[（(]([^（）()]+)[）)]", words.strip())
        if both:
            return self.all().filter(name=both[1].strip(), username=both[2].strip())
        return self.all().filter(Q(name=words.strip()) | Q(username=words.strip().lower()))

    def words(self, record):
        return person_words(record)

    def hint(self, record):
        return "、".join(f"{post.unit.short_name}·{LABELS[post.role.name]}" for post in record.posts_today)

    def with_hints(self, found):
        return found.prefetch_related(posts_of_the_day(self.on))


class Anybody(People):
    """Everybody who ever had an account, for whoever reads the security record."""

    address = "organisation:anybody_search"

    def all(self):
        return User.objects.all()


def _keys(query: QueryDict, name: str) -> Iterator[int]:
    return (int(value) for value in query.getlist(name) if value.isdecimal() and len(value) < 10)


def _known(query: QueryDict, name: str, allowed) -> tuple[str, ...]:
    return tuple(value for value in query.getlist(name) if value in allowed)
