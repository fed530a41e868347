"""The pages of the dashboard: who passes each, and what it may cost."""

from tests.access.doors import Listed, Row

ROWS = {
    "dashboard:workbench": Row(),
}
LISTS = (
    Listed("dashboard:workbench", "clerk", 18),
    Listed("dashboard:workbench", "handler", 13),
    Listed("dashboard:workbench", "lead", 14),
    Listed("dashboard:workbench", "staff", 20),
    Listed("dashboard:workbench", "leader", 13),
    Listed("dashboard:workbench", "county", 20),
    Listed("dashboard:workbench", "inspector", 9),
    Listed("dashboard:workbench", "mediator", 16),
    Listed("dashboard:workbench", "judge", 9),
    Listed("dashboard:workbench", "justice_officer", 13),
    Listed("dashboard:workbench", "system_admin", 4),
)
