"""The queue of what the machine proposes, and the paper that a person makes of it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import accumulate

from django.contrib import messages
from django.forms import Form
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from governance.cases.models.case import case_url
from governance.cases.steps.possible import open_steps
from governance.frame.forms.posted import refusals_on, status_of, whole_number, whole_numbers
from governance.frame.refusals import FactMissing

from ..access import sender_of
from ..forms import WhyNotForm
from ..models import SupervisionPaper
from ..vocabulary import SITUATIONS
from . import queue
from .actions import propose, set_aside
from .forms import ProposeForm
from .promised import WORDS
from .steps import SIGN

# So many lines stand on the page, those of the units with most; of the other units how many they have.
OPEN_LINES = 20
SetAsideForm = partial(WhyNotForm, act="不予制发")
KEPT = "议定事项、方案任务、台账登记没有落实的一直列出：已经落实的请销号、确认或者登记检查，情况变化的请改期或者撤销。"


@dataclass(frozen=True)
class Ticked:
    """What somebody chose in the queue: alarms of cases, what was missed of duties, and what was promised."""

    alarms: list
    missed: list
    promised: list

    def situation(self, ground: str) -> str:
        """How it stands with what was ticked, as the record has it; empty where the ``ground`` is another."""
        found = {"overdue": self.alarms, "missing": self.missed, "undone": self.promised}
        return "".join(SITUATIONS[code] for code, rows in found.items() if rows) if ground in found else ""


@require_http_methods(["GET", "HEAD", "POST"])
def queue_page(request):
    """What the machine proposes, by unit; a post makes one paper of what was ticked."""
    now = timezone.now()
    sender = sender_of(request)
    if request.method != "POST":
        return _page(request, ProposeForm(), SetAsideForm(), now)
    form = ProposeForm(request.POST)
    ticked = _ticked(request, now)
    if form.is_valid():
        with refusals_on(form):
            paper = _propose(form.cleaned_data, ticked, sender=sender, actor=request.user, at=now)
            messages.success(request, f"已拟制{paper.get_rung_display()} {paper.number}，请提请签发。")
            may_sign = any(step.name == SIGN.name for step in open_steps(paper, request.user, now))
            return redirect(f"{case_url(paper)}steps/{SIGN.name}/" if may_sign else case_url(paper))
    return _page(request, form, _as_typed(request, SetAsideForm), now, ticked)


def _propose(told: dict, ticked: Ticked, **how) -> SupervisionPaper:
    """One paper of what was ticked; where no unit was chosen, to the one unit that answers for all of it."""
    target = told["target_unit"]
    if target is None:
        units = {row.clock.responsible_unit for row in ticked.alarms}
        units |= {row.unit for row in (*ticked.missed, *ticked.promised)}
        if len(units) != 1:
            nothing = "请勾选督办的事项；不在列表中的，选择责任单位，在“情况”中写明事项编号。"
            said = nothing if not units else "所选事项属于不同的单位，请选择责任单位，或者分别拟制。"
            raise FactMissing({"target_unit": said})
        target = units.pop()
    return propose(
        told["rung"],
        target=target,
        ground=told["ground"],
        reason=told["reason"] or ticked.situation(told["ground"]),
        escalations=ticked.alarms,
        missed=ticked.missed,
        promised=ticked.promised,
        **how,
    )


@require_POST
def put_aside(request):
    """What was ticked is not followed, for the reason given."""
    now = timezone.now()
    sender_of(request)
    ticked, aside = _ticked(request, now), SetAsideForm(request.POST)
    if aside.is_valid():
        with refusals_on(aside):
            if not (ticked.alarms or ticked.missed or ticked.promised):
                raise FactMissing({"why_not": "请先勾选不予制发的事项。"})
            if ticked.promised:
                raise FactMissing({"why_not": KEPT})
            reason = aside.cleaned_data["why_not"]
            count = set_aside(ticked.alarms, ticked.missed, reason=reason, actor=request.user, at=now)
            messages.success(request, f"{count} 项不予制发，理由已经记录。")
            return redirect("supervision:queue")
    return _page(request, _as_typed(request, ProposeForm), aside, now, ticked)


def _as_typed(request, form: Callable[..., Form]) -> Form:
    """The form beside the one that was sent: what was typed in it, and no word of what it lacks."""
    return form(initial=request.POST.dict())


def _ticked(request, now) -> Ticked:
    alarms, duties = (whole_numbers(request.POST, name) for name in ("alarm", "missed"))
    chosen = {(name, value) for name in WORDS for value in request.POST.getlist(name)}
    # A line stands for all that is late of its case.
    late = queue.of_one_case(queue.waiting(request.user)) if alarms else []
    return Ticked(
        [row for same in late if any(each.pk in alarms for each in same) for row in same],
        list(queue.missed(request.user, now).filter(pk__in=duties)) if duties else [],
        [each for each in queue.promised(request.user, now) if (each.column, str(each.pk)) in chosen] if chosen else [],
    )


def _page(request, form: Form, aside: Form, now, ticked: Ticked | None = None):
    groups = queue.groups(request.user, now)
    if not form.is_bound:
        names = {line.name for group in groups for line in group.lines}
        grounds = {"alarm": "overdue", "missed": "missing", **dict.fromkeys(WORDS, "undone")}
        likeliest = next((said for name, said in grounds.items() if name in names), "overdue")
        form.initial.setdefault("ground", likeliest)
    chosen = {("alarm", row.pk) for row in ticked.alarms} if ticked else set()
    chosen |= {("missed", row.pk) for row in ticked.missed} if ticked else set()
    chosen |= {(row.column, row.pk) for row in ticked.promised} if ticked else set()
    asked = whole_number(request.GET, "unit")
    opened = _opened(groups, chosen, asked)
    shown = [
        {"group": group, "lines": [(line, (line.name, line.pk) in chosen) for line in group.lines]}
        for group in groups
        if group.unit_id in opened
    ]
    named = Counter(line.name for group in groups for line in group.lines)
    more = queue.MOST_SHOWN if max(named.values(), default=0) >= queue.MOST_SHOWN else 0
    context = {
        "form": form,
        "aside": aside,
        "groups": shown,
        "units": groups,
        "opened": opened,
        "asked": "" if asked is None else f"?unit={asked}",
        "more": more,
    }
    return render(request, "supervision/papers/queue.html", context, status=status_of(form, aside))


def _opened(groups: list[queue.UnitQueue], chosen: set[tuple[str, int]], asked: int | None) -> set[int]:
    """The units whose lines are shown: those with something ticked and the one asked for, else the first ones."""
    found = {group.unit_id for group in groups if any((line.name, line.pk) in chosen for line in group.lines)}
    found |= {group.unit_id for group in groups if group.unit_id == asked}
    if found:
        return found
    upto = list(accumulate(len(group.lines) for group in groups))
    return {group.unit_id for place, group in enumerate(groups) if not place or upto[place] <= OPEN_LINES}
