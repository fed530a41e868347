"""Demo disputes of courts, police and departments: what was done, and how many days ago."""

from django.core.files.uploadedfile import SimpleUploadedFile

from governance.cases.papers.typesetting import typeset
from governance.cases.steps import actions
from governance.organisation.models import Post

from ..vocabulary import ADMINISTRATIVE, JUDICIAL, POLICE, RECONCILIATION


def sent_by_court(story, days_ago: int, referral: str = "delegated_pre_filing"):
    """The court has the dispute and asks the county's committee to mediate it."""
    story.register(days_ago + 1, by="区法院", source="court")
    story.start(days_ago, organisation="区调委会", referral=referral, referrer=story.unit("区法院"))


def court_waiting(story):
    sent_by_court(story, 1)


def court_not_confirmed(story):
    sent_by_court(story, 8)


def court_in_time(story):
    sent_by_court(story, 14)
    story.accept(12)
    story.name_mediator(11)
    story.sit(6)


def court_over_time(story):
    sent_by_court(story, 46)
    story.accept(44)
    story.name_mediator(42)
    story.sit(30)


def court_entrusted(story):
    sent_by_court(story, 7, ("entrusted_ordinary", "entrusted_summary")[story.index % 2])
    story.accept(5)
    story.name_mediator(5)


def court_suspended(story):
    """It may be a false claim: the mediator has stopped and told the court, which looks at it."""
    sent_by_court(story, 9)
    story.accept(8)
    story.name_mediator(7)
    story.sit(4)
    told = {"signs": "双方对借款没有任何凭证，说法完全一致，急于取得协议。", "reported_to": "court"}
    story.on_track(2, "suspend_mediation", found_on=story.day_of, reported_at=lambda at: at, **told)


def court_returned(story):
    sent_by_court(story, 40)
    story.accept(38)
    story.name_mediator(37)
    story.sit(28)
    story.terminate(15)
    story.end_unsettled(13)


def court_agreed(story):
    sent_by_court(story, 30)
    story.accept(28)
    story.name_mediator(27)
    story.sit(20)
    story.agree(10)
    if story.index % 2:
        story.reply(8)


def court_declined(story):
    sent_by_court(story, 20)
    story.decline(19)


def sent_by_police(story):
    station = ("韦曲派出所", "郭杜派出所")[story.index % 2]
    story.register(12, by=station, source="police")
    committee = {"韦曲派出所": "韦曲调委会", "郭杜派出所": "郭杜调委会"}[station]
    story.start(11, organisation=committee, referral="police_referral", referrer=story.unit(station))
    story.accept(10)
    story.name_mediator(9)
    story.sit(5)


def police_misrouted(story):
    """A matter of another station, which has a day to get it."""
    station = ("韦曲派出所", "郭杜派出所")[story.index % 2]
    story.register(3, by=station, source="police")
    story.start(2, POLICE, organisation=station)
    told = {"reported_at": story.track.opened_at, "reason": "违法行为地不在本所辖区。"}
    story.take(story.track, 1, "find_elsewhere", story.mediator, **told)


def police_first(story, days_ago: int, station: str = ""):
    """The police have sat with the parties once."""
    station = station or ("韦曲派出所", "郭杜派出所")[story.index % 2]
    story.register(days_ago + 4, by=station, source="police")
    story.start(days_ago + 3, POLICE, organisation=station)
    story.accept(days_ago + 2)
    story.name_mediator(days_ago + 1)
    story.sit(days_ago)


def police_once(story):
    police_first(story, 4)


def police_second(story):
    police_first(story, 16)
    story.sit(10)
    story.agree(9)


def police_performed(story):
    police_first(story, 50)
    story.agree(50)
    story.perform(46)
    story.resolve(40)


def police_failed(story, station: str = ""):
    police_first(story, 20, station)
    story.sit(14)
    story.terminate(12, "refused")


def police_decided(story):
    police_failed(story, "韦曲派出所")
    at = story.next_moment(story.track, 4)
    told = {"decided_on": story.day_of(at), "decision": "对违法行为人处警告，并告知民事赔偿可以起诉。", "told": True}
    head = _head(story, story.track.lead_unit)
    actions.take_step(story.track, "decide_by_law", told, actor=head, at=at, replay=True)
    story.track.refresh_from_db()


def _head(story, unit):
    return Post.objects.current(story.today).get(unit=unit, role__name="unit_lead").user


def police_reconciled(story):
    """The parties settled by themselves and performed; the head of the station takes their joint application."""
    station = "韦曲派出所"
    story.register(18, by=station, source="police")
    story.start(17, POLICE, organisation=station)
    story.accept(16)
    application = typeset("# 关于和解的申请\n双方已经自行和解并履行完毕，共同申请不予处罚。", title="关于和解的申请")
    head = _head(story, story.unit(station))
    told = {"way": "themselves", "matter": "beating", "exclusion": "none", "jointly": True}
    at = story.next_moment(story.track, 9)
    told |= {"performed_on": story.day_of(at), "applied_on": story.day_of(at)}
    files = (SimpleUploadedFile("双方书面申请.docx", application),)
    actions.take_step(story.track, "accept_settlement", told, actor=head, at=at, files=files, replay=True)
    story.track.refresh_from_db()
    story.resolve(7)


def police_on_spot(story):
    """Two neighbours made up before the officer who came, who had it recorded."""
    station = "韦曲派出所"
    story.register(12, by=station, source="police")
    story.start(12, POLICE, organisation=station)
    recording = (
        SimpleUploadedFile("现场录像说明.docx", typeset("# 现场录像说明\n录像存于执法记录仪。", title="现场录像说明")),
    )
    told = {"matter": "insult", "exclusion": "none", "guardian_told": True, "slight": True, "both_agree": True}
    told |= {"content": "双方因琐事争吵、推搡，没有受伤，互相道歉，当场清理门前杂物。", "performed": True}
    at = story.next_moment(story.track, 12)
    told |= {"held_at": at, "recorded": "recording"}
    head = _head(story, story.unit(station))
    actions.take_step(story.track, "mediate_on_spot", told, actor=head, at=at, files=recording, replay=True)
    story.track.refresh_from_db()
    story.resolve(11)


def by_department(story, days_ago: int):
    """A department has accepted the dispute for administrative mediation."""
    story.register(days_ago + 5)
    story.start(days_ago + 4, ADMINISTRATIVE, organisation=story.matter["unit"])
    story.accept(days_ago)


def department_waiting(story):
    story.register(5)
    story.start(3, ADMINISTRATIVE, organisation=story.matter["unit"])


def department_together(story):
    """Mediated by the department together with the justice office."""
    by_department(story, 15)
    story.on_track(14, "invite", unit=story.unit("韦曲司法所"), both_agree=True, note="请司法所派员联合调解。")
    story.name_mediator(13)
    story.sit(8)


def department_performed(story):
    by_department(story, 70)
    story.name_mediator(69)
    story.sit(65)
    story.agree(60)
    story.perform(40)
    story.on_track(35, "archive")
    story.resolve(33)


def department_declined(story):
    story.register(22)
    story.start(20, ADMINISTRATIVE, organisation=story.matter["unit"])
    story.decline(17, "pending")
    story.start(16)
    story.accept(15)
    story.name_mediator(14)


def two_ways(story):
    """People's and administrative mediation side by side."""
    story.register(14)
    story.start(13, ADMINISTRATIVE, organisation=story.matter["unit"])
    story.accept(11)
    story.start(10)
    story.accept(9)
    story.name_mediator(8)
    story.sit(6)


def three_ways(story):
    """People's, police and judicial mediation one after the other, two of them at once."""
    story.register(30, by="韦曲街道")
    story.start(29, POLICE, organisation="韦曲派出所")
    story.accept(28)
    story.name_mediator(27)
    story.sit(26)
    story.start(18, organisation="韦曲调委会")
    story.accept(17)
    story.name_mediator(16)
    story.sit(10)
    story.start(8, JUDICIAL, organisation="韦曲法庭", procedure="pre_suit")
    story.accept(7)
    story.name_mediator(6)
    story.sit(3)


def court_itself(story):
    story.register(20)
    story.start(16, JUDICIAL, organisation="韦曲法庭")
    story.accept(14)
    story.name_mediator(13)
    story.sit(9)
    if story.index % 2:
        story.agree(7)


def before_prosecution(story):
    """The parties of a minor criminal case settle before the procuratorate."""
    story.register(15, by="韦曲街道")
    story.start(14, RECONCILIATION, organisation="区检察院", procedure="criminal")
    story.accept(12)
    story.name_mediator(12)
    story.sit(8)
    story.agree(5)
