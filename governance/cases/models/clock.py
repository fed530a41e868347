"""Clocks (时限): what is due when, how that day was worked out, and the next moment that matters."""

from collections.abc import Callable
from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from governance.frame.database.reading import PlainlyRead
from governance.frame.days import PROVISIONAL, office_time
from governance.organisation.models import Unit

from ..worktime import BY_THE_CLOCK
from .case import Case
from .event import Event
from .term import PROMISE, LadderRung, Term, TermUnit, spelled


class ClockQuerySet(models.QuerySet):
    """Clocks by what they say of the units that had to meet them."""

    def late(self):
        """Duties that ended after their day, however they ended; see ``is_lateness``."""
        return self.filter(outcome=Clock.Outcome.MISSED).exclude(term__ladder=PROMISE)


class Clock(PlainlyRead):
    """One term running in one case. The stored day is the promise: a new calendar or term does not move it silently.

    ``raw_due`` is the day on which the counting ends, ``due`` the day after rest days, ``due_at`` its last instant;
    all three are empty while the clock stands still. ``alert_plan`` holds the moment of every rung of the ladder,
    so that the scan compares and never computes.
    """

    class Outcome(models.TextChoices):
        MET = "met", "按期办结"
        MISSED = "missed", "超期办结"
        CANCELLED = "cancelled", "终止计时"
        LAPSED = "lapsed", "期限届满"

    case = models.ForeignKey(Case, models.CASCADE, related_name="clocks", verbose_name="事项")
    term = models.ForeignKey(Term, models.PROTECT, db_index=False, related_name="clocks", verbose_name="期限")
    term_code = models.CharField("代码", max_length=40)
    # Which one, where the same term runs several times in a case: 第1项 医疗费.
    subject = models.CharField("对象", max_length=60, blank=True)
    is_window = models.BooleanField("权利期限", default=False)
    event = models.ForeignKey(
        Event, models.PROTECT, null=True, db_index=False, related_name="+", verbose_name="起算记录"
    )
    start_on = models.DateField("起算日")
    started_at = models.DateTimeField("起算时间")
    amount = models.PositiveSmallIntegerField("期限")
    unit = models.CharField("单位", max_length=10, choices=TermUnit.choices)
    extension = models.PositiveSmallIntegerField("延期", default=0)
    extension_unit = models.CharField("延期单位", max_length=10, choices=TermUnit.choices)
    raw_due = models.DateField("届满日", null=True)
    due = models.DateField("到期日", null=True)
    due_at = models.DateTimeField("到期时间", null=True)
    provisional = models.BooleanField("暂定", default=False)
    ledger = models.JSONField("计日明细", default=list)
    alert_plan = ArrayField(models.DateTimeField(), default=list, verbose_name="提醒计划")
    alert_at = models.DateTimeField("下次提醒", null=True)
    rung = models.PositiveSmallIntegerField("已到级", default=0)
    generation = models.PositiveSmallIntegerField("第几次计算", default=1)
    ended_at = models.DateTimeField("结束时间", null=True)
    ended_by = models.ForeignKey(
        Event, models.PROTECT, null=True, db_index=False, related_name="+", verbose_name="结束记录"
    )
    outcome = models.CharField("结果", max_length=10, choices=Outcome.choices, blank=True)
    # The unit that was responsible when the day passed, or when the clock ended; empty while that is whoever holds the
    # case.
    charged_to = models.ForeignKey(
        Unit, models.PROTECT, null=True, db_index=False, related_name="+", verbose_name="责任单位"
    )

    objects = ClockQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "时限"
        ordering = ["case", "started_at", "id"]
        indexes = [
            # the scan: what has to be said by now
            models.Index(fields=["alert_at"], name="clock_scan", condition=Q(ended_at=None, alert_at__isnull=False)),
            # rights that have run out
            models.Index(fields=["due_at"], name="clock_window", condition=Q(ended_at=None, is_window=True)),
            # what is late now
            models.Index(fields=["case"], name="clock_late", condition=Q(ended_at=None, rung__gt=0)),
            # what a unit owes in a case that another one may hold
            models.Index(
                fields=["charged_to"], name="clock_owed", condition=Q(ended_at=None, charged_to__isnull=False)
            ),
            # a year's notice arrives: which running dates lie in it
            models.Index(fields=["due"], name="clock_running_due", condition=Q(ended_at=None)),
            # figures: which terms were met in a period, and whose day passed in it
            models.Index(fields=["term_code", "ended_at"], name="clock_met", condition=Q(outcome="met")),
            models.Index(fields=["term_code", "due"], name="clock_term_due"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "term_code", "subject"],
                condition=Q(ended_at=None),
                name="clock_one_running_per_term_and_subject",
            ),
            models.CheckConstraint(
                name="clock_ended_with_an_outcome",
                condition=Q(ended_at=None, outcome="") | (Q(ended_at__isnull=False) & ~Q(outcome="")),
            ),
            models.CheckConstraint(
                name="clock_dates_together",
                condition=Q(raw_due=None, due=None, due_at=None)
                | Q(raw_due__isnull=False, due__gte=F("raw_due"), due_at__isnull=False),
            ),
            models.CheckConstraint(name="clock_silent_without_date", condition=Q(due__isnull=False) | Q(alert_at=None)),
            models.CheckConstraint(name="clock_silent_when_ended", condition=Q(ended_at=None) | Q(alert_at=None)),
            # However a duty ends after its day, it was missed: no step, no merge and no correction says otherwise.
            models.CheckConstraint(
                name="clock_late_stays_late",
                condition=Q(is_window=True)
                | Q(ended_at=None)
                | Q(due_at=None)
                | Q(ended_at__lte=F("due_at"))
                | Q(outcome="missed"),
            ),
            models.CheckConstraint(
                name="clock_window_is_never_late",
                condition=Q(is_window=False) | (Q(alert_at=None) & ~Q(outcome="missed")),
            ),
        ]

    def __str__(self):
        organ = f"{self.charged_to.name}，" if self.charged_to else ""
        return f"{self.name}（{organ}{self.due or '停表'}）"

    @property
    def name(self) -> str:
        """The term, and of what where it runs several times: 履行协议 · 第1项 医疗费."""
        return f"{self.term.name} · {self.subject}" if self.subject else self.term.name

    def due_said(self, form: Callable[[date], str] = str) -> str:
        """The day it ends in that form, and that it may still move if it may; empty while the clock stands still.

        A term in hours or minutes ends at a time of that day.
        """
        if self.due is None:
            return ""
        at = f" {self.due_time}" if self.due_time else ""
        return f"{form(self.due)}{at}{f'（{PROVISIONAL}）' if self.provisional else ''}"

    @property
    def due_time(self) -> str:
        """The time of day at which a term in hours or minutes ends; empty for one in days."""
        return f"{office_time(self.due_at):%H:%M}" if self.due_at and self.unit in BY_THE_CLOCK else ""

    @property
    def responsible_unit(self) -> Unit:
        """The unit that answers for what was late: whoever had to meet it when its day passed."""
        return self.charged_to or self.case.lead_unit

    @property
    def is_lateness(self) -> bool:
        """True if the unit was late; a promise that a party broke is no lateness of those who watch over it."""
        return self.outcome == self.Outcome.MISSED and self.term.ladder != PROMISE

    @property
    def is_running(self) -> bool:
        """True until an outcome stands."""
        return self.ended_at is None

    @property
    def length(self) -> str:
        """The term in the words of the law, without extension."""
        return spelled(self.amount, self.unit)


class Pause(models.Model):
    """Days on which a clock stood still, first and last included; open while ``ends_on`` is empty."""

    clock = models.ForeignKey(Clock, models.CASCADE, related_name="pauses", verbose_name="时限")
    starts_on = models.DateField("停表首日")
    ends_on = models.DateField("停表末日", null=True)
    reason = models.CharField("事由", max_length=200)
    event = models.ForeignKey(
        Event, models.PROTECT, null=True, db_index=False, related_name="+", verbose_name="停表记录"
    )
    resumed_by = models.ForeignKey(
        Event, models.PROTECT, null=True, db_index=False, related_name="+", verbose_name="恢复记录"
    )

    class Meta:
        verbose_name = verbose_name_plural = "停表"
        ordering = ["clock", "starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["clock"], condition=Q(ends_on=None), name="pause_one_open"),
            models.CheckConstraint(
                name="pause_ends_after_it_starts", condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on"))
            ),
        ]

    def __str__(self):
        return f"{self.starts_on}至{self.ends_on or '今'} {self.reason}"


class Escalation(models.Model):
    """A rung that a clock has reached; dated at the deadline, written by the scan."""

    clock = models.ForeignKey(Clock, models.CASCADE, db_index=False, related_name="escalations", verbose_name="时限")
    # The clock's case, for lists under the right to see cases; the clock's own key answers for it.
    case = models.ForeignKey(
        Case,
        models.CASCADE,
        db_index=False,
        db_constraint=False,
        related_name="escalations",
        verbose_name="事项",
    )
    generation = models.PositiveSmallIntegerField("第几次计算")
    rung = models.PositiveSmallIntegerField("级")
    light = models.CharField("亮灯", max_length=6, choices=LadderRung.Light.choices)
    at = models.DateTimeField("到级时间")
    fired_at = models.DateTimeField("提醒时间")
    proposes = models.CharField("建议制发", max_length=30, choices=LadderRung.ProposedPaper.choices, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "到级提醒"
        ordering = ["-at", "-id"]
        indexes = [
            # papers that wait for somebody to sign or set aside
            models.Index(fields=["proposes", "-at"], name="escalation_proposals", condition=~Q(proposes="")),
        ]
        constraints = [
            # "said once" is a fact of the database; what is the same rung when the ladder has changed its moment says
            models.UniqueConstraint(fields=["clock", "generation", "at"], name="escalation_once"),
        ]

    def __str__(self):
        return f"{self.clock_id} {self.get_light_display()}"


class Heartbeat(models.Model):
    """When a periodic job last did its work; the health page reads its age."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "定时任务心跳"

    def __str__(self):
        return f"{self.name} {self.at}"

    @staticmethod
    def beat(name: str) -> None:
        """The job has done its work now, by the database's clock: a scan run for another time does not feign health."""
        beat = Heartbeat(name=name, at=Now())
        Heartbeat.objects.bulk_create([beat], update_conflicts=True, unique_fields=["name"], update_fields=["at"])
