"""The case file (卷宗) of a track, what was made of it by a review, and the subsidy that it earns (以案定补)."""

from datetime import date

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from governance.cases.models import Attachment
from governance.frame.database.choices import text_choices
from governance.organisation.models import Unit

from .. import vocabulary
from .dispute import Dispute
from .organisations import Mediator
from .track import Track


class CaseFile(models.Model):
    """What the cover of the file says beyond the case: how long it is kept, and its number once it is filed."""

    Retention = text_choices("Retention", vocabulary.RETENTIONS)

    track = models.OneToOneField(Track, models.CASCADE, related_name="file", verbose_name="调解案件")
    retention = models.CharField("保管期限", max_length=10, choices=Retention.choices, default=Retention.LONG)
    # The committee that filed it, and the year and serial number of its own range.
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="立卷单位")
    year = models.PositiveSmallIntegerField("年度", null=True)
    serial = models.PositiveIntegerField("卷号", null=True)
    filer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="立卷人"
    )
    filed_on = models.DateField("立卷日期", null=True)
    remarks = models.TextField("卷宗情况说明", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "卷宗"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "serial"], name="case_file_number_once"),
            models.CheckConstraint(
                name="case_file_numbered_when_filed",
                condition=Q(filed_on=None, year=None, serial=None, unit=None, filer=None)
                | Q(filed_on__isnull=False, year__isnull=False, serial__isnull=False, unit__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.track_id} {self.get_retention_display()}"


class FileItem(models.Model):
    """The place in the file that somebody gave to an attachment; with an empty item it is left out of the file."""

    track = models.ForeignKey(Track, models.CASCADE, related_name="file_items", verbose_name="调解案件")
    attachment = models.ForeignKey(Attachment, models.CASCADE, related_name="+", verbose_name="材料")
    # A code of the checklist, see ``mediation.checklist``.
    item = models.CharField("归入", max_length=20, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "卷内材料"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["track", "attachment"], name="file_item_once")]

    def __str__(self):
        return f"{self.track_id} {self.item} {self.attachment_id}"


class FileReview(models.Model):
    """How a filed case was judged: points for every item of the standard, and their sum."""

    track = models.ForeignKey(Track, models.CASCADE, related_name="file_reviews", verbose_name="调解案件")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="file_reviews", verbose_name="评查人"
    )
    on = models.DateField("评查日期")
    # Title, points and most points of every item, in the words of that day.
    scores = models.JSONField("逐项得分", default=list)
    score = models.PositiveSmallIntegerField("总分")
    note = models.TextField("评查意见", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "卷宗评查"
        default_permissions = ()
        ordering = ["track", "-on", "-id"]
        constraints = [models.CheckConstraint(name="file_review_of_a_hundred", condition=Q(score__lte=100))]

    def __str__(self):
        return f"{self.on} {self.score} 分"


class SubsidyRate(models.Model):
    """What a case of a grade earns from a day on; what was decided before stays as it was."""

    grade = models.CharField("纠纷等级", max_length=10, choices=Dispute.Grade.choices)
    amount = models.DecimalField(
        "每件金额（元）",
        max_digits=8,
        decimal_places=2,
        validators=[MinValueValidator(1, "金额应当大于零。")],
    )
    effective_from = models.DateField("执行日期")
    source = models.CharField("依据", max_length=120)

    class Meta:
        verbose_name = verbose_name_plural = "补贴标准"
        default_permissions = ()
        ordering = ["grade", "-effective_from"]
        constraints = [
            models.UniqueConstraint(fields=["grade", "effective_from"], name="subsidy_rate_once_a_day"),
            models.CheckConstraint(name="subsidy_rate_above_zero", condition=Q(amount__gt=0)),
        ]

    def __str__(self):
        return f"{self.get_grade_display()} {self.amount} 元（{self.effective_from}起）"

    @classmethod
    def in_force(cls, grade: str, on: date) -> "SubsidyRate | None":
        """The rate of a grade that is in force on a day."""
        return cls.objects.filter(grade=grade, effective_from__lte=on).order_by("-effective_from").first()


class Subsidy(models.Model):
    """The payment to a mediator for one dispute: claimed, then approved or refused, then paid."""

    State = text_choices("State", vocabulary.SUBSIDY_STATES)

    track = models.OneToOneField(Track, models.PROTECT, related_name="subsidy", verbose_name="调解案件")
    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="subsidies", verbose_name="纠纷")
    mediator = models.ForeignKey(Mediator, models.PROTECT, related_name="subsidies", verbose_name="调解员")
    amount = models.DecimalField("金额（元）", max_digits=8, decimal_places=2)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.CLAIMED)
    claimed_on = models.DateField("申报日期")
    # The first day of the month on whose list it is paid.
    month = models.DateField("发放月份", null=True)
    paid_on = models.DateField("发放日期", null=True)
    reason = models.TextField("审核意见", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "以案定补"
        default_permissions = ()
        ordering = ["month", "id"]
        constraints = [
            # However many tracks a dispute had, it is paid for once.
            models.UniqueConstraint(fields=["dispute"], condition=~Q(state="refused"), name="subsidy_once_a_dispute"),
            models.CheckConstraint(
                name="subsidy_month_once_approved",
                condition=Q(state__in=["claimed", "refused"], month=None)
                | Q(state__in=["approved", "paid"], month__isnull=False, month__day=1),
            ),
            models.CheckConstraint(
                name="subsidy_paid_on_a_day",
                condition=Q(state="paid", paid_on__gte=F("claimed_on")) | (~Q(state="paid") & Q(paid_on=None)),
            ),
            models.CheckConstraint(name="subsidy_above_zero", condition=Q(amount__gt=0)),
        ]
        # the list of a month
        indexes = [models.Index(fields=["month", "id"], name="subsidy_month")]

    def __str__(self):
        return f"{self.track_id} {self.amount} 元 {self.get_state_display()}"
