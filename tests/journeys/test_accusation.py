"""An accusation that its target cannot find: not by a list, a count, a word, a number, an address or a message."""

import io
import re
import zipfile
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from governance.cases.models import Case, CaseLink
from governance.jobs import work
from governance.jobs.models import Job
from governance.notices.models import Notice
from governance.organisation.models import Post, Unit, User
from petitions.models import Petition
from tests import builders
from tests.access.pages import TABLE, room
from tests.attachments.samples import picture
from tests.chromium import fits

from .acts import take

pytestmark = pytest.mark.django_db(transaction=True)

# Words that stand nowhere else; whoever meets one of them has met the accusation.
PHONE, ID_NUMBER = "13977778888", "610116198001019990"
CANARIES = {
    "标题": "白鹭工程招标有人收好处",
    "诉求概况": "灰鲸账本记有三笔回扣",
    "事实和理由": "蓝雀茶楼当面交付",
    "详细地点": "青鸾巷九号",
    "姓名（名称）": "欧阳金雀",
    "住址": "紫燕里七栋",
    "批注内容": "绯鹤卷宗另册存放",
}
SEARCHED = ("标题", "诉求概况", "详细地点", "姓名（名称）")
FILE = "黄鹂转账截图.png"
# Of the accused unit, of a unit under it, and of those who oversee the whole county.
SHUT_OUT = ("lead", "under", "staff", "county")
# One of the accused unit and one who oversees read every page of the site, the others those on which petitions stand
# and are counted. Whoever plays every part in the accused unit reads every page in ``access/test_accused`` too.
WIDELY_READ = ("lead", "county")
OF_PETITIONS = {"cases", "petitions", "dashboard", "figures", "supervision"}
EXPORTS = ("handler", "staff", "leader")
TOKENS = re.compile(
    rb'("X-CSRFToken": "|"token": "|name="(?:csrfmiddlewaretoken|token|key|challenge)" value=")[A-Za-z0-9:_-]+'
)
# When a workbook was made.
WRITTEN = re.compile(r"\d\d:\d\d 导出".encode())
# Pages that say who logged in when, how the machine is, and how programs speak to it.
# ... or draw a new secret each time.
OF_LOGINS = {"organisation:password", "organisation:people", "organisation:records", "organisation:enrol"}
OF_MACHINES = {"healthz", "api-docs", "api-schema"}
NEVER_GIVEN = "XF2026-999999"


@pytest.fixture
def under(cast):
    """Somebody of a unit under the accused one."""
    unit = Unit.objects.create(
        name="住建局质监站", short_name="质监站", kind="department", area_id="610116", parent=cast.housing
    )
    person = User.objects.create(username="under", name="柯敏", phone="13800000099", must_change_password=False)
    role = Post.objects.get(user=cast.handler).role
    Post.objects.create(user=person, unit=unit, role=role, starts_on=builders.OPENED.date())
    cast.members["under"] = person
    return person


def test_it_is_found_by_nobody_of_the_accused_unit_under_it_or_above_it(office, under):
    cast = office.cast
    office.comes("03-03 09:00")
    known = builders.in_status(cast, "handling", at=office.comes("03-03 09:00"))
    office.comes("04-02 17:00", tick=False)
    before = {name: everything_open_to(office, name) for name in SHUT_OUT}

    case = register_accusation(office)
    work_on_it(office, case)
    case.refresh_from_db()
    person = case.participants.get()
    masks = [person.masked_name, person.phone_mask, person.id_number_mask]
    secrets = [case.number, *CANARIES.values(), FILE, PHONE, ID_NUMBER, *masks]

    office.comes("04-02 17:00", tick=False)
    the_window_finds_it(office, case)
    for name in SHUT_OUT:
        after = everything_open_to(office, name)
        assert after == before[name], f"{name} sees another page than before"
        assert_no_secret(after, secrets, name)
        search_for_it(office, name, case, secrets)
        knock_at_its_doors(office, name, case, secrets)
        name_it_in_a_case_of_their_own(office, name, case, known, secrets)
    for name in EXPORTS:
        export_everything(office, name, secrets)
    nobody_else_has_heard(cast, case)


def register_accusation(office) -> Petition:
    """Tue 2026-03-10: a letter with a photograph, registered at the window of 韦曲街道."""
    office.comes("03-10 10:00")
    page = office.at_desk("clerk")
    page.goto("/petitions/register/")
    page.get_by_label("来信").check()
    page.get_by_label("姓名（名称）").first.fill(CANARIES["姓名（名称）"])
    page.get_by_label("电话", exact=True).first.fill(PHONE)
    page.get_by_label("证件号").first.fill(ID_NUMBER)
    page.get_by_label("住址").first.fill(CANARIES["住址"])
    page.get_by_label("发生地").click()
    page.keyboard.type("凤栖")
    expect(page.get_by_role("option").first).to_contain_text("凤栖路社区")
    page.keyboard.press("Enter")
    page.get_by_role("radio", name="检举控告").check()
    expect(page.locator("#preview")).to_contain_text("第三十条")
    page.get_by_label("被检举控告单位").click()
    page.keyboard.type("住房和城乡")
    expect(page.get_by_role("option").first).to_contain_text("住房和城乡建设局")
    page.keyboard.press("Enter")
    for label in ("诉求概况", "事实和理由", "详细地点", "标题"):
        page.get_by_label(label).fill(CANARIES[label])
    page.locator("#id_files").set_input_files({"name": FILE, "mimeType": "image/png", "buffer": picture("PNG")})
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_text("已登记，编号")).to_be_visible()
    expect(page.locator(".case-head").get_by_text("限制知悉", exact=True)).to_be_visible()
    fits(page)
    return Petition.objects.get(petition_class="accusation")


def work_on_it(office, case: Petition) -> None:
    """It lies too long, is sent to the discipline organ, commented on and taken up; its deadlines pass."""
    office.comes("03-26 09:00")
    call_command("scan_deadlines", at="2026-03-26T09:00")
    office.comes("03-26 10:00")
    told = {"有权处理的单位": "长安区纪委监委", "转送理由": "属于纪检监察机关职责。", "告知信访人去向": "邮寄"}
    office.of("clerk").take(case, "转送", told)
    office.comes("03-27 10:00")
    page = office.on_phone("inspector")
    take(page, case.number, "受理", choose=["邮寄"])
    fits(page)
    builders.step(
        case, "comment", office.cast.inspector, at=office.comes("03-27 11:00"), replay=False, note=CANARIES["批注内容"]
    )
    call_command("scan_deadlines", at="2026-04-02T16:00")


def everything_open_to(office, name: str) -> dict[str, bytes]:
    """What every address that names nothing answers to that person, and every list with every filter."""
    client = client_of(office, name)
    plain = [
        reverse(address)
        for address, row in TABLE.items()
        if row.get is not None and not row.args and address not in OF_LOGINS | OF_MACHINES
        if name in WIDELY_READ or room(address) in OF_PETITIONS
    ]
    lists = [f"{reverse('cases:list')}?scope=all", f"{reverse('api-cases')}?scope=all"] + [
        f"{reverse('petitions:list')}?{query}"
        for query in (
            "scope=all",
            "scope=mine",
            "due=overdue",
            "due=none&scope=all",
            "status=registered&scope=all",
            "status=handling&scope=all",
            "area=610116001&scope=all",
            f"unit={office.cast.discipline.pk}&scope=all",
            f"unit={office.cast.weiqu.pk}&scope=all",
            "channel=letter&scope=all",
            "start=2026-03-10&end=2026-03-10&scope=all",
        )
    ]
    return {url: body(client.get(url)) for url in [*plain, *lists]}


def the_window_finds_it(office, case) -> None:
    """Who may know of it finds it by the very words that find nothing for the others."""
    client = client_of(office, "clerk")
    for words in (*(CANARIES[label] for label in SEARCHED), case.number):
        assert case.number.encode() in body(client.get(reverse("cases:search"), {"q": words})), words
    for words in (PHONE, ID_NUMBER):
        assert case.number.encode() in body(client.post(reverse("cases:search"), {"q": words})), words


def search_for_it(office, name: str, case, secrets) -> None:
    """Nothing is found by its number, words, name, phone or ID number, and nothing is answered differently."""
    client = client_of(office, name)
    asked = [(secret, "乌有" * (len(secret) // 2) + "乡" * (len(secret) % 2)) for secret in CANARIES.values()]
    asked += [(case.number, NEVER_GIVEN), (case.number.lower(), NEVER_GIVEN.lower())]
    asked += [(PHONE, "13900000000"), (ID_NUMBER, "610116198001010001")]
    for url, query in ((reverse("cases:search"), {}), (reverse("api-cases"), {"scope": "all"})):
        for words, nothing in asked:
            send = client.post if words in (PHONE, ID_NUMBER) and not query else client.get
            found, none = (body(send(url, query | {"q": text})) for text in (words, nothing))
            assert without(found, words) == without(none, nothing), f"{name} finds {words}"
    # Whoever registers sees earlier petitions of the same person, but not this one.
    typed = {"name_1": CANARIES["姓名（名称）"], "phone_1": PHONE, "id_number_1": ID_NUMBER, "area": "610116001002"}
    assert_no_secret({"preview": body(client.post(reverse("petitions:preview"), typed))}, secrets, name)


def without(said: bytes, typed: str) -> bytes:
    """The page without what was typed: it stands in the box, and in the address that the page leads back to."""
    return said.replace(typed.encode(), b"").replace(quote(typed).encode(), b"")


def knock_at_its_doors(office, name: str, case, secrets) -> None:
    """Every address of the accusation answers like the same address of a number that was never given out.

    What opens to a token alone refuses whoever has logged in before it looks for the number.
    """
    client = client_of(office, name)
    own = {
        "step": "comment",
        "proposal": 1,
        "participant": case.participants.get().pk,
        "attachment": case.attachments.get().pk,
        "picture_size": "small",
        "paper": case.papers.first().pk,
        "clock": case.clocks.first().pk,
    }
    for address, row in TABLE.items():
        if "number" not in row.args:
            continue
        by_token = {door.others for door in (row.get, row.post) if door is not None and not door.who}
        rest = [own[word] for word in row.args if word != "number"]
        for method in ("get", "post"):
            answers = []
            for number in (case.number, NEVER_GIVEN):
                url = reverse(address, args=[number, *rest])
                response = getattr(client, method)(url)
                answers.append(
                    (response.status_code, dict(response.headers), body(response).replace(url.encode(), b""))
                )
            hidden, absent = answers
            assert hidden[0] in {404, 405} | by_token, f"{name} {method} {address}"
            assert hidden == absent, f"{name} {method} {address}"
            assert_no_secret({address: hidden[2]}, secrets, name)


def name_it_in_a_case_of_their_own(office, name: str, case, known, secrets) -> None:
    """To link a case with the accusation or merge it into it is answered as for a number never given out."""
    client = client_of(office, name)
    for step, fact in (("link", "other"), ("merge", "into")):
        answers = []
        for number in (case.number, NEVER_GIVEN):
            url = reverse("cases:step", args=[known.number, step])
            typed = {fact: number, "relation": "related", "note": "同一事项。", "version": known.version}
            response = client.post(url, typed)
            answers.append((response.status_code, body(response).replace(number.encode(), b"")))
        assert answers[0] == answers[1], f"{name} {step}"
        assert_no_secret({step: answers[0][1]}, secrets[1:], name)
    assert not CaseLink.objects.filter(other=case).exists()


def export_everything(office, name: str, secrets) -> None:
    """The ledger of all that the person may see holds the one petition that they know, and no word of the other."""
    client = client_of(office, name)
    client.post(f"{reverse('cases:export', args=['petition'])}?scope=all", {"token": uuid4()})
    job = work.run(Job.objects.get(owner__username=name).pk, timezone.now())
    assert (job.state, job.result_rows) == (Job.State.DONE, 1)
    pages = {"job-file": reverse("job-file", args=[job.pk]), "jobs": reverse("jobs")}
    assert_no_secret({page: body(client.get(url)) for page, url in pages.items()}, secrets, name)


def nobody_else_has_heard(cast, case) -> None:
    knowing = {cast.clerk, cast.township_lead, cast.inspector}
    assert {person for person in User.objects.all() if Case.objects.visible_to(person).filter(pk=case.pk)} == knowing
    heard = Notice.objects.filter(subject_key=case.number)
    assert heard.filter(kind="overdue").exists() and heard.filter(kind="assigned").exists()
    assert set(heard.values_list("recipient__username", flat=True)) <= {person.username for person in knowing}
    assert not Notice.objects.exclude(pk__in=heard).filter(text__contains=case.title).exists()


def client_of(office, name: str) -> Client:
    client = Client()
    client.force_login(getattr(office.cast, name), backend="governance.organisation.accounts.backends.PostBackend")
    return client


def body(response) -> bytes:
    """What the response says, without the tokens that differ each time; of a workbook what stands in its sheets."""
    said = b"".join(response.streaming_content) if response.streaming else response.content
    if said.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(said)) as book:
            said = b"".join(
                WRITTEN.sub(b"", book.read(part)) for part in book.namelist() if part != "docProps/core.xml"
            )
    return TOKENS.sub(b"", said) + response.headers.get("Location", "").encode()


def assert_no_secret(answers: dict[str, bytes], secrets, name: str) -> None:
    for url, said in answers.items():
        met = [secret for secret in secrets if secret.encode() in said]
        assert met == [], f"{name} at {url}"
