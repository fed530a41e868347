"""What that which somebody says at the window can become: every line of work names its own."""

from dataclasses import dataclass, field

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


def open_to(permissions: set[str]) -> list[Becoming]:
    """What somebody with these permissions may register."""
    found = [each for each in BECOMINGS.values() if each.permission in permissions]
    return sorted(found, key=lambda each: each.position)
