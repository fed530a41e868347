"""What steps do with an accusation: whom it is about, and who is kept from it."""

from django.db.models import Q

from governance.cases import deadlines
from governance.cases.models import Case, CaseLink
from governance.cases.steps import secrecy
from governance.frame.refusals import FactMissing

from ..conditions.accusations import is_accusation
from ..conditions.procedure import is_simplified, runs_sixty_days
from ..models import Petition
from .procedure import to_ordinary


def reclassify(petition, *, act, facts):
    """The class, its confidentiality and the clocks that hang on it agree again."""
    if petition.petition_class != Petition.Class.APPEAL_REQUEST:
        petition.route = ""
    if petition.petition_class != Petition.Class.ACCUSATION:
        petition.accused_unit, petition.accused_names, petition.accused_unknown = None, "", False
    else:
        secrecy.check_told(petition)
        _complains_no_more(petition, act)
    told = ["accused_unit", "accused_names", "accused_unknown", "complained_unit"]
    changed = ["route", *told, *_restrict(petition, act)]
    changed += _leave_simplified(petition, act)
    if petition.accepted_on and not is_simplified(petition):
        running = deadlines.running(petition, "petition.handle")
        if running and not runs_sixty_days(petition):
            deadlines.cancel(petition, "petition.handle", at=act.at, event=None)
        elif not running and runs_sixty_days(petition):
            deadlines.start(petition, "petition.handle", since=petition.accepted_on, at=act.at, event=None)
    return changed


def _complains_no_more(petition, act) -> None:
    """An accusation is counted among no unit's complaints. Nobody is said to be unknown while a unit is known whose
    work it is about: that one would go on reading it."""
    unit = petition.complained_unit
    if unit is None:
        return
    if petition.accused_unknown:
        which = f"已登记被投诉单位{unit.short_name}，请写明被检举控告的单位或者人员"
        raise FactMissing({"accused_unknown": f"{which}；登记有误的，先用“更正登记”取消被投诉单位。"})
    petition.complained_unit = None
    act.told.append(["不再登记的被投诉单位", unit.short_name])


def name_accused(petition, *, act, facts):
    """Whom it is about is said, or that nobody says; the verb shuts them out."""
    secrecy.check_told(petition)


def shut_out_named(petition, *, act, facts):
    """Whoever of the platform is named in what the accuser adds is accused as well, unless it is said that they are
    not."""
    if not is_accusation(petition) or facts.get("others_named"):
        return []
    said = " ".join(facts[name] for name in ("note", "reason") if facts.get(name))
    added = secrecy.only_mentioned(said, petition.accused_names)
    if not added:
        return []
    petition.accused_names = "、".join(filter(None, [petition.accused_names, *added]))
    petition.accused_unknown = False
    return ["accused_names", "accused_unknown"]


def let_off(petition, *, act, facts):
    """Whom it accuses no more may know of it again."""
    return secrecy.let_off(petition, act)


def _forget_repeats(accusation) -> None:
    """No ordinary petition says of itself that it repeats an accusation, or what is hidden with one: its readers would
    learn who accused."""
    told = CaseLink.objects.filter(kind=CaseLink.Kind.REPEAT)
    hidden = Q(other_id=accusation.pk) | Q(other__confidentiality=Case.Confidentiality.RESTRICTED)
    repeats, known = told.filter(hidden), told.exclude(hidden)
    ordinary = Petition.objects.exclude(confidentiality=Case.Confidentiality.RESTRICTED)
    marked = ordinary.filter(is_repeat=True, pk__in=repeats.values("case_id"))
    marked.exclude(pk__in=known.values("case_id")).update(is_repeat=False)


def _leave_simplified(petition, act) -> list[str]:
    """What was chosen for one class and route does not hold for another."""
    before = Petition.objects.values_list("petition_class", "route").get(pk=petition.pk)
    return to_ordinary(petition, act) if before != (petition.petition_class, petition.route) else []


def _restrict(petition, act) -> list[str]:
    is_accusation = petition.petition_class == Petition.Class.ACCUSATION
    if is_accusation == petition.is_restricted:
        return []
    if not is_accusation:
        raise FactMissing({"petition_class": "检举控告事项的知悉范围不得放开，不能改为其他性质。"})
    changed = secrecy.conceal(petition, act, act.actor, petition.handler)
    _forget_repeats(petition)
    return changed


EFFECTS = {
    "reclassify": reclassify,
    "name_accused": name_accused,
    "shut_out_named": shut_out_named,
    "let_off": let_off,
}
