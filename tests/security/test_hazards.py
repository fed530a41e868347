"""What a hazard may not become, and what its papers say."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from governance.cases import access, registry
from governance.cases.steps import actions, elsewhere
from governance.cases.steps.recipients import approvers_above
from governance.frame.refusals import FactMissing, StepNotAllowed, StepNotPossible
from governance.notices.models import Notice
from security.hazards.effects import announce
from security.hazards.opening import open_from, same_before
from security.hazards.steps import ORDER_LAW
from security.hazards.steps import WORKFLOW as HAZARD
from security.models import Hazard
from tests.attachments.samples import picture, upload
from tests.below import centre_below
from tests.builders import OPENED, agreed, given_post, step
from tests.grid.pages import open_grid
from tests.papers.reading import text
from tests.security import hazards, key_areas

pytestmark = pytest.mark.django_db


def photo(name: str):
    return upload(name, picture("PNG"))


def test_who_set_it_right_does_not_look_at_it_again(cast):
    case = hazards.hazard(cast, grade="general")
    step(case, "undertake", cast.clerk, later=1, responsible="马建国", grade="general", days=30, reason="恢复照明。")
    # The clerk of the township that found it holds a handler's post there too.
    role = cast.handler.posts.get().role
    given_post(cast.clerk, cast.weiqu, role)
    step(case, "rectified", cast.clerk, later=5, note="已整改。")
    with pytest.raises(StepNotAllowed):
        step(case, "pass", cast.clerk, later=6, note="合格。")
    step(case, "pass", cast.township_lead, later=6, note="合格。")
    assert case.own.status == "closed"


def test_a_grave_one_that_its_own_unit_sets_right_is_in_the_hands_of_those_above(cast):
    case = hazards.hazard(cast)
    told = {"responsible": "马建国", "grade": "grave", "days": 30, "reason": "恢复照明。"}
    for wrong in ({"grade": "general"}, {"days": 31}):
        with pytest.raises(FactMissing) as refused:
            step(case, "undertake", cast.clerk, later=1, **told | wrong)
        assert refused.value.errors.keys() == wrong.keys()
    step(case, "undertake", cast.clerk, later=1, **told)
    longer = {"days": 180, "reason": "工期长，夜间值守。"}
    with pytest.raises(StepNotPossible, match="提请上级延长期限"):
        step(case, "extend", cast.township_lead, later=2, **longer)
    below = centre_below(cast)
    step(case, "extend_own", cast.township_lead, later=2, replay=False, **longer)
    heard = Notice.objects.filter(subject_key=case.number, text__contains="提请审批")
    assert set(heard.values_list("recipient__username", flat=True)) == {"staff", "county"}
    case.keep_out(cast.county.pk, OPENED)
    asked = HAZARD.step("extend_own")
    assert approvers_above(case, asked, on=OPENED.date()) == {cast.staff.pk}
    case.confidentiality = "restricted"
    assert approvers_above(case, asked, on=OPENED.date()) == set()
    waiting = {"approve": True, "at": OPENED + timedelta(days=3)}
    with pytest.raises(StepNotAllowed):
        actions.decide(case.proposals.get(), actor=below, **waiting)
    actions.decide(case.proposals.get(), actor=cast.staff, **waiting)
    assert case.clocks.get(term_code="hazard.rectify").extension == 180
    step(case, "rectified", cast.township_lead, later=5, note="已整改。")
    assert case.clocks.get(term_code="hazard.recheck").charged_to == cast.centre
    with pytest.raises(StepNotPossible, match="由上级复查"):
        step(case, "pass", cast.clerk, later=6, note="合格。")
    with pytest.raises(StepNotAllowed):
        step(case, "pass_above", cast.clerk, later=6, note="合格。")
    step(case, "fail_above", cast.staff, later=6, days=10, reason="仍不亮。")
    step(case, "rectified", cast.township_lead, later=7, note="再次整改。")
    step(case, "pass_above", cast.staff, later=8, replay=False, note="合格。")
    assert case.own.status == "closed"
    assert list(case.papers.values_list("title", flat=True)) == ["隐患复查意见书"]


@pytest.mark.parametrize(("by", "agrees"), [("staff", "county"), ("county", "staff")])
def test_nobody_takes_off_the_list_alone_what_was_not_looked_at_again(cast, by, agrees):
    case = hazards.hazard(cast)
    hazards.order(case, cast)
    step(case, "list", cast.staff, later=2, reason="影响公共安全。")
    step(case, "delist", getattr(cast, by), later=3, replay=False, reason="不在本县。")
    waiting, at = case.proposals.get(), OPENED + timedelta(days=3)
    assert case.own.listing == "listed" and not case.papers.exists()
    with pytest.raises(StepNotAllowed, match="不能审批自己提请"):
        actions.decide(waiting, approve=True, actor=getattr(cast, by), at=at)
    actions.decide(waiting, approve=True, actor=getattr(cast, agrees), at=at)
    case.refresh_from_db()
    assert case.own.delisted_on and case.papers.get().title == "重大隐患解除挂牌通知书"


def test_whoever_looks_at_it_owes_that_from_the_listing_on(cast):
    case = hazards.hazard(cast)
    hazards.order(case, cast)
    hazards.rectified(case, cast, later=10)
    look = case.clocks.filter(term_code="hazard.recheck")
    assert look.get().charged_to == cast.weiqu
    step(case, "list", cast.staff, later=11, replay=False, reason="影响公共安全。")
    assert look.get().charged_to == cast.centre
    step(case, "delist", cast.staff, later=12, replay=False, reason="不在本县。")
    agreed(case, cast.county)
    assert look.get().charged_to == cast.weiqu


def test_nobody_who_set_it_right_in_any_round_looks_at_it_again(cast):
    case = hazards.hazard(cast, grade="general")
    step(case, "undertake", cast.clerk, later=1, responsible="马建国", grade="general", days=30, reason="恢复照明。")
    role = cast.handler.posts.get().role
    for person in (cast.clerk, cast.township_lead):
        given_post(person, cast.weiqu, role)
    step(case, "rectified", cast.clerk, later=5, note="已整改。")
    step(case, "fail", cast.township_lead, later=6, days=10, reason="仍不亮。")
    step(case, "rectified", cast.township_lead, later=7, note="再次整改。")
    for person in (cast.clerk, cast.township_lead):
        with pytest.raises(StepNotAllowed):
            step(case, "pass", person, later=8, note="合格。")


def test_who_reports_that_an_area_is_treated_does_not_rate_it(cast):
    case = key_areas.key_area(cast)
    key_areas.plan(case, cast)
    role = cast.officer.posts.get().role
    given_post(cast.staff, cast.station, role)
    files = [photo("简报.png")]
    step(case, "treated", cast.staff, later=60, note="发案下降。", files=files)
    with pytest.raises(StepNotAllowed):
        step(case, "evaluate", cast.staff, later=61, effect="good", note="实地查看。")


def test_a_fire_hazard_is_not_closed_without_a_picture(cast):
    case = hazards.hazard(cast, hazard_kind="fire", grade="general")
    with pytest.raises(FactMissing) as refused:
        step(case, "settle", cast.clerk, later=1, replay=False, note="已清理。")
    assert "files" in refused.value.errors
    sheet = [upload("后.xlsx", b"PK")]
    with pytest.raises(FactMissing) as refused:
        step(case, "settle", cast.clerk, later=1, replay=False, note="已清理。", files=sheet)
    assert refused.value.errors == {"files": "整改后照片应有一张以上是照片。"}
    step(case, "settle", cast.clerk, later=1, replay=False, note="已清理。", files=[*sheet[1:], photo("后.png")])


def test_a_grave_one_is_not_settled_on_the_spot(cast):
    with pytest.raises(StepNotPossible, match="重大隐患不能当场销案"):
        step(hazards.hazard(cast), "settle", cast.clerk, later=1, note="已更换。")


def test_what_is_listed_is_looked_at_and_unlisted_by_those_who_supervise_it(cast):
    case = hazards.hazard(cast)
    hazards.order(case, cast, replay=False)
    notice = case.papers.get()
    words = text(notice)
    assert notice.title == "隐患整改通知书" and "长安区住房和城乡建设局" in words and "2026年" in words
    assert case.clocks.get(term_code="hazard.rectify").due == (OPENED + timedelta(days=31)).date()
    step(case, "list", cast.staff, later=20, replay=False, reason="逾期未改。")
    with pytest.raises(StepNotPossible, match="已经挂牌督办"):
        step(case, "list", cast.staff, later=21, reason="逾期未改。")
    hazards.rectified(case, cast, later=22)
    # Whoever found it may not look at what is supervised by name, and is not late with it.
    assert case.clocks.get(term_code="hazard.recheck").charged_to == cast.centre
    with pytest.raises(StepNotPossible, match="由上级复查"):
        step(case, "fail", cast.clerk, later=23, days=10, reason="灯仍不亮。")
    step(case, "fail_above", cast.staff, later=23, replay=False, days=10, reason="灯仍不亮。")
    hazards.rectified(case, cast, later=24)
    step(case, "pass_above", cast.county, later=26, replay=False, note="照明正常。")
    own = case.own
    assert (own.status, own.listed_on, own.delisted_on) == (
        "closed",
        (OPENED + timedelta(days=20)).date(),
        (OPENED + timedelta(days=26)).date(),
    )
    titles = list(case.papers.order_by("pk").values_list("title", flat=True))
    assert titles == [
        "隐患整改通知书",
        "重大隐患挂牌督办通知书",
        "隐患复查意见书",
        "隐患复查意见书",
        "重大隐患解除挂牌通知书",
    ]
    opinions = [text(paper) for paper in case.papers.filter(code="recheck_opinion").order_by("pk")]
    assert "整改不合格" in opinions[0] and "整改合格，予以销案" in opinions[1]


def test_a_small_one_is_not_listed(cast):
    case = hazards.hazard(cast, grade="general")
    hazards.order(case, cast)
    with pytest.raises(StepNotPossible, match="只有重大隐患挂牌督办"):
        step(case, "list", cast.staff, later=2, reason="逾期未改。")


def test_it_knows_what_the_place_has_seen_within_a_year(cast):
    hazards.hazard(cast, at=OPENED - timedelta(days=400))
    hazards.hazard(cast, at=OPENED - timedelta(days=100))
    hazards.hazard(cast, at=OPENED - timedelta(days=50), place="凤栖路9号楼")
    rejected = hazards.hazard(cast, at=OPENED - timedelta(days=30))
    hazards.reject(rejected, cast)
    case = hazards.hazard(cast)
    assert same_before(case, OPENED.date(), cast.staff) == 1
    described = registry.kind_of(case).describe(case)
    assert described.told_to(cast.staff) == [("同一地点同类隐患", "一年内另有 1 件")]


def test_a_place_is_the_same_whether_its_grid_was_told_or_its_village(cast):
    hazards.hazard(cast, at=OPENED - timedelta(days=100))
    assert same_before(hazards.hazard(cast, area=open_grid().area), OPENED.date(), cast.staff) == 1
    assert same_before(hazards.hazard(cast, area=cast.area("610116001003")), OPENED.date(), cast.staff) == 0


def test_a_grave_one_is_none_only_where_somebody_above_says_so_too(cast):
    told = {"ground": "untrue", "reason": "现场没有看到。"}
    small = hazards.hazard(cast, grade="general")
    step(small, "reject", cast.clerk, later=1, **told)
    assert small.status == "rejected"
    case = hazards.hazard(cast)
    step(case, "reject", cast.clerk, later=1, **told)
    waiting = case.proposals.get(decision="")
    assert case.status == "found" and not access.may_decide(cast.township_lead, case, HAZARD.step("reject"), waiting)
    actions.decide(waiting, approve=True, actor=cast.staff, at=OPENED + timedelta(days=2))
    case.refresh_from_db()
    assert case.status == "rejected"


def test_it_counts_nothing_that_the_reader_may_not_know_of(cast):
    hazards.hazard(cast, at=OPENED - timedelta(days=100), unit=cast.housing)
    case = hazards.hazard(cast)
    assert [same_before(case, OPENED.date(), user) for user in (cast.staff, cast.handler)] == [1, 1]
    assert registry.kind_of(case).describe(case).told_to(cast.water_handler) == []


def test_it_comes_out_of_another_case_and_both_show_each_other(cast):
    origin = hazards.hazard(cast)
    told = {
        "unit": cast.housing,
        "source": "grid",
        "hazard_kind": "fire",
        "place_kind": "market",
        "reason": "通道堵塞。",
        "replay": True,
    }
    made = elsewhere.refer(origin, "hazard", told, actor=cast.clerk, at=OPENED)
    assert (made.lead_unit, made.sender_unit, made.source) == (cast.housing, cast.weiqu, "grid")
    assert made.links_out.get().other_id == origin.pk
    assert access.may_know(cast.handler, made)
    assert registry.KINDS["hazard"].open_from is open_from


def test_whoever_must_set_it_right_does_not_lengthen_the_days(cast):
    case = hazards.hazard(cast)
    hazards.order(case, cast)
    told = {"days": 180, "reason": "工期长，夜间值守。"}
    assert step(case, "extend", cast.lead, later=2, **told).is_proposal
    waiting = case.proposals.get()
    assert waiting.unit == cast.weiqu
    with pytest.raises(StepNotAllowed):
        actions.decide(waiting, approve=True, actor=cast.lead, at=OPENED + timedelta(days=3))
    clock = case.clocks.get(term_code="hazard.rectify")
    assert clock.extension == 0
    actions.decide(waiting, approve=True, actor=cast.clerk, at=OPENED + timedelta(days=3))
    clock.refresh_from_db()
    assert clock.extension == 180


def test_what_is_set_right_weeks_later_is_looked_at_by_somebody_else(cast):
    case = hazards.hazard(cast, grade="general")
    with pytest.raises(StepNotPossible, match="“当场整改”的期限已过"):
        step(case, "settle", cast.clerk, later=71, note="已更换灯泡。")


@pytest.mark.parametrize(
    ("kind", "unit", "law"),
    [
        ("disease", "weiqu", "根据本县隐患排查整改办法，"),
        ("fire", "weiqu", "根据本县隐患排查整改办法，"),
        ("fire", "housing", "根据《中华人民共和国消防法》第五十四条，"),
        ("production", "housing", "根据《中华人民共和国安全生产法》第六十五条，"),
        ("order", "housing", "根据本县隐患排查整改办法，"),
    ],
)
def test_an_order_rests_on_the_law_of_its_kind_and_of_who_gives_it(cast, kind, unit, law):
    unit = getattr(cast, unit)
    case = hazards.hazard(cast, unit=unit, hazard_kind=kind)
    told = {"to_unit": cast.water, "responsible": "薛刚", "grade": "grave", "days": 30, "reason": "清理。"}
    step(case, "order", registrar_in(cast, unit), later=1, replay=False, files=[photo("前.png")], **told)
    assert law in text(case.papers.get())
    assert case.clocks.get(term_code="hazard.rectify").term.article == ORDER_LAW


def registrar_in(cast, unit):
    """Somebody with a registrar's post there."""
    role = cast.clerk.posts.get().role
    given_post(cast.clerk, unit, role)
    return cast.clerk


def test_the_list_marks_what_is_supervised_by_name_and_is_narrowed_to_it(cast, login):
    plain, listed = hazards.hazard(cast, title="楼道堆物"), hazards.hazard(cast, title="燃气管道锈蚀")
    hazards.order(listed, cast)
    step(listed, "list", cast.staff, later=20, reason="逾期未改。")
    url, client = reverse("security:hazards:list"), login(cast.staff)
    shown = client.get(f"{url}?scope=all").content.decode()
    assert plain.title in shown and listed.title in shown
    assert len(re.findall(r'data-label="挂牌督办"[^>]*>\s*挂牌督办\s*<', shown)) == 1
    only = client.get(f"{url}?scope=all&listing=listed").content.decode()
    assert listed.title in only and plain.title not in only
    assert listed.title not in client.get(f"{url}?scope=all&listing=delisted").content.decode()
    wrong = client.get(f"{url}?scope=all&listing=nonsense").content.decode()
    assert plain.title in wrong and "error" in wrong


@pytest.mark.parametrize("name", ["pass", "fail"])
def test_who_is_named_as_the_one_that_sets_it_right_does_not_look_at_it_again(cast, name):
    case = hazards.hazard(cast)
    hazards.order(case, cast, responsible=f" {cast.clerk.name[0]} {cast.clerk.name[1:]}")
    hazards.rectified(case, cast)
    told = {"note": "照明正常。"} if name == "pass" else {"days": 10, "reason": "仍然漆黑。"}
    with pytest.raises(StepNotAllowed, match="整改责任人自己不复查"):
        step(case, name, cast.clerk, later=11, **told)
    step(case, name, cast.township_lead, later=11, **told)


def test_one_that_was_missed_is_listed_set_right_looked_at_by_those_above_and_unlisted_on_the_pages(
    cast, login, time_machine
):
    case = hazards.hazard(cast)

    def post(who, after: int, name: str, **told):
        time_machine.move_to(OPENED + timedelta(days=after))
        case.refresh_from_db()
        address = reverse("cases:step", args=[case.number, name])
        return login(who).post(address, {"version": case.version, **told})

    told = {"to_unit": cast.housing.name, "responsible": "王海涛", "grade": "grave", "days": 30, "reason": "恢复照明。"}
    assert post(cast.clerk, 1, "order", **told).status_code == 302
    time_machine.move_to(OPENED + timedelta(days=33))
    late = login(cast.staff).get(reverse("security:hazards:list"), {"due": "overdue"}).content.decode()
    assert case.title in late
    assert post(cast.staff, 33, "list", reason="逾期未改。").status_code == 302
    assert post(cast.handler, 40, "rectified", note="照明已恢复。").status_code == 302
    refused = post(cast.handler, 41, "pass_above", note="照明正常。")
    assert refused.status_code in (403, 409)
    assert post(cast.staff, 41, "pass_above", note="照明正常。").status_code == 302
    case.refresh_from_db()
    assert (case.status, case.listing) == ("closed", "delisted")
    titles = set(case.papers.values_list("title", flat=True))
    assert {"重大隐患挂牌督办通知书", "重大隐患解除挂牌通知书"} <= titles
    shown = login(cast.staff).get(reverse("security:hazards:list"), {"scope": "all", "listing": "delisted"})
    assert "已解除挂牌" in shown.content.decode()


def told_of(case) -> list[str]:
    told = Notice.objects.filter(key__startswith=f"grave:{case.pk}:")
    return sorted(told.values_list("recipient__username", flat=True))


def test_what_is_grave_is_known_to_whoever_supervises_it_and_once(cast, login, time_machine):
    time_machine.move_to(OPENED)
    found = {"title": "用气管道泄漏", "summary": "有气味。", "area": "610116001002", "received_on": "2026-03-10"}
    found |= {"hazard_kind": "order", "place_kind": "other", "source": "inspection", "channel": "patrol"}
    for grade, heard in (("general", []), ("grave", ["county", "staff"])):
        client = login(cast.clerk)
        answer = client.post(reverse("security:hazards:register"), found | {"grade": grade, "place": f"{grade}号楼"})
        assert answer.status_code == 302, answer.context["form"].errors
        case = Hazard.objects.latest("pk")
        assert told_of(case) == heard
        told = {"to_unit": cast.housing, "responsible": "王海涛", "grade": "grave", "days": 30, "reason": "停气检修。"}
        step(case, "order", cast.clerk, later=1, replay=False, **told)
        assert told_of(case) == ["county", "staff"]


def test_nobody_who_keeps_out_of_a_case_is_urged_to_do_something_about_it(cast):
    case = hazards.hazard(cast, grade="general")
    case.keep_out(cast.staff.pk, case.opened_at)
    case.grade = "grave"
    assert announce(case, at=case.opened_at, on=case.received_on) == 1 and told_of(case) == ["county"]


def test_of_a_grave_one_hears_nobody_who_holds_it_and_of_what_few_may_know_or_was_written_down_elsewhere_nobody(cast):
    held = hazards.hazard(cast, unit=cast.centre)
    announce(held, at=held.opened_at, on=held.received_on)
    assert told_of(held) == ["county"]
    kept = hazards.hazard(cast, confidentiality="restricted")
    assert announce(kept, at=kept.opened_at, on=kept.received_on) == 0 and told_of(kept) == []
    elsewhere = hazards.hazard(cast)
    hazards.order(elsewhere, cast)
    assert told_of(elsewhere) == []


def test_what_is_grave_is_not_made_less_by_the_order_alone(cast):
    case = hazards.hazard(cast)
    hazards.order(case, cast, grade="general")
    assert (case.status, case.grade) == ("found", "grave")
    waiting = case.proposals.get()
    with pytest.raises(StepNotAllowed):
        actions.decide(waiting, approve=True, actor=cast.township_lead, at=case.opened_at + timedelta(days=1, hours=2))
    actions.decide(waiting, approve=True, actor=cast.staff, at=case.opened_at + timedelta(days=1, hours=3))
    case.refresh_from_db()
    assert (case.status, case.grade) == ("rectifying", "general")


def test_the_form_asks_for_the_day_on_which_it_was_found(cast, login, time_machine):
    """By the word that its page has for it, in what is refused too."""
    time_machine.move_to(OPENED)
    client, address = login(cast.clerk), reverse("security:hazards:register")
    page = client.get(address).content.decode()
    assert "发现日期" in page and "收到日期" not in page
    refused = client.post(address, {"received_on": str((OPENED + timedelta(days=2)).date())})
    assert refused.context["form"].errors["received_on"] == ["发现日期不能晚于今天。"]


def test_the_list_behind_what_is_late_says_by_how_much(cast, login, time_machine):
    case = hazards.hazard(cast)
    hazards.order(case, cast)
    time_machine.move_to(OPENED + timedelta(days=40))
    address = reverse("figures:figure", args=["year", "hazard.rectified_overdue"])
    page = login(cast.county).get(address).content.decode()
    assert case.number in page and "light-overdue" in page and "超期 9 天" in page
