"""Who petitioners are whose names the organ that deals with the matter does not learn."""

from uuid import uuid4

from django.db import models

from governance.cases.models import Participant
from governance.frame.seals.sealed_fields import SealedText, in_clear

from .petition import Petition


class WithheldPerson(models.Model):
    """Who a petitioner is whose name the organ that deals with the matter does not learn: sealed for this row."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    petition = models.ForeignKey(Petition, models.CASCADE, related_name="withheld", verbose_name="信访件")
    participant = models.OneToOneField(Participant, models.CASCADE, related_name="withheld", verbose_name="信访人")
    told_sealed = SealedText(purpose="petition.withheld", bound=("pk", "petition_id"))

    class Meta:
        verbose_name = verbose_name_plural = "不公开姓名的信访人"
        default_permissions = ()

    def __str__(self):
        return str(self.pk)

    # Name, numbers and address, in clear.
    told = in_clear("told_sealed")
