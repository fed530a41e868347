"""What waits for a leader: the cases that the scan proposed, each with what was found and who answers for it."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Value
from django.urls import reverse

from governance.cases.models import Case
from governance.cases.registry import KINDS
from governance.frame.days import office_day
from governance.organisation.navigation import Counted, Reader

from ..models import LeaderProposal
from ..vocabulary import MEASURED, MEASURED_IN
from .portfolios import Portfolios, portfolios

MOST_SHOWN = 200
WAITING = "waiting for a leader"
WORDS = dict(MEASURED)


def _undecided(user):
    """Open cases with a proposal on which nobody has ruled, under the right to see."""
    proposals = LeaderProposal.objects.filter(case=OuterRef("pk"), decision="")
    return Case.objects.visible_to(user).open().filter(Exists(proposals))


def waiting(user):
    """The undecided cases with what was found, those that wait longest first."""
    proposals = LeaderProposal.objects.filter(decision="").select_related("rule").order_by("rule__position")
    return (
        _undecided(user)
        .select_related("lead_unit", "category", "area")
        .prefetch_related(Prefetch("leader_proposals", proposals))
        .order_by("opened_at", "pk")
    )


def _counted(reader: Reader):
    return _undecided(reader.user).values_list(Value(WAITING), flat=True)[: MOST_SHOWN + 1]


# The menu counts no further than the page shows.
QUEUE = Counted(_counted, (WAITING,), "件等待包案")


@dataclass(frozen=True)
class ProposedCase:
    """One case that a leader should take, in words."""

    url: str
    number: str
    kind: str
    title: str
    unit: str
    opened: str
    reasons: list[str]
    leader: str
    leader_pk: int | None


def lines(user) -> list[ProposedCase]:
    """The queue as the page shows it."""
    known = portfolios()
    labels = {code: kind.workflow.label for code, kind in KINDS.items()}
    return [_line(case, known, labels) for case in waiting(user)[:MOST_SHOWN]]


def _line(case: Case, known: Portfolios, labels: dict[str, str]) -> ProposedCase:
    leader = known.leader_of(case)
    return ProposedCase(
        url=reverse("supervision:leader_proposal", args=[case.number]),
        number=case.number,
        kind=labels.get(case.kind, ""),
        title=case.title,
        unit=case.lead_unit.short_name,
        opened=str(office_day(case.opened_at)),
        reasons=[reason(proposal) for proposal in case.leader_proposals.all()],
        leader=str(leader) if leader else "",
        leader_pk=leader.pk if leader else None,
    )


def reason(proposal: LeaderProposal) -> str:
    """长期未化解：登记以来的天数 112 天（达到 90 天）"""
    rule = proposal.rule
    unit = MEASURED_IN[rule.measured]
    return f"{rule.name}：{WORDS[rule.measured]} {proposal.value} {unit}（达到 {rule.threshold} {unit}）"
