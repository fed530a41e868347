"""Letters at the window: who may know of one, who takes it, and how it ends."""

import json
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from governance.cases.files import storage
from governance.citizens import codes
from governance.citizens.slips import front_address
from governance.frame.days import day_text
from governance.frame.refusals import StepNotPossible
from governance.organisation.models import AccessRecord
from governance.organisation.records import record
from governance.organisation.standing import standing_now

from ..models import Letter, Petition

REGISTER = "petitions.register_petition"
State = Letter.State
SUBJECT = "来信已经登记"
HELLO = "您好：您发到{unit}的邮件已经收到并登记。"
LOOK_UP = (
    "编号：{number}\n查询码：{code}\n"
    "凭编号和查询码，在 {address} 可以查看办到哪一步、谁在办、哪天答复，也可以补充材料。"
)
ASK_THERE = "办理情况请您本人向登记的单位当面或者电话查询。"
GOODBYE = "这封信由系统发出，回信没有人看。"


def letters_for(user) -> QuerySet[Letter]:
    """What waits at the windows where the person registers, but for what may be about them."""
    units = standing_now(user).units_with(REGISTER)
    return Letter.objects.filter(unit__in=units).exclude(named__contains=[user.pk])


@transaction.atomic
def take(letter: Letter, *, actor, at: datetime, ip: str | None = None) -> None:
    """What it says is for this person to read and to register; somebody who took it before reads it no more."""
    held = letters_for(actor).select_for_update(of=("self",)).filter(pk=letter.pk).first()
    if held is None or held.state not in (State.NEW, State.AUTOMATIC):
        raise StepNotPossible("这封邮件已经有人登记，或者不用登记。")
    if held.taken_by_id != actor.pk:
        Letter.objects.filter(pk=held.pk).update(taken_by=actor)
        record(AccessRecord.Verb.OPEN, actor=actor, at=at, subject=f"电子邮件 {held.pk}", reason="取信登记", ip=ip)


def said(letter: Letter) -> dict[str, Any]:
    """What it says."""
    return json.loads(letter.told or "{}")


@transaction.atomic
def dismiss(letter: Letter, *, reason: str, actor, at: datetime, ip: str | None = None) -> None:
    """It is no petition, and nothing of it is kept here; the mailbox has it still."""
    held = _mine(letter, actor)
    _throw_away(held, at)
    subject = f"电子邮件 {held.pk}"
    record(
        AccessRecord.Verb.FORGET, actor=actor, at=at, subject=subject, reason=f"不是信访事项，不登记：{reason}", ip=ip
    )


def become(letter: Letter, petition: Petition, *, actor, at: datetime) -> list:
    """The letter is this petition: its files are those of the case, and whoever wrote is owed one reply."""
    held = _mine(letter, actor)
    told = said(held)
    files = list(held.files.all())
    if told.get("address") and held.state == State.NEW:
        held.reply_told = json.dumps(_reply(held, petition, told, at), ensure_ascii=False)
        held.reply, held.next_try_at = Letter.Reply.WAITING, at
    _empty(held, State.REGISTERED, at)
    return files


@transaction.atomic
def forget_before(moment: datetime) -> int:
    """What waited since before that moment and is no petition is gone from here; says of how many letters."""
    due = Letter.objects.filter(state=State.AUTOMATIC, arrived_at__lt=moment)
    for letter in due.select_for_update(of=("self",)):
        _throw_away(letter, moment)
    return len(due)


def _mine(letter: Letter, actor) -> Letter:
    """The letter, held; raises StepNotPossible where it has ended or somebody else has it."""
    held = letters_for(actor).select_for_update(of=("self",)).filter(pk=letter.pk).first()
    if held is None or held.taken_by_id != actor.pk or held.state not in (State.NEW, State.AUTOMATIC):
        raise StepNotPossible("这封邮件已经由别人取走，或者已经登记，没有再登记。")
    return held


def _throw_away(held: Letter, at: datetime) -> None:
    for path in held.files.values_list("path", flat=True):
        transaction.on_commit(partial(storage.remove, path))
    _empty(held, State.DISMISSED, at)


def _empty(held: Letter, state: str, at: datetime) -> None:
    held.files.all().delete()
    held.told, held.named, held.state, held.ended_at = "", [], state, at
    held.save()


def _reply(letter: Letter, petition: Petition, told: dict, at: datetime) -> dict[str, str]:
    """To whom, and what. Of an accusation a letter says no more than that it came: others read letters too."""
    lines = [HELLO.format(unit=letter.unit.name)]
    if petition.is_restricted:
        lines.append(ASK_THERE)
    else:
        code = codes.give(petition, at=at)
        lines.append(LOOK_UP.format(number=petition.number, code=code, address=front_address()))
        clock = petition.clocks.filter(term_code="petition.route").first()
        if clock and clock.due:
            lines.append(f"最迟 {clock.due_said(day_text)} 转送有权处理的单位。")
    return {"to": told["address"], "answers": told["message_id"], "text": "\n\n".join([*lines, GOODBYE])}
