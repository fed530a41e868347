"""Schemes (考核方案): by what units of a kind are assessed in a year."""

from django.db import models
from django.db.models import Q

from ..scoring import ScoredItem


class Scheme(models.Model):
    """One edition of a scheme. Only a draft changes; one in force stays as it is until the next edition replaces it.

    ``units`` are the keys of those of the kinds that it is for; none means all of them. ``tried`` is what the draft
    came to on an earlier year, and ``tried_version`` the version of the draft that was tried.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "草案"
        IN_FORCE = "in_force", "施行"
        ENDED = "ended", "已停止"

    code = models.SlugField("代号", max_length=30)
    year = models.PositiveSmallIntegerField("年度")
    edition = models.PositiveSmallIntegerField("版次", default=1)
    name = models.CharField("方案名称", max_length=60)
    basis = models.CharField("依据", max_length=200)
    unit_kinds = models.JSONField("单位类别", default=list)
    units = models.JSONField("单位", default=list, blank=True)
    objection_days = models.PositiveSmallIntegerField("异议期（日）", default=7)
    # Who owed so little that the marked items come to less than these points of the hundred has no place.
    ranked_from = models.PositiveSmallIntegerField("参加排名最少的分值", default=50)
    items = models.JSONField("考核项目", default=list)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.DRAFT)
    reason = models.CharField("修订理由", max_length=300, blank=True)
    tried = models.JSONField("试算结果", default=dict, blank=True)
    tried_version = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = verbose_name_plural = "考核方案"
        ordering = ["-year", "code", "-edition"]
        default_permissions = ()
        permissions = [("manage_schemes", "设置考核方案和组织考核")]
        constraints = [
            models.UniqueConstraint(name="scheme_edition_once", fields=["code", "year", "edition"]),
            models.UniqueConstraint(name="one_scheme_in_force", fields=["code", "year"], condition=Q(state="in_force")),
            models.UniqueConstraint(name="one_draft_of_a_scheme", fields=["code", "year"], condition=Q(state="draft")),
            models.CheckConstraint(name="scheme_hears_objections", condition=Q(objection_days__gte=1)),
            models.CheckConstraint(name="scheme_ranks_by_a_share", condition=Q(ranked_from__range=(1, 100))),
        ]

    def __str__(self):
        return f"{self.year}年{self.name}"

    @property
    def asked(self) -> list[ScoredItem]:
        """The items in their order."""
        return [ScoredItem.of(row) for row in self.items]

    @property
    def is_draft(self) -> bool:
        """True while it can be changed."""
        return self.state == self.State.DRAFT

    @property
    def is_tried(self) -> bool:
        """True if it was tried as it is now."""
        return self.tried_version == self.version
