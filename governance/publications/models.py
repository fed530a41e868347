"""What is published (公开发布): kinds as rows, publications with their history, files and confirmations of reading."""

import secrets

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from governance.cases.models.stored import UploadedFile
from governance.frame.database.history import Done
from governance.frame.database.triggers import append_only
from governance.organisation.models import Area, Unit


def random_key() -> str:
    """What stands in a public address: it tells neither when it was drawn nor how many there are."""
    return secrets.token_hex(8)


class PublicationKind(models.Model):
    """One kind of publication: whom it reaches, who drafts, approves and confirms reading it, and its numbers."""

    class Reach(models.TextChoices):
        PUBLIC = "public", "向社会公开"
        INTERNAL = "internal", "内部印发"

    class Approver(models.TextChoices):
        OWN = "own", "本单位负责人"
        COUNTY = "county", "县级领导"

    code = models.SlugField("代号", max_length=30, unique=True)
    name = models.CharField("种类名称", max_length=40, unique=True)
    group = models.CharField("分组", max_length=20)
    basis = models.CharField("依据", max_length=200, blank=True)
    reach = models.CharField("范围", max_length=10, choices=Reach.choices)
    # Kinds of unit that draft it; none: any.
    drafters = models.JSONField("由谁起草", default=list, blank=True)
    approver = models.CharField("由谁审批", max_length=10, choices=Approver.choices, default=Approver.OWN)
    numbering = models.CharField("编号格式", max_length=40)
    # The routine plan whose task is done by issuing one.
    plan_code = models.CharField("对应的例行方案", max_length=40, blank=True)
    # The document that is made from the figures of the house, if it is made so.
    made_as = models.CharField("按统计指标制作", max_length=20, blank=True)
    hides_small = models.BooleanField("隐去小于 5 的数", default=False)
    # Somebody's mobile number may stand in it: that of a post, given out on purpose.
    has_contacts = models.BooleanField("可以公布联系电话", default=False)
    # Kinds of unit that confirm having read it.
    reads_by = models.JSONField("由谁确认阅读", default=list, blank=True)
    asks_until = models.BooleanField("须写有效期", default=False)
    position = models.PositiveIntegerField("排序", default=100)
    is_active = models.BooleanField("在用", default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = verbose_name_plural = "公开种类"
        ordering = ["position", "id"]
        default_permissions = ()
        permissions = [("manage_publication_kinds", "设置公开种类")]

    def __str__(self):
        return self.name

    @property
    def is_public(self) -> bool:
        """True if everybody may read what was issued."""
        return self.reach == self.Reach.PUBLIC

    @property
    def issue_word(self) -> str:
        """What issuing is called."""
        return "发布" if self.is_public else "印发"


class Publication(models.Model):
    """One publication from its draft on. ``made_of`` are the numbers from which it was made, frozen then."""

    class State(models.TextChoices):
        DRAFT = "draft", "起草中"
        SUBMITTED = "submitted", "待审批"
        APPROVED = "approved", "待发布"
        ISSUED = "issued", "已发布"
        REPLACED = "replaced", "已被代替"
        WITHDRAWN = "withdrawn", "已撤下"
        DROPPED = "dropped", "已作废"

    # What was issued at some time, whatever became of it.
    ONCE_ISSUED = (State.ISSUED, State.REPLACED, State.WITHDRAWN)
    IN_HAND = (State.DRAFT, State.SUBMITTED, State.APPROVED)

    kind = models.ForeignKey(PublicationKind, models.PROTECT, related_name="publications", verbose_name="种类")
    title = models.CharField("标题", max_length=100)
    body = models.TextField("正文", blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="起草单位")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="涉及地方")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.DRAFT)
    number = models.CharField("编号", max_length=60, blank=True)
    planned_on = models.DateField("计划发布日期", null=True)
    until = models.DateField("有效期至", null=True)
    issued_on = models.DateField("发布日期", null=True)
    issued_at = models.DateTimeField("发布时间", null=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="replaced_by", verbose_name="代替的一期"
    )
    key = models.CharField(max_length=16, unique=True, default=random_key, editable=False)
    made_of = models.JSONField("取数", default=dict)
    grams = ArrayField(models.CharField(max_length=2), default=list, editable=False)
    version = models.PositiveIntegerField(default=1)
    # Whoever may not know of a hidden matter reads none of its numbers here.
    is_veiled = True

    class Meta:
        verbose_name = verbose_name_plural = "公开发布"
        default_permissions = ()
        permissions = [("draft_publication", "起草公开发布"), ("approve_publication", "审批公开发布")]
        ordering = ["-id"]
        indexes = [
            # the list of a kind, newest first
            models.Index(fields=["kind", "-id"], name="publication_of_kind"),
            # what the public reads, newest first
            models.Index(F("issued_at").desc(), F("id").desc(), name="publication_read", condition=Q(state="issued")),
            GinIndex(fields=["grams"], name="publication_grams"),
        ]
        constraints = [
            models.UniqueConstraint(name="publication_number_once", fields=["kind", "number"], condition=~Q(number="")),
            models.CheckConstraint(
                name="publication_issued_has_number_and_day",
                condition=~Q(state__in=["issued", "replaced", "withdrawn"])
                | (~Q(number="") & Q(issued_on__isnull=False, issued_at__isnull=False)),
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def was_issued(self) -> bool:
        """True from its issue on."""
        return self.state in self.ONCE_ISSUED

    @property
    def newest(self) -> "Publication | None":
        """What is issued in its place by now, however many came between; None where nothing is."""
        newer = Publication.objects.filter(replaces=self, state__in=self.ONCE_ISSUED).first()
        return newer.newest if newer and newer.state != self.State.ISSUED else newer

    @property
    def state_words(self) -> str:
        """The state as this kind calls it."""
        if self.state in (self.State.ISSUED, self.State.APPROVED):
            return self.get_state_display().replace("发布", self.kind.issue_word)
        return self.get_state_display()


class PublicationEntry(Done):
    """What was done with a publication, by whom and when; ``facts`` are [label, before, after]."""

    is_veiled = True

    class Verb(models.TextChoices):
        DRAFTED = "drafted", "起草"
        CHANGED = "changed", "修改"
        FILED = "filed", "上传附件"
        UNFILED = "unfiled", "去掉附件"
        SUBMITTED = "submitted", "提请审批"
        GIVEN_BACK = "given_back", "退回"
        APPROVED = "approved", "批准"
        ISSUED = "issued", "发布"
        REPLACED = "replaced", "被新一期代替"
        WITHDRAWN = "withdrawn", "撤下"
        DROPPED = "dropped", "作废"

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="history", verbose_name="公开发布")
    verb = models.CharField("办理", max_length=10, choices=Verb.choices)

    class Meta(Done.Meta):
        verbose_name = verbose_name_plural = "发布记录"
        triggers = append_only("the history of a publication")

    def __str__(self):
        return f"{self.publication_id} {self.get_verb_display()}"


class PublicationFile(UploadedFile):
    """A file that goes with a publication; what was taken off a draft again stays, and is shown to nobody."""

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="files", verbose_name="公开发布")
    key = models.CharField(max_length=16, unique=True, default=random_key, editable=False)
    is_removed = models.BooleanField("已去掉", default=False)

    class Meta(UploadedFile.Meta):
        verbose_name = verbose_name_plural = "发布附件"


class Receipt(models.Model):
    """A unit that has to read a publication, and who of it has confirmed that when."""

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="receipts", verbose_name="公开发布")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="确认人"
    )
    read_at = models.DateTimeField("确认时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "阅读确认"
        default_permissions = ()
        ordering = ["unit__area", "unit__position", "id"]
        constraints = [models.UniqueConstraint(name="receipt_once_a_unit", fields=["publication", "unit"])]
        indexes = [
            # what a unit still has to read
            models.Index(fields=["unit"], name="receipt_open", condition=Q(read_at=None)),
        ]

    def __str__(self):
        return f"{self.publication_id} {self.unit_id}"
