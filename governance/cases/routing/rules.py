"""The rules by which a case finds the unit that answers for it."""

from datetime import datetime

from django.db import transaction

from governance.organisation.models import AccessRecord, Unit
from governance.organisation.records import record

from ..models import Category, RoutingRule


def unit_for(case) -> Unit | None:
    """The unit that answers for the category of the case where it lies: the nearest place first, then the nearest
    category. None where no rule says, or where the unit is closed."""
    if not case.category_id:
        return None
    parts = case.category.path.split("/")
    above = ["/".join(parts[:depth]) for depth in range(1, len(parts) + 1)]
    rules = RoutingRule.objects.filter(
        category__kind=case.category.kind, category__path__in=above, unit__is_active=True
    ).select_related("category", "unit")
    found = [rule for rule in rules if case.area_id.startswith(rule.area_id)]
    nearest = max(found, key=lambda rule: (len(rule.area_id), rule.category.path.count("/")), default=None)
    return nearest.unit if nearest else None


@transaction.atomic
def set_rule(rule: RoutingRule, *, actor, at: datetime, ip: str | None = None) -> None:
    """The rule holds from now on, in place of the one for the same category and area."""
    RoutingRule.objects.filter(category=rule.category, area=rule.area).delete()
    rule.save(force_insert=True)
    subject = f"分派规则 {rule.category}（{rule.area}）"
    record(AccessRecord.Verb.SETTING, actor=actor, at=at, subject=subject, reason=f"由{rule.unit}承办", ip=ip)


@transaction.atomic
def drop_rule(rule: RoutingRule, *, actor, at: datetime, ip: str | None = None) -> None:
    """Nobody is proposed by this rule any more."""
    subject = f"分派规则 {rule.category}（{rule.area}）"
    rule.delete()
    record(AccessRecord.Verb.SETTING, actor=actor, at=at, subject=subject, reason="删除", ip=ip)


def kinds_with_categories() -> set[str]:
    """The kinds of matter that have categories."""
    return set(Category.objects.values_list("kind", flat=True).distinct())
