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
    Listed("dashboard:board_list", "county", 6, args=(EVERYWHERE, DAYS, "petition.received")),
    Listed("dashboard:map_list", "county", 6, args=(EVERYWHERE, DAYS, "petition.received")),
    Listed("dashboard:workbench", "clerk", 14),
    Listed("dashboard:workbench", "handler", 13),
    Listed("dashboard:workbench", "lead", 14),
    Listed("dashboard:workbench", "staff", 21),
    Listed("dashboard:workbench", "leader", 14),
    Listed("dashboard:workbench", "county", 20),
    Listed("dashboard:workbench", "inspector", 9),
    Listed("dashboard:workbench", "mediator", 16),
    Listed("dashboard:workbench", "judge", 9),
    Listed("dashboard:workbench", "justice_officer", 10),
    Listed("dashboard:workbench", "system_admin", 7),
    *(Listed("dashboard:board", who, 29, SPRING) for who in ("leader", "clerk", "handler")),
    Listed("dashboard:wall", "county", 29, SPRING),
    *(Listed("dashboard:map", who, 14, SPRING) for who in ("leader", "handler")),
    Listed("dashboard:places", "staff", 8),
    Listed("dashboard:places", "clerk", 8, "inside=610116001"),
    Listed("dashboard:places", "grid_worker", 11, "inside=610116001002"),
    Listed("dashboard:places", "staff", 7, "level=15"),
    *(Listed("dashboard:village", who, 11, args=("figures_area",)) for who in ("staff", "clerk", "grid_worker")),
    Listed("dashboard:points", "staff", 11, args=("county",)),
    Listed("dashboard:board", "county", 32, f"{SPRING}&area=610116001&against_start=2026-03-01&against_end=2026-03-31"),
)
