"""How far the demo disputes have come: what was done, and how many days ago."""

from governance.cases.models import Case
from governance.cases.storytelling import Scene

from .demo_stories import DisputeStory
from .vocabulary import ADMINISTRATIVE, JUDICIAL, POLICE

ORDINARY = ("people",)


def fresh(story: DisputeStory):
    story.register(story.index % 2)


def waiting(story):
    story.register(3 + story.index % 3)
    story.start(1 + story.index % 2)


def waiting_long(story):
    story.register(12)
    story.start(9)


def report_due_today(story):
    story.register(2, grade="major")
    story.start(1)


def report_overdue(story):
    story.register(6, grade="major")
    story.start(5)
    story.accept(4)


def reported(story):
    story.register(9, grade="major")
    story.whole(
        8,
        "report_major",
        to=story.unit("区司法局" if story.index % 2 else "韦曲司法所"),
        situation=story.matter["summary"],
        measures="已分别约谈双方，社区民警和网格员每天上门了解情况。",
        suggestion="由街道牵头，司法所、派出所联合调解。",
    )
    story.start(7)
    story.accept(6)
    story.name_mediator(6)
    story.sit(4)


def graded_up(story):
    story.register(10)
    story.start(9)
    story.accept(8)
    story.whole(
        1,
        "grade",
        grade="major",
        scale="group",
        people_count=35,
        amount="180000.00",
        reason="参与人数增加，一方扬言到施工现场阻工。",
    )


def accepted(story):
    story.until_accepted(6 + story.index % 4, 3)


def mediating(story):
    sat = 3 + story.index % 8
    story.until_sitting(sat + 8, sat + 5, sat)


def by_video(story):
    story.until_accepted(11, 8)
    story.name_mediator(7)
    story.sit(5, mode="video")
    story.sit(1, mode="video")


def near_due(story):
    story.until_sitting(33, 29, 20)


def overdue(story):
    story.until_sitting(48, 40 + story.index % 6, 30)


def extended(story):
    story.until_sitting(42, 38, 30)
    story.on_track(12, "extend", days=20, both_agree=True, reason="双方需要核对账目，同意继续调解。")


def on_appraisal(story):
    story.until_sitting(24, 20, 15)
    story.on_track(12, "pause_for_appraisal", paused_on=story.day_of, reason="西安某司法鉴定中心，伤残等级和因果关系")


def after_appraisal(story):
    on_appraisal(story)
    story.on_track(3, "resume_after_appraisal", resumed_on=story.day_of)


def recused(story):
    story.until_accepted(9, 6)
    story.name_mediator(5)
    serving = story.track.mediators.get(until=None)
    story.on_track(4, "recuse", mediator=serving, ground="relative", note="是被申请人的表兄。")
    story.name_other(3)


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


def police_first(story, days_ago: int):
    """The police have sat with the parties once."""
    station = ("韦曲派出所", "郭杜派出所")[story.index % 2]
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


def police_failed(story):
    police_first(story, 20)
    story.sit(14)
    story.terminate(12, "refused")


def police_decided(story):
    police_failed(story)
    told = "对违法行为人处警告，并告知民事赔偿可以起诉。"
    story.on_track(4, "decide_by_law", decided_on=story.day_of, decision=told, told=True)


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


def agreed(story):
    story.until_agreed(4 + story.index % 5)


def agreed_orally(story):
    story.until_agreed(6 + story.index % 5, form="oral")


def to_perform_today(story):
    first = story.matter["items"][0]["days"]
    story.until_agreed(max(first, 3), shift=max(0, 3 - first))


def late_with_it(story):
    days = max(item["days"] for item in story.matter["items"])
    story.until_agreed(days + 6)
    story.urge(2)


def partly_performed(story):
    story.until_agreed(18)
    story.perform(10, every=False)


def in_breach(story):
    story.until_agreed(120)
    story.urge(25)
    story.breach(12)


def gone_to_court(story):
    in_breach(story)
    told = "被申请人仍不履行，申请人选择起诉。"
    story.on_track(6, "end_after_breach", ways=["lawsuit"], reason=told)
    story.end_unsettled(4)


def applied(story):
    story.until_agreed(20)
    story.apply_confirmation(12)


def confirmed(story):
    story.until_agreed(50)
    story.apply_confirmation(40)
    story.decided(25)


def dismissed(story):
    story.until_agreed(45)
    story.apply_confirmation(35)
    story.decided(20, "dismissed", "unclear")
    told = "法院认为履行期限不明确，双方同意变更协议。"
    story.on_track(15, "mediate_again", reason=told, both_agree=True)
    story.sit(10)
    if story.index % 2:
        story.agree(6)


def last_day_to_apply(story):
    """Tomorrow the thirty days are over."""
    story.until_agreed(29)


def not_confirmed_in_time(story):
    story.until_agreed(48 + story.index % 4)


def performed(story):
    story.until_performed(30, 12 + story.index % 6)


def visit_planned(story):
    story.until_performed(32, 14)
    story.plan_visit(10, 10 + story.index % 8)


def visit_overdue(story):
    story.until_performed(40, 25)
    story.plan_visit(20, 10)


def visited(story):
    story.until_performed(50, 35)
    story.plan_visit(30, 10)
    story.visit(21)


def signs_seen(story):
    story.until_agreed(16)
    story.visit(3, "一方放话要找亲属上门讨要")


def solved(story):
    """Performed and done with, some of them this month and the others in earlier ones."""
    ago = 14 + (story.index * 17) % 170
    story.until_performed(ago + 30, ago + 8)
    story.plan_visit(ago + 7, 5)
    story.visit(ago + 2)
    story.archive(ago + 1)
    story.resolve(ago)
    if story.index % 2:
        story.reviewed(ago - 5)
    if story.index % 3:
        story.claim_subsidy(ago - 8)
    if story.index % 3 == 1:
        story.approve_subsidy(ago - 12)


def solved_orally(story):
    ago = 2 + (story.index * 5) % 20
    story.until_performed(ago + 12, ago + 3, form="oral")
    story.resolve(ago)


def failed(story):
    ago = 10 + (story.index * 13) % 90
    story.until_sitting(ago + 25, ago + 20, ago + 10)
    story.terminate(ago + 2, ("apart", "refused")[story.index % 2])
    story.end_unsettled(ago)


def refused_at_once(story):
    story.register(16)
    story.whole(
        14,
        "not_accept",
        ground="pending",
        reason="人民法院已经受理同一纠纷。",
        ways=["lawsuit", "legal_aid"],
    )


def withdrawn(story):
    story.until_accepted(30, 26)
    story.terminate(22, "withdrawn")
    story.whole(21, "withdraw", reason="双方已自行和解，申请人书面撤回。")


def merged(story):
    earlier = Case.objects.filter(kind="dispute", closed_at=None, lead_unit=story.unit(story.home[0]))
    story.register(7)
    into = earlier.exclude(pk=story.dispute.pk).order_by("id").first()
    story.whole(5, "merge", into=into, note="同一双方就同一事项再次申请。")


def help_asked(story):
    story.until_sitting(20, 16, 11)
    person = story.dispute.participants.first()
    agency = ("legal_aid", "civil_affairs", "union")[story.index % 3]
    told = {"participant": person, "agency": agency, "matter": "请求给予法律援助", "consent": True}
    story.whole(9, "refer_help", **told)
    if story.index % 2:
        answer = {"referral": story.dispute.help_referrals.get(), "answered_on": story.day_of}
        at = story.next_moment(story.dispute, 4)
        answer["answered_on"] = story.day_of(at)
        story.take(story.dispute, 4, "answer_help", story.keeper, at=at, answer="已受理，指派律师联系本人。", **answer)


ADMIN, OF_POLICE, LABOUR, MEDICAL = ("admin",), ("police",), ("labour",), ("medical",)
# What kind of quarrel a scene needs; the others are told of any quarrel between neighbours, kin or parties to a deal.
WAYS_OF_SCENE = {
    "department_waiting": ADMIN,
    "department_together": ADMIN,
    "department_performed": ADMIN,
    "department_declined": ADMIN,
    "two_ways": ADMIN,
    "police_once": OF_POLICE,
    "police_second": OF_POLICE,
    "police_performed": OF_POLICE,
    "police_failed": OF_POLICE,
    "police_decided": OF_POLICE,
    "sent_by_police": OF_POLICE,
    "three_ways": OF_POLICE,
    "on_appraisal": MEDICAL,
    "after_appraisal": MEDICAL,
    "accepted": ("people", "labour"),
}
SCENES = (
    Scene("fresh", 3, fresh),
    Scene("waiting", 2, waiting),
    Scene("waiting_long", 1, waiting_long),
    Scene("report_due_today", 2, report_due_today),
    Scene("report_overdue", 1, report_overdue),
    Scene("reported", 1, reported),
    Scene("graded_up", 1, graded_up),
    Scene("accepted", 3, accepted),
    Scene("mediating", 4, mediating),
    Scene("by_video", 1, by_video),
    Scene("near_due", 1, near_due),
    Scene("overdue", 2, overdue),
    Scene("extended", 1, extended),
    Scene("on_appraisal", 1, on_appraisal),
    Scene("after_appraisal", 1, after_appraisal),
    Scene("recused", 1, recused),
    Scene("court_waiting", 1, court_waiting),
    Scene("court_not_confirmed", 1, court_not_confirmed),
    Scene("court_in_time", 2, court_in_time),
    Scene("court_over_time", 1, court_over_time),
    Scene("court_entrusted", 2, court_entrusted),
    Scene("court_returned", 1, court_returned),
    Scene("court_agreed", 2, court_agreed),
    Scene("court_declined", 1, court_declined),
    Scene("sent_by_police", 1, sent_by_police),
    Scene("police_once", 1, police_once),
    Scene("police_second", 1, police_second),
    Scene("police_performed", 1, police_performed),
    Scene("police_failed", 1, police_failed),
    Scene("police_decided", 1, police_decided),
    Scene("department_waiting", 1, department_waiting),
    Scene("department_together", 1, department_together),
    Scene("department_performed", 1, department_performed),
    Scene("department_declined", 1, department_declined),
    Scene("two_ways", 1, two_ways),
    Scene("three_ways", 1, three_ways),
    Scene("court_itself", 1, court_itself),
    Scene("agreed", 2, agreed),
    Scene("agreed_orally", 2, agreed_orally),
    Scene("to_perform_today", 1, to_perform_today),
    Scene("late_with_it", 1, late_with_it),
    Scene("partly_performed", 1, partly_performed),
    Scene("in_breach", 2, in_breach),
    Scene("gone_to_court", 1, gone_to_court),
    Scene("applied", 1, applied),
    Scene("confirmed", 1, confirmed),
    Scene("dismissed", 1, dismissed),
    Scene("last_day_to_apply", 1, last_day_to_apply),
    Scene("not_confirmed_in_time", 1, not_confirmed_in_time),
    Scene("performed", 1, performed),
    Scene("visit_planned", 2, visit_planned),
    Scene("visit_overdue", 1, visit_overdue),
    Scene("visited", 1, visited),
    Scene("signs_seen", 1, signs_seen),
    Scene("solved", 6, solved),
    Scene("solved_orally", 3, solved_orally),
    Scene("failed", 2, failed),
    Scene("refused_at_once", 1, refused_at_once),
    Scene("withdrawn", 1, withdrawn),
    Scene("merged", 1, merged),
    Scene("help_asked", 2, help_asked),
)
