"""Pictures of what citizens see on their phones, without a login."""

from django.utils import timezone
from playwright.sync_api import Page, expect

from governance.citizens import codes

from .shots import Shot, at, newest


def write(page: Page) -> None:
    """The first question is answered."""
    page.get_by_label("我有困难或者纠纷，请求解决").check()
    page.get_by_label("您的请求").fill("请求恢复小区供水。")


def look(page: Page) -> None:
    """Somebody looks up a petition whose answer was served."""
    petition = newest(kind="petition", status="served")
    page.get_by_label("编号").fill(petition.number)
    page.get_by_label("查询码").fill(codes.give(petition, at=timezone.now()))
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_role("heading", name="接下来")).to_be_visible()


SHOTS = (
    Shot("citizen-hand-in", at("", "/public/petitions/"), write, phone=True),
    Shot("citizen-progress", at("", "/public/petitions-look/"), look, phone=True),
)
