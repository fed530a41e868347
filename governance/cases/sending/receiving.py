"""Taking in what phones send: in any order, any number of times, and one of what it becomes.

A report says which pictures belong to it, by digest; the answer says which are still missing. With the last one it
becomes what its kind makes of it. Sent again, the same report gets what it has become; with other words than those that
became it, it is told so, and the other words stay where they are.
"""

import hashlib
import json
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from io import BytesIO
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from governance.frame.refusals import FactMissing, Refusal
from governance.organisation.models import User

from ..files import attachments, storage
from ..models import Received, Sending, SentPhoto

OF_ANOTHER = "这件上报属于另一个人。"


class Asked(Refusal):
    """The person on the phone is asked something before the report goes on; ``asked`` is what the phone shows."""

    def asked(self) -> dict[str, Any]:
        """The answer to the phone, with its ``state``."""
        raise NotImplementedError


class Receiver(ABC):
    """One kind of report: a line of work says what it reads, when it is wrong and what it becomes."""

    kind: str
    permission: str  # of those who send
    most_photos: int
    # What is told of the sending alone, and may be another when the same is sent again.
    apart: tuple[str, ...] = ()

    @abstractmethod
    def read(self, told: dict) -> dict[str, str]:
        """What was told as words, nothing else; raises FactMissing."""

    @abstractmethod
    def known(self, key: UUID, owner: User) -> Any:
        """What this person's report has become already; None for one that is on its way."""

    @abstractmethod
    def check(self, told: dict, digests: list[str], *, first: bool, owner: User, at: datetime) -> None:
        """Raises FactMissing with a sentence at each wrong part, or Asked; ``first``: it comes for the first time."""

    @abstractmethod
    def make(self, key: UUID, told: dict, photos: dict[str, attachments.Taken], *, owner: User, at: datetime) -> Any:
        """What the report becomes with all its pictures, by digest and in order."""

    @abstractmethod
    def said(self, made: Any, user: User) -> dict[str, str]:
        """What the phone is told of it: ``number`` and ``url``, empty for who may not know."""


@dataclass(frozen=True)
class Answer:
    """What became of a report, or the digests of the pictures that are missing; ``differs`` where it became that with
    other words or pictures than these."""

    made: Any = None
    differs: bool = False
    missing: list[str] = field(default_factory=list)


@transaction.atomic
def receive(receiver: Receiver, key: UUID, told: dict, digests: list[str], *, owner: User, at: datetime) -> Answer:
    """The report is known; raises FactMissing with a sentence at each wrong part, and what the kind asks."""
    digests = list(dict.fromkeys(digests))
    made = receiver.known(key, owner)
    if made is not None:
        return Answer(made, differs=_differs(receiver, key, told, digests))
    if len(digests) > receiver.most_photos:
        raise FactMissing({"photos": f"一次最多 {receiver.most_photos} 张照片。"})
    first = not Sending.objects.filter(pk=key).exists()
    receiver.check(told, digests, first=first, owner=owner, at=at)
    values = {"kind": receiver.kind, "owner": owner, "told": told, "digests": digests, "received_at": at}
    sending, fresh = Sending.objects.select_for_update().get_or_create(key=key, defaults=values)
    if (sending.owner_id, sending.kind) != (owner.pk, receiver.kind):
        raise FactMissing({"key": OF_ANOTHER})
    if not fresh:
        sending.told, sending.digests = told, digests
        sending.save(update_fields=["told_sealed", "digests"])
        _remove(sending.photos.exclude(digest__in=digests))
    return _finished(receiver, sending, owner=owner, at=at)


@transaction.atomic
def receive_photo(receiver: Receiver, key: UUID, digest: str, content: bytes, *, owner: User, at: datetime) -> Answer:
    """The picture is kept; with the last one the report is done. Raises Refusal where it is not what it says."""
    made = receiver.known(key, owner)
    if made is not None:
        return Answer(made)
    sending = Sending.objects.select_for_update().filter(pk=key, owner=owner, kind=receiver.kind).first()
    if sending is None or digest not in sending.digests:
        raise FactMissing({"photos": "先发送上报的内容，再发送照片。"})
    if hashlib.sha256(content).hexdigest() != digest:
        raise FactMissing({"photos": "照片在路上损坏了，请重新发送。"})
    if not sending.photos.filter(digest=digest).exists():
        number = sending.digests.index(digest) + 1
        upload = InMemoryUploadedFile(BytesIO(content), None, f"现场照片{number}.jpg", "image/jpeg", len(content), None)
        sending.photos.create(digest=digest, **vars(attachments.take(upload)))
    return _finished(receiver, sending, owner=owner, at=at)


def _finished(receiver: Receiver, sending: Sending, *, owner: User, at: datetime) -> Answer:
    # The same report may have come to its end while this one waited for the row.
    made, differs = receiver.known(sending.key, owner), False
    if made is None:
        stored = {photo.digest: photo for photo in sending.photos.all()}
        missing = [digest for digest in sending.digests if digest not in stored]
        if missing:
            return Answer(missing=missing)
        columns = ("name", "content_type", "size", "sha256", "path")
        photos = {
            digest: attachments.Taken(**{column: getattr(stored[digest], column) for column in columns})
            for digest in sending.digests
        }
        made = receiver.make(sending.key, sending.told, photos, owner=owner, at=at)
        digest = _digest(receiver, sending.key, sending.told, sending.digests)
        Received.objects.update_or_create(key=sending.key, defaults={"digest": digest, "at": at})
    else:
        differs = _differs(receiver, sending.key, sending.told, sending.digests)
        _remove(sending.photos.all())
    sending.delete()
    return Answer(made, differs=differs)


def _digest(receiver: Receiver, key: UUID, told: dict, digests: list[str]) -> str:
    words = {name: value for name, value in told.items() if name not in receiver.apart}
    return salted_hmac(str(key), json.dumps([words, digests], sort_keys=True), algorithm="sha256").hexdigest()


def _differs(receiver: Receiver, key: UUID, told: dict, digests: list[str]) -> bool:
    """True if the report became what it is with other words; of one of long ago that is not known any more."""
    made_of = Received.objects.filter(pk=key).values_list("digest", flat=True).first()
    return made_of not in (None, _digest(receiver, key, told, digests))


@transaction.atomic
def forget_before(moment: datetime) -> int:
    """What was begun before and never came whole is gone with its pictures; says how many reports."""
    left = Sending.objects.select_for_update().filter(received_at__lt=moment)
    keys = list(left.values_list("pk", flat=True))
    _remove(SentPhoto.objects.filter(sending__in=keys))
    Sending.objects.filter(pk__in=keys).delete()
    return len(keys)


def forget_received_before(moment: datetime) -> int:
    """Of what was received before it is not known any more with which words; says of how many reports."""
    return Received.objects.filter(at__lt=moment).delete()[0]


def _remove(photos: QuerySet[SentPhoto]) -> None:
    """Pictures that belong to no report any more are gone, on disk as well."""
    for path in list(photos.values_list("path", flat=True)):
        transaction.on_commit(partial(storage.remove, path))
    photos.delete()
