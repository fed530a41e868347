"""The lists of mediation and its figures at 1,000 disputes and with ten years of 99,000 more behind them.

What is open and what the month asks for stays the same, so whatever a page costs more is the price of history.
"""

from . import county, lists

PAGES = (
    ("disputes, open, nearest duty first", "/mediation/"),
    ("disputes, whole history", "/mediation/?scope=all"),
    ("tracks, open", "/mediation/tracks/?scope=open"),
    ("tracks, whole history", "/mediation/tracks/?scope=all"),
    ("figures of this month", "/mediation/figures/?period=month"),
    ("figures of this year", "/mediation/figures/?period=year"),
)


def run() -> None:
    """Prints one line a page and size, and what a page costs with history over what it costs without."""
    lists.compare(PAGES, county.disputes, ("centre_staff",))
