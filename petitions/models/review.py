"""What a review (复查) or recheck (复核) has beyond every case."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from governance.cases.models import Case
from governance.cases.workflow import PROPOSED
from governance.frame.database.choices import text_choices
from governance.organisation.models import Unit

from .. import vocabulary
from .days import since
from .organs import is_above

# The acts by which an opinion is drafted and signed.
OPINIONS = {f"{name}{ending}" for name in ("issue_opinion", "reply", "decide") for ending in ("", PROPOSED)}


class Review(Case):
    """A review (复查) or recheck (复核) of an answer by the organ above: a part of its petition (art. 35, 36)."""

    Decision = text_choices("Decision", vocabulary.DECISIONS)

    # Whose opinion is looked at: the petition's own, or that of a review.
    reviewed = models.ForeignKey(Case, models.PROTECT, related_name="reviews", verbose_name="被复查、复核的事项")
    late_reason = models.TextField("逾期请求的理由", blank=True)
    accepted_on = models.DateField("受理日期", null=True, blank=True, editable=False)
    decision = models.CharField("复查、复核结论", max_length=10, choices=Decision.choices, blank=True, editable=False)
    opinion = models.TextField("复查、复核意见", blank=True, editable=False)
    redo_days = models.PositiveSmallIntegerField("重新处理期限（日）", null=True, blank=True, editable=False)
    # What the opinion comes to where it is changed, and in how many days what is found right is carried out.
    outcome = models.CharField("变更后的结论", max_length=20, choices=vocabulary.OUTCOMES, blank=True, editable=False)
    execution_days = models.PositiveSmallIntegerField("执行期限（日）", null=True, blank=True, editable=False)
    served_on = models.DateField("送达日期", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "复查复核件"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="review_redone_where_revoked",
                condition=Q(decision="revoke", redo_days__isnull=False) | ~Q(decision="revoke") & Q(redo_days=None),
            ),
            models.CheckConstraint(
                name="review_outcome_where_changed",
                condition=Q(decision="change") & ~Q(outcome="") | ~Q(decision="change") & Q(outcome=""),
            ),
        ]

    @property
    def matter(self) -> Case:
        """The petition about which it is."""
        whole: Any = self.parent
        return whole.own

    @property
    def answered_on(self) -> date | None:
        """The day on which its opinion was decided."""
        return since(self, "decided")

    @property
    def answering_unit(self) -> Unit:
        """The organ whose opinion is looked at."""
        return self.reviewed.lead_unit

    @property
    def is_below(self) -> bool:
        """True if the organ whose opinion is looked at stands under the one that holds this."""
        return is_above(self.lead_unit, self.answering_unit)

    @cached_property
    def recused(self) -> frozenset[int]:
        """Who keeps out because of an interest, and whoever drafted or signed an opinion that is looked at."""
        taken = (who.rpartition(":") for case in (self.matter, self.reviewed) for who in case.takers)
        answered = {int(key) for step, _, key in taken if step in OPINIONS}
        return super().recused | answered

    @property
    def stands(self) -> bool:
        """True if its opinion was served and revokes nothing: a recheck of it can be asked for, or it is the last."""
        return self.served_on is not None and self.decision in (self.Decision.MAINTAIN, self.Decision.CHANGE)
