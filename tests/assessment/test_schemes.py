"""What the county lays down: items that can be counted and are fair, a draft that was tried, one scheme a unit."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from governance.assessment.models import Scheme
from governance.assessment.reference import load_schemes
from governance.assessment.schemes import defining
from governance.assessment.schemes.assessed import units_of
from governance.assessment.schemes.defining import Head
from governance.assessment.schemes.items import PILOT, TypedItem, typed_of
from governance.assessment.scoring import Band, ScoredItem
from governance.cases.law.rewards import marks_residents, rewards_fewer_petitions
from governance.figures.counting import Asked, value
from governance.figures.measures import MEASURES
from governance.figures.periods import Period
from governance.frame.refusals import FactMissing, Refusal, StaleVersion, StepNotAllowed
from governance.organisation.models import Unit
from governance.organisation.standing import standing_of
from tests import builders
from tests.assessment.scored import scheme_in_force, townships_draft, typed
from tests.builders import CHINA, OPENED

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("more", "field", "said"),
    [
        ({"text": "本年信访量下降 10%"}, "text", "不得以信访数量减少"),
        ({"text": "实现“三无”目标"}, "text", "不得以信访数量减少"),
        ({"text": "一控制两下降"}, "text", "不得以信访数量减少"),
        ({"text": "向群众收集积分每 100 分"}, "text", "不得以向群众收集的积分"),
        (
            {"way": "deduct", "source": "petition.received", "over": "duty.due", "each": 1},
            "source",
            "信访事项的数量不得",
        ),
        ({"way": "deduct", "source": "petition.open", "over": "duty.due", "each": 1}, "source", "信访事项的数量不得"),
        (
            {"way": "bonus", "weight": 0, "source": "petition.withdrawn", "each": 1, "cap": 2},
            "source",
            "信访事项的数量",
        ),
        ({"source": "petition.repeated_rate"}, "source", "信访事项的数量不得"),
        ({"source": "duty.in_time", "over": "petition.received"}, "source", "信访事项的数量不得"),
        ({"way": "deduct", "source": "first.received", "over": "duty.due", "each": 1}, "source", "信访事项的数量不得"),
        ({"way": "deduct", "source": "first.settled", "over": "duty.due", "each": 1}, "source", "信访事项的数量不得"),
        ({"way": "deduct", "source": "petition.rated", "over": "duty.due", "each": 1}, "source", "信访事项的数量不得"),
        ({"way": "deduct", "source": "first.kept", "over": "duty.due", "each": 1}, "source", "是办得好的"),
        ({"way": "veto", "weight": 0, "source": "petition.done_in_time"}, "source", "是办得好的"),
        ({"text": "进京访为零"}, "text", "不得以信访数量减少"),
        ({"text": "越级集体访控制在 5 批以内"}, "text", "不得以信访数量减少"),
        ({"way": "deduct", "source": "dispute.overdue", "over": "duty.due", "each": 1}, "source", "期间过后还会变"),
        ({"source": "duty.in_time"}, "over", "要有分母"),
        ({"source": ""}, "source", "请选数据来源"),
        ({"way": "deduct", "each": 1}, "source", "请选数量，不选比率"),
        ({"way": "hand"}, "source", "人工评分的项目不取指标"),
        ({"way": "target", "source": "letters"}, "source", "参考材料只用于人工评分"),
        ({"target": 0}, "target", "目标应大于 0"),
        ({"weight": 0}, "weight", "请填写分值"),
        ({"weight": 81}, "weight", "其他项目已占 20 分，这一项最多 80 分"),
        ({"way": "bonus", "source": "duty.in_time", "each": 1, "cap": 1}, "weight", "不占分值"),
        ({"way": "deduct", "source": "duty.missing", "each": 1}, "over", "不白得满分"),
        ({"way": "deduct", "source": "duty.missing", "over": "duty.due"}, "each", "每一件（次）多少分"),
        ({"way": "deduct", "source": "duty.missing", "each": 1, "weight": 0}, "cap", "最多扣（加）多少分"),
        (
            {"way": "deduct", "source": "duty.missing", "over": "duty.due", "each": 1, "cap": 90},
            "cap",
            "最多扣这一项的分值 80 分",
        ),
        ({"way": "bands"}, "bands", "请填写各档"),
        ({"way": "bands", "bands": ["0 80 4", "79 100 10"]}, "bands-1-low", "与上面的档重叠"),
        ({"way": "bands", "bands": ["80 80 4"]}, "bands-0-high", "上限应大于下限"),
        ({"way": "bands", "bands": ["0 80 81"]}, "bands-0-points", "满分 80 分"),
        ({"text": "例行任务每少一次扣 0.25 分"}, "text", "已有同样的项目"),
    ],
)
def test_an_item_that_cannot_be_counted_or_is_not_fair_is_refused_at_its_field(cast, more, field, said):
    scheme = townships_draft(cast, whole=False)
    bands = [Band(*map(Decimal, row.split())) for row in more.pop("bands", [])]
    wanted = typed(**{"weight": 80} | more, bands=bands)
    with pytest.raises(FactMissing) as refused:
        defining.put_item(scheme, wanted, version=None, actor=cast.county, at=OPENED)
    assert list(refused.value.errors) == [field] and said in refused.value.errors[field]
    assert len(Scheme.objects.get().asked) == 1


@pytest.mark.parametrize(
    "text",
    [
        "三无小区物业管理",
        "信访事项按期答复",
        "群众满意率",
        "积分制管理办法的落实",
        "越级走访依法告知引导",
        "领导接访每月不少于一次",
        "集体访当日接待",
    ],
)
def test_words_that_only_sound_alike_may_be_an_item(text):
    assert not rewards_fewer_petitions(text) and not marks_residents(text)


def test_no_figure_of_petitions_as_they_come_in_can_be_scored():
    """Whatever a line counts of petitions by the day they came: the next such measure too."""
    came = [m for m in MEASURES.values() if m.path == "" and m.day == "opened_at" and "petition" in m.kinds]
    assert len(came) >= 3 and all(measure.unscored for measure in came)


def test_departments_have_no_area_of_their_own(cast):
    head = Head("部门考核", 2026, "本县规定", ["department"])
    scheme = defining.add_scheme(head, actor=cast.county, at=OPENED)
    with pytest.raises(FactMissing, match="只有乡镇（街道）有自己的辖区"):
        defining.put_item(scheme, typed(scope="area"), version=None, actor=cast.county, at=OPENED)


def test_only_those_who_assess_the_whole_county_write_schemes(cast):
    scheme = townships_draft(cast)
    for who in (cast.clerk, cast.township_lead, cast.leader, cast.lead):
        with pytest.raises(StepNotAllowed):
            defining.put_item(scheme, typed(text="别的"), version=None, actor=who, at=OPENED)


def test_a_draft_is_tried_whole_before_it_is_put_in_force_and_stays_as_it_is_then(cast):
    told = {"actor": cast.county, "at": OPENED}
    scheme = townships_draft(cast, whole=False)
    with pytest.raises(Refusal, match="合计 20 分，应为 100 分"):
        defining.try_scheme(scheme, version=None, **told)
    scheme = defining.put_item(scheme, typed(weight=80), version=None, **told)
    with pytest.raises(Refusal, match="还没有试算"):
        defining.put_in_force(scheme, version=None, **told)
    with pytest.raises(StaleVersion):
        defining.try_scheme(scheme, version=1, **told)
    scheme = defining.try_scheme(scheme, version=None, **told)
    changed = defining.put_item(scheme, replace(typed(), weight=70), name="i2", version=None, **told)
    assert not changed.is_tried
    with pytest.raises(Refusal, match="合计 90 分"):
        defining.put_in_force(changed, version=None, **told)
    whole = defining.put_item(changed, replace(typed(), weight=80), name="i2", version=None, **told)
    tried = defining.try_scheme(whole, version=None, **told)
    assert defining.put_in_force(tried, version=tried.version, **told).state == "in_force"
    for verb in (defining.try_scheme, defining.drop_draft, defining.put_in_force):
        with pytest.raises(Refusal, match="不能再改；请修订"):
            verb(tried, version=None, **told)


def test_it_is_tried_on_the_year_before_by_the_same_figures(cast, time_machine):
    time_machine.move_to(OPENED, tick=False)
    for status in ("handling", "registered", "archived"):
        builders.in_status(cast, status)
    now = datetime(2027, 2, 1, 9, 0, tzinfo=CHINA)
    time_machine.move_to(now, tick=False)
    head = Head("来年考核", 2027, "本县规定", ["township", "petition_office", "department"])
    told = {"actor": cast.county, "at": now}
    scheme = defining.add_scheme(head, **told)
    wanted = typed(weight=100, source="petition.routed_rate", text="按期登记转办")
    scheme = defining.try_scheme(defining.put_item(scheme, wanted, version=None, **told), version=None, **told)
    year = Period(date(2026, 1, 1), date(2026, 12, 31))
    assert scheme.tried["period"] == year.label
    asked = Asked(standing_of(cast.county, now.date()), year, now.date(), aloud=True, now=now)
    for row, unit in zip(scheme.tried["rows"], units_of(scheme), strict=True):
        part, late = (value(f"petition.routed_{end}", replace(asked, unit=unit.pk)) for end in ("in_time", "late"))
        points = None if not part + late else str((Decimal(100) * part / (part + late)).quantize(Decimal("0.01")))
        assert row["unit"] == unit.short_name and row["points"] == [points]
    assert {row["total"] for row in scheme.tried["rows"]} > {None}


def test_a_unit_is_assessed_by_one_scheme_and_the_next_edition_replaces_it(cast):
    told = {"actor": cast.county, "at": OPENED}
    first = scheme_in_force(cast)
    other = townships_draft(cast, name="农村镇考核", units=[cast.guodu.pk])
    other = defining.try_scheme(other, version=None, **told)
    with pytest.raises(Refusal, match="郭杜街道办已由“镇街考核”考核"):
        defining.put_in_force(other, version=None, **told)
    second = defining.revise(first, year=2026, reason="城区和农村分开", **told)
    with pytest.raises(Refusal, match="已有这个方案的草案"):
        defining.revise(first, year=2026, reason="再来", **told)
    head = replace(defining.head_of(second), units=[cast.weiqu.pk])
    second = defining.change_head(second, head, version=None, **told)
    second = defining.try_scheme(second, version=None, **told)
    defining.put_in_force(second, version=None, **told)
    first.refresh_from_db()
    assert (first.state, second.edition) == ("ended", 2)
    assert defining.put_in_force(other, version=None, **told).state == "in_force"
    assert defining.revise(first, year=2027, reason="新的一年", **told).edition == 1


def test_the_delivered_ones_are_whole_drafts_that_can_be_put_in_force(cast):
    # On the first day of a county there is no unit yet.
    Unit.objects.update(is_active=False)
    assert load_schemes() == 2 and load_schemes() == 0
    Unit.objects.update(is_active=True)
    told = {"actor": cast.county, "at": OPENED}
    for scheme in Scheme.objects.all():
        assert all(item.basis for item in scheme.asked)
        tried = defining.try_scheme(scheme, version=None, **told)
        assert defining.put_in_force(tried, version=None, **told).state == "in_force"


def test_every_delivered_item_says_which_tasks_of_the_pilot_it_tells_of(cast, login):
    load_schemes()
    scheme = Scheme.objects.get(code="townships")
    assert all(item.pilot and set(item.pilot) <= PILOT.keys() for item in scheme.asked)
    page = login(cast.county).get(f"/assessment/schemes/{scheme.pk}/").content.decode()
    assert "3.2 网格化管理全覆盖工程" in page and "2.6.2 国家工作人员学法用法制度" in page
    # An item that was written before there was a mapping names none.
    row = scheme.items[0] | {}
    row.pop("pilot")
    assert ScoredItem.of(row).pilot == ()


def test_a_typed_item_is_what_it_was_read_from(cast):
    wanted = TypedItem("信访", "答复", "bands", "县定", 80, "petition.answered_rate", bands=[])
    wanted.bands = [Band(Decimal(0), Decimal(90), Decimal(1)), Band(Decimal(90), Decimal(100), Decimal(80))]
    scheme = defining.put_item(townships_draft(cast, whole=False), wanted, version=None, actor=cast.county, at=OPENED)
    assert typed_of(scheme.asked[1]) == wanted
