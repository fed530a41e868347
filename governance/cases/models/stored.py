"""What every row says of a file that was checked and stored."""

from django.conf import settings
from django.db import models


class StoredFile(models.Model):
    """The columns are those of ``attachments.Taken``; ``path`` is relative to ``ATTACHMENT_ROOT``."""

    name = models.CharField("文件名", max_length=100)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField("大小（字节）")
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=100)

    class Meta:
        abstract = True
        default_permissions = ()
        ordering = ["id"]

    def __str__(self):
        return self.name


class UploadedFile(StoredFile):
    """A stored file, and who brought it when."""

    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="上传人")
    uploaded_at = models.DateTimeField("上传时间")

    class Meta(StoredFile.Meta):
        abstract = True
        ordering = ["uploaded_at", "id"]
