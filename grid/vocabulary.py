"""The words of a grid event and the questions its steps ask of it. Plain Python."""

from governance.frame.rows import choices_of

NATIONAL, CHOICES = choices_of("governance.cases"), choices_of("grid")

TYPES = CHOICES["types"]
SOURCES = CHOICES["sources"]
# What somebody has put forward, who is named where they like; a service is for somebody.
BROUGHT, SERVICE = ("service", "clue", "suggestion"), "service"
# The service grades of the county, each with a term of its own.
GRADES = (("simple", "简单"), ("general", "一般"), ("complex", "复杂"))
# 风险研判: judged of the event and its place, never of a person.
RISKS = (("high", "高风险"), ("medium", "中风险"), ("low", "低风险"))
RATINGS = (("satisfied", "满意"), ("fair", "基本满意"), ("dissatisfied", "不满意"))
HEARD_BY = (("online", "反映人网上评价"), ("phone", "电话问过"), ("visit", "当面问过"))
REFUSALS = CHOICES["refusals"]
REPORT = "grid.report_event"
# Who is asked to set nothing right, and how long the codes of a county and of a township are.
NO_HANDLERS, COUNTY, TOWNSHIP = ("court", "procuratorate", "discipline"), 6, 9
LEVELS = ("village", "government", "centre")
# How what a grid worker was asked to look for comes in.
ASKED_OF_WORKERS = ("patrol", "assigned")
# What the pictures of items show.
ICONS = CHOICES["icons"]
# Whoever says that another did wrong is heard by the petition window alone, and never through an event.
PETITIONS = (("appeal_request", "申诉求决"), ("suggestion", "建议意见"))
# What the line of public safety asks of a hazard.
HAZARDS, HAZARD_PLACES = NATIONAL["hazard_kinds"], NATIONAL["hazard_places"]
HANDLING_TERMS = tuple(f"event.{code}" for code, _ in GRADES)
# What whoever resolves the event must keep to: its term, or the days that a check gave for doing it again.
RESOLVING = (*HANDLING_TERMS, "event.redo")
# What somebody asked for and agreed to: the next visit of theirs.
VISIT = "event.visit"
DUTIES = ("event.accept", "event.objection", "event.objection_answer", *RESOLVING, "event.check")


def of_grade(code: str):
    """True of the events of that grade."""
    return lambda event: event.grade == code


def is_service(event) -> bool:
    """Only who asks for help is visited."""
    return event.event_type == SERVICE


def is_clue(event) -> bool:
    """Only where two sides quarrel there is a dispute to be registered."""
    return event.event_type == "clue"


def is_hazard(event) -> bool:
    """Only what is dangerous goes on as a hazard."""
    return event.event_type == "hazard"


def has_people(event) -> bool:
    """A petition, and a visit, is somebody's own."""
    return bool(event.participants.all())


def wants_photo(event) -> bool:
    """The list of items says which ones are not set right without a picture that shows it."""
    item = getattr(event.category, "event_item", None)
    return item is not None and item.wants_photo


def is_not_rated(event) -> bool:
    return not event.rating


def is_dispatched(event) -> bool:
    """True where another unit gave it to the one that resolves it."""
    return event.last_taken("dispatch", "accept") == "dispatch"


def why_listed(event, ground: str) -> str:
    """Why it is refused on no ground of the event list: that binds grid workers alone; empty where it may be."""
    item = getattr(event.category, "event_item", None)
    if ground != "not_listed":
        return ""
    if event.source not in ASKED_OF_WORKERS:
        return "清单只限定网格员上报的事项，群众反映的不能以此不予受理。"
    return "这个事项在清单之内，不能以此不予受理。" if item is not None and item.on_list else ""


def is_where_it_came_in(event) -> bool:
    """True while the unit to which it was reported first has it still."""
    return event.lead_unit_id == event.first_unit_id


def is_of_level(event) -> bool:
    """True while it lies where matters go up level by level: what was sent to a department comes back by objection."""
    return event.lead_unit.kind in LEVELS


def has_level_above(event) -> bool:
    """True below the county, in which matters go up no further."""
    return len(event.lead_unit.area_id) > COUNTY


def is_kept(event) -> bool:
    """True where a village took upon itself what was reported to it: there may be nobody else in it to look at it."""
    return event.lead_unit.kind == "village" and is_where_it_came_in(event) and not is_dispatched(event)


def is_by_phone(event) -> bool:
    """True of what may have waited for a signal: nobody could take it in before it arrived."""
    return event.report_key is not None


def why_not_sent(event, unit) -> str:
    """Why the unit sets nothing right for the one that dispatches; empty if it does."""
    if unit.kind in NO_HANDLERS:
        return "法院、检察院、纪检监察机关不处置网格事件。"
    own = event.lead_unit.area_id[:TOWNSHIP]
    if len(unit.area_id) >= TOWNSHIP and not unit.area_id.startswith(own):
        return "其他乡镇（街道）的单位，请上报县级综治中心分派。"
    return ""
