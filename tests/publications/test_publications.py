"""A publication from its draft to its end: who may, what is refused, what everybody reads and what nobody does."""

from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from governance.cases.access.proof import breaches
from governance.cases.access.veil import telltales
from governance.cases.papers.typesetting import typeset
from governance.duties.models import DutyPlan, DutyTask
from governance.duties.plans import actions as plans
from governance.frame.days import ONE_DAY, office_day
from governance.frame.refusals import FactMissing, Refusal, StaleVersion, StepNotAllowed
from governance.notices.models import Notice
from governance.organisation.standing import standing_of
from governance.publications import demo
from governance.publications.access import approves, waiting_for
from governance.publications.issuing import actions
from governance.publications.kinds.defining import Definition, add_kind, change_kind, definition_of
from governance.publications.models import Publication, PublicationKind
from governance.publications.reference import load_reference
from tests import builders
from tests.publications.pages import CIRCULAR, OPEN_BOOKS, file_of, issued, told

pytestmark = pytest.mark.django_db
State = Publication.State


@pytest.fixture
def at():
    return timezone.now()


@pytest.fixture
def kind(cast, at):
    """Accounts that everybody may read."""
    return add_kind(OPEN_BOOKS, actor=cast.county, at=at)


@pytest.fixture
def circular(cast, at):
    """What townships and villages confirm having read."""
    return add_kind(CIRCULAR, actor=cast.county, at=at)


def step(verb, publication, who, at, **more):
    """One verb by one person, who read what stands."""
    publication.refresh_from_db()
    verb(publication, version=publication.version, actor=who, at=at, **more)
    publication.refresh_from_db()
    return publication


def drafted(kind, cast, at, **more):
    return actions.draft(kind, told(cast, **more), actor=cast.clerk, at=at)


def test_it_goes_from_draft_to_issue_through_four_eyes(kind, cast, at):
    made = drafted(kind, cast, at)
    step(actions.submit, made, cast.clerk, at)
    with pytest.raises(StepNotAllowed):
        step(actions.approve, made, cast.clerk, at)
    step(actions.approve, made, cast.township_lead, at)
    step(actions.issue, made, cast.clerk, at)
    assert (made.state, made.number, made.issued_on) == (
        State.ISSUED,
        f"财务〔{office_day(at).year}〕1号",
        office_day(at),
    )
    assert [entry.verb for entry in made.history.all()][::-1] == ["drafted", "submitted", "approved", "issued"]


def test_who_wrote_at_it_does_not_approve_it_though_the_post_would(kind, cast, at):
    made = drafted(kind, cast, at)
    changed = told(cast, body="改过的。")
    assert actions.change(made, changed, version=1, actor=cast.township_lead, at=at)
    step(actions.submit, made, cast.clerk, at)
    with pytest.raises(StepNotAllowed, match="起草、修改过的人"):
        step(actions.approve, made, cast.township_lead, at)
    assert step(actions.approve, made, cast.leader, at).state == State.APPROVED


def test_it_lies_on_the_desk_of_whoever_can_approve_it(kind, cast, at, login):
    made = drafted(kind, cast, at)
    assert actions.change(made, told(cast, body="改过的。"), version=1, actor=cast.township_lead, at=at)

    def asked() -> set[str]:
        people = ("leader", "township_lead", "clerk")
        return {who for who in people if 'id="awaited"' in login(getattr(cast, who)).get("/").content.decode()}

    assert asked() == set()
    step(actions.submit, made, cast.clerk, at)
    assert asked() == {"leader"}
    page = login(cast.leader).get("/").content.decode()
    assert f'<a href="/publications/{made.pk}/">审批公开发布：1 件</a>' in page
    for who in ("leader", "township_lead", "lead", "outsider", "county", "staff", "clerk"):
        standing = standing_of(getattr(cast, who), office_day(at))
        assert list(waiting_for(standing)) == ([made] if approves(made, standing) else []), who


def test_the_button_is_offered_to_whoever_may_press_it_and_the_others_read_who_decides(kind, cast, at, login):
    made = drafted(kind, cast, at)
    assert actions.change(made, told(cast, body="改过的。"), version=1, actor=cast.township_lead, at=at)
    step(actions.submit, made, cast.clerk, at)
    page = login(cast.township_lead).get(f"/publications/{made.pk}/").content.decode()
    assert "批准</button>" not in page and "等候本单位负责人审批" in page
    assert "批准</button>" in login(cast.leader).get(f"/publications/{made.pk}/").content.decode()


def test_who_goes_back_in_the_history_is_given_the_whole_page(kind, cast, login):
    clerk, address = login(cast.clerk), f"/publications/kinds/{kind.code}/"
    assert "<html" not in clerk.get(address, HTTP_HX_REQUEST="true").content.decode()
    back = {"HTTP_HX_REQUEST": "true", "HTTP_HX_HISTORY_RESTORE_REQUEST": "true"}
    assert "<html" in clerk.get(address, **back).content.decode()


def test_a_stroke_in_the_title_does_not_shorten_the_name_of_its_file(kind, cast, at):
    made = drafted(kind, cast, at, title="2025/2026 年度收支")
    step(actions.submit, made, cast.clerk, at)
    step(actions.approve, made, cast.township_lead, at)
    step(actions.issue, made, cast.clerk, at)
    assert made.files.get().name == "2025／2026 年度收支.pdf"


def test_what_was_approved_is_not_changed_any_more(kind, cast, at):
    made = drafted(kind, cast, at)
    step(actions.submit, made, cast.clerk, at)
    step(actions.approve, made, cast.township_lead, at)
    with pytest.raises(Refusal, match="待发布"):
        actions.change(made, told(cast, body="偷换。"), version=None, actor=cast.clerk, at=at)


def test_numbers_follow_one_another_and_drafts_take_none(kind, cast, at):
    drafted(kind, cast, at)
    assert [issued(kind, cast, at).number[-3:] for _ in range(3)] == [f"〕{n}号" for n in (1, 2, 3)]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("张某 610116199001011231", None),
        ("张某 11010519491231002X", "身份证号"),
        ("联系 138 0000 0001", "手机号码"),
        ("见 XF2026-000001", "事项编号"),
        ("张某患精神障碍，已经落实监护。", "应当保密"),
        ("", "请写正文"),
        ("|镇街|信访量下降|\n|韦曲|3|", "不得以信访数量减少"),
    ],
)
def test_it_refuses_words_that_everybody_must_not_read(kind, cast, at, body, said):
    made = drafted(kind, cast, at, body=body)
    if said is None:
        step(actions.submit, made, cast.clerk, at)
        return
    with pytest.raises(FactMissing) as refused:
        step(actions.submit, made, cast.clerk, at)
    assert said in refused.value.errors["body"]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("名单.docx", "张某 11010519491231002X", "身份证号"),
        ("说明.docx", "联系 13800000001", "手机号码"),
        ("XF2026-000001.docx", "说明。", "事项编号"),
        ("办理情况.docx", "全年办结 1380 件，按期 000 件。", None),
    ],
)
def test_it_refuses_what_goes_along_and_must_not_be_read(kind, cast, at, name, text, said):
    made = drafted(kind, cast, at)
    upload = SimpleUploadedFile(name, typeset(f"# 附件\n{text}", title="附件"))
    actions.file_with(made, [upload], actor=cast.clerk, at=at)
    made.refresh_from_db()
    if said is None:
        step(actions.submit, made, cast.clerk, at)
        return
    with pytest.raises(FactMissing) as refused:
        step(actions.submit, made, cast.clerk, at)
    assert said in refused.value.errors["files"]


def test_a_kind_of_contacts_may_give_out_a_number(cast, at):
    wanted = Definition(name="电话", group="公开", numbering="{号}", has_contacts=True)
    kind = add_kind(wanted, actor=cast.county, at=at)
    assert step(actions.submit, drafted(kind, cast, at, body="13800000001"), cast.clerk, at).state == State.SUBMITTED


def test_a_newer_one_takes_the_place_of_the_older(kind, cast, at, client):
    old = issued(kind, cast, at, "旧规")
    new = issued(kind, cast, at, "新规", replaces=old)
    old.refresh_from_db()
    assert old.state == State.REPLACED
    listed = client.get("/public/notices/").content.decode()
    assert "新规" in listed
    assert "旧规" not in listed
    page = client.get(f"/public/notices/{old.key}/").content.decode()
    assert f"/public/notices/{new.key}/" in page
    with pytest.raises(FactMissing, match="同一种类"):
        drafted(kind, cast, at, replaces=old)


def test_an_old_address_leads_to_the_last_of_those_that_replaced_one_another_or_says_that_it_holds_no_more(
    kind, cast, at, client
):
    old = issued(kind, cast, at, "旧规")
    middle = issued(kind, cast, at, "新规", replaces=old)
    last = issued(kind, cast, at, "再改", replaces=middle)
    address = f"/public/notices/{old.key}/"
    assert f"/public/notices/{last.key}/" in client.get(address).content.decode()
    actions.withdraw(last, reason="有误。", version=last.version, actor=cast.clerk, at=at)
    page = client.get(address).content.decode()
    assert "这一期已经被代替" in page and last.key not in page


def test_no_file_is_not_said_to_be_uploaded(kind, cast, at, login):
    made = drafted(kind, cast, at)
    answer = login(cast.clerk).post(f"/publications/{made.pk}/files/")
    assert answer.status_code == 422 and "请选择要上传的附件。" in answer.content.decode()
    assert not made.files.exists()


def test_nobody_puts_theirs_in_the_place_of_another_unit_s(kind, cast, at, login):
    theirs = issued(kind, cast, at, "街道的")
    near, far = cast.guodu, cast.area("610116002")
    with pytest.raises(FactMissing, match="本单位或者所辖单位"):
        actions.draft(kind, told(cast, unit=near, area=far, replaces=theirs), actor=cast.outsider, at=at)
    page = login(cast.outsider).get(f"/publications/kinds/{kind.code}/new/").content.decode()
    assert theirs.title not in page and theirs.number not in page
    # A draft of before the rule does not go out in its place either.
    mine = actions.draft(kind, told(cast, unit=near, area=far), actor=cast.outsider, at=at)
    Publication.objects.filter(pk=mine.pk).update(replaces=theirs, state=State.APPROVED)
    mine.refresh_from_db()
    with pytest.raises(FactMissing, match="别的单位"):
        actions.issue(mine, version=mine.version, actor=cast.outsider, at=at)
    theirs.refresh_from_db()
    assert theirs.state == State.ISSUED


@pytest.mark.parametrize("phone", ["１３８１２３４５６７８", "138.1234.5678", "138 1234 5678", "138·1234·5678"])
def test_no_phone_goes_out_however_it_is_written(kind, cast, at, phone):
    made = drafted(kind, cast, at, body=f"请拨打 {phone}。")
    with pytest.raises(FactMissing, match="手机号码"):
        step(actions.submit, made, cast.clerk, at)


def test_of_what_was_withdrawn_nobody_outside_reads_a_word(kind, cast, at, client):
    made = issued(kind, cast, at)
    file = file_of(made, cast.clerk, at)
    address = f"/public/notices/{made.key}/"
    assert client.get(f"{address}{file.key}/").status_code == 200
    step(actions.withdraw, made, cast.clerk, at, reason="数字有误")
    gone = client.get(address)
    assert gone.status_code == 410
    assert made.title not in gone.content.decode()
    assert client.get(f"{address}{file.key}/").status_code == 404


def test_strangers_meet_no_draft_and_nothing_internal(kind, circular, cast, at, client):
    inside, draft = issued(circular, cast, at, "内部通报"), drafted(kind, cast, at)
    for each in (inside, draft):
        assert client.get(f"/public/notices/{each.key}/").status_code == 404
    listed = client.get("/public/notices/").content.decode()
    assert "现在没有公开的信息" in listed
    assert CIRCULAR.name not in listed
    assert OPEN_BOOKS.name not in listed
    assert client.get(f"/publications/{inside.pk}/").status_code == 302


def test_strangers_find_by_word_and_kind(kind, cast, at, client):
    issued(kind, cast, at, "三季度收支", body="修缮灌溉渠用去八千元。")
    issued(kind, cast, at, "四季度收支")
    assert client.get("/public/notices/?q=灌溉渠").content.decode().count("季度收支") == 1
    assert "没有找到" in client.get("/public/notices/?q=没有这个词").content.decode()
    assert client.get(f"/public/notices/?kind={kind.code}").content.decode().count("季度收支") == 2


def test_what_is_past_its_day_is_listed_no_longer(kind, cast, at, client, time_machine):
    made = issued(kind, cast, at, "大风提示", until=office_day(at))
    assert "大风提示" in client.get("/public/notices/").content.decode()
    time_machine.move_to(at + ONE_DAY * 2)
    assert "大风提示" not in client.get("/public/notices/").content.decode()
    assert "有效期已过" in client.get(f"/public/notices/{made.key}/").content.decode()


def test_markup_of_people_is_text(kind, cast, at, client):
    made = issued(kind, cast, at, "<b>标题</b>", body="<script>alert(1)</script>\n|<i>甲</i>|1|\n|乙|2|")
    page = client.get(f"/public/notices/{made.key}/").content.decode()
    assert "<script>alert" not in page
    assert "<i>甲" not in page
    assert "<b>标题" not in page


def test_each_unit_confirms_once_and_it_is_known_who_has_not(circular, cast, at, login):
    made = issued(circular, cast, at)
    assert {receipt.unit for receipt in made.receipts.all()} == {cast.fengqi}
    assert Notice.objects.filter(recipient=cast.grid_worker, kind="publication").count() == 0
    assert "未确认" in login(cast.clerk).get(f"/publications/{made.pk}/").content.decode()
    assert actions.confirm(made, actor=cast.grid_worker, at=at) == 1
    assert actions.confirm(made, actor=cast.grid_worker, at=at) == 0
    page = login(cast.clerk).get(f"/publications/{made.pk}/").content.decode()
    assert "已全部确认" in page
    assert cast.grid_worker.name in page


def test_a_unit_that_has_to_read_it_is_told_and_another_meets_nothing(cast, at, login):
    wanted = Definition(
        name="县通报", group="通报", numbering="{号}", reach="internal", reads_by=["government"], drafters=["office"]
    )
    kind = add_kind(wanted, actor=cast.county, at=at)
    said = actions.PublicationInput("十月通报", cast.office, cast.area("610116"), "情况如下。")
    made = actions.draft(kind, said, actor=cast.county, at=at)
    step(actions.submit, made, cast.county, at)
    assert Notice.objects.filter(recipient=cast.leader, kind="publication").count() == 1
    step(actions.approve, made, cast.leader, at)
    step(actions.issue, made, cast.county, at)
    assert {receipt.unit for receipt in made.receipts.all()} == {cast.weiqu, cast.guodu}
    assert Notice.objects.filter(recipient=cast.township_lead, kind="publication").count() == 1
    assert login(cast.clerk).get(f"/publications/{made.pk}/").status_code == 200
    assert login(cast.handler).get(f"/publications/{made.pk}/").status_code == 404


def test_issuing_does_the_routine_task_of_the_kind(cast, login, at):
    plans.load_reference()
    load_reference()
    kind = PublicationKind.objects.get(code="bulletin")
    plan, day = DutyPlan.objects.get(code=kind.plan_code, effective_to=None), office_day(at)
    office = login(cast.county)
    assert "下一期" not in office.get(reverse("publications:kinds")).content.decode()
    task = DutyTask.objects.create(
        plan=plan,
        plan_code=plan.code,
        unit=cast.office,
        area=cast.office.area,
        first=day.replace(day=1),
        last=day,
        label="本月",
        due_at=at + ONE_DAY,
        opened_at=at,
    )
    assert "下一期" in office.get(reverse("publications:kinds")).content.decode()
    made = actions.draft(
        kind, actions.PublicationInput("十月报表", cast.office, cast.area("610116"), "情况。"), actor=cast.county, at=at
    )
    step(actions.submit, made, cast.county, at)
    step(actions.approve, made, cast.leader, at)
    step(actions.issue, made, cast.county, at)
    task.refresh_from_db()
    assert task.state == DutyTask.State.RETURNED


def test_two_editors_the_second_hears_of_the_first(kind, cast, at):
    made = drafted(kind, cast, at)
    assert actions.change(made, told(cast, body="一。"), version=1, actor=cast.clerk, at=at)
    with pytest.raises(StaleVersion):
        actions.change(made, told(cast, body="二。"), version=1, actor=cast.township_lead, at=at)


def test_a_kind_is_laid_down_with_a_number_and_a_plan_that_is_there(cast, at):
    with pytest.raises(FactMissing) as refused:
        add_kind(
            Definition(name="错", group="错", numbering="没有号", plan_code="no.such", reads_by=["village"]),
            actor=cast.county,
            at=at,
        )
    assert set(refused.value.errors) == {"numbering", "plan_code", "reads_by"}


def test_the_plan_of_a_kind_is_chosen_by_its_name(cast, client):
    plans.load_reference()
    client.force_login(cast.county)
    page = client.get(reverse("publications:new_kind")).content.decode()
    assert '<option value="sweep.village">村（社区）矛盾纠纷日排查</option>' in page


def test_a_kind_does_not_become_public_once_something_was_drafted(circular, cast, at):
    drafted(circular, cast, at)
    wanted = definition_of(circular)
    wanted.reach, wanted.reads_by = PublicationKind.Reach.PUBLIC, []
    with pytest.raises(FactMissing) as refused:
        change_kind(circular, wanted, version=None, actor=cast.county, at=at)
    assert "reach" in refused.value.errors


def test_the_demo_county_has_something_out_and_something_that_waits(cast, at, client):
    plans.load_reference()
    load_reference()
    assert demo.load(at) == 7
    assert demo.load(at) == 0
    assert "大风蓝色预警提示" in client.get("/public/notices/").content.decode()
    assert Publication.objects.get(kind__code="rules").receipts.filter(read_at=None).exists()
    assert Publication.objects.get(state=State.SUBMITTED).kind.code == "practice"


TO_THE_PUBLIC = {
    "laws": "第十八条",
    "recheck_opinions": "第三十六条第二款",
    "event_items": "第十条",
    "grid_notice": "第六条",
}


def test_what_the_law_has_published_is_a_kind_that_everybody_reads(cast):
    plans.load_reference()
    load_reference()
    found = PublicationKind.objects.filter(code__in=TO_THE_PUBLIC, is_active=True)
    assert {kind.code for kind in found if kind.is_public} == set(TO_THE_PUBLIC)
    assert all(TO_THE_PUBLIC[kind.code] in kind.basis for kind in found)


def test_whoever_may_not_know_of_a_matter_reads_its_number_in_no_circular(circular, cast, at, login):
    """信访工作条例 art. 30: what was written of it while everybody knew it stays, and is not shown to them."""
    case = builders.petition(cast, unit=cast.housing, actor=cast.handler)
    body = f"本月情况：\n{case.number} 已经督办。\n{case.title}，请抓紧。\n其余按期。"
    made = issued(circular, cast, at, "督办通报", body=body)
    page, clerk = f"/publications/{made.pk}/", login(cast.clerk)
    assert case.number in clerk.get(page).content.decode() and made.files.count() == 2
    change = {"petition_class": "accusation", "route": "", "reason": "来信补充说明。", "accused_unit": cast.weiqu}
    builders.step(case, "reclassify", cast.lead, later=2, replay=False, **change)
    said = clerk.get(page).content.decode()
    number, file = case.former_numbers.get().number, f"{page}files/{made.files.first().pk}/"
    assert "本月情况" in said and "其余按期" in said
    assert not any(word in said for word in ("已经督办", "请抓紧", number, file))
    assert clerk.get(file).status_code == 404
    assert breaches(office_day(at)) == []


def test_what_everybody_reads_tells_nobody_of_a_matter_that_was_hidden_since(kind, cast, at, client):
    case = builders.petition(cast, unit=cast.housing, actor=cast.handler)
    alike = builders.petition(cast, title="凤栖路社区居民反映路灯不亮")
    made = issued(kind, cast, at, body=f"{case.title}，已经核实。\n{alike.title}，已经修好。\n其余按期。")
    file, page = file_of(made, cast.clerk, at), reverse("publications:notice", args=[made.key])
    download = reverse("publications:notice_file", args=[made.key, file.key])
    assert "已经核实" in client.get(page).content.decode() and client.get(download).status_code == 200
    change = {"petition_class": "accusation", "route": "", "reason": "来信补充说明。", "accused_unit": cast.weiqu}
    builders.step(case, "reclassify", cast.lead, later=2, replay=False, **change)
    said = client.get(page).content.decode()
    assert "已经修好" in said and "其余按期" in said
    assert not any(word in said for word in ("已经核实", case.title, file.name))
    assert client.get(download).status_code == 404


def test_words_too_short_to_tell_of_a_hidden_matter_hide_no_line(cast):
    case = builders.accusation(cast, title="停水", summary="停水。")
    assert telltales("本周停水。三天后恢复。") == set()
    assert telltales(f"{case.number}：停水。") == {case.number}


def test_words_that_an_open_matter_says_too_tell_of_no_hidden_one(cast):
    title = "凤栖路社区居民反映路灯不亮"
    builders.accusation(cast, title=title)
    assert telltales(f"{title}，已经修好。") == {title}
    builders.petition(cast, title=title)
    assert telltales(f"{title}，已经修好。") == set()


def test_what_is_called_by_the_title_of_a_matter_that_was_hidden_since_is_called_by_its_kind(
    kind, circular, cast, at, login, client
):
    """信访工作条例 art. 30: title and file names lead the accused to the matter as its account does."""
    case = builders.petition(cast, unit=cast.housing, actor=cast.handler)
    notice = issued(kind, cast, at, case.title, body="已经核实。")
    letter = issued(circular, cast, at, f"关于{case.title}的通报", body="已经督办。")
    pages = ["/public/", reverse("publications:notices"), reverse("publications:notice", args=[notice.key])]
    own = [f"/publications/{letter.pk}/", f"/publications/kinds/{circular.code}/", "/publications/"]
    clerk = login(cast.clerk)
    assert all(case.title in client.get(page).content.decode() for page in pages)
    assert all(case.title in clerk.get(page).content.decode() for page in own[:2])
    change = {"petition_class": "accusation", "route": "", "reason": "来信补充说明。", "accused_unit": cast.weiqu}
    builders.step(case, "reclassify", cast.lead, later=2, replay=False, **change)
    for reader, seen in ((client, pages), (clerk, own)):
        for page in seen:
            said = reader.get(page)
            assert said.status_code == 200 and case.title not in said.content.decode(), page
    assert quote(case.title) not in clerk.get(f"/publications/{letter.pk}/word/")["Content-Disposition"]


def test_no_number_of_a_matter_stands_in_a_title(circular, cast, at):
    with pytest.raises(FactMissing) as refused:
        drafted(circular, cast, at, title="关于 XF2026-000123 的通报")
    assert "标题里不写事项编号" in refused.value.errors["title"]
