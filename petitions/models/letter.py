"""E-mails to the office, with what came in them, until they are petitions."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from governance.cases.models.stored import StoredFile
from governance.frame.seals.sealed_fields import DrawnKey, SealedText, in_clear
from governance.organisation.models import Unit


class MailPlace(models.Model):
    """How far the mailbox of the office has been read: its numbers count within one ``validity``."""

    validity = models.BigIntegerField(unique=True)
    last_uid = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "邮箱收到哪里"
        default_permissions = ()

    def __str__(self):
        return str(self.last_uid)


class Letter(models.Model):
    """An e-mail to the office, which somebody at the window registers: what it says is for whoever took it alone.

    It may accuse a colleague: whoever bears a name that stands in it is among ``named`` and knows nothing of it. Once
    it is a petition nothing of it is left here but the one reply that whoever wrote is owed.
    """

    class State(models.TextChoices):
        NEW = "new", "待登记"
        AUTOMATIC = "automatic", "自动邮件"
        REGISTERED = "registered", "已登记"
        DISMISSED = "dismissed", "不登记"

    class Reply(models.TextChoices):
        NONE = "none", "不回信"
        WAITING = "waiting", "等待回信"
        SENT = "sent", "已回信"
        FAILED = "failed", "回信没有送出"

    id = DrawnKey()
    key = models.CharField(max_length=64, unique=True, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="收信单位")
    arrived_at = models.DateTimeField("收到时间")
    told_sealed = SealedText(purpose="letter.told", bound=("pk",))
    named = ArrayField(models.BigIntegerField(), default=list)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.NEW)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="取信人"
    )
    ended_at = models.DateTimeField("办完时间", null=True)
    reply_sealed = SealedText(purpose="letter.reply", bound=("pk",))
    reply = models.CharField("回信", max_length=10, choices=Reply.choices, default=Reply.NONE)
    attempts = models.PositiveSmallIntegerField("已试次数", default=0)
    next_try_at = models.DateTimeField("下次发送", null=True)
    last_error = models.CharField("原因", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "电子邮件"
        default_permissions = ()
        ordering = ["arrived_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="letter_reply_waits_for_a_time",
                condition=Q(reply="waiting", next_try_at__isnull=False)
                | (~Q(reply="waiting") & Q(next_try_at__isnull=True)),
            )
        ]
        indexes = [
            # the list of a unit
            models.Index(fields=["unit", "state", "arrived_at"], name="letter_of_unit"),
            # replies that are to be sent now
            models.Index(fields=["next_try_at"], name="letter_reply_due", condition=Q(reply="waiting")),
        ]

    def __str__(self):
        return str(self.pk)

    # What it says, in clear.
    told = in_clear("told_sealed")

    # What is written back, and to whom, in clear.
    reply_told = in_clear("reply_sealed")


class LetterFile(StoredFile):
    """A file that came with a letter and waits for it to be registered; it was checked and cleaned like every other."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="files", verbose_name="电子邮件")

    class Meta(StoredFile.Meta):
        verbose_name = verbose_name_plural = "邮件的附件"
