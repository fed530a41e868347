"""The pictures of registers and of public safety."""

from playwright.sync_api import Page

from governance.registers.models import Entry, Register

from .shots import CENTRE, OFFICE, REGISTRAR, Scene, Shot, at, confidant_of, handler_at, newest

GOING = {"kind": "risk_assessment", "status": "going"}
REGISTERED = "/registers/places/"


def case_at(who: str, tail: str = "", *conditions, **fields) -> Scene:
    """This person on the page of the newest such case, or one below it."""
    return lambda: (who, f"/cases/{newest(*conditions, **fields).number}/{tail}")


def command_at() -> tuple[str, str]:
    """The centre at the command page of an incident in which orders were given."""
    return CENTRE, f"/security/incidents/{newest(kind='incident', orders__isnull=False).number}/command/"


def receipts_at() -> tuple[str, str]:
    """The centre at the list of who has confirmed a warning."""
    return CENTRE, f"/security/warnings/{newest(kind='warning', orders__isnull=False).number}/receipts/?state=all"


def line_at() -> tuple[str, str]:
    """Whoever keeps a pipeline, on the form that changes it."""
    entry = Entry.objects.filter(register__code="lines", ended_on=None).order_by("-id").first()
    return CENTRE, f"/registers/lines/{entry.pk}/change/"


def row_at() -> tuple[str, str]:
    """The centre at one place of a register."""
    entry = Entry.objects.filter(register__code="places", ended_on=None).order_by("-id").first()
    return CENTRE, f"{REGISTERED}{entry.pk}/"


def define_at() -> tuple[str, str]:
    """The county office where a register is laid down."""
    return OFFICE, f"/registers/{Register.objects.get(code='devices').code}/define/fields/"


def draw(page: Page) -> None:
    """The map of the line is open."""
    page.get_by_role("button", name="在地图上画线").click()
    page.locator(".pick-corner").first.wait_for()


def arrived(page: Page) -> None:
    """The phone has the places that wait."""
    page.get_by_text("前查完").first.wait_for()


SHOTS = (
    Shot("registers", at(CENTRE, "/registers/"), tallest=1000, width=1366),
    Shot("register-list", at(CENTRE, REGISTERED), tallest=700, width=1366),
    Shot("register-row", row_at, tallest=1100, width=1366),
    Shot("register-line", line_at, draw, part=".field:has([data-pick-way])", width=1366),
    Shot("register-shortage", at(OFFICE, "/registers/devices/shortage/"), tallest=800, width=1366),
    Shot("register-define", define_at, part=".field:has([name=fields-0-label])", width=1366),
    Shot("area-figures", at(OFFICE, "/registers/figures/"), tallest=640, width=1366),
    Shot("hazards", at(CENTRE, "/security/hazards/?scope=all&grade=grave"), tallest=640, width=1366),
    Shot("hazard", case_at(CENTRE, kind="hazard", status="rectifying"), tallest=1100, width=1366),
    Shot(
        "hazard-order",
        handler_at("steps/order/", role="registrar", kind="hazard", status="found"),
        part="#step",
        width=1366,
    ),
    Shot("key-area", case_at(CENTRE, kind="key_area", status="treating"), tallest=900, width=1366),
    Shot("incident-report", at(REGISTRAR, "/security/incidents/register/"), tallest=900, width=1366),
    Shot("incident-command", command_at, tallest=1100, width=1366),
    Shot("warning-receipts", receipts_at, tallest=700, width=1366),
    Shot("warning-draft", at(CENTRE, "/security/warnings/register/"), tallest=1000, width=1366),
    Shot("joint-task", case_at(CENTRE, kind="joint_task", status="running"), tallest=1200, width=1366),
    Shot("inspection-rounds", at(CENTRE, "/security/inspections/"), tallest=700, width=1366),
    Shot("inspection-phone", at(REGISTRAR, "/security/inspections/phone/"), arrived, phone=True),
    Shot("clues", confidant_of("clue", "/security/clues/?scope=all"), tallest=500, width=1366),
    Shot("clue-totals", at(OFFICE, "/security/clues/totals/"), tallest=500, width=1366),
    Shot("assessments", at(CENTRE, "/security/assessments/?scope=all"), tallest=640, width=1366),
    Shot("assessment-conditions", handler_at(**GOING), part="#conditions", width=1366),
)
