"""What the law leaves to the county: a question with its answers, and the one that the county gives."""

from django.db import models


class CountyRule(models.Model):
    """One question; ``choices`` are codes and labels. What was answered before stands in the record of settings."""

    code = models.CharField("代码", max_length=30, unique=True)
    name = models.CharField("事项", max_length=60)
    choices = models.JSONField("可选")
    value = models.CharField("本县的规定", max_length=20)
    article = models.CharField("条文", max_length=120)
    basis = models.CharField("说明", max_length=200)
    source = models.CharField("来源", max_length=40)
    position = models.PositiveIntegerField("排序", default=0)
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "本县规定"
        default_permissions = ()
        ordering = ["position", "id"]

    def __str__(self):
        return self.name

    @property
    def said(self) -> str:
        """The answer in words."""
        return dict(self.choices)[self.value]
