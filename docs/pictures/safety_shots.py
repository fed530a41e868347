"""The pictures of public safety: the list of decisions, and the conditions of one."""

from .shots import CENTRE, Shot, at, handler_at

GOING = {"kind": "risk_assessment", "status": "going"}

SHOTS = (
    Shot("assessments", at(CENTRE, "/security/assessments/?scope=all"), tallest=640),
    Shot("assessment-conditions", handler_at(**GOING), part="#conditions"),
)
