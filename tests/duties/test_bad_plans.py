"""What is wrong in the form of a plan is said at its field, and changes nothing."""

import pytest
import time_machine
from django.test import Client

from governance.duties.models import DutyPlan
from governance.duties.plans import actions as plans
from governance.duties.scan import opening
from tests.cast import known
from tests.duties.making import NOW
from tests.duties.test_pages import NEW, text, typed

pytestmark = pytest.mark.django_db
PLAN, NEW_PLAN = "/settings/duties/plans/sweep.village/", "/settings/duties/plans/new/"


@pytest.fixture(scope="module")
def client(kept) -> Client:
    """The county office at its desk; the delivered plans stand, and what they ask for today is open."""
    with time_machine.travel(NOW, tick=False):
        plans.load_reference()
        opening.open_windows(NOW)
        found = Client()
        found.force_login(known().county, backend="governance.organisation.accounts.backends.PostBackend")
        return found


@pytest.fixture(scope="module")
def change(client) -> dict:
    """The form of a plan as nobody has changed it."""
    with time_machine.travel(NOW, tick=False):
        return typed(client.get(PLAN).context)


@pytest.fixture(scope="module")
def new(client) -> dict:
    """The form of a new plan in which nothing is filled in."""
    with time_machine.travel(NOW, tick=False):
        return typed(client.get(NEW_PLAN).context)


@pytest.fixture
def now(time_machine):
    """Nine on Wednesday 2026-11-18."""
    time_machine.move_to(NOW, tick=False)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"quota": "-2"}, "定额应为 1 至 100 的整数。"),
        ({"quota": "0"}, "定额应为 1 至 100 的整数。"),
        ({"quota": "两次"}, "定额应为 1 至 100 的整数。"),
        ({"effective_from": "2026-11-17"}, "最早从"),
        ({"cadence": "biweekly", "anchor": "2026-11-18"}, "起算日应为周一。"),
        ({"levels": [], "unit_kinds": []}, "没有单位符合所选的层级和单位类别"),
        ({"levels": ["township"], "unit_kinds": ["court"]}, "没有单位符合所选的层级和单位类别"),
        ({"form": "poem"}, "请从列出的报送内容中选择。"),
        ({"cadence": "hourly"}, "请从列出的周期中选择。"),
        ({"rungs-0-missed": "0"}, "缺报期数应为 1 至 31 的整数。"),
        ({"rungs-0-proposes": "supervision_order"}, "不能越级，请先写明何时建议抄告单。"),
        ({"rungs-3-proposes": "copy_notice"}, "措施应从轻到重排列。"),
        ({"rungs-2-missed": "2"}, "应多于前一级的 3 期。"),
        ({"rungs-1-proposes": ""}, "请选择建议制发。"),
        ({"include": "没有这个单位"}, "没有找到这个单位"),
        ({"include": "凤栖路社区居委会", "exclude": "凤栖路社区居委会"}, "同时列在另加单位中"),
        ({"grace_days": "-1"}, "宽限天数应为 0 至 31 的整数。"),
        ({"reminders-0-recipients": []}, "请选择提醒谁。"),
        ({"reminders-0-offset_days": "x"}, "应为 -366 至 60 的整数。"),
        ({"name": ""}, "请填写名称。"),
    ],
)
def test_it_refuses_a_bad_change_of_a_plan_at_its_field(client, change, now, changes, sentence):
    wrong = client.post(PLAN, change | changes)
    assert wrong.status_code == 422 and sentence in text(wrong)
    assert DutyPlan.objects.filter(code="sweep.village").count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"quota": "-1"}, "定额应为 1 至 100 的整数。"),
        ({"unit_kinds": ["court"]}, "没有单位符合所选的层级和单位类别"),
        ({"exclude": "韦曲派出所"}, "没有单位符合所选的层级和单位类别"),
        ({"form": "poem"}, "请从列出的报送内容中选择。"),
        ({"kind": "party"}, "请从列出的种类中选择。"),
        ({"levels": ["moon"]}, "请从列出的层级中选择。"),
        ({"effective_from": "2026-11-17"}, "不能早于今天，最早从 2026-11-18 起。"),
        ({"effective_from": "明天"}, "请填写正确的日期。"),
        ({"unit_kinds": ["government"], "cadence": "weekly"}, "“镇街矛盾纠纷周排查”已经要求其中 2 个单位每周报送"),
        ({"cadence": "biweekly", "anchor": "2026-11-18"}, "起算日应为周一。"),
        ({"name": ""}, "请填写名称。"),
        ({"rungs-0-missed": "-1"}, "缺报期数应为 1 至 31 的整数。"),
    ],
)
def test_it_refuses_a_bad_new_plan_at_its_field_and_keeps_what_was_typed(client, new, now, changes, sentence):
    wrong = client.post(NEW_PLAN, new | NEW | changes)
    assert wrong.status_code == 422 and sentence in text(wrong) and "开学前后每月一次" in text(wrong)
    assert not DutyPlan.objects.filter(code__startswith="local.").exists()
