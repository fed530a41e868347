"""Builders of incidents: reported by the township, commanded by the county, answered by the housing department."""

from datetime import timedelta

from governance.cases.steps import actions
from governance.duties.models import Roster, RosterDay, RosterKind, RosterPerson
from governance.duties.rosters import reference as rosters
from governance.notices.models import Notice
from security.incidents.reporting import report
from security.models import Incident
from tests.builders import OPENED, agreed, step


def incident(cast, *, at=OPENED, replay=True, actor=None, **fields) -> Incident:
    """A grave one that the township has just reported."""
    values = {
        "title": "居民楼火灾",
        "summary": "三号楼五层起火，有人员被困。",
        "area": cast.area("610116001002"),
        "place": "凤栖路3号楼",
        "incident_kind": "safety",
        "grade": "major",
        "happened_at": at - timedelta(minutes=20),
        "channel": "phone",
        "lead_unit": cast.weiqu,
        "opened_at": at,
    }
    return report(Incident(**values | fields), actor=actor or cast.clerk, at=at, replay=replay)


def soon(case, name: str, actor, *, minutes: int, replay=True, **facts):
    """The step is taken so many minutes after the first report."""
    at = case.opened_at + timedelta(minutes=minutes)
    return actions.take_step(case, name, facts, actor=actor, at=at, replay=replay)


def progress(case, cast, **how):
    soon(case, "progress", cast.clerk, **{"minutes": 30} | how, note="明火已扑灭。", dead=0, missing=0, injured=2)


def order(case, cast, **how):
    soon(case, "order", cast.staff, **{"minutes": 31} | how, unit=cast.housing, order="查勘楼体结构安全。")


def result(case, cast, **how):
    """What came of the order that the unit received last."""
    given = case.orders.filter(unit=cast.housing).latest("number")
    soon(case, "result", cast.handler, **{"minutes": 80, "which": given, "result": "结构安全。"} | how)


def _handling(case, cast):
    progress(case, cast)
    order(case, cast)


def settled(case, cast):
    _handling(case, cast)
    soon(case, "receive", cast.handler, minutes=35)
    result(case, cast)
    soon(case, "settled", cast.clerk, minutes=90, note="人员已安置。")


def alarmed(case) -> set[str]:
    """Who was asked to acknowledge it."""
    found = Notice.objects.filter(subject_key=case.number, kind="emergency", text__contains="请签收")
    return set(found.values_list("recipient__username", flat=True))


def heard(case, kind: str) -> set[str]:
    """Who on duty in the county was told of its grade by a message of that kind."""
    found = Notice.objects.filter(subject_key=case.number, kind=kind, text__contains="事件：")
    return set(found.values_list("recipient__username", flat=True))


def on_duty(cast, person, day):
    """The person sits on the county's roster that day."""
    rosters.load_reference()
    kind = RosterKind.objects.get(code="duty")
    seat = RosterPerson.objects.create(unit=cast.office, kind=kind, name=person.name, user=person)
    roster = Roster.objects.create(
        kind=kind, unit=cast.office, first=day, last=day, made_by=cast.county, made_at=OPENED
    )
    RosterDay.objects.create(roster=roster, day=day, person=seat)


FINAL = {"cause": "楼道充电。", "dead": 0, "missing": 0, "injured": 2, "outcome": "伤者救治。", "lesson": "清理楼道。"}


def reported_up(case, cast):
    """The leader on duty knows of it, and so does whoever stands above the county."""
    soon(case, "acknowledge", cast.leader, minutes=5)
    told = {"told": "市委政法委值班室", "told_at": OPENED + timedelta(minutes=30), "note": "正在搜救。"}
    soon(case, "report_up", cast.staff, minutes=31, **told)


def _closed(case, cast):
    reported_up(case, cast)
    settled(case, cast)
    soon(case, "final", cast.township_lead, minutes=200, **FINAL)


def _rejected(case, cast):
    """Nothing burned, says the township; the leader on duty agrees."""
    soon(case, "reject_grave", cast.township_lead, minutes=20, replay=False, ground="untrue", reason="没有起火。")
    agreed(case, cast.leader)


def _merged(case, cast):
    step(case, "merge", cast.clerk, later=1, into=incident(cast), note="同一起。")
    agreed(case, cast.leader)


PATHS = {
    "reported": lambda case, cast: None,
    "handling": _handling,
    "settled": settled,
    "closed": _closed,
    "rejected": _rejected,
    "merged": _merged,
}


def in_status(cast, status: str) -> Incident:
    """An incident in that status."""
    case = incident(cast)
    PATHS[status](case, cast)
    case.refresh_from_db()
    return case
