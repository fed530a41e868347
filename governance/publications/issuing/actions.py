"""What can be done with a publication; every move stands in its history."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from governance.cases.access.veil import numbers_in
from governance.cases.files import attachments, storage
from governance.cases.files.views import WORD
from governance.cases.numbers import next_in
from governance.cases.search.bigrams import grams
from governance.duties.returns.actions import count_done
from governance.frame.database.locking import locked, save_version
from governance.frame.days import office_day
from governance.frame.refusals import FactMissing, Refusal, StepNotAllowed
from governance.frame.wording import clipped
from governance.organisation.models import Area, Unit, User
from governance.organisation.pickers import area_path
from governance.organisation.standing import Standing, standing_of

from .. import access
from ..documents.word import pdf_of, word_of
from ..models import Publication, PublicationEntry, PublicationFile, PublicationKind, Receipt
from . import telling
from .checking import wrong_words

State, Verb = Publication.State, PublicationEntry.Verb
MOST_FILES = 20
YEAR, SERIAL = "{年}", "{号}"
LABELS = {
    "title": "标题",
    "body": "正文",
    "unit": "起草单位",
    "area": "涉及地方",
    "planned_on": "计划日期",
    "until": "有效期至",
    "replaces": "代替",
}


@dataclass
class PublicationInput:
    """What a publication is to say."""

    title: str
    unit: Unit
    area: Area
    body: str = ""
    planned_on: date | None = None
    until: date | None = None
    replaces: Publication | None = None
    made_of: dict = field(default_factory=dict)


@transaction.atomic
def draft(kind: PublicationKind, told: PublicationInput, *, actor: User, at: datetime) -> Publication:
    """The draft stands; raises FactMissing for a unit that does not draft this kind, or lies beyond the person's
    reach."""
    access.check_drafts(kind, told.unit, told.area, standing_of(actor, office_day(at)))
    made = Publication(kind=kind, made_of=told.made_of)
    _fill(made, told, actor, at)
    made.save()
    _enter(made, Verb.DRAFTED, actor, at)
    return made


@transaction.atomic
def change(publication: Publication, told: PublicationInput, *, version: int | None, actor: User, at: datetime) -> bool:
    """The draft says what was told; false, and no trace, if it said so before."""
    held = _written(publication, version, actor, at, State.DRAFT)
    access.check_drafts(held.kind, told.unit, told.area, standing_of(actor, office_day(at)))
    before = _as_told(held)
    _fill(held, told, actor, at)
    after = _as_told(held)
    changed = [[LABELS[name], _short(was), _short(after[name])] for name, was in before.items() if was != after[name]]
    if not changed:
        return False
    held.version += 1
    held.save()
    _enter(held, Verb.CHANGED, actor, at, facts=changed)
    return True


def _fill(publication: Publication, told: PublicationInput, actor: User, at: datetime) -> None:
    if numbers_in([told.title]):
        # It stands in lists and messages that go to everybody.
        raise FactMissing({"title": "标题里不写事项编号，写在正文里。"})
    _check_replaced(publication, told.replaces, standing_of(actor, office_day(at)))
    for name in LABELS:
        setattr(publication, name, getattr(told, name))
    publication.grams = grams(told.title, told.body)


def _check_replaced(publication: Publication, former: Publication | None, standing: Standing) -> None:
    if former is None:
        return
    if not access.replaceable(publication.kind, standing).filter(pk=former.pk).exists():
        raise FactMissing({"replaces": "只能代替本单位或者所辖单位同一种类、还在发布的一期。"})
    others = Publication.objects.filter(replaces=former).exclude(pk=publication.pk)
    if others.exists():
        raise FactMissing({"replaces": "这一期已经有另一件草稿要代替它。"})


def _as_told(publication: Publication) -> dict[str, str]:
    told = {name: getattr(publication, name) for name in LABELS}
    told |= {"unit": publication.unit.short_name, "area": area_path(publication.area)}
    return {name: "" if value is None else str(value) for name, value in told.items()}


def _short(text: str) -> str:
    return f"{clipped(text, 60)}（{len(text)} 字）" if len(text) > 60 else text


@transaction.atomic
def file_with(publication: Publication, uploads: list, *, actor: User, at: datetime) -> None:
    """The files go with the draft; raises AttachmentRefused for one that is not taken, and takes none then."""
    held = _written(publication, None, actor, at, State.DRAFT)
    if held.files.filter(is_removed=False).count() + len(uploads) > MOST_FILES:
        raise FactMissing({"files": f"最多 {MOST_FILES} 个附件。"})
    for upload in uploads:
        taken = attachments.take(upload)
        PublicationFile.objects.create(publication=held, uploaded_by=actor, uploaded_at=at, **asdict(taken))
        _enter(held, Verb.FILED, actor, at, taken.name)


@transaction.atomic
def take_off(file: PublicationFile, *, actor: User, at: datetime) -> None:
    """The file goes with the draft no longer."""
    held = _written(file.publication, None, actor, at, State.DRAFT)
    file.is_removed = True
    file.save(update_fields=["is_removed"])
    _enter(held, Verb.UNFILED, actor, at, file.name)


@transaction.atomic
def submit(publication: Publication, *, version: int | None, actor: User, at: datetime) -> None:
    """The draft waits for approval; raises FactMissing for words that everybody must not read, and for an empty one."""
    held = _written(publication, version, actor, at, State.DRAFT)
    _check_ready(held, office_day(at))
    _move(held, State.SUBMITTED, Verb.SUBMITTED, actor, at)
    telling.approvers(held, actor, at)


def _check_ready(publication: Publication, today: date) -> None:
    wrong = wrong_words(publication)
    if not publication.body.strip() and not publication.files.filter(is_removed=False).exists():
        wrong["body"] = "请写正文或者上传附件。"
    if publication.kind.asks_until and publication.until is None:
        wrong["until"] = "请写有效期至哪一天。"
    if publication.until is not None and publication.until < today:
        wrong["until"] = "有效期已过。"
    if wrong:
        raise FactMissing(wrong)


@transaction.atomic
def give_back(publication: Publication, *, reason: str, version: int | None, actor: User, at: datetime) -> None:
    """It is a draft again: for whoever approves it to say why, before and after the approval."""
    held = _held(publication, version, State.SUBMITTED, State.APPROVED)
    if not access.may_approve(held, standing_of(actor, office_day(at))):
        raise StepNotAllowed("由审批人退回。")
    _move(held, State.DRAFT, Verb.GIVEN_BACK, actor, at, reason)
    telling.writers(held, f"已退回修改：{held.title}", "back", actor, at)


@transaction.atomic
def approve(publication: Publication, *, version: int | None, actor: User, at: datetime) -> None:
    """It can go out; raises StepNotAllowed for whoever wrote at it."""
    held = _held(publication, version, State.SUBMITTED)
    access.check_approves(held, standing_of(actor, office_day(at)))
    _move(held, State.APPROVED, Verb.APPROVED, actor, at)
    telling.writers(held, f"已批准，可以{held.kind.issue_word}：{held.title}", "approved", actor, at)


@transaction.atomic
def issue(publication: Publication, *, version: int | None, actor: User, at: datetime) -> None:
    """It has its number and its day, whoever has to read it is told, and the one that it replaces is out of force.

    The routine task of the kind is done by it.
    """
    held = _written(publication, version, actor, at, State.APPROVED)
    today = office_day(at)
    _check_ready(held, today)
    held.number = number_of(held.kind, today)
    held.issued_on, held.issued_at = today, at
    held.state = State.ISSUED
    save_version(held, "number", "issued_on", "issued_at", "state")
    _enter(held, Verb.ISSUED, actor, at, held.number)
    _attach(held, actor, at)
    _replace(held, actor, at)
    telling.readers(held, _receipts(held), at)
    if held.kind.plan_code:
        count_done(held.kind.plan_code, held.unit, today, f"{held.title} {held.number}", actor=actor, at=at)


def _attach(publication: Publication, actor: User, at: datetime) -> None:
    """What was issued goes along as it is printed; inside the house as Word too."""
    if not publication.body.strip():
        return
    word = word_of(publication)
    made = [("pdf", "application/pdf", pdf_of(word))]
    made += [] if publication.kind.is_public else [("docx", WORD, word)]
    for extension, content_type, content in made:
        name = attachments.named_by(publication.title, extension)
        PublicationFile.objects.create(
            publication=publication,
            name=name,
            content_type=content_type,
            uploaded_by=actor,
            uploaded_at=at,
            **asdict(storage.keep([content])),
        )


def number_of(kind: PublicationKind, on: date) -> str:
    """The next number of the kind, of the year where the year stands in it."""
    year = str(on.year) if YEAR in kind.numbering else ""
    serial = next_in(f"publication:{kind.pk}:{year}")
    return kind.numbering.replace(YEAR, year).replace(SERIAL, str(serial))


def _replace(publication: Publication, actor: User, at: datetime) -> None:
    if publication.replaces is None:
        return
    former = locked(Publication.objects.all(), publication.replaces, None, noun="原来一期")
    if former.state != State.ISSUED:
        raise FactMissing({"replaces": "要代替的一期已经不在发布。"})
    if not access.may_write(former, standing_of(actor, office_day(at))):
        raise FactMissing({"replaces": "要代替的一期是别的单位发布的。"})
    _move(former, State.REPLACED, Verb.REPLACED, actor, at, publication.number)


def reading_units(publication: Publication) -> QuerySet[Unit]:
    """The units that are told of it once it is issued, and have to confirm that they read it."""
    units = Unit.objects.filter(is_active=True, kind__in=publication.kind.reads_by or ())
    return units.filter(area__code__startswith=publication.area_id).exclude(pk=publication.unit_id)


def _receipts(publication: Publication) -> list[Receipt]:
    return Receipt.objects.bulk_create(
        Receipt(publication=publication, unit=unit) for unit in reading_units(publication)
    )


@transaction.atomic
def withdraw(publication: Publication, *, reason: str, version: int | None, actor: User, at: datetime) -> None:
    """Nobody outside reads it any more; it stays here with the reason."""
    held = _written(publication, version, actor, at, State.ISSUED, State.REPLACED)
    _move(held, State.WITHDRAWN, Verb.WITHDRAWN, actor, at, reason)


@transaction.atomic
def drop(publication: Publication, *, reason: str, version: int | None, actor: User, at: datetime) -> None:
    """What was not issued comes to nothing."""
    held = _written(publication, version, actor, at, *Publication.IN_HAND)
    held.replaces = None
    held.save(update_fields=["replaces"])
    _move(held, State.DROPPED, Verb.DROPPED, actor, at, reason)


@transaction.atomic
def confirm(publication: Publication, *, actor: User, at: datetime) -> int:
    """The person's units have read it; says how many had not confirmed that before."""
    units = standing_of(actor, office_day(at)).units
    if publication.state != State.ISSUED:
        raise Refusal("这一期已经不在发布，不用确认。")
    return publication.receipts.filter(unit__in=units, read_at=None).update(read_by=actor, read_at=at)


def _held(publication: Publication, version: int | None, *states: str) -> Publication:
    rows = Publication.objects.select_related(*access.ALONG, "replaces")
    held = locked(rows, publication, version, noun="这件公开发布", changed=_last)
    if held.state not in states:
        raise Refusal(f"现在是“{held.state_words}”，不能这样办。")
    return held


def _written(publication: Publication, version: int | None, actor: User, at: datetime, *states: str) -> Publication:
    held = _held(publication, version, *states)
    if not access.may_write(held, standing_of(actor, office_day(at))):
        raise StepNotAllowed("由起草单位办理。")
    return held


def _last(publication: Publication) -> str:
    last = publication.history.select_related("by").first()
    return f"{last.who}已{last.get_verb_display()}" if last else ""


def _move(publication: Publication, state: str, verb: str, actor: User | None, at: datetime, note: str = "") -> None:
    publication.state = state
    save_version(publication, "state")
    _enter(publication, verb, actor, at, note)


def _enter(
    publication: Publication, verb: str, actor: User | None, at: datetime, note: str = "", facts: Iterable = ()
) -> None:
    PublicationEntry.objects.create(
        publication=publication, at=at, by=actor, verb=verb, note=clipped(note, 500), facts=list(facts)
    )
