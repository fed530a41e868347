"""Whose word a waiting step wants: what only one person could give, and what nobody can give any more."""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import islice

from django.db.models import QuerySet

from governance.frame.database.alone import each_alone
from governance.frame.days import office_day
from governance.organisation.models import User
from governance.organisation.posts.in_office import InOffice
from governance.organisation.roles import carrying
from governance.organisation.standing import standing_of

from .. import access, registry
from ..models import Case, Proposal
from ..workflow import Hearer, Step
from . import recipients as audience
from .notices import post

# Who gives posts to people and may know of the case: where nobody can decide, somebody is to be appointed.
APPOINTS, SEES = "organisation.manage_organisation", "cases.view_case"


def waiting() -> QuerySet[Proposal]:
    """What waits for approval, but for that of which few may know."""
    return Proposal.objects.filter(decision="").exclude(case__confidentiality=Case.Confidentiality.RESTRICTED)


def only_with(user: User, today: date) -> list[Proposal]:
    """What waits for the word of this person, and could be decided by nobody else in office."""
    held = standing_of(user, today).permissions
    steps = {step.name for kind in registry.KINDS.values() for step in kind.workflow.steps if step.approval in held}
    people = _People(today)
    return [each for each in waiting().filter(step__in=steps) if people.decide(each, at_most=2) == [user.pk]]


def tell_where_nobody_decides(at: datetime) -> None:
    """Whoever put forward what nobody in office can decide hears so once, and so does who can appoint somebody."""
    people = _People(office_day(at))
    each_alone("undecided", list(waiting().select_related("case")), lambda each: people.tell(each, at))


class _People:
    """Who in office on a day carries an approval; each is read once."""

    def __init__(self, today: date):
        self.today, self.office = today, InOffice(today)
        self.users: dict[int, User] = {}

    def decide(self, proposal: Proposal, *, at_most: int) -> list[int]:
        """So many of the people in office who may decide it, those of the unit for which it waits before others."""
        row = proposal.case.own
        step = registry.workflow_of(row).step(proposal.step)
        if step is None:
            return []
        found = (pk for pk in self._carrying(step, proposal) if access.may_decide(self._user(pk), row, step, proposal))
        return list(islice(found, at_most))

    def tell(self, proposal: Proposal, at: datetime) -> bool:
        """True if nobody can decide it, and those who can do something about that have a message."""
        if self.decide(proposal, at_most=1):
            return False
        case = proposal.case
        overseers = self.office.overseeing(case.area_id, carrying(APPOINTS) & carrying(SEES)).values()
        hear = set().union(*overseers) | audience.people(case, (Hearer.LEAD, Hearer.HANDLER), on=self.today)
        hear |= {proposal.proposed_by_id} & self.office.everybody()
        what = f"“{proposal.label}”等候审批，现在没有人能够审批，请任命接任的负责人，或者由提请人撤回"
        return post(case, hear, what, key=f"nobody_decides:{proposal.pk}", at=at, kind="case") > 0

    def _carrying(self, step: Step, proposal: Proposal) -> Iterable[int]:
        roles = carrying(step.approval) | (carrying(access.OVERSEES) if step.goes_above else frozenset())
        here, everybody = self.office.of(proposal.unit_id, roles=roles), self.office.everybody(roles)
        return [*sorted(here), *sorted(everybody - here)]

    def _user(self, pk: int) -> User:
        if pk not in self.users:
            self.users[pk] = User.objects.get(pk=pk)
        return self.users[pk]
