"""What that which somebody says at the window can become: every line of work names its own."""

from collections.abc import Container
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.urls import reverse

from governance.cases.models import Case
from governance.frame.registry import Registry


@dataclass(frozen=True)
class Becoming:
    """One kind of matter; ``help`` says for whom it is, ``initial`` is what its register page begins with.

    ``over`` is the box of that page which is ticked where the matter is over already.
    """

    code: str
    label: str
    help: str
    url_name: str
    permission: str
    position: int = 50
    initial: dict = field(default_factory=dict)
    over: str = ""


BECOMINGS: Registry[Becoming] = Registry("what is said at the window can become", field="becomings")


def doors(permissions: set[str], *, besides: Container[str]) -> list[dict]:
    """What somebody who comes to the door can have registered, but for those of these codes, and where it may be over
    already: address, words and help of each way."""
    found = []
    for each in open_to(permissions):
        if each.code in besides:
            continue
        url = reverse(each.url_name)
        found.append({"url": url, "text": f"登记{each.label}", "help": each.help})
        if each.over:
            found.append({"url": f"{url}?{each.over}", "text": f"当场化解{each.label}", "help": "登记和办结一次完成"})
    return found


def brought_by(user, *, besides: str) -> QuerySet:
    """What the person registered for others, but for cases of that kind, the newest first; what few may know is no part
    of it."""
    mine = Case.objects.visible_to(user).filter(registered_by=user).exclude(kind=besides)
    return mine.exclude(confidentiality=Case.Confidentiality.RESTRICTED).order_by("-pk")


def open_to(permissions: set[str]) -> list[Becoming]:
    """What somebody with these permissions may register."""
    found = [each for each in BECOMINGS.values() if each.permission in permissions]
    return sorted(found, key=lambda each: each.position)
