"""Builders of joint tasks: the township asks, the county decides, the housing department leads, water assists."""

from governance.cases.steps import actions
from security.models import JointTask
from tests.builders import OPENED, step


def task(cast, *, at=OPENED, actor=None, **fields) -> JointTask:
    """A task that the township asks for."""
    values = {
        "kind": "joint_task",
        "title": "老旧管网渗漏联治",
        "summary": "三处渗漏影响路面，单独一家办不了。",
        "area": cast.area("610116001002"),
        "form": "joint",
        "joint": "treatment",
        "channel": "online",
        "lead_unit": cast.weiqu,
        "opened_at": at,
    }
    made = JointTask(**values | fields)
    actions.open_case(made, actor=actor or cast.clerk, at=at, replay=True)
    return made


def decided(case, cast, *, actor=None, later=1, **facts):
    """The county's centre has decided who leads and who assists."""
    told = {
        "to_unit": cast.housing,
        "assisting": [{"unit": cast.water}],
        "days": 30,
        "decision": "住建牵头，水务查漏。",
        "reason": "属住建职责。",
    }
    step(case, "decide", actor or cast.staff, later=later, **told | facts)


def named(case, cast, later=2):
    """The lead has named who takes part."""
    rows = [{"person": cast.handler, "duty": "统筹"}, {"person": cast.water_handler, "duty": "查漏"}]
    step(case, "members", cast.lead, later=later, members=rows)


def ordered(case, cast, later=3, **facts):
    """The water department has an order."""
    step(case, "order", cast.lead, later=later, **{"unit": cast.water, "order": "三日内查清漏点。"} | facts)


def running(case, cast):
    """It is under way, with members and an order that nobody has received."""
    decided(case, cast)
    named(case, cast)
    ordered(case, cast)


def reported(case, cast):
    """The lead has reported what came of it."""
    running(case, cast)
    step(case, "receive", cast.water_handler, later=4)
    step(case, "result", cast.water_handler, later=5, which=case.orders.get(), result="查清两处漏点。")
    step(case, "finish", cast.lead, later=20, result="漏点修复。")


def _closed(case, cast):
    reported(case, cast)
    step(case, "close", cast.clerk, later=21, note="路面恢复。")


PATHS = {
    "asked": lambda case, cast: None,
    "running": running,
    "reported": reported,
    "closed": _closed,
    "declined": lambda case, cast: step(
        case, "decline", cast.staff, later=1, decision="由街道自行处理。", reason="一家可办。"
    ),
    "stopped": lambda case, cast: step(case, "stop", cast.clerk, later=1, reason="已经修复。"),
}


def in_status(cast, status: str) -> JointTask:
    """A task in that status."""
    case = task(cast)
    PATHS[status](case, cast)
    case.refresh_from_db()
    return case
