"""Tracking and on-site supervision (跟踪督办、坐镇督办): who was sent, for what, and what they found day by day."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from governance.frame.database.choices import text_choices

from .. import vocabulary
from .paper import SupervisionPaper


class Inspection(models.Model):
    """A group that follows one paper, or sits with the unit, until it is called back."""

    Way = text_choices("Way", vocabulary.SUPERVISING)

    paper = models.ForeignKey(SupervisionPaper, models.CASCADE, related_name="inspections", verbose_name="督办文书")
    way = models.CharField("方式", max_length=10, choices=Way.choices)
    head = models.CharField("组长", max_length=60)
    members = models.TextField("成员")
    mission = models.TextField("任务")
    starts_on = models.DateField("开始日期")
    ended_on = models.DateField("结束日期", null=True)
    conclusion = models.TextField("督导结论", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "督导组"
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "way"], condition=Q(ended_on=None), name="inspection_one_running_a_way"
            ),
            models.CheckConstraint(
                name="inspection_ends_with_a_conclusion",
                condition=Q(ended_on=None) | (Q(ended_on__gte=F("starts_on")) & ~Q(conclusion="")),
            ),
        ]

    def __str__(self):
        return f"{self.get_way_display()} {self.head}组（{self.starts_on} 起）"


class InspectionEntry(models.Model):
    """What the group found on one day, and what it asked of the unit."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="entries", verbose_name="督导组")
    on = models.DateField("日期")
    found = models.TextField("督导情况")
    asked = models.TextField("整改要求", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="记录人")

    class Meta:
        verbose_name = verbose_name_plural = "督导记录"
        ordering = ["-on", "-id"]

    def __str__(self):
        return f"{self.inspection_id} {self.on}"
