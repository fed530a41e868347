"""An area that was given up is picked no more, and what lay in it is seen by whoever oversees what took it over."""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from governance.cases import access
from governance.cases.models import Case
from governance.cases.workflow import OVERSEER
from governance.frame.days import office_day
from governance.frame.refusals import Refusal
from governance.organisation.areas.lying import lies_now_in
from governance.organisation.areas.merging import merge
from governance.organisation.models import AccessRecord, Area, Post, Unit
from governance.organisation.pickers import Areas
from governance.organisation.posts.in_office import InOffice
from governance.organisation.roles import carrying
from governance.organisation.standing import standing_now
from tests import builders
from tests.builders import OPENED

pytestmark = pytest.mark.django_db
OLD, NEW = "610116001", "610116030"
OVERSEES = "cases.oversee_case"


@pytest.fixture
def merged(cast):
    """韦曲街道 is to become part of 新街道, with both of its villages."""
    new = Area.objects.create(code=NEW, name="新街道", level="township", parent_id="610116")
    for serial, village in enumerate(Area.objects.filter(parent=OLD).order_by("code"), 1):
        Area.objects.create(code=f"{NEW}{serial:03}", name=village.name, level="village", parent=new)
    return new


def test_it_is_picked_no_more_and_its_units_answer_for_the_other(cast, merged):
    case = builders.petition(cast)
    assert case.area_id.startswith(OLD) and Areas().exact("凤栖路社区").count() == 2
    pairs = merge(OLD, NEW, OPENED)
    assert {former.pk[:9] for former, _ in pairs} == {OLD} and {new.pk[:9] for _, new in pairs} == {NEW}
    assert Areas().exact("凤栖路社区").get().pk.startswith(NEW) and not Areas().exact("韦曲街道").exists()
    assert not Unit.objects.filter(area__code__startswith=OLD, is_active=True).exists()
    # The matter keeps its place, and who oversees the new township sees it.
    case.refresh_from_db()
    assert case.area_id.startswith(OLD)
    lead = type(cast.clerk).objects.get(pk=cast.clerk.pk)
    assert set(standing_now(lead).areas) >= {NEW, OLD}
    assert Case.objects.visible_to(lead).filter(pk=case.pk).exists()


def test_whoever_took_it_over_acts_and_hears_of_what_lay_there(cast, merged):
    case = builders.petition(cast)
    role = cast.staff.posts.get().role
    Post.objects.create(user=cast.township_lead, unit=cast.weiqu, role=role, starts_on=office_day(OPENED))
    over = InOffice(office_day(OPENED)).overseeing(case.area_id, carrying(OVERSEES))
    merge(OLD, NEW, OPENED)
    after = InOffice(office_day(OPENED)).overseeing(case.area_id, carrying(OVERSEES))
    assert after == {NEW: over[OLD], "610116": over["610116"]} and cast.township_lead.pk in after[NEW]
    lead = type(cast.township_lead).objects.get(pk=cast.township_lead.pk)
    assert access.has_permission(lead, case, OVERSEES, OVERSEER)


def test_one_place_is_one_place_under_both_codes(cast, merged):
    merge(OLD, NEW, OPENED)
    assert lies_now_in(f"{OLD}002", NEW) and lies_now_in(f"{NEW}001", OLD) and lies_now_in(OLD, NEW)
    assert not lies_now_in(f"{OLD}002", "610116002") and not lies_now_in(NEW, f"{OLD}002")


def test_what_was_taken_over_twice_lies_in_the_last(cast, merged):
    merge(OLD, NEW, OPENED)
    last = Area.objects.create(code="610116031", name="末街道", level="township", parent_id="610116")
    for village in Area.in_use().filter(parent=NEW):
        Area.objects.create(code=f"610116031{village.pk[-3:]}", name=village.name, level="village", parent=last)
    merge(NEW, "610116031", OPENED)
    assert set(Area.objects.filter(pk__in=(OLD, NEW)).values_list("successor", flat=True)) == {"610116031"}


@pytest.mark.parametrize(
    ("code", "into", "said"),
    [
        (OLD, OLD, "不能相同"),
        (OLD, "610116999", "已经导入"),
        (OLD, "610116", "只能把乡镇"),
        (OLD, "610116002", "没有同名的村"),
        (f"{OLD}002", NEW, "只能把乡镇"),
    ],
)
def test_it_says_why_it_cannot_be(cast, merged, code, into, said):
    with pytest.raises(Refusal, match=said):
        merge(code, into, OPENED)
    assert not Area.objects.exclude(successor=None).exists()


def test_it_is_done_by_a_command(cast, merged, capsys):
    call_command("merge_area", OLD, NEW)
    said = f"{OLD} 韦曲街道 已并入 {NEW} 新街道。"
    assert said in capsys.readouterr().out and AccessRecord.objects.filter(reason=said).exists()
    with pytest.raises(CommandError, match="已经并入"):
        call_command("merge_area", OLD, NEW)


def test_the_county_office_sees_what_moves_before_it_does(client, cast, merged):
    client.force_login(cast.county)
    url, units = reverse("organisation:joined"), Unit.objects.filter(area__code__startswith=OLD, is_active=True)
    named = units.values_list("short_name", flat=True)
    shown = client.get(url, {"former": "韦曲街道", "successor": "新街道"}).content.decode()
    assert all(name in shown for name in named) and f"{OLD} 韦曲街道 并入 {NEW} 新街道" in shown
    assert "确认并入" in shown and not Area.objects.exclude(successor=None).exists() and units.exists()
    told = {"former": OLD, "successor": NEW, "reason": "省政府批复。"}
    bare = client.post(url, told | {"reason": ""})
    assert bare.status_code == 422 and "请写明事由。" in bare.content.decode() and units.exists()
    done = client.post(url, told, follow=True).content.decode()
    assert "韦曲街道已并入新街道" in done and OLD in done and not units.exists()
    kept = AccessRecord.objects.filter(subject="行政区划", actor=cast.county).values_list("reason", flat=True)
    assert f"{OLD} 韦曲街道 已并入 {NEW} 新街道。省政府批复。" in kept
    again = client.post(url, told)
    assert again.status_code == 422 and "没有找到这个地点" in again.content.decode()


@pytest.mark.parametrize(
    ("former", "successor", "said"),
    [
        ("", NEW, "请填写撤销的区划"),
        ("610116", NEW, "符合的地点不止一个"),
        (OLD, OLD, "不能相同"),
        (OLD, "610116002", "没有同名的村"),
        ("\0²", "9" * 200, "没有找到这个地点"),
    ],
)
def test_a_wrong_pair_is_told_at_its_box_and_stays_there(client, cast, merged, former, successor, said):
    client.force_login(cast.county)
    told = {"former": former, "successor": successor}
    for answer in (client.get(reverse("organisation:joined"), told), client.post(reverse("organisation:joined"), told)):
        page = answer.content.decode()
        assert answer.status_code == 422 and said in page and "确认并入" not in page
    assert not Area.objects.exclude(successor=None).exists()
