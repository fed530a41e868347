"""Returns (报送): what a unit handed in for a window; a correction is a new version beside the old one."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from governance.cases.models import Case
from governance.organisation.models import Unit

from .task import DutyTask


class Return(models.Model):
    """One version of what was handed in for a task."""

    class Kind(models.TextChoices):
        FOUND = "found", "有情况"
        ZERO = "zero", "零报告"
        DONE = "done", "已完成"

    task = models.ForeignKey(DutyTask, models.PROTECT, related_name="returns", verbose_name="例行任务")
    version = models.PositiveSmallIntegerField("版本", default=1)
    kind = models.CharField("种类", max_length=5, choices=Kind.choices)
    text = models.TextField("情况", blank=True)
    amount = models.PositiveSmallIntegerField("次数", default=0)
    facts = models.JSONField("其他内容", default=dict)
    at = models.DateTimeField("报送时间")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, related_name="+", verbose_name="报送人"
    )
    # People move on; the return keeps the words of that day.
    by_name = models.CharField("姓名", max_length=60)
    by_post = models.CharField("岗位", max_length=120, blank=True)
    # Somebody of another unit wrote down what the unit said on the phone; then it says who said it.
    on_behalf = models.BooleanField("代报", default=False)
    phoned_by = models.CharField("来电人", max_length=30, blank=True)
    # When it was said, where that was not when it was written down.
    phoned_at = models.DateTimeField("来电时间", null=True)
    reason = models.CharField("更正原因", max_length=200, blank=True)
    is_late = models.BooleanField("迟报", default=False)
    is_current = models.BooleanField("现行", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "报送"
        default_permissions = ()
        ordering = ["task", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["task", "version"], name="return_version_once"),
            models.UniqueConstraint(fields=["task"], condition=Q(is_current=True), name="return_one_current"),
            models.CheckConstraint(
                name="return_on_behalf_says_who_phoned", condition=Q(on_behalf=False) | ~Q(phoned_by="")
            ),
            models.CheckConstraint(name="return_corrected_for_a_reason", condition=Q(version=1) | ~Q(reason="")),
        ]

    def __str__(self):
        return f"{self.task_id} {self.version}"

    @property
    def said_at(self) -> datetime:
        """When the unit reported, whenever that was written down."""
        return self.phoned_at or self.at


class ReturnItem(models.Model):
    """One matter that a sweep found: a case, or in words what has not been registered yet."""

    class Category(models.TextChoices):
        AREA = "area", "区域排查"
        INDUSTRY = "industry", "行业排查"
        UNIT = "unit", "单位排查"

    report = models.ForeignKey(Return, models.CASCADE, related_name="items", verbose_name="报送")
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="found_in", verbose_name="事项")
    text = models.CharField("尚未登记的情况", max_length=200, blank=True)
    category = models.CharField("排查类别", max_length=8, choices=Category.choices)

    class Meta:
        verbose_name = verbose_name_plural = "排查到的事项"
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["report", "case"], name="return_lists_a_case_once"),
            models.CheckConstraint(
                name="return_item_is_a_case_or_words",
                condition=Q(case__isnull=False, text="") | (Q(case=None) & ~Q(text="")),
            ),
        ]

    def __str__(self):
        return self.text or str(self.case_id)


# What makes a return one of a sweep by nature: a department sweeps its trade, an organ itself, the rest their area.
DEFAULT_CATEGORY: dict[str, str] = {
    Unit.Kind.DEPARTMENT: ReturnItem.Category.INDUSTRY,
    Unit.Kind.POLICE: ReturnItem.Category.INDUSTRY,
    Unit.Kind.PETITION_OFFICE: ReturnItem.Category.INDUSTRY,
    Unit.Kind.JUSTICE: ReturnItem.Category.INDUSTRY,
    Unit.Kind.COURT: ReturnItem.Category.UNIT,
    Unit.Kind.PROCURATORATE: ReturnItem.Category.UNIT,
    Unit.Kind.DISCIPLINE: ReturnItem.Category.UNIT,
}
