"""What each figure counts, said once: the page counts by it, and the list behind the figure is filtered by it.

A measure of disputes or tracks narrows those that were alive in the period (``alive_cases``, ``not_ended_before``):
open at its first instant or taken in during it. So what one period leaves over is what the next begins with.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F, Min, OuterRef, Q, Subquery

from governance.figures.periods import Period

from ..models import Track
from ..vocabulary import LEVELS

DISPUTES, TRACKS, ITEMS, OVERDUE = "disputes", "tracks", "items", "overdue"
CONFIRM_APPLY = "mediation.confirm_apply"
# The thirty days for an application end after the next holiday at the latest.
WINDOW_AND_HOLIDAY = timedelta(days=45)


@dataclass(frozen=True)
class FigureRequest:
    """What is asked: the period, and the moment from which late and not yet due are told apart."""

    period: Period
    now: datetime
    today: date


@dataclass(frozen=True)
class FigureKind:
    """One figure: what is counted, in words, and which of them; ``about`` says rows of what.

    ``parts`` are the measures whose sum it is.
    """

    code: str
    label: str
    about: str
    holds: Callable[[FigureRequest], Q]
    explains: str = ""
    parts: tuple[str, ...] = ()


def alive_cases(asked: FigureRequest) -> Q:
    """Cases open at some moment of the period."""
    return Q(opened_at__lt=asked.period.end) & (Q(closed_at=None) | Q(closed_at__gte=asked.period.start))


def not_ended_before(asked: FigureRequest) -> Q:
    """Tracks that waited or were mediated at some moment of the period; the agreement or its failure ends them, the
    archive closes them later."""
    return Q(ended_on=None) | Q(ended_on__gte=asked.period.first)


def first_agreement() -> Subquery:
    """The day of a dispute's first agreement, on whichever track; one given up for another does not count."""
    agreed = Track.objects.filter(parent=OuterRef("pk"), ended_on__isnull=False, ending_ground="")
    agreed = agreed.exclude(status="declined").order_by()
    return Subquery(agreed.values("parent").annotate(first=Min("ended_on")).values("first"))


# Disputes


def _opening(asked):
    return Q(opened_at__lt=asked.period.start)


def _received(asked):
    return Q(opened_at__gte=asked.period.start)


def _closed(asked):
    return Q(closed_at__lt=asked.period.end)


def _closing(asked):
    return Q(closed_at=None) | Q(closed_at__gte=asked.period.end)


def _closed_as(status):
    return lambda asked: Q(status=status, closed_at__lt=asked.period.end)


def _agreed(asked):
    return Q(first_agreement__range=(asked.period.first, asked.period.last))


def _unsettled(asked):
    return Q(status="failed", closed_at__lt=asked.period.end, first_agreement=None)


def _ended(asked):
    return _agreed(asked) | _unsettled(asked)


def _solved_at(level):
    return lambda asked: Q(status="resolved", closed_at__lt=asked.period.end, solved_level=level)


def _solved_locally(asked):
    return _solved_at("village")(asked) | _solved_at("township")(asked)


OF_DISPUTES = (
    FigureKind("opening", "期初未结", DISPUTES, _opening, "期间开始前收到、开始时还没有办结的"),
    FigureKind("received", "收到", DISPUTES, _received, "期间内登记的"),
    FigureKind("closed", "办结", DISPUTES, _closed, "期间内化解、调解未成、不予受理、撤回或者并案的"),
    FigureKind("closing", "期末未结", DISPUTES, _closing, "期间结束时还没有办结的"),
    FigureKind("ended", "调解结束", DISPUTES, _ended, "调解成功的和调解未成的", parts=("agreed", "unsettled")),
    FigureKind("agreed", "调解成功", DISPUTES, _agreed, "期间内第一次达成协议的，一件纠纷只算一次"),
    FigureKind("unsettled", "调解未成", DISPUTES, _unsettled, "没有达成过协议、期间内办结的"),
    FigureKind("resolved", "已化解", DISPUTES, _closed_as("resolved"), "协议履行完毕并确认化解的"),
    *(FigureKind(f"solved_{code}", f"{label}化解", DISPUTES, _solved_at(code)) for code, label in LEVELS),
    FigureKind(
        "solved_locally", "村、镇两级化解", DISPUTES, _solved_locally, parts=("solved_village", "solved_township")
    ),
    FigureKind("closed_failed", "调解未成办结", DISPUTES, _closed_as("failed"), "含达成协议后没有履行的"),
    FigureKind("not_accepted", "不予受理", DISPUTES, _closed_as("not_accepted")),
    FigureKind("withdrawn", "撤回", DISPUTES, _closed_as("withdrawn")),
    FigureKind("merged", "并案", DISPUTES, _closed_as("merged")),
)

# Tracks. ``ended_on`` is the day of the agreement, of the end without one, or of the refusal to begin.


def _track_opening(asked):
    return Q(opened_at__lt=asked.period.start)


def _track_over(asked):
    return Q(ended_on__lte=asked.period.last)


def _track_open(asked):
    return Q(ended_on=None) | Q(ended_on__gt=asked.period.last)


def _track_declined(asked):
    return _track_over(asked) & Q(status="declined")


def _track_ended(asked):
    return _track_over(asked) & ~Q(status="declined")


def _track_agreed(asked):
    return _track_ended(asked) & Q(ending_ground="")


def _track_failed(asked):
    return _track_ended(asked) & ~Q(ending_ground="")


OF_TRACKS = (
    FigureKind("track_opening", "期初在调", TRACKS, _track_opening),
    FigureKind("track_received", "收到", TRACKS, _received, "期间内启动或者转来的调解"),
    FigureKind("track_declined", "未予受理", TRACKS, _track_declined),
    FigureKind("track_ended", "调解结束", TRACKS, _track_ended, "期间内达成协议或者终止的"),
    FigureKind("track_agreed", "达成协议", TRACKS, _track_agreed),
    FigureKind("track_failed", "调解终止", TRACKS, _track_failed),
    FigureKind("track_open", "期末在调", TRACKS, _track_open, "期间结束时还没有结果的"),
)

# Promises of agreements in force whose day lies in the period and has come, or that were kept before it.


def items_of(asked: FigureRequest) -> Q:
    """Promises of the agreement in force with their day in the period; asked of the track."""
    return Q(
        agreements__is_void=False,
        agreements__items__due_on__range=(asked.period.first, asked.period.last),
    )


def _kept(asked):
    return Q(agreements__items__performed_on__lte=F("agreements__items__due_on"))


def _late(asked):
    return Q(agreements__items__performed_on__gt=F("agreements__items__due_on"))


def _owed(asked):
    return Q(agreements__items__performed_on=None, agreements__items__due_on__lt=asked.today)


def _breached(asked):
    return _owed(asked) & Q(agreements__items__breached_on__isnull=False)


def _due(asked):
    return Q(agreements__items__performed_on__isnull=False) | Q(agreements__items__due_on__lt=asked.today)


OF_ITEMS = (
    FigureKind("items_due", "应履行", ITEMS, _due, "约定期限在期间内，已经到期或者已经履行的"),
    FigureKind("items_kept", "按期履行", ITEMS, _kept),
    FigureKind("items_late", "逾期履行", ITEMS, _late),
    FigureKind("items_owed", "到期未履行", ITEMS, _owed),
    FigureKind("items_breached", "其中认定未履行", ITEMS, _breached, "督促后仍未履行，已告知途径"),
)

# Judicial confirmation, by tracks. A right of the parties, not a duty: nobody is late who does not apply.


def _in_period(asked, column):
    return Q(**{f"agreements__confirmation__{column}__range": (asked.period.first, asked.period.last)})


def _applied(asked):
    return _in_period(asked, "applied_on")


def _decided(*results):
    return lambda asked: _in_period(asked, "decided_on") & Q(agreements__confirmation__result__in=results)


def confirmations_of(asked: FigureRequest) -> Q:
    """Tracks with an application made or decided in the period."""
    return _in_period(asked, "applied_on") | _in_period(asked, "decided_on")


def _missed(asked):
    """The thirty days ran out in the period without an application: the index narrows, the clock decides."""
    first, last = asked.period.first, asked.period.last
    return Q(
        agreements__is_void=False,
        agreements__confirmation=None,
        agreements__effective_on__range=(first - WINDOW_AND_HOLIDAY, last),
        clocks__term_code=CONFIRM_APPLY,
        clocks__outcome="lapsed",
        clocks__due__range=(first, last),
    )


OF_CONFIRMATIONS = (
    FigureKind("confirm_applied", "申请司法确认", TRACKS, _applied, "期间内共同申请的"),
    FigureKind("confirm_confirmed", "裁定有效", TRACKS, _decided("confirmed"), "期间内裁定的"),
    FigureKind("confirm_dismissed", "裁定驳回", TRACKS, _decided("dismissed")),
    FigureKind("confirm_refused", "不予受理、准予撤回", TRACKS, _decided("refused", "withdrawn")),
)
MISSED = FigureKind("confirm_missed", "期满未申请", TRACKS, _missed, "申请期限在期间内届满；是否申请由当事人自愿决定")
LATE = FigureKind(
    "overdue", "现在超期", OVERDUE, lambda asked: Q(next_due_at__lte=asked.now), "法定期限已过、没有办结的"
)

MEASURES = {measure.code: measure for measure in (*OF_DISPUTES, *OF_TRACKS, *OF_ITEMS, *OF_CONFIRMATIONS, MISSED, LATE)}
