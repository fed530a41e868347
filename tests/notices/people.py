"""The few people and hours that the tests of messages need."""

from datetime import datetime
from zoneinfo import ZoneInfo

from governance.organisation.models import User

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=SHANGHAI)
EVENING = datetime(2026, 11, 20, 22, 15, tzinfo=SHANGHAI)


def person(username: str, **fields) -> User:
    """Somebody with a login and no post."""
    return User.objects.create(username=username, name=fields.pop("name", "李强"), **fields)
