"""What came into the mailbox becomes letters: each once, however often it is fetched, and none is lost to another."""

import json
import logging
from dataclasses import asdict
from datetime import datetime

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from governance.cases.files import attachments
from governance.citizens.drafts import LARGEST_FILE, MOST_FILES
from governance.frame.days import office_day
from governance.frame.names import standing_in
from governance.jobs.archives import MEGABYTE
from governance.organisation.models import Unit, User

from ..citizens.office import county, unit_for
from ..models import Letter, MailPlace
from . import mailbox
from .reading import Enclosed, Mail, read

log = logging.getLogger(__name__)

UNREADABLE = "这封邮件没有收下来，请到邮箱里查看原件。"


def fetch(now: datetime, most: int = 200) -> int:
    """What came since the last time lies among the letters, each in a transaction of its own; says how many are new.

    Does nothing without a mailbox, or while nobody takes petitions in: the mailbox keeps them. Raises MailboxDown.
    """
    place = county()
    unit = unit_for(place, office_day(now)) if place and settings.IMAP_HOST else None
    if unit is None:
        return 0
    new = 0
    with mailbox.opened() as box:
        last, _ = MailPlace.objects.get_or_create(validity=box.validity)
        for count, came in enumerate(box.since(last.last_uid)):
            if count == most:
                break
            new += _keep(came, unit, box.validity, now)
    return new


def _keep(came: mailbox.Came, unit: Unit, validity: int, now: datetime) -> bool:
    """The message is a letter, and the mailbox is read as far as it; False where it was one before."""
    mail = read(came.raw, own=_own())
    if not came.is_whole:
        mail.text, mail.files = "", []
        mail.notes.append(f"邮件有 {came.size // MEGABYTE} MB，太大，正文和附件没有收取，请到邮箱里查看原件。")
    try:
        with transaction.atomic():
            is_new = _letter_of(mail, unit, now)
            _read_as_far_as(came.uid, validity)
    except Exception:
        log.exception("A message cannot be kept")
        with transaction.atomic():
            is_new = _letter_of(Mail(mail.key, notes=[UNREADABLE]), unit, now)
            _read_as_far_as(came.uid, validity)
    return is_new


def _letter_of(mail: Mail, unit: Unit, now: datetime) -> bool:
    if Letter.objects.filter(key=mail.key).exists():
        return False
    letter = Letter(key=mail.key, unit=unit, arrived_at=now, named=_named(mail))
    letter.state = Letter.State.AUTOMATIC if mail.automatic else Letter.State.NEW
    # Its number is drawn before what it says is sealed for it; the files come after it.
    letter.told = json.dumps(_told(mail), ensure_ascii=False)
    letter.save(force_insert=True)
    left = list(filter(None, (_enclose(letter, file) for file in mail.files[:MOST_FILES])))
    if len(mail.files) > MOST_FILES:
        left.append(f"最多收 {MOST_FILES} 个附件，其余 {len(mail.files) - MOST_FILES} 个请到邮箱里查看。")
    if left:
        letter.told = json.dumps(_told(mail, left), ensure_ascii=False)
        letter.save(update_fields=["told_sealed"])
    return True


def _told(mail: Mail, left: list[str] | None = None) -> dict:
    said = {name: value for name, value in asdict(mail).items() if name not in ("files", "key", "automatic")}
    return said | {"notes": [*mail.notes, *(left or [])]}


def _enclose(letter: Letter, file: Enclosed) -> str:
    """The file waits with its letter; else says why it does not."""
    if len(file.content) > LARGEST_FILE:
        return f"附件“{file.name[:60]}”没有收：超过 {LARGEST_FILE // MEGABYTE} MB。"
    try:
        with transaction.atomic():
            taken = attachments.take(SimpleUploadedFile(file.name, file.content))
            letter.files.create(**asdict(taken))
    except attachments.AttachmentRefused as refusal:
        return refusal.sentence.replace("没有上传", "没有收")
    return ""


def _named(mail: Mail) -> list[int]:
    """Everybody of the platform whose name stands in it, however it is set: it may be about them."""
    text = "\n".join((mail.subject, mail.text, *(file.name for file in mail.files)))
    return sorted(standing_in(dict(User.objects.exclude(name="").values_list("pk", "name")), text))


def _read_as_far_as(uid: int, validity: int) -> None:
    MailPlace.objects.filter(validity=validity, last_uid__lt=uid).update(last_uid=uid)


def _own() -> tuple[str, ...]:
    """The addresses of the office itself."""
    sender = settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].strip(" >")
    return tuple(each.lower() for each in (settings.IMAP_USER, sender) if each)
