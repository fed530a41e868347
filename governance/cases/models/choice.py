"""What can be chosen in a list that the county extends."""

from django.db import models

from .laid_down import LaidDown


class ListChoice(LaidDown):
    """One choice of a list."""

    list = models.CharField("选项表", max_length=30)
    code = models.CharField("代码", max_length=20)
    basis = models.CharField("依据", max_length=200, blank=True)

    class Meta(LaidDown.Meta):
        verbose_name = verbose_name_plural = "选项"
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["list", "code"], name="list_choice_code_once"),
            models.UniqueConstraint(fields=["list", "name"], name="list_choice_name_once"),
        ]
