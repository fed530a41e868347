"""The filters above a list of cases."""

from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from functools import cache, partial
from urllib.parse import urlencode

from django import forms
from django.db.models import BigIntegerField, DateTimeField, F, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Least

from governance.frame.database.among import Overlapping
from governance.frame.days import office_day, office_moment
from governance.frame.forms.plausible import SEARCHED, PlausibleDay
from governance.frame.forms.rendering import PlainSelect
from governance.frame.pages.paging import NotBefore
from governance.frame.pages.remembered import remembered
from governance.frame.refusals import Refusal
from governance.organisation.models import Area, Unit
from governance.organisation.navigation import Counted, Reader

from .. import deadlines, registry
from ..access.owed import owed_at
from ..choices.lists import remembered_of
from ..common_facts import CAME_BY
from ..knowing.queryset import lying_in
from ..models import Case, Category
from ..models.case import CATEGORIES
from ..search.cases import holding, holds_number, words_of

SOON_DAYS = 3
NEAREST = "nearest_due_at"
MOST_ON_DESK = 1000
CHOICE_SECONDS = 60
SCOPES = (("", "在办"), ("mine", "待我办理"), ("closed", "已办结"), ("all", "全部"))
# What a list that opens with the reader's own desk calls the work under way.
OPEN = ("open", "在办")
# Somebody should be bound by a day, and nobody is.
SILENT = ("silent", "应有而没有期限")
DUE = (
    ("", "全部"),
    ("overdue", "已超期"),
    ("today", "今天到期"),
    ("soon", "三日内到期"),
    ("none", "没有在计的期限"),
    SILENT,
)


def on_desk(user, standing) -> Q:
    """The open work of one person: what is in their hands, what their units hold and nobody has taken up, and what
    their units owe in a case that another one holds.

    Whoever leads a unit has all that the unit holds on their desk. The desk is a union of sets found by what is open:
    asked together with the door, PostgreSQL would go through all that the unit ever held.
    """
    led = standing.units_with("cases.assign_case")
    untaken = Q(lead_unit__in=standing.units_with("cases.work_case") - led, handler=None)
    held = Case.objects.open().filter(Q(lead_unit__in=led) | untaken)
    in_hand = Case.objects.open().filter(handler_id=user.pk)
    owed = owed_at(standing).order_by().values("case")
    return Q(pk__in=in_hand.values("pk").union(held.values("pk"), owed))


def desk_of(*kinds: str) -> Counted:
    """For the menu: the open cases of these kinds on the reader's desk, no further than a thousand of all kinds."""
    return Counted(_desk_kinds, kinds)


def _desk_kinds(reader: Reader) -> QuerySet:
    desk = Case.objects.visible_to(reader.user).open().filter(on_desk(reader.user, reader.standing))
    return desk.order_by().values_list("kind", flat=True)[:MOST_ON_DESK]


def with_nearest_due(cases):
    """The cases with the moment of the first duty of each, or of an open part of it."""
    return cases.annotate(**{NEAREST: _nearest_due()})


@cache
def _nearest_due() -> Least:
    parts = Case.objects.filter(parent=OuterRef("pk"), closed_at=None).order_by().values("parent")
    first = Subquery(parts.annotate(first=Min("next_due_at")).values("first"))
    return Least("next_due_at", first)


def due_between(code: str, now: datetime, column: str = "next_due_at") -> Q:
    """Cases whose nearest duty is over, ends today, ends within three days, or of which nothing is owed.

    ``column`` holds the moment of that duty, where it is not the case's own but of an open part of it as well.
    """
    midnight = office_moment(office_day(now))
    if code not in ("overdue", "today", "soon"):
        return _owing_nothing(column)
    if code == "overdue":
        span = {"lte": now}
    else:
        span = {"gt": now, "lte": midnight + timedelta(days=1 if code == "today" else SOON_DAYS + 1)}
    # Only what is open owes: an index holds it, and years of what is closed need not be read.
    owing = Q(closed_at=None, **{f"next_due_at__{name}": moment for name, moment in span.items()})
    if column == "next_due_at":
        return owing
    owed = Case.objects.filter(owing)
    found = owed.values("pk").union(owed.exclude(parent=None).values("parent"))
    return Q(pk__in=found, **{f"{column}__{name}": moment for name, moment in span.items()})


def _owing_nothing(column: str) -> Q:
    """Nothing is owed by the case, nor by a part where ``column`` is of parts as well: the few parts that owe are
    gathered once, and no row is asked for its own."""
    owing = Case.objects.open().exclude(next_due_at=None).exclude(parent=None)
    own = Q(next_due_at=None)
    return own if column == "next_due_at" else own & ~Q(pk__in=owing.order_by().values("parent"))


def _select(label: str, choices):
    return forms.ChoiceField(label=label, choices=choices, required=False, widget=PlainSelect)


def _day(label: str):
    return PlausibleDay(reach=SEARCHED, label=label, required=False)


def _remembered(what: str, make: Callable[[], list], of: Hashable = ()) -> Callable[[], list]:
    """What a filter offers, read when it is drawn or asked, and not where the row of filters is drawn already."""
    return lambda: [("", "全部"), *remembered(f"choice-{what}", make, seconds=CHOICE_SECONDS, of=of)]


def _matters(kinds: set[str]) -> list:
    paths = Category.objects.filter(kind__in=kinds, parent=None, is_active=True).values_list("path", flat=True)
    return [(path, path) for path in paths]


def _within(top: str) -> list[int]:
    """The keys of a category and of all below it. They stand in the question as they are, so that PostgreSQL knows how
    much lies there."""
    below = Category.objects.filter(Q(path=top) | Q(path__startswith=f"{top}/")).order_by("pk")
    return remembered("within", lambda: [*below.values_list("pk", flat=True)], seconds=CHOICE_SECONDS, of=top)


def _areas(village: str) -> list:
    """The townships; below them the village that is asked for, which an address leads to."""
    offered = Q(level=Area.Level.TOWNSHIP) | Q(pk=village, level=Area.Level.VILLAGE)
    return list(Area.objects.filter(offered).order_by("level", "code").values_list("code", "name"))


def _village(asked: str) -> str:
    """The code as it was asked for, if it could be that of a village."""
    return asked if len(asked) == Area.CODE_LENGTH[Area.Level.VILLAGE] and asked.isdecimal() else ""


def _units() -> list:
    return [(str(pk), name) for pk, name in Unit.objects.filter(is_active=True).values_list("id", "short_name")]


def unit_filter(label: str) -> forms.ChoiceField:
    """The choice of one unit, of all that there are."""
    return _select(label, _remembered("units", _units))


class FilterForm(forms.Form):
    """One row of filters; a value that makes no sense filters nothing and is shown as wrong."""

    q = forms.CharField(label="查找", required=False, max_length=40, strip=True)
    scope = forms.ChoiceField(choices=(*SCOPES, OPEN), required=False, widget=forms.HiddenInput)
    due = _select("时限", DUE)
    start = _day("登记日期从")
    end = _day("到")
    channel = _select("渠道", [("", "全部"), *Case.Channel.choices])

    field_order = ("scope", "q", "status", "area", "unit", "due", "start", "end", "category", "channel", CAME_BY)

    def __init__(self, data, *, kinds: tuple[str, ...] = (), own: tuple[str, ...] = ()):
        super().__init__(data, auto_id="filter_%s")
        self.kinds, self.own = kinds, own
        shown = {code: each for code, each in registry.KINDS.items() if code in kinds or not kinds}
        if kinds:
            statuses = {
                code: status.label for each in shown.values() for code, status in each.workflow.statuses.items()
            }
            self.fields["status"] = _select("状态", [("", "全部"), *statuses.items()])
            sorted_by = {each.category_kind for each in shown.values() if each.has_categories}
            if sorted_by:
                matters = partial(_matters, sorted_by)
                self.fields["category"] = _select("内容类别", _remembered("matters", matters, of=kinds))
        if own or not any(each.takes_people for each in shown.values()):
            # Where they come from is a word of their own, or they come from nobody.
            del self.fields["channel"]
        if "channel" in self.fields and (ways := remembered_of(CAME_BY)):
            self.fields[CAME_BY] = _select("来源渠道", [("", "全部"), *ways.items()])
        for name in own:
            kind = registry.KINDS[kinds[0]]
            self.fields[name] = _select(kind.label_of(name), [("", "全部"), *kind.choices_of(name)])
        if len(shown) > 1:
            labels = [(code, each.workflow.label) for code, each in shown.items()]
            self.fields["kind"] = _select("种类", [("", "全部"), *labels])
        village = _village(self.data.get("area", ""))
        self.fields["area"] = _select("区域", _remembered("areas", partial(_areas, village), of=village))
        self.fields["unit"] = unit_filter("承办单位")
        self.order_fields(("scope", "q", *own, *self.field_order))

    def clean_q(self) -> str:
        text = self.cleaned_data["q"]
        if holds_number(text):
            raise forms.ValidationError("电话和证件号不写进网址，请在上方的搜索框中查找。")
        if text:
            try:
                words_of(text)
            except Refusal as refusal:
                raise forms.ValidationError(refusal.sentence) from refusal
        return text

    @property
    def asked(self) -> str:
        """What stands in the fields; two forms of one list of which this is the same look the same."""
        return urlencode({name: self.data[name] for name in self.fields if self.data.get(name)})

    def chosen(self) -> list[str]:
        """The filters in force, as words."""
        words = []
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name)
            if not value or name == "scope":
                continue
            if name == "q":
                words.append(f"“{value}”")
            elif isinstance(field, forms.ChoiceField):
                words.append(dict(field.widget.choices).get(value, value))
            else:
                words.append(f"{'从' if name == 'start' else '到'} {value}")
        return words

    @property
    def wanted(self) -> tuple[str, ...]:
        """The kinds that are asked for, for the door; none are named where all are."""
        kind = self.cleaned_data.get("kind")
        return (kind,) if kind else self.kinds

    def applied(self, cases, *, user, standing, now: datetime, due: str = "next_due_at"):
        """The cases that pass every filter; ``scope`` is applied with them, the kinds are asked for at the door.

        ``due`` is the column with the moment of the nearest duty of a case.
        """
        want = self.cleaned_data
        scope = want.get("scope")
        if scope in ("", None, "open", "mine"):
            cases = cases.filter(closed_at=None)
        elif scope == "closed":
            cases = cases.filter(closed_at__isnull=False)
        if scope == "mine":
            cases = cases.filter(on_desk(user, standing))
        if want.get("due") == SILENT[0]:
            cases = cases.filter(pk__in=deadlines.silent(Case.objects.all()).order_by().values("pk"))
        elif want.get("due"):
            cases = cases.filter(due_between(want["due"], now, due))
        if want.get("unit"):
            # The index that has units beside readers holds keys of eight bytes, and serves no shorter number.
            cases = cases.filter(lead_unit=Cast(Value(int(want["unit"])), BigIntegerField()))
        if want.get("q"):
            cases = holding(cases, want["q"])
        for name in self.own:
            if want.get(name):
                table = registry.KINDS[self.kinds[0]].table
                cases = cases.filter(**{f"{table}__{name}": want[name]})
        for name in ("status", "channel", CAME_BY):
            if want.get(name):
                cases = cases.filter(**{name: want[name]})
        if want.get("area"):
            cases = cases.filter(lying_in(want["area"], standing, kinds=self.wanted))
        if want.get("category"):
            cases = cases.filter(Overlapping(CATEGORIES, _within(want["category"])))
        if self.since:
            cases = cases.filter(NotBefore(F("opened_at"), Value(self.since, DateTimeField())))
        if self.until:
            cases = cases.filter(opened_at__lt=self.until)
        return cases

    @property
    def since(self) -> datetime | None:
        """The moment from which on every case was received, where a first day is asked for."""
        start = self.cleaned_data.get("start")
        return office_moment(start) if start else None

    @property
    def until(self) -> datetime | None:
        """The moment before which every case was received, where a last day is asked for."""
        end = self.cleaned_data.get("end")
        return office_moment(end + timedelta(days=1)) if end else None
