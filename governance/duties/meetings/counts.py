"""How many meetings of each kind there were in a year, and what became of what they decided."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from governance.cases.knowing.queryset import hidden_from
from governance.frame.days import office_moment
from governance.frame.pages.tables import Cell, Row, Table
from governance.organisation.standing import Standing

from ..models import Decision, Meeting, MeetingKind
from .access import meetings_in_range

YEARS = 10
HEAD = ["已召开", "待召开", "已取消", "议定事项", "已销号", "待落实"]
OUTCOMES: dict[str, Any] = {state: Count("pk", filter=Q(state=state)) for state in ("done", "open")}
STATES: dict[str, Any] = {state: Count("pk", filter=Q(state=state)) for state in Meeting.State.values}


class MeetingFilter(forms.Form):
    """The meetings of one kind, of one year."""

    year = forms.ChoiceField(label="年度", required=False)
    kind = forms.ChoiceField(label="会议种类", required=False)

    def __init__(self, data, *, this_year: int):
        super().__init__(data)
        years = range(this_year + 1, this_year - YEARS, -1)
        self.fields["year"].choices = (("", "全部"), *((str(year), str(year)) for year in years))  # type: ignore[attr-defined]  # of choices
        kinds = MeetingKind.objects.order_by("name").values_list("code", "name")
        self.fields["kind"].choices = (("", "全部"), *kinds)  # type: ignore[attr-defined]  # of choices

    def applied(self, rows: QuerySet[Meeting]) -> QuerySet[Meeting]:
        """The meetings that it leaves; what cannot be read narrows nothing."""
        self.is_valid()
        if year := self.cleaned_data.get("year"):
            rows = rows.filter(of_year(int(year)))
        if kind := self.cleaned_data.get("kind"):
            rows = rows.filter(kind__code=kind)
        return rows


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
    lines = [_line(row, outcomes.get(row["kind__code"], (0, 0, 0)), year) for row in by_kind]
    sums = [sum(int(str(row.cells[place].value)) for row in lines) for place in range(len(HEAD))]
    whole = Row("合计", [_cell(each) for each in sums])
    return Table("kinds", f"{year}年各类会议", HEAD, lines, whole, first="会议种类")


def _line(row: dict, outcome: tuple[int, int, int], year: int) -> Row:
    url = f"{reverse('duties:meetings')}?year={year}&kind={row['kind__code']}"
    numbers = (row["planned"], row["cancelled"], *outcome)
    return Row(row["kind__name"], [_cell(row["held"], url), *map(_cell, numbers)])


def _cell(count: int, url: str = "") -> Cell:
    return Cell(f"{count:,}", url if count else "", count)
