"""The pages of the dashboard: who passes each, and what it may cost."""

from tests.access.doors import Listed, Row

ROWS = {
    "dashboard:workbench": Row(),
}
LISTS = (
    Listed("dashboard:workbench", "clerk", 19),
    Listed("dashboard:workbench", "handler", 14),
    Listed("dashboard:workbench", "lead", 15),
    Listed("dashboard:workbench", "staff", 21),
    Listed("dashboard:workbench", "leader", 14),
    Listed("dashboard:workbench", "county", 21),
    Listed("dashboard:workbench", "inspector", 11),
    Listed("dashboard:workbench", "mediator", 17),
    Listed("dashboard:workbench", "judge", 11),
    Listed("dashboard:workbench", "justice_officer", 14),
    Listed("dashboard:workbench", "system_admin", 4),
)
