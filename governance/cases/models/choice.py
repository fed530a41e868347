"""What can be chosen in a list that the county extends."""

from django.db import models


class ListChoice(models.Model):
    """One choice of a list, delivered or of the county's own.

    What was chosen keeps its words when it is no longer offered. ``version`` grows with every change, so that a second
    editor learns of the first.
    """

    list = models.CharField("选项表", max_length=30)
    code = models.CharField("代码", max_length=20)
    name = models.CharField("名称", max_length=20)
    basis = models.CharField("依据", max_length=200, blank=True)
    position = models.PositiveSmallIntegerField("排序", default=0)
    is_active = models.BooleanField("在用", default=True)
    version = models.PositiveSmallIntegerField("版本", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "选项"
        default_permissions = ()
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["list", "code"], name="list_choice_code_once"),
            models.UniqueConstraint(fields=["list", "name"], name="list_choice_name_once"),
        ]

    def __str__(self):
        return self.name
