"""Papers of the ladder, and what they are about. They act on units and cases, never on citizens."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from governance.cases.law import county
from governance.cases.models import Case, Clock, Escalation
from governance.duties.models import Decision, DutyEscalation, DutyTask, ProgrammeTask
from governance.frame.database.choices import text_choices
from governance.organisation.models import Unit
from governance.registers.models import Entry

from .. import vocabulary
from .law import laws


class SupervisionPaper(Case):
    """One rung of the ladder for one unit; it is a case of its own, held by the unit once it is signed."""

    Rung = text_choices("Rung", vocabulary.RUNGS)
    Ground = text_choices("Ground", vocabulary.GROUNDS)

    rung = models.CharField("措施", max_length=30, choices=Rung.choices)
    ground = models.CharField("事由", max_length=20, choices=Ground.choices)
    target_unit = models.ForeignKey(Unit, models.PROTECT, related_name="supervision_papers", verbose_name="责任单位")
    # The paper whose date ran out, or whose check failed, before this rung was proposed.
    former = models.ForeignKey("self", models.PROTECT, null=True, related_name="raised_to", verbose_name="上一级文书")
    requirement = models.TextField("督办要求", blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="签发人"
    )
    signed_on = models.DateField("制发日期", null=True)
    check_failed = models.BooleanField("核查不到位", default=False)
    decision_number = models.CharField("决定文号", max_length=60, blank=True)
    decided_on = models.DateField("决定日期", null=True)

    @property
    def is_unsettled(self) -> bool:
        """True if a case that it is about is still so late that a paper is proposed."""
        running = Clock.objects.filter(case__supervised_by__paper=self, ended_at=None)
        return running.filter(escalations__proposes__gt="", escalations__generation=F("generation")).exists()

    @property
    def by_conference(self) -> bool:
        """True for a measure that the law leaves to the joint conference, as this county does too.

        What names nothing may be about anything: the strictest law holds.
        """
        if self.rung not in vocabulary.MEASURES:
            return False
        about = set(self.subjects.values_list("case__kind", flat=True))
        known = laws()
        theirs = any(known[kind].by_conference for kind in (about - {None} if about else known))
        return theirs and county.answer_to("measures_decided_by") == "conference"

    class Meta:
        verbose_name = verbose_name_plural = "督办文书"
        default_permissions = ()
        permissions = [("sign_paper", "签发督办文书")]
        indexes = [models.Index(fields=["target_unit", "rung"], name="supervision_by_unit")]
        constraints = [
            models.CheckConstraint(
                name="supervision_signed_by_somebody",
                condition=Q(signed_on=None) | Q(signed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="supervision_veto_has_a_decision",
                condition=~Q(rung="one_vote_veto") | Q(signed_on=None) | ~Q(decision_number=""),
            ),
        ]


def _just_one(*names: str) -> Q:
    """The condition that one of the columns is filled and no other."""
    found = Q()
    for named in names:
        found |= Q(**{f"{name}__isnull": name != named for name in names})
    return found


class Subject(models.Model):
    """What a paper is about: a case, with the alarm that brought it up if it was one, a window that was missed, a
    decision of a meeting, a task of a programme, or a row of a register that nobody looked at.
    """

    paper = models.ForeignKey(SupervisionPaper, models.CASCADE, related_name="subjects", verbose_name="督办文书")
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="supervised_by", verbose_name="事项")
    duty = models.ForeignKey(DutyTask, models.PROTECT, null=True, related_name="supervised_by", verbose_name="例行任务")
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, related_name="supervised_by", verbose_name="议定事项"
    )
    task = models.ForeignKey(
        ProgrammeTask, models.PROTECT, null=True, related_name="supervised_by", verbose_name="方案任务"
    )
    entry = models.ForeignKey(Entry, models.PROTECT, null=True, related_name="supervised_by", verbose_name="台账登记")
    escalation = models.OneToOneField(
        Escalation, models.PROTECT, null=True, related_name="taken_up", verbose_name="到级提醒"
    )

    class Meta:
        verbose_name = verbose_name_plural = "督办事项"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "case"], name="supervision_subject_once"),
            models.UniqueConstraint(fields=["paper", "duty"], name="supervision_duty_once"),
            models.UniqueConstraint(fields=["paper", "decision"], name="supervision_decision_once"),
            models.UniqueConstraint(fields=["paper", "task"], name="supervision_task_once"),
            models.UniqueConstraint(fields=["paper", "entry"], name="supervision_entry_once"),
            models.CheckConstraint(
                name="supervision_subject_is_one_thing",
                condition=_just_one("case", "duty", "decision", "task", "entry")
                & (Q(escalation=None) | Q(case__isnull=False)),
            ),
        ]

    def __str__(self):
        return f"{self.names}"

    @property
    def names(self) -> tuple[int | None, ...]:
        """What it is about, to compare with what another is about."""
        return self.case_id, self.duty_id, self.decision_id, self.task_id, self.entry_id


class SetAside(models.Model):
    """A proposal of the machine that a person has not followed, with the reason."""

    escalation = models.OneToOneField(
        Escalation, models.CASCADE, null=True, related_name="set_aside", verbose_name="到级提醒"
    )
    duty_escalation = models.OneToOneField(
        DutyEscalation, models.CASCADE, null=True, related_name="set_aside", verbose_name="缺报到级"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="办理人")
    at = models.DateTimeField("时间")
    reason = models.CharField("理由", max_length=300)

    class Meta:
        verbose_name = verbose_name_plural = "不予制发"
        constraints = [
            models.CheckConstraint(name="set_aside_for_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="set_aside_is_of_a_case_or_of_duties",
                condition=Q(escalation__isnull=False, duty_escalation=None)
                | Q(escalation=None, duty_escalation__isnull=False),
            ),
        ]

    def __str__(self):
        return self.reason
