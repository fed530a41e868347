"""The lists of hazards, key areas and incidents, and their ledgers."""

from governance.cases.lists.ledger import Ledger, columns
from governance.cases.lists.listing import Listing

HAZARDS = Listing(
    ("hazard",),
    own=("hazard_kind", "grade", "listing"),
    empty_text="检查、排查发现的隐患列在这里；放宽筛选条件后查看全部。",
)
HAZARD_LEDGER = Ledger(
    "hazard",
    HAZARDS,
    columns(hazard_kind=10, place_kind=14, grade=10, source=10, responsible=12, listed_on=12, delisted_on=12),
)
KEY_AREAS = Listing(
    ("key_area",),
    own=("subject", "problem"),
    empty_text="挂牌整治的重点地区和突出问题列在这里；放宽筛选条件后查看全部。",
)
KEY_AREA_LEDGER = Ledger("key_area", KEY_AREAS, columns(subject=14, problem=12, effect=8))
INCIDENTS = Listing(
    ("incident",), own=("incident_kind", "grade"), empty_text="报告的案事件列在这里；放宽筛选条件后查看全部。"
)
INCIDENT_LEDGER = Ledger(
    "incident",
    INCIDENTS,
    columns(
        incident_kind=12,
        grade=10,
        source=14,
        happened_at=16,
        dead=6,
        missing=6,
        injured=6,
        corrections=8,
        acknowledged_at=16,
    ),
)
ASSESSMENTS = Listing(
    ("risk_assessment",), own=("sector",), empty_text="登记评估的重大决策列在这里；放宽筛选条件后查看全部。"
)
ASSESSMENT_LEDGER = Ledger(
    "risk_assessment",
    ASSESSMENTS,
    columns(
        sector=12,
        legality=10,
        reasonableness=10,
        feasibility=10,
        controllability=10,
        level=10,
        decision=10,
        decided_on=12,
    ),
)
# Clues are in no ledger: what is known of them outside is a total.
CLUES = Listing(("clue",), own=("clue_kind",), empty_text="您知悉的线索列在这里。")
WARNINGS = Listing(
    ("warning",),
    own=("warning_kind", "level"),
    empty_text="拟稿和生效的预警列在这里；“时限”选“已超期”的，是有单位到时没有确认的；放宽筛选条件后查看全部。",
)
WARNING_LEDGER = Ledger("warning", WARNINGS, columns(warning_kind=10, level=8, begins_at=16, ends_at=16, issued_at=16))
JOINT_TASKS = Listing(
    ("joint_task",), own=("form", "joint"), empty_text="提请和正在办理的联动任务列在这里；放宽筛选条件后查看全部。"
)
JOINT_TASK_LEDGER = Ledger("joint_task", JOINT_TASKS, columns(form=10, joint=14, decision=30, result=30))
