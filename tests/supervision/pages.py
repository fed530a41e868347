"""The pages of supervision: who passes each, and what it may cost."""

from dataclasses import replace

from governance.supervision.models import SubjectLaw
from governance.supervision.models.law import load_laws
from tests.access.doors import CASE_PEOPLE, REFERENCE, SEERS, SUPERVISORS, Door, Listed, Row
from tests.supervision import leading
from tests.supervision.growth import Growth as Growth

# The meeting of the centre is for whoever oversees the county.
ACCOUNTED = Door(frozenset({"staff", "leader", "county"}), 404)
ACCOUNTED_TO = replace(ACCOUNTED, only=SUPERVISORS)
PROPOSED = Door(SEERS, 404, only=SUPERVISORS)

ROWS = {
    "supervision:list": Row(),
    "supervision:queue": Row(get=Door(SUPERVISORS), post=Door(SUPERVISORS)),
    "supervision:set_aside": Row(get=None, post=Door(SUPERVISORS)),
    # 水务局 itself, and who oversees the county.
    "supervision:unit": Row(get=Door(frozenset({"water_handler", "staff", "leader", "county"}), 404), args=("unit",)),
    "supervision:leading": Row(),
    "supervision:leader_queue": Row(get=Door(SUPERVISORS)),
    "supervision:leader_proposal": Row(get=PROPOSED, post=PROPOSED, args=("number",)),
    "supervision:accounts": Row(get=Door(CASE_PEOPLE), post=Door(SUPERVISORS)),
    "supervision:account_item": Row(get=ACCOUNTED, post=ACCOUNTED_TO, args=("account", "account_item")),
    "supervision:first": Row(get=Door(CASE_PEOPLE)),
    "supervision:first_cases": Row(get=Door(CASE_PEOPLE)),
    "supervision:late": Row(get=Door(CASE_PEOPLE)),
    "supervision:late_cases": Row(get=Door(CASE_PEOPLE)),
    "supervision:laws": Row(get=Door(REFERENCE)),
    "supervision:law": Row(get=Door(REFERENCE), post=Door(REFERENCE), args=("subject_law",)),
    "supervision:leaders": Row(get=Door(REFERENCE)),
    "supervision:new_leader": Row(get=Door(REFERENCE), post=Door(REFERENCE)),
    "supervision:leader": Row(get=Door(REFERENCE), post=Door(REFERENCE), args=("leader",)),
    "supervision:scopes": Row(get=Door(REFERENCE)),
    "supervision:scope": Row(get=Door(REFERENCE), post=Door(REFERENCE), args=("scope",)),
}
LISTS = (
    Listed("supervision:list", "staff", 3),
    Listed("supervision:queue", "staff", 11),
    Listed("supervision:unit", "staff", 13, args=("unit",)),
    Listed("supervision:leading", "staff", 6),
    Listed("supervision:leader_queue", "staff", 8),
    Listed("supervision:leader_proposal", "staff", 9, args=("number",)),
    Listed("supervision:accounts", "staff", 5),
    Listed("supervision:account_item", "staff", 12, args=("account", "account_item")),
    Listed("supervision:first", "county", 4, "start=2026-03-01&end=2026-04-30"),
    Listed("supervision:first_cases", "county", 6, "start=2026-03-01&end=2026-04-30&figure=passed"),
    Listed("supervision:late", "county", 4, "start=2026-03-01&end=2026-06-30"),
    Listed("supervision:late_cases", "county", 6, "start=2026-03-01&end=2026-06-30&figure=due"),
    Listed("supervision:laws", "county", 3),
    Listed("supervision:law", "county", 3, args=("subject_law",)),
    Listed("supervision:leaders", "county", 4),
    Listed("supervision:leader", "county", 8, args=("leader",)),
    Listed("supervision:scopes", "county", 3),
    Listed("supervision:scope", "county", 3, args=("scope",)),
)
NO_LIST = {
    "supervision:new_leader",
}


def world(cast, made: dict) -> dict:
    """A leader, an account meeting with an item, and a rule of what goes to leaders."""
    leading.rules()
    load_laws()
    law = SubjectLaw.objects.first().pk
    return {"leader": leading.leaders(cast)[0].pk, **leading.accounted(cast), "scope": "collective", "subject_law": law}
