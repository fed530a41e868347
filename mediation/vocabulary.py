"""The words of mediation that workflow, tables, papers and screens share. Plain Python."""

from governance.frame.rows import choices_of

CHOICES = choices_of("mediation")
# Of what a professional committee is; the county adds its own.
COMMITTEE_FIELDS = "committee_fields"

SOURCES = CHOICES["sources"]
# GB/T 31000-2015, 事件规模
SCALES = (("individual", "个体性"), ("group", "一般群体性"), ("large_group", "重大群体性"))
# Somebody answers until a day for what could not be settled yet.
REMAINS = "dispute.remains"
# 风险研判: judged of the dispute by what happened, never of a person.
RISKS = (("high", "高风险"), ("medium", "中风险"), ("low", "低风险"))
RISK_FACTORS = CHOICES["risk_factors"]
GRADES = (("general", "一般"), ("larger", "较大"), ("major", "重大疑难"))
# 五级递进: whoever settled it; what lies below a village is said by whoever writes it down.
BELOW = (("family", "家族"), ("group", "村（居）民小组"))
LEVELS = (*BELOW, ("village", "村（社区）"), ("township", "乡镇（街道）"), ("county", "县（区）"))

PEOPLE, ADMINISTRATIVE, POLICE, JUDICIAL, RECONCILIATION = (
    "people_mediation",
    "administrative_mediation",
    "police_mediation",
    "judicial_mediation",
    "criminal_reconciliation",
)
TRACKS = (
    (PEOPLE, "人民调解"),
    (ADMINISTRATIVE, "行政调解"),
    (POLICE, "治安调解"),
    (JUDICIAL, "司法调解"),
    (RECONCILIATION, "刑事和解"),
)
# The kinds of unit that mediate on each track.
ORGANISERS = {
    PEOPLE: ("mediation",),
    ADMINISTRATIVE: ("department", "government", "justice", "justice_office", "petition_office"),
    POLICE: ("police",),
    JUDICIAL: ("court",),
    RECONCILIATION: ("procuratorate",),
}
# What the law lets these take on depends on the case; they say so when they accept it and not at the desk.
LOOKED_AT_FIRST = (POLICE, RECONCILIATION)
TRACK_LABELS = dict(TRACKS)
TRACK_KINDS = tuple(TRACK_LABELS)
PROCEDURES = CHOICES["procedures"]
PROCEDURES_OF = {
    PEOPLE: ("general", "labour", "medical"),
    ADMINISTRATIVE: ("general", "medical"),
    POLICE: ("general",),
    JUDICIAL: ("pre_suit", "ordinary", "summary"),
    RECONCILIATION: ("criminal", "fast_track"),
}
# Said by the procuratorate as it accepts: whoever opens the track knows of no plea.
CRIMINAL_PROCEDURES = tuple(each for each in PROCEDURES if each[0] in PROCEDURES_OF[RECONCILIATION])
NOT_REFERRED = "none"
REFERRALS = (
    (NOT_REFERRED, "不是委派、委托"),
    ("delegated_pre_filing", "诉前委派"),
    ("entrusted_ordinary", "诉中委托（普通程序）"),
    ("entrusted_summary", "诉中委托（简易程序）"),
    ("police_referral", "治安案件委托"),
    ("administrative_referral", "行政机关移交"),
)
# Who can refer, by the kind of unit.
REFERRERS = {
    "delegated_pre_filing": ("court",),
    "entrusted_ordinary": ("court",),
    "entrusted_summary": ("court",),
    "police_referral": ("police",),
    "administrative_referral": ("department", "government", "justice", "justice_office", "petition_office", "centre"),
}
# What each way of mediation can have been referred by: a court refers to those whom parties may choose as mediators,
# never to the police as an organ that punishes; the police ask a committee (程序规定 art. 186).
REFERRALS_OF = {
    PEOPLE: tuple(code for code, _ in REFERRALS),
    ADMINISTRATIVE: tuple(code for code, _ in REFERRALS if code != "police_referral"),
    POLICE: (NOT_REFERRED, "administrative_referral"),
    JUDICIAL: (NOT_REFERRED,),
    RECONCILIATION: (NOT_REFERRED,),
}
COURT_REFERRALS = ("delegated_pre_filing", "entrusted_ordinary", "entrusted_summary")

CHOSEN_BY = CHOICES["chosen_by"]
# 特邀调解规定 art. 15
RECUSAL_GROUNDS = CHOICES["recusal_grounds"]
# What is asked of a sitting, by the labels under which the record keeps what was arranged.
MEETS_AT, MEETS_BY, MEETS_IN, MEETS_WITH = "约定时间", "方式", "地点（视频会议链接）", "参加人"
MODES = (("room", "到场"), ("video", "视频"), ("onsite", "上门、现场"), ("phone", "电话"))
SESSION_RESULTS = (("agreed", "达成一致"), ("continue", "需要继续调解"), ("apart", "分歧较大"))
AGREEMENT_FORMS = (("written", "书面协议"), ("oral", "口头协议"))
MANNERS = CHOICES["manners"]
PAYING = ("cash", "transfer")
# 人民调解法 art. 17, 23, 26; 特邀调解规定 art. 18, 26
ENDING_GROUNDS = CHOICES["ending_grounds"]
# 公安机关办理行政案件程序规定 art. 178
ON_SPOT_RECORDS = (("agreement", "调解协议书"), ("recording", "现场录音录像"))
# 特邀调解规定 art. 18
TOLD_OF_FALSE = (("court", "委派、委托的人民法院"), ("organisation", "本调解组织"))
DECLINE_GROUNDS = CHOICES["decline_grounds"]
# 公安机关办理行政案件程序规定 art. 179
POLICE_EXCLUSIONS = CHOICES["police_exclusions"]
# art. 178
POLICE_MATTERS = CHOICES["police_matters"]
# 刑事诉讼法 art. 288
CRIMINAL_MATTERS = CHOICES["criminal_matters"]
# 刑事诉讼法 art. 288; 人民检察院刑事诉讼规则 art. 492
CRIMINAL_EXCLUSIONS = CHOICES["criminal_exclusions"]
# art. 290
CRIMINAL_DECISIONS = CHOICES["criminal_decisions"]
# art. 186
SETTLED_BY = (("mediation", "人民调解"), ("themselves", "自行和解"))
WAYS = CHOICES["ways"]
# What is agreed and not kept may be enforced as well.
WAYS_AFTER = (("enforce", "向人民法院申请强制执行"), *WAYS)
COURT_ADVICE = CHOICES["court_advice"]
VISIT_METHODS = (("door", "上门"), ("phone", "电话"), ("office", "到访"), ("video", "视频"))
PERFORMS = "yes"
PERFORMING = ((PERFORMS, "按协议履行"), ("no", "没有按协议履行"))
SATISFACTION = (("satisfied", "满意"), ("fair", "基本满意"), ("unsatisfied", "不满意"))
# 民诉法解释 art. 355
CONFIRMATION_BARS = CHOICES["confirmation_bars"]
CONFIRMATION_RESULTS = CHOICES["confirmation_results"]
# What a court decides on the application itself; a confirmation is revoked later, if a third party asks for it.
RULINGS = tuple(each for each in CONFIRMATION_RESULTS if each[0] != "revoked")
REVOCATION = (("revoked", "撤销确认决定"), ("upheld", "驳回案外人的申请"))
# 民诉法解释 art. 358
DISMISSAL_GROUNDS = CHOICES["dismissal_grounds"]
RETENTIONS = (("short", "短期"), ("long", "长期"), ("permanent", "永久"))
# Why less is paid than the grade earns.
DEDUCTIONS = CHOICES["deductions"]
SUBSIDY_STATES = (("claimed", "待审核"), ("approved", "待发放"), ("refused", "不予补贴"), ("paid", "已发放"))
PARTIES = CHOICES["parties"]
# Whom many on one side have chosen to speak for them.
SPEAKERS = ("representative", "other_speaker")


def is_major(dispute) -> bool:
    """True for a dispute of the gravest grade: it is reported in writing within two days."""
    return dispute.grade == "major"


def is_graded_down(dispute, facts: dict) -> bool:
    """True where a dispute of the gravest grade is said to be of a lower one."""
    return is_major(dispute) and facts["grade"] != "major"


def is_referred(track) -> bool:
    """True if a court, the police or another organ has referred the matter and waits for the result."""
    return track.referral != NOT_REFERRED


def referred_by_court(track) -> bool:
    """True for 委派 and 委托 of a court."""
    return track.referral in COURT_REFERRALS


def is_people(track) -> bool:
    """True on the people's track."""
    return track.kind == PEOPLE


def track_of(unit_kind: str) -> str:
    """The way on which units of that kind mediate; empty for units that do not."""
    return next((track for track, kinds in ORGANISERS.items() if unit_kind in kinds), "")


def why_no_police(case, unit) -> str:
    """It is the police who are told; empty if they are."""
    return "" if unit.kind == "police" else "请选择公安机关或者派出所。"


def why_reported_before(case, moment) -> str:
    """Nothing is reported before the quarrel was brought; empty if that fits."""
    return "报告时间不能早于收到纠纷的时间。" if moment < case.opened_at else ""
