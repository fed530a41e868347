"""The words of a grid event. Plain Python."""

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
