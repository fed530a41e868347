"""The measures of mediation that the whole house reads: those of its own page, in the words of every figure."""

from governance.figures.measures import Measure, Rate

from ..models import Dispute
from . import measures

SUBJECT = "矛盾纠纷"
OPENED, CLOSED = "dispute.opened", "dispute.closed"
OWN = {measure.code: measure for measure in measures.OF_DISPUTES}


def _measure(code: str, day: str, until: str = "", facts=(), gone=(), **holds) -> Measure:
    """The measure of the page with this code."""

    def rows():
        found = Dispute.objects.filter(kind="dispute").annotate(first_agreement=measures.first_agreement())
        return found.filter(**holds)

    own = OWN[code]
    told = own.explains or own.label
    tallied = {"facts": facts, "gone": gone}
    return Measure(f"dispute.{code}", SUBJECT, own.label, told, rows, day, until, kind="dispute", **tallied)


MEASURES = (
    _measure("received", "opened_at", facts=(OPENED,)),
    _measure("closed", "closed_at", facts=(CLOSED,)),
    _measure("closing", "opened_at", "closed_at", (OPENED,), (CLOSED,)),
    _measure("agreed", "first_agreement"),
    _measure("unsettled", "closed_at", status="failed", first_agreement=None),
    _measure("resolved", "closed_at", facts=(f"{CLOSED} resolved",), status="resolved"),
    _measure("solved_village", "closed_at", status="resolved", solved_level="village"),
    _measure("solved_township", "closed_at", status="resolved", solved_level="township"),
    _measure("withdrawn", "closed_at", facts=(f"{CLOSED} withdrawn",), status="withdrawn"),
    _measure("merged", "closed_at", facts=(f"{CLOSED} merged",), status="merged"),
)
RATES = (
    Rate(
        "dispute.success_rate",
        SUBJECT,
        "调解成功率",
        "调解成功 ÷（调解成功 + 调解未成）",
        "dispute.agreed",
        ("dispute.agreed", "dispute.unsettled"),
    ),
)
