"""What people do on the pages of a case: open the form of a step, fill it in, send it."""

import re

from playwright.sync_api import Page, expect

# The box of these and not that of the new ones.
FACTS = re.compile(r"^\s*事实和理由")


def case_path(number: str, *rest) -> str:
    return f"/cases/{number}/" + "".join(f"{part}/" for part in rest)


def take(
    page: Page, number: str, step: str, *, choose=(), write=None, pick=None, select=None, attach=(), said: str = ""
) -> None:
    """The step is taken from its button on the case page.

    ``choose`` are boxes to tick, ``pick`` boxes answered by typing and Enter, ``select`` lists of few, ``attach``
    files.
    """
    page.goto(case_path(number))
    button = page.get_by_role("link", name=step, exact=True)
    if not button.is_visible():
        page.get_by_text("其他操作").click()
    button.click()
    form = page.locator("#step form")
    for label, words in (pick or {}).items():
        form.get_by_label(label).click()
        page.keyboard.type(words)
        expect(page.get_by_role("option").first).to_contain_text(words)
        page.keyboard.press("Enter")
    for label, words in (select or {}).items():
        form.get_by_label(label).select_option(label=words)
    for label in choose:
        form.get_by_label(label, exact=True).check()
    for label, words in (write or {}).items():
        form.get_by_label(label).fill(words)
    if attach:
        form.locator("input[type=file]").set_input_files(list(attach))
    form.get_by_role("button", name=step, exact=True).click()
    expect(page.get_by_text(said or f"“{step}”已办理。").first).to_be_visible()


def inbox(page: Page) -> str:
    """What the messages of the person say."""
    page.goto("/notices/")
    return page.locator("main").inner_text()


def cells(page: Page, table: str, *rows: dict[str, str]) -> None:
    """The rows of a table on the form of a step are filled in; lists of few by the words of their choice."""
    for place, row in enumerate(rows):
        for name, words in row.items():
            cell = page.locator(f"[name={table}-{place}-{name}]")
            if cell.evaluate("cell => cell.tagName") == "SELECT":
                cell.select_option(label=words)
            else:
                cell.fill(words)


def open_step(page: Page, number: str, step: str) -> Page:
    """The form of the step is open."""
    page.goto(case_path(number, "steps", step))
    expect(page.locator("#step form")).to_be_visible()
    return page


def send(page: Page, label: str, proof: list[str], said: str = "") -> None:
    """The form is sent with its proof; what it says is waited for."""
    if proof:
        page.locator("#step form input[type=file]").set_input_files(proof)
    page.locator("#step form").get_by_role("button", name=label, exact=True).click()
    expect(page.get_by_text(said or f"“{label}”已办理。").first).to_be_visible()
