"""Deterministic builders: disputes registered, mediated and performed by the same verbs that people use."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.models import Group

from governance.cases.files import storage
from governance.cases.models import Case, Paper, Participant
from governance.cases.papers import typesetting
from governance.organisation.models import Post, User
from mediation.disputes.actions import register_dispute
from mediation.models import Dispute, Mediator, Track
from mediation.vocabulary import ADMINISTRATIVE, JUDICIAL, PEOPLE, POLICE, RECONCILIATION
from tests.attachments.samples import picture, upload
from tests.builders import OPENED, agreed, step

ACCEPT = {"consent": True, "informed": True}
POLICE_ACCEPT = ACCEPT | {"matter": "beating", "exclusion": "none", "guardian_told": True}
CRIMINAL_ACCEPT = ACCEPT | {
    "matter": "civil",
    "exclusion": "none",
    "remorse_shown": True,
    "guardian_told": True,
    "transferred_on": OPENED.date(),
}
CRIMINAL_AGREEMENT = {
    "remorse": "当面赔礼道歉，认罪。",
    "forgiveness": "予以谅解，同意从宽处理。",
    "reviewed": True,
    "only_civil": True,
}
SESSION = {
    "mode": "room",
    "place": "社区调解室",
    "attendants": "双方当事人",
    "content": "双方各自陈述了积水的经过。",
    "result": "continue",
}
ENDING = {"ground": "apart", "reason": "双方对责任认识不一。", "ways": ["lawsuit", "arbitration"]}
AGREEMENT = {
    "form": "written",
    "facts": "楼上漏水泡坏楼下的墙面，楼上承担主要责任。",
    "content": "楼上修好防水并赔偿楼下墙面损失。",
    "place": "凤栖路社区",
    "copies": 3,
    "signed": True,
}


def party(name, part, *, phone="", address="", id_number="") -> Participant:
    """An unsaved person on one side of a dispute."""
    made = Participant(name=name, part=part, address=address)
    made.phone = phone
    made.id_number = id_number
    return made


def both_sides() -> list[Participant]:
    """Two neighbours."""
    return [
        party("韩素珍", "applicant", phone="13922220001", address="凤栖路社区5号楼301室"),
        party("孟广田", "respondent", phone="13922220002", address="凤栖路社区5号楼401室"),
    ]


def dispute(cast, *, actor=None, unit=None, at=OPENED, people=None, replay=True, **fields) -> Dispute:
    """Two neighbours quarrel about a leak; registered at 韦曲街道 unless said otherwise."""
    values = {
        "title": "凤栖路社区楼上楼下漏水纠纷",
        "summary": "楼上卫生间漏水，泡坏楼下墙面。",
        "area": cast.area("610116001002"),
        "channel": Case.Channel.VISIT,
        "source": "application",
        "opened_at": at,
        "lead_unit": unit or cast.weiqu,
    }
    made = Dispute(**{**values, **fields})
    register_dispute(made, actor=actor or cast.clerk, at=at, people=people or both_sides(), replay=replay)
    return made


@dataclass(frozen=True)
class Way:
    """One way of mediation in the cast: its unit, who works there, and what acceptance wants."""

    unit: str
    actor: str
    procedure: str
    accept: dict


WAYS = {
    PEOPLE: Way("mediation", "mediator", "general", ACCEPT),
    ADMINISTRATIVE: Way("housing", "handler", "general", ACCEPT),
    POLICE: Way("station", "officer", "general", POLICE_ACCEPT),
    JUDICIAL: Way("court", "judge", "pre_suit", ACCEPT),
    RECONCILIATION: Way("procuratorate", "prosecutor", "criminal", CRIMINAL_ACCEPT),
}


def worker(cast, kind: str):
    """Who mediates on that track in the cast."""
    return getattr(cast, WAYS[kind].actor)


def track(cast, kind: str = PEOPLE, *, of=None, later=1, referral="none", referrer=None, **fields) -> Track:
    """A track of the dispute, waiting to be accepted."""
    whole = of or dispute(cast)
    way = WAYS[kind]
    facts = {"procedure": way.procedure, "organisation": getattr(cast, way.unit), **fields}
    step(whole, "start_mediation", cast.clerk, later=later, track=kind, referral=referral, referrer=referrer, **facts)
    return Track.objects.filter(parent=whole, kind=kind).latest("id")


def day(case, later: int):
    """The day so many days after the case was opened."""
    return (case.opened_at + timedelta(days=later)).date()


def mediator(cast, kind: str = PEOPLE):
    """What the form of the track lets people pick as a mediator."""
    person = worker(cast, kind)
    if kind != PEOPLE:
        return person
    facts = {"name": person.name, "position": "engaged", "appointed_on": OPENED.date()}
    return Mediator.objects.get_or_create(user=person, unit=cast.mediation, defaults=facts)[0]


def accept(case, cast, *, later=1):
    step(case, "accept", worker(cast, case.kind), later=later, accepted_on=day(case, later), **WAYS[case.kind].accept)


def name(case, cast, *, later=2):
    """The first mediator of the track is named."""
    named = {"mediator": mediator(cast, case.kind), "chosen_by": "both"}
    step(case, "name_mediator", worker(cast, case.kind), later=later, **named)


def sit(case, cast, *, later=3, **facts):
    """A mediator is named if there is none, and the parties sit down once."""
    if not case.mediators.filter(until=None).exists():
        name(case, cast, later=later - 1)
    held_at = case.opened_at + timedelta(days=later)
    step(case, "hold_session", worker(cast, case.kind), later=later, **{**SESSION, "held_at": held_at, **facts})


def items(case, *, later=30) -> list[dict]:
    """Two promises: a repair and a payment."""
    return [
        {"what": "修好卫生间防水", "manner": "act", "due_on": day(case, later)},
        {"what": "赔偿墙面损失", "amount": "3200.00", "manner": "transfer", "due_on": day(case, later + 10)},
    ]


def agree(case, cast, *, later=5, **facts):
    on = day(case, later)
    own = CRIMINAL_AGREEMENT if case.kind == RECONCILIATION else {}
    told = {**AGREEMENT, **own, "signed_on": on, "effective_on": on, "items": items(case), **facts}
    step(case, "sign_agreement", worker(cast, case.kind), later=later, **told)


def perform(case, cast, *, later=20):
    """Everything promised is done and said to be done."""
    for item in case.agreement.items.filter(performed_on=None):
        facts = {"item": item, "performed_on": day(case, later), "proof": "收条"}
        step(case, "record_performance", worker(cast, case.kind), later=later, **facts)
    step(case, "confirm_performed", worker(cast, case.kind), later=later)


def archive(case, cast, *, later=30):
    step(case, "archive", worker(cast, case.kind), later=later)


def breach(case, cast, *, later=60):
    facts = {
        "item": case.agreement.items.filter(performed_on=None).first(),
        "breached_on": day(case, later),
        "urged": True,
        "advice": ["sue"],
        "note": "多次督促没有履行。",
    }
    step(case, "record_breach", worker(cast, case.kind), later=later, **facts)


def correct_breach(case, cast, item, *, on, later):
    """The finding about the promise was wrong, as somebody above agrees: it was kept on that day."""
    one_of_several = item.agreement.items.exclude(breached_on=None).count() > 1
    told = {"item": item, "performed_on": day(case, on), "proof": "转账凭证", "reason": "到账迟延。"}
    name, files = "correct_one_breach" if one_of_several else "correct_breach", [upload("凭证.png", picture("PNG"))]
    step(case, name, worker(cast, case.kind), later=later, replay=False, files=files, **told)
    assert case.status == "breached"
    agreed(case, cast.staff)


def head_of(unit) -> User:
    """Who leads the unit since before the cases of the tests."""
    head = User.objects.create(username=f"head_{unit.pk}", name="路远", phone=f"139{unit.pk:08d}")
    role = Group.objects.get(name="unit_lead")
    Post.objects.create(user=head, unit=unit, role=role, starts_on=date(2024, 1, 1))
    return head


def terminate(case, cast, *, later=10, **facts):
    step(case, "terminate", worker(cast, case.kind), later=later, **{**ENDING, **facts})


ON_SPOT = {
    "matter": "insult",
    "exclusion": "none",
    "guardian_told": True,
    "slight": True,
    "both_agree": True,
    "content": "李秀英、张建国因楼道堆物争吵，互相道歉，当场清理。",
    "performed": True,
    "recorded": "recording",
}


def settle_on_spot(case, cast, *, later=1, files=None, **facts):
    """The police settle it where it broke out, and have it on record."""
    told = {**ON_SPOT, "held_at": case.opened_at + timedelta(days=later), **facts}
    kept = [upload("现场录像截图.png", picture("PNG"))] if files is None else files
    return step(case, "mediate_on_spot", cast.officer, later=later, files=kept, **told)


def suspend(case, cast, *, later=6, reported_to="organisation", **how):
    """It may be a false claim: the mediator stops and reports it."""
    facts = {
        "found_on": day(case, later),
        "signs": "双方对欠款没有任何凭证，说法完全一致。",
        "reported_to": reported_to,
    }
    reported_at = case.opened_at + timedelta(days=later)
    step(case, "suspend_mediation", worker(cast, case.kind), later=later, reported_at=reported_at, **facts, **how)


def decline(case, cast, *, later=1):
    facts = {"ground": "misdirected", "reason": "不属于本组织调解范围。", "ways": ["lawsuit"]}
    step(case, "decline", worker(cast, case.kind), later=later, **facts)


def paper(case, code, signer, *, at) -> Paper:
    """An issued paper of the track with a real file, whatever its template says."""
    event = case.events.latest("seq")
    number = f"长调〔{at.year}〕{Paper.objects.count() + 1}号"
    kept = storage.keep([typesetting.typeset(f"# {code}\n> {number}\n正文。", title=code)])
    return Paper.objects.create(
        case_id=case.pk,
        event=event,
        code=code,
        title={"mediation_agreement": "调解协议书", "mediation_record": "调解记录"}.get(code, code),
        number=number,
        unit=case.lead_unit,
        signer=signer,
        signer_name=signer.name,
        issued_on=at.date(),
        path=kept.path,
        sha256=kept.sha256,
    )


def file(case, item, *names, actor, later=21) -> None:
    """Files stand in the file of the track under an item."""
    files = [upload(name, picture("PNG")) for name in names]
    step(case, "file_material", actor, later=later, item=item, files=files)


def complete(case, cast, *, later=21) -> None:
    """Nothing is missing in the file of a mediation that was agreed."""
    actor, at = worker(cast, case.kind), case.opened_at + timedelta(days=later)
    for code in ("mediation_application", "rights_notice", "mediation_record", "mediation_agreement"):
        paper(case, code, actor, at=at)
    file(case, "identity", "身份证.png", actor=actor, later=later)
    file(case, "performance", "收条.png", actor=actor, later=later)


def archived(cast) -> Track:
    """A people's mediation that ended well some time ago, with its dispute resolved; no papers were kept of it."""
    case = track(cast)
    accept(case, cast)
    sit(case, cast)
    agree(case, cast)
    perform(case, cast)
    archive(case, cast)
    facts = {"summary_of_result": "双方和解。"}
    step(case.dispute, "resolve", cast.clerk, later=31, **facts)
    return case


def filed(cast, **fields) -> Track:
    """A people's mediation, agreed, performed and filed with everything it needs."""
    case = track(cast, of=dispute(cast, **fields))
    accept(case, cast)
    sit(case, cast)
    agree(case, cast)
    perform(case, cast)
    complete(case, cast)
    step(case, "archive", cast.mediator, later=30, replay=False)
    return case
