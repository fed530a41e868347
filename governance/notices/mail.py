"""Notices as e-mail."""

import hashlib
import smtplib
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.message import sanitize_address
from django.template.loader import render_to_string

from governance.frame.wording import clipped

from .channels import NotDelivered
from .models import Notice

RESTRICTED_TEXT = "您有一条新消息，请登录查看"


class EmailChannel:
    """Sends by Django's mail backend, one connection a batch."""

    code = "email"
    label = "电子邮件"
    reachable = "email <> '' AND email_notices IS NOT FALSE"

    def reaches(self, user) -> bool:
        preference = getattr(user, "notice_preference", None)
        return bool(user.email) and (preference is None or preference.email_notices)

    def address_of(self, user) -> str:
        return user.email

    def open(self) -> "MailLine":
        return MailLine()


class MailLine:
    """One connection to the mail server, opened by the first letter and again after a break."""

    def __init__(self):
        self.connection = get_connection()

    def send(self, notice: Notice) -> None:
        """The server has taken the letter, or NotDelivered says why not."""
        try:
            mail = letter(notice)
        except UnicodeError as error:
            raise NotDelivered(_words_for(error), for_good=True) from error
        self.hand_over(mail)

    def hand_over(self, mail: EmailMessage) -> None:
        """The server has taken this mail, or NotDelivered says why not."""
        try:
            self.connection.open()
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise NotDelivered(_words_for(error), line_is_down=True) from error
        try:
            self.connection.send_messages([mail])
        except (smtplib.SMTPException, OSError, ValueError) as error:
            # The state of the conversation is unknown now, so the next letter starts a new one.
            self.close()
            raise NotDelivered(_words_for(error), for_good=_is_final(error)) from error

    def close(self) -> None:
        try:
            self.connection.close()
        except (smtplib.SMTPException, OSError):
            self.connection = get_connection()


def letter(notice: Notice) -> EmailMultiAlternatives:
    """The letter as it goes out: a restricted message says only that there is one."""
    context = {
        "text": RESTRICTED_TEXT if notice.restricted else notice.text,
        "kind": "" if notice.restricted else notice.kind_label,
        "number": "" if notice.restricted else notice.subject_key,
        "url": settings.SITE_URL + (notice.link if notice.link and not notice.restricted else "/notices/"),
        "name": notice.recipient.name,
        "at": notice.created_at,
    }
    subject = " ".join(render_to_string("notices/mail_subject.txt", context).split())
    mail = EmailMultiAlternatives(
        subject,
        render_to_string("notices/mail_body.txt", context),
        to=[sanitize_address((notice.recipient.name, notice.recipient.email), "utf-8")],
        headers={"Message-ID": message_id(notice), "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(render_to_string("notices/mail_body.html", context), "text/html")
    return mail


def message_id(notice: Notice) -> str:
    """The same for every attempt, so that a mailbox recognises a letter that it already has."""
    digest = hashlib.sha256(notice.key.encode()).hexdigest()[:40]
    return f"<{digest}@{urlsplit(settings.SITE_URL).hostname}>"


def _is_final(error: Exception) -> bool:
    """True if the server said no to this letter with a 5xx, or the address cannot be written at all."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            return all(code >= 500 for code, _ in error.recipients.values())
        case smtplib.SMTPDataError():
            return error.smtp_code >= 500
    return isinstance(error, ValueError)


def _words_for(error: Exception) -> str:
    """What went wrong, in words for the office."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            return f"收件地址被拒绝：{_said(*next(iter(error.recipients.values())))}"
        case smtplib.SMTPAuthenticationError():
            return f"邮件服务器不接受本系统的账号：{_said(error.smtp_code, error.smtp_error)}"
        case smtplib.SMTPSenderRefused():
            return f"发件地址被拒绝：{_said(error.smtp_code, error.smtp_error)}"
        case smtplib.SMTPDataError():
            return f"邮件被拒收：{_said(error.smtp_code, error.smtp_error)}"
        case smtplib.SMTPResponseException():
            return f"邮件服务器拒绝连接：{_said(error.smtp_code, error.smtp_error)}"
        case ValueError():
            return "收件地址的写法不对"
        case ConnectionError():
            return "连不上邮件服务器"
    if isinstance(error, TimeoutError) or "timed out" in str(error):
        return "邮件服务器没有在规定时间内应答"
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return "邮件服务器中途断开"
    return clipped(f"连不上邮件服务器：{error}", 200)


def _said(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return clipped(f"{code} {text}", 200)
