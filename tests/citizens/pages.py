"""The pages for citizens: everybody passes, with a login and without."""

from tests.access.doors import OPEN, Row

ROWS = {
    "citizens:contact": Row(get=OPEN, for_strangers=True),
    "citizens:privacy": Row(get=OPEN, for_strangers=True),
}
NO_LIST = {"citizens:contact", "citizens:privacy"}
