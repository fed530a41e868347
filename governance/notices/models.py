"""Messages to people. The row is the inbox and, with its deliveries, the outbox."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .kinds import label_of


class Notice(models.Model):
    """One message to one person, said once however often it is posted."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="notices", db_index=False, verbose_name="收件人"
    )
    kind = models.CharField("类别", max_length=20)
    text = models.CharField("内容", max_length=300)
    link = models.CharField("去处", max_length=300, blank=True)
    subject_key = models.CharField("事项编号", max_length=60, blank=True)
    # Posting the same key again changes nothing: that is how a task that runs twice says things once.
    key = models.CharField("唯一标识", max_length=200)
    restricted = models.BooleanField("不得离开本系统", default=False)
    created_at = models.DateTimeField("时间")
    read_at = models.DateTimeField("已读时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "消息"
        default_permissions = ()
        ordering = ["-created_at", "-id"]
        indexes = [
            # the inbox, newest first
            models.Index(F("recipient"), F("created_at").desc(), F("id").desc(), name="notice_inbox"),
            # the figure at the bell, and the unread list
            models.Index(
                F("recipient"),
                F("created_at").desc(),
                F("id").desc(),
                name="notice_unread",
                condition=Q(read_at=None),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["key"], name="notice_said_once"),
            models.CheckConstraint(name="notice_links_inside", condition=Q(link="") | Q(link__regex=r"^/[^/\\]|^/$")),
        ]

    def __str__(self):
        return self.text

    @property
    def kind_label(self) -> str:
        return label_of(self.kind)


class Delivery(models.Model):
    """A message on its way out of the system over one channel."""

    class State(models.TextChoices):
        WAITING = "waiting", "等待发送"
        SENT = "sent", "已发送"
        FAILED = "failed", "未能送达"
        DROPPED = "dropped", "不再发送"

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries", db_index=False, verbose_name="消息")
    channel = models.CharField("渠道", max_length=20)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.WAITING)
    urgent = models.BooleanField("紧急", default=False)
    attempts = models.PositiveSmallIntegerField("已试次数", default=0)
    asked_at = models.DateTimeField("交发时间")
    next_try_at = models.DateTimeField("下次发送", null=True)
    sent_at = models.DateTimeField("送出时间", null=True)
    last_error = models.CharField("原因", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "外发"
        default_permissions = ()
        permissions = [("manage_delivery", "管理消息外发")]
        indexes = [
            # what is to be sent now
            models.Index(fields=["next_try_at"], name="delivery_due", condition=Q(state="waiting")),
            # the page of what could not be delivered: failed for good, or tried in vain and still waiting
            models.Index(
                F("id").desc(),
                name="delivery_undelivered",
                condition=Q(state="failed") | Q(state="waiting", attempts__gt=0),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["notice", "channel"], name="delivery_once_a_channel"),
            models.CheckConstraint(
                name="delivery_waits_for_a_time",
                condition=Q(state="waiting", next_try_at__isnull=False)
                | (~Q(state="waiting") & Q(next_try_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="delivery_sent_has_a_time",
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at__isnull=True)),
            ),
        ]

    def __str__(self):
        return f"{self.channel} {self.notice_id} {self.state}"


class Preference(models.Model):
    """How a person wants to hear; without a row everything is sent."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        primary_key=True,
        related_name="notice_preference",
        verbose_name="人员",
    )
    email_notices = models.BooleanField("同时发到我的电子邮箱", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "消息设置"
        default_permissions = ()

    def __str__(self):
        return f"{self.user_id}"
