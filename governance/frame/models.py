"""What the frame itself has to remember between two requests."""

from django.conf import settings
from django.db import models


class Sending(models.Model):
    """A form that was sent and led somewhere; the digest tells it from every other, and nothing typed is kept."""

    digest = models.CharField(max_length=64, primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="人员")
    at = models.DateTimeField("时间")
    answer = models.TextField("转到")

    class Meta:
        verbose_name = "已提交的表单"
        verbose_name_plural = "已提交的表单"
        default_permissions = ()
        # the sweep
        indexes = [models.Index(fields=["at"], name="sending_at")]

    def __str__(self) -> str:
        return self.digest
