"""The few people and hours that the tests of messages need."""

from datetime import datetime

from governance.frame.days import CHINA
from governance.organisation.models import User

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=CHINA)
EVENING = datetime(2026, 11, 20, 22, 15, tzinfo=CHINA)


def person(username: str, **fields) -> User:
    """Somebody with a login and no post."""
    return User.objects.create(username=username, name=fields.pop("name", "李强"), **fields)
