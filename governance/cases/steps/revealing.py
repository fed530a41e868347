"""A person's numbers and door in clear, for one look that stays on record."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from governance.frame.refusals import FactMissing, StepNotAllowed, within
from governance.organisation.models import AccessRecord
from governance.organisation.records import record

from .. import access
from ..history import Act, write_event
from ..models import Case, Participant
from .locking import lock

# As much as the record keeps of it.
LONGEST_REASON = 200
IN_THE_HISTORY = "事由写在该事项的办理记录中"


@dataclass(frozen=True)
class Revealed:
    """A person's numbers and address in clear, for one look."""

    name: str
    phone: str
    id_number: str
    address: str


def reveal(participant: Participant, case: Case, *, actor, reason: str, at: datetime) -> Revealed:
    """The person's numbers and address in clear; the look stands in the security record with its reason.

    ``case`` is the one through whose door the actor came; ``participant`` is one of its people. Of a restricted case
    the record names neither person nor reason: that stands in its history, for those who may know of it. Raises
    ``StepNotAllowed`` for those who do not work on the case and ``FactMissing`` without a reason.
    """
    if not access.may_see_names(actor, case):
        raise StepNotAllowed("只有办理这件事项的人员可以查看身份信息。")
    if len(reason.strip()) < access.SHORTEST_REASON:
        raise FactMissing({"reason": "请写明查看事由，至少四个字。"})
    reason = within(reason, LONGEST_REASON)
    subject = access.named_in_records(case)
    with transaction.atomic():
        if case.is_restricted:
            _tell_history(case, participant, Act(actor, at), reason)
            reason = IN_THE_HISTORY
        else:
            subject = f"{subject} {participant.masked_name}"
        record(AccessRecord.Verb.UNMASK, actor=actor, at=at, subject=subject, reason=reason)
    return Revealed(participant.name, participant.phone, participant.id_number, participant.address)


def _tell_history(case: Case, participant: Participant, act: Act, reason: str) -> None:
    own = lock(case)
    told = [["人员", participant.name], ["事由", reason.strip()]]
    write_event(own, step="unmask", label=AccessRecord.Verb.UNMASK.label, act=act, facts={"told": told})
    own.version += 1
    own.save(update_fields=["version"])
