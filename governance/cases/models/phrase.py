"""Stock phrases (常用语): what somebody writes again and again in a long box of a step."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from governance.organisation.models import Unit


class StockPhrase(models.Model):
    """Words for one box, of a person or of a unit.

    They name no case and no person: whoever is offered them learns nothing of what others work on.
    """

    box = models.CharField("用在哪一栏", max_length=80)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="phrases", verbose_name="本人"
    )
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, related_name="phrases", verbose_name="本单位")
    text = models.CharField("内容", max_length=500)

    class Meta:
        verbose_name = "常用语"
        verbose_name_plural = "常用语"
        default_permissions = ()
        ordering = ["unit", "id"]
        constraints = [
            models.CheckConstraint(
                name="phrase_is_of_a_person_or_a_unit",
                condition=Q(owner=None, unit__isnull=False) | Q(owner__isnull=False, unit=None),
            ),
            # What one person, and what one unit, is offered for a box.
            models.UniqueConstraint(fields=["owner", "box", "text"], name="phrase_of_a_person_once"),
            models.UniqueConstraint(fields=["unit", "box", "text"], name="phrase_of_a_unit_once"),
        ]

    def __str__(self):
        return self.text
