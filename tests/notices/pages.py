"""The pages of notices: who passes each, and what it may cost."""

from governance.notices import outbox
from governance.notices.models import Notice
from tests.access.doors import OPEN, OWNER, Door, Listed, Row
from tests.builders import OPENED

DELIVERERS = frozenset({"county", "system_admin"})

ROWS = {
    "notices:inbox": Row(),
    "notices:open": Row(get=None, post=Door(OWNER, 404), args=("notice",)),
    "notices:read_all": Row(get=None, post=OPEN),
    "notices:preference": Row(get=None, post=OPEN),
    "notices:undelivered": Row(get=Door(DELIVERERS)),
    "notices:resend": Row(get=None, post=Door(DELIVERERS, empty=True)),
}
LISTS = (
    Listed("notices:inbox", "handler", 6, "show=all"),
    Listed("notices:inbox", "handler", 6, "show=unread&kind=case"),
    Listed("notices:undelivered", "county", 4),
)


def world(cast, made: dict) -> dict:
    """A notice for the clerk."""
    row = outbox.Message(recipient_id=cast.clerk.pk, kind="case", text="有新消息", link="/", key="one")
    outbox.post_many([row], at=OPENED)
    return {"notice": Notice.objects.get(key="one").pk}
