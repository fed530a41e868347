"""What an account meeting lists: cases under a leader, grave disputes that none has, papers to be answered, decisions
of the unit's own meetings."""

from datetime import date, datetime, time

from django.db.models import Exists, OuterRef, Q, Subquery

from governance.cases import access
from governance.cases.common_facts import ASKED
from governance.cases.models import Case, Clock
from governance.cases.steps import actions, elsewhere
from governance.cases.steps.possible import why_not
from governance.duties.meetings import decisions
from governance.duties.models import Decision, DecisionEntry
from governance.frame.days import office_day, office_moment
from governance.frame.wording import clipped
from governance.organisation.areas.lying import inside
from governance.organisation.models import Unit

from ..leading.scopes import grave
from ..leading.steps import STRIKE_OFF, STRUCK_AT_MEETING
from ..models import AccountItem, LeaderCase, SupervisionPaper
from ..papers.steps import ANSWER, IN_FORCE
from .actions import Promise, Provider, Ruling, last_of

GRAVE = "grave"


def _within(unit: Unit, cases):
    return cases.filter(inside(unit.area_id)).exclude(confidentiality=Case.Confidentiality.RESTRICTED)


def _led(unit: Unit, first: date, last: date):
    """Cases under a leader whose day has come, and those that ended in the month."""
    due = Q(ended_on=None, promised_on__lte=last) | Q(ended_on__range=(first, last))
    rows = _within(unit, LeaderCase.objects.filter(due))
    for led in rows.exclude(status="withdrawn").select_related("leader__user"):
        yield Promise(
            key=str(led.pk),
            title=f"{led.title}（{led.number}）",
            unit_id=led.lead_unit_id,
            promised_on=led.promised_on,
            owner=str(led.leader),
            case_id=led.pk,
            done=f"{led.ended_on} 已销号。{led.result}" if led.ended_on else "",
        )


def _why_led(key: str, ruling: Ruling) -> str:
    led = LeaderCase.objects.get(pk=int(key))
    if not access.may_take(ruling.actor, led, STRIKE_OFF):
        return "所包事项由本单位或者上级单位承办的，不能自己销号：由上级综治中心核查销号。"
    return why_not(led, STRUCK_AT_MEETING, ruling.at)


def _strike_led(key: str, ruling: Ruling) -> None:
    led = LeaderCase.objects.get(pk=int(key))
    told = {"meeting": ruling.meeting.number, "by": ruling.actor.name, "proof": ruling.told["proof"]}
    actions.take_step(led, "struck_at_meeting", told, actor=None, at=ruling.at)


def _keep_led(key: str, ruling: Ruling) -> None:
    led = LeaderCase.objects.get(pk=int(key))
    if led.status == "reported":
        actions.take_step(
            led, "send_back", {"reason": ruling.told["reason"], **ASKED}, actor=ruling.actor, at=ruling.at
        )
    actions.take_step(led, "redate", _new_date(ruling), actor=ruling.actor, at=ruling.at)


def _new_date(ruling: Ruling) -> dict:
    return {name: ruling.told[name] for name in ("reason", "measure", "new_on")} | ASKED


def _grave(unit: Unit, first: date, last: date):
    """Grave disputes that no leader has in charge: those still open, by the end of the month or the day to which the
    meeting put them off, and those that ended in the month."""
    led = LeaderCase.objects.filter(subject=OuterRef("pk")).exclude(status="withdrawn")
    put_off = AccountItem.objects.filter(provider=GRAVE, case=OuterRef("pk"), outcome=AccountItem.Outcome.KEPT)
    rows = _within(unit, Case.objects.filter(grave(), ~Exists(led), parent=None, opened_at__lte=bounds(first, last)[1]))
    rows = rows.filter(Q(closed_at=None) | Q(closed_at__range=bounds(first, last)))
    rows = rows.annotate(new_on=Subquery(put_off.order_by("-at").values("new_on")[:1])).select_related("handler")
    for case in rows.filter(Q(new_on=None) | Q(new_on__lte=last) | Q(closed_at__isnull=False)):
        yield Promise(
            key=str(case.pk),
            title=f"{case.title}（{case.number}）",
            unit_id=case.lead_unit_id,
            promised_on=case.new_on or last_of(first),
            owner=case.handler.name if case.handler else "",
            case_id=case.pk,
            done=f"{office_day(case.closed_at)} 已办结。" if case.closed_at else "",
        )


def _why_grave(key: str, ruling: Ruling) -> str:
    is_open = Case.objects.filter(pk=int(key), closed_at=None).exists()
    return "纠纷还没有办结，不能销号：请保留，写明原因、措施和期限。" if is_open else ""


def _strike_grave(key: str, ruling: Ruling) -> None:
    """It has ended by itself; nothing more is done with it."""


def _keep_grave(key: str, ruling: Ruling) -> None:
    """Whoever has it in hand reads what the meeting wants of it and by when."""
    asked = (("没有化解的原因", "reason"), ("措施", "measure"), ("期限", "new_on"))
    told = [["交账会", ruling.meeting.number], *([label, str(ruling.told[name])] for label, name in asked)]
    case, act = Case.objects.get(pk=int(key)), actions.Act(ruling.actor, ruling.at)
    elsewhere.note(case, "accounted", "交账会保留", told, act)


def _papers(unit: Unit, first: date, last: date):
    """Papers in force whose answer is due or waits for its check, and those lifted in the month."""
    newest = Clock.objects.filter(case=OuterRef("pk"), term_code=ANSWER).order_by("-started_at", "-pk")
    known = _within(unit, SupervisionPaper.objects.annotate(due=Subquery(newest.values("due")[:1])))
    known = known.select_related("target_unit").filter(due__lte=last)
    for paper in known.filter(status__in=IN_FORCE):
        yield _of_paper(paper, paper.due)
    for paper in known.filter(status="lifted", closed_at__range=bounds(first, last)):
        yield _of_paper(paper, paper.due, done=f"{office_day(paper.closed_at)} 已解除。")


def bounds(first: date, last: date) -> tuple[datetime, datetime]:
    """The first and the last instant of these days."""
    return office_moment(first), office_moment(last, time.max)


def _of_paper(paper: SupervisionPaper, due: date, done: str = "") -> Promise:
    return Promise(
        key=str(paper.pk),
        title=f"{paper.get_rung_display()}：{paper.get_ground_display()}（{paper.number}）",
        unit_id=paper.target_unit_id,
        promised_on=due,
        case_id=paper.pk,
        done=done,
    )


def _why_paper(key: str, ruling: Ruling) -> str:
    has_answer = SupervisionPaper.objects.filter(pk=int(key), status="answered").exists()
    return "" if has_answer else "责任单位还没有反馈，不能销号，请保留并改期。"


def _strike_paper(key: str, ruling: Ruling) -> None:
    paper = SupervisionPaper.objects.get(pk=int(key))
    found = f"{ruling.told['proof']}（交账会 {ruling.meeting.number}）"
    actions.take_step(paper, "lift", {"found": found, "still_late": True, **ASKED}, actor=ruling.actor, at=ruling.at)


def _keep_paper(key: str, ruling: Ruling) -> None:
    paper = SupervisionPaper.objects.get(pk=int(key))
    if paper.status == "answered":
        days = max((ruling.told["new_on"] - office_day(ruling.at)).days, 1)
        actions.take_step(
            paper,
            "check",
            {"found": ruling.told["reason"], "answer_days": min(days, 90), **ASKED},
            actor=ruling.actor,
            at=ruling.at,
        )
        return
    actions.take_step(paper, "redate", _new_date(ruling), actor=ruling.actor, at=ruling.at)


def _decisions(unit: Unit, first: date, last: date):
    """What meetings of the unit decided: due and not carried out, or carried out in the month."""
    told = Q(case=None) | ~Q(case__confidentiality=Case.Confidentiality.RESTRICTED)
    called = Decision.objects.filter(told, meeting__unit=unit).select_related("meeting")
    for decision in called.filter(state=Decision.State.OPEN, due_on__lte=last):
        yield _of_decision(decision)
    done = DecisionEntry.objects.filter(kind=DecisionEntry.Kind.DONE, at__range=bounds(first, last))
    done = done.filter(decision__in=called.filter(state=Decision.State.DONE)).select_related("decision__meeting")
    for entry in done.order_by("decision_id", "-version").distinct("decision_id"):
        yield _of_decision(entry.decision, done=entry.text)


def _of_decision(decision: Decision, done: str = "") -> Promise:
    return Promise(
        key=str(decision.pk),
        title=f"{decision.text}（{decision.meeting.title}）",
        unit_id=decision.unit_id,
        promised_on=decision.due_on,
        owner=decision.person,
        case_id=decision.case_id,
        done=done,
    )


def _strike_decision(key: str, ruling: Ruling) -> None:
    decision = Decision.objects.get(pk=int(key))
    decisions.settle(decision, ruling.told["proof"], decision.version, actor=ruling.actor, at=ruling.at)


def _keep_decision(key: str, ruling: Ruling) -> None:
    decision = Decision.objects.get(pk=int(key))
    reason = clipped(f"{ruling.told['reason']}措施：{ruling.told['measure']}", 500)
    decisions.redate(decision, ruling.told["new_on"], reason, decision.version, actor=ruling.actor, at=ruling.at)


PROVIDERS = (
    Provider("leader_case", "领导包案", _led, _strike_led, _keep_led, _why_led),
    Provider(GRAVE, "重大疑难纠纷", _grave, _strike_grave, _keep_grave, _why_grave),
    Provider("supervision", "督办文书", _papers, _strike_paper, _keep_paper, _why_paper),
    Provider("decision", "会议决定", _decisions, _strike_decision, _keep_decision),
)
