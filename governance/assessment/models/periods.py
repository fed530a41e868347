"""Scored periods: marks given by hand, what every unit came to, objections. What is frozen is never written again."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from governance.cases.models.stored import UploadedFile
from governance.figures.periods import Period
from governance.frame.database.history import Done
from governance.frame.database.triggers import append_only
from governance.jobs.models import Job
from governance.organisation.models import Unit

from .schemes import Scheme


class ScoredPeriod(models.Model):
    """The units of a scheme are assessed over these days. ``edition`` counts how often it was frozen.

    Until the end of ``objections_until`` units can object; only what is ``published`` shows them how the others stand.
    """

    class Length(models.TextChoices):
        MONTH = "month", "月"
        QUARTER = "quarter", "季度"
        HALF = "half", "半年"
        YEAR = "year", "年"

    class State(models.TextChoices):
        OPEN = "open", "评分中"
        FROZEN = "frozen", "已冻结"
        ENDED = "ended", "已取消"

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="periods", verbose_name="考核方案")
    length = models.CharField("期间", max_length=10, choices=Length.choices)
    first = models.DateField("首日")
    last = models.DateField("末日")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.OPEN)
    job = models.ForeignKey(Job, models.PROTECT, null=True, related_name="+", verbose_name="核算任务")
    edition = models.PositiveSmallIntegerField("冻结次数", default=0)
    frozen_at = models.DateTimeField("冻结时间", null=True)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="冻结人"
    )
    objections_until = models.DateField("异议截止", null=True)
    published_at = models.DateTimeField("公布时间", null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = verbose_name_plural = "考核期"
        ordering = ["-first", "length", "scheme_id"]
        default_permissions = ()
        permissions = [("object_score", "对考核结果提出异议")]
        constraints = [
            models.UniqueConstraint(
                name="scored_period_once", fields=["scheme", "length", "first"], condition=~Q(state="ended")
            ),
            models.CheckConstraint(name="scored_period_ends_after_it_begins", condition=Q(last__gte=F("first"))),
            models.CheckConstraint(
                name="frozen_period_says_when",
                condition=~Q(state="frozen")
                | Q(frozen_at__isnull=False, frozen_by__isnull=False, objections_until__isnull=False, edition__gte=1),
            ),
        ]

    def __str__(self):
        return f"{self.scheme.name} {self.label}"

    @property
    def label(self) -> str:
        """2026年第三季度, 2026年上半年"""
        if self.length == self.Length.HALF:
            return f"{self.first.year}年{'上' if self.first.month == 1 else '下'}半年"
        return self.days.label

    @property
    def days(self) -> Period:
        """The days that it is about."""
        return Period(self.first, self.last)

    def takes_objections(self, today: date) -> bool:
        """True if it is frozen and its units can still object."""
        return self.is_frozen and self.objections_until is not None and today <= self.objections_until

    @property
    def is_frozen(self) -> bool:
        """True once it has its numbers."""
        return self.state == self.State.FROZEN


class HandMark(models.Model):
    """What somebody gave a unit for an item that no figure answers, and on what ground; for a veto, 0 or 1.

    Without points nothing was due of the unit, and the item takes no part.
    """

    period = models.ForeignKey(ScoredPeriod, models.PROTECT, related_name="hand_marks", verbose_name="考核期")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    item = models.CharField("项目代号", max_length=6)
    points = models.DecimalField("得分", max_digits=6, decimal_places=2, null=True)
    ground = models.CharField("依据", max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="评分人")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "人工评分"
        default_permissions = ()
        constraints = [models.UniqueConstraint(name="hand_mark_once", fields=["period", "unit", "item"])]

    def __str__(self):
        return f"{self.period_id} {self.item} {self.points}"


class GroundFile(UploadedFile):
    """A file on which the marks of an item stand."""

    period = models.ForeignKey(ScoredPeriod, models.PROTECT, related_name="files", verbose_name="考核期")
    item = models.CharField("项目代号", max_length=6)

    class Meta(UploadedFile.Meta):
        verbose_name = verbose_name_plural = "评分依据"


class ScoreLine(models.Model):
    """What one item came to for one unit when the period was frozen.

    ``behind`` has under each measure that took part what it counted, each as its name and its address.
    """

    period = models.ForeignKey(ScoredPeriod, models.PROTECT, related_name="lines", verbose_name="考核期")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    item = models.CharField("项目代号", max_length=6)
    part = models.PositiveIntegerField("数量")
    whole = models.PositiveIntegerField("总数", null=True)
    points = models.DecimalField("得分", max_digits=6, decimal_places=2, null=True)
    ground = models.CharField("依据", max_length=300, blank=True)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="评分人"
    )
    behind = models.JSONField("名单", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "项目得分"
        default_permissions = ()
        ordering = ["id"]
        constraints = [models.UniqueConstraint(name="score_line_once", fields=["period", "unit", "item"])]
        triggers = append_only("a frozen score")

    def __str__(self):
        return f"{self.period_id} {self.unit_id} {self.item}"


class UnitScore(models.Model):
    """What a unit came to in all, and its place, as of one freezing of the period."""

    period = models.ForeignKey(ScoredPeriod, models.PROTECT, related_name="scores", verbose_name="考核期")
    edition = models.PositiveSmallIntegerField("冻结次数")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    total = models.DecimalField("总分", max_digits=6, decimal_places=2, null=True)
    place = models.PositiveSmallIntegerField("名次", null=True)
    vetoed = models.BooleanField("一票否决", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "单位总分"
        default_permissions = ()
        ordering = ["edition", "place", "id"]
        constraints = [
            models.UniqueConstraint(name="unit_score_once", fields=["period", "edition", "unit"]),
            models.CheckConstraint(name="vetoed_unit_has_no_place", condition=~Q(vetoed=True) | Q(place=None)),
        ]
        triggers = append_only("a frozen total")

    def __str__(self):
        return f"{self.period_id} {self.unit_id} {self.total}"


class Objection(models.Model):
    """A unit does not agree with one of its lines; somebody else than whoever marked it answers."""

    class State(models.TextChoices):
        OPEN = "open", "待答复"
        UPHELD = "upheld", "成立"
        REJECTED = "rejected", "不成立"

    line = models.ForeignKey(ScoreLine, models.PROTECT, related_name="objections", verbose_name="项目得分")
    reason = models.CharField("理由", max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="提出人")
    at = models.DateTimeField("提出时间")
    state = models.CharField("结果", max_length=10, choices=State.choices, default=State.OPEN)
    answer = models.CharField("答复", max_length=500, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="答复人"
    )
    answered_at = models.DateTimeField("答复时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "考核异议"
        default_permissions = ()
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(name="one_open_objection_a_line", fields=["line"], condition=Q(state="open")),
            models.CheckConstraint(
                name="answered_objection_says_by_whom",
                condition=Q(state="open", answered_by=None)
                | (~Q(state="open") & Q(answered_by__isnull=False, answered_at__isnull=False) & ~Q(answer="")),
            ),
        ]

    def __str__(self):
        return f"{self.line_id} {self.get_state_display()}"


class Correction(models.Model):
    """The line counts for so many points from then on; what it was stays as it was."""

    line = models.ForeignKey(ScoreLine, models.PROTECT, related_name="corrections", verbose_name="项目得分")
    objection = models.OneToOneField(Objection, models.PROTECT, related_name="correction", verbose_name="异议")
    points = models.DecimalField("更正后得分", max_digits=6, decimal_places=2)

    class Meta:
        verbose_name = verbose_name_plural = "得分更正"
        default_permissions = ()
        ordering = ["id"]
        triggers = append_only("a correction of a score")

    def __str__(self):
        return f"{self.line_id} {self.points}"


class PeriodEntry(Done):
    """What was done with a period, by whom and when; ``facts`` as [what, before, after]."""

    class Verb(models.TextChoices):
        OPENED = "opened", "发起"
        MARKED = "marked", "评分"
        FROZEN = "frozen", "冻结"
        OBJECTED = "objected", "提出异议"
        UPHELD = "upheld", "异议成立，更正并重新冻结"
        REJECTED = "rejected", "异议不成立"
        PUBLISHED = "published", "公布"
        ENDED = "ended", "取消"

    period = models.ForeignKey(ScoredPeriod, models.PROTECT, related_name="history", verbose_name="考核期")
    verb = models.CharField("办理", max_length=10, choices=Verb.choices)

    class Meta(Done.Meta):
        verbose_name = verbose_name_plural = "考核记录"
        triggers = append_only("the history of a scored period")

    def __str__(self):
        return f"{self.period_id} {self.get_verb_display()}"
