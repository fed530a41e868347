"""What a step does beyond columns, clocks and papers.

Each effect runs inside the step's transaction, before the event is written, and returns the names of the case's
fields it has set.
"""

from collections.abc import Iterable

from governance.frame.refusals import FactMissing
from governance.organisation.areas.lying import lie_together
from governance.organisation.models import Post

from .. import access, deadlines
from ..access.hearing import confidants, led_by, shield_of
from ..common_facts import HELP_RESULTS
from ..instruction_steps import INSTRUCTION
from ..models import Case, CaseLink, CaseUnit, CaseUserObjectPermission, HelpReferral
from ..people.same import of_same_people
from ..registry import workflow_of
from .clocks import number_of
from .correcting import amend

# What changes with the unit that holds a case.
HELD = ["lead_unit", "sender_unit", "handler", "competent_unit"]
NOT_TO_BE_NAMED = "限制知悉的事项不得写入知悉范围不同的事项，请在该事项中关联本件。"


def claim(case, *, act, facts):
    """The actor is the handler."""
    case.handler = act.actor
    return ["handler"]


def invite(case, *, act, facts):
    """The unit handles the case together with the lead; none does that whose head is accused by it."""
    if case.is_restricted and facts["unit"].pk in led_by(shield_of(case).people, on=act.day):
        raise FactMissing({"unit": "这个单位由被检举控告的人员负责，不能协办（《信访工作条例》第三十条）。"})
    row, made = CaseUnit.objects.get_or_create(
        case_id=case.pk, unit=facts["unit"], part=CaseUnit.Part.CO_HANDLER, defaults={"since": act.at}
    )
    if not made:
        raise FactMissing({"unit": f"{row.unit.name}已经在协办。"})
    if case.is_restricted:
        access.grant(case, confidants(case, row.unit_id, on=act.day), on=act.day)


def let_in(case, units: Iterable[int], *, act) -> None:
    """These units work on the case beside the one that holds it, from now on unless they did before."""
    co = {"case_id": case.pk, "part": CaseUnit.Part.CO_HANDLER, "since": act.at}
    rows = (CaseUnit(unit_id=unit, **co) for unit in sorted({*units} - {case.lead_unit_id}))
    CaseUnit.objects.bulk_create(rows, ignore_conflicts=True)


def release(case, *, act, facts):
    """The unit has handled its share; it keeps sight of the case."""
    gone = CaseUnit.objects.filter(case_id=case.pk, unit=facts["unit"], part=CaseUnit.Part.CO_HANDLER)
    if not gone.delete()[0]:
        raise FactMissing({"unit": f"{facts['unit'].name}没有协办这件事项。"})
    former = {"case_id": case.pk, "unit": facts["unit"], "part": CaseUnit.Part.FORMER}
    CaseUnit.objects.get_or_create(**former, defaults={"since": act.at})


def link(case, *, act, facts):
    """The two cases show each other."""
    if not access.may_be_named_in(case, facts["other"]):
        raise FactMissing({"other": NOT_TO_BE_NAMED})
    CaseLink.objects.get_or_create(case_id=case.pk, other_id=facts["other"].pk, kind=facts["relation"])


def recuse(case, *, act, facts):
    """The person keeps out of the case from now on; if it was in their hands, its next handler is to be named."""
    person = facts["person"]
    if not case.keep_out(person.pk, act.at):
        raise FactMissing({"person": f"{person.name}已经回避，或者正在等候决定。"})
    CaseUserObjectPermission.objects.filter(content_object_id=case.pk, user=person).delete()
    if case.handler_id == person.pk:
        case.handler = None
    return ["handler"]


def share(case, *, act, facts):
    """The person may know of this one case."""
    access.grant(case, [facts["person"]], on=act.day, shared=True)


def merge(case, *, act, facts):
    """The case is closed into an earlier one of the same people and matter that is still to be answered."""
    into = facts["into"]
    if into.closed_at is not None:
        raise FactMissing({"into": "要并入的事项已经办结，请改用关联。"})
    if into.kind != case.kind or into.confidentiality != case.confidentiality:
        raise FactMissing({"into": "只能并入同一种类、同一知悉范围的事项。"})
    if into.opened_at > case.opened_at:
        raise FactMissing({"into": "只能并入先收到的一件。请把那一件并入本件。"})
    if not access.may_be_named_in(case, into):
        raise FactMissing({"into": NOT_TO_BE_NAMED})
    step = workflow_of(case).step("merge")
    if step is None or into.status not in step.into:
        status = workflow_of(into).statuses[into.status].label
        raise FactMissing({"into": f"要并入的事项状态是“{status}”，此后不再作出答复。请另行办理，或者改用关联。"})
    asking = case.people
    if asking and not of_same_people(asking, Case.objects.filter(pk=into.pk)).exists():
        raise FactMissing({"into": "只有同一人的事项才能并案。其他人提出的，请用“关联事项”，分别办理和答复。"})
    _check_matter(case, into, elsewhere=not asking)
    CaseLink.objects.get_or_create(case_id=case.pk, other_id=into.pk, kind=CaseLink.Kind.MERGED)
    _owe_answers_there(case, into, act)


def _owe_answers_there(case, into, act) -> None:
    """What leaders asked and nobody has answered is answered where the matter goes on, by the day that they set; whose
    day has passed was late here, and whoever answers there has as many days from now on."""
    open_ones = list(case.clocks.filter(term_code=INSTRUCTION, ended_at=None).order_by("pk"))
    for clock in open_ones:
        days = (clock.due - clock.start_on).days
        since = clock.start_on if clock.due >= act.day else act.day
        deadlines.start(into, INSTRUCTION, subject=number_of(into, INSTRUCTION), since=since, at=act.at, amount=days)
    if open_ones:
        deadlines.refresh_next_due(into)
        act.told.append(["没有反馈的批示", f"在 {into.number} 继续反馈"])


def _check_matter(case, into, *, elsewhere: bool) -> None:
    """Both are about the same kind of thing, and where nobody asked for them in the same place."""
    if case.category_id and into.category_id and case.category_id != into.category_id:
        raise FactMissing({"into": "两件的内容类别不同，不是同一事项。登记有误的，先用“更正登记”。"})
    if elsewhere and not lie_together(case.area_id, into.area_id):
        raise FactMissing({"into": "两件的发生地不同，不是同一事项。登记有误的，先用“更正登记”。"})


def refer_help(case, *, act, facts):
    """The person was sent on for help, with consent."""
    told = {name: facts[name] for name in ("participant", "agency", "matter")}
    HelpReferral.objects.create(case_id=case.pk, referred_on=act.day, **told)


def answer_help(case, *, act, facts):
    """The answer of the agency stands beside the referral, which ends with it unless help is under way."""
    referral = facts["referral"]
    if facts["answered_on"] < referral.referred_on:
        raise FactMissing({"answered_on": f"答复日期不能早于转介日期 {referral.referred_on}。"})
    referral.answered_on, referral.answer = facts["answered_on"], facts["answer"]
    referral.ended_on = None if facts["result"] == HELP_RESULTS[0][0] else facts["answered_on"]
    referral.save(update_fields=["answered_on", "answer", "ended_on"])


def check_as_grave(case, into, gravest_first: tuple[str, ...]) -> None:
    """What is grave does not disappear in what is less so."""
    if gravest_first.index(into.own.grade) > gravest_first.index(case.grade):
        raise FactMissing({"into": f"本件是{case.get_grade_display()}，要并入的一件等级较低。请先调整那一件的等级。"})


def hand_over(case, unit, *, act, routes: bool = False):
    """The unit holds the case; who held it keeps sight of it, and the next handler is still to be named.

    Where the law ``routes`` it on, the unit answers for it as the first, unless another that answers passes it on.
    """
    before = case.lead_unit
    deadlines.charge(case, before, at=act.at)
    if routes and before.pk == case.answering_unit_id:
        case.competent_unit = unit
    held = CaseUnit(case_id=case.pk, unit=before, part=CaseUnit.Part.FORMER, since=act.at)
    CaseUnit.objects.bulk_create([held], ignore_conflicts=True)
    case.sender_unit = before
    case.lead_unit = unit
    case.handler = None
    if case.is_restricted:
        trusted = confidants(case, unit.pk, on=act.day)
        if not trusted:
            raise FactMissing({"to_unit": f"{unit.name}没有可以接收限制知悉事项的人员。"})
        access.grant(case, trusted, on=act.day)


def give_back(case, unit, *, act):
    """The unit that sent the case holds it again: whoever gives it back was not competent."""
    hand_over(case, unit, act=act)
    case.sender_unit = None
    case.competent_unit = unit if unit.pk != case.first_unit_id else None


def named(case, person, *, act):
    """The person named as handler knows of the case, belongs to the unit that holds it, and has no interest in it."""
    if person.pk in case.recused:
        raise FactMissing({"handler": f"{person.name}在这件事项中应当回避。"})
    if not Post.objects.current(act.day).filter(user=person, unit_id=case.lead_unit_id).exists():
        raise FactMissing({"handler": f"{person.name}不在承办单位任职。"})
    if case.is_restricted:
        access.grant(case, [person], on=act.day)


EFFECTS = {
    "amend": amend,
    "claim": claim,
    "invite": invite,
    "release": release,
    "link": link,
    "share": share,
    "recuse": recuse,
    "merge": merge,
    "refer_help": refer_help,
    "answer_help": answer_help,
}
