"""What is counted of grid events."""

from governance.dashboard.board.plots import MONTHS, UNITS, Plot
from governance.figures.headlines import Headline
from governance.figures.measures import CATEGORY, CHANNEL, OfKind, of_terms, of_words

from ..vocabulary import HANDLING_TERMS, SOURCES, TYPES
from .workflow import WORKFLOW

SUBJECT, KIND = "网格事件", WORKFLOW.kind
EVENT_TYPE = of_words("event_type", TYPES, "gridevent__event_type")
SOURCE = of_words("source", SOURCES, "gridevent__source")
TALLIED_BY = ("event_type", "category", "channel")
EVENTS = OfKind(KIND, SUBJECT, (EVENT_TYPE, SOURCE, CATEGORY, CHANNEL))


ACCEPTED, ACCEPTED_RATE = of_terms(KIND, "accepted", SUBJECT, "受理", "event.accept")
HANDLED, HANDLED_RATE = of_terms(KIND, "handled", SUBJECT, "处置", *HANDLING_TERMS)
CHECKED, CHECKED_RATE = of_terms(KIND, "checked", SUBJECT, "核查", "event.check")
OPENING, RECEIVED, ENDED, OPEN = EVENTS.balance(
    ("received", "上报", "期间内上报的"),
    ("ended", "办结", "期间内办结、转办、并案或者不予受理的"),
    "未结",
    tallied_by=TALLIED_BY,
)

MEASURES = (
    OPENING,
    RECEIVED,
    ENDED,
    EVENTS.closed_as("settled", "其中当场处置", "当场解决、留档的"),
    EVENTS.closed_as("closed", "其中核查办结", "处置后由别人核查属实的"),
    EVENTS.closed_as("converted", "其中转办", "转为信访件、纠纷或者隐患的"),
    EVENTS.closed_as("rejected", "其中不予受理", "不在清单之内、不属实等不予受理的"),
    EVENTS.closed_as("merged", "其中并案", "并入另一件办理的"),
    OPEN,
    *ACCEPTED,
    *HANDLED,
    *CHECKED,
)
RATES = (ACCEPTED_RATE, HANDLED_RATE, CHECKED_RATE)
HEADLINE = Headline(
    SUBJECT, f"{KIND}.received", f"{KIND}.ended", f"{KIND}.open", f"{KIND}.handled_rate", f"{KIND}.handled_overdue"
)
PLOTS = (
    Plot("event_months", "网格事件：上报和办结", MONTHS, (f"{KIND}.received", f"{KIND}.ended")),
    Plot("event_types", "网格事件：什么事", "event_type", (f"{KIND}.received",)),
    Plot("event_late", "网格事件：各单位超期未处置的", UNITS, (f"{KIND}.handled_overdue",), late=True),
)
