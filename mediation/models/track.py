"""One way on which a dispute is mediated, and what happens on it."""

from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import F, Q

from governance.cases.models import Case
from governance.figures.saying import says
from governance.frame.database.choices import text_choices
from governance.organisation.models import Unit

from .. import vocabulary
from .organisations import Mediator
from .said import OF_DISPUTE, OF_TRACK


class Track(Case):
    """A people's, administrative, police or judicial mediation: a part of a dispute with its own unit and clocks."""

    Procedure = text_choices("Procedure", vocabulary.PROCEDURES)
    Referral = text_choices("Referral", vocabulary.REFERRALS)
    Ending = text_choices("Ending", vocabulary.ENDING_GROUNDS)

    procedure = models.CharField("适用程序", max_length=10, choices=Procedure.choices, default=Procedure.GENERAL)
    referral = models.CharField("委派委托", max_length=25, choices=Referral.choices, default=Referral.NONE)
    # The day the organisation accepted the matter or, if referred, signed for the papers.
    accepted_on = models.DateField("受理（签收）日期", null=True, editable=False)
    ended_on = models.DateField("调解结束日期", null=True, editable=False)
    ending_ground = models.CharField("终止情形", max_length=15, choices=Ending.choices, blank=True, editable=False)
    replied_on = models.DateField("回函日期", null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "调解案件"
        default_permissions = ()
        triggers = [
            says(
                OF_DISPUTE,
                "ended_on",
                "ending_ground",
                whose="SELECT parent_id FROM cases_case WHERE id = {row}.case_ptr_id",
            ),
            says(OF_TRACK, "ended_on", "ending_ground"),
        ]
        indexes = [
            # figures: what was being mediated in a period (ended in it, or not ended)
            models.Index(fields=["ended_on"], name="track_alive_in_period"),
        ]

    def _mediated(self) -> Any:
        """The dispute that is mediated here."""
        parent: Any = self.parent
        return parent.own

    # Every case has a ``dispute``, its own row of that table; a track's is the one around it.
    dispute: Any = property(_mediated)

    @property
    def agreement(self):
        """The agreement in force; ``None`` before one stands and after it was given up."""
        return next((each for each in self.agreements.all() if not each.is_void), None)

    @cached_property
    def arranged(self) -> dict[str, str]:
        """What was arranged of the sitting to come, by what was asked; nothing once it was held."""
        last = self.events.filter(step__in=("arrange_session", "hold_session")).order_by("seq").last()
        return last.told if last is not None and last.step == "arrange_session" else {}


class TrackMediator(models.Model):
    """A mediator of the track, with who chose them; the recused stay in the record and cannot come back."""

    ChosenBy = text_choices("ChosenBy", vocabulary.CHOSEN_BY)
    Ground = text_choices("Ground", vocabulary.RECUSAL_GROUNDS)

    track = models.ForeignKey(Track, models.CASCADE, db_index=False, related_name="mediators", verbose_name="调解案件")
    mediator = models.ForeignKey(Mediator, models.PROTECT, related_name="tracks", verbose_name="调解员")
    chosen_by = models.CharField("确定方式", max_length=10, choices=ChosenBy.choices)
    since = models.DateField("起")
    until = models.DateField("止", null=True)
    recusal_ground = models.CharField("回避情形", max_length=10, choices=Ground.choices, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "本案调解员"
        ordering = ["since", "id"]
        triggers = [says(OF_TRACK, "mediator_id", "until", whose="SELECT {row}.track_id")]
        constraints = [
            models.UniqueConstraint(fields=["track", "mediator"], name="track_mediator_once"),
            models.CheckConstraint(
                name="track_mediator_recused_has_left", condition=Q(recusal_ground="") | Q(until__isnull=False)
            ),
        ]

    def __str__(self):
        return f"{self.mediator}"


class Session(models.Model):
    """One sitting (调解记录). What was said is shown to the people of the track only."""

    Mode = text_choices("Mode", vocabulary.MODES)
    Result = text_choices("Result", vocabulary.SESSION_RESULTS)

    track = models.ForeignKey(Track, models.CASCADE, db_index=False, related_name="sessions", verbose_name="调解案件")
    number = models.PositiveSmallIntegerField("第几次")
    held_at = models.DateTimeField("调解时间")
    mode = models.CharField("方式", max_length=10, choices=Mode.choices)
    place = models.CharField("地点（会议链接）", max_length=200)
    attendants = models.TextField("参加人")
    content = models.TextField("调解记录")
    result = models.CharField("结果", max_length=10, choices=Result.choices)

    class Meta:
        verbose_name = verbose_name_plural = "调解记录"
        ordering = ["track", "number"]
        constraints = [models.UniqueConstraint(fields=["track", "number"], name="session_number_once")]

    def __str__(self):
        return f"第{self.number}次调解"


class Agreement(models.Model):
    """A mediation agreement (调解协议); one that was given up for a new one stays as void."""

    Form = text_choices("Form", vocabulary.AGREEMENT_FORMS)

    track = models.ForeignKey(Track, models.CASCADE, related_name="agreements", verbose_name="调解案件")
    form = models.CharField("形式", max_length=10, choices=Form.choices)
    signed_on = models.DateField("达成（签名）日期")
    effective_on = models.DateField("生效日期")
    facts = models.TextField("主要事实、争议事项和各方责任", blank=True)
    content = models.TextField("协议内容")
    place = models.CharField("履行地点", max_length=120, blank=True)
    copies = models.PositiveSmallIntegerField("份数", default=3)
    is_void = models.BooleanField("已被替代", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "调解协议"
        triggers = [says(OF_TRACK, "is_void", whose="SELECT {row}.track_id")]
        ordering = ["track", "id"]
        indexes = [
            # figures: whose days for the application to the court ran out in a period
            models.Index(fields=["effective_on"], name="agreement_by_effect"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["track"], condition=Q(is_void=False), name="agreement_one_in_force"),
            models.CheckConstraint(
                name="agreement_effective_once_signed", condition=Q(effective_on__gte=F("signed_on"))
            ),
        ]

    def __str__(self):
        return f"{self.get_form_display()} {self.signed_on}"


class PerformanceItem(models.Model):
    """One thing a party has promised, with its day."""

    Manner = text_choices("Manner", vocabulary.MANNERS)

    agreement = models.ForeignKey(Agreement, models.CASCADE, db_index=False, related_name="items", verbose_name="协议")
    position = models.PositiveSmallIntegerField("序号")
    what = models.CharField("履行事项", max_length=120)
    # In yuan; empty for what is not a payment.
    amount = models.DecimalField("金额（元）", max_digits=14, decimal_places=2, null=True)
    manner = models.CharField("方式", max_length=10, choices=Manner.choices)
    due_on = models.DateField("履行期限")
    performed_on = models.DateField("履行日期", null=True)
    proof = models.CharField("履行凭证", max_length=200, blank=True)
    breached_on = models.DateField("认定未履行日期", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "履行事项"
        triggers = [
            says(
                *(OF_TRACK, "position", "due_on", "performed_on", "breached_on"),
                whose="SELECT track_id FROM mediation_agreement WHERE id = {row}.agreement_id",
            )
        ]
        ordering = ["agreement", "position"]
        indexes = [
            # figures: what was to be performed in a period
            models.Index(fields=["due_on"], name="performance_item_by_due"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "position"], name="performance_item_position_once"),
            models.CheckConstraint(name="performance_amount_not_negative", condition=Q(amount=None) | Q(amount__gte=0)),
        ]

    def __str__(self):
        sum_ = f" {self.amount:,.2f} 元" if self.amount is not None else ""
        return f"第{self.position}项 {self.what}{sum_}（{self.due_on}）"


class FollowUp(models.Model):
    """A visit after the mediation (回访): planned for a day, then recorded."""

    Method = text_choices("Method", vocabulary.VISIT_METHODS)
    Satisfaction = text_choices("Satisfaction", vocabulary.SATISFACTION)

    track = models.ForeignKey(Track, models.CASCADE, related_name="follow_ups", verbose_name="调解案件")
    planned_on = models.DateField("计划日期", null=True)
    visited_on = models.DateField("回访日期", null=True)
    method = models.CharField("方式", max_length=10, choices=Method.choices, blank=True)
    satisfaction = models.CharField("满意度", max_length=15, choices=Satisfaction.choices, blank=True)
    performs = models.BooleanField("按协议履行", null=True)
    escalation_signs = models.CharField("激化苗头", max_length=200, blank=True)
    note = models.TextField("回访情况", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "回访"
        ordering = ["track", "id"]
        constraints = [
            models.CheckConstraint(
                name="follow_up_planned_or_done", condition=Q(planned_on__isnull=False) | Q(visited_on__isnull=False)
            ),
            models.UniqueConstraint(fields=["track"], condition=Q(visited_on=None), name="follow_up_one_planned"),
        ]

    def __str__(self):
        return f"回访 {self.visited_on or self.planned_on}"


class Confirmation(models.Model):
    """The joint application for judicial confirmation of an agreement, and what the court made of it."""

    Result = text_choices("Result", vocabulary.CONFIRMATION_RESULTS)
    Ground = text_choices("Ground", vocabulary.DISMISSAL_GROUNDS)

    agreement = models.OneToOneField(Agreement, models.CASCADE, related_name="confirmation", verbose_name="调解协议")
    court = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="人民法院")
    applied_on = models.DateField("共同申请日期")
    accepted_on = models.DateField("法院受理日期", null=True)
    decided_on = models.DateField("裁定日期", null=True)
    result = models.CharField("结果", max_length=10, choices=Result.choices, blank=True)
    ground = models.CharField("驳回情形", max_length=10, choices=Ground.choices, blank=True)
    ruling_number = models.CharField("裁定书编号", max_length=60, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "司法确认"
        triggers = [
            says(
                *(OF_TRACK, "agreement_id"),
                whose="SELECT track_id FROM mediation_agreement WHERE id = {row}.agreement_id",
            )
        ]
        indexes = [
            # figures: applied for or decided in a period
            models.Index(fields=["applied_on"], name="confirmation_by_application"),
            models.Index(fields=["decided_on"], name="confirmation_by_decision"),
        ]
        constraints = [
            models.CheckConstraint(
                name="confirmation_decided_with_a_result",
                condition=Q(decided_on=None, result="") | (Q(decided_on__isnull=False) & ~Q(result="")),
            ),
            models.CheckConstraint(
                name="confirmation_decided_after_application",
                condition=Q(decided_on=None) | Q(decided_on__gte=F("applied_on")),
            ),
        ]

    def __str__(self):
        return f"司法确认 {self.applied_on}"
