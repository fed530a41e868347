"""Who keeps out of a case because of an interest in it (回避)."""

from django.conf import settings
from django.db import models

from .case import Case


class Recusal(models.Model):
    """One person who takes no step in one case and its parts, approves none and is not named as handler."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="recusals", verbose_name="事项")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="回避人员")
    since = models.DateTimeField("起")

    class Meta:
        verbose_name = verbose_name_plural = "回避"
        constraints = [models.UniqueConstraint(fields=["case", "person"], name="recusal_once")]

    def __str__(self):
        return f"{self.case_id} {self.person_id}"
