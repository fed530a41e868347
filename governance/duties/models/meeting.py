"""Meetings: what is to be talked about, what was said, and what was decided, each decision with all its versions."""

from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from governance.cases.models import Case, LaidDown
from governance.organisation.models import Unit

from .return_ import Return


class MeetingKind(LaidDown):
    """A kind of meeting, as data. Its agenda is filled from its sources; once held, it hands in the plan's task."""

    name = models.CharField("名称", max_length=40)
    plan_code = models.CharField("例行方案", max_length=40, blank=True)
    sources = ArrayField(models.CharField(max_length=20), default=list, verbose_name="议题来源")
    # Citizens read on which day it is, where, who receives and which units come, and book half an hour of it.
    is_public = models.BooleanField("向群众公布", default=False)
    source = models.CharField("出处", max_length=60, blank=True)

    class Meta(LaidDown.Meta):
        verbose_name = verbose_name_plural = "会议种类"


class Meeting(models.Model):
    """One meeting of a unit. ``version`` grows with every change, so that a second editor learns of the first."""

    class State(models.TextChoices):
        PLANNED = "planned", "待召开"
        HELD = "held", "已召开"
        CANCELLED = "cancelled", "已取消"

    kind = models.ForeignKey(MeetingKind, models.PROTECT, related_name="meetings", verbose_name="会议种类")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="meetings", verbose_name="召集单位")
    title = models.CharField("会议名称", max_length=60)
    starts_at = models.DateTimeField("时间")
    place = models.CharField("地点", max_length=60)
    chair = models.CharField("主持人", max_length=40)
    units = models.ManyToManyField(Unit, related_name="invited_to", verbose_name="参加单位")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.PLANNED)
    cancel_reason = models.CharField("取消原因", max_length=200, blank=True)
    version = models.PositiveIntegerField("版本", default=1)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="安排人"
    )
    planned_at = models.DateTimeField("安排时间")
    report = models.ForeignKey(Return, models.PROTECT, null=True, related_name="meetings", verbose_name="报送")

    class Meta:
        verbose_name = verbose_name_plural = "会议"
        default_permissions = ()
        ordering = ["-starts_at", "-id"]
        indexes = [
            # the list of a unit's meetings, newest first
            models.Index(F("unit"), F("starts_at").desc(), F("id").desc(), name="meeting_of_unit"),
            # what citizens read of the days to come
            models.Index(fields=["starts_at"], name="meeting_to_come", condition=Q(state="planned")),
        ]
        constraints = [
            models.CheckConstraint(
                name="meeting_cancelled_for_a_reason", condition=~Q(state="cancelled") | ~Q(cancel_reason="")
            ),
        ]

    def __str__(self):
        return self.title


class Attendee(models.Model):
    """Somebody who is to take part."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendees", verbose_name="会议")
    position = models.PositiveSmallIntegerField("次序")
    name = models.CharField("姓名", max_length=30)
    post = models.CharField("单位职务", max_length=60, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "参会人员"
        default_permissions = ()
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["meeting", "name", "post"], name="attendee_once")]

    def __str__(self):
        return self.name


class Decision(models.Model):
    """What a meeting decided: a task with its unit and date. ``entries`` are all its versions; ``missed_on`` is the
    first of its dates that had gone by, where it was read along.
    """

    missed_on: date | None

    class State(models.TextChoices):
        OPEN = "open", "待落实"
        DONE = "done", "已销号"
        DROPPED = "dropped", "已撤销"

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="decisions", verbose_name="会议")
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="meeting_decisions", verbose_name="事项")
    text = models.CharField("议定事项", max_length=300)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="decisions", verbose_name="责任单位")
    person = models.CharField("责任人", max_length=30, blank=True)
    due_on = models.DateField("完成期限")
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.OPEN)
    version = models.PositiveIntegerField("版本", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "议定事项"
        default_permissions = ()
        ordering = ["due_on", "id"]
        indexes = [
            # what a unit still has to do
            models.Index(fields=["unit", "due_on"], name="decision_owed", condition=Q(state="open")),
        ]

    def __str__(self):
        return self.text


class DecisionEntry(models.Model):
    """One version of a decision: made, struck off with proof, put off for a reason, taken up again, dropped."""

    class Kind(models.TextChoices):
        MADE = "made", "议定"
        DONE = "done", "销号"
        REDATED = "redated", "改期"
        REOPENED = "reopened", "重新落实"
        DROPPED = "dropped", "撤销"

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="entries", verbose_name="议定事项")
    version = models.PositiveIntegerField("版本")
    kind = models.CharField("种类", max_length=8, choices=Kind.choices)
    text = models.CharField("说明", max_length=500)
    due_was = models.DateField("原期限", null=True)
    due_on = models.DateField("期限")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="经办人")
    by_name = models.CharField("姓名", max_length=60)
    by_post = models.CharField("岗位", max_length=120, blank=True)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "议定事项记录"
        default_permissions = ()
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "version"], name="decision_version_once"),
            models.CheckConstraint(name="decision_changed_for_a_reason", condition=~Q(text="")),
        ]

    def __str__(self):
        return f"{self.decision_id} {self.version}"


class AgendaItem(models.Model):
    """One point of the agenda: a case, a decision still open, or words. ``key`` names what it is about, once."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items", verbose_name="会议")
    position = models.PositiveSmallIntegerField("次序")
    source = models.CharField("来源", max_length=20)
    key = models.CharField("所指", max_length=80)
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="on_agendas", verbose_name="事项")
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, related_name="on_agendas", verbose_name="议定事项"
    )
    text = models.CharField("议题", max_length=300, blank=True)
    # Taken off by hand; what is gathered again does not bring it back.
    is_removed = models.BooleanField("已移出", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "议题"
        default_permissions = ()
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "key"], name="agenda_names_it_once"),
            models.CheckConstraint(
                name="agenda_item_says_something",
                condition=Q(case__isnull=False) | Q(decision__isnull=False) | ~Q(text=""),
            ),
        ]

    def __str__(self):
        return self.text or self.key


class Minutes(models.Model):
    """One version of the minutes: who was there, what was said to each point and in general, who wrote it down."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="minutes", verbose_name="会议")
    version = models.PositiveSmallIntegerField("版本", default=1)
    # [{"name", "post", "came", "note"}]
    attendance = models.JSONField("到会情况", default=list)
    # {key of the agenda item as text: what was said}
    said = models.JSONField("发言要点", default=dict)
    text = models.TextField("会议情况", blank=True)
    recorder = models.CharField("记录人", max_length=30)
    reason = models.CharField("更正原因", max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="录入人")
    by_name = models.CharField("姓名", max_length=60)
    at = models.DateTimeField("时间")
    is_current = models.BooleanField("现行", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "会议记录"
        default_permissions = ()
        ordering = ["meeting", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "version"], name="minutes_version_once"),
            models.UniqueConstraint(fields=["meeting"], condition=Q(is_current=True), name="minutes_one_current"),
            models.CheckConstraint(name="minutes_corrected_for_a_reason", condition=Q(version=1) | ~Q(reason="")),
        ]

    def __str__(self):
        return f"{self.meeting_id} {self.version}"
