"""Guide judges on screen: one a township, and the villages each is paired with."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from governance.frame.days import office_day
from governance.frame.forms.posted import refusals_on, status_of
from governance.organisation.accounts.login_records import acting
from governance.organisation.models import Area

from ..models import GuideJudge
from . import judges
from .access import check_manages, managers_only, viewers_only
from .judge_forms import EndGuidanceForm, GuideJudgeForm, PairingForm
from .rules import MANAGE, may_manage, pairing_remark
from .views import tabs

NAMED = 6
FORMER = 20


@viewers_only
@require_safe
def judge_list(request):
    """Every township with its judge; which have none is said first."""
    today = office_day(timezone.now())
    current = {
        judge.area_id: judge
        for judge in GuideJudge.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today), starts_on__lte=today)
        .select_related("court")
        .prefetch_related("villages")
        .order_by("starts_on")
    }
    townships = list(Area.objects.filter(level=Area.Level.TOWNSHIP).order_by("code"))
    former = GuideJudge.objects.filter(ends_on__lt=today).select_related("area", "court").order_by("-ends_on")
    context = {
        "rows": [_row(request, township, current.get(township.pk)) for township in townships],
        "summary": _summary(townships, current),
        "former": former[:FORMER],
        "tabs": tabs("judges"),
        "may_add": MANAGE in request.standing.permissions,
    }
    return render(request, "mediation/organisations/judge_list.html", context)


def _row(request, township: Area, judge: GuideJudge | None) -> dict:
    row = {
        "township": township.name,
        "code": township.pk,
        "judge": judge,
        "may_manage": may_manage(request.standing, township.pk),
    }
    if judge is not None:
        villages = sorted(judge.villages.all(), key=lambda village: village.pk)
        row |= {"villages": "、".join(village.name for village in villages), "remark": pairing_remark(len(villages))}
    return row


def _summary(townships: list[Area], current: dict) -> str:
    without = [township.name for township in townships if township.pk not in current]
    told = f"{len(townships)} 个乡镇（街道）中 {len(townships) - len(without)} 个有法官指导员"
    if not without:
        return f"{told}。"
    more = "等" if len(without) > NAMED else ""
    return f"{told}，缺 {len(without)} 个：{'、'.join(without[:NAMED])}{more}。"


@managers_only
@require_http_methods(["GET", "HEAD", "POST"])
def new_judge(request):
    """The court sends a judge to a township."""
    now = timezone.now()
    asked = request.GET.get("area", "")
    townships = Area.objects.select_related("parent").filter(level=Area.Level.TOWNSHIP)
    township = townships.filter(pk=Area.township_of(asked)).first()
    form = GuideJudgeForm(request.POST or None, initial={"starts_on": office_day(now), "area": township})
    if form.is_valid():
        check_manages(request, form.cleaned_data["area"].pk)
        form.instance.area, form.instance.court = form.cleaned_data["area"], form.cleaned_data["court"]
        with refusals_on(form):
            judge = judges.send_judge(form.instance, **acting(request, now))
            messages.success(request, f"已登记{judge.area.name}的法官指导员{judge.name}，接着选择结对的村（社区）。")
            return redirect("mediation:judge", judge.pk)
    return render(request, "mediation/organisations/judge_form.html", {"form": form}, status=status_of(form))


@managers_only
@require_http_methods(["GET", "HEAD", "POST"])
def judge_page(request, pk):
    """The villages of a judge are chosen, or the guidance ends."""
    judge = get_object_or_404(GuideJudge.objects.select_related("area", "court"), pk=pk, ends_on=None)
    check_manages(request, judge.area_id)
    now = timezone.now()
    ends = request.method == "POST" and request.POST.get("act") == "end"
    pairs = request.method == "POST" and not ends
    chosen = judge.villages.values_list("pk", flat=True)
    pairing = PairingForm(request.POST if pairs else None, township=judge.area, initial={"villages": list(chosen)})
    ending = EndGuidanceForm(request.POST if ends else None, initial={"ends_on": office_day(now)})
    form = ending if ends else pairing
    if form.is_valid():
        with refusals_on(form):
            if ends:
                judges.end_guidance(judge, form.cleaned_data["ends_on"], **acting(request, now))
            else:
                judges.pair_villages(judge, form.cleaned_data["villages"], **acting(request, now))
            messages.success(request, "指导已结束。" if ends else "结对村（社区）已保存。")
            return redirect("mediation:judges")
    context = {"judge": judge, "pairing": pairing, "ending": ending, "remark": pairing_remark(len(chosen))}
    return render(request, "mediation/organisations/judge_detail.html", context, status=status_of(form))
