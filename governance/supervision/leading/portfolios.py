"""谁分管谁包案: which leader's portfolio covers a case."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from governance.cases.models import Case
from governance.frame.database.locking import locked
from governance.frame.refusals import FactMissing
from governance.organisation.models import AccessRecord, Unit
from governance.organisation.records import record

from ..models import Leader, Portfolio


@dataclass(frozen=True)
class Portfolios:
    """Every portfolio, read once for as many cases as are asked about."""

    by_category: dict[str, int]
    by_unit: dict[int, int]
    parents: dict[int, int | None]
    leaders: dict[int, Leader]

    def leader_of(self, case: Case) -> Leader | None:
        """Whose portfolio covers the matter; else the unit that holds it or one above; else the first head there is.

        Of several that fit the nearest counts: the deepest category, then the nearest unit.
        """
        found = self._by_matter(case) or self._by_unit(case.lead_unit_id)
        if found is None:
            return next((leader for leader in self.leaders.values() if leader.is_head), None)
        return self.leaders.get(found)

    def _by_matter(self, case: Case) -> int | None:
        path = f"{case.category.kind}/{case.category.path}" if case.category else ""
        while path:
            if path in self.by_category:
                return self.by_category[path]
            path = path.rpartition("/")[0]
        return None

    def _by_unit(self, unit_id: int | None) -> int | None:
        while unit_id is not None:
            if unit_id in self.by_unit:
                return self.by_unit[unit_id]
            unit_id = self.parents.get(unit_id)
        return None


def portfolios() -> Portfolios:
    """The portfolios of the leaders who are in office now, in four queries."""
    leaders = {leader.pk: leader for leader in in_office()}
    rows = list(Portfolio.objects.filter(leader__in=leaders).select_related("category"))
    return Portfolios(
        by_category={f"{row.category.kind}/{row.category.path}": row.leader_id for row in rows if row.category},
        by_unit={row.unit_id: row.leader_id for row in rows if row.unit_id},
        parents=dict(Unit.objects.values_list("id", "parent_id")),
        leaders=leaders,
    )


def in_office():
    """Leaders who can take a case, in their order."""
    return Leader.objects.filter(is_active=True, user__is_active=True).select_related("user", "head__user")


@transaction.atomic
def keep(leader: Leader, *, units, categories, version: int, actor, at: datetime, ip: str | None = None) -> Leader:
    """The leader stands with exactly these units and kinds of matter.

    Raises ``FactMissing`` where something lies with another leader, and ``StaleVersion`` if somebody else was faster.
    """
    if leader.pk is not None:
        stands = locked(Leader.objects, leader, version, noun=f"{leader.user.name}的分工", changed=_said)
        leader.version = stands.version + 1
    others = Portfolio.objects.exclude(leader=leader.pk).select_related("leader__user", "unit", "category")
    taken = {
        "units": others.filter(unit__in=units),
        "categories": others.filter(category__in=categories),
    }
    wrong = {
        name: "、".join(f"{row}已由{row.leader.user.name}分管" for row in rows)
        + "，一个单位、一类事项只由一位领导分管。"
        for name, rows in taken.items()
        if rows
    }
    if wrong:
        raise FactMissing(wrong)
    leader.save()
    leader.portfolios.all().delete()
    Portfolio.objects.bulk_create(
        [
            *(Portfolio(leader=leader, unit=unit) for unit in units),
            *(Portfolio(leader=leader, category=category) for category in categories),
        ]
    )
    said = "、".join(str(each) for each in (*units, *categories)) or "没有分管单位和类别"
    record(AccessRecord.Verb.SETTING, actor=actor, at=at, subject=f"领导分工 {leader}", reason=said, ip=ip)
    return leader


def _said(leader: Leader) -> str:
    named = "、".join(str(row) for row in leader.portfolios.select_related("unit", "category")) or "没有"
    return f"{leader.title}，分管{named}"
