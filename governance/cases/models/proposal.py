"""A step that waits for the approval the law asks for."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from governance.organisation.models import Unit

from .case import Case


class Proposal(models.Model):
    """A step with its facts, put forward by one person and decided by another."""

    class Decision(models.TextChoices):
        APPROVED = "approved", "已批准"
        REJECTED = "rejected", "已退回"
        LAPSED = "lapsed", "已失效"
        TAKEN_BACK = "taken_back", "已撤回"

    case = models.ForeignKey(Case, models.CASCADE, related_name="proposals", verbose_name="事项")
    step = models.CharField("步骤", max_length=30)
    label = models.CharField("名称", max_length=40)
    facts = models.JSONField("事实", default=dict)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="审批单位")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="提请人")
    proposed_at = models.DateTimeField("提请时间")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="审批人"
    )
    decided_at = models.DateTimeField("审批时间", null=True)
    decision = models.CharField("审批结果", max_length=10, choices=Decision.choices, blank=True)
    reason = models.CharField("审批意见", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "审批"
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "step"], condition=Q(decision=""), name="proposal_waits_once"),
            models.CheckConstraint(
                name="proposal_decided_with_time",
                condition=Q(decision="", decided_at=None) | Q(decided_at__isnull=False),
            ),
        ]
        indexes = [
            # what waits for my approval
            models.Index(fields=["unit", "proposed_at"], name="proposal_waiting", condition=Q(decision="")),
        ]

    def __str__(self):
        return f"{self.label} {self.case_id}"
