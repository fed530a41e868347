"""The words of a stability risk assessment (社会稳定风险评估). Plain Python."""

from governance.frame.rows import choices_of

CHOICES = choices_of("security")

LAW = "《重大行政决策程序暂行条例》"
SECTORS = CHOICES["assessments.sectors"]
LEVELS = (("high", "高风险"), ("medium", "中风险"), ("low", "低风险"))
# The four criteria, each a column of the case.
CRITERIA = (
    ("legality", "合法性"),
    ("reasonableness", "合理性"),
    ("feasibility", "可行性"),
    ("controllability", "可控性"),
)
FOUND = (("meets", "符合"), ("partly", "基本符合，有待完善"), ("fails", "不符合"))
DECISIONS = (("go_ahead", "实施"), ("postpone", "暂缓实施"), ("refuse", "不予实施"))
# 十五条: where the draft is made public; 十四条: how people are heard; 十九、二十条: how experts argue.
PLACES = CHOICES["assessments.places"]
WAYS = CHOICES["assessments.ways"]
# Where those whose interests are touched said yes or no, each by a count.
VOTES = CHOICES["assessments.votes"]
ARGUMENTS = (("meeting", "论证会"), ("written", "书面咨询"), ("commissioned", "委托咨询论证"))
METHODS = (("opinion", "舆情跟踪"), ("visits", "重点走访"), ("consultation", "会商分析"))
CHOSEN = (("applied", "自愿报名"), ("recommended", "单位推荐"), ("drawn", "遴选"))
ADOPTED = (("yes", "采纳"), ("partly", "部分采纳"), ("no", "未采纳"))
REVIEWERS = ("justice", "justice_office")
FEWEST_PLANS, FEWEST_SIDES = 2, 2
