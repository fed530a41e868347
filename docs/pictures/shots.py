"""What the pictures of the user guide show: who looks, at which page, and what is typed there first."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils import timezone
from playwright.sync_api import Page

from governance.cases.models import CalendarDay, Case, Participant
from governance.frame.days import office_day
from governance.jobs import work
from governance.jobs.models import Job
from governance.organisation.models import Post, User

# People of the demo county, each with the post through whose eyes the guide looks.
REGISTRAR, HANDLER, LEAD, CENTRE = "zhangmin", "liwenbin", "wanghaitao", "sunguoqing"
OFFICE, LEADER, AUDITOR, SECURITY = "gaomin", "yuanlixin", "ouyangqing", "tangning"

Scene = Callable[[], tuple[str, str]]


@dataclass(frozen=True)
class Shot:
    """One picture: who looks at what (found when it is taken), what is done first, which part of the page is kept."""

    name: str
    scene: Scene
    do: Callable[[Page], None] | None = None
    part: str = ""
    phone: bool = False
    tallest: int = 1200
    banner: bool = False
    width: int = 1440


def at(who: str, path: str) -> Scene:
    """This person at this address."""
    return lambda: (who, path)


def newest(*conditions, **fields) -> Case:
    """The newest unrestricted case that fits."""
    found = Case.objects.filter(*conditions, confidentiality="normal", **fields).order_by("-opened_at", "-id").first()
    if found is None:
        raise LookupError(f"the demo county has no case with {conditions} {fields}")
    return found


def holding(unit_id: int, role: str) -> str:
    """The login name of somebody who holds the role in the unit today."""
    posts = Post.objects.current(office_day(timezone.now())).filter(unit_id=unit_id, role__name=role)
    return posts.order_by("id").values_list("user__username", flat=True)[0]


def handler_at(tail: str = "", *conditions, role: str = "handler", **fields) -> Scene:
    """A handler (or the lead) of the unit that holds such a case, on the case's page or one below it."""

    def scene():
        able = Post.objects.current(office_day(timezone.now())).filter(role__name=role).values("unit_id")
        case = newest(*conditions, lead_unit__in=able, **fields)
        return holding(case.lead_unit_id, role), f"/cases/{case.number}/{tail}"

    return scene


def sender_at(tail: str, *conditions, **fields) -> Scene:
    """The registrar of the unit that sent such a case on."""

    def scene():
        case = newest(*conditions, **fields)
        return holding(case.first_unit_id, "registrar"), f"/cases/{case.number}/{tail}"

    return scene


def why_at(code: str, *conditions) -> Scene:
    """A handler who asks why a running clock ends on its day."""

    def scene():
        able = Post.objects.current(office_day(timezone.now())).filter(role__name="handler").values("unit_id")
        case = newest(*conditions, clocks__term_code=code, clocks__ended_at=None, lead_unit__in=able, closed_at=None)
        clock = case.clocks.get(term_code=code, ended_at=None)
        return holding(case.lead_unit_id, "handler"), f"/cases/{case.number}/clocks/{clock.pk}/"

    return scene


def confidant_of(kind: str, path: str = "/cases/{number}/") -> Scene:
    """Somebody who was let into a matter that few may know of, on its page or at this address."""

    def scene():
        case = Case.objects.filter(confidentiality="restricted", kind=kind).order_by("-id").first()
        knows = User.objects.filter(caseuserobjectpermission__content_object_id=case.pk).order_by("id").first()
        return knows.username, path.format(number=case.number)

    return scene


def type_petition(page: Page) -> None:
    """A visit is typed in by somebody whose earlier petition stands in the same street."""
    unit = Post.objects.current(office_day(timezone.now())).get(user__username=REGISTRAR, role__name="registrar").unit
    known = Participant.objects.filter(case__first_unit=unit, case__status="handling", case__confidentiality="normal")
    person = known.select_related("case__area", "case__category").order_by("-case_id").first()
    page.fill("[name=name_1]", person.name)
    page.fill("[name=phone_1]", person.phone)
    page.fill("[name=area]", person.case.area.name)
    page.wait_for_timeout(600)
    page.keyboard.press("Enter")
    page.fill("[name=category]", str(person.case.category))
    page.fill("[name=summary]", f"上次反映后仍未解决。{person.case.summary}")
    page.wait_for_timeout(1500)


def choose_accusation(page: Page) -> None:
    """An accusation is chosen and the accused unit typed."""
    page.check("[name=petition_class][value=accusation]")
    page.fill("[name=accused_unit]", "长安区城市管理和综合执法局")
    page.keyboard.press("Escape")
    page.wait_for_timeout(1200)


def gather_people(page: Page) -> None:
    """Thirty people came and sent three of them in."""
    page.fill("[name=people_count]", "30")
    page.click(".entry-more summary")
    for place, name in ((1, "郭永平"), (2, "马红霞"), (3, "罗文斌")):
        page.fill(f"[name=name_{place}]", name)
    page.wait_for_timeout(1200)


def send_empty(page: Page) -> None:
    """The form is sent with nothing in it."""
    page.click("[data-save]")
    page.wait_for_selector(".field-wrong, .box-wrong")


def fill(**values: str) -> Callable[[Page], None]:
    """Types these values into the boxes of those names."""

    def do(page: Page) -> None:
        for name, value in values.items():
            box = page.locator(f"#step [name={name}]").first
            if box.evaluate("box => box.tagName") == "SELECT":
                box.select_option(value)
            else:
                box.fill(value)

    return do


def ask_for_numbers(page: Page) -> None:
    """The person's numbers are asked for; the reason is still to be sent."""
    page.locator(".person a").first.click()
    page.wait_for_selector("#id_reason")
    page.fill("#id_reason", "核对信访人联系方式，送达处理意见书")


def work_done(page: Page) -> None:
    """The job that was just asked for is done; no worker runs beside the camera."""
    page.wait_for_url("**/jobs/*/")
    work.run(Job.objects.latest("id").pk, timezone.now())
    page.reload()


def take_ledger(page: Page) -> None:
    """The ledger is asked for and made."""
    page.click("[data-save], .button-primary")
    work_done(page)


MESSAGES = """留言编号,留言用户,留言主题,留言时间,留言详情,答复意见,答复时间,一级分类
LY20261101,UU01,韦曲南街路灯不亮,2026/9/1 20:11:03,三盏路灯不亮。,已更换灯具。,2026/9/9 16:20:45,城乡建设
LY20261102,UU02,公交站牌被广告遮挡,2026/9/3 8:02:40,老人看不清站牌，请清理广告。,,,交通运输
LY20261103,UU01,韦曲南街路灯又坏了,2026/10/8 21:30:12,同一位置路灯又不亮了。,,,城乡建设
LY20261104,UU03,小区健身器材损坏,2026年13月2日,器材损坏无人修理。,,,城乡建设
"""


def hand_in_messages(page: Page) -> None:
    """A file of four messages is checked; one of them has no date."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "群众留言.csv")
        file.write_text(MESSAGES, encoding="utf-8-sig")
        page.set_input_files("[type=file]", file)
        page.click(".button-primary")
        work_done(page)
    page.click("text=查看结果")


def paste_days(page: Page) -> None:
    """This year's days, as they are loaded, are pasted as a table and looked at."""
    year = office_day(timezone.now()).year
    days = CalendarDay.objects.filter(year_id=year).order_by("day")
    table = "\n".join(["日期,类别,节日", *(f"{day.day},{day.get_kind_display()},{day.name}" for day in days)])
    page.fill("[name=year]", str(year))
    page.fill("[name=text]", table)
    page.click("form[data-main] .button-primary")
    page.wait_for_selector("text=还没有载入")


def open_flow(page: Page) -> None:
    """The flow chart is unfolded."""
    page.click("#flow summary")


ACCEPTED = {"status": "handling", "handler__isnull": False}
SHOTS = (
    Shot("login", at("", "/login")),
    Shot("password", at(REGISTRAR, "/password")),
    Shot("workbench", at(REGISTRAR, "/")),
    Shot("workbench-lead", at(LEAD, "/")),
    Shot("workbench-leader", at(LEADER, "/")),
    Shot("workbench-phone", at(HANDLER, "/"), phone=True),
    Shot("register", at(REGISTRAR, "/petitions/register/"), type_petition, tallest=1600),
    Shot("register-accusation", at(REGISTRAR, "/petitions/register/"), choose_accusation, tallest=1600),
    Shot("register-collective", at(REGISTRAR, "/petitions/register/"), gather_people),
    Shot("register-wrong", at(REGISTRAR, "/petitions/register/"), send_empty, tallest=1000),
    Shot("register-phone", at(REGISTRAR, "/petitions/register/"), phone=True),
    Shot("list", at(CENTRE, "/petitions/"), tallest=900),
    Shot("list-overdue", at(CENTRE, "/petitions/?due=overdue"), tallest=700),
    Shot("case", handler_at(**ACCEPTED), tallest=1500),
    Shot("case-phone", handler_at(**ACCEPTED), phone=True),
    Shot("case-late", handler_at(status="archived", clocks__outcome="missed"), tallest=1400),
    Shot("case-accusation", confidant_of("petition"), tallest=1000),
    Shot("flow", handler_at(**ACCEPTED), open_flow, part="#flow"),
    Shot("step-transfer", sender_at("steps/transfer/", kind="petition", status="registered"), part="#step"),
    Shot("step-assign", sender_at("steps/assign_with_report/", kind="petition", status="registered"), part="#step"),
    Shot("step-object", handler_at("steps/object/", kind="petition", status="routed"), part="#step"),
    Shot("step-uphold", sender_at("", kind="petition", status="objected"), tallest=1000),
    Shot("step-accept", handler_at("steps/accept/", kind="petition", status="routed"), part="#step"),
    Shot("step-refuse", handler_at("steps/not_accept/", kind="petition", status="routed"), part="#step"),
    Shot(
        "step-simplify",
        handler_at("steps/simplify/", kind="petition", status="routed", petition__is_repeat=False),
        part="#step",
    ),
    Shot(
        "step-extend",
        handler_at("steps/extend/", clocks__term_code="petition.handle", clocks__ended_at=None, **ACCEPTED),
        fill(days="20", reason="涉及两个部门，需要委托检测，结果尚未出具。"),
        part="#step",
    ),
    Shot("step-opinion", handler_at("steps/issue_opinion/", petition__route="handling", **ACCEPTED), part="#step"),
    Shot("step-serve", handler_at("steps/serve/", status="answered"), part="#step"),
    Shot("step-archive", handler_at("steps/archive/", kind="petition", status="not_accepted"), part="#step"),
    Shot("approve", handler_at("", role="unit_lead", proposals__step="extend", proposals__decision=""), tallest=1000),
    Shot("people", handler_at(**ACCEPTED), ask_for_numbers, part="#step"),
    Shot("why-days", why_at("petition.handle"), tallest=1100),
    Shot("why-workdays", why_at("petition.simple_handle"), tallest=900),
    Shot("search", at(REGISTRAR, "/search/?q=供水"), tallest=700),
    Shot("inbox", at(HANDLER, "/notices/"), tallest=700),
    Shot("inbox-phone", at(HANDLER, "/notices/"), phone=True),
    Shot("print", handler_at("print/", status="archived"), tallest=1300),
    Shot("export", at(CENTRE, "/ledgers/petition/?due=overdue"), tallest=700),
    Shot("export-done", at(CENTRE, "/ledgers/petition/?due=overdue"), take_ledger, tallest=500),
    Shot("import", at(CENTRE, "/petitions/import/"), tallest=700),
    Shot("import-preview", at(CENTRE, "/petitions/import/"), hand_in_messages, tallest=800),
    Shot("calendar", at(OFFICE, "/settings/calendar/"), tallest=900, banner=True),
    Shot("calendar-preview", at(OFFICE, "/settings/calendar/"), paste_days, tallest=1000),
    Shot("terms", at(OFFICE, "/settings/terms/?q=信访"), tallest=900),
    Shot("paper-templates", at(OFFICE, "/settings/papers/"), tallest=800),
    Shot("units", at(OFFICE, "/organisation/units"), tallest=800),
    Shot("people-list", at(OFFICE, "/organisation/people"), tallest=800),
    Shot("person", at(OFFICE, "/organisation/people?q=薛刚"), lambda page: page.click(".row-link"), tallest=800),
    Shot("records", at(AUDITOR, "/organisation/records"), tallest=800),
)
