"""Demo disputes that were settled, or were not: what was done, and how many days ago."""


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
    story.register(9)
    earlier = story.dispute
    story.register(7)
    story.whole(5, "merge", into=earlier, note="同一双方就同一事项再次申请。")


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
        story.take(
            story.dispute,
            4,
            "answer_help",
            story.keeper,
            at=at,
            answer="已受理，指派律师联系本人。",
            result="helped",
            **answer,
        )
