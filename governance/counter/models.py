"""Turns at the window: who waits is a number and never a name; what is said goes into the matter that it becomes."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from governance.cases.models import Case
from governance.frame.seals.sealed_fields import SealedText, named_in_clear
from governance.organisation.models import Area, Unit


class Turn(models.Model):
    """One person's turn at the window of a unit: a number of the day, when it was taken, called and over.

    ``told`` is what the person ``said`` first and the ``place``, sealed because it may accuse somebody, ``area`` where
    it was; they are gone once the turn is over, because the matter that came of it has them.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "等候"
        CALLED = "called", "办理中"
        SERVED = "served", "已办"
        LEFT = "left", "已离开"

    # What the page called it; sent twice it is one.
    key = models.UUIDField("标识", unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="turns", verbose_name="单位")
    day = models.DateField("日期")
    number = models.PositiveIntegerField("号")
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.WAITING)
    window = models.CharField("窗口", max_length=20, blank=True)
    taken_at = models.DateTimeField("取号时间")
    called_at = models.DateTimeField("叫号时间", null=True)
    ended_at = models.DateTimeField("结束时间", null=True)
    served_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="接待人"
    )
    becomes = models.CharField("办理方式", max_length=20, blank=True)
    told_sealed = SealedText(purpose="turn.told", bound=("pk",))
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+", verbose_name="发生地")
    case = models.OneToOneField(Case, models.PROTECT, null=True, related_name="turn", verbose_name="登记的事项")

    class Meta:
        verbose_name = verbose_name_plural = "窗口来访"
        default_permissions = ()
        permissions = [("serve_counter", "窗口受理")]
        ordering = ["-day", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "day", "number"], name="turn_number_once"),
            models.CheckConstraint(
                name="turn_called_after_taken", condition=Q(called_at=None) | Q(called_at__gte=F("taken_at"))
            ),
            models.CheckConstraint(
                name="turn_over_says_nothing",
                condition=Q(ended_at=None, state__in=("waiting", "called"), case=None)
                | Q(ended_at__isnull=False, state__in=("served", "left"), told_sealed="", becomes="", area=None),
            ),
        ]

    def __str__(self):
        return f"{self.number} 号"

    # What was said and the place, in clear; nothing before anybody spoke, and once the turn is over.
    told = named_in_clear("told_sealed")
