"""Leaders in charge (领导包案): who answers for what, which cases a leader should take, and what was done."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from governance.cases.models import Case, Category
from governance.cases.registry import is_answered
from governance.frame.database.choices import text_choices
from governance.organisation.models import Unit

from .. import vocabulary


class Leader(models.Model):
    """A leader who can take cases; a deputy names the head who takes over when the date has run out."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="leader", verbose_name="领导")
    title = models.CharField("职务", max_length=40)
    is_head = models.BooleanField("主要领导", default=False)
    head = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="deputies", verbose_name="接办的主要领导"
    )
    position = models.PositiveIntegerField("排序", default=0)
    is_active = models.BooleanField("在用", default=True)
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "领导分工"
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                name="leader_is_head_or_has_one",
                condition=Q(is_head=True, head=None) | Q(is_head=False, head__isnull=False),
                violation_error_message="主要领导不再有接办人；其他领导须指明接办的主要领导。",
            ),
        ]

    def __str__(self):
        return f"{self.user.name}（{self.title}）"


class Portfolio(models.Model):
    """A department, street or kind of matter that lies with one leader (谁分管、谁包案)."""

    leader = models.ForeignKey(Leader, models.CASCADE, related_name="portfolios", verbose_name="领导")
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, related_name="portfolios", verbose_name="分管单位")
    category = models.ForeignKey(
        Category, models.CASCADE, null=True, related_name="portfolios", verbose_name="分管类别"
    )

    class Meta:
        verbose_name = verbose_name_plural = "分管范围"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="portfolio_is_unit_or_category",
                condition=Q(unit__isnull=False, category=None) | Q(unit=None, category__isnull=False),
            ),
            models.UniqueConstraint(fields=["unit"], name="portfolio_unit_once"),
            models.UniqueConstraint(fields=["category"], name="portfolio_category_once"),
        ]

    def __str__(self):
        return str(self.unit or self.category)


class ScopeRule(models.Model):
    """Which cases a leader should take: something measured, and from how much on. The county switches and sets it."""

    Measured = text_choices("Measured", vocabulary.MEASURED)

    code = models.CharField("代码", max_length=30, unique=True)
    name = models.CharField("名称", max_length=40)
    measured = models.CharField("衡量", max_length=20, choices=Measured.choices)
    threshold = models.PositiveIntegerField("达到")
    # Empty: cases of every kind.
    kinds = ArrayField(models.CharField(max_length=30), default=list, blank=True, verbose_name="事项种类")
    basis = models.CharField("依据", max_length=200)
    source = models.CharField("来源", max_length=40)
    position = models.PositiveIntegerField("排序", default=0)
    is_active = models.BooleanField("启用", default=True)
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "包案范围"
        ordering = ["position", "id"]
        constraints = [models.CheckConstraint(name="scope_threshold_from_one", condition=Q(threshold__gte=1))]

    def __str__(self):
        return self.name


class LeaderCase(Case):
    """One leader answers for one case until it is settled: plan, team, date, measures."""

    subject = models.ForeignKey(Case, models.PROTECT, related_name="led_by", verbose_name="所包事项")
    leader = models.ForeignKey(Leader, models.PROTECT, related_name="cases", verbose_name="包案领导")
    # The deputy who had it until the date ran out.
    passed_from = models.ForeignKey(Leader, models.PROTECT, null=True, related_name="+", verbose_name="原包案领导")
    passed_on = models.DateField("主要领导接办日期", null=True)
    promised_on = models.DateField("化解期限")
    plan = models.TextField("工作方案", blank=True)
    team = models.TextField("工作班子", blank=True)
    result = models.TextField("化解结果", blank=True)
    ended_on = models.DateField("结束日期", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "领导包案"
        default_permissions = ()
        indexes = [
            # the scan: whose date has run out
            models.Index(fields=["promised_on"], name="leader_case_by_date", condition=Q(ended_on=None)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["subject"], condition=Q(ended_on=None), name="leader_case_one_running"),
            models.CheckConstraint(
                name="leader_case_passed_with_date",
                condition=Q(passed_from=None, passed_on=None) | Q(passed_from__isnull=False, passed_on__isnull=False),
            ),
        ]

    @property
    def matter_is_answered(self) -> bool:
        """True if the record of the matter itself shows its end or its answer, whatever is said here."""
        return is_answered(self.subject)


class LeaderProposal(models.Model):
    """The scan found that a leader should take the case by this rule: once, and once only."""

    class Decision(models.TextChoices):
        TAKEN = "taken", "已包案"
        REJECTED = "rejected", "不予包案"

    case = models.ForeignKey(Case, models.CASCADE, related_name="leader_proposals", verbose_name="事项")
    rule = models.ForeignKey(ScopeRule, models.PROTECT, related_name="proposals", verbose_name="包案范围")
    value = models.PositiveIntegerField("实际")
    at = models.DateTimeField("提出时间")
    decision = models.CharField("处理", max_length=10, choices=Decision.choices, blank=True)
    reason = models.CharField("理由", max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="办理人")
    decided_at = models.DateTimeField("处理时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "包案建议"
        ordering = ["at", "id"]
        indexes = [
            # the queue of the centre
            models.Index(fields=["case"], name="leader_proposal_waiting", condition=Q(decision="")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["case", "rule"], name="leader_proposal_once"),
            models.CheckConstraint(
                name="leader_proposal_decided_by_somebody",
                condition=Q(decision="", by=None, decided_at=None)
                | Q(decision__in=("taken", "rejected"), by__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="leader_proposal_rejected_for_a_reason", condition=~Q(decision="rejected") | ~Q(reason="")
            ),
        ]

    def __str__(self):
        return f"{self.case_id} {self.rule_id}"


class Measure(models.Model):
    """Something that was done for a case under a leader: on a day, for one of the duties."""

    Duty = text_choices("Duty", vocabulary.LEADER_DUTIES)

    leader_case = models.ForeignKey(LeaderCase, models.CASCADE, related_name="measures", verbose_name="领导包案")
    duty = models.CharField("职责", max_length=20, choices=Duty.choices)
    done_on = models.DateField("日期")
    text = models.TextField("措施")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="记录人")

    class Meta:
        verbose_name = verbose_name_plural = "包案措施"
        ordering = ["-done_on", "-id"]

    def __str__(self):
        return f"{self.get_duty_display()} {self.done_on}"
