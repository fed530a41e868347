"""E-mails to the office, over a real IMAP server and a real SMTP server: each once, each answered once."""

import imaplib
import socket
import subprocess
import sys
import time
from datetime import datetime, timedelta
from email.message import EmailMessage

import pytest
from django.urls import reverse

from governance.cases.models import Case
from governance.frame.days import CHINA
from governance.organisation.models import AccessRecord
from petitions.letters import mailbox
from petitions.letters.fetching import fetch
from petitions.letters.letters import letters_for, said
from petitions.letters.reading import read
from petitions.letters.replying import reply_due
from petitions.models import Letter, MailPlace, Petition
from petitions.tasks import fetch_letters
from tests.attachments.samples import picture
from tests.processes import wait_until

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 10, 10, 0, tzinfo=CHINA)
OFFICE = "petitions@office.example.cn"
USER, WORD = "demouser", "demopass"


class Box:
    """The mailbox as whoever writes to it sees it."""

    def __init__(self, port: int):
        self.port = port

    def _line(self) -> imaplib.IMAP4:
        line = imaplib.IMAP4("127.0.0.1", self.port, timeout=10)
        line.login(USER, WORD)
        return line

    def put(self, *messages) -> None:
        """The messages have come in, in their order."""
        line = self._line()
        for message in messages:
            raw = message if isinstance(message, bytes) else message.as_bytes()
            assert line.append("INBOX", None, None, raw)[0] == "OK"
        line.logout()

    def last(self) -> tuple[int, int]:
        """The validity of its numbers, and the last of them."""
        line = self._line()
        line.select("INBOX", readonly=True)
        validity = int(line.response("UIDVALIDITY")[1][0])
        uids = line.uid("SEARCH", "ALL")[1][0].split()
        line.logout()
        return validity, int(uids[-1])

    def unseen(self) -> int:
        """How many are unread there."""
        line = self._line()
        line.select("INBOX", readonly=True)
        found = len(line.search(None, "UNSEEN")[1][0].split())
        line.logout()
        return found


# The server hashes a password half a million times at every login, which nothing here asks about.
CHEAPLY = """
from pymap.main import main
from pysasl.hashing import BuiltinHash

BuiltinHash.__init__.__kwdefaults__["rounds"] = 1
main()
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """An IMAP server of its own process, for all tests here."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    run = [
        sys.executable,
        "-c",
        CHEAPLY,
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "dict",
        "--demo-data",
    ]
    process = subprocess.Popen(run, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def answers() -> bool:
        with socket.socket() as line:
            return line.connect_ex(("127.0.0.1", port)) == 0

    wait_until(answers, seconds=20, what="the IMAP server answers")
    yield Box(port)
    process.terminate()
    process.wait(10)


@pytest.fixture
def box(server, settings, tmp_path, time_machine):
    """The mailbox, read as far as what other tests have put there."""
    time_machine.move_to(NOW, tick=False)
    settings.ATTACHMENT_ROOT = tmp_path
    settings.IMAP_HOST, settings.IMAP_PORT, settings.IMAP_USE_SSL = "127.0.0.1", server.port, False
    settings.IMAP_USER, settings.IMAP_PASSWORD = USER, WORD
    settings.DEFAULT_FROM_EMAIL = OFFICE
    validity, last = server.last()
    MailPlace.objects.create(validity=validity, last_uid=last)
    return server


def mail(subject="小区停水三天", text="凤栖路社区停水三天，请求恢复。", *, number="1", **headers) -> EmailMessage:
    """A letter of 赵秀英."""
    message = EmailMessage()
    told = {
        "From": "赵秀英 <zhao@example.org>",
        "To": OFFICE,
        "Subject": subject,
        "Message-ID": f"<{number}@example.org>",
    }
    for name, value in (told | {name.replace("_", "-"): value for name, value in headers.items()}).items():
        message[name] = value
    message.set_content(text)
    return message


def taken(login, person) -> Letter:
    """The only letter that waits, taken by that person."""
    letter = letters_for(person).get(state="new")
    assert login(person).post(reverse("petitions:take_letter", args=[letter.pk])).status_code == 302
    letter.refresh_from_db()
    return letter


def register(login, person, letter, **changes):
    """The register page begins with the letter, and is sent."""
    client, url = login(person), f"{reverse('petitions:register')}?from=letter-{letter.pk}"
    form = client.get(url).context["form"]
    told = {name: value for name, value in form.untouched().items() if value not in (None, "", False)}
    told |= {"area": "韦曲街道 / 凤栖路社区", "address_1": "凤栖路社区3组8号", "from": f"letter-{letter.pk}"}
    return client.post(url, {name: str(value) for name, value in (told | changes).items()})


def test_a_letter_becomes_a_petition_with_its_files_and_one_reply(box, cast, login, smtp):
    message = mail()
    message.add_attachment(picture("PNG"), maintype="image", subtype="png", filename="水泵.png")
    message.add_attachment(b"MZ\x90", maintype="application", subtype="octet-stream", filename="看.exe")
    unread = box.unseen()
    box.put(message)
    assert fetch(NOW) == 1
    letter = taken(login, cast.petition_clerk)
    page = login(cast.petition_clerk).get(reverse("petitions:letter", args=[letter.pk])).content.decode()
    assert "小区停水三天" in page and "水泵.png" in page and "看.exe”没有收" in page
    answer = register(login, cast.petition_clerk, letter)
    assert answer.status_code == 302, answer.context["form"].errors
    petition = Petition.objects.get()
    assert (petition.channel, petition.lead_unit, petition.title) == ("email", cast.petitions, "小区停水三天")
    assert petition.petitioners[0].name == "赵秀英"
    assert [file.name for file in petition.attachments.all()] == ["水泵.png"]
    letter.refresh_from_db()
    assert (letter.state, said(letter), letter.files.count()) == ("registered", {}, 0)
    assert reply_due(NOW) == 1
    assert reply_due(NOW + timedelta(days=1)) == 0
    (reply,) = smtp
    assert reply["To"] == "zhao@example.org" and reply["In-Reply-To"] == "<1@example.org>"
    assert reply["Auto-Submitted"] == "auto-replied"
    text = reply.get_content()
    code = text.split("查询码：")[1].split()[0]
    assert petition.number in text and "停水" not in text and "赵秀英" not in text
    assert login(cast.petition_clerk).post("/public/petitions-look/", {"number": petition.number, "code": code}).url
    # It is as unread there as it was.
    assert box.unseen() >= unread


def test_a_letter_is_taken_in_once_however_often_it_comes(box, cast):
    box.put(mail(number="twice"), mail(number="twice"))
    assert fetch(NOW) == 1
    assert fetch(NOW) == 0
    # The numbers of the mailbox begin anew, and everything comes again.
    MailPlace.objects.all().delete()
    before = Letter.objects.count()
    fetch(NOW)
    assert Letter.objects.filter(key=Letter.objects.order_by("pk").first().key).count() == 1
    assert fetch(NOW) == 0 and Letter.objects.count() >= before


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated"},
        {"Precedence": "bulk"},
        {"Return_Path": "<>"},
        {"From": "Mail Delivery <MAILER-DAEMON@example.org>"},
        {"From": OFFICE},
        {"From": "没有地址"},
        {"List_Id": "<news.example.org>"},
    ],
)
def test_nobody_answers_what_a_program_has_written(box, cast, login, smtp, headers):
    message = mail(number=f"robot-{sorted(headers.items())[0]}".encode().hex())
    for name, value in headers.items():
        del message[name.replace("_", "-")]
        message[name.replace("_", "-")] = value
    box.put(message)
    assert fetch(NOW) == 1
    letter = Letter.objects.get()
    assert letter.state == "automatic"
    client = login(cast.petition_clerk)
    assert "没有待登记的来信" in client.get(reverse("petitions:letters")).content.decode()
    # It is not lost: somebody may see that it is a letter after all, and it is answered all the same by nobody.
    assert client.post(reverse("petitions:take_letter", args=[letter.pk])).status_code == 302
    letter.refresh_from_db()
    assert register(login, cast.petition_clerk, letter, name_1="赵秀英", address_unclear="").status_code == 302
    assert reply_due(NOW) == 0 and list(smtp) == []


GB = "Subject: 停水\r\nContent-Type: text/plain; charset=gb2312\r\n\r\n请恢复供水，朱镕基路".encode("gb18030")


def test_a_letter_within_two_thousand_others_is_said_to_be_unreadable():
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n" % (n, n) for n in range(2000))
    assert read(b"From: zhao@example.org\r\n" + nested).notes == ["邮件的写法读不出来，请到邮箱里查看原件。"]


HTML = b"Content-Type: text/html\r\n\r\n<style>p{}</style><p>one</p><script>x()</script>two"
DEEP = b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + b"--x\r\nContent-Type: message/rfc822\r\n\r\n" * 3000


@pytest.mark.parametrize(
    ("raw", "subject", "text"),
    [
        (GB, "停水", "镕"),
        (b"Subject: =?GB2312?B?zaPLrg==?=\r\n\r\nx", "停水", "x"),
        ("Subject: 停水\r\n\r\n请恢复".encode(), "停水", "请恢复"),
        ("Subject: a\r\nContent-Type: text/plain; charset=klingon\r\n\r\n停水".encode(), "a", "停水"),
        (b"Subject: b\r\n" + HTML, "b", "one"),
        (b"Subject: c\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!not base64", "c", ""),
        (b"Subject: d\0\r\n\r\n\xff\xfe\0", "d", ""),
        (b"Content-Type: multipart/mixed; boundary=\r\n\r\n--\r\n", "", ""),
        (b"Subject: e\r\n" + DEEP, "e", ""),
    ],
)
def test_a_letter_is_read_however_it_was_written(box, cast, raw, subject, text):
    box.put(b"From: zhao@example.org\r\n" + raw)
    assert fetch(NOW) == 1
    told = said(Letter.objects.get())
    assert subject in told["subject"] and text in told["text"]
    assert "x()" not in told["text"] and "p{" not in told["text"]


HTML = b"Content-Type: text/html\r\n\r\n"


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        *((HTML, piece) for piece in (b"<script>", b"<", b"<head>", b"</script>", b"a<b ")),
        (b"Content-Type: text/plain; charset=punycode\r\n\r\n", b"ab-"),
        (b"Subject: ", b"=?utf-8?b?5rC0?= "),
        (b"From: ", b"a@b.,"),
        (b'Content-Type: text/plain; name="', b";"),
        (b"Content-Disposition: attachment", b"; a*0=b"),
    ],
)
def test_no_letter_takes_longer_to_read_than_it_is_long(head, piece):
    began = time.process_time()
    read(head + (piece * 200_000)[:200_000])
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    "raw",
    [
        *(name + b": =?utf-8?b?a?=\r\n\r\nhello" for name in (b"Subject", b"From", b"Message-ID", b"Return-Path")),
        b'Content-Type: text/plain; name="=?utf-8?b?a?="\r\n\r\nhello',
        *(bytes([sign]) * 300 for sign in (0, 10, 34, 58, 61, 128, 255)),
    ],
)
def test_no_letter_that_cannot_be_read_stops_the_next(box, cast, raw):
    box.put(raw, mail(number="after"))
    assert fetch(NOW) == 2 and fetch(NOW) == 0
    assert said(Letter.objects.latest("pk"))["text"].startswith("凤栖路")


def test_what_is_too_large_is_said_and_holds_nobody_up(box, cast, monkeypatch):
    monkeypatch.setattr(mailbox, "LARGEST", 20_000)
    box.put(mail(text="停" * 40_000, number="large"), mail(number="after"))
    assert fetch(NOW) == 2
    first, second = map(said, Letter.objects.order_by("pk"))
    assert first["subject"] == "小区停水三天" and first["text"] == "" and "太大" in first["notes"][0]
    assert second["text"].startswith("凤栖路") and second["notes"] == []


def test_what_accuses_somebody_is_asked_about_and_answered_without_a_word_of_it(box, cast, login, smtp):
    box.put(mail("检举住建局王海涛", "王海涛收受好处。", number="accusing"))
    fetch(NOW)
    letter = taken(login, cast.petition_clerk)
    answer = register(login, cast.petition_clerk, letter)
    assert answer.status_code == 422 and "not_accusing" in answer.context["form"].errors
    letter.refresh_from_db()
    assert letter.state == "new" and Case.objects.count() == 0
    told = {"petition_class": "accusation", "accused_unit": str(cast.housing), "accused_names": "王海涛"}
    assert register(login, cast.petition_clerk, letter, **told).status_code == 302
    petition = Petition.objects.get()
    assert petition.is_restricted
    for accused in (cast.lead, cast.handler):
        assert not Case.objects.visible_to(accused).exists()
    assert reply_due(NOW) == 1
    text = smtp[0].get_content()
    assert petition.number not in text and "查询码" not in text and "检举" not in text + smtp[0]["Subject"]


@pytest.mark.parametrize("name", ["任 静", "任·静", "任靜", "任静（女）"])
def test_whoever_is_named_in_a_letter_knows_nothing_of_it(box, cast, login, name):
    """任静 registers at the very window to which somebody writes about her."""
    box.put(mail(f"反映 {name}", "她收受礼金。", number="colleague"))
    fetch(NOW)
    letter = Letter.objects.get()
    client = login(cast.petition_clerk)
    page = client.get(reverse("petitions:letters")).content.decode()
    assert "没有待登记的来信" in page
    for name in ("letter", "take_letter", "dismiss_letter"):
        send = client.get if name == "letter" else client.post
        missing, hidden = (send(reverse(f"petitions:{name}", args=[pk])) for pk in (letter.pk + 999, letter.pk))
        assert (missing.status_code, hidden.status_code) == (404, 404), name
    assert client.get(f"{reverse('petitions:register')}?from=letter-{letter.pk}").status_code == 404


def test_only_whoever_took_a_letter_reads_it_and_only_one_registers_it(box, cast, login, smtp):
    box.put(mail(number="taken"))
    fetch(NOW)
    letter = Letter.objects.get()
    client = login(cast.petition_clerk)
    assert client.get(reverse("petitions:letter", args=[letter.pk])).status_code == 404
    page = client.get(reverse("petitions:letters")).content.decode()
    assert "小区停水" not in page and "赵秀英" not in page and "zhao@" not in page
    # Nor does another window.
    assert login(cast.clerk).post(reverse("petitions:take_letter", args=[letter.pk])).status_code == 404
    letter = taken(login, cast.petition_clerk)
    assert AccessRecord.objects.filter(subject=f"电子邮件 {letter.pk}", verb="open").count() == 1
    assert "小区停水" not in letter.told_sealed
    assert register(login, cast.petition_clerk, letter).status_code == 302
    assert client.get(f"{reverse('petitions:register')}?from=letter-{letter.pk}").status_code == 404
    assert Petition.objects.count() == 1


def test_what_is_no_petition_leaves_nothing_here(box, cast, login, smtp):
    message = mail(number="dismissed")
    message.add_attachment(picture("PNG"), maintype="image", subtype="png", filename="水泵.png")
    box.put(message)
    fetch(NOW)
    letter = taken(login, cast.petition_clerk)
    desk, ends = login(cast.petition_clerk), reverse("petitions:dismiss_letter", args=[letter.pk])
    assert "1 个附件马上删除" in desk.get(ends).content.decode()
    assert desk.post(ends).status_code == 422
    assert desk.post(ends, {"reason": "广告邮件。"}).status_code == 302
    letter.refresh_from_db()
    assert (letter.state, said(letter), letter.files.count(), letter.named) == ("dismissed", {}, 0, [])
    assert reply_due(NOW) == 0 and list(smtp) == []


def test_a_reply_waits_for_a_server_that_is_down_and_the_window_sees_why(box, cast, login, settings, smtp):
    box.put(mail(number="late"))
    fetch(NOW)
    assert register(login, cast.petition_clerk, taken(login, cast.petition_clerk)).status_code == 302
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 9
    assert reply_due(NOW) == 0
    assert "连不上邮件服务器" in login(cast.petition_clerk).get(reverse("petitions:letters")).content.decode()
    settings.EMAIL_PORT = port
    assert reply_due(NOW + timedelta(minutes=2)) == 1
    assert len(smtp) == 1 and Letter.objects.get().reply_sealed == ""


def test_a_mailbox_that_cannot_be_asked_stops_nothing(box, cast, settings):
    settings.IMAP_PASSWORD = "wrong"
    with pytest.raises(mailbox.MailboxDown):
        fetch(NOW)
    fetch_letters()
    settings.IMAP_HOST = ""
    assert fetch(NOW) == 0


def test_a_reply_that_no_longer_opens_keeps_no_other_waiting(box, cast, login, smtp):
    for number in ("torn", "whole"):
        box.put(mail(number=number))
        fetch(NOW)
        assert register(login, cast.petition_clerk, taken(login, cast.petition_clerk)).status_code == 302
    torn, whole = Letter.objects.order_by("pk")
    Letter.objects.filter(pk=torn.pk).update(reply_sealed=whole.reply_sealed)
    assert reply_due(NOW) == 1 and len(smtp) == 1
    torn.refresh_from_db()
    assert (torn.reply, torn.last_error) == ("waiting", "回信无法生成，请联系系统管理员")


def test_what_was_forwarded_whole_is_read_with_its_files():
    first, message = mail("水泵坏了", "泵房三天前停用。"), mail(text="请看下面的来信。", number="2")
    first.add_attachment(picture("PNG"), maintype="image", subtype="png", filename="水泵.png")
    message.add_attachment(first)
    told = read(message.as_bytes())
    assert [
        word for word in ("请看下面的来信。", "水泵坏了", "赵秀英", "泵房三天前停用。") if word not in told.text
    ] == []
    assert [file.name for file in told.files] == ["水泵.png"] and told.notes == []


def test_a_window_without_a_mailbox_is_told_that_no_letter_can_come(cast, login, settings):
    settings.IMAP_HOST = ""
    page = login(cast.clerk).get(reverse("petitions:letters")).content.decode()
    assert "发来的邮件收不到" in page and "每五分钟" not in page
