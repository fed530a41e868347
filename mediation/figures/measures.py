"""What is counted of mediation: disputes, the tracks on which they are mediated, promises, judicial confirmation."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Subquery

from governance.cases.models import Case, Clock
from governance.cases.models.case import case_url
from governance.figures.asked import Asked
from governance.figures.listing import Listing
from governance.figures.measures import (
    CATEGORY,
    OF_KINDS,
    Balance,
    Group,
    Measure,
    Rate,
    balance,
    late_now,
    of_words,
    sum_of,
)

from ..models import Agreement, Confirmation, Mediator, PerformanceItem, Track
from ..vocabulary import GRADES, LEVELS, REMAINS, SOURCES, TRACK_KINDS
from ..vocabulary import TRACKS as TRACKS_OF

SUBJECT, OF_TRACKS, OF_PROMISES = "矛盾纠纷", "调解任务", "协议履行和司法确认"
DISPUTE = "dispute"
# What the database tallies of disputes.
OPENED, CLOSED = "dispute.opened", "dispute.closed"

# What they are told apart by


def _mediator_names(keys: Iterable[str]) -> dict[str, str]:
    wanted = [int(key) for key in keys if key.isdecimal() and len(key) < 10]
    return {str(pk): name for pk, name in Mediator.objects.filter(pk__in=wanted).values_list("pk", "name")}


TYPE = replace(CATEGORY, code="type")
SOURCE = of_words("source", SOURCES, "dispute__source")
GRADE = of_words("grade", GRADES, "dispute__grade")
# By all of them the database tallies what came, ended and was closed.
TALLIED_BY = ("type", "source", "grade")
WAY = replace(of_words("way", TRACKS_OF, "kind"), tally=OF_KINDS)
SERVING = Q(mediators__mediator__isnull=False, mediators__until=None)
MEDIATOR = Group("mediator", F("mediators__mediator"), _mediator_names, SERVING)

# Disputes


def _agreements() -> QuerySet:
    """Those of disputes, on whichever track; one given up for another does not count."""
    agreed = Track.objects.filter(parent__isnull=False, ended_on__isnull=False, ending_ground="")
    return agreed.exclude(status="declined").order_by()


def first_agreement() -> Subquery:
    """The day of a dispute's first agreement."""
    agreed = _agreements().filter(parent=OuterRef("pk"))
    return Subquery(agreed.values("parent").annotate(first=Min("ended_on")).values("first"))


def _first_agreed(first: date, last: date) -> Q:
    """The condition that the first agreement was between these days: those days are looked at, and not every dispute
    that ever was."""
    then = _agreements().filter(ended_on__range=(first, last)).values("parent")
    before = _agreements().filter(parent=OuterRef("pk"), ended_on__lt=first)
    return Q(~Exists(before), pk__in=then)


def _dispute(name: str, label: str, rule: str, day: str, holds: Q | None = None, **how) -> Measure:
    def rows():
        found = Case.objects.filter(kind=DISPUTE)
        return found.annotate(first_agreement=first_agreement()).filter(holds or Q())

    told: dict[str, Any] = {"kind": DISPUTE, "groups": (TYPE, SOURCE, GRADE), **how}
    return Measure(f"{DISPUTE}.{name}", SUBJECT, label, rule, rows, day, **told)


def _closed_as(status: str, label: str, rule: str, name: str = "") -> Measure:
    facts = (f"{CLOSED} {status}",)
    return _dispute(name or status, label, rule, "closed_at", holds=Q(status=status), facts=facts)


def _solved_at(level: str, label: str) -> Measure:
    told: dict[str, Any] = {
        "holds": Q(status="resolved", dispute__solved_level=level),
        "facts": (f"{CLOSED} resolved at {level}",),
    }
    return _dispute(f"solved_{level}", f"{label}化解", "已化解的，按化解的层级", "closed_at", **told)


OPENING, RECEIVED, ENDED, CLOSING = balance(
    _dispute("received", "收到", "期间内登记的", "opened_at", facts=(OPENED,), tallied_by=TALLIED_BY),
    "closed_at",
    ("dispute.opening", "期初未结"),
    ("dispute.closed", "办结", "期间内化解、调解未成、不予受理、撤回或者并案的"),
    ("dispute.closing", "期末未结"),
    (CLOSED,),
    TALLIED_BY,
)


def _kept():
    """Open disputes that nobody could settle yet, for which somebody answers by a day."""
    running = Clock.objects.filter(case=OuterRef("pk"), term_code=REMAINS, ended_at=None)
    return Case.objects.open().filter(Exists(running))


UNSETTLED = Q(status="failed", first_agreement=None)
AGREED = _dispute(
    "agreed",
    "调解成功",
    "期间内第一次达成协议的，一件纠纷只算一次",
    "first_agreement",
    between=_first_agreed,
    facts=("dispute.agreed",),
    tallied_by=TALLIED_BY,
)
NOT_SETTLED = _dispute(
    "unsettled",
    "调解未成",
    "没有达成过协议、期间内办结的",
    "closed_at",
    holds=UNSETTLED,
    facts=(f"{CLOSED} failed without agreement",),
    tallied_by=TALLIED_BY,
)
SOLVED = tuple(_solved_at(code, label) for code, label in LEVELS)
DISPUTES = (
    OPENING,
    RECEIVED,
    ENDED,
    CLOSING,
    sum_of("dispute.ended", "调解结束", "调解成功的和调解未成的", AGREED, NOT_SETTLED),
    AGREED,
    NOT_SETTLED,
    _closed_as("resolved", "已化解", "协议履行完毕并确认化解的"),
    *SOLVED,
    sum_of("dispute.solved_locally", "村、镇两级化解", "在村、镇两级化解的，含小组、家族", *SOLVED[:-1]),
    _closed_as("failed", "调解未成办结", "含达成协议后没有履行的", "closed_failed"),
    _closed_as("not_accepted", "不予受理", "期间内不予受理的"),
    _closed_as("withdrawn", "撤回", "期间内撤回的"),
    _closed_as("merged", "并案", "期间内并入另一件的"),
    Measure(
        "dispute.kept",
        SUBJECT,
        "现在落实了责任人和方案的",
        "短期不能化解，定了责任人、方案和期限，还没有办结的",
        _kept,
        "opened_at",
        is_now=True,
        kind=DISPUTE,
    ),
    late_now("dispute.overdue", SUBJECT, (DISPUTE, *TRACK_KINDS)),
)

# Tracks. ``ended_on`` is the day of the agreement, of the end without one, or of the refusal to begin: the agreement or
# its failure ends them, the archive closes them later.


def _track(name: str, label: str, rule: str, day: str, until: str = "", holds: Q | None = None, **how) -> Measure:
    def rows():
        return Track.objects.filter(holds or Q())

    told: dict[str, Any] = {"kind": TRACK_KINDS, "groups": (WAY, MEDIATOR), "alive": True, **TALLIED, **how}
    return Measure(f"mediation.{name}", OF_TRACKS, label, rule, rows, day, until, **told)


# Of each kind of track the database tallies the same.
TALLIED: dict[str, Any] = {"facts_of": lambda: TRACK_KINDS, "tallied_by": ("way", "mediator")}
STANDING: dict[str, Any] = {"facts": ("opened",), "gone": ("done",)}
DECLINED = Q(status="declined")
TRACK_AGREED = _track(
    "track_agreed",
    "达成协议",
    "期间内达成协议的",
    "ended_on",
    holds=~DECLINED & Q(ending_ground=""),
    facts=("agreed",),
)
TRACK_FAILED = _track(
    "track_failed",
    "调解终止",
    "期间内没有达成协议而终止的",
    "ended_on",
    holds=~DECLINED & ~Q(ending_ground=""),
    facts=("failed",),
)
TRACK_GONE = ("mediation.track_declined", "mediation.track_ended")
TRACKS = (
    _track("track_opening", "期初在调", "期间开始时还没有结果的", "opened_at", "ended_on", at_start=True, **STANDING),
    _track("track_received", "收到", "期间内启动或者转来的调解", "opened_at", facts=("opened",)),
    _track("track_declined", "未予受理", "期间内决定不受理的", "ended_on", holds=DECLINED, facts=("declined",)),
    sum_of("mediation.track_ended", "调解结束", "期间内达成协议或者终止的", TRACK_AGREED, TRACK_FAILED),
    TRACK_AGREED,
    TRACK_FAILED,
    _track(
        "track_open",
        "期末在调",
        "期间结束时还没有结果的",
        "opened_at",
        "ended_on",
        balance=Balance("mediation.track_opening", "mediation.track_received", TRACK_GONE),
        **STANDING,
    ),
)

# Promises of agreements in force whose day lies in the period and has come, or that were kept before it.


def _promise(item: PerformanceItem, asked: Asked) -> dict:
    """By number and day: what was promised is for the people of the track alone."""
    track = item.agreement.track
    if item.performed_on:
        state = "按期履行" if item.performed_on <= item.due_on else "逾期履行"
    elif item.breached_on:
        state = "认定未履行"
    else:
        state = "到期未履行" if item.due_on < asked.today else "未到期"
    return {
        "number": track.number,
        "title": track.title,
        "url": case_url(track),
        "unit": track.lead_unit.short_name,
        "item": f"第{item.position}项",
        "due": item.due_on,
        "performed": item.performed_on or "",
        "state": state,
    }


PROMISES = Listing("mediation/figures/item_list.html", ("agreement__track__lead_unit",), _promise, ("number", "item"))


def _promised(name: str, label: str, rule: str, holds: Q, **how) -> Measure:
    def rows():
        return PerformanceItem.objects.filter(holds, agreement__is_void=False)

    track = "agreement__track__"
    told: dict[str, Any] = {
        "path": track,
        "unit": f"{track}lead_unit",
        "kind": TRACK_KINDS,
        "counts": "项",
        "listing": PROMISES,
    }
    told["facts_of"] = TALLIED["facts_of"]
    return Measure(f"mediation.items_{name}", OF_PROMISES, label, rule, rows, "due_on", **told, **how)


OWED = Q(performed_on=None)
KEPT = _promised(
    "kept", "按期履行", "约定期限在期间内、期限前履行的", Q(performed_on__lte=F("due_on")), facts=("promise kept",)
)
KEPT_LATE = _promised(
    "late", "逾期履行", "约定期限在期间内、期限后履行的", Q(performed_on__gt=F("due_on")), facts=("promise kept late",)
)
STILL_OWED = _promised(
    "owed", "到期未履行", "约定期限在期间内、已经到期没有履行的", OWED, once_over=True, facts=("promise owed",)
)
BREACHED = OWED & Q(breached_on__isnull=False)
ITEMS = (
    sum_of(
        "mediation.items_due",
        "应履行",
        "约定期限在期间内，已经到期或者已经履行的",
        KEPT,
        KEPT_LATE,
        STILL_OWED,
    ),
    KEPT,
    KEPT_LATE,
    STILL_OWED,
    _promised(
        "breached", "其中认定未履行", "督促后仍未履行，已告知途径", BREACHED, once_over=True, facts=("promise broken",)
    ),
)

# Judicial confirmation, by tracks. A right of the parties, not a duty: nobody is late who does not apply.


def _confirmation(name: str, label: str, rule: str, day: str, *results: str) -> Measure:
    def rows():
        return Confirmation.objects.filter(result__in=results) if results else Confirmation.objects.all()

    track = "agreement__track__"
    told: dict[str, Any] = {"path": track, "unit": f"{track}lead_unit", "kind": TRACK_KINDS, "by_case": True}
    return Measure(f"mediation.confirm_{name}", OF_PROMISES, label, rule, rows, day, **told)


def _lapsed():
    """The days for an application that ran out, of agreements in force for which none was made."""
    # Said as an outer join that finds nothing, PostgreSQL takes all agreements for the few of two hundred.
    applied_for = Confirmation.objects.filter(agreement=OuterRef("pk"))
    in_force = Agreement.objects.filter(~Exists(applied_for), is_void=False)
    clocks = Clock.objects.filter(term_code="mediation.confirm_apply")
    later = clocks.filter(case=OuterRef("case"), pk__gt=OuterRef("pk"))
    return clocks.filter(~Exists(later), outcome=Clock.Outcome.LAPSED, case__in=in_force.values("track"))


CONFIRMATIONS = (
    _confirmation("applied", "申请司法确认", "期间内共同申请的", "applied_on"),
    _confirmation("confirmed", "裁定有效", "期间内裁定的", "decided_on", "confirmed"),
    _confirmation("dismissed", "裁定驳回", "期间内裁定的", "decided_on", "dismissed"),
    _confirmation("refused", "不予受理、准予撤回", "期间内裁定的", "decided_on", "refused", "withdrawn"),
    Measure(
        "mediation.confirm_missed",
        OF_PROMISES,
        "期满未申请",
        "申请期限在期间内届满；是否申请由当事人自愿决定",
        _lapsed,
        "due",
        unit="case__lead_unit",
        path="case__",
        kind=TRACK_KINDS,
        by_case=True,
        facts=("confirmation missed",),
        facts_of=TALLIED["facts_of"],
    ),
)

MEASURES = (*DISPUTES, *TRACKS, *ITEMS, *CONFIRMATIONS)
RATES = (
    Rate(
        "dispute.success_rate",
        SUBJECT,
        "调解成功率",
        "调解成功 ÷（调解成功 + 调解未成）",
        "dispute.agreed",
        ("dispute.agreed", "dispute.unsettled"),
        # Whether they agree is up to the people (《人民调解法》第三条): nobody is ranked by it.
        compares=False,
    ),
    Rate(
        "dispute.local_rate",
        SUBJECT,
        "村、镇两级化解",
        "村、镇两级化解 ÷ 已化解",
        "dispute.solved_locally",
        ("dispute.resolved",),
    ),
    Rate(
        "mediation.track_rate",
        OF_TRACKS,
        "达成协议率",
        "达成协议 ÷ 调解结束",
        "mediation.track_agreed",
        ("mediation.track_ended",),
    ),
    Rate(
        "mediation.items_rate",
        OF_PROMISES,
        "按期履行率",
        "按期履行 ÷ 应履行",
        "mediation.items_kept",
        ("mediation.items_due",),
    ),
)
