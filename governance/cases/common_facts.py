"""The facts that most steps ask for, each under one name; a step says what it calls them."""

from dataclasses import replace
from datetime import date
from typing import Any

from governance.frame.identity import LONGEST_DOCUMENT, LONGEST_PHONE
from governance.frame.rows import choices_of

from .workflow import QUESTIONS, Fact, FirstDay, Step

CHOICES = choices_of("governance.cases")

# How people put a matter forward; what a patrol finds comes by another way.
CHANNELS = CHOICES["channels"]
# By which of its own ways a county takes matters in, beside the channel that the law knows: the eight of the papers.
CAME_BY = "came_by"
WAYS_IN = CHOICES["ways_in"]
# The one by which a matter came.
CAME_BY_NOW = "came_by_now"
# That it came by none.
CAME_BY_NONE = "came_by_none"

# Who helps people in hardship.
AGENCIES = CHOICES["agencies"]

# All but the first end it.
HELP_RESULTS = CHOICES["help_results"]

# What identifies a person, which no history names.
IDENTITY = (
    Fact("phone", "电话", required=False, limit=LONGEST_PHONE, untold=True),
    Fact("id_number", "证件号", required=False, limit=LONGEST_DOCUMENT, untold=True),
    Fact("address", "住址", required=False, limit=120, untold=True),
)


# For a step that follows from what somebody wrote elsewhere and was asked about there.
ASKED = {question.name: True for question in QUESTIONS}


def before(step: Step, name: str, *facts: Fact) -> tuple[Fact, ...]:
    """What the step asks, with these facts before the one of that name."""
    asked = [fact for fact in step.facts if fact not in QUESTIONS]
    at = [fact.name for fact in asked].index(name)
    return (*asked[:at], *facts, *asked[at:])


def reason(label: str = "理由", *, help: str = "") -> Fact:
    """Why, in as many words as it takes."""
    return Fact("reason", label, "long", help=help)


def note(label: str = "说明", *, required: bool = True, help: str = "") -> Fact:
    """What there is to say."""
    return Fact("note", label, "long", required=required, help=help)


def at_once(case: Any, on: date) -> date:
    """What the box of a day begins with that is nearly always written down at once."""
    return on


# The case came to stand where it stands.
STOOD_SINCE = FirstDay(lambda case: case.stands_since, "前一步骤的日期")


# It was registered as having come in.
OPENED = FirstDay(lambda case: case.received_on, "登记日期")


def day_of(moment: str) -> str:
    """What the day of a moment is called: 发现日期 of 发现时间."""
    return f"{moment.removesuffix('时间')}日期"


def done_at(name: str, label: str, **held: Any) -> Fact:
    """The moment of what somebody does and sends in one go: that of sending it, and not of opening the form, unless
    another is told; ``held`` says what that is held to. What takes an hour, and is written up when it is over, asks for
    its moment."""
    help = "不填为现在；过后补记的，填实际时间。"
    return Fact(name, label, "moment", required=False, past_only=True, or_put_forward=True, help=help, **held)


def done_on(label: str, *, name: str = "done_on") -> Fact:
    """The day of what the step writes down, where it was written down later."""
    help = "不填为今天；过后补记的，填实际日期。"
    fact = Fact(name, label, "date", required=False, past_only=True, not_before=STOOD_SINCE, help=help)
    return replace(fact, or_put_forward=True)


def withdrawn_on() -> Fact:
    """The day on which whoever brought the case took it back: what was owed until then is owed no more."""
    fact = done_on("收到撤回申请日期", name="withdrawn_on")
    return replace(fact, not_before=OPENED, help="不填为今天；以前收到的，填实际日期。")


def files(label: str = "附件", *, required: bool = False, help: str = "") -> Fact:
    """Files that go into the record."""
    return Fact("files", label, "files", required=required, help=help)
