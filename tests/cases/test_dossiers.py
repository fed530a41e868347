"""The file of a case for the archive: everything its own people may read, as it was stored, with its checksums."""

import hashlib
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from governance.cases.access import door
from governance.cases.dossiers.pieces import pieces_of
from governance.cases.files import storage
from governance.cases.files.attachments import store
from governance.jobs import files, work
from governance.jobs.models import Job
from governance.organisation.models import AccessRecord
from tests import builders
from tests.attachments import samples
from tests.disputes import dispute
from tests.workbooks import sheet_in

LETTER = samples.HONEST["申请书.pdf"][0]


def came(case, cast, name="申请书.pdf", content=LETTER):
    """A file that came with the last act."""
    upload = samples.upload(name, content)
    return store(case, upload, actor=cast.clerk, at=builders.OPENED, event=case.events.latest("seq"))


@pytest.fixture
def answered(cast):
    case = builders.petition(cast)
    came(case, cast)
    for name, actor, later, facts in (
        ("transfer", cast.clerk, 1, {"to_unit": cast.housing, **builders.TRANSFER}),
        ("accept", cast.handler, 2, builders.ACCEPT),
        ("issue_opinion", cast.lead, 20, builders.OPINION),
    ):
        builders.step(case, name, actor, later=later, replay=False, **facts)
    return case


def page_of(case) -> str:
    return reverse("cases:dossier", args=[case.number])


def packed(client, case) -> tuple[Job, ZipFile | None]:
    answer = client.post(page_of(case))
    assert answer.status_code == 302
    job = work.run(Job.objects.latest("pk").pk, timezone.now())
    return job, ZipFile(files.opened(job.result_path)) if job.result_path else None


def said_in(package: ZipFile) -> str:
    return "".join(page.extract_text() or "" for page in PdfReader(BytesIO(package.read("卷宗.pdf"))).pages)


def test_it_holds_every_piece_as_it_was_stored_with_list_and_metadata(cast, answered, login):
    """档案法 art. 37: of each piece stands who made it, when, by which act, and what it was registered with."""
    job, package = packed(login(cast.handler), answered)
    assert job.state == "done", job.message
    pieces = [name for name in package.namelist() if name.startswith("原件/")]
    assert job.result_rows == len(pieces) == answered.papers.count() + 1
    letter = next(name for name in pieces if name.endswith("申请书.pdf"))
    assert package.read(letter) == LETTER
    listed = sheet_in([package.read("移交清单.xlsx")])
    told = [dict(zip(listed.head, row, strict=True)) for row in listed.rows]
    sums = {hashlib.sha256(package.read(row["计算机文件名"])).hexdigest(): row["校验值（SHA-256）"] for row in told}
    assert all(counted == registered for counted, registered in sums.items()) and len(sums) == len(pieces)
    assert {row["核对"] for row in told} == {"与登记时一致"}
    opinion = next(row for row in told if row["题名"] == "信访处理意见书")
    assert (opinion["责任者"], opinion["文号"]) == (cast.housing.name, answered.papers.latest("pk").number)
    metadata = ElementTree.fromstring(package.read("元数据.xml"))
    assert metadata.findtext("电子文件号") == answered.number
    assert metadata.findtext("办理记录校验值") == answered.events.latest("seq").seal
    assert [each.findtext("校验值") for each in metadata.iter("件")] == [row["校验值（SHA-256）"] for row in told]
    text = "".join(said_in(package).split())
    assert "信访卷宗" in text and "登记表" in text and "请求尽快恢复供水" in text and "办理经过" in text
    record = AccessRecord.objects.get(verb="export")
    assert (record.actor, record.subject, record.reason) == (
        cast.handler,
        answered.number,
        f"成卷，共 {len(pieces)} 件",
    )


def test_it_says_which_file_is_not_what_was_registered(cast, answered, login):
    first, second = came(answered, cast, "甲.pdf"), came(answered, cast, "乙.pdf")
    storage.located(first.path).unlink()
    storage.located(second.path).write_bytes(storage.located(answered.papers.first().path).read_bytes())
    job, package = packed(login(cast.handler), answered)
    assert job.state == "done", job.message
    listed = sheet_in([package.read("移交清单.xlsx")])
    found = {row[listed.head.index("题名")]: row[listed.head.index("核对")] for row in listed.rows}
    assert (found["甲.pdf"], found["乙.pdf"], found["申请书.pdf"]) == ("不在存放处", "与登记时不同", "与登记时一致")
    assert not [name for name in package.namelist() if "甲" in name or "乙" in name]


def test_copies_of_what_few_may_know_say_who_took_them(cast, login):
    case = builders.accusation(cast)
    came(case, cast)
    builders.step(case, "transfer", cast.clerk, later=1, replay=False, to_unit=cast.discipline, **builders.TRANSFER)
    holder = cast.inspector
    job, package = packed(login(holder), case)
    assert job.state == "done", job.message
    line = f"限制知悉{holder.name}"
    letter = next(name for name in package.namelist() if name.endswith("申请书.pdf"))
    copies = (package.read("卷宗.pdf"), package.read(letter))
    for copy in copies:
        first = PdfReader(BytesIO(copy)).pages[0].extract_text()
        assert line in "".join(first.split())
    assert case.number not in AccessRecord.objects.filter(verb="export").get().subject


@pytest.mark.parametrize("who", ["clerk", "staff", "leader"])
def test_it_is_for_the_people_of_the_case_alone(cast, answered, login, who):
    client = login(getattr(cast, who))
    assert page_of(answered) not in client.get(f"/cases/{answered.number}/").content.decode()
    assert client.get(page_of(answered)).status_code == client.post(page_of(answered)).status_code == 403
    assert not Job.objects.exists()
    assert page_of(answered) in login(cast.handler).get(f"/cases/{answered.number}/").content.decode()


def test_who_may_not_read_names_binds_no_file_that_holds_them(cast, answered, login, monkeypatch):
    monkeypatch.setattr(door, "may_see_names", lambda user, case: False)
    client = login(cast.handler)
    assert page_of(answered) not in client.get(f"/cases/{answered.number}/").content.decode()
    assert client.post(page_of(answered)).status_code == 403 and not Job.objects.exists()


def test_it_is_not_bound_for_somebody_who_left_in_the_meantime(cast, answered):
    job = work.ask("cases.dossier", owner=cast.clerk, at=timezone.now(), params={"number": answered.number})
    ended = work.run(job.pk, timezone.now())
    assert (ended.state, ended.result_path) == ("failed", "") and "不能查阅" in ended.message


def test_it_is_not_bound_for_somebody_who_works_on_it_no_more_and_still_sees_it(cast, answered):
    job = work.ask("cases.dossier", owner=cast.staff, at=timezone.now(), params={"number": answered.number})
    ended = work.run(job.pk, timezone.now())
    assert (ended.state, ended.result_path) == ("failed", "") and "不能查阅" in ended.message


def test_a_paper_that_names_a_matter_hidden_since_is_not_among_the_pieces(cast, answered):
    hidden = builders.accusation(cast)
    paper = answered.papers.latest("pk")
    before = {piece.number for piece in pieces_of(answered, cast.handler)}
    answered.papers.filter(pk=paper.pk).update(contents=paper.contents | {"依据": f"见 {hidden.number}"})
    assert before - {piece.number for piece in pieces_of(answered, cast.handler)} == {paper.number}


def test_what_has_no_file_and_what_one_may_not_know_of_answer_alike(cast, answered, login):
    assert login(cast.outsider).get(page_of(answered)).status_code == 404
    case = dispute(cast)
    assert login(cast.clerk).get(page_of(case)).status_code == 404
