"""What is counted of petitions. How many there are is no fault of any unit: only what was done in time is compared."""

from django.db.models import Exists, OuterRef, Q

from governance.cases.law.rewards import NO_COUNT
from governance.cases.models import Case, Clock
from governance.dashboard.board.plots import MONTHS, UNITS, Headline, Plot
from governance.figures.measures import CATEGORY, CHANNEL, Measure, Rate, of_terms

KIND, SUBJECT = "petition", "信访"
# What the database tallies of them.
OPENED, CLOSED = ("petition.opened",), ("petition.closed",)
WITHDRAWN, MERGED = ("petition.closed withdrawn",), ("petition.closed merged",)
NOTICES = ("petition.notice", "petition.notice_transferred")
ACCEPTING = ("petition.accept", "petition.simple_accept")
ANSWERING = ("petition.handle", "petition.simple_handle")


def _measure(name: str, label: str, rule: str, day: str, holds: Q | None = None, **how) -> Measure:
    def rows():
        return Case.objects.filter(holds or Q(), kind=KIND)

    return Measure(f"petition.{name}", SUBJECT, label, rule, rows, day, kind="petition", unscored=NO_COUNT, **how)


ROUTED, ROUTED_RATE = of_terms(KIND, "routed", SUBJECT, "登记转办", "petition.route")
NOTIFIED, NOTIFIED_RATE = of_terms(KIND, "notified", SUBJECT, "告知", *NOTICES)
ACCEPTED, ACCEPTED_RATE = of_terms(KIND, "accepted", SUBJECT, "决定受理", *ACCEPTING)
ANSWERED, ANSWERED_RATE = of_terms(KIND, "answered", SUBJECT, "答复", *ANSWERING)
RATING = "petition.rating"


def _rated(name: str, label: str, rule: str, *ratings: str) -> Measure:
    """Petitions whose last answer was rated so; one that was revoked and answered anew counts by its new rating."""

    def rows():
        clocks = Clock.objects.filter(case__kind=KIND, term_code=RATING)
        later = clocks.filter(case=OuterRef("case"), pk__gt=OuterRef("pk"))
        return clocks.filter(~Exists(later), outcome=Clock.Outcome.MET, case__petition__rating__in=ratings)

    told = {"unit": "case__lead_unit", "path": "case__", "kind": KIND, "by_case": True}
    return Measure(f"petition.{name}", SUBJECT, label, f"{rule}，按评价之日计", rows, "ended_at", **told)


RATED = _rated("rated", "评价", "信访人评价了办理单位的", "satisfied", "fair", "dissatisfied")
SATISFIED = _rated("satisfied", "其中满意、基本满意", "信访人对办理单位满意或者基本满意的", "satisfied", "fair")
DISSATISFIED = _rated("dissatisfied", "其中不满意", "信访人对办理单位不满意的", "dissatisfied")
# All of these terms together.
DONE, DONE_RATE = of_terms(KIND, "done", SUBJECT, "办理", "petition.route", *NOTICES, *ACCEPTING, *ANSWERING)

MEASURES = (
    _measure(
        "received",
        "收到",
        "期间内收到的，按收到之日计，算在现在承办的单位",
        "opened_at",
        facts=OPENED,
        groups=(CATEGORY, CHANNEL),
    ),
    _measure("repeated", "其中重复反映", "同一人就同一事项再次提出的", "opened_at", Q(petition__is_repeat=True)),
    _measure("closed", "办结", "期间内归档、撤回或者并案的", "closed_at", facts=CLOSED),
    _measure("withdrawn", "其中撤回", "信访人撤回的", "closed_at", Q(status="withdrawn"), facts=WITHDRAWN),
    _measure("merged", "其中并案", "并入另一件办理的", "closed_at", Q(status="merged"), facts=MERGED),
    _measure("open", "期末未结", "期间结束时没有办结的", "opened_at", until="closed_at", facts=OPENED, gone=CLOSED),
    *ROUTED,
    *NOTIFIED,
    *ACCEPTED,
    *ANSWERED,
    *DONE,
    RATED,
    SATISFIED,
    DISSATISFIED,
)
RATES = (
    ROUTED_RATE,
    NOTIFIED_RATE,
    ACCEPTED_RATE,
    ANSWERED_RATE,
    DONE_RATE,
    Rate(
        "petition.repeated_rate",
        SUBJECT,
        "重复反映占比",
        "其中重复反映 ÷ 收到",
        "petition.repeated",
        ("petition.received",),
    ),
    Rate(
        "petition.satisfied_rate",
        SUBJECT,
        "满意率",
        "其中满意、基本满意 ÷ 评价；没有评价的不计，也不算满意",
        SATISFIED.code,
        (RATED.code,),
    ),
)
HEADLINE = Headline(
    SUBJECT, "petition.received", "petition.closed", "petition.open", "petition.answered_rate", "petition.done_overdue"
)
LATE_OF = ("petition.routed_overdue", "petition.notified_overdue", "petition.accepted_overdue")
PLOTS = (
    Plot("petition_months", "信访：收到和办结", MONTHS, ("petition.received", "petition.closed")),
    Plot(
        "petition_late",
        "信访：各单位超期未办理的",
        UNITS,
        (*LATE_OF, "petition.answered_overdue"),
        whole="petition.done_overdue",
        late=True,
    ),
    Plot("petition_categories", "信访：反映什么", "category", ("petition.received",)),
    Plot("petition_channels", "信访：怎样反映", "channel", ("petition.received",)),
    Plot("petition_rated", "信访：群众怎样评价办理单位", MONTHS, (SATISFIED.code, DISSATISFIED.code)),
    Plot("petition_repeated", "信访：重复反映", MONTHS, ("petition.received", "petition.repeated")),
)
