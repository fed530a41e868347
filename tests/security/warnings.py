"""Builders of warnings: the county's centre warns 韦曲街道 in orange, a leader signs, the units there confirm."""

from datetime import timedelta

from governance.cases.steps import actions
from security.models import Warning
from security.warnings.sending import draft, end_past
from tests.builders import OPENED

ADVICE = "转移低洼处住户。"


def warning(cast, *, at=OPENED, replay=True, actor=None, **fields) -> Warning:
    """A draft of six hours of rain for the township, its village and its police station."""
    values = {
        "title": "强降雨预警",
        "summary": "六小时降雨五十毫米以上。",
        "area": cast.area("610116001"),
        "warning_kind": "nature",
        "level": "orange",
        "begins_at": at,
        "ends_at": at + timedelta(hours=6),
        "advice": ADVICE,
        "whom": ["township", "village", "police"],
        "channel": "online",
        "lead_unit": cast.centre,
        "opened_at": at,
    }
    return draft(Warning(**values | fields), actor=actor or cast.staff, at=at, replay=replay)


def soon(case, name: str, actor, *, minutes: int, replay=True, **facts):
    """The step is taken so many minutes after the draft."""
    at = case.opened_at + timedelta(minutes=minutes)
    event = actions.take_step(case, name, facts, actor=actor, at=at, replay=replay)
    case.refresh_from_db()
    return event


def signed(case, cast, **how):
    """A leader has signed it."""
    soon(case, "issue_grave", cast.leader, **{"minutes": 10} | how)


def changed(case, cast, *, minutes: int, **how):
    """A leader has signed the change to the other grave level; everybody is asked anew."""
    level = "red" if case.level == "orange" else "orange"
    told = {"level": level, "ends_at": case.ends_at, "advice": case.advice, "reason": "雨势变化。"}
    soon(case, "change_grave", cast.staff, minutes=minutes, **how, **told)
    at = case.opened_at + timedelta(minutes=minutes)
    actions.decide(case.proposals.get(decision=""), approve=True, actor=cast.leader, at=at)
    case.refresh_from_db()


def _lifted(case, cast):
    signed(case, cast)
    soon(case, "lift_grave", cast.leader, minutes=60, reason="降雨停止。")


def _lapsed(case, cast):
    signed(case, cast)
    end_past(case.ends_at)


PATHS = {
    "draft": lambda case, cast: None,
    "in_force": signed,
    "lifted": _lifted,
    "lapsed": _lapsed,
    "dropped": lambda case, cast: soon(case, "drop", cast.staff, minutes=5, reason="雨势减弱。"),
}


def in_status(cast, status: str) -> Warning:
    """A warning in that status."""
    case = warning(cast)
    PATHS[status](case, cast)
    case.refresh_from_db()
    return case
