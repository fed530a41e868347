"""What is counted of petitions. How many there are is no fault of any unit: only what was done in time is compared."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db.models import CharField, Exists, F, Func, OuterRef, Q, Value
from django.db.models.functions import Concat

from governance.cases.choices.lists import Worded
from governance.cases.common_facts import CAME_BY
from governance.cases.law.rewards import NO_COUNT
from governance.cases.models import Clock, Event
from governance.dashboard.board.plots import MONTHS, UNITS, Plot
from governance.figures.headlines import Headline
from governance.figures.measures import CATEGORY, CHANNEL, UNSORTED, Group, Measure, OfKind, Rate, of_terms
from governance.publications.products.chapters import Chapter

KIND, SUBJECT = "petition", "信访"
NOTICES = ("petition.notice", "petition.notice_transferred")
ACCEPTING = ("petition.accept", "petition.simple_accept")
ANSWERING = ("petition.handle", "petition.simple_handle")


PETITIONS = OfKind(KIND, SUBJECT, unscored=NO_COUNT)
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

    told: dict[str, Any] = {"unit": "case__lead_unit", "path": "case__", "kind": KIND, "by_case": True}
    told["facts"] = tuple(f"petition.rated {rating}" for rating in ratings)
    return Measure(f"petition.{name}", SUBJECT, label, f"{rule}，按评价之日计", rows, "ended_at", **told)


# How many rated is how many there were; the share of them that was satisfied is compared.
RATED = replace(
    _rated("rated", "评价", "信访人评价了办理单位的", "satisfied", "fair", "dissatisfied"), unscored=NO_COUNT
)
SATISFIED = _rated("satisfied", "其中满意、基本满意", "信访人对办理单位满意或者基本满意的", "satisfied", "fair")
DISSATISFIED = _rated("dissatisfied", "其中不满意", "信访人对办理单位不满意的", "dissatisfied")
# All of these terms together.
DONE, DONE_RATE = of_terms(KIND, "done", SUBJECT, "办理", "petition.route", *NOTICES, *ACCEPTING, *ANSWERING)


def _step(name: str, label: str, rule: str, *steps: str, alive: bool = False, **facts) -> Measure:
    """How often it was done, on the day on which it was; ``alive``: a case that is closed knows no such step."""

    def rows():
        return Event.objects.filter(case__kind=KIND, step__in=steps, **facts).annotate(done_at=F("at"))

    told: dict[str, Any] = {"unit": "case__lead_unit", "path": "case__", "kind": KIND, "counts": "次", "by_case": True}
    told |= {"unscored": NO_COUNT, "alive": alive}
    return Measure(f"petition.{name}", SUBJECT, label, f"{rule}，按办理之日计", rows, "done_at", **told)


HANDED_ON = (
    _step("transferred", "转送", "转送有权处理的机关、单位的", "transfer", alive=True),
    _step("assigned", "交办", "交办并要求报告结果的", "assign_with_report", alive=True),
)
ADVICE = (
    _step("advised", "提出建议", "提出改进工作、完善政策、追究责任建议的", "advise"),
    _step("advice_answered", "反馈建议", "对建议书面反馈采纳情况的", "answer_advice"),
    _step(
        "advice_adopted",
        "其中采纳",
        "反馈采纳或者部分采纳的",
        "answer_advice",
        facts__codes__adopted__in=("whole", "part"),
    ),
)
# How many suggestions there are is no fault of any unit, nor how many are adopted: no scheme scores them.
SUGGESTIONS = (
    _step(
        "suggestions",
        "答复建议意见",
        "研究论证以后答复、写明采纳情况的",
        "reply",
        alive=True,
        facts__codes__adopted__in=("whole", "part", "none"),
    ),
    _step(
        "suggestions_adopted",
        "其中采纳建议意见",
        "答复采纳或者部分采纳的",
        "reply",
        alive=True,
        facts__codes__adopted__in=("whole", "part"),
    ),
)
OPENING, RECEIVED, ENDED, OPEN = PETITIONS.balance(
    ("received", "收到", "期间内收到的，按收到之日计，算在现在承办的单位"),
    ("closed", "办结", "期间内归档、撤回或者并案的"),
    "未结",
    groups=(CATEGORY, CHANNEL),
    tallied_by=("category", "channel"),
)
ARCHIVED = PETITIONS.closed_as("archived", "其中归档", "答复以后归档的")
# 《信访工作条例》第二十七条: what is right is settled in time and where it arose.
NEAR = PETITIONS.measure(
    "archived_near",
    "其中乡村办结",
    "由村（社区）、乡镇（街道）的单位办结归档的",
    "closed_at",
    holds=Q(status="archived", lead_unit__area__level__in=("village", "township")),
)
WORDS = [
    Func(F("category__path"), Value("/"), Value(place), function="split_part", output_field=CharField())
    for place in (1, 2)
]
THEME = Group(
    "complaint",
    Concat(WORDS[0], Value("/"), WORDS[1], output_field=CharField()),
    lambda keys: {key: key.strip("/") or UNSORTED for key in keys},
    label="投诉主题",
)
# 《信访工作条例》第四十一条: which organs are complained of most, and about what.
COMPLAINED = PETITIONS.measure(
    "complained",
    "被投诉",
    "期间内收到的、投诉单位的服务、作风、效率或者不作为的，按收到之日计，算在被投诉的单位",
    "opened_at",
    holds=Q(petition__complained_unit__isnull=False),
    unit="petition__complained_unit",
    groups=(THEME,),
)


def _called(keys: Iterable[str]) -> dict[str, str]:
    words = Worded(CAME_BY)
    return {key: words[key] for key in keys}


WAY = Group(CAME_BY, F(CAME_BY), _called, label="来源渠道")
BY_WAY = PETITIONS.measure(
    "by_way",
    "其中写明来源渠道",
    "期间内收到的、登记时写明本县来源渠道的，按收到之日计",
    "opened_at",
    holds=~Q(came_by=""),
    groups=(WAY,),
)
# 涉法涉诉: how much of what comes belongs to the courts and the police, which nobody is ranked by.
LITIGATED = PETITIONS.measure(
    "litigated",
    "其中涉法涉诉",
    "期间内收到的、应当通过诉讼、复议、立案、法律监督或者公安程序解决的，按收到之日计",
    "opened_at",
    holds=Q(petition__route="litigation"),
)
MEASURES = (
    OPENING,
    RECEIVED,
    PETITIONS.measure(
        "repeated",
        "其中重复反映",
        "同一人就同一事项再次提出的",
        "opened_at",
        holds=Q(petition__is_repeat=True),
        facts=("petition.opened repeated",),
    ),
    LITIGATED,
    BY_WAY,
    COMPLAINED,
    ENDED,
    ARCHIVED,
    NEAR,
    PETITIONS.closed_as("withdrawn", "其中撤回", "信访人撤回的"),
    PETITIONS.closed_as("merged", "其中并案", "并入另一件办理的"),
    OPEN,
    *ROUTED,
    *NOTIFIED,
    *ACCEPTED,
    *ANSWERED,
    *DONE,
    RATED,
    SATISFIED,
    DISSATISFIED,
    *HANDED_ON,
    *ADVICE,
    *SUGGESTIONS,
)
RATES = (
    ROUTED_RATE,
    NOTIFIED_RATE,
    ACCEPTED_RATE,
    ANSWERED_RATE,
    DONE_RATE,
    Rate(
        "petition.near_rate",
        SUBJECT,
        "解决在乡村的占比",
        "其中乡村办结 ÷ 其中归档",
        NEAR.code,
        (ARCHIVED.code,),
    ),
    Rate(
        "petition.repeated_rate",
        SUBJECT,
        "重复反映占比",
        "其中重复反映 ÷ 收到",
        "petition.repeated",
        ("petition.received",),
    ),
    Rate(
        "petition.litigated_rate",
        SUBJECT,
        "涉法涉诉占比",
        "其中涉法涉诉 ÷ 收到",
        LITIGATED.code,
        ("petition.received",),
        compares=False,
    ),
    Rate(
        "petition.suggestions_adopted_rate",
        SUBJECT,
        "建议采纳率",
        "其中采纳建议意见 ÷ 答复建议意见",
        SUGGESTIONS[1].code,
        (SUGGESTIONS[0].code,),
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
# 信访工作条例 art. 41 says what the yearly report has.
REPORT = "petition_year"
CHAPTERS = (
    Chapter(
        "petition_year_1",
        REPORT,
        "一、信访事项的数据统计、涉及领域和被投诉较多的机关、单位",
        (
            "petition.received",
            "petition.repeated",
            "petition.closed",
            "petition.open",
            ANSWERED[0].code,
            ANSWERED[1].code,
        ),
        groups=(
            ("petition.received", "category", "领域"),
            ("petition.received", "channel", "渠道"),
            (BY_WAY.code, CAME_BY, "来源渠道"),
        ),
        by_unit=("petition.received", "petition.closed", COMPLAINED.code),
        by_month=("petition.received", "petition.closed"),
    ),
    Chapter(
        "petition_year_2",
        REPORT,
        "二、转送、交办、督办情况",
        (*(each.code for each in HANDED_ON), "supervision.issued", "supervision.lifted", "supervision.in_force"),
    ),
    Chapter(
        "petition_year_3",
        REPORT,
        "三、改进工作、完善政策、追究责任建议和被采纳情况",
        tuple(each.code for each in ADVICE),
    ),
    Chapter("petition_year_4", REPORT, "四、其他应当报告的事项", note="没有其他应当报告的事项。"),
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
