"""Standards (标准) as rows, and how units and places were appraised by them: marks, evidence, results, rounds."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from governance.cases.models import Case
from governance.cases.models.stored import UploadedFile
from governance.frame.database.history import Done
from governance.frame.database.triggers import append_only
from governance.organisation.models import Area, Unit
from governance.registers.models import Entry, Register

from ..items import Grade, Item


class Standard(models.Model):
    """A checklist with full marks on units, places, rows of a register or closed cases."""

    class About(models.TextChoices):
        UNITS = "units", "单位"
        VILLAGES = "village", "村（社区）"
        TOWNSHIPS = "township", "镇（街道）"
        ENTRIES = "entries", "台账登记的场所"
        CASES = "cases", "办结的事项"

    code = models.SlugField("代号", max_length=30, unique=True)
    name = models.CharField("标准名称", max_length=40, unique=True)
    group = models.CharField("分组", max_length=20)
    basis = models.CharField("依据", max_length=200)
    about = models.CharField("评定对象", max_length=10, choices=About.choices)
    unit_kinds = models.JSONField("单位类别", default=list, blank=True)
    register = models.ForeignKey(Register, models.PROTECT, null=True, blank=True, verbose_name="台账", related_name="+")
    # Only rows in whose field stands this code.
    only_field = models.CharField(max_length=10, blank=True)
    only_code = models.CharField(max_length=20, blank=True)
    # Of closed cases of this kind so many are drawn in a round.
    case_kind = models.CharField("事项种类", max_length=30, blank=True)
    items = models.JSONField("评定项目", default=list)
    pass_percent = models.PositiveSmallIntegerField("达标线（%）", default=100)
    grades = models.JSONField("等级", default=list, blank=True)
    valid_months = models.PositiveSmallIntegerField("有效期（月）", default=0, help_text="0 表示长期有效")
    position = models.PositiveIntegerField("排序", default=100)
    is_active = models.BooleanField("在用", default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = verbose_name_plural = "标准"
        ordering = ["position", "id"]
        default_permissions = ()
        permissions = [
            ("manage_standards", "设置标准"),
            ("mark_appraisal", "自评"),
            ("conclude_appraisal", "评定"),
        ]
        constraints = [
            models.CheckConstraint(
                name="standard_of_entries_names_a_register",
                condition=(Q(about="entries") & Q(register__isnull=False)) | (~Q(about="entries") & Q(register=None)),
            ),
            models.CheckConstraint(
                name="standard_of_cases_names_their_kind",
                condition=(Q(about="cases") & ~Q(case_kind="")) | (~Q(about="cases") & Q(case_kind="")),
            ),
            models.CheckConstraint(name="standard_is_passed_by_a_share", condition=Q(pass_percent__range=(1, 100))),
        ]

    def __str__(self):
        return self.name

    @property
    def asked(self) -> list[Item]:
        """The items that are asked now."""
        return [Item(**row) for row in self.items]

    @property
    def levels(self) -> list[Grade]:
        """The grades that it gives."""
        return [Grade(**row) for row in self.grades]


class Round(models.Model):
    """All subjects of a standard in a place are appraised in one go (拉网式验收)."""

    standard = models.ForeignKey(Standard, models.PROTECT, related_name="rounds", verbose_name="标准")
    name = models.CharField("批次名称", max_length=60)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="范围")
    due_on = models.DateField("截止日期")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="发起人")
    opened_at = models.DateTimeField("发起时间")

    class Meta:
        verbose_name = verbose_name_plural = "验收批次"
        default_permissions = ()
        ordering = ["-opened_at", "-id"]
        constraints = [models.UniqueConstraint(name="round_has_its_name", fields=["standard", "name"])]

    def __str__(self):
        return self.name


class Appraisal(models.Model):
    """One subject by one standard as it was on the day: ``unit`` marks itself, whoever is above it concludes.

    ``subject`` tells subjects apart: u7, a610116001002, e55, c901. ``percent``, ``grade``, ``passed`` and
    ``valid_until`` are there once it is concluded.
    """

    class State(models.TextChoices):
        OPEN = "open", "自评中"
        HANDED_IN = "handed_in", "待评定"
        CONCLUDED = "concluded", "已评定"
        ENDED = "ended", "已取消"

    standard = models.ForeignKey(Standard, models.PROTECT, related_name="appraisals", verbose_name="标准")
    round = models.ForeignKey(Round, models.PROTECT, null=True, related_name="appraisals", verbose_name="批次")
    subject = models.CharField(max_length=20)
    name = models.CharField("评定对象", max_length=100)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="自评单位")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="所在地")
    entry = models.ForeignKey(Entry, models.PROTECT, null=True, related_name="+", verbose_name="台账登记")
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+", verbose_name="事项")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField("发起时间")
    due_on = models.DateField("自评截止")
    pass_percent = models.PositiveSmallIntegerField("达标线（%）")
    grades = models.JSONField("等级", default=list)
    percent = models.DecimalField("得分率（%）", max_digits=4, decimal_places=1, null=True)
    grade = models.CharField("等级", max_length=20, blank=True)
    passed = models.BooleanField("达标", null=True)
    concluded_on = models.DateField("评定日期", null=True)
    valid_until = models.DateField("有效期至", null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = verbose_name_plural = "达标评定"
        default_permissions = ()
        ordering = ["-opened_at", "-id"]
        indexes = [
            # the last result of each subject of a standard
            models.Index("standard", "subject", F("concluded_on").desc(), F("id").desc(), name="appraisal_last_result"),
            # what a unit still has to mark
            models.Index(fields=["unit", "due_on"], name="appraisal_open", condition=Q(state="open")),
        ]
        constraints = [
            models.UniqueConstraint(
                name="one_running_appraisal_a_subject",
                fields=["standard", "subject"],
                condition=Q(state__in=["open", "handed_in"]),
            ),
            models.CheckConstraint(
                name="concluded_appraisal_has_its_result",
                condition=~Q(state="concluded")
                | Q(percent__isnull=False, passed__isnull=False, concluded_on__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.name} {self.standard_id}"

    @property
    def is_running(self) -> bool:
        """True while it has no result."""
        return self.state in (self.State.OPEN, self.State.HANDED_IN)


class Mark(models.Model):
    """One item of one appraisal, worded as the standard was then: what the unit gave itself, and what it was given."""

    appraisal = models.ForeignKey(Appraisal, models.PROTECT, related_name="marks", verbose_name="评定")
    item = models.CharField("项目代号", max_length=6)
    place = models.PositiveSmallIntegerField("次序")
    group = models.CharField("类别", max_length=20)
    text = models.CharField("项目", max_length=200)
    weight = models.PositiveSmallIntegerField("分值")
    must = models.BooleanField("必达", default=False)
    proof = models.BooleanField("需佐证", default=False)
    source = models.CharField("取数来源", max_length=20, blank=True)
    of = models.CharField("取数对象", max_length=40, blank=True)
    least = models.PositiveIntegerField("应达到", default=0)
    # What the machine found, in words.
    found = models.CharField("核实情况", max_length=200, blank=True)
    own = models.DecimalField("自评得分", max_digits=5, decimal_places=1, null=True)
    own_note = models.CharField("自评说明", max_length=300, blank=True)
    given = models.DecimalField("评定得分", max_digits=5, decimal_places=1, null=True)
    given_note = models.CharField("评定说明", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "评定项目"
        default_permissions = ()
        ordering = ["place"]
        indexes = [models.Index(fields=["item"], name="mark_given_short", condition=Q(given__lt=F("weight")))]
        constraints = [
            models.UniqueConstraint(name="mark_once_an_item", fields=["appraisal", "item"]),
            models.CheckConstraint(
                name="mark_within_the_full_mark",
                condition=(Q(own=None) | Q(own__gte=0, own__lte=F("weight")))
                & (Q(given=None) | Q(given__gte=0, given__lte=F("weight"))),
            ),
        ]

    def __str__(self):
        return self.text


class AppraisalFile(UploadedFile):
    """A file that shows how an item is kept."""

    mark = models.ForeignKey(Mark, models.PROTECT, related_name="evidence", verbose_name="项目")

    class Meta(UploadedFile.Meta):
        verbose_name = verbose_name_plural = "评定佐证"


class AppraisalEntry(Done):
    """What was done with an appraisal, by whom and when; ``facts`` are the marks as [item, before, after]."""

    class Verb(models.TextChoices):
        OPENED = "opened", "发起"
        MARKED = "marked", "自评"
        FILED = "filed", "上传佐证"
        HANDED_IN = "handed_in", "报送自评"
        GIVEN_BACK = "given_back", "退回"
        CONCLUDED = "concluded", "评定"
        ENDED = "ended", "取消"

    appraisal = models.ForeignKey(Appraisal, models.PROTECT, related_name="history", verbose_name="评定")
    verb = models.CharField("办理", max_length=10, choices=Verb.choices)

    class Meta(Done.Meta):
        verbose_name = verbose_name_plural = "评定记录"
        triggers = append_only("the history of an appraisal")

    def __str__(self):
        return f"{self.appraisal_id} {self.get_verb_display()}"
