"""Fills in the forms of a page as somebody who types the least that is wanted, and sends them as a browser does."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import html

from tests.attachments.samples import docx, picture

GUESSES = ("区", "韦曲", "李", "供水", "停")
BY_NAME = {"username": "zhangsan", "amount": "100", "unit": "韦曲街道办"}
# What no rule of thumb finds out: who came, and the place of what happened.
PLACE = {"area": "韦曲街道 / 凤栖路社区", "summary": "楼上漏水。已经两周。", "then": "open"}
BY_HAND = {
    "/petitions/register/": PLACE
    | {"name_1": "王秀芳", "phone_1": "13812342201", "people_count": "1", "petition_class": "appeal_request"}
    | {"route": "handling", "channel": "visit", "address_unclear": ""},
    "/duties/programmes/new/": {"title": "三年行动"},
    "/mediation/organisations/judges/new/": {"area": "韦曲街道", "court": "长安区人民法院"},
    "/grid/grids/new/": {"village": "韦曲街道 / 凤栖路社区"},
}
STANDING = ("hidden", "date")
TYPED = {"email": "a@example.org", "tel": "13800001111", "month": "2026-11", "time": "09:00", "number": "1"}


@dataclass(frozen=True)
class Filled:
    """A form ready to be sent: where to, what is in it, and whether a browser would send no more of a file than its
    name."""

    action: str
    fields: dict
    drops_files: bool = False

    def send(self, client):
        """The answer to the form."""
        for values in self.fields.values():
            for value in values:
                if hasattr(value, "seek"):
                    value.seek(0)
        return client.post(self.action, self.fields)


def picking(client) -> Callable[[str], str]:
    """``pick(address)``: the first thing that the picker there offers; the same boxes stand on many forms."""

    @cache
    def pick(address: str) -> str:
        for guess in GUESSES:
            found = client.get(address, {"q": guess}).json()["results"]
            if found:
                return found[0]["value"]
        return ""

    return pick


def forms_on(page: str, pick: Callable[[str], str], address: str, today: date) -> list[Filled]:
    """Every form of the page that changes something, filled in."""
    found = html.fromstring(page).iter("form")
    return [
        Filled(action, _fields(pick, form, today, BY_HAND.get(action)), _drops_files(form))
        for form in found
        if form.get("method") == "post" and (action := form.get("action") or address)
    ]


def _drops_files(form) -> bool:
    return bool(form.xpath(".//input[@type='file']")) and form.get("enctype") != "multipart/form-data"


def _fields(pick, form, today: date, by_hand: dict | None) -> dict:
    """What is in the form; of one that is filled in by hand, what stands there already and what is typed."""
    fields: dict = {name: [word] for name, word in (by_hand or {}).items()}
    for box in form.iter("input", "select", "textarea", "button"):
        name = box.get("name")
        if not name or name in fields or (by_hand and not (box.get("type") in STANDING and box.get("value"))):
            continue
        if (value := _value(pick, box, today)) is not None:
            fields[name] = [value]
    return fields


def _value(pick, box, today: date):
    """What the least typing leaves in the box: what stands there already, and words only where some are wanted."""
    kind = box.get("type", "submit" if box.tag == "button" else "text")
    stands = (box.text or "").strip() if box.tag == "textarea" else box.get("value", "")
    if kind == "file":
        return _file(box.get("name"), box.get("accept") or "")
    if kind == "checkbox":
        return None if _is_left(box) else stands or "on"
    if stands or kind in ("hidden", "submit"):
        return stands
    if _is_left(box):
        return ""
    if box.tag == "select":
        return next((word for option in box.iter("option") if (word := option.get("value"))), "")
    if box.get("data-picker"):
        return pick(box.get("data-picker"))
    return BY_NAME.get(box.get("name")) or {"date": str(today)}.get(kind) or TYPED.get(kind, "按要求办理，情况属实。")


def _is_left(box) -> bool:
    """True if the page says that it may stay empty."""
    field = next((up for up in box.iterancestors() if "field" in up.get("class", "").split()), None)
    return field is not None and bool(field.xpath(".//*[contains(@class, 'optional')]"))


def _file(name: str, accept: str) -> SimpleUploadedFile:
    if ".docx" in accept:
        return SimpleUploadedFile("说明.docx", docx())
    if name == "file":
        return SimpleUploadedFile("表.csv", "名称,电话\n甲,13800001111\n".encode())
    return SimpleUploadedFile("照片.png", picture("PNG"))
