"""What is counted of public safety: of each kind, what stood at the beginning, came, went and stands at the end."""

from django.db.models import Q

from governance.dashboard.board.plots import MONTHS, UNITS, Plot
from governance.figures.headlines import Headline
from governance.figures.measures import Measure, OfKind, balance, of_words
from governance.publications.products.chapters import Chapter

from .areas import vocabulary as area_words
from .assessments import vocabulary as risk_words
from .hazards import vocabulary as hazard_words
from .incidents import vocabulary as incident_words
from .joint import vocabulary as joint_words
from .models import Warning
from .warnings import vocabulary as warning_words

SUBJECT = "隐患"
GONE = ("settled", "closed")
GONE_FACTS = tuple(f"hazard.closed {status}" for status in GONE)


HAZARDS = OfKind(
    "hazard",
    SUBJECT,
    (
        of_words("hazard_kind", hazard_words.KINDS, "hazard__hazard_kind", "隐患类型"),
        of_words("grade", hazard_words.GRADES, "hazard__grade", "隐患等级"),
    ),
)
KEY_AREAS = OfKind(
    "key_area",
    "重点地区和突出问题",
    (
        of_words("about", area_words.SUBJECTS, "keyarea__subject", "类别"),
        of_words("problem", area_words.PROBLEMS, "keyarea__problem", "主要问题"),
    ),
)
INCIDENTS = OfKind(
    "incident",
    "治安案事件",
    (
        of_words("incident_kind", incident_words.KINDS, "incident__incident_kind", "类型"),
        of_words("grade", incident_words.GRADES, "incident__grade", "等级"),
    ),
)
JOINT_TASKS = OfKind(
    "joint_task",
    "联动任务",
    (
        of_words("form", joint_words.FORMS, "jointtask__form", "形式"),
        of_words("joint", joint_words.JOINTS, "jointtask__joint", "六联"),
    ),
)
ASSESSMENTS = OfKind(
    "risk_assessment",
    "重大决策稳评",
    (of_words("sector", risk_words.SECTORS, "riskassessment__sector", "决策领域"),),
)

RECTIFIED, RECTIFIED_RATE = HAZARDS.in_time("rectified", "整改", "hazard.rectify")
CHECKED, CHECKED_RATE = HAZARDS.in_time("checked", "复查", "hazard.recheck")
TREATED, TREATED_RATE = KEY_AREAS.in_time("treated", "整治", "key_area.treat")
FINAL, FINAL_RATE = INCIDENTS.in_time("final", "终报", "incident.final")
RESULT, RESULT_RATE = JOINT_TASKS.in_time("result", "报告结果", "joint.result")
CONDITIONS, CONDITIONS_RATE = ASSESSMENTS.in_time("condition", "落实条件", "risk.condition")


def _issued():
    return Warning.objects.filter(issued_at__isnull=False)


# A warning stands from its issue on: what was drafted and dropped warned nobody.
WARNINGS = balance(
    Measure(
        "warning.issued",
        "预警",
        "发布",
        "期间内发布的，没有发布的拟稿不计",
        _issued,
        "issued_at",
        kind="warning",
        groups=(
            of_words("level", warning_words.LEVELS, label="等级"),
            of_words("warning_kind", warning_words.KINDS, label="类型"),
        ),
    ),
    "closed_at",
    ("warning.opening", "期初生效"),
    ("warning.ended", "解除和到期", "期间内解除的和到结束时间的"),
    ("warning.in_force", "期末生效"),
)

OPENING, FOUND, ENDED, OPEN = HAZARDS.balance(
    ("found", "发现", "期间内发现并登记的"),
    ("ended", "销案", "期间内消除、并案或者核实不属于隐患的"),
    "未销案",
)
MEASURES = (
    OPENING,
    FOUND,
    ENDED,
    HAZARDS.measure("gone", "其中消除", "当场整改或者复查销案的", "closed_at", Q(status__in=GONE), facts=GONE_FACTS),
    OPEN,
    *RECTIFIED,
    *CHECKED,
    *INCIDENTS.balance(
        ("reported", "报告", "期间内首报的"), ("ended", "办结", "期间内终报、并案或者核为误报的"), "未办结"
    ),
    INCIDENTS.closed_as("rejected", "其中误报", "经核实不属实、不在本县或者重复的"),
    *FINAL,
    *KEY_AREAS.balance(
        ("listed", "挂牌", "期间内挂牌整治的"), ("ended", "摘牌", "期间内摘牌、撤销或者并案的"), "在整治"
    ),
    KEY_AREAS.closed_as("removed", "其中整治到位", "成效评估后摘牌的"),
    *TREATED,
    *JOINT_TASKS.balance(
        ("asked", "提请", "期间内提请的"), ("ended", "办结", "期间内办结、不予联动或者撤销的"), "未办结"
    ),
    JOINT_TASKS.closed_as("declined", "其中不予联动", "决定不予联动的"),
    *RESULT,
    *WARNINGS,
    *ASSESSMENTS.balance(
        ("registered", "登记", "期间内登记的决策事项"),
        ("ended", "办结", "期间内条件全部落实、不予实施或者撤回的"),
        "未办结",
    ),
    ASSESSMENTS.closed_as("refused", "其中不予实施", "决定不予实施的"),
    *CONDITIONS,
)
RATES = (RECTIFIED_RATE, CHECKED_RATE, FINAL_RATE, TREATED_RATE, RESULT_RATE, CONDITIONS_RATE)
HEADLINE = Headline(
    SUBJECT, "hazard.found", "hazard.gone", "hazard.open", "hazard.rectified_rate", "hazard.rectified_overdue"
)
PLOTS = (
    Plot("hazard_months", "隐患：发现和消除", MONTHS, ("hazard.found", "hazard.gone")),
    Plot("hazard_late", "隐患：各单位超期未整改的", UNITS, ("hazard.rectified_overdue",), late=True),
)
# 《长安区“142”工程实施方案》三（四）1: the county looks at its public order every quarter.
PUBLIC_ORDER = "public_order"
CHAPTERS = (
    Chapter(
        "public_order_1",
        PUBLIC_ORDER,
        "一、治安案事件",
        (
            "incident.reported",
            "incident.ended",
            "incident.open",
            "incident.final_overdue",
            "homicide.happened",
            "homicide.solved",
            "offence.criminal",
            "offence.public_order",
            "offence.theft",
            "offence.fraud",
        ),
        groups=(
            ("incident.reported", "incident_kind", "类型"),
            ("incident.reported", "grade", "等级"),
        ),
        by_month=("incident.reported", "incident.ended"),
        by_area=("incident.reported", "incident.ended", "incident.open"),
    ),
    Chapter(
        "public_order_2",
        PUBLIC_ORDER,
        "二、重点地区和突出治安问题",
        ("key_area.listed", "key_area.removed", "key_area.open", "key_area.treated_overdue"),
        groups=(("key_area.listed", "problem", "主要问题"),),
        by_area=("key_area.listed", "key_area.removed", "key_area.open"),
    ),
    Chapter(
        "public_order_3",
        PUBLIC_ORDER,
        "三、公共安全隐患",
        ("hazard.found", "hazard.gone", "hazard.open", "hazard.rectified_overdue"),
        groups=(("hazard.found", "hazard_kind", "类型"),),
        by_month=("hazard.found", "hazard.gone"),
        by_area=("hazard.found", "hazard.gone", "hazard.open"),
    ),
    Chapter(
        "public_order_4",
        PUBLIC_ORDER,
        "四、预警和联动处置",
        ("warning.issued", "warning.in_force", "joint_task.asked", "joint_task.ended", "joint_task.result_overdue"),
        groups=(("warning.issued", "warning_kind", "预警类型"),),
        note="件数多少不用来评价单位，请结合核实情况研判原因。",
    ),
)
