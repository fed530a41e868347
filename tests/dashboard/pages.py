"""The pages of the dashboard: who passes each, and what it may cost."""

from tests.access.doors import Listed, Row

ROWS = {
    "dashboard:workbench": Row(),
}
LISTS = (
    Listed("dashboard:workbench", "clerk", 20),
    Listed("dashboard:workbench", "handler", 19),
    Listed("dashboard:workbench", "lead", 21),
    Listed("dashboard:workbench", "staff", 28),
    Listed("dashboard:workbench", "leader", 24),
    Listed("dashboard:workbench", "county", 30),
    Listed("dashboard:workbench", "inspector", 14),
    Listed("dashboard:workbench", "mediator", 20),
    Listed("dashboard:workbench", "judge", 14),
    Listed("dashboard:workbench", "justice_officer", 16),
    Listed("dashboard:workbench", "system_admin", 4),
)
