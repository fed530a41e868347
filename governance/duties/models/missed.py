"""The ladder of what is missed: after how many windows which paper is proposed, and every proposal once."""

from typing import Any

from django.db import models
from django.db.models import Q

from governance.cases.models import LadderRung
from governance.organisation.models import Unit

from .plan import DutyPlan

# Further back than so many windows of one unit nobody looks.
MOST_MISSED = 31


class DutyRung(models.Model):
    """One rung of a plan: so many windows missed, in a row or in one month, and the machine proposes that paper."""

    class Span(models.TextChoices):
        ROW = "row", "连续"
        MONTH = "month", "当月累计"

    ProposedPaper = LadderRung.ProposedPaper

    plan = models.ForeignKey(DutyPlan, models.CASCADE, related_name="rungs", verbose_name="例行方案")
    rung = models.PositiveSmallIntegerField("级")
    proposes = models.CharField("建议制发", max_length=30, choices=ProposedPaper.choices)
    span = models.CharField("计算方式", max_length=5, choices=Span.choices)
    missed = models.PositiveSmallIntegerField("缺报期数")
    basis = models.CharField("依据", max_length=200, blank=True)
    source = models.CharField("出处", max_length=60, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "缺报督办阶梯"
        default_permissions = ()
        ordering = ["plan", "rung"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "rung"], name="duty_rung_once"),
            models.CheckConstraint(
                name="duty_rung_counts_windows", condition=Q(rung__gte=1, missed__gte=1, missed__lte=MOST_MISSED)
            ),
        ]

    def __str__(self):
        return f"{self.get_span_display()}缺 {self.missed} 期，{self.get_proposes_display()}"


class DutyEscalation(models.Model):
    """A rung that a unit has reached with one plan; the tasks that brought it there point here.

    While nobody has ruled on it there is one a plan and unit: what is missed next joins it. ``windows`` are those of
    the tasks that are still missing, in order, where they were read along.
    """

    windows: list[Any]

    plan = models.ForeignKey(DutyPlan, models.PROTECT, related_name="+", verbose_name="例行方案")
    plan_code = models.CharField("方案代码", max_length=40)
    unit = models.ForeignKey(Unit, models.PROTECT, db_index=False, related_name="+", verbose_name="单位")
    rung = models.PositiveSmallIntegerField("级")
    proposes = models.CharField("建议制发", max_length=30, choices=DutyRung.ProposedPaper.choices)
    span = models.CharField("计算方式", max_length=5, choices=DutyRung.Span.choices)
    missed = models.PositiveSmallIntegerField("缺报期数")
    raised_at = models.DateTimeField("提出时间")
    # A person has made a paper of it, or set it aside; or everything came in before anybody did.
    ruled_at = models.DateTimeField("处理时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "缺报到级"
        default_permissions = ()
        indexes = [
            # what was proposed about a unit, newest first
            models.Index(fields=["unit", "-raised_at"], name="duty_escalations_of_unit"),
        ]
        constraints = [
            # "proposed once" is a fact of the database; it is the queue of the centre too
            models.UniqueConstraint(
                fields=["plan_code", "unit"], condition=Q(ruled_at=None), name="duty_escalation_waits_once"
            ),
        ]

    def __str__(self):
        return f"{self.plan_code} {self.unit_id} {self.proposes}"
