"""The single intake page of the window, the queue before it, and how long people waited."""

from datetime import timedelta
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.cases.intake import sources as case_sources
from governance.frame.days import office_day, office_time
from governance.frame.forms.posted import posted, refusals_on, refusals_told, status_of
from governance.organisation.models import Unit

from . import turns, waiting
from .becoming import BECOMINGS, open_to
from .forms import CallForm, IntakeForm, ProgressForm, TakeForm
from .models import Turn
from .progress import ask
from .source import COUNTER, SERVE, said_to, turn_for

SHOWN_DAYS = 31
serving_only = permission_required(SERVE, raise_exception=True)


def _unit(request) -> Unit:
    """The unit at whose window the person is: the one that was chosen, or the first."""
    units = list(Unit.objects.filter(pk__in=request.standing.units_with(SERVE)).order_by("position", "pk"))
    chosen = request.POST.get("unit") or request.GET.get("unit")
    return next((unit for unit in units if str(unit.pk) == chosen), units[0])


@serving_only
@require_http_methods(["GET", "HEAD", "POST"])
def intake(request):
    """What the person says first; sent on, it stands in the register page of what was chosen, and nowhere else."""
    return _intake(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def turn(request, pk: int):
    """The same for somebody who was called to the window."""
    return _intake(request, turn_for(request.user, pk))


def _intake(request, turn: Turn | None):
    now = timezone.now()
    choices = open_to(request.standing.permissions)
    initial = {"key": turn.key, **said_to(request.user, turn)} if turn else {}
    form = IntakeForm(posted(request), open_to=choices, initial=initial)
    if form.is_valid():
        with refusals_on(form):
            told = form.cleaned_data
            if turn is None:
                turn = turn_for(request.user, turns.take(told["key"], _unit(request), at=now).pk)
            held = turns.tell(turn, told, actor=request.user, at=now)
            becoming = BECOMINGS[held.becomes or told["becomes"]]
            return redirect(case_sources.address(reverse(becoming.url_name), COUNTER.code, held.pk))
    context = {"form": form, "turn": turn, "queues": turns.queues(), "unit": _unit(request)}
    return render(request, "counter/intake.html", context, status=status_of(form))


@serving_only
@require_safe
def queue(request):
    """Who waits, who is at which window, and what became of the others today."""
    return _queue_page(request, CallForm(initial={"window": request.session.get("window", "")}))


def _queue_page(request, form: CallForm):
    if not turns.queues():
        raise Http404("本县的服务窗口不取号。")
    now, unit = timezone.now(), _unit(request)
    today = Turn.objects.filter(unit=unit, day=office_day(now)).order_by("number")
    context = {
        "unit": unit,
        "form": form,
        "key": uuid4(),
        "waiting": [(turn, int((now - turn.taken_at) / waiting.MINUTE)) for turn in today.filter(state="waiting")],
        "called": [
            (turn, f"{office_time(turn.called_at):%H:%M}") for turn in today.filter(state="called") if turn.called_at
        ],
        "today": next(iter(waiting.by_day(unit, office_day(now), office_day(now))), None),
    }
    return render(request, "counter/queue.html", context, status=status_of(form))


@serving_only
@require_POST
def take(request):
    """The next number, to be told to the person; the same button pressed twice gives one."""
    form = TakeForm(request.POST)
    if form.is_valid():
        turn = turns.take(form.cleaned_data["key"], _unit(request), at=timezone.now())
        messages.success(request, f"已取 {turn}。")
    else:
        messages.error(request, "请重新打开这一页再取号。")
    return redirect("counter:queue")


@serving_only
@require_POST
def call(request):
    """Whoever waits longest is called to the window."""
    form = CallForm(request.POST)
    if not form.is_valid():
        return _queue_page(request, form)
    window = request.session["window"] = form.cleaned_data["window"]
    turn = turns.call_next(_unit(request), window, actor=request.user, at=timezone.now())
    if turn is None:
        messages.info(request, "没有人等候。")
    else:
        messages.success(request, f"请 {turn}到{window}。")
    return redirect("counter:queue")


@require_POST
def end(request, pk: int):
    """The person went away, or was answered with nothing to be registered."""
    turn = turn_for(request.user, pk)
    served = request.POST.get("state") == Turn.State.SERVED
    with refusals_told(request):
        turns.end(turn, Turn.State.SERVED if served else Turn.State.LEFT, at=timezone.now())
        messages.success(request, f"{turn}：{'当场答复，已办。' if served else '已离开。'}")
    return redirect("counter:queue" if turns.queues() else "counter:intake")


@serving_only
@require_safe
def waiting_times(request):
    """The last month at the windows of the unit, by day."""
    today, unit = office_day(timezone.now()), _unit(request)
    rows = waiting.by_day(unit, today - timedelta(days=SHOWN_DAYS - 1), today)
    return render(request, "counter/waiting.html", {"unit": unit, "rows": rows, "days": SHOWN_DAYS})


@serving_only
@require_http_methods(["GET", "HEAD", "POST"])
def progress(request):
    """Whoever asks how their matter stands is told at the window what the law lets them know.

    Number and proof are only ever posted: addresses end up in logs and histories.
    """
    form, told = ProgressForm(posted(request)), []
    if form.is_valid():
        with refusals_on(form):
            told = ask(**form.cleaned_data, actor=request.user, at=timezone.now())
    return render(request, "counter/progress.html", {"form": form, "told": told}, status=status_of(form))
