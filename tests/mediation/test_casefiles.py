"""The file of a track: what it holds, what it lacks, when it can be filed, and who gets it as one PDF."""

import re
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from governance.cases.access import door
from governance.cases.files import attachments, storage
from governance.cases.history import Act, write_event
from governance.cases.models import Case
from governance.cases.together.choosing import candidates, chosen, offers
from governance.frame.refusals import FactMissing, StepNotAllowed, StepNotPossible
from governance.jobs import files, work
from governance.jobs.models import Job
from governance.organisation.models import AccessRecord
from mediation.casefiles import contents as material
from mediation.casefiles import effects as casefile
from mediation.casefiles import jobs as file_jobs
from mediation.models import CaseFile, FileItem
from tests import builders, disputes
from tests.attachments.samples import picture, upload
from tests.mediation.volumes import texts

pytestmark = pytest.mark.django_db


def one_performed(cast):
    """A people's mediation that was agreed and performed; nothing was put into its file yet."""
    case = disputes.track(cast)
    disputes.accept(case, cast)
    disputes.sit(case, cast)
    disputes.agree(case, cast)
    disputes.perform(case, cast)
    return case


@pytest.fixture
def performed(cast):
    return one_performed(cast)


def states(track) -> dict[str, str]:
    return {row.item.code: row.state for row in material.checklist(track)}


def bound(user, track, what="file") -> Job:
    params = {"number": track.number, "what": what}
    job = work.ask(file_jobs.BIND, owner=user, at=timezone.now(), params=params)
    return work.run(job.pk, timezone.now())


def test_it_says_of_every_item_whether_it_is_there(cast, performed):
    assert states(performed) == {
        "cover": "已有",
        "application": "缺",
        "rights_notice": "缺",
        "identity": "缺",
        "authority": "不需要",
        "investigation": "不需要",
        "evidence": "不需要",
        "property": "不需要",
        "record": "缺",
        "agreement": "缺",
        "performance": "缺",
        "follow_up": "不需要",
        "confirmation": "不需要",
        "ruling": "不需要",
        "other": "不需要",
        "back_cover": "已有",
    }
    disputes.complete(performed, cast)
    assert material.missing(performed) == []
    assert states(performed)["identity"] == "已有"


def test_it_wants_a_mandate_where_somebody_speaks_for_a_party(cast):
    people = [*disputes.both_sides(), disputes.party("秦律师", "agent")]
    case = disputes.track(cast, of=disputes.dispute(cast, people=people))
    disputes.accept(case, cast)
    assert states(case)["authority"] == "缺"


def test_it_wants_what_the_steps_taken_call_for(cast, performed):
    day = disputes.day(performed, 25)
    builders.step(performed, "plan_follow_up", cast.mediator, later=21, planned_on=day)
    assert states(performed)["follow_up"] == "缺"
    told = {"visited_on": day, "method": "door", "satisfaction": "satisfied", "performing": "yes", "content": "和好。"}
    scan = [upload("回访.png", picture("PNG"))]
    builders.step(performed, "follow_up", cast.mediator, later=25, files=scan, **told)
    assert states(performed)["follow_up"] == "已有"


def test_it_puts_what_was_handed_in_where_its_step_belongs(cast):
    case = disputes.track(cast)
    disputes.accept(case, cast)
    disputes.sit(case, cast, files=[upload("笔录.png", picture("PNG"))])
    disputes.file(case, "evidence", "照片.png", actor=cast.mediator, later=4)
    builders.step(case, "comment", cast.mediator, later=4, note="见附件。", files=[upload("其他.png", picture("PNG"))])
    placed = {attachment.name: item.code for item, attachment in material.contents(case).attachments}
    assert placed == {"笔录.png": "record", "照片.png": "evidence", "其他.png": "other"}


def test_it_finds_the_item_by_its_code_whatever_it_was_called_that_day(cast, performed):
    disputes.file(performed, "evidence", "照片.png", actor=cast.mediator)
    event = performed.events.latest("seq")
    assert (event.facts["told"], event.facts["codes"]) == ([["归入", "证据材料"]], {"item": "evidence"})
    facts = {"told": [["放入", "证据"]], "codes": {"item": "property"}}
    event = write_event(performed, step="file_material", label="补充", act=Act(cast.mediator, event.at), facts=facts)
    attachments.store(performed, upload("证.png", picture("PNG")), actor=cast.mediator, at=event.at, event=event)
    placed = {attachment.name: item.code for item, attachment in material.contents(performed).attachments}
    assert placed == {"照片.png": "evidence", "证.png": "property"}


# What the items were called when histories held no codes. A title that is reworded keeps the old one in ``was``.
BEFORE_CODES = {
    "人民调解申请书或者受理登记表": "application",
    "当事人权利义务告知书": "rights_notice",
    "当事人身份证明": "identity",
    "授权委托书": "authority",
    "调查记录": "investigation",
    "证据材料": "evidence",
    "财产权利证明": "property",
    "调解记录": "record",
    "调解协议书或者口头协议登记表": "agreement",
    "履行凭证": "performance",
    "回访记录": "follow_up",
    "司法确认材料": "confirmation",
    "其他文书和卷宗情况说明": "other",
    "从来没有过的名称": "other",
}


def test_it_still_reads_histories_that_named_the_item_in_words(cast):
    case = disputes.track(cast)
    act = Act(cast.mediator, disputes.OPENED)
    for place, title in enumerate(BEFORE_CODES):
        facts = {"told": [["归入", title], ["说明", "扫描件。"]], "private": True}
        event = write_event(case, step="file_material", label="补充卷宗材料", act=act, facts=facts)
        scan = upload(f"{place}.png", picture("PNG"))
        attachments.store(case, scan, actor=cast.mediator, at=act.at, event=event)
    placed = [(int(file.name[:-4]), item.code) for item, file in material.contents(case).attachments]
    assert placed == list(enumerate(BEFORE_CODES.values()))


def test_it_lets_the_mediator_move_a_file_and_leave_one_out(cast, performed, login):
    disputes.file(performed, "evidence", "一.png", "二.png", actor=cast.mediator)
    first, second = performed.attachments.order_by("id")
    url = reverse("mediation:file", args=[performed.number])
    told = {"retention": "permanent", f"place-{first.pk}": "identity", f"place-{second.pk}": "none"}
    assert login(cast.mediator).post(url, told).status_code == 302
    placed = {attachment.pk: item and item.code for item, attachment in material.contents(performed).attachments}
    assert placed == {first.pk: "identity", second.pk: None}
    assert CaseFile.objects.get().retention == "permanent"


def test_it_does_not_take_the_file_of_another_case(cast, performed):
    other = disputes.track(cast)
    disputes.accept(other, cast)
    disputes.file(other, "evidence", "别人的.png", actor=cast.mediator, later=4)
    strange = other.attachments.get().pk
    with pytest.raises(FactMissing):
        casefile.arrange(performed, retention="long", places={strange: "identity"})
    assert not FileItem.objects.exists()


def test_it_refuses_to_file_what_is_not_complete_and_says_what_lacks(cast, performed):
    with pytest.raises(StepNotPossible) as refused:
        builders.step(performed, "archive", cast.mediator, later=30, replay=False)
    for title in ("人民调解申请书或者受理登记表", "当事人身份证明", "履行凭证"):
        assert title in refused.value.sentence
    performed.refresh_from_db()
    assert performed.status == "performed" and not CaseFile.objects.exists()


def test_what_a_file_lacks_is_said_before_anybody_files_it(cast, performed, login):
    client, page = login(cast.mediator), reverse("cases:case", args=[performed.number])
    shown = client.get(page).content.decode()
    assert "卷宗材料不齐，还缺：人民调解申请书或者受理登记表、" in shown and "请补充双方当事人的身份证明。" in shown
    assert f"{page}steps/archive/" not in shown
    primary = re.findall(r'button-primary"\s+href="([^"]+)"', shown)
    assert primary == [f"{page}steps/file_material/"]
    desk = client.get(reverse("dashboard:workbench")).content.decode()
    assert f'href="{page}steps/file_material/">补充卷宗材料</a>' in desk, "the desk leads to what the page offers"
    begun = client.get(f"{page}steps/file_material/").context["step_form"]
    assert begun["item"].initial == material.contents(performed).missing[0].item.code
    asked = client.get(f"{page}steps/archive/")
    assert asked.status_code == 409 and "请补充双方当事人的身份证明。" in asked.content.decode()
    disputes.complete(performed, cast)
    whole = client.get(page).content.decode()
    assert f"{page}steps/archive/" in whole and "卷宗材料不齐" not in whole


def test_what_the_files_of_many_tracks_lack_is_asked_once_for_all_of_them(cast, performed):
    tracks = [performed, one_performed(cast), one_performed(cast)]
    disputes.complete(performed, cast)
    disputes.complete(tracks[2], cast)
    receipt = tracks[2].attachments.get(name="收条.png")
    FileItem.objects.create(track=tracks[2], attachment=receipt, item="other")
    at = performed.opened_at + timedelta(days=30)

    def asked(some) -> tuple[dict[str, str], int]:
        with CaptureQueriesContext(connection) as queries:
            cases = chosen(cast.mediator, [each.number for each in some])
            found = candidates(cases, "archive", cast.mediator, at)
            offered = {offer.name: offer.count for offer in offers(cases, cast.mediator, at)}
        assert offered["archive"] == len(found.able) == 1
        return {each.case.number: each.why for each in (*found.able, *found.others)}, len(queries)

    whys, cost = asked(tracks)
    assert whys[performed.number] == ""
    assert "当事人身份证明" in whys[tracks[1].number] and "履行凭证" in whys[tracks[1].number]
    assert "当事人身份证明" not in whys[tracks[2].number] and "履行凭证" in whys[tracks[2].number]
    assert asked(tracks[:2])[1] == cost


def test_it_numbers_the_files_of_a_committee_by_year_without_gaps(cast):
    first, second = disputes.filed(cast), disputes.filed(cast)
    assert casefile.number_text(first, first.file) == "（2026）人调字第1号"
    assert casefile.number_text(second, second.file) == "（2026）人调字第2号"
    assert (first.file.filer, first.file.filed_on) == (cast.mediator, disputes.day(first, 30))
    told = dict(first.events.latest("seq").facts["told"])
    assert told["卷号"] == "（2026）人调字第1号"


def test_it_keeps_a_filed_case_as_it_is(cast, login):
    case = disputes.filed(cast)
    assert login(cast.mediator).post(reverse("mediation:file", args=[case.number]), {}).status_code == 403
    with pytest.raises(StepNotPossible):
        disputes.file(case, "evidence", "迟到.png", actor=cast.mediator, later=40)


def test_it_asks_less_of_a_track_that_is_not_peoples_mediation(cast):
    case = disputes.track(cast, "administrative_mediation")
    disputes.accept(case, cast)
    lacking = {code for code, state in states(case).items() if state == "缺"}
    assert lacking == {"record", "agreement"}


def test_it_binds_the_whole_file_in_order_for_those_who_work_on_it(cast):
    case = disputes.filed(cast)
    job = bound(cast.mediator, case)
    assert job.state == "done", job.message
    pages = texts(files.opened(job.result_path))
    assert "人民调解卷宗" in pages[0] and "（2026）人调字第1号" in pages[0] and "韩素珍（申请人）" in pages[0]
    order = ["当事人身份证明：身份证.png", "调解记录", "调解协议书", "履行凭证：收条.png", "结案报告表"]
    places = [pages[1].index(title) for title in order]
    assert places == sorted(places)
    assert job.result_rows == len(pages) - 3
    assert "赔偿墙面损失" in "".join(pages[2:])
    seen = AccessRecord.objects.get(verb="print")
    assert (seen.actor, seen.subject) == (cast.mediator, case.number)


def test_it_says_on_an_open_file_that_it_is_open_and_what_lacks(cast, performed):
    pages = texts(files.opened(bound(cast.mediator, performed).result_path))
    assert "卷宗尚未归档" in pages[-1] and "缺：当事人身份证明" in pages[-1]


def test_it_binds_on_when_a_stored_file_is_gone(cast):
    case = disputes.filed(cast)
    storage.located(case.attachments.first().path).unlink()
    job = bound(cast.mediator, case)
    assert job.state == "done" and "1 份材料" in job.message


@pytest.mark.parametrize("who", ["clerk", "justice_officer", "staff", "leader"])
def test_it_shows_onlookers_how_far_the_file_is_and_nothing_in_it(cast, performed, login, who):
    disputes.file(performed, "evidence", "欠条照片.png", actor=cast.mediator)
    url = reverse("mediation:file", args=[performed.number])
    page = login(getattr(cast, who)).get(url).content.decode()
    assert "还缺" in page and "归档时编号" in page and "欠条照片" not in page and "组卷下载" not in page
    assert (
        login(getattr(cast, who)).post(reverse("mediation:bind", args=[performed.number]), {"what": "file"}).status_code
        == 403
    )
    assert not Job.objects.exists()


def test_who_may_not_read_names_binds_no_file_that_holds_them(cast, performed, login, monkeypatch):
    monkeypatch.setattr(door, "may_see_names", lambda user, case: False)
    client = login(cast.mediator)
    assert "组卷下载" not in client.get(reverse("mediation:file", args=[performed.number])).content.decode()
    asked = client.post(reverse("mediation:bind", args=[performed.number]), {"what": "file"})
    assert asked.status_code == 403 and not Job.objects.exists()
    assert bound(cast.mediator, performed).state == "failed"


def test_no_volume_holds_a_paper_that_names_a_matter_hidden_since(cast):
    """信访工作条例 art. 30: neither the bound file nor the one in the package for an archive."""
    hidden, track = builders.petition(cast, unit=cast.housing, actor=cast.handler), disputes.track(cast)
    number = hidden.number
    disputes.accept(track, cast)
    disputes.sit(track, cast)
    disputes.agree(track, cast, replay=False, facts=f"与信访件{number}同一件事。")

    def said() -> str:
        job = work.ask("cases.dossier", owner=cast.mediator, at=timezone.now(), params={"number": track.number})
        package = ZipFile(files.opened(work.run(job.pk, timezone.now()).result_path))
        both = (files.opened(bound(cast.mediator, track).result_path), BytesIO(package.read("卷宗.pdf")))
        return " ".join("".join(texts(volume)) for volume in both)

    assert said().count(number) == 2
    change = {"petition_class": "accusation", "route": "", "reason": "来信补充说明。", "accused_unit": cast.weiqu}
    builders.step(hidden, "reclassify", cast.lead, later=2, replay=False, **change)
    assert number not in said()


def test_it_does_not_bind_for_somebody_who_left_in_the_meantime(cast, performed):
    job = work.ask(
        file_jobs.BIND, owner=cast.clerk, at=timezone.now(), params={"number": performed.number, "what": "file"}
    )
    ended = work.run(job.pk, timezone.now())
    assert ended.state == "failed" and ended.result_path == "" and "不能查阅" in ended.message


@pytest.mark.parametrize("hidden", [False, True])
def test_a_volume_of_what_few_may_know_says_on_every_page_who_had_it_bound(cast, performed, hidden):
    disputes.complete(performed, cast)
    if hidden:
        Case.objects.filter(pk=performed.pk).update(confidentiality="restricted")
        builders.let_in(performed, cast.mediator)
    job = bound(cast.mediator, performed)
    assert job.state == "done", job.message
    pages = texts(files.opened(job.result_path))
    assert {f"限制知悉{cast.mediator.name}" in page for page in pages} == {hidden}
    seen = AccessRecord.objects.get(verb="print")
    assert (performed.number in f"{seen.subject} {seen.reason}") != hidden


def test_it_hides_the_file_from_those_who_may_not_know_of_the_case(cast, performed, login):
    assert login(cast.outsider).get(reverse("mediation:file", args=[performed.number])).status_code == 404
    petition = builders.petition(cast)
    assert login(cast.clerk).get(reverse("mediation:file", args=[petition.number])).status_code == 404


def test_it_packs_what_the_court_wants_for_confirmation(cast, performed):
    disputes.complete(performed, cast)
    disputes.file(performed, "property", "房产证.png", actor=cast.mediator)
    disputes.file(performed, "evidence", "邻居证言.png", actor=cast.mediator)
    job = bound(cast.mediator, performed, "confirmation")
    pages = texts(files.opened(job.result_path))
    for title in ("调解协议书", "调解组织主持调解的证明", "房产证.png", "身份证.png"):
        assert title in pages[1]
    assert "邻居证言" not in "".join(pages) and "缺：司法确认申请书" in pages[-1]
    assert "特此证明" in "".join(pages)


SCORES = {"score_complete": 28, "score_procedure": 25, "score_agreement": 20, "score_following": 17}


def test_it_reviews_a_filed_case_by_the_standard(cast):
    case = disputes.filed(cast)
    builders.step(case, "review_file", cast.justice_officer, later=40, note="规范。", **SCORES)
    review = case.file_reviews.get()
    assert (review.score, review.reviewer) == (90, cast.justice_officer)
    assert review.scores[0] == ["材料齐全、顺序正确", 28, 30]
    assert dict(case.events.latest("seq").facts["told"])["总分"] == "90 分，合格"


@pytest.mark.parametrize(("field", "points"), [("score_complete", 31), ("score_following", -1)])
def test_it_refuses_points_beyond_the_weight_of_an_item(cast, field, points):
    case = disputes.filed(cast)
    with pytest.raises(FactMissing) as refused:
        builders.step(case, "review_file", cast.justice_officer, later=40, **SCORES | {field: points})
    assert set(refused.value.errors) == {field}


def test_it_leaves_the_review_to_others_than_the_mediator(cast):
    case = disputes.filed(cast)
    for person in (cast.mediator, cast.clerk):
        with pytest.raises(StepNotAllowed):
            builders.step(case, "review_file", person, later=40, **SCORES)
