"""Views of a list that somebody keeps under a name: their own, or their unit's."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from governance.organisation.models import Unit


class SavedView(models.Model):
    """What an address asks of a list, under a name: filters, order and columns.

    It names no case. Whoever opens it sees what they may see, and nothing by it.
    """

    listing = models.CharField("列表", max_length=30)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="views", verbose_name="本人"
    )
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, related_name="views", verbose_name="本单位")
    name = models.CharField("名称", max_length=20)
    query = models.CharField("筛选、排序和列", max_length=600)
    # The list opens with it, unless its reader has one of their own that does.
    is_default = models.BooleanField("打开时默认", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "视图"
        default_permissions = ()
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                name="view_is_of_a_person_or_a_unit",
                condition=Q(owner=None, unit__isnull=False) | Q(owner__isnull=False, unit=None),
            ),
            models.UniqueConstraint(fields=["owner", "listing", "name"], name="view_of_a_person_once"),
            models.UniqueConstraint(fields=["unit", "listing", "name"], name="view_of_a_unit_once"),
            models.UniqueConstraint(
                fields=["owner", "listing"],
                condition=Q(is_default=True, owner__isnull=False),
                name="view_of_a_person_one_default",
            ),
            models.UniqueConstraint(
                fields=["unit", "listing"],
                condition=Q(is_default=True, unit__isnull=False),
                name="view_of_a_unit_one_default",
            ),
        ]

    def __str__(self):
        return self.name
