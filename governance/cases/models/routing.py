"""Who answers for a category in a place: what the office proposes when a case is sent on."""

from django.db import models

from governance.organisation.models import Area, Unit

from .category import Category


class RoutingRule(models.Model):
    """Matters of a category, with all below it, go to this unit in an area, with all inside it, at this grade."""

    category = models.ForeignKey(Category, models.CASCADE, related_name="routing_rules", verbose_name="内容类别")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="区域")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="承办单位")
    # A word of the kind's own grades; empty where the rule says nothing of how fast.
    grade = models.CharField("办理等级", max_length=12, blank=True)
    co_units = models.ManyToManyField(Unit, blank=True, related_name="+", verbose_name="协办单位")

    class Meta:
        verbose_name = verbose_name_plural = "分派规则"
        constraints = [models.UniqueConstraint(fields=["category", "area"], name="routing_rule_once")]

    def __str__(self):
        return f"{self.category} → {self.unit}"
