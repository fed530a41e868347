"""The measures of mediation that the whole house reads: those of its own page, in the words of every figure."""

from governance.figures.measures import Measure, Rate

from ..models import Dispute
from . import measures

SUBJECT = "矛盾纠纷"
OWN = {measure.code: measure for measure in measures.OF_DISPUTES}


def _measure(code: str, day: str, until: str = "", **holds) -> Measure:
    """The measure of the page with this code."""

    def rows():
        found = Dispute.objects.filter(kind="dispute").annotate(first_agreement=measures.first_agreement())
        return found.filter(**holds)

    own = OWN[code]
    return Measure(f"dispute.{code}", SUBJECT, own.label, own.explains or own.label, rows, day, until, kind="dispute")


MEASURES = (
    _measure("received", "opened_at"),
    _measure("closed", "closed_at"),
    _measure("closing", "opened_at", "closed_at"),
    _measure("agreed", "first_agreement"),
    _measure("unsettled", "closed_at", status="failed", first_agreement=None),
    _measure("resolved", "closed_at", status="resolved"),
    _measure("solved_village", "closed_at", status="resolved", solved_level="village"),
    _measure("solved_township", "closed_at", status="resolved", solved_level="township"),
    _measure("withdrawn", "closed_at", status="withdrawn"),
    _measure("merged", "closed_at", status="merged"),
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
