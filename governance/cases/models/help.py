"""Somebody in hardship who was sent on for help (帮扶转介)."""

from django.db import models
from django.db.models import F, Q

from ..common_facts import AGENCIES
from .case import Case
from .participant import Participant


class HelpReferral(models.Model):
    """A person of a case was sent on for help, with written consent: to whom, for what, the answer, the end. No more.

    It is read by whoever works on the case; there is no list of people by what they need.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="help_referrals", verbose_name="事项")
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="+", verbose_name="请求帮助的人")
    agency = models.CharField("转介机构", max_length=20, choices=AGENCIES)
    matter = models.CharField("请求帮助事项", max_length=200)
    referred_on = models.DateField("转介日期")
    answered_on = models.DateField("答复日期", null=True)
    answer = models.CharField("答复", max_length=200, blank=True)
    ended_on = models.DateField("结束日期", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "帮扶转介"
        ordering = ["referred_on", "id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="help_answered_then_ended",
                condition=Q(answered_on=None, ended_on=None)
                | Q(answered_on__gte=F("referred_on"), ended_on=None)
                | Q(answered_on__gte=F("referred_on"), ended_on__gte=F("answered_on")),
            ),
        ]

    def __str__(self):
        return f"{self.get_agency_display()} {self.referred_on}"
