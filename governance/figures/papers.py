"""What is counted of the papers of the ladder, and of the unit that each of them is for."""

from django.db.models import Q

from governance.supervision.models import SupervisionPaper
from governance.supervision.papers.steps import ANSWER, SUPERVISION
from governance.supervision.vocabulary import RUNGS

from .measures import Measure, of_terms, of_words

SUBJECT, KIND = "督办文书", SUPERVISION.kind
RUNG = of_words("rung", RUNGS)


def _paper(name: str, label: str, rule: str, day: str, until: str = "", holds: Q | None = None) -> Measure:
    def rows():
        return SupervisionPaper.objects.filter(holds or Q())

    told = {"unit": "target_unit", "kind": KIND, "groups": (RUNG,)}
    return Measure(f"{KIND}.{name}", SUBJECT, label, rule, rows, day, until, **told)


ANSWERED, ANSWERED_RATE = of_terms(KIND, "answered", SUBJECT, "反馈", ANSWER)
MEASURES = (
    _paper("issued", "制发", "期间内制发的，按制发之日计，算在被督办的单位", "signed_on"),
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
    _paper("lifted", "解除", "期间内整改到位解除的", "closed_at", holds=Q(status="lifted")),
    _paper("in_force", "期末在督", "期间结束时已经制发、没有解除或者撤销的", "signed_on", "closed_at"),
    *ANSWERED,
)
RATES = (ANSWERED_RATE,)
