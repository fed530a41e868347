"""The pages of the dashboard: who passes each, and what it may cost."""

from tests.access.doors import CASE_PEOPLE, Door, Listed, Row

SPRING = "period=custom&start=2026-03-01&end=2026-04-30"

ROWS = {
    "dashboard:workbench": Row(),
    "dashboard:first": Row(),
    "dashboard:board": Row(get=Door(CASE_PEOPLE)),
    "dashboard:wall": Row(get=Door(CASE_PEOPLE)),
    "dashboard:map": Row(get=Door(CASE_PEOPLE)),
}
NO_LIST = {"dashboard:first"}
LISTS = (
    Listed("dashboard:workbench", "clerk", 19),
    Listed("dashboard:workbench", "handler", 14),
    Listed("dashboard:workbench", "lead", 15),
    Listed("dashboard:workbench", "staff", 21),
    Listed("dashboard:workbench", "leader", 14),
    Listed("dashboard:workbench", "county", 21),
    Listed("dashboard:workbench", "inspector", 11),
    Listed("dashboard:workbench", "mediator", 18),
    Listed("dashboard:workbench", "judge", 11),
    Listed("dashboard:workbench", "justice_officer", 14),
    Listed("dashboard:workbench", "system_admin", 4),
    *(Listed("dashboard:board", who, 30, SPRING) for who in ("leader", "clerk", "handler")),
    Listed("dashboard:wall", "county", 30, SPRING),
    *(Listed("dashboard:map", who, 15, SPRING) for who in ("leader", "handler")),
    Listed("dashboard:board", "county", 33, f"{SPRING}&area=610116001&against_start=2026-03-01&against_end=2026-03-31"),
)
