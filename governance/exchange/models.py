"""Platforms outside that hand matters in and are told what becomes of them: who they are, what they asked, and the
outbox of what they are told."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from governance.cases.models import Case, Event
from governance.frame.seals.sealed_fields import DrawnKey, SealedText, in_clear


class Partner(models.Model):
    """A platform outside, for example the hotline 12345; news go to ``url`` alone, which an administrator sets."""

    id = DrawnKey()
    name = models.CharField("平台名称", max_length=40, unique=True)
    url = models.CharField(
        "推送网址",
        max_length=300,
        blank=True,
        help_text="办理进展推送到这里，填完整的加密网址；不填不推送，由对方查询。",
    )
    hourly = models.PositiveIntegerField("每小时最多调用", default=600)
    is_active = models.BooleanField("启用", default=True)
    key_sealed = SealedText(purpose="partner.key", bound=("pk",))
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = verbose_name_plural = "对接平台"
        default_permissions = ()
        permissions = [("manage_partners", "管理对接平台")]
        ordering = ["name"]

    def __str__(self):
        return self.name

    # What signs the news that it is sent, in clear.
    key = in_clear("key_sealed")


class Token(models.Model):
    """What a platform shows with every call; kept as a hash, good for its ``scopes`` and until its day."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="tokens", verbose_name="对接平台")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scopes = models.JSONField("可以做什么", default=list)
    expires_on = models.DateField("有效期至")
    issued_at = models.DateTimeField("发放时间")
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="发放人")
    revoked_at = models.DateTimeField("作废时间", null=True)
    used_on = models.DateField("最近使用", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "令牌"
        default_permissions = ()
        ordering = ["-id"]

    def __str__(self):
        return f"{self.partner_id} {self.expires_on}"


class Asked(models.Model):
    """One call that changed something, by the key that its caller gave it: the same call gets the same answer."""

    id = DrawnKey()
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="asked", verbose_name="对接平台")
    key = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField("时间")
    answer_sealed = SealedText(purpose="asked.answer", bound=("pk",))

    class Meta:
        verbose_name = verbose_name_plural = "已办的调用"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["partner", "key"], name="asked_once")]
        # the sweep
        indexes = [models.Index(fields=["at"], name="asked_at")]

    def __str__(self):
        return f"{self.partner_id} {self.key}"

    # What was answered, in clear.
    answer = in_clear("answer_sealed")


class Matter(models.Model):
    """A case that a platform handed in, by the number that it has there."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="matters", verbose_name="对接平台")
    their_number = models.CharField("对方编号", max_length=40)
    case = models.OneToOneField(Case, models.CASCADE, related_name="handed_in", verbose_name="事项")

    class Meta:
        verbose_name = verbose_name_plural = "来件"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["partner", "their_number"], name="matter_once")]

    def __str__(self):
        return self.their_number


class Parcel(models.Model):
    """One entry of the history on its way to the platform: the database writes the row with the entry itself.

    What it says is drawn from the entry when it leaves. Parcels of one matter leave one after the other.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "等待推送"
        SENT = "sent", "已推送"
        FAILED = "failed", "未能推送"
        KEPT = "kept", "由对方查询"
        UNTOLD = "untold", "不告知"

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="parcels", verbose_name="来件")
    event = models.ForeignKey(Event, models.CASCADE, related_name="+", db_index=False, verbose_name="办理记录")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField("已试次数", default=0)
    next_try_at = models.DateTimeField("下次推送", null=True)
    sent_at = models.DateTimeField("推送时间", null=True)
    last_error = models.CharField("原因", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "推送"
        default_permissions = ()
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["matter", "event"], name="parcel_once"),
            models.CheckConstraint(
                name="parcel_waits_for_a_time",
                condition=Q(state="waiting", next_try_at__isnull=False)
                | (~Q(state="waiting") & Q(next_try_at__isnull=True)),
            ),
        ]
        indexes = [
            # what is to be sent now
            models.Index(fields=["next_try_at", "id"], name="parcel_due", condition=Q(state="waiting")),
            # what holds up the later ones of its matter, and the page of what did not arrive
            models.Index(F("matter"), F("id"), name="parcel_unsent", condition=Q(state__in=("waiting", "failed"))),
        ]

    def __str__(self):
        return f"{self.matter_id} {self.event_id} {self.state}"
