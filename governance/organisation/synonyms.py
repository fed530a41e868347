"""Adding what people call things, and switching it off and on."""

from datetime import datetime

from django.db import transaction

from governance.frame.refusals import FactMissing

from .models import AccessRecord, Synonym, User
from .records import record

SETTING = AccessRecord.Verb.SETTING


@transaction.atomic
def add(word: str, means: str, *, actor: User, at: datetime, ip: str | None = None) -> Synonym:
    """Whoever says the word finds what has the other in its name; FactMissing where they do already."""
    if word in means:
        raise FactMissing({"means": "用语里已经有这几个字，不用登记，直接输入就能找到。"})
    synonym, is_new = Synonym.objects.get_or_create(word=word, means=means)
    if not is_new:
        raise FactMissing({"means": "这一条已经有了，停用的请在列表中启用。"})
    record(SETTING, actor=actor, at=at, subject=f"常用说法 {synonym}", reason="新增", ip=ip)
    return synonym


@transaction.atomic
def switch(synonym: Synonym, is_active: bool, *, actor: User, at: datetime, ip: str | None = None) -> None:
    """The word finds, or finds no longer; what is so already leaves no record."""
    if not Synonym.objects.filter(pk=synonym.pk, is_active=not is_active).update(is_active=is_active):
        return
    record(SETTING, actor=actor, at=at, subject=f"常用说法 {synonym}", reason="启用" if is_active else "停用", ip=ip)
