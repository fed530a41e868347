"""Hands that do a job in a browser by the shortest way its pages offer, and count what they press.

Counted is every press of the mouse or tap and every key that writes no text. A box that holds its answer already costs
nothing, nor does one that has the focus; a list of few that is opened to choose from costs two.
"""

import re
import sys

from playwright.sync_api import Browser, Locator

from .demo import sign_in

DESK = {"width": 1366, "height": 768}


class Hands:
    """One person before the site."""

    def __init__(self, browser: Browser, address: str, who: str):
        context = browser.new_context(base_url=address, locale="zh-CN", timezone_id="Asia/Shanghai", viewport=DESK)
        context.set_default_timeout(15_000)
        self.page = context.new_page()
        sign_in(self.page, who)
        self.clicks = self.keys = 0

    def at(self, path: str) -> "Hands":
        """Stands on the page on which the job begins."""
        self.page.goto(path)
        return self

    def led_to(self, path: str) -> "Hands":
        """One press on the row of the desk or list that leads there."""
        self.clicks += 1
        return self.at(path)

    def press(self, target: Locator) -> None:
        """One press that leads to another page."""
        self.clicks += 1
        with self.page.expect_navigation():
            target.first.click()

    def touch(self, target: Locator) -> None:
        """One press that stays on the page."""
        self.clicks += 1
        target.first.click()

    def link(self, words: str) -> None:
        self.press(self.page.locator("main").get_by_role("link", name=words, exact=True))

    def button(self, words: str) -> None:
        self.press(self.page.locator("main").get_by_role("button", name=words, exact=True))

    def key(self, key: str) -> None:
        """One key that leads to another page."""
        self.keys += 1
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def send(self) -> None:
        """The form is sent by its keys, and refused nothing."""
        self.key("Control+Enter")
        refused = self.page.locator(".error:visible, .error-summary:visible").all_inner_texts()
        if refused:
            raise RuntimeError(f"{self.page.url}: {refused}")

    def write(self, **texts: str) -> None:
        """Each text in its box, where none stands there."""
        for name, text in texts.items():
            box = self._box(name)
            if not box.input_value():
                self._turn_to(box)
                if box.get_attribute("type") in ("date", "datetime-local"):
                    box.fill(text)
                else:
                    self.page.keyboard.type(text)

    def pick(self, **words: str) -> None:
        """What the words find first, where nothing was picked."""
        for name, word in words.items():
            box = self._box(name)
            if not box.input_value():
                self._turn_to(box)
                self.page.keyboard.type(word)
                self.page.locator("[role=option]:visible").first.wait_for()
                self.page.wait_for_timeout(500)
                self.page.keyboard.press("Enter")
                self.keys += 1

    def choose(self, **values: str) -> None:
        """The answer of that value, the first where it is empty, where none is chosen."""
        for name, value in values.items():
            if self.page.locator(f"main select[name='{name}']").count():
                self._select(name, value)
                continue
            known = self.page.locator(f"main [name='{name}']")
            if not self.page.locator(f"main [name='{name}']:checked").count():
                (known.and_(self.page.locator(f"[value='{value}']")) if value else known).first.click(force=True)
                self.clicks += 1

    def tick(self, *names: str) -> None:
        for name in names:
            for box in self.page.locator(f"main [name='{name}']").all()[:1]:
                if not box.is_checked():
                    box.click(force=True)
                    self.clicks += 1

    @property
    def number(self) -> str:
        """The number of the case on whose page the person stands."""
        found = re.search(r"/cases/([^/]+)/", self.page.url)
        if found is None:
            raise RuntimeError(f"no case at {self.page.url}: {self.page.locator('main').inner_text()[:300]}")
        return found[1]

    def lap(self, job: str, before: int = 0) -> int:
        """One line: what the job cost and by how much that is less; the count begins anew."""
        cost = self.clicks + self.keys
        less = f"before {before:2}  less by {100 * (before - cost) / before:3.0f} %" if before else ""
        sys.stdout.write(f"{job:<46} clicks {self.clicks:2}  keys {self.keys:2}  together {cost:2}  {less}\n")
        sys.stdout.flush()
        self.clicks = self.keys = 0
        return cost

    def _select(self, name: str, value: str) -> None:
        box = self.page.locator(f"main select[name='{name}']:visible").first
        if not box.input_value():
            box.select_option(value) if value else box.select_option(index=1)
            self.clicks += 2

    def _box(self, name: str) -> Locator:
        return self.page.locator(f"main [name='{name}']:visible").first

    def _turn_to(self, box: Locator) -> None:
        if not box.evaluate("box => box === document.activeElement"):
            box.click()
            self.clicks += 1
