"""What public safety has beyond every case: hazards, key areas and outstanding problems."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property

from governance.cases.access import accusing
from governance.cases.law.county import answer_to
from governance.cases.models import Case
from governance.frame.days import minute_text
from governance.organisation.models import Unit
from governance.organisation.units import unit_above

from .areas import vocabulary as area_words
from .assessments import conditions as risk_conditions
from .assessments import vocabulary as risk_words
from .clues import vocabulary as clue_words
from .hazards import vocabulary as hazard_words
from .hazards.conditions import is_checked_above
from .incidents import vocabulary as incident_words
from .inspections.models import Check, Checklist, ChecklistItem, CheckPhoto, CheckResult
from .joint import vocabulary as joint_words
from .warnings import vocabulary as warning_words

__all__ = (
    "Check",
    "CheckPhoto",
    "CheckResult",
    "Checklist",
    "ChecklistItem",
    "Hazard",
    "Incident",
    "KeyArea",
    "Order",
)


class Hazard(Case):
    """Something dangerous that somebody must set right by a day, and somebody else looks at again."""

    source = models.CharField("来源", max_length=12, choices=hazard_words.SOURCES)
    hazard_kind = models.CharField("隐患类型", max_length=12, choices=hazard_words.KINDS)
    place_kind = models.CharField("场所类型", max_length=15, choices=hazard_words.PLACES)
    grade = models.CharField("隐患等级", max_length=8, choices=hazard_words.GRADES, default="general")
    responsible = models.CharField("整改责任人", max_length=30, blank=True, editable=False)
    # Supervised by name (挂牌督办) from the one day to the other.
    listed_on = models.DateField("挂牌日期", null=True, editable=False)
    delisted_on = models.DateField("解除挂牌日期", null=True, editable=False)
    listing = models.GeneratedField(
        verbose_name="挂牌督办",
        expression=models.Case(
            models.When(delisted_on__isnull=False, then=models.Value("delisted")),
            models.When(listed_on__isnull=False, then=models.Value("listed")),
            default=models.Value(""),
        ),
        output_field=models.CharField(max_length=8),
        choices=hazard_words.LISTINGS,
        db_persist=True,
    )

    @property
    def rechecked_by(self) -> Unit:
        """Who owes the look again: those above the unit that set it right, where they look themselves, or else whoever
        had it set right."""
        return (is_checked_above(self) and unit_above(self.lead_unit)) or self.sent_by

    class Meta:
        verbose_name = verbose_name_plural = "隐患"
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

    @property
    def judged_by(self) -> Unit:
        """Who owes the judgement of the effect: whoever had it treated, or those above a unit that treated its own."""
        own = self.sent_by == self.lead_unit
        return (own and unit_above(self.lead_unit)) or self.sent_by

    class Meta:
        verbose_name = verbose_name_plural = "重点地区和突出问题"
        permissions = [("list_key_area", "挂牌重点地区和突出问题")]


class Incident(Case):
    """What has happened to public safety, reported at once and again until the final report."""

    incident_kind = models.CharField("类型", max_length=10, choices=incident_words.KINDS)
    grade = models.CharField("等级", max_length=15, choices=incident_words.GRADES, default="general")
    source = models.CharField("来源", max_length=10, choices=incident_words.SOURCES, default="unit")
    happened_at = models.DateTimeField("发生时间")
    dead = models.PositiveIntegerField("死亡", default=0, editable=False)
    missing = models.PositiveIntegerField("失踪", default=0, editable=False)
    injured = models.PositiveIntegerField("受伤", default=0, editable=False)
    cause = models.TextField("原因和性质", blank=True, editable=False)
    outcome = models.TextField("处置结果和善后", blank=True, editable=False)
    # How often what had been reported was put right.
    corrections = models.PositiveSmallIntegerField("更正次数", default=0, editable=False)
    acknowledged_at = models.DateTimeField("值班领导签收", null=True, editable=False)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name="签收人"
    )

    @property
    def commanded_by(self) -> Unit:
        """Who owes it that a grave one is taken up and reported upward: the highest above the unit that reported it."""
        unit = self.first_unit
        while above := unit_above(unit):
            unit = above
        return unit

    class Meta:
        verbose_name = verbose_name_plural = "案事件"
        permissions = [("report_incident", "报告案事件"), ("command_incident", "指挥案事件")]


class Warning(Case):
    """What the units of an area are warned of, until when, and what they are to do."""

    warning_kind = models.CharField("类型", max_length=10, choices=warning_words.KINDS)
    level = models.CharField("等级", max_length=8, choices=warning_words.LEVELS)
    begins_at = models.DateTimeField("开始时间")
    ends_at = models.DateTimeField("结束时间")
    advice = models.TextField("应对措施")
    # Which kinds of units in the area it is for, and the keys of those named beside.
    whom = ArrayField(models.CharField(max_length=10, choices=warning_words.WHOM), verbose_name="发送范围")
    named = ArrayField(models.PositiveBigIntegerField(), default=list, editable=False, verbose_name="另发单位")
    issued_at = models.DateTimeField("发布时间", null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "预警"
        permissions = [
            ("draft_warning", "拟发预警"),
            ("confirm_warning", "确认预警"),
            ("release_warning", "审核预警"),
            ("sign_warning", "签发红色、橙色预警"),
        ]
        constraints = [
            models.CheckConstraint(name="warning_ends_after_it_begins", condition=Q(ends_at__gt=F("begins_at")))
        ]


class JointTask(Case):
    """What several units do together under one that leads, until whoever asked for it says that it is done."""

    form = models.CharField("形式", max_length=15, choices=joint_words.FORMS)
    joint = models.CharField("六联", max_length=10, choices=joint_words.JOINTS)
    decision = models.TextField("决定", blank=True, editable=False)
    result = models.TextField("结果", blank=True, editable=False)

    @property
    def decided_by(self) -> Unit:
        """Who owes the decision: those above the unit that asks, or itself where nobody is."""
        return unit_above(self.first_unit) or self.first_unit

    class Meta:
        verbose_name = verbose_name_plural = "联动任务"
        permissions = [("ask_joint_task", "提请联动"), ("decide_joint_task", "决定联动")]


class TaskMember(models.Model):
    """An official who takes part in a joint task, by the post held when named."""

    case = models.ForeignKey(JointTask, models.PROTECT, related_name="members", verbose_name="联动任务")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="人员")
    post = models.CharField("岗位", max_length=120)
    duty = models.CharField("分工", max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = "联动任务成员"
        default_permissions = ()
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["case", "person"], name="task_member_once")]

    def __str__(self):
        return f"{self.post} {self.duty}"


class Order(models.Model):
    """What a unit was told to do in a case: received, on site, done; each with its moment, or taken back."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="orders", verbose_name="事项")
    number = models.PositiveSmallIntegerField("序号")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="承担单位")
    text = models.TextField("指令")
    on_site = models.BooleanField("须到现场", default=True)
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="下达人")
    ordered_at = models.DateTimeField("下达")
    # By when it was to be received, where all that were given at once share one clock.
    due_at = models.DateTimeField("签收期限", null=True)
    received_at = models.DateTimeField("签收", null=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="签收人"
    )
    arrived_at = models.DateTimeField("到场", null=True)
    done_at = models.DateTimeField("报告结果", null=True)
    result = models.TextField("结果", blank=True)
    withdrawn_at = models.DateTimeField("撤回", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "指令"
        default_permissions = ()
        ordering = ["case_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="order_number_once"),
            models.CheckConstraint(
                name="order_received_before_done", condition=Q(done_at=None) | Q(received_at__isnull=False)
            ),
        ]

    def __str__(self):
        return f"{self.subject}：{self.text[:30]}"

    @property
    def is_open(self) -> bool:
        """True until its result is reported or it is taken back."""
        return self.done_at is None and self.withdrawn_at is None

    @property
    def subject(self) -> str:
        """What its clocks call it."""
        return f"第{self.number}号指令"

    @property
    def ordered_text(self) -> str:
        """When it was given, to the minute."""
        return minute_text(self.ordered_at)


class RiskAssessment(Case):
    """A major decision, assessed for what it may do to stability before it is taken; never an assessment of people."""

    sector = models.CharField("决策领域", max_length=15, choices=risk_words.SECTORS)
    # The day of which those who take part were told.
    hearing_on = models.DateField("听证会日期", null=True, editable=False)
    legality = models.CharField("合法性", max_length=10, choices=risk_words.FOUND, blank=True, editable=False)
    reasonableness = models.CharField("合理性", max_length=10, choices=risk_words.FOUND, blank=True, editable=False)
    feasibility = models.CharField("可行性", max_length=10, choices=risk_words.FOUND, blank=True, editable=False)
    controllability = models.CharField("可控性", max_length=10, choices=risk_words.FOUND, blank=True, editable=False)
    plans = models.JSONField("备选方案", default=list, editable=False)
    risks = models.JSONField("风险点", default=list, editable=False)
    level = models.CharField("决策风险", max_length=10, choices=risk_words.LEVELS, blank=True, editable=False)
    conclusion = models.TextField("评估结论和建议", blank=True, editable=False)
    reviewer = models.ForeignKey(
        Unit, models.PROTECT, null=True, editable=False, related_name="+", verbose_name="合法性审查机关"
    )
    decision = models.CharField("决定", max_length=10, choices=risk_words.DECISIONS, blank=True, editable=False)
    decided_on = models.DateField("决定日期", null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "社会稳定风险评估"
        permissions = [
            ("assess_decision", "评估重大决策"),
            ("review_legality", "合法性审查"),
            ("decide_assessed", "作出重大决策"),
        ]
        constraints = [
            models.CheckConstraint(
                name="assessed_before_decided", condition=Q(decision="") | ~Q(level="") & Q(decided_on__isnull=False)
            )
        ]

    @property
    def waits_for(self) -> Unit | None:
        """Who alone can go on with it: the department that reviews it, or those above, who check, decide and end it."""
        if self.status == "legality":
            return self.reviewer
        return unit_above(self.lead_unit) if risk_conditions.is_judged_above(self) else None

    @cached_property
    def left_to_project(self) -> frozenset[str]:
        """The gates that the county does not want of every project, and whether a high risk may be borne."""
        asked = ("publicity", "survey", "hearing", "argument", "high")
        return frozenset(gate for gate in asked if answer_to(f"assess_{gate}") == "by_project")


class Condition(models.Model):
    """What must be met while a decision is carried out: by whom, by when, and the proof that it was."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="conditions", verbose_name="事项")
    number = models.PositiveSmallIntegerField("序号")
    text = models.CharField("条件", max_length=300)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="责任单位")
    due_on = models.DateField("期限")
    result = models.TextField("落实情况", blank=True)
    done_at = models.DateTimeField("报告落实", null=True)
    dropped_at = models.DateTimeField("不再执行", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "实施条件"
        default_permissions = ()
        ordering = ["case_id", "number"]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="condition_number_once")]

    def __str__(self):
        return f"{self.subject}：{self.text[:30]}"

    @property
    def is_open(self) -> bool:
        """True until it is shown to be met, or the decision is taken back."""
        return self.done_at is None and self.dropped_at is None

    @property
    def subject(self) -> str:
        """What its clock calls it."""
        return f"第{self.number}项条件"


class Clue(Case):
    """Somebody may have committed a crime, it is said: taken in, handed to the organ that checks it, and secret."""

    clue_kind = models.CharField("线索类型", max_length=10, choices=clue_words.KINDS)
    source = models.CharField("来源", max_length=10, choices=clue_words.SOURCES)
    accused_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="线索涉及的单位"
    )
    accused_names = models.CharField("线索涉及的人员", max_length=200, blank=True)
    accused_unknown = models.BooleanField("没有指明单位和人员", default=False)
    result = models.CharField("核查结果", max_length=10, choices=clue_words.RESULTS, blank=True, editable=False)

    @property
    def accuses_fewer(self) -> bool:
        """True if somebody is shut out whom it accused before and names no more."""
        return accusing.accuses_fewer(self)

    class Meta:
        verbose_name = verbose_name_plural = "线索"
        permissions = [("report_clue", "登记线索"), ("count_clues", "查看线索总数")]
