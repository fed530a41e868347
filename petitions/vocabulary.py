"""The words of a petition (信访工作条例, 2022). Plain Python."""

from governance.frame.rows import choices_of

CHOICES = choices_of("petitions")

# From so many people on a visit is a collective one, and a letter one of many.
MANY = 5

CLASSES = (("suggestion", "建议意见"), ("accusation", "检举控告"), ("appeal_request", "申诉求决"))
ROUTES = CHOICES["routes"]

# Items one to four of art. 31: another procedure than that of petitions settles the matter.
STATUTORY_ROUTES = ("litigation", "arbitration", "party_appeal", "administrative")

# What another organ owes that was asked for a part.
SHARE = "petition.share"

OUTCOMES = (("supported", "予以支持"), ("explained", "作出解释说明"), ("not_supported", "不予支持"))
DECISIONS = (("maintain", "维持"), ("revoke", "撤销，责令限期重新处理"), ("change", "变更"))
ADOPTED = (("whole", "采纳"), ("part", "部分采纳"), ("none", "不采纳"))
PROCEDURES = (("ordinary", "普通程序"), ("simplified", "简易办理"))
RATINGS = (("satisfied", "满意"), ("fair", "基本满意"), ("dissatisfied", "不满意"))
RATED_APART = "apart"
RATED_ALIKE = (
    ("satisfied", "都满意"),
    ("fair", "都基本满意"),
    ("dissatisfied", "都不满意"),
    (RATED_APART, "分别评价"),
)
POOR_CAUSES = CHOICES["poor_causes"]
UNHEARD = (("no_answer", "未接通、不在"), ("declined", "不愿评价"), ("later", "约定另行回访"))
HEARD_BY = (("online", "信访人网上评价"), ("paper", "信访人书面评价"), ("phone", "电话回访"), ("visit", "当面回访"))
TOLD_BY = CHOICES["told_by"]
SERVED_BY = CHOICES["served_by"]
GUIDED_BY = CHOICES["guided_by"]
SIMPLE_GROUNDS = CHOICES["simple_grounds"]
RESUMED = CHOICES["resumed"]
REFUSAL_GROUNDS = CHOICES["refusal_grounds"]
MISCONDUCT, DISSUADED = CHOICES["misconduct"], CHOICES["dissuaded"]
FINISHED = CHOICES["finished"]

# What the organ owes; the petitioner's own windows are not among them.
DUTIES = (
    "petition.route",
    "petition.notice",
    "petition.notice_transferred",
    "petition.objection",
    "petition.simple_accept",
    "petition.simple_handle",
    "petition.whole",
    "petition.handle",
    "petition.rehandle",
    "petition.hearing",
    "petition.assign_report",
    "petition.accusation_notice",
    "petition.accusation_take_up",
    "petition.accusation_feedback",
    "petition.accusation_check",
)
