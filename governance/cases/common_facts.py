"""The facts that most steps ask for, each under one name; a step says what it calls them."""

from .workflow import Fact

# How people put a matter forward; what a patrol finds comes by another way.
CHANNELS = (
    ("visit", "走访"),
    ("letter", "来信"),
    ("phone", "来电"),
    ("fax", "传真"),
    ("email", "电子邮件"),
    ("online", "网上"),
)


def reason(label: str = "理由", *, help: str = "") -> Fact:
    """Why, in as many words as it takes."""
    return Fact("reason", label, "long", help=help)


def note(label: str = "说明", *, required: bool = True, help: str = "") -> Fact:
    """What there is to say."""
    return Fact("note", label, "long", required=required, help=help)


def files(label: str = "附件", *, required: bool = False, help: str = "") -> Fact:
    """Files that go into the record."""
    return Fact("files", label, "files", required=required, help=help)
