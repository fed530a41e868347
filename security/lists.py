"""The lists of hazards, key areas and incidents, and their ledgers."""

from governance.cases.lists.ledger import Ledger, Own
from governance.cases.lists.listing import Listing

HAZARDS = Listing(
    ("hazard",),
    own=("hazard_kind", "grade", "listing"),
    empty_text="检查、排查发现的隐患列在这里；放宽筛选条件后查看全部。",
)
HAZARD_LEDGER = Ledger(
    "hazard",
    HAZARDS,
    (
        Own("隐患类型", 10, "hazard_kind"),
        Own("场所类型", 14, "place_kind"),
        Own("隐患等级", 10, "grade"),
        Own("来源", 10, "source"),
        Own("整改责任人", 12, "responsible"),
        Own("挂牌日期", 12, "listed_on"),
        Own("解除挂牌日期", 12, "delisted_on"),
    ),
)
KEY_AREAS = Listing(
    ("key_area",),
    own=("subject", "problem"),
    empty_text="挂牌整治的重点地区和突出问题列在这里；放宽筛选条件后查看全部。",
)
KEY_AREA_LEDGER = Ledger(
    "key_area",
    KEY_AREAS,
    (Own("类别", 14, "subject"), Own("主要问题", 12, "problem"), Own("成效", 8, "effect")),
)
INCIDENTS = Listing(
    ("incident",), own=("incident_kind", "grade"), empty_text="报告的案事件列在这里；放宽筛选条件后查看全部。"
)
INCIDENT_LEDGER = Ledger(
    "incident",
    INCIDENTS,
    (
        Own("类型", 12, "incident_kind"),
        Own("等级", 10, "grade"),
        Own("来源", 14, "source"),
        Own("发生时间", 16, "happened_at"),
        Own("死亡", 6, "dead"),
        Own("失踪", 6, "missing"),
        Own("受伤", 6, "injured"),
        Own("更正次数", 8, "corrections"),
        Own("值班领导签收", 16, "acknowledged_at"),
    ),
)
ASSESSMENTS = Listing(
    ("risk_assessment",), own=("sector",), empty_text="登记评估的重大决策列在这里；放宽筛选条件后查看全部。"
)
ASSESSMENT_LEDGER = Ledger(
    "risk_assessment",
    ASSESSMENTS,
    (
        Own("决策领域", 12, "sector"),
        Own("合法性", 10, "legality"),
        Own("合理性", 10, "reasonableness"),
        Own("可行性", 10, "feasibility"),
        Own("可控性", 10, "controllability"),
        Own("决策风险", 10, "level"),
        Own("决定", 10, "decision"),
        Own("决定日期", 12, "decided_on"),
    ),
)
# Clues are in no ledger: what is known of them outside is a total.
CLUES = Listing(("clue",), own=("clue_kind",), empty_text="您知悉的线索列在这里。")
WARNINGS = Listing(
    ("warning",),
    own=("warning_kind", "level"),
    empty_text="拟稿和生效的预警列在这里；“时限”选“已超期”的，是有单位到时没有确认的；放宽筛选条件后查看全部。",
)
WARNING_LEDGER = Ledger(
    "warning",
    WARNINGS,
    (
        Own("类型", 10, "warning_kind"),
        Own("等级", 8, "level"),
        Own("开始时间", 16, "begins_at"),
        Own("结束时间", 16, "ends_at"),
        Own("发布时间", 16, "issued_at"),
    ),
)
JOINT_TASKS = Listing(
    ("joint_task",), own=("form", "joint"), empty_text="提请和正在办理的联动任务列在这里；放宽筛选条件后查看全部。"
)
JOINT_TASK_LEDGER = Ledger(
    "joint_task",
    JOINT_TASKS,
    (Own("形式", 10, "form"), Own("六联", 14, "joint"), Own("决定", 30, "decision"), Own("结果", 30, "result")),
)
