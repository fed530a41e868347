"""The words of mediation that workflow, tables, papers and screens share. Plain Python."""

SOURCES = (
    ("application", "当事人申请"),
    ("sweep", "排查发现"),
    ("petition", "访调对接"),
    ("police", "警调对接"),
    ("court", "诉调对接"),
    ("grid", "网格事件"),
    ("own_initiative", "主动介入"),
)
# GB/T 31000-2015, 事件规模
SCALES = (("individual", "个体性"), ("group", "一般群体性"), ("large_group", "重大群体性"))
GRADES = (("general", "一般"), ("larger", "较大"), ("major", "重大疑难"))
LEVELS = (("village", "村（社区）"), ("township", "乡镇（街道）"), ("county", "县（区）"))

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
PROCEDURES = (
    ("general", "一般纠纷"),
    ("labour", "劳动争议"),
    ("medical", "医疗纠纷"),
    ("pre_suit", "诉前联合调解"),
    ("ordinary", "普通程序"),
    ("summary", "简易程序"),
    ("criminal", "公诉案件和解"),
)
PROCEDURES_OF = {
    PEOPLE: ("general", "labour", "medical"),
    ADMINISTRATIVE: ("general", "medical"),
    POLICE: ("general",),
    JUDICIAL: ("pre_suit", "ordinary", "summary"),
    RECONCILIATION: ("criminal",),
}
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

CHOSEN_BY = (
    ("both", "双方当事人共同选定"),
    ("accepted", "一方提名，另一方接受"),
    ("appointed", "调解组织指定，双方接受"),
)
# 特邀调解规定 art. 15
RECUSAL_GROUNDS = (
    ("relative", "是一方当事人或者其代理人近亲属"),
    ("interest", "与纠纷有利害关系"),
    ("other", "与纠纷当事人、代理人有其他关系，可能影响公正调解"),
    ("asked", "当事人有理由认为不公正，请求更换"),
)
MODES = (("room", "到场"), ("video", "视频"), ("onsite", "上门、现场"), ("phone", "电话"))
SESSION_RESULTS = (("agreed", "达成一致"), ("continue", "需要继续调解"), ("apart", "分歧较大"))
AGREEMENT_FORMS = (("written", "书面协议"), ("oral", "口头协议"))
MANNERS = (
    ("at_once", "当场履行"),
    ("cash", "现金给付"),
    ("transfer", "银行转账"),
    ("delivery", "交付财物"),
    ("act", "履行一定行为"),
    ("apology", "赔礼道歉"),
    ("stop", "停止侵害、不再实施"),
)
PAYING = ("cash", "transfer")
# 人民调解法 art. 17, 23, 26; 特邀调解规定 art. 18, 26
ENDING_GROUNDS = (
    ("refused", "一方当事人明确拒绝调解"),
    ("withdrawn", "当事人撤回申请"),
    ("apart", "分歧较大，难以达成协议"),
    ("time_over", "调解期限届满"),
    ("false_claim", "发现可能是虚假调解"),
    ("escalating", "可能引起治安或者刑事案件，已报告公安机关"),
    ("other", "其他情形"),
)
DECLINE_GROUNDS = (
    ("competence", "法律规定由专门机关管辖处理"),
    ("forbidden", "法律禁止采用调解方式解决"),
    ("pending", "人民法院、公安机关或者其他行政机关已经受理或者解决"),
    ("refused", "一方当事人明确拒绝调解"),
    ("misdirected", "不属于本组织调解范围"),
)
# 公安机关办理行政案件程序规定 art. 179
POLICE_EXCLUSIONS = (
    ("none", "没有不得调解的情形"),
    ("hired", "雇凶伤害他人"),
    ("gang", "结伙斗殴或者其他寻衅滋事"),
    ("repeated", "多次实施违反治安管理行为"),
    ("refused", "当事人明确表示不愿意调解处理"),
    ("again", "当事人在治安调解过程中又针对对方实施违反治安管理行为"),
    ("fled", "调解过程中，违法嫌疑人逃跑"),
    ("other", "其他不宜调解处理"),
)
# art. 178
POLICE_MATTERS = (
    ("beating", "殴打他人、故意伤害"),
    ("insult", "侮辱、诽谤、诬告陷害"),
    ("damage", "故意损毁财物"),
    ("disturbing", "干扰他人正常生活"),
    ("privacy", "侵犯隐私"),
    ("entry", "非法侵入住宅"),
)
# 刑事诉讼法 art. 288
CRIMINAL_MATTERS = (
    ("civil", "因民间纠纷引起，涉嫌刑法分则第四章、第五章规定的犯罪，可能判处三年有期徒刑以下刑罚"),
    ("negligent", "渎职犯罪以外的过失犯罪，可能判处七年有期徒刑以下刑罚"),
)
# 刑事诉讼法 art. 288; 人民检察院刑事诉讼规则 art. 492
CRIMINAL_EXCLUSIONS = (
    ("none", "没有不适用和解的情形"),
    ("intentional_before", "犯罪嫌疑人在五年以内曾经故意犯罪"),
    ("dereliction", "属于渎职犯罪"),
    ("no_victim", "没有特定的被害人"),
    ("unclear", "案件事实不清，证据不确实、不充分"),
    ("no_remorse", "犯罪嫌疑人没有真诚悔罪"),
    ("unwilling", "被害人不愿意和解"),
)
# art. 290
CRIMINAL_DECISIONS = (
    ("not_prosecuted", "犯罪情节轻微、不需要判处刑罚，决定不起诉"),
    ("lenient", "提起公诉，向人民法院提出从宽处罚的建议"),
    ("prosecuted", "提起公诉，不提出从宽处罚的建议"),
)
# art. 186
SETTLED_BY = (("mediation", "人民调解"), ("themselves", "自行和解"))
WAYS = (
    ("arbitration", "申请仲裁"),
    ("administrative", "请求行政机关依法处理"),
    ("lawsuit", "向人民法院起诉"),
    ("legal_aid", "申请法律援助"),
    ("other_mediation", "申请其他组织调解"),
)
COURT_ADVICE = (
    ("enforce", "已经司法确认，向人民法院申请强制执行"),
    ("sue", "就协议的履行向人民法院起诉"),
    ("pay_order", "依法向人民法院申请支付令"),
)
VISIT_METHODS = (("door", "上门"), ("phone", "电话"), ("office", "到访"), ("video", "视频"))
SATISFACTION = (("satisfied", "满意"), ("fair", "基本满意"), ("unsatisfied", "不满意"))
# 民诉法解释 art. 355
CONFIRMATION_BARS = (
    ("none", "没有不予受理的情形"),
    ("competence", "不属于人民法院受理范围"),
    ("court", "不属于收到申请的人民法院管辖"),
    ("status", "申请确认婚姻关系、亲子关系、收养关系等身份关系无效、有效或者解除"),
    ("procedure", "涉及适用其他特别程序、公示催告程序、破产程序审理"),
    ("ownership", "调解协议内容涉及物权、知识产权确权"),
)
CONFIRMATION_RESULTS = (
    ("confirmed", "裁定调解协议有效"),
    ("dismissed", "裁定驳回申请"),
    ("refused", "裁定不予受理"),
    ("withdrawn", "准予撤回申请"),
)
# 民诉法解释 art. 358
DISMISSAL_GROUNDS = (
    ("law", "违反法律强制性规定"),
    ("interest", "损害国家利益、社会公共利益、他人合法权益"),
    ("order", "违背公序良俗"),
    ("will", "违反自愿原则"),
    ("unclear", "内容不明确"),
    ("other", "其他不能进行司法确认的情形"),
)
RETENTIONS = (("short", "短期"), ("long", "长期"), ("permanent", "永久"))
SUBSIDY_STATES = (("claimed", "待审核"), ("approved", "待发放"), ("refused", "不予补贴"), ("paid", "已发放"))
PARTIES = (
    ("applicant", "申请人"),
    ("respondent", "被申请人"),
    ("third", "第三人"),
    ("representative", "申请方代表人"),
    ("other_speaker", "被申请方代表人"),
    ("agent", "代理人"),
)
# Whom many on one side have chosen to speak for them.
SPEAKERS = ("representative", "other_speaker")


def is_major(dispute) -> bool:
    """True for a dispute of the gravest grade: it is reported in writing within two days."""
    return dispute.grade == "major"


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
