"""What the county office lays down in rows of its own and takes out of use again."""

from django.db import models


class LaidDown(models.Model):
    """A kind or a choice, delivered or of the county's own.

    What was made of it keeps its words when it is no longer offered. ``version`` grows with every change, so that a
    second editor learns of the first.
    """

    code = models.CharField("代码", max_length=20, unique=True)
    name = models.CharField("名称", max_length=20)
    basis = models.CharField("依据", max_length=200)
    position = models.PositiveSmallIntegerField("排序", default=0)
    is_active = models.BooleanField("在用", default=True)
    version = models.PositiveSmallIntegerField("版本", default=1)

    class Meta:
        abstract = True
        default_permissions = ()
        ordering = ["position", "code"]

    def __str__(self):
        return self.name
