"""Files of a case: checked by content, stored outside the web root under a name of ours."""

from django.conf import settings
from django.db import models

from .case import Case
from .event import Event


class Attachment(models.Model):
    """One stored file; ``path`` is relative to ``ATTACHMENT_ROOT``."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="attachments", verbose_name="事项")
    event = models.ForeignKey(Event, models.PROTECT, null=True, related_name="attachments", verbose_name="办理记录")
    name = models.CharField("文件名", max_length=120)
    content_type = models.CharField("类型", max_length=100)
    size = models.PositiveIntegerField("大小（字节）")
    sha256 = models.CharField("校验值", max_length=64)
    path = models.CharField(max_length=100)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="上传人"
    )
    uploaded_at = models.DateTimeField("上传时间")

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        ordering = ["uploaded_at", "id"]
        constraints = [models.UniqueConstraint(fields=["path"], name="attachment_path_once")]

    def __str__(self):
        return self.name
