"""A review or recheck stands beside the petition, with the organ above; what the law does not allow is said."""

from datetime import date
from typing import Any, NamedTuple

from governance.cases import deadlines, registry
from governance.cases.history import code_of
from governance.cases.models import Case, CaseUnit, Event
from governance.cases.steps import actions
from governance.cases.workflow import Hearer
from governance.frame.days import office_moment
from governance.frame.refusals import FactMissing
from governance.organisation.models import Unit

from ..models import Petition, Review
from ..models.organs import is_above, superiors

APPLY = {"review": "petition.review_apply", "recheck": "petition.recheck_apply"}
WORDS = {"review": "复查", "recheck": "复核"}
ARTICLES = {"review": "第三十五条", "recheck": "第三十六条"}
# In which step an opinion names the organ above, and how that is called.
OPINION, REVIEW_OPINION = ("issue_opinion", "review_organ"), ("decide", "recheck_organ")
GIVEN_UP = ("refused", "withdrawn")
SHARED = ("area", "place", "category", "channel", "confidentiality")


def open_review(petition: Petition, *, act, facts: dict) -> Review:
    """The request is registered with the organ above, whose days count from the day it received it.

    Raises ``FactMissing`` with a sentence at each fact that does not stand: nothing asked for twice, no recheck before
    a review, no organ that looks at its own opinion or at one that is not below it, no late request without a reason.
    """
    stage = facts["stage"]
    reviewed = _opinion(petition, stage)
    wrong = _wrong_organ(petition, reviewed, stage, facts["to_unit"]) | _wrong_day(reviewed.own, stage, facts)
    if wrong:
        raise FactMissing(wrong)
    asked_on = facts["asked_on"]
    review = Review(
        kind=stage,
        title=f"请求{WORDS[stage]}：{petition.title}"[:120],
        summary=facts["claim"],
        **{name: getattr(petition, name) for name in SHARED},
        parent_id=petition.pk,
        reviewed_id=reviewed.pk,
        late_reason=facts.get("late_reason") or "" if _is_late(reviewed, stage, asked_on) else "",
        lead_unit=facts["to_unit"],
        opened_at=act.at if asked_on == act.day else office_moment(asked_on),
    )
    told = [["逾期请求的理由", review.late_reason]] if review.late_reason else []
    actions.open_case(review, actor=act.actor, at=act.at, told=told, tells=(Hearer.STAFF,), replay=act.replay)
    _introduce(petition, reviewed, review, act)
    return review


def _introduce(petition: Petition, reviewed: Case, review: Review, act) -> None:
    """The organ above reads the petition; those whose opinions are looked at see how it goes on."""
    informed = CaseUnit.Part.INFORMED
    rows = {(petition.pk, review.lead_unit_id), (reviewed.pk, review.lead_unit_id)}
    rows |= {(review.pk, unit_id) for unit_id in (petition.lead_unit_id, reviewed.lead_unit_id)}
    for case_id, unit_id in sorted(rows):
        CaseUnit.objects.get_or_create(case_id=case_id, unit_id=unit_id, part=informed, defaults={"since": act.at})


def last_review(petition: Petition) -> Review | None:
    """The last review of the petition that was taken on or is still to be."""
    return asked(petition, "review").first()


def asked(petition: Petition, stage: str):
    """The requests of that stage that were neither refused nor taken back, the newest first."""
    found = Review.objects.filter(parent=petition.pk, kind=stage).exclude(status__in=GIVEN_UP)
    return found.select_related("lead_unit").order_by("-pk")


def stage_of(petition: Petition) -> tuple[str, Petition | Review | None]:
    """What can be asked for next, a review or a recheck, and of which opinion."""
    last = last_review(petition)
    if recorded(petition, "review") is not None:
        return "recheck", None
    if last is None or is_revoked(petition, last):
        return "review", petition
    return "recheck", last


class Organs(NamedTuple):
    """Who may look at an opinion: what it says of that, those of the platform who may, and those of them it means."""

    named: str  # the organ that the opinion itself names for whoever does not accept it; empty where it names none
    above: list[Unit]  # the one that it names, or those one level up, and none that gave it
    meant: list[Unit]  # of these the one that it names, all where it names none; none where it names another


def organs(petition: Petition, reviewed: Case | None) -> Organs:
    """Whom the opinion sends on whoever does not accept it; nobody where there is none to look at."""
    if reviewed is None:
        return Organs("", [], [])
    named, decided = _named(petition, reviewed), reviewed.lead_unit
    found = Unit.objects.filter(is_active=True).exclude(pk__in=(decided.pk, petition.lead_unit_id))
    above = superiors(found.order_by("position", "pk"), decided)
    if called := [unit for unit in above if named in (unit.name, unit.short_name)]:
        return Organs(named, called, called)
    nearest = max((len(unit.area_id) for unit in above), default=0)
    near = [unit for unit in above if len(unit.area_id) == nearest]
    likely = [decided.parent] if decided.parent in above else near
    return Organs(named, likely, [] if named else likely)


def _named(petition: Petition, reviewed: Case) -> str:
    step, organ = OPINION if reviewed.pk == petition.pk else REVIEW_OPINION
    last = reviewed.events.filter(step=step).order_by("-seq").first()
    return last.said(registry.workflow_of(reviewed), organ) if last is not None else ""


def _opinion(petition: Petition, stage: str) -> Petition | Review:
    """What is looked at: each is asked for once of one opinion, and a recheck only of a review that was served."""
    reviewed: Any = petition if stage == "review" else last_review(petition)
    if stage == "recheck":
        if reviewed is None or reviewed.served_on is None:
            raise FactMissing(
                {
                    "stage": "还没有送达的复查意见，不能请求复核。对处理意见不服的，先向原办理机关的上一级机关、单位"
                    "请求复查（第三十五条、第三十六条）。"
                }
            )
        if not reviewed.stands or is_revoked(petition, reviewed):
            raise FactMissing({"stage": "原处理意见已被撤销，正在或者已经重新处理；对新的处理意见不服的，请求复查。"})
    word = WORDS[stage]
    if recorded(petition, stage) is not None:
        raise FactMissing({"stage": f"已经登记了上级的{word}意见，同一意见只能请求一次{word}。"})
    earlier = asked(petition, stage).filter(reviewed=reviewed).first()
    # A revoked opinion has given way to another, of which a review can be asked for anew.
    if earlier is not None and not (stage == "review" and is_revoked(petition, earlier)):
        raise FactMissing({"stage": f"已经请求{word}（{earlier.number}），同一意见只能请求一次{word}。"})
    return reviewed


def recorded(petition: Petition, stage: str) -> Event | None:
    """The last opinion of that stage, of an organ that works elsewhere, about the answer that stands."""
    redone = petition.events.filter(step__in=("redo", "record_revoked")).order_by("-seq")
    since = redone.values_list("seq", flat=True).first() or 0
    found = petition.events.filter(step__in=("record_upheld", "record_changed"), seq__gt=since).order_by("-seq")
    return next((event for event in found if code_of(event, "stage") == stage), None)


def is_revoked(petition: Petition, review: Review) -> bool:
    """True if the opinion of which the review was asked has given way to another since, whoever revoked it."""
    if petition.events.filter(step="record_revoked", at__gte=review.opened_at).exists():
        return True
    revoked = Review.objects.filter(parent=petition.pk, decision=Review.Decision.REVOKE).exclude(served_on=None)
    return revoked.filter(pk__gte=review.pk).exists()


def _wrong_organ(petition: Petition, reviewed: Case, stage: str, unit) -> dict[str, str]:
    decided, word = reviewed.lead_unit, WORDS[stage]
    if unit.pk in (decided.pk, petition.lead_unit_id):
        said = f"{unit.short_name}作出了被请求{word}的意见，不能自己{word}；{word}机关是其上一级机关、单位"
        return {"to_unit": f"{said}（{ARTICLES[stage]}）。"}
    if not is_above(unit, decided):
        said = f"{unit.short_name}不是{decided.short_name}的上一级机关、单位，不能{word}其作出的意见"
        return {"to_unit": f"{said}（{ARTICLES[stage]}）。"}
    return {}


def _wrong_day(reviewed, stage: str, facts: dict) -> dict[str, str]:
    asked_on = facts["asked_on"]
    if asked_on < reviewed.served_on:
        return {"asked_on": f"收到请求的日期不能早于送达日期 {reviewed.served_on}。"}
    if _is_late(reviewed, stage, asked_on) and not facts.get("late_reason"):
        due = _last_day(reviewed, stage)
        return {"late_reason": f"请求{WORDS[stage]}的期限到 {due} 届满，请写明信访人逾期的理由；没有理由的也照实写明。"}
    return {}


def _is_late(reviewed: Case, stage: str, asked_on: date) -> bool:
    due = _last_day(reviewed, stage)
    return due is not None and asked_on > due


def _last_day(reviewed: Case, stage: str) -> date | None:
    clock = reviewed.clocks.filter(term_code=APPLY[stage]).order_by("-pk").first()
    return clock.due if clock else None


def use_right(reviewed: Case, stage: str, *, act, asked_on: date) -> None:
    """The right to ask was used on that day, in its days or after them, whenever that is written down."""
    at = min(act.at, office_moment(asked_on))
    if deadlines.meet(reviewed, APPLY[stage], at=at) is None:
        deadlines.use_in_time(reviewed, APPLY[stage], at=at)
