"""The screen on which the office loads a year of the State Council's notice, with a look at what it changes first."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from governance.frame.days import ONE_DAY, day_text, minute_text, office_day
from governance.organisation import records
from governance.organisation.accounts.login_records import acting

from ..calendar.at_hand import FIRST_YEAR, LAST_YEAR, incomplete_years, missing_holidays
from ..calendar.notice import BadNotice, SpecialDay, is_table, number_in, parse_csv, parse_notice, year_in
from ..deadlines.reloading import Loading, load_year, preview_year
from ..models import CalendarDay, CalendarYear, Case
from ..models.case import case_url

may_manage = permission_required("cases.manage_reference", raise_exception=True)
LARGEST_FILE = 200_000
SHOWN_MOVES = 50


class NoticeForm(forms.Form):
    """A year and the notice, pasted or as a table; cleaned it has the year's days."""

    year = forms.IntegerField(
        label="年份",
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        error_messages={
            "required": "请填写年份。",
            "invalid": "年份应为四位数字。",
            "min_value": f"年份应在{FIRST_YEAR}至{LAST_YEAR}之间。",
            "max_value": f"年份应在{FIRST_YEAR}至{LAST_YEAR}之间。",
        },
    )
    text = forms.CharField(
        label="通知正文",
        required=False,
        max_length=20_000,
        help_text="把国务院办公厅关于节假日安排的通知全文粘贴在这里，也可以粘贴列为“日期,类别,节日”的表。",
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    file = forms.FileField(
        label="或者选择文件",
        required=False,
        help_text="通知正文，或者列为“日期,类别,节日”的 CSV 表。",
        widget=forms.FileInput(attrs={"accept": ".csv,.txt"}),
        error_messages={"empty": "文件是空的。"},
    )
    number = forms.CharField(
        label="文号", required=False, max_length=60, help_text="例如“国办发明电〔2024〕12号”；正文里有的不必填。"
    )

    def clean_file(self) -> str:
        """The text of the file."""
        file = self.cleaned_data["file"]
        if not file:
            return ""
        if file.size > LARGEST_FILE:
            raise forms.ValidationError("文件太大，放假安排不会超过 200 KB。")
        try:
            return file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise forms.ValidationError("文件不是 UTF-8 编码，请另存为 UTF-8 后再传。") from None

    def clean(self):
        super().clean()
        cleaned = self.cleaned_data
        text = cleaned.get("file") or cleaned.get("text") or ""
        if self.errors:
            return cleaned
        if not text.strip():
            raise forms.ValidationError({"text": "请粘贴通知正文，或者选择文件。"})
        named = year_in(text)
        if named and named != cleaned["year"]:
            raise forms.ValidationError({"year": f"这是{named}年的通知，填写的年份是{cleaned['year']}年。"})
        self.is_table = is_table(text)
        try:
            self.entries = (parse_csv if self.is_table else parse_notice)(text, cleaned["year"])
        except BadNotice as bad:
            raise forms.ValidationError({"text": bad.faults}) from None
        cleaned["text"] = text
        cleaned["number"] = cleaned["number"] or number_in(text)
        return cleaned

    @property
    def title(self) -> str:
        """The notice's title; the State Council has used the same one since 2008."""
        return f"国务院办公厅关于{self.cleaned_data['year']}年部分节假日安排的通知"


@dataclass(frozen=True)
class Holiday:
    """One holiday of a year as it reads in the notice."""

    name: str
    off: str
    days: int
    makeup: str


def holidays_of(entries: list[SpecialDay]) -> list[Holiday]:
    """The days gathered by holiday, in the order of the year."""
    names = list(dict.fromkeys(entry.name for entry in entries if entry.kind == CalendarDay.Kind.OFF))
    names += [entry.name for entry in entries if entry.name not in names]
    found = []
    for name in dict.fromkeys(names):
        off = [entry.day for entry in entries if entry.name == name and entry.kind == CalendarDay.Kind.OFF]
        makeup = [entry.day for entry in entries if entry.name == name and entry.kind != CalendarDay.Kind.OFF]
        found.append(Holiday(name, _stretches(off), len(off), "、".join(map(day_text, makeup))))
    return found


def _stretches(days: list[date]) -> str:
    parts: list[list[date]] = []
    for day in days:
        if parts and parts[-1][-1] + ONE_DAY == day:
            parts[-1].append(day)
        else:
            parts.append([day])
    return "、".join(
        day_text(part[0]) if len(part) == 1 else f"{day_text(part[0])} 至 {day_text(part[-1])}" for part in parts
    )


@require_http_methods(["GET", "HEAD", "POST"])
@may_manage
def calendar_page(request: HttpRequest) -> HttpResponse:
    """The loaded years, and the form for the next; a first post shows what it would do, a second does it."""
    newest = CalendarYear.objects.first()
    if request.method != "POST":
        form = NoticeForm(initial={"year": newest.year + 1 if newest else office_day(timezone.now()).year})
        return render(request, "cases/calendar/list.html", {"form": form, "years": _years()})
    form = NoticeForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            return _load(request, form) if "load" in request.POST else _preview(request, form)
        except BadNotice as bad:
            form.add_error("text", bad.faults)
    return render(request, "cases/calendar/list.html", {"form": form, "years": _years()}, status=422)


@require_safe
@may_manage
def calendar_year(request: HttpRequest, year: int) -> HttpResponse:
    """One loaded year: its days by holiday, and the notice they come from."""
    found = CalendarYear.objects.filter(year=year).first()
    if found is None:
        raise Http404("这一年的放假安排还没有载入。")
    entries = [SpecialDay(*row) for row in found.days.values_list("day", "kind", "name")]
    context = {"year": found, "holidays": holidays_of(entries), "missing": "、".join(missing_holidays(year, entries))}
    return render(request, "cases/calendar/detail.html", context)


def _years() -> list[dict]:
    gaps = incomplete_years()
    return [
        {
            "missing": "、".join(gaps.get(year.year, ())),
            "label": f"{year.year}年",
            "url": reverse("cases:calendar_year", args=[year.year]),
            "notice": year.notice,
            "loaded": f"{minute_text(year.loaded_at)}",
        }
        for year in CalendarYear.objects.defer("notice_text")
    ]


def _preview(request: HttpRequest, form: NoticeForm) -> HttpResponse:
    year = form.cleaned_data["year"]
    loading = preview_year(year, form.entries, form.title)
    replaced = CalendarYear.objects.filter(year=year).first()
    context = {
        "year": year,
        "text": form.cleaned_data["text"],
        "number": form.cleaned_data["number"],
        "holidays": holidays_of(form.entries),
        "loading": loading,
        "missing": "、".join(loading.missing),
        "replaced": f"{minute_text(replaced.loaded_at)}" if replaced else "",
        **_moves(request, loading),
    }
    return render(request, "cases/calendar/preview.html", context)


def _moves(request: HttpRequest, loading: Loading) -> dict:
    """The first clocks that would move, as far as the reader may know of their cases; all of them as a figure."""
    ids = {move.clock.case_id for move in loading.moves}
    known = Case.objects.visible_to(request.user).only("number", "title", "kind").in_bulk(ids)
    seen = [(known[move.clock.case_id], move) for move in loading.moves if move.clock.case_id in known]
    rows = [
        {
            "number": case.number,
            "url": case_url(case),
            "title": case.title,
            "term": move.clock.name,
            "before": _day(move.before),
            "after": _day(move.after),
        }
        for case, move in seen[:SHOWN_MOVES]
    ]
    return {"moves": rows, "more": len(loading.moves) - len(rows)}


def _day(day: date | None) -> str:
    return day_text(day) if day else "停止计算"


def _load(request: HttpRequest, form: NoticeForm) -> HttpResponse:
    year, at = form.cleaned_data["year"], timezone.now()
    loading = load_year(
        year,
        form.entries,
        title=form.title,
        number=form.cleaned_data["number"],
        text="" if form.is_table else form.cleaned_data["text"],
        at=at,
        actor=request.user,
    )
    moved = f"到期日变动 {len(loading.moves)} 项，由暂定转为确定 {loading.confirmed} 项"
    records.record("setting", subject=f"{year}年节假日", reason=moved, **acting(request, at))
    messages.success(request, f"{year}年放假安排已载入：{moved}。")
    if loading.missing:
        messages.warning(request, f"{year}年放假安排不完整，缺{'、'.join(loading.missing)}；补齐以前，到期日为暂定。")
    return redirect("cases:calendar")
