"""Plans: what which units hand in, how often, by when, and who is reminded. A change is a new version."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from governance.frame.database.in_force import ENDS_AFTER_IT_STARTS
from governance.frame.days import WEEKDAYS
from governance.organisation.models import Area, Unit

from .. import windows

MOST_QUOTA = 100


class DutyPlan(models.Model):
    """One version of a plan. Its windows are those of the cadence from ``effective_from`` to ``effective_to``.

    Tasks that were opened under a version keep it.
    """

    class Kind(models.TextChoices):
        SWEEP = "sweep", "排查"
        ZERO_REPORT = "zero_report", "日报告零报告"
        MEETING = "meeting", "会议"
        RECEPTION = "reception", "接访"
        VISIT = "visit", "下访"
        BULLETIN = "bulletin", "通报"
        STUDY = "study", "研判"
        DRILL = "drill", "演练"
        INSPECTION = "inspection", "检查"
        LETTER = "letter", "责任书"
        OTHER = "other", "其他"

    class Cadence(models.TextChoices):
        DAILY = windows.DAILY, "每日"
        WEEKLY = windows.WEEKLY, "每周"
        TEN_DAY = windows.TEN_DAY, "每旬"
        HALF_MONTH = windows.HALF_MONTH, "每半月"
        MONTHLY = windows.MONTHLY, "每月"
        BIWEEKLY = windows.BIWEEKLY, "每两周"
        QUARTERLY = windows.QUARTERLY, "每季度"
        YEARLY = windows.YEARLY, "每年"
        SPECIAL = windows.SPECIAL, "特殊时段每日"

    class RestDays(models.TextChoices):
        KEEP = windows.KEEP, "休息日照常"
        SKIP = windows.SKIP, "休息日不报"
        ROLL = windows.ROLL, "遇休息日顺延"

    class Form(models.TextChoices):
        SWEEP = "sweep", "排查情况（列出排查到的事项，或零报告）"
        REPORT = "report", "情况报告（有事报事，无事零报告）"
        DONE = "done", "完成情况（做了什么、几次）"

    code = models.CharField("代码", max_length=40)
    version = models.PositiveSmallIntegerField("版本", default=1)
    name = models.CharField("名称", max_length=40)
    kind = models.CharField("种类", max_length=12, choices=Kind.choices)
    levels = ArrayField(models.CharField(max_length=10, choices=Area.Level.choices), default=list, verbose_name="层级")
    unit_kinds = ArrayField(
        models.CharField(max_length=20, choices=Unit.Kind.choices), default=list, verbose_name="单位类别"
    )
    cadence = models.CharField("周期", max_length=12, choices=Cadence.choices)
    anchor = models.DateField("起算周一", null=True, blank=True)
    # Empty: the end of the day.
    due_time = models.TimeField("截止时刻", null=True, blank=True)
    grace_days = models.PositiveSmallIntegerField("宽限天数", default=0)
    rest_days = models.CharField("休息日", max_length=4, choices=RestDays.choices, default=RestDays.KEEP)
    quota = models.PositiveSmallIntegerField(
        "定额", default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST_QUOTA)]
    )
    form = models.CharField("报送内容", max_length=10, choices=Form.choices)
    opens_days_ahead = models.PositiveSmallIntegerField("提前几天列出", default=1)
    basis = models.CharField("依据", max_length=300)
    source = models.CharField("出处", max_length=60, blank=True)
    is_active = models.BooleanField("启用", default=True)
    effective_from = models.DateField("自")
    effective_to = models.DateField("至", null=True, blank=True)
    # Windows up to this day are open; the scan goes on from here, however long nobody rang.
    opened_through = models.DateField("已列到", null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "例行方案"
        ordering = ["code", "version"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="duty_plan_version_once"),
            models.UniqueConstraint(fields=["code"], condition=Q(effective_to=None), name="duty_plan_one_open_version"),
            models.CheckConstraint(name="duty_plan_ends_after_it_starts", condition=ENDS_AFTER_IT_STARTS),
            models.CheckConstraint(name="duty_plan_quota", condition=Q(quota__gte=1, quota__lte=MOST_QUOTA)),
            models.CheckConstraint(
                name="duty_plan_fortnights_from_a_monday",
                condition=Q(anchor=None) | (Q(cadence=windows.BIWEEKLY) & Q(anchor__iso_week_day=1)),
            ),
        ]

    def __str__(self):
        return self.name


class DutyPlanUnit(models.Model):
    """A unit that owes the duty although the rule does not name it, or that does not although the rule does."""

    plan = models.ForeignKey(DutyPlan, models.CASCADE, related_name="named_units", verbose_name="例行方案")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    is_excluded = models.BooleanField("不报", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "方案点名单位"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["plan", "unit"], name="duty_plan_names_a_unit_once")]

    def __str__(self):
        return f"{self.plan} {self.unit}"


class DutyReminder(models.Model):
    """When whom is reminded of what has not come in: so many days before or after the due day, or on a weekday.

    A weekday (0 for Monday to 6) means the last such day of the window that is not after the due day; a window without
    one has no such reminder.
    """

    class Recipient(models.TextChoices):
        HANDLER = "handler", "承办人"
        UNIT_LEAD = "unit_lead", "单位负责人"
        TOWNSHIP = "township", "镇街"
        COUNTY = "county", "县级"

    plan = models.ForeignKey(DutyPlan, models.CASCADE, related_name="reminders", verbose_name="例行方案")
    rung = models.PositiveSmallIntegerField("级")
    offset_days = models.SmallIntegerField("距截止日天数", default=0)
    weekday = models.PositiveSmallIntegerField(
        "星期", null=True, blank=True, choices=list(enumerate(f"周{day}" for day in WEEKDAYS))
    )
    at_time = models.TimeField("时刻")
    recipients = ArrayField(models.CharField(max_length=10, choices=Recipient.choices), verbose_name="提醒对象")

    class Meta:
        verbose_name = verbose_name_plural = "例行提醒"
        default_permissions = ()
        ordering = ["plan", "rung"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "rung"], name="duty_reminder_once"),
            models.CheckConstraint(name="duty_reminder_rung_from_one", condition=Q(rung__gte=1)),
            models.CheckConstraint(
                name="duty_reminder_weekday", condition=Q(weekday=None) | Q(weekday__lte=6, offset_days=0)
            ),
        ]

    def __str__(self):
        return f"{self.plan} {self.rung}"


class SpecialPeriod(models.Model):
    """Days before and around an event or a festival on which a plan of that cadence is owed daily."""

    name = models.CharField("名称", max_length=40)
    plan_code = models.CharField("方案", max_length=40)
    first = models.DateField("首日")
    last = models.DateField("末日")
    declared_by = models.ForeignKey(
        "organisation.User", models.PROTECT, null=True, related_name="+", verbose_name="宣布人"
    )
    declared_at = models.DateTimeField("宣布时间")

    class Meta:
        verbose_name = verbose_name_plural = "特殊时段"
        default_permissions = ()
        ordering = ["-first", "-id"]
        constraints = [
            models.CheckConstraint(name="special_period_ends_after_it_starts", condition=Q(last__gte=F("first"))),
        ]

    def __str__(self):
        return self.name
