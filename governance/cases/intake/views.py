"""What all register pages share: the unit that registers, the live right column, matters that look alike."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from governance.cases.deadlines.html import clock_html
from governance.frame.refusals import Refusal, StepNotAllowed
from governance.organisation.models import Unit
from governance.organisation.standing import standing_of

from .. import registry
from ..calendar.at_hand import calendar_at_hand
from ..lists.rows import state_html
from ..models import Case
from ..models.case import case_url
from ..steps import actions
from .opening_clocks import Starting
from .similar import Similar

SAME, RELATED, DIFFERENT = "merge", "link", "none"
ANSWERS = ((SAME, "并入"), (RELATED, "关联"), (DIFFERENT, "不是同一件事"))


@dataclass(frozen=True)
class StartingView:
    """A clock that registration will start, ready to print."""

    name: str
    article: str
    due: SafeString


@dataclass(frozen=True)
class SimilarView:
    """A case that may be the same matter, with the question what to do about it."""

    pk: int
    number: str
    url: str
    reason: str
    title: str
    note: SafeString
    choices: list


def registering_units(user, permission: str, today) -> list[Unit]:
    """The units in whose name this person registers; raises ``StepNotAllowed`` if there is none."""
    ids = standing_of(user, today).units_with(permission)
    if not ids:
        raise StepNotAllowed("您的岗位不办理登记。")
    return list(Unit.objects.filter(pk__in=ids).select_related("area"))


def starting_views(starting: list[Starting], today) -> list[StartingView]:
    """The clocks as the right column shows them."""
    calendar = calendar_at_hand()
    return [StartingView(each.name, each.article, clock_html(each.clock, today, calendar)) for each in starting]


def answered(request, found: list[Similar]) -> list[tuple[Similar, str]]:
    """The similar cases with what the clerk said about each."""
    return [(each, request.POST.get(f"same_{each.case.pk}", DIFFERENT)) for each in found]


def join(case, same: list[tuple[Similar, str]], *, user, now: datetime, word: str, linked=None) -> list[str]:
    """The new case is merged or linked as the clerk said; the sentences of what could not be done.

    ``linked`` is the one that shows the new case already; ``word`` is what the note of a merger calls a case.
    """
    refused = []
    for found, answer in same:
        try:
            if answer == SAME:
                note = f"登记时核对为同一{word}"
                actions.take_step(case, "merge", {"into": found.case, "note": note}, actor=user, at=now)
            elif answer == RELATED and found.case != linked:
                relation = "repeat" if found.same_person else "related"
                actions.take_step(case, "link", {"other": found.case, "relation": relation}, actor=user, at=now)
        except Refusal as refusal:
            refused.append(f"没有与 {found.case.number} 合并或关联：{refusal.sentence}")
    return refused


def similar_view(request, found: Similar, *, suggested: str) -> SimilarView:
    """The question about one case; ``suggested`` is the answer it starts with."""
    case: Case = found.case
    chosen = request.POST.get(f"same_{case.pk}", suggested)
    opened = timezone.localtime(case.opened_at)
    return SimilarView(
        pk=case.pk,
        number=case.number,
        url=case_url(case),
        reason=found.reason,
        title=case.title,
        note=format_html(
            "{} 登记 · {} {}",
            f"{opened:%Y-%m-%d}",
            case.lead_unit.short_name,
            state_html(case, registry.workflow_of(case)),
        ),
        choices=[
            {"value": value, "label": label, "checked": value == chosen}
            for value, label in ANSWERS
            # A closed case takes nothing in any more.
            if value != SAME or case.closed_at is None
        ],
    )
