"""What can be done with an appraisal; every move stands in its history."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import F, QuerySet, prefetch_related_objects
from django.urls import reverse

from governance.cases.files import attachments
from governance.frame.database.among import Among
from governance.frame.database.locking import check_version, holding, locked
from governance.frame.database.together import save_together
from governance.frame.days import months_after, office_day
from governance.frame.refusals import FactMissing, Refusal, StepNotAllowed
from governance.frame.wording import clipped
from governance.notices import outbox
from governance.organisation.models import User
from governance.organisation.posts.in_office import InOffice
from governance.organisation.roles import LEAD, carrying, playing
from governance.organisation.standing import standing_of

from ..access import MARK, barred, check_concludes, may_conclude, may_mark
from ..items import TENTH, Grade, grade_of, percent
from ..models import Appraisal, AppraisalEntry, AppraisalFile, Mark, Round, Standard
from ..sources import SOURCES, Answer
from ..subjects import Subject

State, Verb = Appraisal.State, AppraisalEntry.Verb
KIND = "appraisal"
NOUN = "这次评定"
MOST_FILES = 10


@dataclass(frozen=True)
class Given:
    """What somebody gives an item: the mark, None where it is left open, and a remark."""

    mark: Decimal | None
    note: str = ""


@transaction.atomic
def open_appraisals(
    standard: Standard,
    chosen: Iterable[Subject],
    *,
    due_on: date,
    actor: User,
    at: datetime,
    round: Round | None = None,
    chosen_by: str = "",
) -> list[Appraisal]:
    """Each of the subjects marks itself until the day, and its unit is told; one that is being appraised goes on.

    Its history says of which round it is, and how it was ``chosen_by`` lot.

    Raises FactMissing where none is left, and StepNotAllowed for one that is neither the person's nor overseen.
    """
    standing, today = standing_of(actor, office_day(at)), office_day(at)
    if due_on < today:
        raise FactMissing({"due_on": "自评截止日期不能早于今天。"})
    Standard.objects.select_for_update(no_key=True).get(pk=standard.pk)
    running = set(standard.appraisals.filter(state__in=(State.OPEN, State.HANDED_IN)).values_list("subject", flat=True))
    fresh = [_appraisal(standard, each, due_on, at, round) for each in chosen if each.key not in running]
    if not fresh:
        raise FactMissing({"subject": "没有可以发起的评定对象：都在评定中，或者不在您的范围内。"})
    for appraisal in fresh:
        if not (may_mark(appraisal, standing) or may_conclude(appraisal, standing)):
            raise StepNotAllowed("只能发起本单位或者所辖单位的评定。")
    Appraisal.objects.bulk_create(fresh)
    Mark.objects.bulk_create(mark for appraisal in fresh for mark in _marks(appraisal, standard))
    note = "，".join(filter(None, (round.name if round else "", chosen_by)))
    AppraisalEntry.objects.bulk_create(
        AppraisalEntry(appraisal=each, at=at, by=actor, verb=Verb.OPENED, note=note) for each in fresh
    )
    _tell(fresh, lambda _: f"请在 {due_on} 前自评：{standard.name}", "opened", actor, at)
    return fresh


def _appraisal(standard: Standard, subject: Subject, due_on: date, at: datetime, round: Round | None) -> Appraisal:
    return Appraisal(
        standard=standard,
        round=round,
        subject=subject.key,
        name=subject.name,
        unit=subject.unit,
        area=subject.area,
        entry=subject.entry,
        case=subject.case,
        opened_at=at,
        due_on=due_on,
        pass_percent=standard.pass_percent,
        grades=standard.grades,
    )


def _marks(appraisal: Appraisal, standard: Standard) -> Iterable[Mark]:
    for place, item in enumerate(standard.asked):
        told = asdict(item)
        yield Mark(appraisal=appraisal, item=told.pop("name"), place=place, **told)


@transaction.atomic
def mark_items(
    appraisal: Appraisal, given: Mapping[int, Given], *, hands_in: bool, version: int | None, actor: User, at: datetime
) -> None:
    """The unit's own marks say this; handed in they wait for whoever concludes, and nothing of them is open.

    Raises FactMissing by the field of the item, ``mark-<pk>`` or ``note-<pk>``.
    """
    held = _held(appraisal, version, State.OPEN)
    if not may_mark(held, standing_of(actor, office_day(at))):
        raise StepNotAllowed("由自评单位自己评分。")
    marks = looked_at(held, office_day(at))
    changed = _write(marks, given, "own")
    if hands_in:
        _check_whole(marks)
        held.state = State.HANDED_IN
    _save(held)
    Mark.objects.bulk_update(marks, ["own", "own_note", "found"])
    _enter(held, Verb.HANDED_IN if hands_in else Verb.MARKED, actor, at, facts=changed)


def looked_at(appraisal: Appraisal, on: date) -> list[Mark]:
    """The marks of an appraisal in hand, not saved, as the machine finds them on the day, with their evidence."""
    marks = looked_at_each([appraisal], on)[appraisal.pk]
    prefetch_related_objects(marks, "evidence")
    return marks


def looked_at_each(appraisals: Iterable[Appraisal], on: date) -> dict[int, list[Mark]]:
    """The marks of each, as ``looked_at`` gives them without evidence; every source is asked once for all of them."""
    known = {each.pk: each for each in appraisals}
    found: dict[int, list[Mark]] = {pk: [] for pk in known}
    alike = defaultdict(list)
    for mark in Mark.objects.filter(Among(F("appraisal"), known)):
        found[mark.appraisal_id].append(mark)
        if mark.source:
            alike[mark.source, mark.of, mark.least].append(mark)
    for (source, of, least), marks in alike.items():
        answers = SOURCES[source].answers([known[mark.appraisal_id] for mark in marks], of, least, on)
        for mark, answer in zip(marks, answers, strict=True):
            _stands(mark, answer)
    return found


def _stands(mark: Mark, answer: Answer) -> None:
    """What the machine finds stands in the mark; where it finds nothing to go by a person gives it."""
    mark.found = answer.words
    if answer.share is not None:
        mark.own = (answer.share * mark.weight).quantize(TENTH)


def is_found(mark: Mark) -> bool:
    """True if the machine has given the mark, and no person can."""
    return bool(mark.source) and mark.own is not None


def _write(marks: list[Mark], given: Mapping[int, Given], side: str) -> list[list]:
    """The marks of that side are what was given, those of the machine stay; gives what changed."""
    changed = []
    for mark in marks:
        told = given.get(mark.pk)
        if told is None or (side == "own" and is_found(mark)):
            continue
        before = getattr(mark, side)
        setattr(mark, side, told.mark)
        setattr(mark, f"{side}_note", told.note)
        if before != told.mark:
            changed.append([mark.text, _number(before), _number(told.mark)])
    return changed


def _number(mark: Decimal | None) -> str:
    return "" if mark is None else str(mark.normalize().quantize(TENTH))


def _check_whole(marks: list[Mark]) -> None:
    wrong = {f"mark-{mark.pk}": "请评分。" for mark in marks if mark.own is None}
    for mark in marks:
        if mark.proof and mark.own and not mark.evidence.all():
            wrong.setdefault(f"mark-{mark.pk}", "这一项要上传佐证材料。")
    if wrong:
        raise FactMissing(wrong)


@transaction.atomic
def give_back(appraisal: Appraisal, *, reason: str, version: int | None, actor: User, at: datetime) -> None:
    """The unit marks itself once more, for the reason."""
    held = _held(appraisal, version, State.HANDED_IN)
    check_concludes(held, standing_of(actor, office_day(at)))
    held.state = State.OPEN
    _save(held)
    _enter(held, Verb.GIVEN_BACK, actor, at, note=reason)
    said = f"自评被退回，请补充后再报送：{held.standard.name}（{reason}）"
    _tell([held], lambda _: said, f"back:{held.version}", actor, at)


@transaction.atomic
def conclude(
    appraisal: Appraisal, given: Mapping[int, Given], *, version: int | None, actor: User, at: datetime
) -> Appraisal:
    """The appraisal has its result: percent, grade, whether the standard is reached, and until when that holds.

    It can be concluded without the unit's own marks, by whoever has been there. Raises FactMissing by the field of the
    item, also where a mark below the unit's own says no reason.
    """
    held = _held(appraisal, version, State.OPEN, State.HANDED_IN)
    for refused in settle({held: given}, actor=actor, at=at).values():
        raise refused
    tell_results([held], actor, at)
    return held


def held_each(keys: Iterable[int]) -> list[Appraisal]:
    """The appraisals of these keys, held until the transaction ends; in one order, whoever asks."""
    return list(holding(_rows()).filter(Among(F("pk"), [*keys])).order_by("pk"))


def settle(told: Mapping[Appraisal, Mapping[int, Given]], *, actor: User, at: datetime) -> dict[int, Refusal]:
    """``conclude`` of many within a transaction of the caller, who holds them and tells the units.

    Those that stay as they were are given by their key, with what was refused.
    """
    today = office_day(at)
    refused: dict[int, Refusal] = {
        pk: StepNotAllowed(said) for pk, said in barred(told, standing_of(actor, today)).items()
    }
    looked = looked_at_each((each for each in told if each.pk not in refused), today)
    settled, marks, entries = [], [], []
    for each in told:
        if each.pk in refused:
            continue
        try:
            changed = judge(each, looked[each.pk], told[each])
        except FactMissing as missing:
            refused[each.pk] = missing
            continue
        each.state, each.concluded_on = State.CONCLUDED, today
        months = each.standard.valid_months
        each.valid_until = months_after(today, months) if months and each.passed else None
        each.version += 1
        settled.append(each)
        marks += looked[each.pk]
        entries.append(_entry(each, Verb.CONCLUDED, actor, at, note=result_words(each), facts=changed))
    save_together(settled, ("state", "concluded_on", "percent", "passed", "grade", "valid_until", "version"))
    save_together(marks, ("own", "found", "given", "given_note"))
    AppraisalEntry.objects.bulk_create(entries)
    return refused


def judge(appraisal: Appraisal, marks: list[Mark], given: Mapping[int, Given]) -> list[list]:
    """The marks and the appraisal say what these come to, and are not saved; gives what changed. Raises FactMissing."""
    changed = _write(marks, given, "given")
    _check_given(marks)
    reached = [mark.given or Decimal() for mark in marks]
    appraisal.percent = percent(reached, [mark.weight for mark in marks])
    lacking = any(mark.must and each < mark.weight for mark, each in zip(marks, reached, strict=True))
    appraisal.passed = appraisal.percent >= appraisal.pass_percent and not lacking
    levels = [Grade(**row) for row in appraisal.grades]
    appraisal.grade = grade_of(appraisal.percent, levels) if appraisal.passed else ""
    return changed


def _check_given(marks: list[Mark]) -> None:
    wrong = {f"mark-{mark.pk}": "请评分。" for mark in marks if mark.given is None}
    for mark in marks:
        if mark.given is not None and mark.own is not None and mark.given != mark.own and not mark.given_note.strip():
            wrong[f"note-{mark.pk}"] = "与自评不同的，请写明理由。"
    if wrong:
        raise FactMissing(wrong)


def result_words(appraisal: Appraisal) -> str:
    """88.5%，达标，优秀级"""
    words = [f"得分率 {appraisal.percent}%", "达标" if appraisal.passed else "不达标", appraisal.grade]
    return "，".join(word for word in words if word)


@transaction.atomic
def end_appraisal(appraisal: Appraisal, *, reason: str, version: int | None, actor: User, at: datetime) -> None:
    """It has no result and never will; the subject can be appraised anew."""
    held = _held(appraisal, version, State.OPEN, State.HANDED_IN)
    check_concludes(held, standing_of(actor, office_day(at)))
    held.state = State.ENDED
    _save(held)
    _enter(held, Verb.ENDED, actor, at, note=reason)


@transaction.atomic
def file_with(appraisal: Appraisal, mark: Mark, uploads: list, *, actor: User, at: datetime) -> None:
    """The files show how the item is kept; raises AttachmentRefused for one that is not taken, and takes none then."""
    held = _held(appraisal, None, State.OPEN)
    if not may_mark(held, standing_of(actor, office_day(at))):
        raise StepNotAllowed("由自评单位上传佐证。")
    if not uploads:
        raise FactMissing({"files": "请选择文件。"})
    if mark.evidence.count() + len(uploads) > MOST_FILES:
        raise FactMissing({"files": f"一个项目最多 {MOST_FILES} 个佐证。"})
    for upload in uploads:
        taken = attachments.take(upload)
        AppraisalFile.objects.create(mark=mark, uploaded_by=actor, uploaded_at=at, **asdict(taken))
        _enter(held, Verb.FILED, actor, at, note=f"{mark.text}：{taken.name}")


def _rows() -> QuerySet[Appraisal]:
    return Appraisal.objects.select_related("standard", "unit", "area__parent__parent", "case")


def _held(appraisal: Appraisal, version: int | None, *states: str) -> Appraisal:
    held = locked(_rows(), appraisal, version, noun=NOUN, changed=_last_move)
    _check_state(held, states)
    return held


def check_stands(held: Appraisal, version: int | None) -> None:
    """Raises Refusal where somebody changed it since that version was read, or where it has its result already."""
    check_version(held, version, noun=NOUN, changed=_last_move)
    _check_state(held, (State.OPEN, State.HANDED_IN))


def _check_state(held: Appraisal, states: Collection[str]) -> None:
    if held.state not in states:
        raise Refusal(f"{NOUN}{held.get_state_display()}，不能这样办理。")


def _last_move(appraisal: Appraisal) -> str:
    last = appraisal.history.select_related("by").first()
    return f"{last.by.name}已{last.get_verb_display()}" if last and last.by else ""


def _save(appraisal: Appraisal) -> None:
    appraisal.version += 1
    appraisal.save()


def _enter(appraisal: Appraisal, verb: str, actor: User, at: datetime, *, note: str = "", facts=()) -> None:
    _entry(appraisal, verb, actor, at, note=note, facts=facts).save()


def _entry(appraisal: Appraisal, verb: str, actor: User, at: datetime, *, note: str, facts) -> AppraisalEntry:
    return AppraisalEntry(appraisal=appraisal, at=at, by=actor, verb=verb, note=clipped(note, 500), facts=list(facts))


def tell_results(concluded: list[Appraisal], actor: User, at: datetime) -> None:
    """Each unit is told what became of its own, in one message."""
    _tell(concluded, lambda group: f"评定结果：{group[0].standard.name}，{_results(group)}", "concluded", actor, at)


def _results(group: list[Appraisal]) -> str:
    if len(group) == 1:
        return result_words(group[0])
    passed = sum(1 for each in group if each.passed)
    return f"达标 {passed} 个，不达标 {len(group) - passed} 个"


def _tell(
    appraisals: list[Appraisal], text: Callable[[list[Appraisal]], str], what: str, actor: User, at: datetime
) -> None:
    """Whoever marks for the unit, and its lead, has one message, however many subjects the unit answers for."""
    office = InOffice(office_day(at))
    groups: dict[int, list[Appraisal]] = {}
    for each in appraisals:
        groups.setdefault(each.unit_id, []).append(each)
    said = []
    for unit, group in groups.items():
        people = office.first_of(unit, carrying(MARK)) | office.of(unit, roles=playing(LEAD))
        first = group[0]
        link = reverse("assessment:appraisal", args=[first.pk])
        about = first.name if len(group) == 1 else f"{first.name}等 {len(group)} 个"
        if first.case_id:
            # A message outlives what may be known of a case; its page does not.
            about = f"{len(group)} 件"
        if len(group) > 1:
            link = reverse("assessment:standard", args=[first.standard.code])
        key = f"appraisal:{first.pk}:{what}"
        words = f"{text(group)}（{about}）"
        said += [outbox.Message(who, KIND, words, link, f"{key}:{who}") for who in people - {actor.pk}]
    outbox.post_many(said, at)
