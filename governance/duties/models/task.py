"""The task: one unit owes one window of a plan."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from governance.organisation.models import Area, Unit

from .missed import DutyEscalation
from .plan import DutyPlan


class DutyTask(models.Model):
    """What a unit owes for one window, and what became of it.

    The task is its own clock: ``due_at``, the moments of its reminders and the next of them stand in the row. Each is
    owed for days, not reckoned by an article, so there is no ledger to explain. ``area`` is where the unit stood when
    the window was last open: a village that moves to another township leaves its history where it was owed.
    """

    class State(models.TextChoices):
        OPEN = "open", "待报"
        RETURNED = "returned", "已报"
        ZERO = "zero", "零报告"
        LATE = "late", "迟报"
        MISSING = "missing", "缺报"
        WITHDRAWN = "withdrawn", "不再要求"

    plan = models.ForeignKey(DutyPlan, models.PROTECT, db_index=False, related_name="tasks", verbose_name="例行方案")
    plan_code = models.CharField("方案代码", max_length=40)
    unit = models.ForeignKey(Unit, models.PROTECT, db_index=False, related_name="duty_tasks", verbose_name="单位")
    area = models.ForeignKey(Area, models.PROTECT, db_index=False, related_name="+", verbose_name="区划")
    first = models.DateField("首日")
    last = models.DateField("末日")
    label = models.CharField("期别", max_length=30)
    due_at = models.DateTimeField("截止时间")
    alert_plan = ArrayField(models.DateTimeField(), default=list, verbose_name="提醒计划")
    alert_at = models.DateTimeField("下次提醒", null=True)
    rung = models.PositiveSmallIntegerField("已到级", default=0)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.OPEN)
    quota = models.PositiveSmallIntegerField("定额", default=1)
    done = models.PositiveSmallIntegerField("已完成", default=0)
    found = models.PositiveSmallIntegerField("排查到", default=0)
    opened_at = models.DateTimeField("列出时间")
    returned_at = models.DateTimeField("报送时间", null=True)
    urged_at = models.DateTimeField("催报时间", null=True)
    # Missed, and the ladder has looked at it; what it was proposed with, if it reached a rung.
    weighed_at = models.DateTimeField("计入督办时间", null=True)
    escalation = models.ForeignKey(
        DutyEscalation, models.PROTECT, null=True, db_index=False, related_name="tasks", verbose_name="缺报到级"
    )

    class Meta:
        verbose_name = verbose_name_plural = "例行任务"
        default_permissions = ()
        permissions = [("return_duty", "报送例行任务"), ("urge_duty", "催报")]
        indexes = [
            # the board: the windows of one plan, whatever the length of the history
            models.Index(fields=["plan_code", "first", "area"], name="duty_board"),
            # what a unit owes now
            models.Index(fields=["unit", "due_at"], name="duty_owed", condition=Q(state__in=["open", "missing"])),
            # what a unit handed in, newest first
            models.Index(F("unit"), F("first").desc(), F("id").desc(), name="duty_unit_newest"),
            # what closes unreturned by now
            models.Index(fields=["due_at"], name="duty_closing", condition=Q(state="open")),
            # figures: what was due in a period
            models.Index(fields=["due_at", "unit"], name="duty_due"),
            # whom to remind by now
            models.Index(fields=["alert_at"], name="duty_scan", condition=Q(alert_at__isnull=False)),
            # what is missing lately
            models.Index(fields=["due_at", "area"], name="duty_missing", condition=Q(state="missing")),
            # what is missing and not yet weighed
            models.Index(fields=["id"], name="duty_unweighed", condition=Q(state="missing", weighed_at=None)),
            # with what a rung was reached
            models.Index(
                fields=["escalation", "first"], name="duty_of_escalation", condition=Q(escalation__isnull=False)
            ),
            # whether the units of a version still owe what is open
            models.Index(fields=["plan", "unit"], name="duty_open_of_plan", condition=Q(state="open")),
        ]
        constraints = [
            # "opened once" is a fact of the database
            models.UniqueConstraint(fields=["plan_code", "unit", "first"], name="duty_opened_once"),
            models.CheckConstraint(name="duty_ends_after_it_starts", condition=Q(last__gte=F("first"))),
            models.CheckConstraint(
                name="duty_returned_has_a_time",
                condition=Q(state__in=["returned", "zero", "late"], returned_at__isnull=False)
                | Q(state__in=["open", "missing", "withdrawn"]),
            ),
            models.CheckConstraint(
                name="duty_silent_when_nothing_is_owed",
                condition=Q(state__in=["open", "missing"]) | Q(alert_at=None),
            ),
        ]

    def __str__(self):
        return f"{self.plan_code} {self.unit_id} {self.first}"

    @property
    def is_owed(self) -> bool:
        """True until something came in."""
        return self.state in (self.State.OPEN, self.State.MISSING)
