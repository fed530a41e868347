"""The form of a kind of publication."""

from governance.cases.fields.asked import facts_of
from governance.cases.workflow import Fact
from governance.duties.models import DutyPlan
from governance.organisation.models import Unit

from ..models import PublicationKind
from ..products.documents import DOCUMENTS
from .defining import Definition


def facts() -> tuple[Fact, ...]:
    """What is asked of a kind; the plans are those that there are now."""
    return facts_of(
        "governance.publications",
        "kind",
        reach=tuple(PublicationKind.Reach.choices),
        drafters=tuple(Unit.Kind.choices),
        approver=tuple(PublicationKind.Approver.choices),
        reads_by=tuple(Unit.Kind.choices),
        plan_code=tuple(DutyPlan.objects.filter(effective_to=None).order_by("name").values_list("code", "name")),
        made_as=tuple((each.code, each.label) for each in DOCUMENTS.values()),
    )


def definition(told: dict) -> Definition:
    """What was typed."""
    return Definition(**{name: [] if value is None else value for name, value in told.items()})
