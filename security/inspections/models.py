"""Inspections (检查): checklists by kind of place, the checks of a round, and what was right and wrong where."""

from django.conf import settings
from django.db import models

from governance.cases.models.stored import StoredFile
from governance.duties.models import DutyTask
from governance.registers.models import Entry, Register

from ..hazards import vocabulary as hazard_words


class Checklist(models.Model):
    """What is looked at in one kind of place; the tasks of the duty plan that it names are its rounds.

    A kind of place is the rows of a register, or only those in whose ``field`` stands ``code``.
    """

    name = models.CharField("清单名称", max_length=40, unique=True)
    register = models.ForeignKey(Register, models.PROTECT, related_name="+", verbose_name="台账")
    field = models.CharField(max_length=10, blank=True)
    code = models.CharField(max_length=20, blank=True)
    plan_code = models.CharField("检查方案", max_length=40)
    place_kind = models.CharField("场所类型", max_length=15, choices=hazard_words.PLACES)
    at_once = models.BooleanField("不合格的随即登记隐患", default=True)
    basis = models.CharField("依据", max_length=200)
    is_active = models.BooleanField("在用", default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = verbose_name_plural = "检查清单"
        ordering = ["id"]
        default_permissions = ()
        permissions = [("inspect_place", "检查场所"), ("manage_checklists", "设置检查清单")]
        constraints = [
            models.UniqueConstraint(
                fields=["plan_code"], name="checklist_of_a_plan_once", condition=models.Q(is_active=True)
            )
        ]

    def __str__(self):
        return self.name


class ChecklistItem(models.Model):
    """One thing to look at; one that was taken off the list is ``retired`` and stays in the checks that had it."""

    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="items", verbose_name="检查清单")
    position = models.PositiveSmallIntegerField("排序")
    text = models.CharField("检查内容", max_length=60)
    right = models.CharField("怎样算合格", max_length=200)
    hazard_kind = models.CharField("隐患类型", max_length=12, choices=hazard_words.KINDS)
    wants_photo = models.BooleanField("须拍照", default=False)
    is_grave = models.BooleanField("不合格即重大隐患", default=False)
    basis = models.CharField("依据", max_length=200, blank=True)
    retired = models.BooleanField(default=False)

    class Meta:
        verbose_name = verbose_name_plural = "检查项目"
        ordering = ["position", "id"]
        default_permissions = ()

    def __str__(self):
        return self.text


class Check(models.Model):
    """Somebody looked at one place of a round; ``key`` is what the phone called it, so that sent twice it is one."""

    key = models.UUIDField("检查标识", primary_key=True)
    task = models.ForeignKey(DutyTask, models.PROTECT, related_name="checks", verbose_name="轮次")
    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="+", verbose_name="检查清单")
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="+", verbose_name="场所")
    on = models.DateField("检查日期")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="检查人")
    at = models.DateTimeField("登记时间")
    note = models.CharField("检查情况", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "检查记录"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["task", "entry"], name="check_of_a_place_once_a_round")]

    def __str__(self):
        return f"{self.entry_id} {self.on}"


class CheckResult(models.Model):
    """What was found of one item; one that failed may have become a hazard, or belong to one that was open."""

    class Mark(models.TextChoices):
        PASSED = "passed", "合格"
        FAILED = "failed", "不合格"
        NOT_APPLICABLE = "none", "不适用"

    of = models.ForeignKey(Check, models.PROTECT, related_name="results", verbose_name="检查记录")
    item = models.ForeignKey(ChecklistItem, models.PROTECT, related_name="results", verbose_name="检查项目")
    mark = models.CharField("结果", max_length=10, choices=Mark.choices)
    note = models.CharField("情况", max_length=300, blank=True)
    hazard = models.ForeignKey(
        "security.Hazard", models.PROTECT, null=True, related_name="failed_items", verbose_name="隐患"
    )

    class Meta:
        verbose_name = verbose_name_plural = "检查结果"
        ordering = ["item__position", "item_id"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["of", "item"], name="check_result_of_an_item_once")]

    def __str__(self):
        return f"{self.item_id} {self.mark}"


class CheckPhoto(StoredFile):
    """A picture of one item at one place."""

    result = models.ForeignKey(CheckResult, models.PROTECT, related_name="photos", verbose_name="检查结果")

    class Meta(StoredFile.Meta):
        verbose_name = verbose_name_plural = "检查照片"
