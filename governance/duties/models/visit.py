"""Visits (下访): which leaders owe how many working days in the villages, and when they were where."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from governance.cases.models import Case
from governance.frame.database.in_force import ENDS_AFTER_IT_STARTS
from governance.organisation.models import Area, Unit

from .. import windows

MOST_DAYS = 366


class LeaderKind(models.TextChoices):
    """What a leader is decides how much is owed."""

    COUNTY_CHIEF = "county_chief", "县级党政主要领导"
    COUNTY = "county", "县级领导"
    CHIEF = "chief", "镇街和部门主要领导"
    CADRE = "cadre", "其他领导干部"
    COMMISSIONER = "commissioner", "综治特派员"


class VisitQuota(models.Model):
    """So many working days in every window, for one kind of leader, from a day on. A change is a new row."""

    class Cadence(models.TextChoices):
        WEEKLY = windows.WEEKLY, "每周"
        MONTHLY = windows.MONTHLY, "每月"
        QUARTERLY = windows.QUARTERLY, "每季度"
        YEARLY = windows.YEARLY, "每年"

    kind = models.CharField("领导类别", max_length=12, choices=LeaderKind.choices)
    cadence = models.CharField("周期", max_length=12, choices=Cadence.choices)
    days = models.PositiveSmallIntegerField("工作日", validators=[MinValueValidator(0), MaxValueValidator(MOST_DAYS)])
    basis = models.CharField("依据", max_length=200)
    source = models.CharField("出处", max_length=60, blank=True)
    effective_from = models.DateField("自")
    effective_to = models.DateField("至", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "下访定额"
        default_permissions = ()
        ordering = ["kind", "effective_from"]
        constraints = [
            models.UniqueConstraint(fields=["kind"], condition=Q(effective_to=None), name="visit_quota_one_open"),
            models.CheckConstraint(name="visit_quota_days", condition=Q(days__gte=0, days__lte=MOST_DAYS)),
            models.CheckConstraint(name="visit_quota_ends_after_it_starts", condition=ENDS_AFTER_IT_STARTS),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.get_cadence_display()} {self.days}"


class VisitingLeader(models.Model):
    """A leader who goes down to the villages; not every one has a login."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="visiting_leaders", verbose_name="单位")
    name = models.CharField("姓名", max_length=30)
    title = models.CharField("职务", max_length=40)
    kind = models.CharField("领导类别", max_length=12, choices=LeaderKind.choices)
    starts_on = models.DateField("自")
    ends_on = models.DateField("至", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "下访领导"
        default_permissions = ()
        ordering = ["unit__position", "unit_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "name"], condition=Q(ends_on=None), name="visiting_leader_once"),
            models.CheckConstraint(
                name="visiting_leader_ends_after_start", condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on"))
            ),
        ]

    def __str__(self):
        return self.name


class Visit(models.Model):
    """One visit: when, where, about what; a case that was taken along."""

    leader = models.ForeignKey(VisitingLeader, models.PROTECT, related_name="visits", verbose_name="下访领导")
    day = models.DateField("日期")
    area = models.ForeignKey(Area, models.PROTECT, db_index=False, related_name="+", verbose_name="下访地点")
    text = models.CharField("下访情况", max_length=1000)
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="visits", verbose_name="带案下访的事项")
    written_at = models.DateTimeField("记录时间")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, related_name="+", verbose_name="记录人"
    )
    by_name = models.CharField("记录人姓名", max_length=60)
    void_reason = models.CharField("作废原因", max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "下访记录"
        default_permissions = ()
        ordering = ["-day", "-id"]
        indexes = [
            # the visits of a leader, newest first
            models.Index(F("leader"), F("day").desc(), F("id").desc(), name="visit_of_leader"),
        ]

    def __str__(self):
        return f"{self.leader} {self.day}"
