"""A matter that everybody of a government knew, until it turned out to accuse that government.

``before(cast)`` plays it while it is an ordinary one: it is sent, accepted, mediated, led, supervised, talked about,
exported, written into every book. ``hide(story)`` makes it an accusation, first of the wrong unit, then of the right
one, and takes it on. ``end(story)`` tells what came of it, hears what the accuser says to that and files it away. Every
word that only this matter has is a canary.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.contrib.auth.models import Group

from governance.cases import deadlines
from governance.cases.lists import ledger_jobs
from governance.cases.models import Case, CaseLink, FormerNumber
from governance.counter import turns
from governance.duties.meetings import agenda
from governance.duties.models import (
    AgendaItem,
    Decision,
    DecisionEntry,
    DutyTask,
    Meeting,
    Return,
    ReturnItem,
    SweepFinding,
    VisitingLeader,
)
from governance.duties.receptions import actions as receptions
from governance.duties.visits import actions as visits
from governance.frame.days import office_day
from governance.jobs import work
from governance.organisation.models import Post, Unit, User
from governance.organisation.records import record
from governance.publications.kinds.defining import add_kind
from governance.supervision.accounts import actions as accounts
from governance.supervision.models import AccountMeeting
from governance.supervision.papers.actions import propose
from petitions.models import Petition
from tests import builders, disputes
from tests.attachments.samples import picture, upload
from tests.grid import events
from tests.publications.pages import CIRCULAR, issued
from tests.security import clues
from tests.supervision import leading

PHONE, ID_NUMBER = "13977778888", "610116198001019990"
TITLE = "白鹭工程招标有人收好处"
WORDS = {
    "summary": "灰鲸账本记有三笔回扣",
    "facts_and_reasons": "蓝雀茶楼当面交付",
    "place": "青鸾巷九号",
    "name": "欧阳金雀",
    "address": "紫燕里七栋",
    "comment": "绯鹤卷宗另册存放",
    "file": "黄鹂转账截图",
    "other side": "钟离银雁",
    "mediation": "玄鸟说双方愿谈",
    "session": "文鳐当面说出内情",
    "agreement": "当康退还所收财物",
    "paper": "苍鹰逾期督办理由",
    "measure": "翠鸟已经约谈两次",
    "decision": "朱雀会议定的核查",
    "circular": "角雕通报的办理情况",
    "reception": "丹顶来人当面检举",
    "ticked": "鸬鹚来人另外检举",
    "finding": "画眉排查到有人收钱",
    "visit": "鹧鸪下访听到的回扣",
    "reason": "杜鹃补充说明被反映单位",
    "after": "秃鹫转办后的新批注",
    "again": "戴胜更正后的标题",
    "refusal": "大雁认为应走仲裁",
    "recusal": "鹈鹕和信访人沾亲",
    "share": "白鹳请查清回扣去向",
    "shared": "黑鸢查到两张收据",
    "help": "沙鸥申请法律援助",
    "helped": "海鹦已经指派律师",
    "disposal": "云雀初步核实的意见",
    "reply": "百灵已经查明三笔回扣",
    "proof": "夜莺在门口签收答复",
    "objection": "伯劳认为处理太轻",
    "explanation": "苇莺说明依据的条款",
    "evidence": "鸿雁又交来两段录音",
    "checked": "红隼核对录音属实",
    "rating": "信天翁说总算有个结果",
    "late reception": "池鹭来人追问处分结果",
}
# What is written when the accuser has the result; the reception stands elsewhere.
AFTER_THE_RESULT = ("disposal", "reply", "proof", "objection", "explanation", "evidence", "checked", "rating")
# Posts that the accused government has beside those of its units in the cast.
ROLES = ("registrar", "unit_lead", "mediator", "justice_staff", "grid_worker")
ACCUSED = (
    *("county", "leader", "staff", "handler", "second_handler", "lead"),
    *("system_admin", "security_admin", "audit_admin", "many"),
)


@dataclass
class Story:
    """What stands, and the moment at which it is looked at."""

    cast: object
    now: datetime
    government: Unit
    case: Petition
    made: dict = field(default_factory=dict)
    words: frozenset = frozenset({TITLE, PHONE, ID_NUMBER, *WORDS.values()})

    @property
    def cases(self) -> list[Case]:
        """The matter, and all that repeats it."""
        return [Case.objects.get(pk=each.pk) for each in (self.case, *self.made["copies"])]

    @property
    def numbers(self) -> set[str]:
        """Every number that one of them bears or bore."""
        former = FormerNumber.objects.filter(case__in=[each.pk for each in self.cases])
        return {each.number for each in self.cases} | set(former.values_list("number", flat=True))

    @property
    def canaries(self) -> set[str]:
        """Whoever reads one of these has heard of the matter."""
        people = [person for case in self.cases for person in case.participants.all()]
        masks = {mask for person in people for mask in (person.masked_name, person.phone_mask, person.id_number_mask)}
        return self.words | self.numbers | (masks - {""})


def before(cast, now: datetime) -> Story:
    """The matter is known all over the government."""
    at = now - timedelta(days=100)
    government = _government(cast)
    case = builders.petition(
        cast,
        at=at,
        replay=False,
        title=TITLE,
        route="arbitration",
        people=[_petitioner()],
        **{name: WORDS[name] for name in ("summary", "facts_and_reasons", "place")},
    )
    story = Story(cast, now, government, case)
    _handled(story)
    _copied(story)
    _written_down(story)
    _promised(story)
    _exported(story)
    deadlines.scan(now)
    return story


def _government(cast) -> Unit:
    """长安区人民政府 over the centre, the office and the housing department, with somebody who plays every part."""
    made = Unit.objects.create(
        name="长安区人民政府", short_name="区政府", kind="government", area_id="610116", sees="area"
    )
    under = (cast.centre, cast.office, cast.housing)
    Unit.objects.filter(pk__in=[unit.pk for unit in under]).update(parent=made)
    many = User.objects.create(username="many", name="万能", phone="13800000096", must_change_password=False)
    for role in Group.objects.filter(name__in=ROLES):
        Post.objects.create(user=many, unit=made, role=role, starts_on=date(2024, 1, 1))
    cast.members["many"] = many
    User.objects.filter(username__in=ACCUSED).update(email="accused@example.org")
    return made


def _petitioner():
    return builders.person(WORDS["name"], PHONE, ID_NUMBER, WORDS["address"])


def _handled(story: Story) -> None:
    """Sent to housing, accepted, commented on, shared, named by one file and joined by another.

    What was put forward about its words waits, and so does a recusal, which rests on none of them: a change of what the
    matter says voids the one and leaves the other.
    """
    cast, case = story.cast, story.case
    other = builders.petition(cast, at=case.opened_at + timedelta(hours=2), replay=False, title="一件普通的停水")
    story.made["other"] = other
    again = {"title": f"再次：{TITLE}", "route": "arbitration", "people": [_petitioner()]}
    joined = builders.petition(cast, at=case.opened_at + timedelta(days=1), **again)
    _step(story, case, "transfer", cast.clerk, 1, to_unit=cast.housing, **builders.TRANSFER)
    files = [upload(f"{WORDS['file']}.png", picture("PNG"))]
    _step(story, case, "comment", cast.handler, 3, note=WORDS["comment"], files=files)
    _step(story, case, "share", cast.lead, 3, person=cast.officer, note="请协助。")
    _shared_and_helped(story)
    _step(story, other, "link", cast.clerk, 3, other=case, relation="related")
    _step(story, other, "comment", cast.clerk, 3, note=f"与 {case.number} 一并考虑。")
    _step(story, joined, "merge", cast.clerk, 3, into=case, note="同一人同一事项。", told_by="electronic")
    _step(story, case, "not_accept", cast.handler, 4, **{**builders.REFUSAL, "reason": WORDS["refusal"]})
    away = {"person": cast.second_handler, "interest": "person", "reason": WORDS["recusal"]}
    _step(story, case, "recuse", cast.handler, 4, **away)
    record("unmask", actor=cast.handler, at=story.now, subject=f"{case.number} 欧**", reason="联系信访人")
    event = events.event(cast, at=case.opened_at - timedelta(days=1), title=TITLE)
    CaseLink.objects.create(case=case, other=event, kind=CaseLink.Kind.ORIGIN)
    story.made["copies"] = [joined, event]


def _shared_and_helped(story: Story) -> None:
    """The government was asked for its part and owes it since; the petitioner was sent on for help; it is a topic."""
    cast, case, other = story.cast, story.case, story.made["other"]
    _step(story, case, "invite", cast.lead, 3, unit=story.government, note=WORDS["share"], days=12)
    _step(story, case, "contribute", cast.many, 3, note=WORDS["shared"])
    told = {
        "agency": "legal_aid",
        "matter": WORDS["help"],
        "consent": True,
        "files": [upload("同意书.png", picture("PNG"))],
    }
    _step(story, case, "refer_help", cast.lead, 3, participant=case.participants.get(), **told)
    answer = {
        "answered_on": office_day(case.opened_at) + timedelta(days=3),
        "answer": WORDS["helped"],
        "result": "helped",
    }
    _step(story, case, "answer_help", cast.lead, 3, referral=case.help_referrals.get(), **answer)
    for hours in (3, 4):
        at = case.opened_at + timedelta(hours=hours)
        alike = builders.petition(
            cast, at=at, replay=False, title="又一件普通的停水", people=[builders.person(f"陈{hours}", "")]
        )
        _step(story, alike, "link", cast.clerk, 3, other=other, relation="related")


def _copied(story: Story) -> None:
    """A dispute with a track, a case under a leader with a measure, a signed paper."""
    cast, case = story.cast, story.case
    asked = {"unit": cast.mediation, "reason": WORDS["mediation"], "both_agree": True}
    _step(story, case, "refer_to_mediation", cast.handler, 4, **asked)
    dispute = Case.objects.filter(kind="dispute").latest("pk").own
    _step(story, dispute, "add_party", cast.mediator, 5, part="respondent", party_name=WORDS["other side"])
    start = {"track": disputes.PEOPLE, "referral": "none", "procedure": "general", "organisation": cast.mediation}
    _step(story, dispute, "start_mediation", cast.mediator, 5, **start)
    track = Case.objects.get(parent=dispute).own
    disputes.accept(track, cast)
    disputes.sit(track, cast, content=WORDS["session"])
    disputes.agree(track, cast, content=WORDS["agreement"])
    led = leading.charged(cast, subject=case, at=story.now - timedelta(days=20), promised_on=office_day(story.now))
    done = {"duty": "difficulty", "done_on": office_day(story.now) - timedelta(days=2), "text": WORDS["measure"]}
    builders.step(led, "measure", cast.handler, at=story.now - timedelta(days=1), **done)
    paper = propose(
        "copy_notice",
        sender=cast.centre,
        target=cast.housing,
        ground="overdue",
        reason=WORDS["paper"],
        actor=cast.staff,
        at=story.now - timedelta(days=10),
        cases=[case],
    )
    signed = {"answer_days": 7, "requirement": "立即办结并说明原因。"}
    builders.step(paper, "sign", cast.leader, at=story.now - timedelta(days=9), replay=False, **signed)
    story.made["copies"] += [dispute, track, led, paper]


def _written_down(story: Story) -> None:
    """A reception, a turn at the window, a finding of a sweep, a visit and a return tell of it."""
    cast, case, now = story.cast, story.case, story.now
    told = receptions.ReceptionInput(time(8, 30), 1, WORDS["reception"], "registered")
    day = office_day(now) - timedelta(days=1)
    receptions.link(receptions.write(cast.weiqu, day, told, actor=cast.clerk, at=now), case, actor=cast.clerk, at=now)
    ticked = receptions.ReceptionInput(time(9, 30), 2, WORDS["ticked"], "accusation")
    receptions.write(cast.weiqu, day, ticked, actor=cast.clerk, at=now)
    turn = turns.take(UUID(int=77), cast.weiqu, at=now)
    turns.end(turn, "served", at=now, case=case)
    task = DutyTask.objects.earliest("first")
    about = {"unit": cast.weiqu, "found_on": day, "due_on": day, "ended_on": day, "state": "registered", "case": case}
    SweepFinding.objects.create(task=task, text=WORDS["finding"], **about)
    handed = Return.objects.create(task=task, kind="found", amount=1, at=now, by=cast.clerk, by_name="周晓兰")
    ReturnItem.objects.create(report=handed, case=case, category="area")
    ReturnItem.objects.create(report=handed, text=WORDS["finding"], category="area")
    kind = add_kind(replace(CIRCULAR, name="督办通报"), actor=cast.county, at=now)
    issued(kind, cast, now, "督办通报一期", body=f"本月办理：\n{case.number} {WORDS['circular']}")
    visits.write(VisitingLeader.objects.get(), day, case.area, WORDS["visit"], case=case, actor=cast.clerk, at=now)


def _promised(story: Story) -> None:
    """A meeting talks about it and decides; the account meeting of the month asks for it."""
    cast, case, now = story.cast, story.case, story.now
    meeting = Meeting.objects.latest("pk")
    meeting.units.add(story.government)
    agenda.add(meeting, case=case)
    due = office_day(now) + timedelta(days=3)
    for text, unit in ((WORDS["decision"], cast.housing), (f"{WORDS['decision']}续", cast.office)):
        made = Decision.objects.create(meeting=meeting, case=case, text=text, unit=unit, due_on=due)
        told = {"kind": "made", "text": "议定", "due_on": due, "by": cast.clerk, "by_name": "周晓兰", "at": now}
        DecisionEntry.objects.create(decision=made, version=1, **told)
        AgendaItem.objects.create(meeting=meeting, position=90, source="decision", decision=made, key=f"d{made.pk}")
    accounts.gather(AccountMeeting.objects.latest("pk"), now)


def _exported(story: Story) -> None:
    """Whoever keeps ledgers has taken one away, and its file still lies there."""
    for person in (story.cast.staff, story.cast.handler):
        asked = {"ledger": "petition", "query": "scope=all"}
        job = work.ask(ledger_jobs.EXPORT, owner=person, at=story.now, params=asked)
        assert work.run(job.pk, story.now).result_path


def accuse(story: Story) -> None:
    """It accuses somebody: first the wrong unit is named, then the government."""
    told = {"petition_class": "accusation", "route": "", "reason": WORDS["reason"]}
    for later, unit in ((95, story.cast.water), (96, story.government)):
        _step(story, story.case, "reclassify", story.cast.lead, later, accused_unit=unit, **told)


def hide(story: Story) -> None:
    """It accuses the government; the discipline organ takes it on."""
    accuse(story)
    take_on(story)


def take_on(story: Story) -> None:
    """The discipline organ has it and works on it."""
    cast, case = story.cast, story.case
    _step(story, case, "hand_on", cast.township_lead, 97, to_unit=cast.discipline, **builders.HAND_ON)
    _step(story, case, "accept", cast.inspector, 98, **builders.ACCEPT)
    _step(story, case, "comment", cast.inspector, 98, note=WORDS["after"])
    amended = {"title": WORDS["again"], "summary": WORDS["summary"], "area": case.area, "note": "更正。"}
    _step(story, case, "amend", cast.inspector, 99, **amended)
    deadlines.scan(story.now)


def end(story: Story) -> None:
    """The accuser has the result, objects, brings more and is answered; it lies in the archive, and a later matter of
    the same people, supervised for its delay, is joined to it."""
    cast, case, on = story.cast, story.case, office_day(story.now) - timedelta(days=1)
    _supervised_later(story)
    head = User.objects.create(username="discipline_head", name="罗书记", phone="13800000098")
    role = Group.objects.get(name="unit_lead")
    Post.objects.create(user=head, unit=cast.discipline, role=role, starts_on=date(2024, 1, 1))
    objection = {"heard_on": on, "note": WORDS["objection"], "explanation": WORDS["explanation"]}
    result = {"method": "direct", "served_on": on, "receiver": "本人", "proof": WORDS["proof"]}
    rated = {"alike": "apart", "rating": "satisfied", "office_rating": "satisfied", "heard_by": "phone", "rated_on": on}
    rated["note"] = WORDS["rating"]
    for name, actor, facts in (
        ("dispose", head, {"disposal": "verify", "decided_on": on, "note": WORDS["disposal"]}),
        ("reply", head, {"reply": WORDS["reply"]}),
        ("serve", cast.inspector, result),
        (
            "hear_accuser",
            cast.inspector,
            objection,
        ),
        ("take_evidence", cast.inspector, {"heard_on": on, "note": WORDS["evidence"]}),
        ("check_evidence", head, {"changed": "same", "note": WORDS["checked"], "told": True}),
        ("rate", cast.clerk, rated),
        ("archive", cast.inspector, builders.CHECKLIST),
    ):
        _step(story, case, name, actor, 99, **facts)
    assert Case.objects.get(pk=case.pk).status == "archived"
    told = receptions.ReceptionInput(time(10, 30), 1, WORDS["late reception"], "registered")
    met = receptions.write(cast.discipline, on, told, actor=cast.inspector, at=story.now)
    receptions.link(met, case, actor=cast.inspector, at=story.now)


def _supervised_later(story: Story) -> None:
    cast, now = story.cast, story.now
    later = builders.petition(cast, at=now - timedelta(days=2), replay=False, title="又来问一件普通的停水")
    _step(story, later, "share", cast.township_lead, 99, person=cast.inspector, note="可能有关。")
    _step(story, story.case, "link", cast.inspector, 99, other=later, relation="related")
    paper = propose(
        "copy_notice",
        sender=cast.centre,
        target=cast.weiqu,
        ground="other",
        reason="普通的一件没有按时告知。",
        actor=cast.staff,
        at=now,
        cases=[later],
    )
    builders.step(paper, "sign", cast.leader, at=now, replay=False, answer_days=7, requirement="说明原因。")
    story.made["later"] = later


def _step(story: Story, case, name: str, actor, later: int, **facts) -> None:
    at = story.case.opened_at + timedelta(days=later, hours=1)
    builders.step(case, name, actor, at=at, replay=False, **facts)


def accuse_person(cast, now: datetime) -> Story:
    """Somebody writes that 何建军, who leads 韦曲街道办, takes presents; the letter comes to his own window."""
    words = {"title": "彩鹬收礼线索十二条", "summary": "石蟾礼单附在信后", "place": "琥珀茶座里间"}
    person = builders.person("司空玉蝉", "13966665555", "610116197901017770", "玛瑙园二栋")
    who = {"accused_unit": None, "accused_names": "何建军主任", "people": [person]}
    case = builders.accusation(cast, at=now - timedelta(days=3), replay=False, **who, **words)
    told = frozenset({*words.values(), person.name, person.phone, person.id_number, person.address})
    return Story(cast, now, case.lead_unit, case, {"copies": [], "other": case}, told)


def accuse_by_clue(cast, now: datetime) -> Story:
    """Somebody gives a clue: 何建军, who leads 韦曲街道办, covers for a gang. His own window takes it in."""
    words = {"title": "赤狐为沙场充当保护伞", "summary": "青兕收了沙场两台车", "place": "玳瑁渡口东侧"}
    who = {"accused_unit": None, "accused_names": "何建军主任"}
    case = clues.clue(cast, at=now - timedelta(days=3), replay=False, **who, **words)
    return Story(cast, now, case.lead_unit, case, {"copies": [], "other": case}, frozenset(words.values()))


def accuse_both_ways(cast, now: datetime) -> Story:
    """The letter and the clue at once: whatever is asked, nothing of either may be met."""
    letter, clue = accuse_person(cast, now), accuse_by_clue(cast, now)
    return replace(letter, made={"copies": [clue.case], "other": letter.case}, words=letter.words | clue.words)
