"""The dispute (矛盾纠纷)."""

from django.db import models
from django.db.models import Q

from governance.cases.history import code_of
from governance.cases.models import Case, Participant
from governance.figures.saying import says
from governance.frame.database.choices import text_choices

from .. import vocabulary
from .said import OF_DISPUTE


class Dispute(Case):
    """A dispute between parties, mediated on one or several tracks; the parties stand here and once only."""

    Source = text_choices("Source", vocabulary.SOURCES)
    Scale = text_choices("Scale", vocabulary.SCALES)
    Grade = text_choices("Grade", vocabulary.GRADES)
    Risk = text_choices("Risk", vocabulary.RISKS)
    Level = text_choices("Level", vocabulary.LEVELS)

    source = models.CharField("来源", max_length=20, choices=Source.choices)
    scale = models.CharField("规模", max_length=20, choices=Scale.choices, default=Scale.INDIVIDUAL)
    grade = models.CharField("等级", max_length=10, choices=Grade.choices, default=Grade.GENERAL)
    risk = models.CharField("风险等级", max_length=8, choices=Risk.choices, blank=True, editable=False)
    people_count = models.PositiveIntegerField("涉及人数", default=2)
    # In yuan; empty where the dispute is not about money or nobody has named a sum.
    amount = models.DecimalField("涉及金额（元）", max_digits=14, decimal_places=2, null=True, blank=True)
    solved_level = models.CharField("化解层级", max_length=10, choices=Level.choices, blank=True, editable=False)
    reported_on = models.DateField("书面报告日期", null=True, blank=True, editable=False)

    @property
    def gone(self) -> set[int]:
        """The keys of the applicants who have withdrawn while others did not."""
        return {code_of(event, "person") for event in self.events.filter(step="withdraw_one")}

    @property
    def remaining(self) -> list[Participant]:
        """Everybody on both sides who has not withdrawn."""
        gone = self.gone
        return [each for each in self.participants.all() if each.pk not in gone]

    @property
    def applicants(self) -> list[Participant]:
        """Who asks for mediation and has not withdrawn."""
        return [each for each in self.remaining if each.part == Participant.Part.APPLICANT]

    class Meta:
        verbose_name = verbose_name_plural = "矛盾纠纷"
        default_permissions = ()
        permissions = [
            ("register_dispute", "登记矛盾纠纷"),
            ("review_file", "评查卷宗"),
            ("approve_subsidy", "审核以案定补"),
            ("manage_mediators", "管理调解组织和人员"),
        ]
        triggers = [says(OF_DISPUTE, "source", "grade", "solved_level")]
        constraints = [
            models.CheckConstraint(name="dispute_has_two_people", condition=Q(people_count__gte=2)),
            models.CheckConstraint(name="dispute_amount_not_negative", condition=Q(amount=None) | Q(amount__gte=0)),
        ]
