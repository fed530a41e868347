"""The academy: courses as the register keeps them, the questions of their tests, and who sits one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet

from governance.cases.numbers import next_in
from governance.frame.database.locking import holding
from governance.frame.days import office_day
from governance.frame.refusals import Refusal, StepNotAllowed
from governance.organisation.models import AccessRecord, User
from governance.organisation.records import record
from governance.organisation.standing import standing_of
from governance.registers.access import may_change
from governance.registers.models import Entry

from ..models import Mediator, Question, Sitting, Training
from ..organisations.actions import enter_training

# The delivered register and its fields, which keep their names whatever the county calls them.
COURSES = "courses"
KIND, SPEAKER, HOURS, MATERIAL, WANTED = "f1", "f2", "f3", "f5", "f7"
# The mark that is wanted where the course names none, of a hundred.
USUAL = 60
TOP = 100
# So many hours the record of trainings holds of one.
MOST_HOURS = 999


@dataclass(frozen=True)
class Course:
    """A row of the register of courses, as the academy reads it."""

    entry: Entry
    kind: str
    speaker: str
    hours: int
    wanted: int
    material: str


def courses() -> QuerySet[Entry]:
    """The courses in force, the newest first."""
    found = Entry.objects.filter(ended_on=None, register__code=COURSES, register__is_active=True)
    return found.select_related("unit", "register")


def read(entry: Entry) -> Course:
    """What the row says of the course."""
    fields = {each.name: each for each in entry.register.asked}
    words = {name: each.words(entry.facts.get(name)) for name, each in fields.items()}
    # What the county asks in words in such a field is no number of hours or marks.
    numbers = {name: entry.facts.get(name) for name, each in fields.items() if each.kind == "number"}
    wanted = numbers.get(WANTED)
    return Course(
        entry=entry,
        kind=words.get(KIND, ""),
        speaker=words.get(SPEAKER, ""),
        hours=numbers.get(HOURS) or 0,
        wanted=USUAL if wanted is None else min(wanted, TOP),
        material=words.get(MATERIAL, ""),
    )


def questions_of(entry: Entry) -> list[Question]:
    """What is asked about the course now, in the order in which it was laid down."""
    return list(Question.objects.filter(course=entry, is_active=True))


def asked_in(entries: list[Entry]) -> dict[int, int]:
    """How many questions the test of each course has."""
    rows = Question.objects.filter(course__in=entries, is_active=True).values("course")
    return {row["course"]: row["n"] for row in rows.annotate(n=Count("pk")).order_by()}


@transaction.atomic
def ask(
    entry: Entry, *, text: str, offered: list[str], right: list[int], actor: User, at: datetime, ip=None
) -> Question:
    """The question belongs to the test of the course from now on."""
    _check_keeps(entry, actor, at)
    made = Question.objects.create(course=entry, text=text, offered=offered, right=right)
    _record(entry, f"登记测试题目：{text}", actor=actor, at=at, ip=ip)
    return made


@transaction.atomic
def drop(question: Question, *, reason: str, actor: User, at: datetime, ip=None) -> None:
    """The question is asked no more; answered tests keep it."""
    _check_keeps(question.course, actor, at)
    question.is_active = False
    question.save(update_fields=["is_active"])
    _record(question.course, f"停用测试题目：{question.text}（{reason}）", actor=actor, at=at, ip=ip)


@transaction.atomic
def sit(entry: Entry, given: dict[int, list[int]], *, unit_id: int, actor: User, at: datetime, ip=None) -> Sitting:
    """The test is answered and marked. With the marks that are wanted there is a certificate, and the hours stand in
    the record of the mediator who sat it."""
    # Held, so that two windows of one person make no two certificates.
    entry = holding(courses()).get(pk=entry.pk)
    if passed(entry, actor) is not None:
        raise Refusal("这门课您已经合格，不用再测试。")
    asked = questions_of(entry)
    if {question.pk for question in asked} != set(given):
        raise Refusal("题目刚刚改过，请重新作答。")
    course = read(entry)
    if course.hours > MOST_HOURS:
        raise Refusal(f"这门课登记了 {course.hours} 学时，最多记 {MOST_HOURS}；请登记这门课的单位更正以后再测试。")
    marks = TOP * sum(sorted(given[each.pk]) == sorted(each.right) for each in asked) // len(asked)
    has_passed = marks >= course.wanted
    sitting = Sitting.objects.create(
        course=entry,
        user=actor,
        unit_id=unit_id,
        at=at,
        answers=[_answered(each, given[each.pk]) for each in asked],
        marks=marks,
        wanted=course.wanted,
        hours=course.hours,
        number=_number(at) if has_passed else None,
    )
    if has_passed and course.hours:
        _enter_hours(sitting, ip)
    return sitting


def passed(entry: Entry, user: User) -> Sitting | None:
    """The test of the course that the person passed."""
    return Sitting.objects.filter(course=entry, user=user, number__isnull=False).first()


def certificates_of(user: User) -> QuerySet[Sitting]:
    """What the person has passed, the last first, of courses that are over as well."""
    return Sitting.objects.filter(user=user, number__isnull=False).select_related("course").order_by("-at")


def best_of(user: User, entries: list[Entry]) -> dict[int, Sitting]:
    """The person's best result of each course."""
    found = {}
    for sitting in Sitting.objects.filter(user=user, course__in=entries).order_by("marks", "at"):
        found[sitting.course_id] = sitting
    return found


def passed_by_unit(entry: Entry) -> list[dict]:
    """How many people of each unit passed the course, nobody by name; who did not is said of no unit, which may have
    sent but one."""
    rows = Sitting.objects.filter(course=entry, number__isnull=False).values("unit__short_name")
    found: Any = rows.annotate(passed=Count("user", distinct=True)).order_by("unit__position", "unit__short_name")
    return list(found)


def _check_keeps(entry: Entry, actor: User, at: datetime) -> None:
    if not may_change(entry, standing_of(actor, office_day(at))):
        raise StepNotAllowed("测试题目由登记这门课的单位设置。")


def _answered(question: Question, given: list[int]) -> dict:
    return {"text": question.text, "offered": question.offered, "right": question.right, "given": sorted(given)}


def _number(at: datetime) -> str:
    year = office_day(at).year
    return f"网学〔{year}〕{next_in(f'academy:{year}')}号"


def _enter_hours(sitting: Sitting, ip) -> None:
    """The hours of a course that was passed stand in the training record of the mediator behind the login."""
    on = office_day(sitting.at)
    serving = Mediator.objects.in_term(on).filter(user=sitting.user, is_active=True, appointed_on__lte=on)
    told: dict[str, Any] = {
        "subject": sitting.course.name[:80],
        "organiser": sitting.course.unit.short_name,
        "hours": sitting.hours,
    }
    for mediator in serving.select_related("unit"):
        enter_training([mediator], on=on, kind=Training.Kind.ONLINE, **told, actor=sitting.user, at=sitting.at, ip=ip)


def _record(entry: Entry, reason: str, *, actor: User, at: datetime, ip) -> None:
    record(AccessRecord.Verb.SETTING, actor=actor, at=at, subject=f"网络学院课程 {entry.name}", reason=reason, ip=ip)
