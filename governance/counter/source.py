"""A turn at the window as the source of a case: the register page begins with what the person said."""

from django.db.models import Q
from django.http import Http404

from governance.cases.intake.sources import CaseSource
from governance.organisation.standing import standing_now

from . import turns
from .becoming import BECOMINGS
from .models import Turn

SERVE = "counter.serve_counter"


def turn_for(user, pk: int) -> Turn:
    """A turn that the person serves, or one that waits at a window where they do; raises Http404 for any other.

    What is said at the window is for whoever takes it down: it may be about a colleague.
    """
    at_window = Turn.objects.filter(unit__in=standing_now(user).units_with(SERVE))
    found = at_window.filter(Q(served_by=user) | Q(state=Turn.State.WAITING))
    turn = found.select_related("unit", "area__parent__parent", "case").filter(pk=pk).first()
    if turn is None:
        raise Http404("没有这次来访。")
    return turn


def said_to(user, turn: Turn) -> dict:
    """What the person said and where it happened, as far as this colleague heard it: it may accuse the others.

    Whoever was listened to by nobody yet has said nothing.
    """
    if turn.served_by_id != user.pk or user.handed_by_id is not None:
        return {}
    told = {**turn.told, "area": turn.area}
    return {name: value for name, value in told.items() if value}


def begin(user, pk: int, at) -> tuple[str, dict]:
    """What was said at the window, and what kind of matter it was held for."""
    turn = turn_for(user, pk)
    becoming = BECOMINGS.get(turn.becomes)
    said = said_to(user, turn)
    if "said" in said:
        said["summary"] = said.pop("said")
    initial = said | (becoming.initial if becoming else {})
    return f"一窗受理 {turn}：来人所述已填入，登记后这次来访随之办结。", initial


def link(pk: int, case, actor, at) -> str:
    """The turn is over and has become this case; raises StepNotPossible where it has become one before."""
    turns.end(turn_for(actor, pk), Turn.State.SERVED, at=at, case=case)
    return ""


def shown(case, user, at) -> list[tuple[str, str, str]]:
    """Nothing: what was said is the summary of the matter, and a question more on every page would say no more."""
    return []


COUNTER = CaseSource("counter", begin, link, shown)
