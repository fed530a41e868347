"""The cards of a supervision paper on its page: what it is about, and the papers before and after it."""

from django.urls import reverse

from governance.cases.lists.rows import CaseRow, listed, rows_of
from governance.cases.models import Case
from governance.cases.models.case import case_url
from governance.cases.registry import Section
from governance.duties.returns.rows import state_of

from .charges import Charge, charges
from .promised import Promised, about


def sections(paper, user, now) -> list[Section]:
    """What the paper is about, cases as far as the reader may know of them, and the ladder it stands on."""
    of_paper = listed(Case.objects.visible_to(user).filter(supervised_by__paper=paper), user=user)
    known = {row.case.pk: row for row in rows_of(of_paper, user=user, now=now)}
    rows = list(paper.subjects.exclude(case=None).select_related("escalation__clock__term"))
    lines = [_line(row, known[row.case_id]) for row in rows if row.case_id in known]
    missed = [_charge(each) for each in charges(paper)]
    raised = [_step(each) for each in paper.raised_to.all()]
    promised = about(paper)
    cards = []
    if lines or missed or raised or promised:
        context = {"lines": lines, "hidden": len(rows) - len(lines), "missed": missed, "raised": raised}
        context["promised"] = [_promise(each) for each in promised]
        cards.append(Section("supervision/papers/_subjects.html", context))
    groups = list(paper.inspections.prefetch_related("entries__by"))
    if groups:
        cards.append(Section("supervision/papers/_inspections.html", {"groups": groups}))
    return cards


def _line(row, shown: CaseRow) -> dict:
    """The case as its list shows it now, and for which day it was late when the paper was put forward."""
    clock = row.escalation.clock if row.escalation_id else None
    return {"shown": shown, "late": f"{clock.name} {clock.due_said()} 到期" if clock is not None and clock.due else ""}


def _charge(charge: Charge) -> dict:
    came = f"，其中 {charge.came} 期已补报" if charge.came else ""
    windows = [
        {"label": charge.said(task), "url": reverse("duties:task", args=[task.pk]), "state": state_of(task)}
        for task in charge.tasks
    ]
    return {"head": f"{charge.unit} {charge.plan}", "note": f"缺报 {len(charge.tasks)} 期{came}", "windows": windows}


def _promise(each: Promised) -> dict:
    state = each.late if each.is_owed else f"{each.late}，已经落实或者撤销"
    return {"source": each.source, "title": each.title, "url": each.url, "late": state}


def _step(paper) -> dict:
    return {"label": paper.get_rung_display(), "number": paper.number, "url": case_url(paper)}
