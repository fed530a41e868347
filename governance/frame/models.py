"""What the frame itself has to remember between two requests."""

from uuid import uuid4

from django.conf import settings
from django.db import models

from .seals.sealed_fields import SealedText, in_clear


class Sending(models.Model):
    """A form that was sent and led somewhere; the digest tells it from every other, and nothing typed is kept."""

    digest = models.CharField(max_length=64, primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="人员")
    at = models.DateTimeField("时间")
    answer = models.TextField("转到")

    class Meta:
        verbose_name = verbose_name_plural = "已提交的表单"
        default_permissions = ()
        # the sweep
        indexes = [models.Index(fields=["at"], name="sending_at")]

    def __str__(self) -> str:
        return self.digest


class KeptFile(models.Model):
    """A file that was sent with a form that came back to be corrected, or for which the login had ended; it waits,
    sealed for one person, for the form to be sent again.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="人员")
    field = models.CharField(max_length=50)
    name_sealed = SealedText(purpose="kept_file.name", bound=("pk", "user_id"))
    size = models.PositiveBigIntegerField("大小（字节）")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "暂存的文件"
        default_permissions = ()
        indexes = [
            # what a person has waiting, and the sweep
            models.Index(fields=["user", "at"], name="kept_file_of_user"),
            models.Index(fields=["at"], name="kept_file_at"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    # How the file was called.
    name = in_clear("name_sealed")

    @property
    def purpose(self) -> str:
        """What its bytes are sealed for."""
        return f"kept_file.content {self.pk} {self.user_id}"
