"""How many meetings of each kind there were in a year, and what became of what they decided."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from governance.cases.knowing.queryset import hidden_from
from governance.frame.days import office_moment
from governance.frame.forms.fields import field_in
from governance.frame.pages.tables import Cell, Row, Table
from governance.organisation.standing import Standing

from ..models import Decision, Meeting, MeetingKind
from .access import meetings_in_range

YEARS = 10
HEAD = ["已召开", "待召开", "已取消", "议定事项", "已销号", "待落实"]
NOTHING = (0, 0, 0)
OUTCOMES: dict[str, Any] = {state: Count("pk", filter=Q(state=state)) for state in ("done", "open")}
STATES: dict[str, Any] = {state: Count("pk", filter=Q(state=state)) for state in Meeting.State.values}


class MeetingFilter(forms.Form):
    """The meetings of one kind, of one year."""

    year = forms.ChoiceField(label="年度", required=False)
    kind = forms.ChoiceField(label="会议种类", required=False)

    def __init__(self, data, *, this_year: int):
        super().__init__(data)
        field_in(self, "year").choices = (("", "全部"), *((str(each), str(each)) for each in years_until(this_year)))
        field_in(self, "kind").choices = (
            ("", "全部"),
            *MeetingKind.objects.order_by("name").values_list("code", "name"),
        )

    def applied(self, rows: QuerySet[Meeting]) -> QuerySet[Meeting]:
        """The meetings that it leaves; what cannot be read narrows nothing."""
        self.is_valid()
        if year := self.cleaned_data.get("year"):
            rows = rows.filter(of_year(int(year)))
        if kind := self.cleaned_data.get("kind"):
            rows = rows.filter(kind__code=kind)
        return rows


def years_until(this_year: int) -> range:
    """The years in which there are meetings, the newest first: some of the next one are planned already."""
    return range(this_year + 1, this_year - YEARS, -1)


def of_year(year: int) -> Q:
    """The meetings that begin in it."""
    first, after = (office_moment(date(each, 1, 1)) for each in (year, year + 1))
    return Q(starts_at__gte=first, starts_at__lt=after)


def counted(standing: Standing, year: int) -> Table:
    """A line a kind of which there was any, those with most first; each number of meetings held opens them."""
    meetings = Meeting.objects.filter(pk__in=meetings_in_range(standing).values("pk")).filter(of_year(year))
    kinds: Any = meetings.order_by().values("kind__code", "kind__name")
    by_kind = kinds.annotate(**STATES).order_by("-held", "kind__name")
    decided = Decision.objects.filter(meeting__in=meetings).exclude(hidden_from(standing))
    found: Any = decided.order_by().values("meeting__kind__code").annotate(made=Count("pk"), **OUTCOMES)
    outcomes = {row["meeting__kind__code"]: (row["made"], row["done"], row["open"]) for row in found}
    numbers = [
        (row["held"], row["planned"], row["cancelled"], *outcomes.get(row["kind__code"], NOTHING)) for row in by_kind
    ]
    lines = [_line(row, counts, year) for row, counts in zip(by_kind, numbers, strict=True)]
    whole = Row("合计", [_cell(sum(each)) for each in zip(*numbers, strict=True)])
    return Table("kinds", f"{year}年各类会议", HEAD, lines, whole, first="会议种类")


def _line(row: dict, counts: tuple[int, ...], year: int) -> Row:
    url = f"{reverse('duties:meetings')}?year={year}&kind={row['kind__code']}"
    return Row(row["kind__name"], [_cell(counts[0], url), *map(_cell, counts[1:])])


def _cell(count: int, url: str = "") -> Cell:
    return Cell(f"{count:,}", url if count else "", count)
