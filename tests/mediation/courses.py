"""A course of the academy with the questions of its test."""

from datetime import datetime

from governance.registers.entries.actions import open_many
from governance.registers.entries.told import EntryInput
from governance.registers.fields import Field
from governance.registers.models import Entry, Register
from mediation.academy import actions as academy
from mediation.models import Question

FIELDS = (
    Field(academy.KIND, "类型", "choice", choices=(("c1", "文书制作"),)),
    Field(academy.HOURS, "学时", "number"),
    Field(academy.WANTED, "及格分", "number"),
    Field(academy.MATERIAL, "学习地址或者资料", "long"),
)
FACTS = {academy.KIND: "c1", academy.HOURS: 2, academy.WANTED: 60, academy.MATERIAL: "培训室"}


def course(cast, at: datetime, name: str = "调解协议书") -> Entry:
    """Two hours, sixty of a hundred wanted, three questions, the last with two right answers."""
    register, _ = Register.objects.get_or_create(
        code=academy.COURSES,
        defaults={"name": "大调解网络学院课程", "group": "协作", "sight": Register.Sight.ALL, "keepers": ["justice"]}
        | {"fields": [field.as_dict() for field in FIELDS]},
    )
    told = EntryInput(name, cast.justice, cast.justice.area, facts=FACTS)
    open_many(register, [told], actor=None, at=at, job_id=None)
    entry = Entry.objects.get(register=register, name=name)
    for text, right in (("几名？", [1]), ("收费？", [0]), ("写什么？", [0, 2])):
        Question.objects.create(course=entry, text=text, offered=["甲", "乙", "丙"], right=right)
    return entry


def answered(entry: Entry) -> dict[int, list[int]]:
    """Everything right."""
    return {question.pk: question.right for question in academy.questions_of(entry)}
