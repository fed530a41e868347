"""The rules by which a case finds the unit that answers for it."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet

from governance.frame.database.among import Among
from governance.frame.database.written import WrittenOnce
from governance.organisation.areas import lying
from governance.organisation.models import AccessRecord, Unit
from governance.organisation.records import record

from .. import registry
from ..models import CaseUnit, Category, RoutingRule


def rule_for(case) -> RoutingRule | None:
    """The rule for the category of the case where it lies: the nearest place first, then the nearest category.

    None where no rule says, or where the unit is closed.
    """
    return nearest_rule(case.category, case.area_id) if case.category_id else None


def nearest_rule(category: Category, area: str) -> RoutingRule | None:
    """The rule that holds for the category in the area of that code."""
    return next(iter(_rules_outward(category, area)), None)


def grade_for(category: Category, area: str) -> str:
    """The service grade that the nearest rule with one gives there; empty where none does.

    A rule of a township that names another unit alone leaves the grade that the county's gives.
    """
    return next((rule.grade for rule in _rules_outward(category, area) if rule.grade), "")


def _rules_outward(category: Category, area: str) -> list[RoutingRule]:
    """The rules for the category there: the nearest place first, in it the nearest category."""
    parts = category.path.split("/")
    above = ["/".join(parts[:depth]) for depth in range(1, len(parts) + 1)]
    rules = RULES.objects(kind=category.kind, paths=above)
    # What was said of an area that was joined to another holds in that one, unless it has a rule of its own.
    joined = dict(lying.joined())
    here = joined.get(area, area)
    found = [rule for rule in rules if here.startswith(joined.get(rule.area_id, rule.area_id))]
    return sorted(found, key=lambda rule: _nearness(rule, joined), reverse=True)


def _nearness(rule: RoutingRule, joined: dict[str, str]) -> tuple:
    place = joined.get(rule.area_id, rule.area_id)
    return len(place), rule.category.path.count("/"), place == rule.area_id


def _rules(kind: str, paths: list[str]) -> QuerySet[RoutingRule]:
    found = RoutingRule.objects.filter(Among(F("category__path"), paths), category__kind=kind, unit__is_active=True)
    return found.select_related("category", "unit").order_by()


RULES = WrittenOnce(_rules, kind="?", paths=["??"])


def rules_by_path(kind: str, area: str) -> dict[str, RoutingRule]:
    """What the rules for exactly this area say, by path of the category; three queries."""
    rules = RoutingRule.objects.filter(category__kind=kind, area_id=area, unit__is_active=True)
    return {rule.category.path: rule for rule in rules.select_related("category", "unit").prefetch_related("co_units")}


def next_co_unit(case) -> Unit | None:
    """The first unit that the rule names, whether to answer or to work along, and that has no part in the case yet."""
    rule = rule_for(case)
    if rule is None:
        return None
    along = case.case_units.filter(part=CaseUnit.Part.CO_HANDLER).values_list("unit_id", flat=True)
    there = {case.lead_unit_id, *along}
    named = (rule.unit, *rule.co_units.filter(is_active=True).order_by("pk"))
    return next((unit for unit in named if unit.pk not in there), None)


def grade_label(rule: RoutingRule) -> str:
    """How its kind calls the grade of the rule; empty where it gives none."""
    return dict(registry.KINDS[rule.category.kind].grades).get(rule.grade, rule.grade)


@transaction.atomic
def set_rule(rule: RoutingRule, co_units=(), *, actor, at: datetime, ip: str | None = None) -> None:
    """The rule holds from now on, in place of the one for the same category and area."""
    RoutingRule.objects.filter(category=rule.category, area=rule.area).delete()
    rule.save(force_insert=True)
    rule.co_units.set(co_units)
    subject = f"分派规则 {rule.category}（{rule.area}）"
    along = f"，{'、'.join(map(str, co_units))}协办" if co_units else ""
    grade = f"，按{grade_label(rule)}事项办结" if rule.grade else ""
    reason = f"由{rule.unit}承办{along}{grade}"
    record(AccessRecord.Verb.SETTING, actor=actor, at=at, subject=subject, reason=reason, ip=ip)


@transaction.atomic
def drop_rule(rule: RoutingRule, *, actor, at: datetime, reason: str, ip: str | None = None) -> None:
    """Nobody is proposed by this rule any more."""
    subject = f"分派规则 {rule.category}（{rule.area}）"
    rule.delete()
    record(AccessRecord.Verb.SETTING, actor=actor, at=at, subject=subject, reason=f"删除：{reason}", ip=ip)


def kinds_with_categories() -> set[str]:
    """The kinds of matter that have categories."""
    return set(Category.objects.values_list("kind", flat=True).distinct())
