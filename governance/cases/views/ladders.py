"""The ladders of supervision, as the county office lays them down."""

from collections import defaultdict
from functools import partial

from django.contrib.auth.decorators import permission_required
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from governance.frame.database.in_force import in_force, not_over
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

Rungs = dict[str, list[LadderRung]]


def _columns(terms: dict[str, list[str]], rungs: Rungs, coming: Rungs) -> tuple[ListColumn, ...]:
    def name(row: Ladder) -> str:
        return linked_html(reverse("cases:ladder", args=[row.code]), row.name)

    ahead = ListColumn("将要施行", lambda row: _coming(coming[row.code]), "", "将要施行")
    return (
        ListColumn("阶梯", name, "strong"),
        ListColumn("用于", lambda row: _some(terms[row.code]), "", "用于"),
        ListColumn("各级", lambda row: "；".join(map(_said, rungs[row.code])), "", "各级"),
        *((ahead,) if coming else ()),
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


def _coming(rungs: list[LadderRung]) -> str:
    """From which day what will happen; empty where nothing is to change."""
    return f"{rungs[0].effective_from} 起：{'；'.join(map(_said, rungs))}" if rungs else ""


@require_safe
@permission_required(KEEPS, raise_exception=True)
def ladders(request):
    """Every ladder: for which terms, what happens when."""
    today = office_day(timezone.now())
    in_effect = Term.objects.filter(in_force(today))
    terms: dict[str, list[str]] = defaultdict(list)
    for ladder, name in in_effect.order_by("code").values_list("ladder", "name"):
        terms[ladder].append(name)
    rungs: Rungs = defaultdict(list)
    coming: Rungs = defaultdict(list)
    for rung in LadderRung.objects.filter(not_over(today)):
        (rungs if rung.holds_on(today) else coming)[rung.ladder].append(rung)
    context = {
        "title": HOME,
        "about": "期限临近和超过时，什么时候提醒谁、建议制发什么文书。文书由人签发。",
        "crumb": (reverse("cases:terms"), "法定期限"),
        "groups": [("督办阶梯", "", Ladder.objects.all(), _columns(terms, rungs, coming))],
    }
    return render(request, "cases/definitions/list.html", context)


def _stands(ladder: Ladder) -> dict:
    """The newest version, with its own day while that is to come."""
    newest = list(LadderRung.objects.filter(ladder=ladder.code, effective_to=None))
    since = max(newest[0].effective_from, office_day(timezone.now()))
    return {"name": ladder.name, "basis": ladder.basis, "effective_from": since, "rungs": list(map(row_of, newest))}


def _beside(ladder: Ladder | None) -> dict:
    return {"weight": f"现在有 {running_on(ladder.code).count()} 个在计的期限用这条阶梯。"} if ladder else {}


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
    holds="从施行日期起新起算的期限用改后的阶梯；此前起算、在计的期限仍用原来的。",
    beside=_beside,
)
