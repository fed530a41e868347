"""What a sweep found and nobody has registered: it waits for the township, with a person and a day."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from governance.cases.models import Case
from governance.organisation.models import Unit

from .task import DutyTask


class SweepFinding(models.Model):
    """One matter in words, until it is registered as a case, settled where it was found, or was none.

    ``version`` grows with every change, so that a second editor learns what the first did.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "待登记或者化解"
        REGISTERED = "registered", "已登记"
        SETTLED = "settled", "已就地化解"
        DROPPED = "dropped", "经核实不成立"

    task = models.ForeignKey(DutyTask, models.PROTECT, related_name="findings", verbose_name="例行任务")
    text = models.CharField("情况", max_length=200)
    found_on = models.DateField("排查日期")
    # The township of whoever found it; a unit that stands under none deals with it itself.
    unit = models.ForeignKey(Unit, models.PROTECT, db_index=False, related_name="findings", verbose_name="处理单位")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="责任人"
    )
    due_on = models.DateField("处理期限")
    # A year took part whose holidays are not all known; the day is counted again until they are.
    provisional = models.BooleanField("暂定", default=False)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.WAITING)
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="findings", verbose_name="事项")
    result = models.CharField("处理情况", max_length=300, blank=True)
    ended_on = models.DateField("处理日期", null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, db_index=False, related_name="+", verbose_name="处理人"
    )
    reminded_at = models.DateTimeField("超期提醒时间", null=True)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "排查待处理情况"
        default_permissions = ()
        ordering = ["due_on", "id"]
        indexes = [
            # what waits for a unit, nearest day first
            models.Index(fields=["unit", "due_on"], name="finding_waiting", condition=Q(state="waiting")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["task", "text"], name="finding_said_once"),
            models.CheckConstraint(name="finding_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="finding_ends_with_a_result",
                condition=Q(state="waiting", case=None, ended_on=None)
                | Q(state="registered", case__isnull=False, ended_on__isnull=False)
                | (Q(state="settled", case=None, ended_on__isnull=False) & ~Q(result=""))
                | Q(state="dropped", case=None, ended_on__isnull=False),
            ),
        ]

    def __str__(self):
        return self.text
