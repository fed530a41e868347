"""The pages of the dashboard: who passes each, and what it may cost."""

from tests.access.doors import Listed, Row

ROWS = {
    "dashboard:workbench": Row(),
}
LISTS = (
    Listed("dashboard:workbench", "clerk", 15),
    Listed("dashboard:workbench", "handler", 16),
    Listed("dashboard:workbench", "lead", 17),
    Listed("dashboard:workbench", "staff", 24),
    Listed("dashboard:workbench", "leader", 19),
    Listed("dashboard:workbench", "county", 25),
    Listed("dashboard:workbench", "inspector", 9),
    Listed("dashboard:workbench", "mediator", 17),
    Listed("dashboard:workbench", "judge", 9),
    Listed("dashboard:workbench", "justice_officer", 11),
    Listed("dashboard:workbench", "system_admin", 4),
)
