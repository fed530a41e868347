"""The words of an incident (治安案事件). Plain Python."""

from governance.frame.rows import choices_of

CHOICES = choices_of("security")

# 案（事）件类型 and 案（事）件分级 of GB/T 31000-2015.
KINDS = CHOICES["incidents.kinds"]
# The gravest first.
GENERAL = "general"
GRADES = (("extraordinary", "特别重大"), ("major", "重大"), ("larger", "较大"), (GENERAL, "一般"))
SOURCES = CHOICES["incidents.sources"]
OPEN_ORDERS = "还有指令没有报告结果，先由承担的单位报告或者撤回。"
# From the gravest harm down.
HARM = {"dead": "死亡", "missing": "失踪", "injured": "受伤"}
HARMED = tuple(HARM)
FALSE = (("untrue", "经核实不存在"), ("elsewhere", "不在本县发生"), ("double", "与已有报告重复"))
GRAVE = frozenset(("extraordinary", "major"))
# So many dead make an accident at least so grave, the gravest first.
GRADED_BY = "《生产安全事故报告和调查处理条例》第三条"
FEWEST_DEAD = (("extraordinary", 30), ("major", 10), ("larger", 3))
ACKNOWLEDGE = ("incident.acknowledge",)
# What is owed of a grave one alone.
GRAVE_DUTIES = (*ACKNOWLEDGE, "incident.report_up")
DUTIES = (
    *GRAVE_DUTIES,
    "incident.verify",
    "incident.progress",
    "incident.final",
    "order.receive",
    "order.arrive",
)
