"""What calling and holding a hearing does, of a petition and of its review and recheck alike."""

from typing import Any

from governance.cases import deadlines
from governance.cases.registry import workflow_of
from governance.frame.days import office_day
from governance.frame.refusals import FactMissing

from ..steps.hearing import HEARING, INVITING, NOTICE


def call_hearing(case, *, act, facts):
    """Those who take part know so many days before; the days to hold it count from the day somebody asked for it."""
    first: Any = deadlines.counted(NOTICE, act.day).due
    if office_day(facts["hearing_at"]) < first:
        length = deadlines.term_for(NOTICE, act.day).length
        raise FactMissing({"hearing_at": f"听证应当提前{length}通知，最早 {first} 举行。"})
    facts["asked_on"] = facts.get("asked_on") or act.day


def hold_hearing(case, *, act, facts):
    """It was held no earlier than that, and not led by who investigates."""
    noticed = case.clocks.filter(term_code=NOTICE).order_by("-pk").first()
    wrong = {}
    if noticed is not None and facts["held_on"] < noticed.due:
        wrong["held_on"] = f"听证应当提前通知，最早 {noticed.due} 举行；改了日期的，先用“听证改期”重新通知。"
    if facts["host"].pk == case.handler_id:
        wrong["host"] = "主持人不能是办理这件事项的承办人。"
    if wrong:
        raise FactMissing(wrong)


def hearing_ahead(case) -> tuple[str, str] | None:
    """When and where a hearing that was called is held; None where none is ahead."""
    if not case.clocks.filter(term_code=HEARING, ended_at=None).exists():
        return None
    called, table = case.events.filter(step__in=INVITING).latest("seq"), workflow_of(case)
    return called.said(table, "hearing_at"), called.said(table, "place")


EFFECTS = {"call_hearing": call_hearing, "hold_hearing": hold_hearing}
