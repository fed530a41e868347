"""Taking a clue in, and the totals of a year."""

from django import forms
from django.contrib.auth.decorators import permission_required
from django.db.models import Count
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from governance.cases.intake import views as intake
from governance.cases.steps import secrecy
from governance.frame.days import office_day

from ..forms import FoundForm
from ..models import Clue
from .opening import take_in
from .steps import ABOUT, COUNT, WORKFLOW
from .vocabulary import FEWEST

YEARS = 5


class ClueForm(FoundForm):
    """What was told, and whom it is about, so that they are shut out before anything is written."""

    anywhere = True
    others_named = forms.BooleanField(label="文中提到的工作人员与线索无关", required=False)

    def own_boxes(self) -> list:
        """The facts of a clue, and the question about who is only mentioned."""
        return [*super().own_boxes(), self["others_named"]]

    def clean(self):
        """Whom it is about is said, or that nobody says; who is only mentioned is asked about once."""
        cleaned = super().clean()
        names = cleaned.get("accused_names") or ""
        told = secrecy.must_be_told(cleaned.get("accused_unit"), names, cleaned.get("accused_unknown"))
        if told:
            self.add_error("accused_unknown", "请填写线索涉及的单位或者人员；没有指明的，请勾选这一项。")
        text = " ".join(cleaned.get(field) or "" for field in ("title", "summary"))
        mentioned = secrecy.only_mentioned(text, names)
        if mentioned and not cleaned.get("others_named"):
            asked = "、".join(mentioned)
            self.add_error("others_named", f"文中提到{asked}。与线索有关的，请写入“线索涉及的人员”；无关的，请勾选。")
        return cleaned


def consequences(form: ClueForm, clue: Clue) -> list[str]:
    """Who will know."""
    return ["从登记起限制知悉：只有必须办理的人知道；涉及的单位和人员查不到、搜不到、统计里也看不出。"]


REGISTER = intake.RegisterPage(
    WORKFLOW.kind,
    ClueForm,
    columns=("clue_kind", "source"),
    facts=ABOUT,
    lead="扫黑除恶等违法犯罪线索在这里登记、移交、反馈；不登记举报人的身份。",
    word="线索",
    hint="填写地点后，这里列出您知悉的同一地点的线索。",
    save=intake.opened_by(take_in),
    consequences=consequences,
)


@require_safe
@permission_required(COUNT, raise_exception=True)
def totals(request):
    """How many clues stood, came and were closed in each year, and how far those that came are: county-wide, and so
    roughly that no single one shows.
    """
    year = office_day(timezone.now()).year
    came, went = (_by_year(column) for column in ("opened_at", "closed_at"))
    rows = [{"year": each, "sums": _sums(came, went, each), "cells": _cells(each)} for each in _years(year)]
    return render(request, "security/clues/totals.html", {"rows": rows, "fewest": FEWEST})


def _years(last: int) -> range:
    return range(last, last - YEARS, -1)


def _by_year(column: str) -> dict[int, int]:
    found = Clue.objects.filter(**{f"{column}__isnull": False}).order_by().values_list(f"{column}__year")
    return dict(found.annotate(number=Count("pk")))


def _sums(came: dict[int, int], went: dict[int, int], year: int) -> dict[str, int]:
    """What stood at the beginning, came, went and stands at the end: from what had come and gone by then, each to the
    next step down, so that the first two less the third are the fourth.
    """
    (came_before, went_before), (came_after, went_after) = (
        [_step(sum(number for told, number in each.items() if told < first)) for each in (came, went)]
        for first in (year, year + 1)
    )
    return {
        "opening": came_before - went_before,
        "came": came_after - came_before,
        "went": went_after - went_before,
        "closing": came_after - went_after,
    }


def _cells(year: int) -> list[str]:
    came = Clue.objects.filter(opened_at__year=year)
    counts = (came.exclude(status__in=("received", "rejected")), came.exclude(result=""))
    found = came.filter(result__in=("true", "partly"))
    return [_rough(query.count()) for query in (*counts, found)]


def _step(count: int) -> int:
    """The number to the next step down: who looked yesterday sees no one more today."""
    return count - count % FEWEST


def _rough(count: int) -> str:
    if not count:
        return "0"
    least = _step(count)
    return f"{least}—{least + FEWEST - 1}" if least else f"少于 {FEWEST}"
