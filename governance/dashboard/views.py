"""The workbench: what a person finds in the morning."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from governance.cases.models.case import case_url
from governance.duties.meetings import rows as meeting_showing
from governance.duties.returns import rows as desk
from governance.duties.scan import proposals
from governance.frame.days import day_text, moment_text, office_day
from governance.notices.inbox import newest
from governance.notices.models import Notice
from governance.organisation.standing import standing_of

from . import workbench
from .administering import watched
from .cards import DESK_CARDS

NOTICES = 6
PAPERS = 8
MISSED = 4
DUTIES = 6


@require_safe
def first_page(request):
    """What a person sees after the login: a leader the board, everybody else the workbench."""
    if standing_of(request.user, office_day(timezone.now())).has_role("leader"):
        return redirect("dashboard:board")
    return redirect("dashboard:workbench")


@require_safe
def next_case(request):
    """On to what is this person's to do next; the workbench where nothing is left."""
    now = timezone.now()
    standing = standing_of(request.user, office_day(now))
    url = ""
    if "cases.view_case" in standing.permissions:
        url = workbench.next_for(request.user, standing, now, besides=request.GET.get("besides", ""))
    if not url:
        messages.info(request, "没有别的事项等您办理、审批。")
    return redirect(url or "dashboard:workbench")


@require_safe
def workbench_page(request):
    """Four figures, what is the person's to do and what waits for others, the last notices; those who oversee have one
    list, and see late units and proposed papers too. Who runs the platform sees what waits there.
    """
    now = timezone.now()
    today = office_day(now)
    user = request.user
    standing = standing_of(user, today)
    context = {
        "today": day_text(today),
        "handles_cases": "cases.view_case" in standing.permissions,
        "notices": [_notice(notice) for notice in newest(user, standing, NOTICES)],
    }
    if context["handles_cases"]:
        context |= _work(user, standing, now)
    else:
        context["watched"] = watched(user, standing, now)
    return render(request, "dashboard/workbench.html", context)


def _work(user, standing, now) -> dict:
    """What whoever handles cases is shown beside the notices."""
    overseer, own_url = workbench.oversees(standing), reverse("cases:list", query={"scope": "mine"})
    approvals, waiting = workbench.approvals(standing, PAPERS)
    work = workbench.parted(user, standing, now)
    # What few may know of is read on its own page, which says on itself who reads it.
    opened = next((each for each in approvals if not each.case.is_restricted), None)
    return {
        "figures": workbench.figures(user, standing, waiting, work),
        "columns": workbench.WORK,
        "rows": work.mine,
        "others_rows": work.others[: workbench.WAITING],
        "others_more": len(work.others) > workbench.WAITING,
        "list_heading": "本辖区在办，按期限排列" if overseer else "待我办理，按期限排列",
        "own_url": own_url if overseer and "cases.work_case" in standing.permissions else "",
        "list_url": reverse("cases:list") if overseer else own_url,
        "late_units": workbench.late_units(standing, work.loads),
        "papers": [
            *(_paper(unit, line) for unit, line in workbench.proposed_papers(user, standing, now, PAPERS)),
            *(_missed(row) for row in workbench.proposed_for_missing(standing)[:MISSED]),
        ],
        "queue_url": reverse("supervision:queue"),
        "led_url": reverse("supervision:leader_queue"),
        "duties": desk.owed_rows(standing, now, DUTIES),
        "missing": desk.missing_lines(standing, now),
        "decisions": meeting_showing.owed_decisions(standing, now, DUTIES),
        "approvals": [_approval(row, office_day(now), is_open=row is opened) for row in approvals],
        "approvals_more": waiting > len(approvals),
        "first_cards": _cards(user, standing, now, first=True),
        "cards": _cards(user, standing, now, first=False),
    }


def _cards(user, standing, now, *, first: bool) -> list[dict]:
    found = [(card.template, card.rows(user, standing, now)) for card in DESK_CARDS.values() if card.first == first]
    return [{"template": template, "rows": rows} for template, rows in found if rows]


def _notice(notice: Notice) -> dict:
    return {
        "text": notice.text,
        "url": notice.link,
        "at": moment_text(notice.created_at),
        "unread": notice.read_at is None,
    }


def _paper(unit: str, line) -> dict:
    return {"title": f"拟{line.rung}：{unit}", "url": line.url, "note": f"{line.number} {line.term}超期"}


def _missed(escalation) -> dict:
    return {
        "title": f"拟{escalation.get_proposes_display()}：{escalation.unit.short_name}",
        "url": reverse("supervision:queue"),
        "note": f"{escalation.plan.name}{proposals.words_of(escalation)}",
    }


def _approval(proposal, today, *, is_open: bool) -> dict:
    days = (today - office_day(proposal.proposed_at)).days
    return {
        "title": f"{proposal.label}：{proposal.case.title}",
        "number": proposal.case.number,
        "url": case_url(proposal.case),
        "decide_url": reverse("cases:decide", args=[proposal.case.number, proposal.pk]) if is_open else "",
        "by": proposal.proposed_by.name,
        "unit": proposal.unit.short_name,
        "at": moment_text(proposal.proposed_at),
        "age": f"已等 {days} 天" if days else "今天提请",
    }
