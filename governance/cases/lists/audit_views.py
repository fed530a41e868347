"""What was done with whose data in a span of days, counted, and the record behind it as a workbook: for its audit.

个人信息保护法 art. 54, 网络数据安全管理条例 art. 27.
"""

from datetime import date, datetime, timedelta

from django import forms
from django.db.models import Count, Q, QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from governance.frame.days import office_day, office_moment
from governance.frame.forms.plausible import SEARCHED, PlausibleDay
from governance.frame.forms.posted import status_of
from governance.jobs.spreadsheets import Column
from governance.organisation.models import AccessRecord
from governance.organisation.views.access import auditors_only
from governance.organisation.views.records import rows_of

from .workbook import workbook

# What a reader looks through; a longer span is taken away in parts.
MOST, MOST_PEOPLE = 20_000, 20
HEADS = (("时间", 20), ("人员", 12), ("岗位", 24), ("行为", 14), ("对象", 40), ("事由", 40), ("结果", 8), ("地址", 16))
COLUMNS = tuple(Column(label, width) for label, width in HEADS)
CELLS = ("at", "who", "post", "verb", "subject", "reason", "outcome", "ip")
Verb = AccessRecord.Verb
# Whose data was read or taken away.
LOOKED = (Verb.OPEN, Verb.UNMASK, Verb.PRINT, Verb.EXPORT, Verb.DOWNLOAD)


class SpanForm(forms.Form):
    """From which day to which; this year where nothing is said."""

    since = PlausibleDay(label="从", reach=SEARCHED)
    until = PlausibleDay(label="到", reach=SEARCHED)

    def __init__(self, data, *, today: date):
        told = data.copy()
        told.setdefault("since", today.replace(month=1, day=1).isoformat())
        told.setdefault("until", today.isoformat())
        super().__init__(told)

    def clean(self):
        super().clean()
        told = self.cleaned_data
        if told.get("since") and told.get("until") and told["until"] < told["since"]:
            self.add_error("until", "结束日期不能早于开始日期。")
        return told

    def records(self) -> QuerySet[AccessRecord]:
        """What was written in these days; read it after ``is_valid``."""
        since, until = self.cleaned_data["since"], self.cleaned_data["until"]
        return AccessRecord.objects.filter(
            at__gte=office_moment(since), at__lt=office_moment(until + timedelta(days=1))
        )


@auditors_only
@require_safe
def audit(request: HttpRequest) -> HttpResponse | FileResponse:
    """How often what was done, who looked most, and the record itself to take away."""
    now = timezone.now()
    form = SpanForm(request.GET, today=office_day(now))
    context: dict = {"form": form, "filter_form": form, "kept": []}
    if form.is_valid():
        found = form.records()
        if "take" in request.GET:
            if found[: MOST + 1].count() <= MOST:
                return _taken(request, form, found, now)
            form.add_error("until", f"超过 {MOST:,} 条，请缩短日期范围，分几次导出。")
        context |= {"verbs": _by_verb(found), "people": _by_person(found)}
    return render(request, "cases/lists/audit.html", context, status=status_of(form))


def _taken(request: HttpRequest, form: SpanForm, found: QuerySet, now: datetime) -> FileResponse:
    span = f"{form.cleaned_data['since']} 至 {form.cleaned_data['until']}"
    rows = [tuple(row[cell] for cell in CELLS) for row in rows_of(list(found))]
    return workbook(
        request,
        name="安全审计记录",
        columns=COLUMNS,
        rows=rows,
        subject=f"安全审计记录 {span}",
        filename=f"安全审计记录 {span}.xlsx",
        now=now,
    )


def _by_verb(found: QuerySet) -> list[tuple[str, int, int]]:
    """What was done, how often it was let through and how often refused, in the order of the record's own words."""
    counted = found.order_by().values("verb").annotate(all=Count("pk"), refused=Count("pk", filter=Q(succeeded=False)))
    by_verb = {row["verb"]: row for row in counted}
    return [
        (label, by_verb[code]["all"] - by_verb[code]["refused"], by_verb[code]["refused"])
        for code, label in Verb.choices
        if code in by_verb
    ]


def _by_person(found: QuerySet) -> list[tuple[str, str, int]]:
    """Who looked at data or took it away most often, under the post of that day."""
    looked = found.filter(verb__in=LOOKED, succeeded=True).order_by()
    counted = looked.values_list("actor_name", "actor_post").annotate(times=Count("pk"))
    return list(counted.order_by("-times", "actor_name", "actor_post")[:MOST_PEOPLE])
