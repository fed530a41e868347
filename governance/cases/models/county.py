"""What the law leaves to the county: a question with its answers, and the one that the county gives."""

from django.db import models

from governance.organisation.models import Area


class CountyRule(models.Model):
    """One question; ``choices`` are codes and labels. What was answered before stands in the record of settings."""

    code = models.CharField("代码", max_length=30, unique=True)
    name = models.CharField("事项", max_length=60)
    choices = models.JSONField("可选")
    value = models.CharField("本县的规定", max_length=20)
    article = models.CharField("条文", max_length=120)
    basis = models.CharField("说明", max_length=200)
    source = models.CharField("来源", max_length=40)
    # Of which level an area may have an answer of its own; none where there is one answer for the county.
    apart = models.CharField("可另定到", max_length=10, choices=Area.Level, blank=True)
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
        return self.in_words(self.value)

    def in_words(self, value: str) -> str:
        """That answer in words."""
        return dict(self.choices)[value]

    @property
    def places_apart(self) -> list[tuple[str, str]]:
        """The areas with an answer of their own beside it, in the order of the county."""
        return [(each.area.name, self.in_words(each.value)) for each in self.areas.all()] if self.apart else []


class CountyRuleArea(models.Model):
    """What the county says of one area where it is not what it says of the whole county."""

    rule = models.ForeignKey(CountyRule, models.PROTECT, related_name="areas", verbose_name="本县规定")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="地方")
    value = models.CharField("规定", max_length=20)

    class Meta:
        verbose_name = verbose_name_plural = "另定的地方"
        default_permissions = ()
        ordering = ["area"]
        constraints = [models.UniqueConstraint(fields=["rule", "area"], name="county_rule_once_an_area")]

    def __str__(self):
        return f"{self.rule} {self.area_id}"
