"""The pages of the dashboard: who passes each, and what it may cost."""

from governance.figures.tables import EVERYWHERE
from tests.access.doors import CASE_PEOPLE, Door, Listed, Row
from tests.figures.pages import DAYS

SPRING = "period=custom&start=2026-03-01&end=2026-04-30"

ROWS = {
    "dashboard:workbench": Row(),
    "dashboard:first": Row(),
    "dashboard:next": Row(),
    "dashboard:board": Row(get=Door(CASE_PEOPLE)),
    "dashboard:wall": Row(get=Door(CASE_PEOPLE)),
    "dashboard:map": Row(get=Door(CASE_PEOPLE)),
    "dashboard:board_list": Row(get=Door(CASE_PEOPLE), args=("everywhere", "days", "figure")),
    "dashboard:map_list": Row(get=Door(CASE_PEOPLE), args=("everywhere", "days", "figure")),
    "dashboard:places": Row(get=Door(CASE_PEOPLE)),
    "dashboard:points": Row(get=Door(CASE_PEOPLE), args=("county",)),
    "dashboard:village": Row(get=Door(CASE_PEOPLE), args=("figures_area",)),
}
NO_LIST = {"dashboard:first", "dashboard:next"}
LISTS = (
    Listed("dashboard:board_list", "county", 7, args=(EVERYWHERE, DAYS, "petition.received")),
    Listed("dashboard:map_list", "county", 7, args=(EVERYWHERE, DAYS, "petition.received")),
    Listed("dashboard:workbench", "clerk", 16),
    Listed("dashboard:workbench", "handler", 16),
    Listed("dashboard:workbench", "lead", 16),
    Listed("dashboard:workbench", "staff", 22),
    Listed("dashboard:workbench", "leader", 15),
    Listed("dashboard:workbench", "county", 21),
    Listed("dashboard:workbench", "inspector", 11),
    Listed("dashboard:workbench", "mediator", 20),
    Listed("dashboard:workbench", "judge", 11),
    Listed("dashboard:workbench", "justice_officer", 13),
    Listed("dashboard:workbench", "system_admin", 8),
    *(Listed("dashboard:board", who, 30, SPRING) for who in ("leader", "clerk", "handler")),
    Listed("dashboard:wall", "county", 30, SPRING),
    *(Listed("dashboard:map", who, 15, SPRING) for who in ("leader", "handler")),
    Listed("dashboard:places", "staff", 10),
    Listed("dashboard:places", "clerk", 10, "inside=610116001"),
    Listed("dashboard:places", "grid_worker", 12, "inside=610116001002"),
    Listed("dashboard:places", "staff", 10, "level=15"),
    *(Listed("dashboard:village", who, 12, args=("figures_area",)) for who in ("staff", "clerk", "grid_worker")),
    Listed("dashboard:points", "staff", 12, args=("county",)),
    Listed("dashboard:board", "county", 33, f"{SPRING}&area=610116001&against_start=2026-03-01&against_end=2026-03-31"),
)
