"""The histories that rooms keep of what is theirs."""

from django.conf import settings
from django.db import models


class Done(models.Model):
    """What was done with something, by whom and when, beside the verb; ``facts`` are [what, before, after].

    Its table takes the triggers of ``append_only``.
    """

    at = models.DateTimeField("时间")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="人员")
    note = models.CharField("说明", max_length=500, blank=True)
    facts = models.JSONField("变更", default=list)

    class Meta:
        abstract = True
        default_permissions = ()
        ordering = ["-at", "-id"]
