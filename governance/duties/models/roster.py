"""Rosters: who sits on which day in a unit's reception room or on duty, what was swapped, and who was absent."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q, Value

from governance.cases.models import LaidDown
from governance.organisation.models import Unit

MOST_A_DAY = 5


class RosterKind(LaidDown):
    """A kind of roster, as data: on which days somebody sits, how many, and what the notice on the wall says."""

    class Days(models.TextChoices):
        WORKDAYS = "workdays", "每个工作日"
        EVERY = "every", "每天"
        WEEKLY = "weekly", "每周第一个工作日"

    # What whoever sits is called on the notice: 接访领导, 值班人员.
    sitter = models.CharField("称呼", max_length=20)
    days = models.CharField("排哪些天", max_length=10, choices=Days.choices)
    a_day = models.PositiveSmallIntegerField("每天人数", default=1)
    notice = models.CharField("公示说明", max_length=200)
    source = models.CharField("出处", max_length=60, blank=True)

    class Meta(LaidDown.Meta):
        verbose_name = verbose_name_plural = "排班种类"


class RosterPerson(models.Model):
    """Somebody who takes turns in a unit's rosters of one kind; not everybody who does has a login."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="roster_people", verbose_name="单位")
    kind = models.ForeignKey(RosterKind, models.PROTECT, related_name="people", verbose_name="排班种类")
    name = models.CharField("姓名", max_length=30)
    title = models.CharField("职务", max_length=40, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="平台人员"
    )
    is_active = models.BooleanField("参加排班", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "排班人员"
        default_permissions = ()
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["unit", "kind", "name"], name="roster_person_once")]

    def __str__(self):
        return self.name


class RosterAbsence(models.Model):
    """Days on which somebody cannot sit, known before the roster is made."""

    person = models.ForeignKey(RosterPerson, models.CASCADE, related_name="absences", verbose_name="排班人员")
    first = models.DateField("首日")
    last = models.DateField("末日")
    reason = models.CharField("原因", max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = "请假"
        default_permissions = ()
        ordering = ["first", "id"]
        constraints = [
            models.CheckConstraint(name="roster_absence_ends_after_it_starts", condition=Q(last__gte=F("first"))),
        ]

    def __str__(self):
        return f"{self.person} {self.first}"


def _span(*names: str, of: str) -> Func:
    return Func(*(F(name) for name in names), Value("[]"), function=of)


class Roster(models.Model):
    """One unit's roster of one kind for a period; two of one kind never overlap.

    ``version`` grows with every change of a day, so that a second editor learns what the first did.
    """

    kind = models.ForeignKey(RosterKind, models.PROTECT, related_name="rosters", verbose_name="排班种类")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="rosters", verbose_name="单位")
    first = models.DateField("首日")
    last = models.DateField("末日")
    a_day = models.PositiveSmallIntegerField(
        "每天人数", default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST_A_DAY)]
    )
    place = models.CharField("地点", max_length=60)
    phone = models.CharField("联系电话", max_length=30)
    version = models.PositiveIntegerField("版本", default=1)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="排班人"
    )
    made_at = models.DateTimeField("排班时间")

    class Meta:
        verbose_name = verbose_name_plural = "排班表"
        default_permissions = ()
        permissions = [("arrange", "安排会议和排班")]
        ordering = ["-first", "-id"]
        indexes = [
            # the list of rosters of a unit, newest first
            models.Index(F("unit"), F("first").desc(), F("id").desc(), name="roster_of_unit"),
        ]
        constraints = [
            models.CheckConstraint(name="roster_ends_after_it_starts", condition=Q(last__gte=F("first"))),
            models.CheckConstraint(name="roster_seats", condition=Q(a_day__gte=1, a_day__lte=MOST_A_DAY)),
            # Ranges of one number stand for "the same": equality inside such an index would need an extension.
            ExclusionConstraint(
                name="roster_never_overlaps",
                expressions=[
                    (_span("kind", "kind", of="int8range"), RangeOperators.OVERLAPS),
                    (_span("unit", "unit", of="int8range"), RangeOperators.OVERLAPS),
                    (_span("first", "last", of="daterange"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.first}"


class RosterDay(models.Model):
    """Somebody sits on a day. Whoever did not come stays on the row, beside whoever stood in, or nobody."""

    roster = models.ForeignKey(Roster, models.CASCADE, related_name="days", verbose_name="排班表")
    day = models.DateField("日期")
    person = models.ForeignKey(RosterPerson, models.PROTECT, related_name="days", verbose_name="排班人员")
    is_absent = models.BooleanField("缺席", default=False)
    absent_reason = models.CharField("缺席原因", max_length=100, blank=True)
    stand_in = models.ForeignKey(
        RosterPerson, models.PROTECT, null=True, related_name="stood_in", verbose_name="顶班人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "排班日"
        default_permissions = ()
        ordering = ["day", "id"]
        constraints = [
            models.UniqueConstraint(fields=["roster", "day", "person"], name="roster_day_once"),
            models.CheckConstraint(
                name="roster_day_absent_for_a_reason",
                condition=Q(is_absent=False, absent_reason="", stand_in=None)
                | (Q(is_absent=True) & ~Q(absent_reason="")),
            ),
            models.CheckConstraint(
                name="roster_day_stood_in_by_another", condition=Q(stand_in=None) | ~Q(stand_in=F("person"))
            ),
        ]

    def __str__(self):
        return f"{self.day} {self.person}"

    @property
    def present(self) -> RosterPerson | None:
        """Who sits, or nobody."""
        return self.stand_in if self.is_absent else self.person

    @property
    def who(self) -> str:
        """Whoever sits, as anybody is told: 王海涛（副区长）; empty for nobody."""
        person = self.present
        if person is None:
            return ""
        return f"{person.name}（{person.title}）" if person.title else person.name


class RosterChange(models.Model):
    """One change of a day after the roster was made: what was planned, what holds now, why and by whom."""

    class Kind(models.TextChoices):
        SWAP = "swap", "调班"
        REPLACE = "replace", "改派"
        ABSENCE = "absence", "缺席"

    day = models.ForeignKey(RosterDay, models.CASCADE, related_name="changes", verbose_name="排班日")
    kind = models.CharField("种类", max_length=10, choices=Kind.choices)
    was = models.ForeignKey(RosterPerson, models.PROTECT, related_name="+", verbose_name="原排")
    now = models.ForeignKey(RosterPerson, models.PROTECT, null=True, related_name="+", verbose_name="改为")
    # The other day of a swap.
    other_day = models.DateField("对调日", null=True)
    reason = models.CharField("原因", max_length=100)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="经办人")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "排班变动"
        default_permissions = ()
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(name="roster_change_for_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="roster_swap_names_the_other_day",
                condition=Q(kind="swap", other_day__isnull=False) | (~Q(kind="swap") & Q(other_day=None)),
            ),
        ]

    def __str__(self):
        return f"{self.day_id} {self.kind}"
