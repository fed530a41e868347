"""The rungs of the ladder and the words of its papers. Plain Python."""

from governance.frame.rows import choices_of

CHOICES = choices_of("governance.supervision")

# From the mildest to the gravest: 催办 → 抄告单 → 督办单 → 限期整改、挂牌督办、约谈、通报 → 黄牌警告 → 一票否决.
RUNGS = CHOICES["rungs"]
# The rungs of which one must have run out, or failed its check, before this one can be proposed.
FORMER = {
    "copy_notice": (),
    "supervision_order": ("copy_notice",),
    "rectification_order": ("supervision_order",),
    "listed_supervision": ("supervision_order",),
    "accountability_interview": ("supervision_order",),
    "circular": ("supervision_order",),
    # 限期整改或者黄牌警告: what an order did not settle may go straight to the committee.
    "yellow_card": (
        "supervision_order",
        "rectification_order",
        "listed_supervision",
        "accountability_interview",
        "circular",
    ),
    "one_vote_veto": ("yellow_card",),
}
VETO = "one_vote_veto"
# Sanctions that a committee decides, not an office.
DECIDED_BY_COMMITTEE = ("yellow_card", VETO)
# What a joint conference may order (信访工作条例 art. 39).
MEASURES = ("rectification_order", "listed_supervision", "accountability_interview", "circular")
# Papers that say something and ask for no answer.
SAYING_ONLY = ("circular", VETO)

# 信访工作条例 art. 40, and what the centre finds by its own clocks.
GROUNDS = CHOICES["grounds"]
# What a paper says of the matters that the centre finds by its own clocks, where nobody writes more of them.
SITUATIONS = dict(CHOICES["situations"])
SUPERVISING = (("tracking", "跟踪督办"), ("on_site", "坐镇督办"))


def is_veto(paper) -> bool:
    """True for the gravest rung, which only the committee can decide."""
    return paper.rung == VETO


def asks_for_an_answer(paper) -> bool:
    """True if the unit has to say by a date what it has done."""
    return paper.rung not in SAYING_ONLY


# What a leader in charge answers for. Of 五包 and 三定四包 only this much: a leader answers for facts, help, a lawful
# answer and telling the person; nobody is made to stop petitioning or watched (信访工作条例 art. 5, 46).
LEADER_DUTIES = CHOICES["leader_duties"]
# What a rule of scope can measure, with the word of its unit below.
MEASURED = CHOICES["measured"]
MEASURED_IN = {"age": "天", "people": "人", "repeats": "次", "units": "个", "overdue": "天", "major": "件"}
# A head who takes over has this many days, unless the centre sets another date.
HEAD_DAYS = 30


# The papers and meetings with which others' work is watched are no matter of their own.
OWN_KINDS = ("supervision", "leader_case", "account_meeting")
