"""What is counted of the papers of the ladder, and of the unit that each of them is for."""

from django.db.models import Q

from governance.supervision.models import SupervisionPaper
from governance.supervision.papers.steps import ANSWER, STATUSES, SUPERVISION
from governance.supervision.vocabulary import RUNGS

from .measures import Measure, balance, of_terms, of_words

SUBJECT, KIND = "督办文书", SUPERVISION.kind
RUNG = of_words("rung", RUNGS, label="文书")


def _once_issued(*statuses: str) -> tuple[str, ...]:
    return tuple(f"{KIND}.closed {status} once issued" for status in statuses)


def _paper(name: str, label: str, rule: str, day: str, holds: Q | None = None, **how) -> Measure:
    """Of papers that were signed: what was drafted and dropped is for nobody."""

    def rows():
        return SupervisionPaper.objects.filter(holds or Q(), signed_on__isnull=False)

    return Measure(f"{KIND}.{name}", SUBJECT, label, rule, rows, day, kind=KIND, groups=(RUNG,), **how)


OPENING, ISSUED, ENDED, IN_FORCE = balance(
    _paper(
        "issued",
        "制发",
        "期间内制发的，按制发之日计，算在被督办的单位",
        "signed_on",
        facts=(f"{KIND}.issued",),
        tallied_by=("rung",),
    ),
    "closed_at",
    (f"{KIND}.opening", "期初在督"),
    (f"{KIND}.ended", "解除和撤销", "期间内解除、撤销的"),
    (f"{KIND}.in_force", "期末在督"),
    _once_issued(*(code for code, status in STATUSES.items() if status.closed)),
)
ANSWERED, ANSWERED_RATE = of_terms(KIND, "answered", SUBJECT, "反馈", ANSWER)
MEASURES = (
    OPENING,
    ISSUED,
    _paper(
        "yellow_card",
        "其中黄牌警告",
        "期间内发出的黄牌警告书，撤销的不计",
        "signed_on",
        holds=Q(rung="yellow_card") & ~Q(status="revoked"),
    ),
    _paper(
        "veto",
        "其中一票否决",
        "期间内制发的一票否决决定书，撤销的不计",
        "signed_on",
        holds=Q(rung="one_vote_veto") & ~Q(status="revoked"),
    ),
    ENDED,
    _paper(
        "lifted",
        "其中解除",
        "期间内整改到位解除的",
        "closed_at",
        holds=Q(status="lifted"),
        facts=_once_issued("lifted"),
    ),
    IN_FORCE,
    *ANSWERED,
)
RATES = (ANSWERED_RATE,)
