"""The ladders of supervision, as the county office lays them down."""

from collections import defaultdict
from functools import partial

from django.contrib.auth.decorators import permission_required
from django.db.models import Q
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from governance.frame.days import office_day
from governance.frame.pages.columns import ListColumn
from governance.frame.pages.tables import linked_html

from ..deadlines.replanning import running_on
from ..fields.asked import facts_of
from ..fields.definitions import DefiningPage
from ..ladders.defining import AT_HOURS, LADDERS, LadderInput, row_of
from ..models import Ladder, LadderRung, Term

KEEPS = "cases.manage_reference"
HOME = "提醒和督办阶梯"


def _columns(terms: dict[str, list[str]], rungs: dict[str, list[LadderRung]]) -> tuple[ListColumn, ...]:
    def name(row: Ladder) -> str:
        return linked_html(reverse("cases:ladder", args=[row.code]), row.name)

    return (
        ListColumn("阶梯", name, "strong"),
        ListColumn("用于", lambda row: _some(terms[row.code]), "", "用于"),
        ListColumn("各级", lambda row: "；".join(map(_said, rungs[row.code])), "", "各级"),
        ListColumn("依据", lambda row: row.basis, "grey", "依据"),
    )


def _some(names: list[str]) -> str:
    """The first three, and how many there are."""
    shown = "、".join(names[:3])
    return f"{shown}等 {len(names)} 项" if len(names) > 3 else shown


def _said(rung: LadderRung) -> str:
    """到期前 3 个工作日黄灯, 超期 1 个工作日红灯，建议抄告单"""
    when = "到期当天" if not rung.offset else f"{'到期前' if rung.offset < 0 else '超期'} {abs(rung.offset)} 个工作日"
    return f"{when}{rung.get_light_display()}" + (f"，建议{rung.get_proposes_display()}" if rung.proposes else "")


@require_safe
@permission_required(KEEPS, raise_exception=True)
def ladders(request):
    """Every ladder: for which terms, what happens when."""
    today = office_day(timezone.now())
    in_effect = Term.objects.filter(Q(effective_to=None) | Q(effective_to__gte=today), effective_from__lte=today)
    terms: dict[str, list[str]] = defaultdict(list)
    for ladder, name in in_effect.order_by("code").values_list("ladder", "name"):
        terms[ladder].append(name)
    rungs: dict[str, list[LadderRung]] = defaultdict(list)
    for rung in LadderRung.objects.all():
        rungs[rung.ladder].append(rung)
    context = {
        "title": HOME,
        "about": "期限临近和超过时，什么时候提醒谁、建议制发什么文书。文书由人签发。",
        "crumb": (reverse("cases:terms"), "法定期限"),
        "groups": [("督办阶梯", "", Ladder.objects.all(), _columns(terms, rungs))],
    }
    return render(request, "cases/definitions/list.html", context)


def _stands(ladder: Ladder) -> dict:
    rungs = [row_of(rung) for rung in LadderRung.objects.filter(ladder=ladder.code)]
    return {"name": ladder.name, "basis": ladder.basis, "rungs": rungs}


def _beside(ladder: Ladder) -> dict:
    return {"weight": f"现在有 {running_on(ladder.code).count()} 个在计的期限用这条阶梯。"}


PAGE = DefiningPage(
    LADDERS,
    KEEPS,
    facts=partial(
        facts_of,
        "governance.cases",
        "ladder",
        light=tuple(LadderRung.Light.choices),
        at_time=AT_HOURS,
        proposes=tuple(LadderRung.ProposedPaper.choices),
    ),
    told=lambda told: LadderInput(at=timezone.now(), **told),
    stands=_stands,
    home="cases:ladders",
    label="督办阶梯",
    home_words=HOME,
    holds="改动立即生效，在计的期限随之改变；已经发出的提醒不再重发，已经错过的时刻不补发。",
    beside=_beside,
)
