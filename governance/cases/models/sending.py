"""What is on its way from a phone: kept until its last picture is there."""

from django.conf import settings
from django.db import models

from governance.frame.seals.sealed_fields import SealedText, named_in_clear


class Sending(models.Model):
    """A report on its way from a phone: what was told, and by digest the pictures that belong to it.

    With the last picture it becomes what its kind makes of it; half a report is none. It may accuse somebody: what was
    told is sealed for this report and this person.
    """

    key = models.UUIDField("上报标识", primary_key=True)
    kind = models.CharField("种类", max_length=20)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="上报人")
    told_sealed = SealedText(purpose="sending.told", bound=("pk", "kind", "owner_id"))
    digests = models.JSONField("照片校验值", default=list)
    received_at = models.DateTimeField("收到时间")

    class Meta:
        verbose_name = verbose_name_plural = "未收齐的上报"
        default_permissions = ()

    def __str__(self):
        return str(self.key)

    # What was told, in clear.
    told = named_in_clear("told_sealed")


class Received(models.Model):
    """A report that has become something, with a keyed digest of what it told, so that other words show."""

    key = models.UUIDField("上报标识", primary_key=True)
    digest = models.CharField("校验值", max_length=64)
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "已收齐的上报"
        default_permissions = ()
        # the sweep
        indexes = [models.Index(fields=["at"], name="received_at")]

    def __str__(self):
        return str(self.key)


class SentPhoto(models.Model):
    """A picture of a report; ``digest`` is the SHA-256 of what the phone sent, the rest is what was stored of it."""

    sending = models.ForeignKey(Sending, models.CASCADE, related_name="photos", verbose_name="上报")
    digest = models.CharField("发送的校验值", max_length=64)
    name = models.CharField("文件名", max_length=100)
    content_type = models.CharField("类型", max_length=100)
    size = models.PositiveIntegerField("大小")
    sha256 = models.CharField("校验值", max_length=64)
    path = models.CharField("位置", max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = "上报照片"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["sending", "digest"], name="sent_photo_once")]

    def __str__(self):
        return self.name
