"""What is kept of those who come without a login: what they are writing, the code of their matter, and counts."""

from datetime import date
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from governance.cases.models import Case
from governance.frame.seals.sealed_fields import DrawnKey, SealedText, in_clear
from governance.organisation.models import Area, Unit
from governance.publications.models import random_key


class Tries(models.Model):
    """How often something was tried at a door in one hour: from one address, or with ``mark`` empty from all together.

    The address is kept as a keyed hash alone, and goes with the hour.
    """

    door = models.CharField(max_length=20)
    mark = models.CharField(max_length=64, blank=True)
    since = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "访问次数"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["door", "mark", "since"], name="tries_once_an_hour")]
        # the sweep
        indexes = [models.Index(fields=["since"], name="tries_since")]

    def __str__(self):
        return f"{self.door} {self.count}"


class Draft(models.Model):
    """What somebody is writing page by page: sealed, found only from their own browser, and gone with its hours.

    Once it is sent nothing of it is left but the matter that it became and, sealed, the code that was given for it.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField("种类", max_length=20)
    told_sealed = SealedText(purpose="draft.told", bound=("pk", "kind"))
    changed_at = models.DateTimeField("最后填写时间")
    case = models.OneToOneField(
        Case, models.SET_NULL, null=True, editable=False, related_name="draft", verbose_name="登记的事项"
    )

    class Meta:
        verbose_name = verbose_name_plural = "未提交的填写"
        default_permissions = ()
        # the sweep
        indexes = [models.Index(fields=["changed_at"], name="draft_changed")]

    def __str__(self):
        return str(self.pk)

    # What was written, in clear.
    told = in_clear("told_sealed")


class DraftFile(models.Model):
    """A file that waits for its draft to be sent; it was checked and cleaned like every other."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="files", verbose_name="填写")
    name = models.CharField("文件名", max_length=100)
    content_type = models.CharField("类型", max_length=100)
    size = models.PositiveBigIntegerField("大小（字节）")
    sha256 = models.CharField("校验值", max_length=64)
    path = models.CharField("位置", max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = "未提交的附件"
        default_permissions = ()
        ordering = ["id"]

    def __str__(self):
        return self.name


class LookupCode(models.Model):
    """The code by which whoever put a matter forward looks it up: kept as a keyed hash that nobody can turn back."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="lookup_code", verbose_name="事项")
    code_hash = models.CharField(max_length=64, editable=False)
    given_at = models.DateTimeField("发放时间")

    class Meta:
        verbose_name = verbose_name_plural = "查询码"
        default_permissions = ()
        constraints = [models.CheckConstraint(name="lookup_code_is_hashed", condition=~Q(code_hash=""))]

    def __str__(self):
        return str(self.case_id)


class Booking(models.Model):
    """Half an hour with somebody who sits in a unit on a day; who comes and about what is sealed, and goes after it.

    ``offer`` is the code of what is offered, ``seat`` tells those apart who sit at the same time.
    """

    id = DrawnKey()
    offer = models.CharField("预约种类", max_length=20)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="bookings", verbose_name="单位")
    day = models.DateField("日期")
    at_time = models.TimeField("时间")
    seat = models.PositiveSmallIntegerField("席位")
    told_sealed = SealedText(purpose="booking.told", bound=("pk",))
    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField("预约时间")
    cancelled_at = models.DateTimeField("取消时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "群众预约"
        default_permissions = ()
        permissions = [("see_bookings", "查看群众预约")]
        ordering = ["day", "at_time", "seat"]
        # the list of a unit, and what is free on a day
        indexes = [models.Index(fields=["unit", "day"], name="booking_of_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["offer", "unit", "day", "at_time", "seat"],
                condition=Q(cancelled_at=None),
                name="booking_seat_once",
            )
        ]

    def __str__(self):
        return f"{self.day} {self.at_time:%H:%M}"

    # Who comes and about what, in clear.
    told = in_clear("told_sealed")


class Questionnaire(models.Model):
    """What people of a county are asked without their names, by area and for a time (安全感、满意度).

    ``form`` is the delivered one that it was begun with: those of the same form are compared. ``level``: which areas
    people name. With ``by_code`` a slip with a code is one answer, without it anybody answers.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "草案"
        OPEN = "open", "已发布"

    class Level(models.TextChoices):
        TOWNSHIP = "township", "乡镇（街道）"
        VILLAGE = "village", "村（社区）"

    key = models.CharField(max_length=16, unique=True, default=random_key, editable=False)
    form = models.SlugField("问卷种类", max_length=30)
    title = models.CharField("标题", max_length=60)
    about = models.CharField("说明", max_length=300)
    first = models.DateField("开始日期")
    last = models.DateField("截止日期")
    level = models.CharField("按哪一级统计", max_length=10, choices=Level.choices)
    by_code = models.BooleanField("凭码填写", default=False)
    questions = models.JSONField("题目", default=list)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.DRAFT)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="起草人"
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="发布人"
    )
    opened_at = models.DateTimeField("发布时间", null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = verbose_name_plural = "问卷"
        default_permissions = ()
        permissions = [("manage_questionnaires", "起草、发布问卷"), ("see_questionnaires", "查看问卷结果")]
        ordering = ["-first", "-id"]
        constraints = [
            models.CheckConstraint(name="questionnaire_ends_after_it_begins", condition=Q(last__gte=models.F("first"))),
            models.CheckConstraint(
                name="open_questionnaire_says_by_whom",
                condition=Q(state="draft") | Q(opened_by__isnull=False, opened_at__isnull=False),
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_draft(self) -> bool:
        """True while it can be changed."""
        return self.state == self.State.DRAFT

    def takes_answers(self, today: date) -> bool:
        """True on the days on which people can answer."""
        return not self.is_draft and self.first <= today <= self.last

    def is_over(self, today: date) -> bool:
        """True once nobody can answer any more: only then are results shown, so that no single answer shows in them."""
        return not self.is_draft and today > self.last


class QuestionnaireCode(models.Model):
    """The code of one slip, kept as a hash; that it was used is all that is known of it."""

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="codes", verbose_name="问卷")
    code_hash = models.CharField(max_length=64, editable=False)
    is_used = models.BooleanField(default=False)

    class Meta:
        verbose_name = verbose_name_plural = "问卷码"
        default_permissions = ()
        constraints = [models.UniqueConstraint(name="questionnaire_code_once", fields=["questionnaire", "code_hash"])]

    def __str__(self):
        return str(self.questionnaire_id)


class QuestionnaireCount(models.Model):
    """How often an answer was ticked in an area; with an empty ``question`` how many sheets came. Nothing else is kept
    of an answer: no sheet, no moment, no address."""

    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="counts", verbose_name="问卷")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="地方")
    question = models.CharField("题目", max_length=6, blank=True)
    option = models.PositiveSmallIntegerField("选项", default=0)
    count = models.PositiveIntegerField("份数", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "问卷计数"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                name="questionnaire_count_once", fields=["questionnaire", "area", "question", "option"]
            )
        ]

    def __str__(self):
        return f"{self.questionnaire_id} {self.area_id} {self.count}"
