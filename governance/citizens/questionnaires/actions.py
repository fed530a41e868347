"""A questionnaire is written, released by somebody else, and answered; of an answer only counts are kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from secrets import choice

from django.db import transaction
from django.db.models import F, Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext

from governance.frame.database.locking import locked, save_version
from governance.frame.days import office_day
from governance.frame.refusals import FactMissing, Refusal, StepNotAllowed
from governance.organisation.models import AccessRecord, Area, User
from governance.organisation.records import record
from governance.registers.kinds.refused import asked_in

from .. import codes
from ..models import Questionnaire, QuestionnaireCode, QuestionnaireCount
from .scales import Question

MOST_QUESTIONS = 20
MOST_CODES = 5000
HEAD = ("title", "about", "first", "last", "level", "by_code")
SETTING = AccessRecord.Verb.SETTING
State = Questionnaire.State


@dataclass
class QuestionnaireInput:
    """What a questionnaire says and asks; each question as its text and the code of its scale."""

    title: str
    about: str
    first: date
    last: date
    level: str
    questions: list[tuple[str, str]]
    by_code: bool = False


@transaction.atomic
def write(form: str, told: QuestionnaireInput, *, actor: User, at: datetime, ip=None) -> Questionnaire:
    """The draft stands."""
    made = Questionnaire(form=form, version=0)
    _fill(made, told, actor, at)
    record(SETTING, actor=actor, at=at, subject=f"问卷 {made}", reason="起草", ip=ip)
    return made


@transaction.atomic
def change(
    questionnaire: Questionnaire, told: QuestionnaireInput, *, version: int | None, actor: User, at: datetime, ip=None
) -> Questionnaire:
    """The draft says what was told."""
    held = _draft(questionnaire, version)
    _fill(held, told, actor, at)
    record(SETTING, actor=actor, at=at, subject=f"问卷 {held}", reason="修改", ip=ip)
    return held


def _fill(held: Questionnaire, told: QuestionnaireInput, actor: User, at: datetime) -> None:
    wrong = {}
    if told.last < told.first:
        wrong["last"] = "截止日期不能早于开始日期。"
    elif told.last < office_day(at):
        wrong["last"] = "截止日期已过。"
    if not told.questions:
        wrong["questions"] = "请写题目。"
    if len(told.questions) > MOST_QUESTIONS:
        wrong["questions"] = f"一份问卷最多 {MOST_QUESTIONS} 题。"
    texts = [text for text, _ in told.questions]
    for place, text in enumerate(texts):
        if refused := asked_in([text]):
            wrong[f"questions-{place}-text"] = f"不得问“{refused[0]}”（{refused[1]}）。"
        elif text in texts[:place]:
            wrong[f"questions-{place}-text"] = "与上面的题目相同。"
    if wrong:
        raise FactMissing(wrong)
    for name in HEAD:
        setattr(held, name, getattr(told, name))
    held.questions = [
        Question(f"q{place}", text, scale).as_dict() for place, (text, scale) in enumerate(told.questions, 1)
    ]
    held.written_by = actor
    held.version += 1
    held.save()


@transaction.atomic
def release(questionnaire: Questionnaire, *, version: int | None, actor: User, at: datetime, ip=None) -> None:
    """Everybody who has its address, or a slip, can answer on its days; raises StepNotAllowed for who wrote it."""
    held = _draft(questionnaire, version)
    if held.written_by_id == actor.pk:
        raise StepNotAllowed("起草、修改过的人不能发布，请由其他人核对后发布。")
    if held.last < office_day(at):
        raise Refusal("截止日期已过，请先修改。")
    held.state, held.opened_by, held.opened_at = State.OPEN, actor, at
    save_version(held, "state", "opened_by", "opened_at")
    record(SETTING, actor=actor, at=at, subject=f"问卷 {held}", reason="发布", ip=ip)


@transaction.atomic
def drop(questionnaire: Questionnaire, *, version: int | None, actor: User, at: datetime, ip=None) -> None:
    """The draft is given up."""
    held = _draft(questionnaire, version)
    record(SETTING, actor=actor, at=at, subject=f"问卷 {held}", reason="删去草案", ip=ip)
    held.delete()


def _draft(questionnaire: Questionnaire, version: int | None) -> Questionnaire:
    held = locked(Questionnaire.objects.all(), questionnaire, version, noun="这份问卷")
    if not held.is_draft:
        raise Refusal("问卷已经发布，不能再改。")
    return held


@transaction.atomic
def print_codes(questionnaire: Questionnaire, number: int, *, actor: User, at: datetime, ip=None) -> list[str]:
    """So many new codes, said only now; who is handed which slip stands nowhere."""
    held = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    if not held.by_code:
        raise Refusal("这份问卷不凭码填写。")
    if held.is_draft or held.is_over(office_day(at)):
        raise Refusal("发布以后、截止以前才能制码。")
    if held.codes.count() + number > MOST_CODES:
        raise FactMissing({"number": f"一份问卷最多 {MOST_CODES} 个码，已制 {held.codes.count()} 个。"})
    made = {"".join(choice(codes.LETTERS) for _ in range(codes.LENGTH)) for _ in range(number)}
    QuestionnaireCode.objects.bulk_create(
        QuestionnaireCode(questionnaire=held, code_hash=_hash(held, code)) for code in sorted(made)
    )
    record(SETTING, actor=actor, at=at, subject=f"问卷 {held}", reason=f"制码 {len(made)} 个", ip=ip)
    return [codes.spaced(code) for code in sorted(made)]


@transaction.atomic
def take(questionnaire: Questionnaire, area: Area, ticked: Mapping[str, int], code: str, *, at: datetime) -> None:
    """The sheet is counted, and nothing else is left of it; raises Refusal outside its days and FactMissing for a code
    that is not one of it or was used."""
    if not questionnaire.takes_answers(office_day(at)):
        raise Refusal(gettext("问卷不在填写的日期内，没有记入。"))
    if questionnaire.by_code:
        _use(questionnaire, code)
    # One sheet of an area after another, so that two never wait for each other.
    sheets = {"questionnaire": questionnaire, "area": area, "question": "", "option": 0}
    QuestionnaireCount.objects.bulk_create([QuestionnaireCount(**sheets)], ignore_conflicts=True)
    QuestionnaireCount.objects.filter(**sheets).update(count=F("count") + 1)
    told = [sheets | {"question": name, "option": option} for name, option in ticked.items()]
    QuestionnaireCount.objects.bulk_create([QuestionnaireCount(**row) for row in told], ignore_conflicts=True)
    which = Q()
    for name, option in ticked.items():
        which |= Q(question=name, option=option)
    QuestionnaireCount.objects.filter(which, questionnaire=questionnaire, area=area).update(count=F("count") + 1)


def _use(questionnaire: Questionnaire, code: str) -> None:
    free = QuestionnaireCode.objects.filter(questionnaire=questionnaire, is_used=False)
    if not free.filter(code_hash=_hash(questionnaire, codes.plain(code))).update(is_used=True):
        raise FactMissing({"code": gettext("没有这个问卷码，或者已经用过；一张码填一份。")})


def _hash(questionnaire: Questionnaire, code: str) -> str:
    return salted_hmac("citizens.questionnaire", f"{questionnaire.pk}:{code}", algorithm="sha256").hexdigest()
