"""The words of a grid event and the questions its steps ask of it. Plain Python."""

TYPES = (
    ("problem", "问题"),
    ("hazard", "隐患"),
    ("clue", "纠纷线索"),
    ("service", "服务请求"),
    ("suggestion", "意见建议"),
)
SOURCES = (
    ("patrol", "巡查发现"),
    ("resident", "群众反映"),
    ("window", "窗口受理"),
    ("hotline", "热线转来"),
    ("assigned", "上级交办"),
)
# The service grades of the county, each with a term of its own.
GRADES = (("simple", "简单"), ("general", "一般"), ("complex", "复杂"))
RATINGS = (("satisfied", "满意"), ("fair", "基本满意"), ("dissatisfied", "不满意"))
REFUSALS = (
    ("not_listed", "不在网格事项清单之内"),
    ("untrue", "经核实情况不存在"),
    ("elsewhere", "已由其他途径受理"),
    ("not_ours", "依法应当由当事人另行提出"),
)
# Whoever says that another did wrong is heard by the petition window alone, and never through an event.
PETITIONS = (("appeal_request", "申诉求决"), ("suggestion", "建议意见"))
# What the line of public safety asks of a hazard.
HAZARDS = (
    ("fire", "火灾"),
    ("order", "治安"),
    ("dispute", "矛盾纠纷"),
    ("chemical", "危化物品"),
    ("disease", "疾病传染"),
    ("production", "生产安全"),
    ("road", "道路交通"),
    ("building", "建筑结构"),
    ("other", "其他"),
)
HAZARD_PLACES = (
    ("school", "学校及周边"),
    ("station", "交通场站"),
    ("entertainment", "娱乐场所"),
    ("market", "集贸市场"),
    ("fringe", "城乡接合部"),
    ("line", "重点线路"),
    ("hotel", "旅馆和出租房屋"),
    ("site", "建筑工地"),
    ("plant", "危险化学品单位"),
    ("other", "其他"),
)
HANDLING_TERMS = ("event.simple", "event.general", "event.complex")
DUTIES = ("event.accept", "event.objection", "event.objection_answer", *HANDLING_TERMS, "event.redo", "event.check")


def is_simple(event) -> bool:
    return event.grade == "simple"


def is_general(event) -> bool:
    return event.grade == "general"


def is_complex(event) -> bool:
    return event.grade == "complex"


def is_clue(event) -> bool:
    """Only where two sides quarrel there is a dispute to be registered."""
    return event.event_type == "clue"


def is_hazard(event) -> bool:
    """Only what is dangerous goes on as a hazard."""
    return event.event_type == "hazard"


def has_people(event) -> bool:
    """A petition is somebody's own."""
    return bool(event.participants.all())


def wants_photo(event) -> bool:
    """The list of items says which ones are not set right without a picture that shows it."""
    item = getattr(event.category, "event_item", None)
    return item is not None and item.wants_photo


def is_not_rated(event) -> bool:
    return not event.rating


def is_where_it_came_in(event) -> bool:
    """True while the unit to which it was reported first has it still."""
    return event.lead_unit_id == event.first_unit_id
