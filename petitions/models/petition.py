"""What a petition (信访件) has beyond every case."""

from datetime import date, datetime

from django.db import models
from django.db.models import Q

from governance.cases.access import accusing
from governance.cases.history import code_of
from governance.cases.law import county
from governance.cases.models import Case, CaseLink, Clock, Participant
from governance.cases.people.same import of_same_people
from governance.cases.registry import workflow_of
from governance.figures.saying import says
from governance.frame.database.choices import text_choices
from governance.organisation.models import Unit
from governance.organisation.standing import lies_in

from .. import vocabulary
from ..shares import Share, shares_of
from .days import limit_was_over, since
from .last_word import can_be_appealed, had_the_last_word
from .organs import is_above

PENDING = ("routed", "objected", "handling", "answered")
BROUGHT_IT = (Participant.Part.PETITIONER, Participant.Part.REPRESENTATIVE)

# What is counted of a petition and its case does not say, as ``governance.figures.saying`` writes it down: that the
# same was put forward before, and how its last answer was rated, on the day on which it was.
MORE = "petitions_says"


class Petition(Case):
    """A matter put forward by letter, visit, phone, fax, e-mail or website (信访工作条例 art. 17)."""

    Class = text_choices("Class", vocabulary.CLASSES)
    # The six ways of art. 31; only the last runs the sixty days of art. 34.
    Route = text_choices("Route", vocabulary.ROUTES)
    Outcome = text_choices("Outcome", vocabulary.OUTCOMES)
    Adopted = text_choices("Adopted", vocabulary.ADOPTED)
    Procedure = text_choices("Procedure", vocabulary.PROCEDURES)
    Rating = text_choices("Rating", vocabulary.RATINGS)

    petition_class = models.CharField("事项性质", max_length=20, choices=Class.choices)
    route = models.CharField("办理途径", max_length=20, choices=Route.choices, blank=True)
    procedure = models.CharField("办理程序", max_length=10, choices=Procedure.choices, default=Procedure.ORDINARY)
    is_oral = models.BooleanField("口头提出", default=False)
    read_back = models.BooleanField("已向信访人宣读并经其确认", default=False)
    people_count = models.PositiveIntegerField("人数", default=1)
    is_collective = models.BooleanField("集体走访", default=False)
    is_repeat = models.BooleanField("重复反映", default=False)
    facts_and_reasons = models.TextField("事实和理由", blank=True)
    # Whose work, service or manner it is unhappy with: counted by theme, hidden from nobody, asked of no accusation.
    complained_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="被投诉单位"
    )
    accused_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="被检举控告单位"
    )
    accused_names = models.TextField("被检举控告人员", blank=True)
    # Who hands it in does not say, or does not know, whom it is about.
    accused_unknown = models.BooleanField("未指明被检举控告的单位和人员", default=False)
    is_urgent = models.BooleanField("重大、紧急", default=False)
    address_unclear = models.BooleanField("姓名或住址不清", default=False)
    accepted_on = models.DateField("受理日期", null=True, blank=True, editable=False)
    outcome = models.CharField("处理结论", max_length=20, choices=Outcome.choices, blank=True, editable=False)
    # What became of a suggestion (art. 29).
    adopted = models.CharField("采纳情况", max_length=10, choices=Adopted.choices, blank=True, editable=False)
    # In how many days after service what was found right, or adopted, is to be carried out.
    execution_days = models.PositiveSmallIntegerField("执行期限（日）", null=True, blank=True, editable=False)
    served_on = models.DateField("送达日期", null=True, blank=True, editable=False)
    # Of the organ that dealt with the matter, and of the petition department or window that took it in.
    rating = models.CharField("满意度评价", max_length=15, choices=Rating.choices, blank=True, editable=False)
    office_rating = models.CharField(
        "对登记、转送单位的评价", max_length=15, choices=Rating.choices, blank=True, editable=False
    )
    # Whoever put it forward agrees that others read question and answer; what was drafted of them.
    may_be_told = models.BooleanField("同意公开问题和答复", default=False)
    told_as = models.ForeignKey(
        "publications.Publication",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="公开的答复",
    )
    # The number the message had where it came from; an import run twice adds nothing.
    source_number = models.CharField("来源编号", max_length=40, blank=True)

    @property
    def received_at(self) -> datetime:
        """When the unit that holds it received it: from the petitioner, or from the unit that sent it."""
        sent = self.clocks.filter(term_code="petition.objection").order_by("-id") if self.sender_unit_id else ()
        return sent[0].started_at if sent else self.opened_at

    @property
    def accuses_fewer(self) -> bool:
        """True if somebody is shut out whom it accused before and names no more."""
        return accusing.accuses_fewer(self)

    @property
    def petition_office(self) -> Unit | None:
        """The petition department that received it, whoever deals with it now."""
        received = (self.sender_unit, self.first_unit, self.lead_unit)
        return next((unit for unit in received if unit and unit.kind == Unit.Kind.PETITION_OFFICE), None)

    @property
    def is_mediated(self) -> bool:
        """True if a dispute that came out of it was resolved."""
        out = Case.objects.filter(links_out__other=self.pk, links_out__kind=CaseLink.Kind.ORIGIN)
        return out.filter(kind="dispute", status="resolved").exists()

    def is_managed_by(self, organ: Unit) -> bool:
        """True if the accused unit, where one is named, lies within what the organ is there for."""
        return self.accused_unit is None or lies_in(self.accused_unit.area_id, [organ.area_id])

    @property
    def ended_as(self) -> str:
        """How it came to its end, by the record (《山东省信访条例》第四十六条)."""
        if had_the_last_word([self.pk]):
            return "复核意见已经送达"
        said = {"not_accepted": "不予受理，已经告知理由和途径", "informed": "已经告知有权处理的机关"}
        return said.get(self.status, "规定期限内没有请求复查、复核")

    @property
    def has_asked_materials(self) -> bool:
        """True if the petitioner was told once which materials are missing."""
        return bool(self.last_taken("ask_materials"))

    @property
    def was_reported(self) -> bool:
        """True if it was reported upward as urgent (art. 25)."""
        return bool(self.last_taken("report_urgent", "report_upward"))

    def is_under(self, unit: Unit, superior: Unit) -> bool:
        """True if the one unit stands under the other, in the tree or through the government of its area."""
        return is_above(superior, unit)

    @property
    def is_pending_below(self) -> bool:
        """True if an organ under the one that holds this has accepted the same matter of the same people.

        Its limit was not over when they came again (art. 19).
        """
        accepted = self._repeated().filter(closed_at=None, status__in=PENDING).exclude(petition__accepted_on=None)
        return any(
            is_above(self.lead_unit, earlier.lead_unit) and not limit_was_over(earlier, self.opened_at)
            for earlier in accepted.select_related("lead_unit")
        )

    @property
    def was_answered_before(self) -> bool:
        """True if the same matter of the same people was answered and nothing can be asked of the answer any more."""
        served = self._repeated().exclude(petition__served_on=None)
        return any(not can_be_appealed(each) for each in served)

    @property
    def is_concluded_matter(self) -> bool:
        """True if it repeats a matter of the same people on which a recheck has had the last word (art. 36)."""
        return self.is_repeat and had_the_last_word(self._repeated())

    def answer_before(self, entry: int) -> str:
        """The words of the answer that was the last one before that entry; empty where none was given, or where it is a
        paper of the petitioner's own."""
        given = self.events.filter(step__in=("reply", "issue_opinion"), seq__lt=entry).order_by("-seq").first()
        return given.said(workflow_of(self), "reply") if given else ""

    @property
    def revoked_opinion(self) -> dict | None:
        """What the opinion said that an organ above has revoked: ``outcome`` and ``facts``; None where none was."""
        redone = self.events.filter(step__in=("redo", "record_revoked")).order_by("-seq").first()
        if redone is None:
            return None
        revoked = self.events.filter(step__in=("issue_opinion", "reply"), seq__lt=redone.seq).latest("seq")
        # What another platform replied comes to no outcome that could be repeated.
        return {"outcome": code_of(revoked, "outcome"), "facts": revoked.said(workflow_of(self), "facts")}

    @property
    def is_answered_elsewhere(self) -> bool:
        """True for what came from another platform and nobody here has taken on, nor was ordered to deal with anew."""
        if not self.source_number:
            return False
        here = Q(step="accept", actor__isnull=False) | Q(step__in=("redo", "record_revoked"))
        return not self.events.filter(here).exists()

    @property
    def shares(self) -> list[Share]:
        """What other organs were asked for, and what each has said last."""
        return shares_of(self)

    @property
    def studied_as(self) -> str:
        """Whether whoever studied the suggestion last would adopt it; empty where nobody did."""
        studied = self.events.filter(step="study").order_by("-seq").first()
        return code_of(studied, "adopted") if studied else ""

    @property
    def gone(self) -> set[int]:
        """The keys of the people who have withdrawn while others did not."""
        return {code_of(event, "person") for event in self.events.filter(step="withdraw_one")}

    @property
    def asked_to_withdraw(self) -> str | None:
        """Who asked over the network to withdraw and waits for it: the key of the one of several, or ``all``."""
        asked = self.events.filter(step="ask_to_withdraw").order_by("-seq").first()
        if asked is None or self.events.filter(step__in=("withdraw", "withdraw_one"), seq__gt=asked.seq).exists():
            return None
        return str(code_of(asked, "person") or "all")

    @property
    def petitioners(self) -> list[Participant]:
        """Who is named as having put it forward and has not withdrawn."""
        gone = self.gone
        return [each for each in self.participants.all() if each.part in BROUGHT_IT and each.pk not in gone]

    @property
    def asking(self) -> int:
        """How many have put it forward and not withdrawn, named or counted."""
        return max(self.people_count - len(self.gone), len(self.petitioners))

    def _repeated(self):
        linked = Case.objects.filter(links_in__case=self.pk, links_in__kind=CaseLink.Kind.REPEAT)
        return of_same_people(self.people, linked)

    @property
    def routes_anew(self) -> bool:
        """True if this county counts the days to route it anew when another unit has rightly objected."""
        return county.answer_to("objection_restarts") == "anew"

    @property
    def routes_anew_recalled(self) -> bool:
        """True if this county counts the days to route it anew when the sender has taken it back."""
        return county.answer_to("recall_restarts") == "anew"

    @property
    def is_rated(self) -> bool:
        """True if this county asks what the petitioner thinks of it: of every answer, or of first ones alone."""
        if county.answer_to("rating_scope") == "all":
            return True
        other_way = self.petition_class == self.Class.ACCUSATION or self.route in vocabulary.STATUTORY_ROUTES
        return not self.is_repeat and not other_way

    @property
    def answered_on(self) -> date | None:
        """The day on which the answer was given that is to be served."""
        return since(self, "answered")

    @property
    def was_called_back(self) -> bool:
        """True if the petitioner was asked for a rating and gave none."""
        return self.events.filter(step="call_back").exists()

    @property
    def rated_at(self) -> Unit:
        """The unit that asks the petitioner: the one that sent it on, or took it in."""
        return self.sender_unit or self.first_unit

    @property
    def is_heard_first(self) -> bool:
        """True if this county holds hearings before the first opinion."""
        return county.answer_to("first_hearing") == "yes"

    class Meta:
        verbose_name = verbose_name_plural = "信访件"
        permissions = [("register_petition", "登记信访件")]
        triggers = [says(MORE, "is_repeat", "rating")]
        constraints = [
            # art. 20: not more than five representatives; counted in the form, the number of people here
            models.CheckConstraint(name="petition_people_from_one", condition=Q(people_count__gte=1)),
            models.CheckConstraint(
                name="petition_collective_is_many", condition=Q(is_collective=False) | Q(people_count__gte=5)
            ),
            models.CheckConstraint(
                name="petition_route_only_for_appeals",
                condition=Q(route="") | Q(petition_class="appeal_request"),
            ),
            models.CheckConstraint(
                name="petition_appeal_has_route", condition=~Q(petition_class="appeal_request") | ~Q(route="")
            ),
            models.UniqueConstraint(
                fields=["source_number"], condition=~Q(source_number=""), name="petition_source_once"
            ),
            # 简易办理 is for first petitions of few that are no accusation and go no other way (conditions.procedure)
            models.CheckConstraint(
                name="petition_simplified_is_simple",
                condition=Q(procedure="ordinary")
                | Q(is_repeat=False, is_collective=False, people_count__lt=vocabulary.MANY, route__in=("", "handling"))
                & ~Q(petition_class="accusation"),
            ),
        ]


class RatingClock(Clock):
    """The days in which a petitioner may rate an answer."""

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = [
            says(
                *(MORE, "outcome", "ended_at"),
                whose="SELECT {row}.case_id",
                when="coalesce(NEW.term_code, OLD.term_code) = 'petition.rating'",
            )
        ]
