"""Patrols: who walked where from when to when, and how much of it and of other work is wanted of a place."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from governance.frame.database.in_force import ENDS_AFTER_IT_STARTS
from governance.frame.days import minute_text
from governance.organisation.models import Area, Unit

# A patrol that nobody ended is over after so long.
LONGEST = timedelta(hours=12)
MOST_AMOUNT = 1000


class Patrol(models.Model):
    """One walk, from the moment the worker started it to the one that ended it.

    ``points`` are where the worker was meanwhile: moment, longitude, latitude. There are none before or after, and
    nobody but the worker is shown them. One that nobody ended (``by_clock``) is over with the last of them: how long
    it went on nobody knows.
    """

    # What the phone called it; sent twice it is one.
    key = models.UUIDField("巡查标识", primary_key=True)
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="巡查人")
    unit = models.ForeignKey(Unit, models.PROTECT, db_index=False, related_name="+", verbose_name="单位")
    area = models.ForeignKey(Area, models.PROTECT, db_index=False, related_name="+", verbose_name="巡查区域")
    started_at = models.DateTimeField("开始时间")
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    by_clock = models.BooleanField("到时自动结束", default=False)
    points = models.JSONField("途经位置", default=list)

    class Meta:
        verbose_name = verbose_name_plural = "巡查"
        default_permissions = ()
        ordering = ["-started_at"]
        indexes = [
            # a place's patrols of a month
            models.Index(fields=["area", "started_at"], name="patrol_of_area"),
            # what nobody ended
            models.Index(fields=["started_at"], name="patrol_running", condition=Q(ended_at=None)),
            # whose points are to go
            models.Index(fields=["ended_at"], name="patrol_with_points", condition=~Q(points=[])),
        ]
        constraints = [
            models.UniqueConstraint(fields=["worker"], condition=Q(ended_at=None), name="patrol_one_at_a_time"),
            models.CheckConstraint(
                name="patrol_ends_after_it_starts", condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at"))
            ),
            models.CheckConstraint(
                name="patrol_is_no_longer_than_half_a_day",
                condition=Q(ended_at=None) | Q(ended_at__lte=F("started_at") + LONGEST),
            ),
        ]

    def __str__(self):
        return f"{self.area} {minute_text(self.started_at)}"

    @property
    def last_seen(self) -> datetime:
        """When it last gave a sign of life."""
        return datetime.fromisoformat(self.points[-1][0]) if self.points else self.started_at

    def end(self, moment: datetime | None) -> None:
        """It is over at that moment, the worker's own; without one at its last sign of life."""
        self.by_clock = moment is None
        self.ended_at = self.last_seen if moment is None else max(moment, self.started_at)


class WorkNorm(models.Model):
    """So much of a kind of work is wanted of a place, from a day on. A change is a new row."""

    code = models.CharField("代码", max_length=20)
    name = models.CharField("名称", max_length=30)
    amount = models.PositiveSmallIntegerField("定额", validators=[MinValueValidator(0), MaxValueValidator(MOST_AMOUNT)])
    measure = models.CharField("计量", max_length=30)
    basis = models.CharField("依据", max_length=200)
    source = models.CharField("出处", max_length=60, blank=True)
    effective_from = models.DateField("自")
    effective_to = models.DateField("至", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "工作定额"
        default_permissions = ()
        ordering = ["code", "effective_from"]
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=Q(effective_to=None), name="work_norm_one_open"),
            models.CheckConstraint(name="work_norm_amount", condition=Q(amount__gte=0, amount__lte=MOST_AMOUNT)),
            models.CheckConstraint(name="work_norm_ends_after_it_starts", condition=ENDS_AFTER_IT_STARTS),
        ]

    def __str__(self):
        return f"{self.name} {self.amount} {self.measure}"
