"""The cards of a supervision paper on its page: what it is about, and the papers before and after it."""

from governance.cases.models import Case
from governance.cases.registry import Section
from governance.cases.views.parts import case_url


def sections(paper, user, now) -> list[Section]:
    """The cases that the paper is about, as far as the reader may know of them, and the ladder it stands on."""
    known = {case.pk: case for case in Case.objects.visible_to(user).filter(supervised_by__paper=paper)}
    rows = list(paper.subjects.select_related("escalation__clock__term"))
    lines = [_line(row, known[row.case_id]) for row in rows if row.case_id in known]
    raised = [_step(each) for each in paper.raised_to.all()]
    if not lines and not raised:
        return []
    hidden = len(rows) - len(lines)
    return [Section("supervision/_subjects.html", {"lines": lines, "hidden": hidden, "raised": raised})]


def _line(row, case) -> dict:
    clock = row.escalation.clock if row.escalation_id else None
    return {
        "number": case.number,
        "url": case_url(case),
        "title": case.title,
        "late": f"{clock.name} {clock.due} 到期" if clock is not None and clock.due else "",
    }


def _step(paper) -> dict:
    return {"label": paper.get_rung_display(), "number": paper.number, "url": case_url(paper)}
