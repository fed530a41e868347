"""What public safety has beyond every case: hazards, key areas and outstanding problems."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from governance.cases.knowing.queryset import CaseQuerySet
from governance.cases.models import Case

from .areas import vocabulary as area_words
from .hazards import vocabulary as hazard_words


class Hazard(Case):
    """Something dangerous that somebody must set right by a day, and somebody else looks at again."""

    source = models.CharField("来源", max_length=12, choices=hazard_words.SOURCES)
    hazard_kind = models.CharField("隐患类型", max_length=12, choices=hazard_words.KINDS)
    place_kind = models.CharField("场所类型", max_length=15, choices=hazard_words.PLACES)
    grade = models.CharField("隐患等级", max_length=8, choices=hazard_words.GRADES, default="general")
    responsible = models.CharField("整改责任人", max_length=30, blank=True, editable=False)
    rectified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="报告整改完成的人",
    )
    # Supervised by name (挂牌督办) from the one day to the other.
    listed_on = models.DateField("挂牌日期", null=True, editable=False)
    delisted_on = models.DateField("解除挂牌日期", null=True, editable=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = "隐患"
        verbose_name_plural = "隐患"
        permissions = [("report_hazard", "登记隐患"), ("check_hazard", "复查隐患")]
        constraints = [
            models.CheckConstraint(
                name="hazard_delisted_after_listed",
                condition=Q(delisted_on=None) | Q(listed_on__isnull=False, delisted_on__gte=F("listed_on")),
            )
        ]


class KeyArea(Case):
    """A place or a problem of public order that is treated under a plan until its effect is good."""

    subject = models.CharField("类别", max_length=8, choices=area_words.SUBJECTS)
    problem = models.CharField("主要问题", max_length=15, choices=area_words.PROBLEMS)
    cause = models.TextField("成因", blank=True, editable=False)
    effect = models.CharField("成效", max_length=12, choices=area_words.EFFECTS, blank=True, editable=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = "重点地区和突出问题"
        verbose_name_plural = "重点地区和突出问题"
        permissions = [("list_key_area", "挂牌重点地区和突出问题")]
