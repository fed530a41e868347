"""Receptions (接访): who came on a day, about what, and which case it became; no names, those stand in the case.

Whoever comes to accuse somebody stands in no book that the accused can read: see ``counted`` and ``is_shown``.
"""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from governance.cases.models import Case
from governance.organisation.models import Unit


class ReceptionDay(models.Model):
    """One day in the reception room of a unit. Who should sit and who came stands in the roster.

    ``leader`` are the words of the day it was handed in. ``version`` grows with every change.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="reception_days", verbose_name="单位")
    day = models.DateField("日期")
    leader = models.CharField("接访领导", max_length=100, blank=True)
    place = models.CharField("地点", max_length=60, blank=True)
    handed_at = models.DateTimeField("报送时间", null=True)
    handed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="报送人"
    )
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "接访日"
        default_permissions = ()
        ordering = ["-day", "unit"]
        indexes = [
            # one day in all units
            models.Index(fields=["day", "unit"], name="reception_day_of_all"),
            # the days of a unit, newest first
            models.Index(F("unit"), F("day").desc(), name="reception_day_of_unit"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["unit", "day"], name="reception_day_once"),
            models.CheckConstraint(
                name="reception_handed_in_by_somebody",
                condition=Q(handed_at=None, handed_by=None)
                | (Q(handed_at__isnull=False, handed_by__isnull=False) & ~Q(leader="")),
            ),
        ]

    def __str__(self):
        return f"{self.unit} {self.day}"


def counted(path: str = "") -> Q:
    """What stands in the book and in its figures: neither what was void nor what is, or has become, an accusation."""
    ordinary = Q(**{f"{path}case": None}) | ~Q(**{f"{path}case__confidentiality": "restricted"})
    return Q(**{f"{path}void_reason": ""}) & ~Q(**{f"{path}outcome": "accusation"}) & ordinary


class Reception(models.Model):
    """One group of visitors: when, how many, about what, and what became of it.

    ``known_case`` is the case that it became, as far as the reader may know of it, where it was read for one.
    """

    known_case: Case | None

    class Outcome(models.TextChoices):
        ANSWERED = "answered", "当场答复"
        REGISTERED = "registered", "登记办理"
        GUIDED = "guided", "引导至其他途径"
        ACCUSATION = "accusation", "检举控告"

    on = models.ForeignKey(ReceptionDay, models.PROTECT, related_name="receptions", verbose_name="接访日")
    at_time = models.TimeField("时间")
    visitors = models.PositiveSmallIntegerField("来访人数", validators=[MinValueValidator(1)])
    summary = models.CharField("反映事项", max_length=500)
    answer = models.CharField("答复情况", max_length=500, blank=True)
    outcome = models.CharField("处理", max_length=10, choices=Outcome.choices)
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="receptions", verbose_name="登记的事项")
    written_at = models.DateTimeField("记录时间")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, related_name="+", verbose_name="记录人"
    )
    # People move on; the record keeps the name of that day.
    by_name = models.CharField("记录人姓名", max_length=60)
    void_reason = models.CharField("作废原因", max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "接访记录"
        default_permissions = ()
        ordering = ["at_time", "id"]
        constraints = [
            models.CheckConstraint(name="reception_of_somebody", condition=Q(visitors__gte=1)),
            models.CheckConstraint(
                name="reception_case_only_where_registered",
                condition=Q(case=None) | Q(outcome__in=("registered", "accusation")),
            ),
        ]

    def __str__(self):
        return f"{self.on} {self.at_time:%H:%M}"

    @property
    def is_counted(self) -> bool:
        """True if it is one of the book and its figures, as ``counted`` says of rows."""
        hidden = self.case is not None and self.case.is_restricted
        return not self.void_reason and self.outcome != self.Outcome.ACCUSATION and not hidden

    def is_shown(self, user, seen) -> bool:
        """True if the person may know that these visitors came; ``seen`` are the keys of the cases they may know of.

        An accusation is known to those who know the case, and until there is one to whoever wrote it down.
        """
        if self.case is not None and self.case.is_restricted:
            return self.case_id in seen
        if self.outcome != self.Outcome.ACCUSATION:
            return True
        return self.case_id in seen or (self.written_by_id == user.pk and user.handed_by_id is None)
