from .plan import DutyPlan, DutyPlanUnit, DutyReminder, SpecialPeriod
from .returning import Return, ReturnItem
from .task import DutyTask

__all__ = ["DutyPlan", "DutyPlanUnit", "DutyReminder", "DutyTask", "Return", "ReturnItem", "SpecialPeriod"]
