"""Somebody leaves: what they had in hand waits for whoever leads the unit to give it to another."""

from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from governance.frame.database.alone import each_alone
from governance.frame.days import office_day
from governance.organisation.models import Post, User
from governance.organisation.posts.entrusting import InHand

from .. import registry
from ..history import Act
from ..models import Case, Proposal
from ..workflow import Hearer
from . import recipients as audience
from . import undecided
from .elsewhere import note
from .locking import lock
from .notices import post

STEP = "handler_left"
AT_ONCE = 500


def in_hand(user: User) -> str:
    """What is told of the person's open cases before they leave; of what few may know nothing is said."""
    count = Case.objects.open().filter(handler=user).exclude(confidentiality=Case.Confidentiality.RESTRICTED).count()
    return f"承办的 {count} 件未办结事项将没有承办人，由承办单位负责人重新指定。" if count else ""


def put_forward(user: User, today: date) -> list[InHand]:
    """What is told of what waits for nobody but the person, and of what they wrote that nobody decided or took up."""
    fresh = Q()
    for kind in registry.KINDS.values():
        fresh |= Q(kind=kind.code, status=kind.workflow.opening)
    shown = Case.objects.open().exclude(confidentiality=Case.Confidentiality.RESTRICTED)
    waiting = _waiting(user).filter(case__in=shown).count()
    untaken = shown.filter(fresh, registered_by=user, handler=None).count()
    alone = len(undecided.only_with(user, today))
    found = (
        (alone, f"有 {alone} 项等候的审批只有这个人能够审批，停用前请先审批，或者任命接任的负责人。"),
        (waiting, f"提请的 {waiting} 项审批还在等候，批准的照常生效，退回的由承办单位负责人接着办。"),
        (untaken, f"登记、起草的 {untaken} 件还没有人办理，由登记单位接着办。"),
    )
    return [InHand(said) for count, said in found if count]


def tell_of_proposals(user: User, at: datetime) -> None:
    """Who leads the unit hears, once, of what waits for approval and is nobody's any more."""
    for proposal in _waiting(user).select_related("case"):
        people = audience.people(proposal.case, (Hearer.LEAD,), on=office_day(at)) - {user.pk}
        what = f"提请人{user.name}离任，“{proposal.label}”仍在等候审批"
        post(proposal.case, people, what, key=f"proposer_left:{proposal.pk}", at=at, kind="case")


def _waiting(user: User) -> QuerySet[Proposal]:
    return Proposal.objects.filter(proposed_by=user, decision="")


def let_go_of(user: User, at: datetime) -> None:
    """None of the open cases is in the person's hands, each history says so, and who leads the unit hears."""
    _let_go(Case.objects.open().filter(handler=user), at)


def let_go(at: datetime) -> None:
    """The same for everybody who is gone by now: who holds no post any more, or only others than in the unit."""
    today = office_day(at)
    posts = Post.objects.current(today).filter(user=OuterRef("handler"))
    left = Post.objects.filter(user=OuterRef("handler"), unit=OuterRef("lead_unit"), ends_on__lt=today)
    gone = ~Exists(posts) | Exists(left) & ~Exists(posts.filter(unit=OuterRef("lead_unit")))
    _let_go(Case.objects.open().exclude(handler=None).filter(gone), at)


def _let_go(cases, at: datetime) -> None:
    each_alone("leaving", list(cases.select_related("handler").order_by("pk")[:AT_ONCE]), lambda case: _wait(case, at))


def _wait(case: Case, at: datetime) -> bool:
    row = lock(case)
    if case.handler is None or row.handler_id != case.handler_id:
        return False
    row.handler = None
    row.save(update_fields=["handler"])
    told = [["原承办人", case.handler.name], ["原因", "承办人离任或者账号停用，由负责人重新指定承办人"]]
    note(row, STEP, "承办人离任", told, Act(None, at))
    return True
