"""Demo disputes that were just taken in or are being mediated: what was done, and how many days ago."""

from .stories import DisputeStory


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
    story.report(8)
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
    measures = "街道负责人到场听取意见，三日内再调一次；施工方暂停争议地段作业。"
    story.whole(0, "judge_risk", factors=["many", "again"], risk="high", measures=measures)


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
    other = story.another_mediator(4)
    story.on_track(4, "recuse", mediator=serving, ground="relative", successor=other, note="是被申请人的表兄。")
