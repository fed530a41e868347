"""Builders of key areas: listed by the county's centre, treated by the police station."""

from governance.cases.steps import actions
from security.models import KeyArea
from tests.attachments.samples import picture, upload
from tests.builders import OPENED, agreed, step


def key_area(cast, *, at=OPENED, **fields) -> KeyArea:
    """A place with thefts that was listed."""
    values = {
        "kind": "key_area",
        "title": "客运站周边扒窃多发",
        "summary": "客流集中，监控有盲区。",
        "area": cast.area("610116001002"),
        "subject": "area",
        "problem": "theft",
        "channel": "patrol",
        "lead_unit": cast.centre,
        "opened_at": at,
    }
    made = KeyArea(**{**values, **fields})
    actions.open_case(made, actor=cast.staff, at=at, replay=True)
    return made


def plan(case, cast, later=1, **facts):
    """The station has six months."""
    told = {"to_unit": cast.station, "months": 6, "cause": "巡防不足。", "reason": "增加巡逻。"}
    step(case, "plan", cast.staff, later=later, **told | facts)


def treated(case, actor):
    """Whoever treats it says that it is done."""
    step(case, "treated", actor, later=60, note="发案下降。", files=[upload("简报.png", picture("PNG"))])


def _evaluating(case, cast):
    plan(case, cast)
    treated(case, cast.officer)


def rated(case, cast, effect="good"):
    """The centre has rated the effect."""
    _evaluating(case, cast)
    step(case, "evaluate", cast.staff, later=61, effect=effect, note="实地查看。")


def _removed(case, cast):
    rated(case, cast)
    step(case, "remove", cast.county, later=62, reason="同意摘牌。")


def take_back(case, cast, later=1):
    """It was listed by mistake, two have said."""
    step(case, "mistaken", cast.staff, later=later, reason="重复挂牌。")
    agreed(case, cast.county)


def _merged(case, cast):
    step(case, "merge", cast.staff, later=1, into=key_area(cast), note="同一处。")
    agreed(case, cast.county)


PATHS = {
    "listed": lambda case, cast: None,
    "treating": plan,
    "evaluating": _evaluating,
    "rated": rated,
    "removed": _removed,
    "cancelled": take_back,
    "merged": _merged,
}


def in_status(cast, status: str) -> KeyArea:
    """A key area in that status."""
    case = key_area(cast)
    PATHS[status](case, cast)
    case.refresh_from_db()
    return case
