"""Pages read by their words and forms filled in by their labels, without a browser: for the long journeys."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from lxml import html

BLANK = re.compile(r"\s+")
OPTIONAL = "optional"
# What sends a form by itself.
SENDING = ".//button[not(@type) or @type='submit'][not(@disabled)]"


def words(element) -> str:
    """The text as it is read, without the gaps of the markup."""
    return BLANK.sub(" ", "".join(element.itertext())).strip()


def label_of(element) -> str:
    """A label without the remark that it may be left open."""
    remarks = "".join(words(each) for each in element.find_class(OPTIONAL))
    return words(element).removesuffix(remarks).strip()


@dataclass
class Screen:
    """One answer of the site."""

    status: int
    url: str
    content: str
    raw: bytes = b""
    headers: dict = field(default_factory=dict)

    def __post_init__(self):
        self.tree = html.fromstring(self.content) if self.content.strip() else html.fromstring("<html></html>")

    @property
    def text(self) -> str:
        """What the middle of the page says, or the whole page where there is no middle."""
        for path in ("//main", "//body", "."):
            found = self.tree.xpath(path)
            if found:
                return words(found[0])
        return ""

    def part(self, css_id: str) -> str:
        """What the part of the page with that id says."""
        return words(self.tree.get_element_by_id(css_id))

    def card(self, heading: str) -> str:
        """What the card with that heading says; nothing where there is no such card."""
        for card in self.tree.xpath("//section[contains(@class, 'card')]"):
            if any(words(each) == heading for each in card.xpath(".//h2")):
                return words(card)
        return ""

    def link(self, text: str) -> str:
        """Where the first link of that name leads; empty where there is none."""
        return next((each.get("href") for each in self.tree.xpath("//main//a") if words(each) == text), "")

    def link_that_says(self, part: str) -> str:
        """Where the first link with these words among others leads."""
        return next(each.get("href") for each in self.tree.xpath("//main//a") if part in words(each))

    @property
    def steps(self) -> list[str]:
        """The steps that are offered, in their order."""
        return [words(each) for each in self.tree.xpath("//div[contains(@class, 'step-row')]/a")]

    @property
    def wrong(self) -> dict[str, str]:
        """The sentences at the fields and cells, by label; cells as 金额（元） 1."""
        found = {}
        for box in self.tree.xpath("//*[contains(@class, 'field-wrong') or contains(@class, 'box-wrong')]"):
            name = box.xpath("./fieldset/legend") or box.xpath("./label")
            sentences = [words(each) for each in box.xpath("./p[@class='error']|./fieldset/p[@class='error']")]
            sentences += [
                words(each)
                for each in box.xpath(
                    "./ancestor::fieldset[1]/div[@class='person-errors']/p[@id=$id]",
                    id=f"{box.xpath('string(./input/@id)')}_error",
                )
            ]
            if sentences:
                found[label_of(name[0])] = " ".join(sentences)
        for cell in self.tree.xpath("//td[contains(@class, 'cell-wrong')]"):
            row = len(cell.getparent().xpath("./preceding-sibling::tr")) + 1
            found[f"{label_of(cell.xpath('./label')[0])} {row}"] = words(cell.xpath("./p[@class='error']")[0])
        return found

    @property
    def form(self) -> "Filled":
        """The form in which people work on this page."""
        return Filled(self.tree.xpath("//form[@data-main]")[0])


class Filled:
    """A form with what is typed into it."""

    def __init__(self, element):
        self.element = element
        self.action = element.get("action") or ""
        self.values: list[tuple[str, str]] = []
        self.files: dict = {}
        self._read(element)

    def _read(self, element) -> None:
        for box in element.xpath(".//input|.//select|.//textarea"):
            if box.xpath("ancestor::template"):
                continue
            name, kind = box.get("name"), box.get("type", "text")
            if not name or kind in ("submit", "button", "file") or box.get("disabled") is not None:
                continue
            if box.tag == "select":
                chosen = [each for each in box.xpath("./option") if each.get("selected") is not None]
                first = box.xpath("./option[1]")
                self._put(name, *[each.get("value") for each in chosen or first])
            elif kind in ("radio", "checkbox"):
                if box.get("checked") is not None:
                    self.values.append((name, box.get("value", "on")))
            elif box.tag == "textarea":
                # Django begins a text area with a line break, which browsers drop.
                self._put(name, (box.text or "").removeprefix("\n"))
            else:
                self._put(name, box.get("value") or "")

    def _put(self, name: str, *values: str) -> None:
        self.values = [(each, value) for each, value in self.values if each != name]
        self.values += [(name, value) for value in values]

    def _control(self, label: str, scope=None):
        scope = self.element if scope is None else scope
        for each in scope.xpath(".//label[@for]"):
            if label_of(each) == label and not each.xpath("ancestor::template"):
                found = self.element.xpath(".//*[@id=$id]", id=each.get("for"))
                if found:
                    return found[0]
        for each in scope.xpath(".//*[@aria-label=$label]", label=label):
            return each
        raise AssertionError(f"no box {label}: {[label_of(each) for each in scope.xpath('.//label|.//legend')]}")

    def _group(self, label: str):
        found = [each for each in self.element.xpath(".//fieldset") if label_of(each.xpath("./legend")[0]) == label]
        return found[0] if found else None

    def told(self, label: str):
        """What stands in the box, or which choices are made."""
        scope, name = self._scope(label)
        group = self._group(name) if scope is None else None
        if group is not None:
            boxes = group.xpath(".//input")
            return [words(each.getparent()) for each in boxes if (each.get("name"), each.get("value")) in self.values]
        return self.told_in(self._control(name, scope).get("id"))

    def rows(self, label: str) -> list[dict]:
        """What stands in the lines of a table."""
        lines = self._group(label).xpath(".//tbody/tr[not(ancestor::template)]")
        return [
            {label_of(each): self.told_in(each.get("for")) for each in line.xpath(".//label[@for]")} for line in lines
        ]

    def told_in(self, css_id: str) -> str:
        """What stands in one box."""
        box = self.element.xpath(".//*[@id=$id]", id=css_id)[0]
        value = dict(self.values).get(box.get("name"), "")
        if box.tag == "select":
            return next((words(each) for each in box.xpath("./option") if each.get("value") == value), "")
        return value

    def _scope(self, label: str):
        """``申请人 › 电话`` is the box 电话 among those of the applicant."""
        if " › " not in label:
            return None, label
        group, name = label.split(" › ")
        return self._group(group), name

    def type(self, told: dict) -> "Filled":
        """Every label has its value: words, a choice by its words, several, a table of rows, True for a tick."""
        for label, value in told.items():
            scope, name = self._scope(label)
            group = self._group(name) if scope is None else None
            if isinstance(value, SimpleUploadedFile):
                assert self.element.get("enctype") == "multipart/form-data", f"of {label} the name alone would be sent"
                self.files[self._control(name, scope).get("name")] = value
            elif group is not None and group.xpath(".//table"):
                self._table(group, value)
            elif group is not None:
                self._choose(group, value)
            else:
                self._write(self._control(name, scope), value)
        return self

    def _choose(self, group, value) -> None:
        wanted = value if isinstance(value, list) else [value]
        chosen = {words(each.getparent()): each for each in group.xpath(".//input")}
        missing = set(wanted) - set(chosen)
        assert not missing, f"no choice {missing}: {list(chosen)}"
        name = group.xpath(".//input")[0].get("name")
        self._put(name, *[chosen[each].get("value", "on") for each in wanted])

    def _write(self, box, value) -> None:
        name = box.get("name")
        if box.tag == "select":
            found = [each.get("value") for each in box.xpath("./option") if value in words(each)]
            assert found, f"nothing like {value}: {[words(each) for each in box.xpath('./option')]}"
            self._put(name, found[0])
        elif box.get("type") == "checkbox":
            self._put(name, *([box.get("value", "on")] if value else []))
        else:
            self._put(name, str(value))

    def _table(self, group, rows: list[dict]) -> None:
        lines = group.xpath(".//tbody/tr[not(ancestor::template)]")
        assert len(rows) <= len(lines), "more rows than the page shows without a script"
        for line, row in zip(lines, rows, strict=False):
            for label, value in row.items():
                self._write(self._control(label, line), value)

    def data(self) -> dict:
        """What the browser would send."""
        found: dict[str, list] = {}
        for name, value in self.values:
            found.setdefault(name, []).append(value)
        return {**found, **self.files}


class Desk:
    """A person before the site; None is somebody without a login."""

    # How often anybody has sent a form: what stood open before that may no longer be so.
    sent = 0

    def __init__(self, user):
        self.user = user
        self.seen = None
        self.before: Screen | None = None
        self.stood = 0

    @property
    def client(self) -> Client:
        """Somebody who has been away for long signs in again."""
        now = timezone.now()
        if self.seen is None or now - self.seen > timedelta(minutes=20):
            self._client = Client()
            if self.user is not None:
                self._client.force_login(self.user, backend="governance.organisation.accounts.backends.PostBackend")
        self.seen = now
        return self._client

    def get(self, url: str) -> Screen:
        return self._screen(self.client.get(url, follow=True), url)

    def send(self, form: Filled, *, to: str = "", press: tuple = ()) -> Screen:
        """The form is sent; the answer is the page that follows."""
        url = form.action or to
        assert form.element.xpath(SENDING), f"nothing sends the form to {url}"
        Desk.sent += 1
        return self._screen(self.client.post(url, {**form.data(), **dict([press] if press else [])}, follow=True), url)

    def _screen(self, response, url: str) -> Screen:
        chain = getattr(response, "redirect_chain", None)
        raw = b"".join(response.streaming_content) if response.streaming else response.content
        is_text = response.headers.get("Content-Type", "").startswith("text/html")
        self.stood = Desk.sent
        content = raw.decode() if is_text else ""
        self.before = Screen(response.status_code, chain[-1][0] if chain else url, content, raw, dict(response.headers))
        return self.before

    def case(self, case, *rest) -> Screen:
        """The page of the case, or one of the addresses under it."""
        number = getattr(case, "number", case)
        return self.get(f"/cases/{number}/" + "".join(f"{each}/" for each in rest))

    def open(self, case, step: str) -> Screen:
        """The form of the step, opened from its button on the page of the case."""
        page = self._page_of(case)
        assert step in page.steps, f"{self.user.name} is not offered {step}: {page.steps}"
        # As the script asks: the form alone, put into its place on the page.
        answer = self.client.get(page.link(step), headers={"HX-Request": "true"})
        return self._screen(answer, page.link(step))

    def _page_of(self, case) -> Screen:
        """The page of the case: whoever has just taken a step there need not ask for it again, where nobody has done
        anything since."""
        path = f"/cases/{getattr(case, 'number', case)}/"
        if self.before is None or self.stood != Desk.sent or timezone.now() - self.seen > timedelta(minutes=1):
            return self.case(case)
        stands = urlsplit(self.before.url).path == path and self.before.status == 200
        return self.before if stands else self.case(case)

    def take(self, case, step: str, told=None, said: str = "") -> Screen:
        """The step is taken with what is told by labels; the page afterwards says so, or what is expected instead."""
        page = self.send(self.open(case, step).form.type(told or {}))
        assert page.status == 200 and (said or f"“{step}”已办理。") in page.text, (
            f"{page.status} {page.wrong} {page.text[:600]}"
        )
        return page

    def refused(self, case, step: str, told=None) -> Screen:
        """The step is sent and not taken: the form stands there again."""
        page = self.send(self.open(case, step).form.type(told or {}))
        assert page.status == 422, f"{step} was answered {page.status}: {page.text[:300]}"
        return page

    def approve(self, case, step: str) -> Screen:
        """What waits for this person is approved on the page of the case, which says so."""
        page = self.case(case)
        said = f"等待审批：{step}"
        card = next(
            each for each in page.tree.xpath("//section") if any(words(head) == said for head in each.xpath(".//h2"))
        )
        page = self._pressed(page, card, "批准")
        assert f"“{step}”已批准。" in page.text, f"{page.status} {page.text[:600]}"
        return page

    def press(self, page: Screen, name: str, **told) -> Screen:
        """The button of that name on the page is pressed, with what its form is told by labels."""
        return self._pressed(page, page.tree.xpath("//main")[0], name, told)

    def _pressed(self, page: Screen, part, name: str, told=None) -> Screen:
        button = next(each for each in part.xpath(".//button") if words(each) == name)
        assert button in part.xpath(SENDING), f"without a script {name} sends nothing"
        form = Filled(button.xpath("ancestor::form")[0]).type(told or {})
        form.action = button.get("formaction") or form.action
        if form.element.get("method", "get") == "get":
            return self.get(f"{form.action or urlsplit(page.url).path}?{urlencode(form.data(), doseq=True)}")
        press = (button.get("name"), button.get("value")) if button.get("name") else ()
        return self.send(form, to=page.url, press=press)

    def inbox(self) -> str:
        return self.get("/notices/").text
