"""What other rooms keep of a unit stands beside its marks by hand, of that unit and of those days alone."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from governance.duties.models import DutyTask, Return
from governance.registers import reference as registers
from governance.registers.models import Entry, Register
from tests.assessment.scored import AFTER, opened, scheme_of, typed
from tests.builders import CHINA
from tests.duties.making import plan

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def spring_is_over(time_machine):
    time_machine.move_to(AFTER, tick=False)


def page_of(cast, login, ground: str, **more) -> str:
    """The page on which the one item of a period is marked by hand."""
    by_hand = typed(weight=100, text="年初责任书的履行", way="hand", source=ground, target=Decimal(0))
    period = opened(cast, scheme_of(cast, by_hand, **more))
    return login(cast.county).get(reverse("assessment:marks", args=[period.pk, "i1"])).content.decode()


def test_whoever_marks_has_what_other_rooms_keep_beside_each_unit(cast, login):
    kept = plan("letter.yearly", "yearly")
    at = datetime(2026, 1, 9, 10, 0, tzinfo=CHINA)
    for unit, state in ((cast.weiqu, "returned"), (cast.guodu, "missing")):
        told = {"first": date(2026, 1, 1), "last": date(2026, 12, 31), "label": "2026年", "due_at": at, "opened_at": at}
        told |= {"state": state, "returned_at": at if state == "returned" else None}
        task = DutyTask.objects.create(plan=kept, plan_code="letter.yearly", unit=unit, area=unit.area, **told)
        if state == "returned":
            Return.objects.create(task=task, kind="done", text="与各村签订", at=at, by=cast.clerk, by_name="周晓兰")
    page = page_of(cast, login, "letters")
    assert "责任书的签订" in page and "2026年：已报，与各村签订" in page and "2026年：缺报" in page


def test_the_outcome_of_a_pairing_stands_beside_whoever_helped(cast, login):
    registers.load_reference()
    register = Register.objects.get(code="pairings")
    names = {field.label: field.name for field in register.asked}
    facts = {names["帮扶单位"]: cast.housing.name, names["成效"]: "路灯全部修好"}
    entered = {"entered_on": date(2025, 1, 6)}
    of_hand = {**facts, names["帮扶单位"]: " 区住房和城乡建设局"}
    told = {"register": register, "unit": cast.centre, "area": cast.weiqu.area, **entered}
    Entry.objects.create(name="凤栖路社区", facts=facts, **told)
    Entry.objects.create(name="别处", facts=facts, ended_on=date(2025, 12, 1), **told)
    Entry.objects.create(name="广场社区", facts=of_hand, **told)
    Entry.objects.create(name="南街社区", facts={**facts, names["帮扶单位"]: "建设局"}, **told)
    page = page_of(cast, login, "pairings", unit_kinds=["department"])
    assert "结对：凤栖路社区。成效：路灯全部修好" in page and "别处" not in page
    assert "结对：广场社区。成效：路灯全部修好" in page and "结对：南街社区" not in page


def test_a_pairing_whose_helper_is_no_unit_is_said_apart_and_one_of_another_kind_is_not(cast, login):
    registers.load_reference()
    register = Register.objects.get(code="pairings")
    helper = next(field.name for field in register.asked if field.label == "帮扶单位")
    told = {"register": register, "unit": cast.centre, "area": cast.weiqu.area, "entered_on": date(2025, 1, 6)}
    for name, by in (("凤栖路社区", "建设局"), ("广场社区", cast.centre.name), ("南街社区", cast.housing.name)):
        Entry.objects.create(name=name, facts={helper: by}, **told)
    # Whatever the county calls that column.
    Register.objects.filter(pk=register.pk).update(
        fields=[row | {"label": "结对单位"} if row["name"] == helper else row for row in register.fields]
    )
    page = page_of(cast, login, "pairings", unit_kinds=["department"])
    assert "凤栖路社区，写的是“建设局”" in page and "结对：南街社区" in page and "广场社区" not in page


def test_a_mark_by_hand_without_one_shows_none(cast, login):
    page = page_of(cast, login, "")
    assert "责任书的签订" not in page and "年初责任书的履行" in page
