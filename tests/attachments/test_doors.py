"""Files leave through the access door only: who gets them, in what wrapping, and what is written down."""

from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document
from PIL import Image
from pypdf import PdfReader

from governance.cases.binding import marks
from governance.cases.files import storage
from governance.cases.files.attachments import store
from governance.cases.models import CaseUnit
from governance.frame.days import office_day
from governance.organisation.models import AccessRecord, Post
from petitions.models import Petition
from tests import builders
from tests.cases.clocks import moment
from tests.cast import SINCE

from . import samples

MISSING = "/cases/XF2026-999999/"


@pytest.fixture
def petition(cast):
    return builders.in_status(cast, "handling")


@pytest.fixture
def attachment(petition, cast):
    content = samples.HONEST["申请书.pdf"][0]
    return store(petition, samples.upload("停水 申请书.pdf", content), actor=cast.clerk, at=builders.OPENED)


@pytest.fixture
def paper(petition, cast):
    builders.step(petition, "issue_opinion", cast.lead, later=20, replay=False, **builders.OPINION)
    return petition.papers.get()


def test_a_photo_is_seen_in_the_page_and_opens_larger(login, cast, petition):
    photo = store(
        petition, samples.upload("现场.jpg", samples.picture(size=(3000, 2000))), actor=cast.clerk, at=builders.OPENED
    )
    document = store(
        petition, samples.upload("申请.pdf", samples.HONEST["申请书.pdf"][0]), actor=cast.clerk, at=builders.OPENED
    )
    client = login(cast.handler)
    sizes = {}
    for size in ("small", "large"):
        response = client.get(reverse("cases:picture", args=[petition.number, photo.pk, size]))
        assert (response["Content-Type"], response["Content-Disposition"]) == ("image/jpeg", "inline")
        assert "sandbox" in response["Content-Security-Policy"]
        with Image.open(BytesIO(response.content)) as picture:
            sizes[size] = max(picture.size)
    assert sizes == {"small": 240, "large": 1600}
    assert AccessRecord.objects.filter(verb="open").count() == 1
    for pk, size in ((document.pk, "small"), (photo.pk, "huge"), (0, "small")):
        assert client.get(reverse("cases:picture", args=[petition.number, pk, size])).status_code == 404
    address = reverse("cases:picture", args=[petition.number, photo.pk, "small"])
    assert login(cast.outsider).get(address).status_code == 404


def test_whoever_listens_to_a_page_tells_the_photo_that_opens_from_the_file_that_is_taken(login, cast, petition):
    event = petition.events.latest("seq")
    for upload in (
        samples.upload("现场.jpg", samples.picture()),
        samples.upload("申请.pdf", samples.HONEST["申请书.pdf"][0]),
    ):
        store(petition, upload, actor=cast.clerk, at=builders.OPENED, event=event)
    page = login(cast.handler).get(f"/cases/{petition.number}/").content.decode()
    assert page.count('alt="看大图：现场.jpg"') == page.count(">现场.jpg</a>") == 1
    assert "看大图：申请.pdf" not in page and page.count(">申请.pdf</a>") == 1


def letter(case, cast):
    """The letter that came with an accusation."""
    upload = samples.upload("举报信.pdf", samples.HONEST["申请书.pdf"][0])
    return store(case, upload, actor=cast.clerk, at=builders.OPENED)


def file_url(attachment) -> str:
    return reverse("cases:file", args=[attachment.case.number, attachment.pk])


def paper_url(paper) -> str:
    return reverse("cases:paper", args=[paper.case.number, paper.pk])


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def test_it_hands_out_the_file_sealed_off_from_the_browser(login, cast, attachment):
    response = login(cast.handler).get(file_url(attachment))
    assert body(response) == storage.content_of(attachment.path)
    assert response["Content-Type"] == "application/pdf"
    name = "%E5%81%9C%E6%B0%B4%20%E7%94%B3%E8%AF%B7%E4%B9%A6.pdf"
    assert response["Content-Disposition"] == f"attachment; filename*=UTF-8''{name}"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in response["Cache-Control"]


def test_it_hands_out_papers_under_title_and_number(login, cast, paper):
    response = login(cast.handler).get(paper_url(paper))
    assert body(response)[:2] == b"PK"
    assert "wordprocessingml" in response["Content-Type"]
    assert response["Content-Disposition"].endswith("%E3%80%942026%E3%80%951%E5%8F%B7.docx")


@pytest.mark.parametrize("door", ["paper", "paper_view"])
def test_an_onlooker_reads_papers_without_the_people_in_them(login, cast, petition, paper, door):
    """个人信息保护法 art. 6: whoever oversees sees what was done, and under masks for whom."""
    person = petition.participants.get()
    address = reverse(f"cases:{door}", args=[petition.number, paper.pk])

    def said(who) -> str:
        response = login(who).get(address)
        assert response.status_code == 200
        content = body(response) if response.streaming else response.content
        told = [each.text for each in Document(BytesIO(content)).paragraphs] if door == "paper" else [content.decode()]
        return "\n".join(told)

    assert person.name in said(cast.clerk)
    for onlooker in (cast.leader, cast.county):
        shown = said(onlooker)
        assert person.masked_name in shown and person.name not in shown and person.address not in shown


def test_it_writes_every_download_down_and_leaves_the_case_alone(login, cast, petition, attachment, paper):
    petition.refresh_from_db()
    before = (petition.version, petition.events.count())
    client = login(cast.handler)
    client.head(file_url(attachment))
    for url in (file_url(attachment), paper_url(paper)):
        body(client.get(url))
    rows = AccessRecord.objects.filter(verb="download", actor=cast.handler, subject=petition.number).order_by("pk")
    assert [row.reason for row in rows] == ["停水 申请书.pdf", f"信访处理意见书 {paper.number}.docx"]
    petition.refresh_from_db()
    assert (petition.version, petition.events.count()) == before


def test_an_outsider_gets_the_answer_of_a_case_that_does_not_exist(login, cast, attachment, paper):
    client = login(cast.outsider)
    unknown = client.get(f"{MISSING}files/1/")
    assert unknown.status_code == 404
    for url in (file_url(attachment), paper_url(paper)):
        response = client.get(url)
        assert (response.status_code, response.content) == (404, unknown.content)
    assert not AccessRecord.objects.filter(verb="download").exists()


def test_nobody_without_a_login_gets_a_file(client, attachment):
    assert client.get(file_url(attachment)).status_code == 302


def test_a_file_of_one_case_is_not_found_under_another(login, cast, attachment, paper):
    other = builders.in_status(cast, "handling")
    client = login(cast.handler)
    unknown = client.get(f"{MISSING}files/1/")
    for name, pk in (("cases:file", attachment.pk), ("cases:paper", paper.pk), ("cases:file", 0)):
        response = client.get(reverse(name, args=[other.number, pk]))
        assert (response.status_code, response.content) == (404, unknown.content)


def test_the_accused_unit_and_those_under_it_get_nothing_of_an_accusation(login, cast):
    case = builders.accusation(cast, accused_unit=cast.police, title="反映办案人员收受好处")
    file = store(
        case, samples.upload("举报信.pdf", samples.HONEST["申请书.pdf"][0]), actor=cast.clerk, at=builders.OPENED
    )
    builders.step(case, "transfer", cast.clerk, later=1, replay=False, to_unit=cast.discipline, **builders.TRANSFER)
    paper = case.papers.get(code="transfer_letter")
    assert login(cast.inspector).get(file_url(file)).status_code == 200
    for person in (cast.officer, cast.handler, cast.county):
        client = login(person)
        unknown = client.get(f"{MISSING}files/1/").content
        for url in (file_url(file), paper_url(paper), reverse("cases:print", args=[case.number])):
            response = client.get(url)
            assert (response.status_code, response.content) == (404, unknown)


def test_a_confidant_who_moves_to_the_accused_unit_loses_the_files(login, cast):
    case = builders.accusation(cast, accused_unit=cast.police)
    file = store(
        case, samples.upload("举报信.pdf", samples.HONEST["申请书.pdf"][0]), actor=cast.clerk, at=builders.OPENED
    )
    assert login(cast.clerk).get(file_url(file)).status_code == 200
    Post.objects.create(user=cast.clerk, unit=cast.station, role=cast.clerk.posts.get().role, starts_on=SINCE)
    assert CaseUnit.objects.filter(case=case, part="accused").get().unit == cast.police
    assert login(cast.clerk).get(file_url(file)).status_code == 404


def test_a_file_that_is_gone_from_the_disk_is_not_found_and_logged(login, cast, attachment, caplog):
    storage.located(attachment.path).unlink()
    assert login(cast.handler).get(file_url(attachment)).status_code == 404
    assert attachment.path in caplog.text
    assert not AccessRecord.objects.filter(verb="download").exists()


def test_a_refused_file_keeps_what_was_typed_and_changes_nothing(login, cast, petition):
    before = petition.events.count()
    url = reverse("cases:step", args=[petition.number, "comment"])
    files = [samples.upload("现场.jpg", samples.picture()), samples.upload("安装.exe", b"MZ")]
    response = login(cast.handler).post(url, {"note": "已到现场查看。", "files": files, "version": petition.version})
    assert response.status_code == 422
    page = response.content.decode()
    assert "“安装.exe”没有上传：不接收这种文件" in page
    assert "已到现场查看。" in page
    assert petition.events.count() == before
    assert not petition.attachments.exists()


def test_printing_a_case_is_written_down(login, cast, petition):
    response = login(cast.handler).get(reverse("cases:print", args=[petition.number]))
    page = response.content.decode()
    assert petition.title in page
    assert "<nav" not in page
    assert "13911112222" not in page
    row = AccessRecord.objects.get(verb="print")
    assert (row.actor, row.subject) == (cast.handler, petition.number)


def test_a_refused_file_at_the_window_keeps_what_was_typed(login, cast):
    typed = {"channel": "visit", "name_1": "王秀芳", "people_count": "1", "area": "韦曲街道 / 凤栖路社区"}
    typed |= {"petition_class": "appeal_request", "route": "handling", "summary": "要求督促物业修复电梯。"}
    typed |= {"received_on": office_day(timezone.now()).isoformat(), "then": "open"}
    files = [samples.upload("安装.exe", b"MZ")]
    response = login(cast.clerk).post(reverse("petitions:register"), {**typed, "files": files})
    assert response.status_code == 422
    page = response.content.decode()
    assert "“安装.exe”没有上传：不接收这种文件" in page
    assert "要求督促物业修复电梯。" in page
    assert not Petition.objects.exists()


TAKEN = "限制知悉 周晓兰 2026-04-01 09:30 下载"


def _word() -> bytes:
    file = BytesIO()
    Document().save(file)
    return file.getvalue()


def _said_by(name: str, content: bytes) -> str:
    """What stands at the foot of the copy and among its properties."""
    if name.endswith(".pdf"):
        read = PdfReader(BytesIO(content))
        return f"{read.pages[0].extract_text()} {read.metadata.subject if read.metadata else None}"
    document = Document(BytesIO(content))
    foot = "".join(paragraph.text for paragraph in document.sections[0].footer.paragraphs)
    return f"{foot} {document.core_properties.comments}"


@pytest.mark.parametrize(("name", "content"), [("材料.pdf", samples.pdf()), ("材料.docx", _word())])
def test_a_copy_of_what_few_may_know_says_who_took_it_and_when(cast, login, time_machine, name, content):
    """信访工作条例 art. 30 para 3, art. 46 item five."""
    time_machine.move_to(moment("2026-04-01 09:30"), tick=False)
    for case, times in ((builders.accusation(cast), 2), (builders.petition(cast), 0)):
        kept = store(case, samples.upload(name, content), actor=cast.clerk, at=builders.OPENED)
        answer = login(cast.clerk).get(f"/cases/{case.number}/files/{kept.pk}/")
        copy = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert _said_by(name, copy).count(TAKEN) == times
        assert (copy == storage.content_of(kept.path)) == (times == 0), "what is kept stays as it was"


@pytest.mark.parametrize("way", ["", "large/"])
def test_a_picture_of_what_few_may_know_has_the_line_below_it(cast, login, way):
    """What lies above the line is the picture."""
    sizes = []
    for case in (builders.accusation(cast), builders.petition(cast)):
        kept = store(case, samples.upload("现场.png", samples.picture("PNG")), actor=cast.clerk, at=builders.OPENED)
        answer = login(cast.clerk).get(f"/cases/{case.number}/files/{kept.pk}/{way}")
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        sizes.append(Image.open(BytesIO(content)).size)
    assert sizes[0][1] > sizes[1][1] and sizes[0][0] > sizes[1][0]


def test_an_issued_paper_of_what_few_may_know_is_noted_where_no_print_shows_it(cast, login, time_machine):
    time_machine.move_to(moment("2026-04-01 09:30"), tick=False)
    case = builders.accusation(cast)
    builders.step(case, "transfer", cast.clerk, later=1, replay=False, to_unit=cast.discipline, **builders.TRANSFER)
    issued = case.papers.first()
    copy = login(cast.clerk).get(f"/cases/{case.number}/papers/{issued.pk}/").content
    assert _said_by("文书.docx", copy).count(TAKEN) == 1
    assert Document(BytesIO(copy)).core_properties.comments == TAKEN


@pytest.mark.parametrize("content_type", ["application/pdf", "image/jpeg", marks.WORD, "video/mp4"])
def test_what_cannot_be_written_on_is_handed_out_as_it_is(content_type):
    assert marks.marked(BytesIO(b"nothing of the kind"), content_type, TAKEN) is None
