"""The academy of the demo county: courses of the justice bureau with their tests, and who has passed one."""

from datetime import datetime

from django.db import transaction

from governance.frame.rows import rows_of
from governance.organisation.models import Unit, User
from governance.registers.entries.actions import open_many
from governance.registers.entries.told import EntryInput
from governance.registers.models import Register

from ..academy import actions as academy
from ..academy.forms import marked
from ..models import Question

KEEPER, LEARNER, COMMITTEE = "区司法局", "renxiuying", "凤栖路调委会"
PASSED = "调解协议书制作规范"
FIELDS = {
    "kind": academy.KIND,
    "speaker": academy.SPEAKER,
    "hours": academy.HOURS,
    "wanted": academy.WANTED,
    "material": academy.MATERIAL,
}
NUMBERS = ("hours", "wanted")


@transaction.atomic
def load(now: datetime) -> int:
    """The courses stand in their register with their tests; says how many, none at a second run."""
    register = Register.objects.filter(code=academy.COURSES, is_active=True).first()
    if register is None or academy.courses().exists():
        return 0
    unit = Unit.objects.select_related("area").get(short_name=KEEPER)
    rows = rows_of("mediation", "demo_courses")
    heads = [row for row in rows if row["kind"]]
    told = [EntryInput(row["course"], unit, unit.area, facts=_facts(register, row)) for row in heads]
    open_many(register, told, actor=None, at=now, job_id=None)
    by_name = {entry.name: entry for entry in academy.courses()}
    asked = [_question(by_name[row["course"]], row) for row in rows if row["question"]]
    Question.objects.bulk_create(asked)
    _pass(by_name[PASSED], now)
    return len(heads)


def _facts(register, row: dict) -> dict:
    """What the row says of a course; whatever else is asked takes its first."""
    said = {name: int(row[key]) if key in NUMBERS else row[key] for key, name in FIELDS.items()}
    facts = {}
    for each in register.asked:
        if each.choices:
            codes = {label: code for code, label in each.choices}
            code = codes.get(said.get(each.name), each.choices[0][0])
            facts[each.name] = [code] if each.kind == "several" else code
        elif each.name in said:
            facts[each.name] = said[each.name]
    return facts


def _question(entry, row: dict) -> Question:
    offered, right = marked(row["offered"].split("|"))
    return Question(course=entry, text=row["question"], offered=offered, right=right)


def _pass(entry, now: datetime) -> None:
    """A mediator of the demo has answered everything right."""
    learner = User.objects.get(username=LEARNER)
    given = {question.pk: question.right for question in academy.questions_of(entry)}
    unit = Unit.objects.get(short_name=COMMITTEE)
    academy.sit(entry, given, unit_id=unit.pk, actor=learner, at=now)
