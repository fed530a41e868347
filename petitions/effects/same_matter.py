"""What steps do with two petitions of one matter: one is answered with the other, or says that it repeats it."""

from dataclasses import replace

from governance.cases.models import Case, CaseLink, Participant
from governance.cases.papers import issue as papers
from governance.cases.people.same import of_same_people
from governance.cases.steps import effects as common
from governance.cases.steps import elsewhere, locking
from governance.frame.refusals import FactMissing
from governance.organisation.standing import standing_of

from ..conditions.answers import ends_with_opinion
from ..conditions.procedure import is_simple, is_simplified
from ..models import Petition
from ..steps.oversight import UNDER_WAY
from .procedure import to_ordinary


def merge(petition, *, act, facts):
    """The petition is answered with an earlier one, which is as urgent; its people are among those of that one."""
    into = facts["into"]
    common.merge(petition, act=act, facts=facts)
    _check_alike(petition, into.own)
    known = list(into.participants.all())
    gone = petition.gone
    for person in petition.participants.all():
        if person.pk not in gone and not any(person.is_same_as(other) for other in known):
            person.pk, person._state.adding = None, True
            person.case_id, person.position = into.pk, len(known)
            person.save()
            known.append(person)
    there = replace(act, told=[["并入事项", petition.number], ["并案理由", facts["note"]]])
    _join(petition, locking.lock(into), there)
    event = elsewhere.note(into, "absorb", "并入", there.told, act)
    if act.actor is not None and not act.replay:
        _tell_of_procedure(into.pk, event, act)


def _tell_of_procedure(pk: int, event, act) -> None:
    """Who was promised an answer in ten days is written to. Nobody signs for another unit, which hears of it."""
    other = Petition.objects.select_related("lead_unit").get(pk=pk)
    signed = {"event": event, "signer": act.signer, "unit": other.lead_unit, "on": act.day, "facts": {}}
    mine = other.lead_unit_id in standing_of(act.actor, act.day).units
    if mine and papers.is_needed(other, "conversion_notice", **signed):
        papers.issue(other, "conversion_notice", **signed)


def _check_alike(petition, other) -> None:
    """Both are of one class and answered in one way: whoever is owed an opinion, and a review of it, gets no less."""
    ways = [(each.petition_class, ends_with_opinion(each)) for each in (petition, other)]
    if ways[0] != ways[1]:
        raise FactMissing(
            {
                "into": "两件的事项性质、办理途径不同，答复的方式和救济也不同（第二十九条至第三十一条），不能并案。"
                "登记有误的，先用“变更事项性质”改正；都对的，用“关联事项”，分别办理和答复。"
            }
        )


def _join(petition, other, act) -> None:
    """The other is as urgent, as much many people's own and as little simple as what it is answered with."""
    named = other.participants.filter(part=Participant.Part.PETITIONER).count()
    other.is_urgent = other.is_urgent or petition.is_urgent
    other.people_count = max(other.people_count, petition.people_count, named)
    other.is_collective = other.is_collective or petition.is_collective
    changed = ["is_urgent", "people_count", "is_collective"]
    if other.is_urgent or not is_simple(other):
        changed += to_ordinary(other, act)
    other.save(update_fields=changed)


def link(petition, *, act, facts):
    """What repeats an earlier petition of the same people says so, and leaves what is for first ones alone."""
    common.link(petition, act=act, facts=facts)
    earlier = facts["other"]
    if facts["relation"] != CaseLink.Kind.REPEAT or earlier.kind != petition.kind:
        return []
    if earlier.opened_at > petition.opened_at:
        raise FactMissing({"other": "先收到的一件不是重复反映。请在后收到的一件中关联。"})
    if not of_same_people(petition.people, Case.objects.filter(pk=earlier.pk)).exists():
        raise FactMissing({"relation": "同一人再次提出的才是重复反映。其他人提出的，请选“关联”。"})
    petition.is_repeat = True
    if is_simplified(petition) and petition.status not in UNDER_WAY:
        raise FactMissing({"relation": "本件已经按简易办理答复，请选“关联”。"})
    return ["is_repeat", *to_ordinary(petition, act)]


EFFECTS = {
    "merge": merge,
    "link": link,
}
