"""Registers (台账): kinds of register as rows, what stands in them, what there should be, and how each row changed."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from governance.cases.models.stored import UploadedFile
from governance.frame.database.history import Done
from governance.frame.database.triggers import append_only
from governance.frame.identity import LONGEST_PHONE, tidy
from governance.frame.seals.kept_numbers import masks_of_phones
from governance.frame.seals.sealed_fields import DrawnKey, Plain, SealedText, sealed_field
from governance.organisation.models import Area, Unit

from .fields import Field, read


class Register(models.Model):
    """One kind of register: what it asks, who keeps it, who sees it, and when a row must be looked at again."""

    class Sight(models.TextChoices):
        KEEPERS = "keepers", "保管单位和所在辖区"
        # What is held against a unit is not read where that unit is.
        OVERSEERS = "overseers", "保管单位和管辖它的单位"
        ALL = "all", "全体工作人员"

    code = models.SlugField("代号", max_length=30, unique=True)
    name = models.CharField("台账名称", max_length=40, unique=True)
    group = models.CharField("分组", max_length=20)
    unit_word = models.CharField("计量单位", max_length=4, default="条", help_text="例如：个、支、处、人")
    basis = models.CharField("依据", max_length=200, blank=True)
    # Kinds of unit that keep it; none: any.
    keepers = models.JSONField("由谁登记", default=list, blank=True)
    sight = models.CharField("谁可以看", max_length=10, choices=Sight.choices, default=Sight.KEEPERS)
    # False where a point would show where somebody lives who is helped.
    is_placed = models.BooleanField("登记经纬度", default=True)
    fields = models.JSONField("栏目", default=list)
    # The field with the day on which a row expires.
    due_field = models.CharField("到期日期栏目", max_length=10, blank=True)
    # The field that is filled in once that day asks for nothing any more: 办结日期.
    settled_field = models.CharField("办结栏目", max_length=10, blank=True)
    check_months = models.PositiveSmallIntegerField("检查周期（月）", default=0, help_text="0 表示不定期检查")
    # What whoever is in charge of a row is told of his duties, on a paper to sign; empty where there is none.
    notice = models.TextField("责任告知", blank=True)
    position = models.PositiveIntegerField("排序", default=100)
    is_active = models.BooleanField("在用", default=True)
    # Labels of fields and names of standards that were delivered once; what the county took away stays away.
    delivered = models.JSONField(default=list, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = verbose_name_plural = "台账"
        ordering = ["position", "id"]
        default_permissions = ()
        permissions = [("manage_registers", "设置台账"), ("keep_register", "登记台账")]

    def __str__(self):
        return self.name

    @property
    def all_fields(self) -> list[Field]:
        """Every field it ever had. What is kept is read once: the form of each row asks for them."""
        kept, found = self.__dict__.get("_read", (None, []))
        if kept is not self.fields:
            found = read(self.fields)
            self.__dict__["_read"] = self.fields, found
        return [*found]

    @property
    def asked(self) -> list[Field]:
        """The fields that are asked now."""
        return [field for field in self.all_fields if not field.retired]

    @property
    def dated(self) -> Field | None:
        """The field with the day on which what a row tells of happened; None where its rows have none."""
        days = [each for each in self.asked if each.kind == "date" and each.required]
        return next((each for each in days if each.name not in (self.due_field, self.settled_field)), None)


class Norm(models.Model):
    """How many rows there should be in each area of a level, or what one of their numbers should add up to.

    Where ``figure`` names one of the figures of an area, the norm holds for areas whose figure lies from ``least`` to
    below ``below``; ``amount`` is wanted for each ``per`` of it, rounded up, or as it stands where ``per`` is 0.

    Of the level ``EACH`` it holds for each row of the register, and is answered by those rows of another register in
    whose ``names_field`` its name stands: so many drills for each plan, as many as its own ``counts`` says.
    """

    EACH = "row"

    register = models.ForeignKey(Register, models.CASCADE, related_name="norms", verbose_name="台账")
    name = models.CharField("标准", max_length=60)
    level = models.CharField("按层级", max_length=10, choices=[*Area.Level.choices, (EACH, "每条登记")])
    figure = models.CharField("按区划数据", max_length=30, blank=True)
    least = models.PositiveIntegerField("从", default=0)
    below = models.PositiveIntegerField("不满", null=True, blank=True)
    amount = models.PositiveIntegerField("应有")
    per = models.PositiveIntegerField("每多少", default=0)
    # The number field that is added up; the rows themselves are counted where there is none.
    counts = models.CharField("计数栏目", max_length=10, blank=True)
    # Only rows in whose field stands this code.
    only_field = models.CharField(max_length=10, blank=True)
    only_code = models.CharField(max_length=20, blank=True)
    # The date field that says in which year a row counts; rows of every year count where there is none.
    dated = models.CharField("按年计的日期栏目", max_length=10, blank=True)
    answered_by = models.ForeignKey(Register, models.PROTECT, null=True, related_name="+", verbose_name="由哪本台账计")
    names_field = models.CharField(max_length=10, blank=True)
    basis = models.CharField("依据", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "配备标准"
        ordering = ["register", "id"]
        default_permissions = ()

    def __str__(self):
        return self.name

    @property
    def is_share(self) -> bool:
        """True for a share of a hundred: what is counted is a part of the figure and can never exceed it."""
        return bool(self.figure and self.counts) and self.per == 100 and self.amount <= 100

    def takes(self, facts: dict) -> bool:
        """True if a row that says this adds something to what is counted."""
        return bool(facts.get(self.counts)) and (not self.only_field or facts.get(self.only_field) == self.only_code)


class Entry(models.Model):
    """A row of a register: who keeps it, where it is, who is in charge, and the register's own fields."""

    id = DrawnKey()
    register = models.ForeignKey(Register, models.PROTECT, related_name="entries", verbose_name="台账")
    name = models.CharField("名称", max_length=100)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="登记单位")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="所在地")
    in_charge = models.CharField("负责人", max_length=30, blank=True)
    phone_sealed = SealedText(purpose="entry.phone", bound=("pk",))
    phone_mask = models.CharField(max_length=LONGEST_PHONE, blank=True, editable=False)
    longitude = models.FloatField("经度", null=True)
    latitude = models.FloatField("纬度", null=True)
    facts = models.JSONField("栏目内容", default=dict)
    # What stands in the fields of which no two rows may have the same, each as name:value.
    unique_values = ArrayField(models.CharField(max_length=250), default=list, editable=False)
    checked_on = models.DateField("最近检查", null=True)
    due_on = models.DateField("到期或下次检查", null=True)
    # 1: the unit was told that the day is near, 2: that it has passed.
    told = models.PositiveSmallIntegerField(default=0, editable=False)
    entered_on = models.DateField("登记日期", editable=False)
    ended_on = models.DateField("注销日期", null=True)
    grams = ArrayField(models.CharField(max_length=2), default=list, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = verbose_name_plural = "台账登记"
        default_permissions = ()
        ordering = ["-id"]
        indexes = [
            # the list of a register, newest first; of a unit; of an area
            models.Index(fields=["register", "-id"], name="entry_of_register"),
            models.Index(fields=["register", "unit", "-id"], name="entry_of_unit"),
            models.Index(F("register"), F("area"), name="entry_of_area"),
            # what is due, for the list and the reminder
            models.Index(
                fields=["register", "due_on"], name="entry_due", condition=Q(ended_on=None, due_on__isnull=False)
            ),
            GinIndex(fields=["grams"], name="entry_grams"),
            GinIndex(fields=["unique_values"], name="entry_unique_values"),
        ]
        constraints = [
            models.CheckConstraint(
                name="entry_stands_at_a_point",
                condition=Q(longitude=None, latitude=None) | Q(longitude__range=(73, 136), latitude__range=(3, 54)),
            ),
            models.CheckConstraint(
                name="entry_entered_before_ended",
                condition=Q(ended_on=None) | Q(ended_on__gte=F("entered_on")),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def phone(self) -> str:
        """The number in clear; read it only behind the unmasking door."""
        return sealed_field(type(self), "phone_sealed").opened(self)

    @phone.setter
    def phone(self, number: str) -> None:
        self.phone_sealed = Plain(tidy(number))
        self.phone_mask = masks_of_phones(number)


class Change(Done):
    """What was done with a row, by whom and when; ``facts`` are [name, before, after], sealed numbers as masks."""

    class Verb(models.TextChoices):
        OPENED = "opened", "登记"
        CHANGED = "changed", "修改"
        CHECKED = "checked", "检查"
        ENDED = "ended", "注销"
        RESTORED = "restored", "恢复"
        FILED = "filed", "上传附件"

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="changes", verbose_name="登记")
    verb = models.CharField("办理", max_length=10, choices=Verb.choices)
    # The import that did it.
    job_id = models.BigIntegerField(null=True)

    class Meta(Done.Meta):
        verbose_name = verbose_name_plural = "台账变更"
        triggers = append_only("the history of a register")
        indexes = [models.Index(fields=["job_id"], name="change_of_job", condition=Q(job_id__isnull=False))]

    def __str__(self):
        return f"{self.entry_id} {self.get_verb_display()}"


class EntryFile(UploadedFile):
    """A file that belongs to a row: a certificate, a photo, a plan."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="files", verbose_name="登记")

    class Meta(UploadedFile.Meta):
        verbose_name = verbose_name_plural = "台账附件"
