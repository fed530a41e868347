"""The form of a kind of publication."""

from governance.cases.fields.asked import facts_of
from governance.organisation.models import Unit

from ..models import PublicationKind
from ..products.documents import DOCUMENTS
from .defining import Definition

FACTS = facts_of(
    "governance.publications",
    "kind",
    reach=tuple(PublicationKind.Reach.choices),
    drafters=tuple(Unit.Kind.choices),
    approver=tuple(PublicationKind.Approver.choices),
    reads_by=tuple(Unit.Kind.choices),
    made_as=tuple((each.code, each.label) for each in DOCUMENTS.values()),
)


def definition(told: dict) -> Definition:
    """What was typed."""
    return Definition(**{name: [] if value is None else value for name, value in told.items()})
