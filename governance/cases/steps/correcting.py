"""What was registered wrongly is put right: people, form, numbers and the days from which clocks are counted."""

from collections.abc import Collection
from copy import copy
from datetime import date, datetime
from itertools import pairwise

from django.db.models.base import ModelState

from governance.frame.days import office_day, office_moment, office_time
from governance.frame.identity import wrong_numbers
from governance.frame.refusals import FactMissing

from .. import deadlines, registry
from ..choices.lists import among
from ..common_facts import CAME_BY, CAME_BY_NONE, CAME_BY_NOW, day_of
from ..history import Act
from ..instruction_steps import INSTRUCTION
from ..models import Clock, HelpReferral, Participant
from ..search.bigrams import make_findable

PERSONAL = {"person_name": "name", "phone": "phone", "id_number": "id_number", "address": "address"}
LABELS = {"person_name": "姓名", "phone": "电话", "id_number": "证件号", "address": "住址"}
# The facts that are days, in the order in which they happen, with the column from which clocks are counted.
DAYS = {"received_on": "opened_at", "accepted_on": "accepted_on", "served_on": "served_on"}
# What its facts pick from in every kind of case.
CHOOSERS = {
    "people": lambda case, on: Participant.objects.filter(case_id=case.pk),
    "open_instructions": lambda case, on: Clock.objects.filter(
        case_id=case.pk, term_code=INSTRUCTION, ended_at=None
    ).select_related("term"),
    "open_help": lambda case, on: HelpReferral.objects.filter(case_id=case.pk, ended_on=None),
    CAME_BY: lambda case, on: among(CAME_BY, case.came_by),
    CAME_BY_NOW: lambda case, on: among(CAME_BY).filter(code=case.came_by),
}
# By which step each is written down: none is later than that.
WRITTEN_BY = {"accepted_on": "accept", "served_on": "serve"}
DAY_LABELS = {"received_on": "收到日期", "accepted_on": "受理日期", "served_on": "送达日期"}


def amend(case, *, act: Act, facts: dict) -> list[str]:
    """What was told stands in the case in place of what was wrong; what was left empty is as before."""
    return [*_correct_person(case, facts, act), *_correct_form(case, facts), *_correct_days(case, facts, act)]


def _correct_person(case, facts: dict, act: Act) -> list[str]:
    """The person stands corrected, and the row as it was is kept for who may see names; the history names neither."""
    told = {name: facts[name].strip() for name in PERSONAL if (facts.get(name) or "").strip()}
    person = facts.get("person")
    if not told and person is None:
        return []
    if person is None:
        raise FactMissing({"person": "请选择要更正的人员。"})
    if not told:
        raise FactMissing({"person_name": "请填写这位人员要更正的内容。"})
    wrong = wrong_numbers(told.get("phone", ""), told.get("id_number", ""))
    if wrong:
        raise FactMissing(wrong)
    _keep_earlier(person, act)
    for name, value in told.items():
        setattr(person, PERSONAL[name], value)
    person.save()
    what = "、".join(label for name, label in LABELS.items() if name in told)
    act.told.append(["更正人员", f"{registry.called(case, person)}（第{person.position + 1}人）：{what}"])
    make_findable(case, list(Participant.objects.filter(case_id=case.pk)))
    return ["search_text", "grams"]


def _keep_earlier(person: Participant, act: Act) -> None:
    """The row as it was stands in another of its own, and what is sealed is sealed for that one."""
    earlier = copy(person)
    earlier.phone, earlier.id_number = person.phone, person.id_number
    earlier.pk, earlier.replaced_by_id, earlier.replaced_at = None, person.pk, act.at
    earlier._state = ModelState()
    earlier.save(force_insert=True)


def _correct_form(case, facts: dict) -> list[str]:
    changed = [name for name in ("channel", "people_count") if facts.get(name) not in (None, "")]
    for name in changed:
        setattr(case, name, facts[name])
    way = facts.get(CAME_BY)
    if facts.get(CAME_BY_NONE):
        if way is not None and way.code != case.came_by:
            raise FactMissing({CAME_BY_NONE: "选择了另一个来源渠道的，不用勾选取消。"})
        return _keep_way(case, "", changed)
    return changed if way is None else _keep_way(case, way.code, changed)


def _keep_way(case, code: str, changed: list[str]) -> list[str]:
    case.came_by = code
    return [*changed, CAME_BY]


def _correct_days(case, facts: dict, act: Act) -> list[str]:
    wanted: dict[str, date] = {name: facts[name] for name in DAYS if facts.get(name) is not None}
    found = {name: getattr(case, name, None) for name in DAYS}
    known: dict[str, date] = {name: day for name, day in found.items() if day is not None}
    changed = {name: day for name, day in wanted.items() if day != known[name]}
    _check_order(case, known | changed, changed)
    for name, day in changed.items():
        _redate(case, name, known[name], day, act)
    return [DAYS[name] for name in changed]


def _check_order(case, days: dict[str, date], changed: Collection[str]) -> None:
    """Nothing was answered before it came, nor came after it was registered."""
    if "received_on" in changed:
        registered = office_day(case.events.earliest("seq").at)
        if days["received_on"] > registered:
            raise FactMissing({"received_on": f"{_called(case, 'received_on')}不能晚于登记之日 {registered}。"})
    for name in WRITTEN_BY.keys() & set(changed):
        event = case.events.filter(step=WRITTEN_BY[name]).order_by("-seq").first()
        if event is not None and days[name] > office_day(event.at):
            told = f"{_called(case, name)}不能晚于办理“{event.label}”之日 {office_day(event.at)}。"
            raise FactMissing({name: told})
    for (earlier, first), (later, second) in pairwise(days.items()):
        if second < first:
            name = later if later in changed else earlier
            raise FactMissing({name: f"{_called(case, later)}不能早于{_called(case, earlier)} {first}。"})


def _called(case, name: str) -> str:
    """What a case of this kind calls that day."""
    came = registry.kind_of(case).called("opened_at", "")
    return day_of(came) if came and name == "received_on" else DAY_LABELS[name]


def _first_told(case, name: str, now: date) -> date:
    """The day that was written down first, before any correction."""
    for told in case.events.order_by("seq").values_list("facts__told", flat=True):
        for label, *words in told or ():
            if label in (f"原{_called(case, name)}", f"原{DAY_LABELS[name]}"):
                return date.fromisoformat(words[0])
    return now


def _redate(case, name: str, before: date, day: date, act: Act) -> None:
    """The column and every clock that is counted from it follow; the history says from which day to which."""
    column = DAYS[name]
    since: date | datetime = day
    if column == "opened_at":
        since = office_moment(day, office_time(case.opened_at).time())
    workflow = registry.workflow_of(case)
    starts = (*workflow.opening_clocks, *(start for step in workflow.steps for start in step.starts))
    codes = {start.term for start in starts if start.since == column}
    forgives = day <= _first_told(case, name, before)
    act.told.append([f"原{_called(case, name)}", f"{before}"])
    setattr(case, column, since)
    for clock, due in deadlines.redate(case, codes, former=before, since=since, at=act.at, forgives=forgives):
        late = "（更正前已超期）" if due is not None and due < act.day and not clock.is_window else ""
        act.told.append([clock.name, f"原到期日 {due or '停表中'}{late}，现到期日 {clock.due_said() or '停表中'}"])
