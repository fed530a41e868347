"""The numbers that were given out."""

from django.db import models


class NumberSequence(models.Model):
    """The last number given out in one range; the row is locked while a number is taken."""

    key = models.CharField(max_length=60, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "编号"

    def __str__(self):
        return f"{self.key} {self.last}"
