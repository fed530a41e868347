"""Pictures of the chapter on sweeps and other duties."""

from django.utils import timezone
from playwright.sync_api import Page

from governance.duties.models import DutyTask
from governance.frame.days import office_day
from governance.organisation.models import Unit

from .shots import CENTRE, LEADER, OFFICE, REGISTRAR, Scene, Shot, at

VILLAGE, COMMUNITY = "haoxiaojun", "凤栖路社区"
BOARD = "/duties/board/?plan=sweep.village"


def task_at(who: str, tail: str = "", **fields) -> Scene:
    """This person at a task of the village, the newest that fits."""

    def scene():
        found = DutyTask.objects.filter(unit__short_name=COMMUNITY, first__lte=office_day(timezone.now()), **fields)
        task = found.order_by("-first", "-id").first()
        if task is None:
            raise LookupError(f"the demo county has no task of {COMMUNITY} with {fields}")
        return who, f"/duties/{task.pk}/{tail}"

    return scene


def forgetful_unit() -> tuple[str, str]:
    """The centre on the page of the township that forgets its reports."""
    unit = Unit.objects.filter(duty_tasks__escalation__isnull=False, kind="government").first()
    return CENTRE, f"/supervision/units/{unit.pk}/"


def window_over() -> tuple[str, str]:
    """The leader at the board, the newest window that is over and lacks somebody."""
    missed = DutyTask.objects.filter(plan_code="sweep.village", state="missing").order_by("-first").first()
    return LEADER, f"{BOARD}&window={missed.first}"


def correct(page: Page) -> None:
    """The form for a correction is unfolded."""
    page.click("details.more summary")


def type_plan(page: Page) -> None:
    """A plan of the county's own is typed."""
    page.fill("[name=name]", "校园周边排查")
    page.fill("[name=basis]", "开学前后每月排查一次校园周边治安隐患")
    page.check("[name=levels][value=township]")
    page.check("[name=unit_kinds][value=police]")
    page.select_option("[name=cadence]", "monthly")


SHOTS = (
    Shot("duties", at(REGISTRAR, "/duties/"), tallest=1000),
    Shot("duties-phone", at(VILLAGE, "/duties/"), phone=True),
    Shot("duty-return", task_at(VILLAGE, plan__form="sweep", state="open"), tallest=1000),
    Shot("duty-phoned", task_at(REGISTRAR, plan__form="sweep", state="open"), tallest=1100),
    Shot("duty-correct", task_at(VILLAGE, state__in=("returned", "zero")), correct, tallest=1300),
    Shot("duty-board", window_over, tallest=1200),
    Shot("duty-board-week", at(OFFICE, "/duties/board/?plan=sweep.township"), tallest=900),
    Shot("duty-plans", at(OFFICE, "/settings/duties/"), tallest=1000),
    Shot("duty-plan-new", at(OFFICE, "/settings/duties/plans/new/"), type_plan, tallest=2300),
    Shot("duty-periods", at(OFFICE, "/settings/duties/periods/"), tallest=800),
    Shot("duty-missed", at(CENTRE, "/supervision/queue/"), part="section.card:has-text('连续缺')"),
    Shot("duty-unit", forgetful_unit, tallest=1100),
)
