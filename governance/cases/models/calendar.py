"""Rest days and make-up working days, year by year, with the notice they come from."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import ExtractIsoWeekDay, ExtractYear
from django.db.models.lookups import Exact, In


class CalendarYear(models.Model):
    """A year whose State Council notice is loaded; a year without a row is not loaded, never "no holidays"."""

    year = models.PositiveSmallIntegerField("年份", primary_key=True)
    notice_title = models.CharField("通知名称", max_length=120)
    notice_number = models.CharField("文号", max_length=60, blank=True)
    notice_text = models.TextField("通知内容", blank=True)
    loaded_at = models.DateTimeField("载入时间")

    class Meta:
        verbose_name = verbose_name_plural = "节假日年度"
        ordering = ["-year"]

    def __str__(self):
        return f"{self.year}年"

    @property
    def notice(self) -> str:
        """Title and number as a paper would quote them."""
        return f"《{self.notice_title}》{f'（{self.notice_number}）' if self.notice_number else ''}"


class CalendarDay(models.Model):
    """One exception from "Monday to Friday are working days"."""

    class Kind(models.TextChoices):
        OFF = "off", "放假"
        MAKEUP = "makeup", "调休上班"

    day = models.DateField("日期", primary_key=True)
    year = models.ForeignKey(CalendarYear, models.CASCADE, related_name="days", verbose_name="年份")
    kind = models.CharField("类别", max_length=6, choices=Kind.choices)
    name = models.CharField("节日", max_length=30)

    class Meta:
        verbose_name = verbose_name_plural = "节假日"
        ordering = ["day"]
        constraints = [
            models.CheckConstraint(name="calendar_day_in_its_year", condition=Q(Exact(ExtractYear("day"), F("year")))),
            models.CheckConstraint(
                name="calendar_makeup_on_a_weekend",
                condition=Q(kind="off") | Q(In(ExtractIsoWeekDay("day"), [6, 7])),
            ),
        ]

    def __str__(self):
        return f"{self.day} {self.get_kind_display()} {self.name}"
