"""Whoever is accused learns nothing of it (信访工作条例 art. 30 para 3), however the case became an accusation or they
became the accused. The verbs ask for this after every change, so that no step needs a guard of its own."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from governance.frame.database.alone import each_alone
from governance.frame.forms import once
from governance.frame.names import standing_in
from governance.frame.refusals import FactMissing
from governance.frame.registry import Registry
from governance.jobs import withdrawing
from governance.notices import outbox
from governance.organisation.models import Post, Unit, User
from governance.organisation.standing import units_under

from .. import access, deadlines, registry
from ..access.accusing import accused_elsewhere, former, told_accused
from ..access.copies import copies_of, words_of
from ..access.hearing import (
    SHUT_OUT,
    Shield,
    confidants,
    led_by,
    shield_of,
    still_held,
    trusted_in,
    units_in,
    units_involved,
)
from ..history import Act, write_event
from ..models import (
    Case,
    CaseAccusedPerson,
    CaseLink,
    CaseUnit,
    CaseUserObjectPermission,
    Clock,
    FormerNumber,
    SuspendedPermission,
)
from ..numbers import out_of_row
from ..search.bigrams import make_findable
from .effects import hand_over

# Each takes the numbers of a case that is hidden now, and its words beside them, out of what people wrote elsewhere.
STRIKING: Registry[Callable[[set[str], set[str]], None]] = Registry(
    "what strikes out the numbers of a hidden case", field="striking", code="__name__"
)
ACCUSED, BARRED = SHUT_OUT
ORIGIN = CaseLink.Kind.ORIGIN


def conceal(case, act: Act, *known, covered: frozenset[int] = frozenset()) -> list[str]:
    """The case is restricted from now on; returns the names of the fields that were set.

    Whoever was let in while it was an ordinary one is let in no longer: only who must handle it, and of ``known``
    whoever is not accused. Who handled a part can be asked for it anew. Messages already written to the others and
    files made for them say nothing any more.
    """
    case.confidentiality = Case.Confidentiality.RESTRICTED
    was_open = Case.objects.exclude(confidentiality=case.confidentiality).filter(pk=case.pk).exists()
    _name_accused(case, act)
    changed = _move_out(case, act)
    _let_nobody_in(case)
    if parted := _end_parts(case, units_in(case, CaseUnit.Part.CO_HANDLER), act):
        act.told.append(["不再协办", f"{'、'.join(parted)}；仍需要的，重新请其协办"])
    confide(case, act, *known)
    if was_open:
        _take_back(case)
        changed += _renumber(case, act)
    cover_copies(case, act, covered)
    return ["confidentiality", *changed]


def _let_nobody_in(case) -> None:
    CaseUserObjectPermission.objects.filter(content_object_id=case.pk).delete()
    SuspendedPermission.objects.filter(case_id=case.pk).delete()


def keep(case, act: Act, covered: frozenset[int] = frozenset(), cleared: frozenset = frozenset()) -> list[str]:
    """The restricted case is shut to the accused, whoever they are by now; returns the fields that were set.

    The rows of accused units and people say what the case says. A holder or sender of the accused tree gives way to a
    unit above or beside it, and whoever knew through a unit that the case has left knows no more. Whom it names no more
    stays shut out until they are let off; whoever is ``cleared`` so is not shut out of what came of it either.
    """
    if not case.is_restricted:
        return []
    _name_accused(case, act)
    changed = _move_out(case, act)
    ended = forget(case, act)
    let_in = CaseUserObjectPermission.objects.filter(content_object_id=case.pk, unit=case.lead_unit_id)
    if (ended or not case.lead_unit.is_active) and not let_in.exists():
        changed = _move_out(case, act, {case.lead_unit_id})
    if ended:
        _take_back(case)
    cover_copies(case, act, covered, cleared)
    return changed


def let_off(case, act: Act) -> list[str]:
    """Whom the case accused before and names no more, it is kept from no longer; returns the fields that were set."""
    before = told_accused(case)
    _let_off(case, former(case))
    _name_accused(case, act)
    return keep(case, act, cleared=frozenset(before - told_accused(case)))


def confide(case, act: Act, *known) -> None:
    """Those who must handle the case know of it, and of ``known`` whoever is not accused."""
    trusted = confidants(case, case.lead_unit_id, on=act.day)
    trusted += [person for person in known if person is not None]
    access.grant(case, {person.pk: person for person in trusted}.values(), on=act.day)


def forget(case, act: Act) -> int:
    """Knowing of the case has ended with the post or the part that it came with; says how many let-ins ended.

    In a unit that holds, sent or handles the case those know who must be told there, who registered it and who handles
    it. What was shared with a person on purpose lasts as long as the post.
    """
    shield = shield_of(case)
    behind = Post.objects.current(act.day).filter(unit__in=shield.units).values_list("user_id", flat=True)
    barred = {*shield.people, *behind}
    rows = list(CaseUserObjectPermission.objects.filter(content_object_id=case.pk))
    held = Post.objects.current(act.day).filter(user__in=[row.user_id for row in rows])
    posts = set(held.values_list("user_id", "unit_id"))
    own = {case.handler_id, case.registered_by_id}
    involved = units_involved(case)
    trusted = {(user.pk, unit) for unit in involved for user in confidants(case, unit, on=act.day)}
    ended = []
    for row in rows:
        seat = (row.user_id, row.unit_id)
        of_unit = seat in trusted or (row.unit_id in involved and row.user_id in own)
        due = row.shared or of_unit or row.user_id == case.handler_id
        if row.user_id in barred or seat not in posts or not due:
            ended.append(row.pk)
    return CaseUserObjectPermission.objects.filter(pk__in=ended).delete()[0]


def end_knowing(at: datetime) -> int:
    """Whoever knew of a restricted case through a post that has ended knows no more, nor does who bears a name that it
    accuses, and a closed unit holds none; says how many cases that changed.

    The doors have been shut since the day itself; from now on nothing is left of it either.
    """
    act = Act(None, at)
    ended = CaseUserObjectPermission.objects.exclude(still_held(act.day)).values_list("content_object", flat=True)
    gone = Q(pk__in={*ended, *_known_to_namesakes()}) | Q(closed_at=None, lead_unit__is_active=False)
    cases = Case.objects.filter(gone, confidentiality="restricted")
    return each_alone("knowing", cases, lambda case: _end_knowing(case, act))


def _known_to_namesakes() -> set[int]:
    """The cases of which somebody knows who bears an accused name: who came since, or was renamed."""
    found = set()
    for kind in registry.KINDS.values():
        if kind.accused_names:
            told = kind.model.objects.exclude(**{kind.accused_names: ""}).values_list("pk", kind.accused_names)
            names = dict(told)
            rows = CaseUserObjectPermission.objects.filter(content_object__in=names)
            known = rows.values_list("content_object_id", "user_id", "user__name")
            found |= {case_id for case_id, key, name in known if standing_in({key: name}, names[case_id])}
    return found


@transaction.atomic
def _end_knowing(case, act: Act) -> bool:
    """True if anything has changed: a case of a closed unit stays there where nobody else can hold it."""
    own = Case.objects.select_for_update(no_key=True, of=("self",)).get(pk=case.pk).own
    let_in = CaseUserObjectPermission.objects.filter(content_object_id=case.pk)
    before = (own.lead_unit_id, let_in.count())
    changed = keep(own, act)
    if before == (own.lead_unit_id, let_in.count()):
        return False
    write_event(own, step="restrict", label="知悉终止", act=act, facts={"told": act.told})
    own.version += 1
    own.save(update_fields=[*changed, "version"])
    return True


def first_holder(unit: Unit, accused: Unit | None, names: str, *, on) -> Unit:
    """The unit that holds an accusation from the first second, where ``unit`` takes it in.

    The window of the accused unit cannot keep it, nor one whose head is accused; where nobody is known to be accused it
    may be that very head, and it goes past the window, unless that is the discipline organ.
    """
    shield = _shield(accused, names)
    passed_over = led_by(shield.people, on=on)
    if not shield and unit.kind != Unit.Kind.DISCIPLINE:
        passed_over = units_under([unit.pk])
    return access.holder_beside(unit, shield, on=on, passed_over=passed_over)


def _shield(accused: Unit | None, names: str) -> Shield:
    return Shield(units_under([accused.pk]) if accused else set(), {user.pk for user in _bearing(names)})


def is_accused(user, accused: Unit | None, names: str) -> bool:
    """True if an accusation of that unit and these people would be kept from the person."""
    return access.keeps_away(user, _shield(accused, names))


def _bearing(names: str):
    """The people whose name stands in the text, however it is set: all of them, where several bear it."""
    known = dict(User.objects.values_list("pk", "name")) if names else {}
    return User.objects.filter(pk__in=standing_in(known, names))


def only_mentioned(text: str, names: str) -> list[str]:
    """The names of the platform's people that stand in the text and not among those who are accused."""
    found = _bearing(text).exclude(pk__in=_bearing(names))
    return sorted(set(found.values_list("name", flat=True)))


def hidden_number(prefix: str, year: int) -> str:
    """A number out of millions that nobody has borne, of no row and next to no other: a gap tells that one is there."""
    while True:
        number = f"{prefix}{year}-{out_of_row()}"
        borne = FormerNumber.objects.filter(number=number).exists()
        if not borne and not Case.objects.filter(number=number).exists():
            return number


def _renumber(case, act: Act) -> list[str]:
    """The number by which others knew the case leads them nowhere any more; those let in still find it by it."""
    FormerNumber.objects.create(number=case.number, case_id=case.pk, until=act.at)
    before, case.number = case.number, hidden_number(registry.workflow_of(case).prefix, act.day.year)
    outbox.renumber(before, case.number)
    act.told.append(["原编号", before])
    make_findable(case, list(case.participants.all()))
    return ["number", "search_text", "grams"]


def must_be_told(unit, names: str, unknown) -> dict[str, str]:
    """What is asked of who writes an accusation down: whom it is about, or that nobody says."""
    if unit or names or unknown:
        return {}
    return {"accused_unknown": "请填写被检举控告的单位或者人员；来信来访没有说明的，请勾选这一项。"}


def check_told(case) -> None:
    """Raises FactMissing where the accusation says neither whom it is about nor that nobody says."""
    if missing := must_be_told(case.accused_unit, case.accused_names, case.accused_unknown):
        raise FactMissing(missing)


def _name_accused(case, act: Act) -> None:
    kind = registry.kind_of(case)
    if kind.is_accusation(case):
        _name_unit(case, getattr(case, kind.accused), act)
        _name_people(case, getattr(case, kind.accused_names), act)
        _shut_out(case, accused_elsewhere(case) - told_accused(case), act)
    rows = CaseUnit.objects.filter(case_id=case.pk)
    accused = rows.filter(part=ACCUSED).values_list("unit_id", flat=True)
    for unit_id in units_under(accused) - set(rows.filter(part__in=SHUT_OUT).values_list("unit_id", flat=True)):
        CaseUnit.objects.create(case_id=case.pk, unit_id=unit_id, part=BARRED, since=act.at)


def _name_unit(case, unit: Unit | None, act: Act) -> None:
    rows = CaseUnit.objects.filter(case_id=case.pk, part__in=SHUT_OUT)
    if unit is None or rows.filter(unit=unit, part=ACCUSED).exists():
        return
    rows.filter(unit=unit).delete()
    CaseUnit.objects.create(case_id=case.pk, unit=unit, part=ACCUSED, since=act.at)


def _name_people(case, names: str, act: Act) -> None:
    """Whoever bears a name that is told is shut out, whatever they call themselves since."""
    known = CaseAccusedPerson.objects.filter(case_id=case.pk).values("user_id")
    for user in _bearing(names).exclude(pk__in=known):
        CaseAccusedPerson.objects.create(case_id=case.pk, user=user, name=user.name, since=act.at)


def _move_out(case, act: Act, deserted: Collection[int] = ()) -> list[str]:
    """The case lies with nobody who is accused: its holder, its sender, its partners, its handler.

    Nor does it lie in a ``deserted`` unit, where everybody who knew of it was accused or has left.
    """
    shield = shield_of(case)
    if not shield and not deserted:
        return []
    under = led_by(shield.people, on=act.day)
    led = under | set(deserted)
    if case.lead_unit_id in shield.units | led:
        first = case.first_unit or case.lead_unit
        passed_over = led if trusted_in(first.pk, shield, on=act.day) else led | {first.pk}
        beside = access.holder_beside(first, shield, on=act.day, passed_over=passed_over)
        if beside.pk != case.lead_unit_id:
            hand_over(case, beside, act=act, routes=True)
    if case.sender_unit_id in shield.units:
        case.sender_unit = None
    _end_parts(case, shield.units | under, act)
    if case.handler is not None and access.keeps_away(case.handler, shield):
        case.handler = None
    return ["lead_unit", "sender_unit", "handler"]


def _end_parts(case, units: Collection[int], act: Act) -> list[str]:
    """These units have no part in the case any more; says which had one."""
    partners = CaseUnit.objects.filter(case_id=case.pk, unit__in=units, part=CaseUnit.Part.CO_HANDLER)
    rows = list(partners.select_related("unit").order_by("pk"))
    for row in rows:
        former = {"case_id": case.pk, "unit_id": row.unit_id, "part": CaseUnit.Part.FORMER}
        CaseUnit.objects.get_or_create(**former, defaults={"since": row.since})
        row.delete()
    _owe_nothing(case, units, act)
    return [row.unit.short_name for row in rows]


def _owe_nothing(case, units: Collection[int], act: Act) -> None:
    """What these units were asked for in the case they owe no more: the accused answer nothing, and nobody waits for
    it."""
    owed = registry.workflow_of(case).owed_by_others
    running = Clock.objects.filter(case_id=case.pk, ended_at=None, charged_to__in=units, term_code__in=owed)
    for code, subject in running.values_list("term_code", "subject"):
        deadlines.cancel(case, code, subject=subject, at=act.at)


def _take_back(case) -> None:
    """What messages and the files of jobs have told of the case, they tell nobody any more who may not know of it."""
    granted = set(CaseUserObjectPermission.objects.filter(content_object_id=case.pk).values_list("user_id", flat=True))
    numbers = {case.number, *FormerNumber.objects.filter(case=case.pk).values_list("number", flat=True)}
    for number in numbers:
        outbox.withdraw(number, but_for=granted)
    once.forget(numbers, but_for=granted)
    words = set(words_of(case).values())
    withdrawing.take_back(numbers | words, but_for=granted)
    for strike in STRIKING.values():
        strike(numbers, words)
    if hides := registry.kind_of(case).hides:
        hides(case)


def cover_copies(
    case, act: Act, covered: frozenset[int] = frozenset(), cleared: frozenset[tuple[str, int, str]] = frozenset()
) -> None:
    """What was made of the restricted case is hidden with it, from the same accused.

    ``covered`` are the cases under way already: what came out of one of them leads back to it. What is about several
    cases, and what accuses somebody itself, stays shut to those who are ``cleared`` here.
    """
    covered |= {case.pk}
    told, outer = told_accused(case), act
    for copy in copies_of(case).exclude(pk__in=covered):
        theirs = told_accused(copy)
        row = copy.own
        kind = registry.kind_of(row)
        stale = frozenset() if kind.carries or kind.is_accusation(row) else cleared & theirs
        if copy.is_restricted and told <= theirs and not stale:
            continue
        row = Case.objects.select_for_update(no_key=True, of=("self",)).get(pk=copy.pk).own
        act = replace(outer, told=[])
        _let_off(row, stale)
        _shut_out(row, told - theirs, act)
        if row.is_restricted:
            changed = keep(row, act, covered, stale)
        else:
            changed = conceal(row, act, row.handler, covered=covered)
        write_event(row, step="restrict", label="限制知悉", act=act, facts={"told": act.told})
        row.version += 1
        row.save(update_fields=[*changed, "version"])


def _shut_out(case, accused: Iterable[tuple[str, int, str]], act: Act) -> None:
    for part, key, name in accused:
        seen = {"case_id": case.pk, "since": act.at}
        if part == "person":
            CaseAccusedPerson.objects.create(**seen, user_id=key, name=name)
        else:
            CaseUnit.objects.create(**seen, unit_id=key, part=part)


def _let_off(case, cleared: Iterable[tuple[str, int, str]]) -> None:
    for part, key, _ in cleared:
        if part == "person":
            CaseAccusedPerson.objects.filter(case_id=case.pk, user_id=key).delete()
        else:
            CaseUnit.objects.filter(case_id=case.pk, unit_id=key, part=part).delete()
