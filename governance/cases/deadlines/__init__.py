"""Clocks of a case: started, met, paused, extended and recomputed; shown, explained and scanned."""

from ..law.in_force import term_for
from .clocks import (
    LongerThanAllowed,
    binding_clocks,
    by_term,
    cancel,
    cancel_duties,
    charge,
    check_extension,
    counted,
    extend,
    meet,
    next_due,
    pass_over,
    pause,
    reckon,
    recompute,
    refresh_next_due,
    resume,
    running,
    running_by_term,
    start,
    use_in_time,
)
from .correcting import redate
from .explaining import Explanation, Week, explain, weeks_of
from .lights import ClockLight, light, worst_lateness
from .scanning import ScanResult, scan
from .watching import is_bound_otherwise, silent

__all__ = [
    "ClockLight",
    "Explanation",
    "LongerThanAllowed",
    "ScanResult",
    "Week",
    "binding_clocks",
    "by_term",
    "cancel",
    "cancel_duties",
    "charge",
    "check_extension",
    "counted",
    "explain",
    "extend",
    "is_bound_otherwise",
    "light",
    "meet",
    "next_due",
    "pass_over",
    "pause",
    "reckon",
    "recompute",
    "redate",
    "refresh_next_due",
    "resume",
    "running",
    "running_by_term",
    "scan",
    "silent",
    "start",
    "term_for",
    "use_in_time",
    "weeks_of",
    "worst_lateness",
]
