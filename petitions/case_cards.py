"""The cards of a petition on its page."""

from governance.cases.calendar.at_hand import calendar_shown
from governance.cases.deadlines.html import clock_html
from governance.cases.registry import Section
from governance.frame.days import day_text, office_day

from .models import Petition


def shares(petition: Petition, user, now) -> list[Section]:
    """What other organs were asked for, until when, and what they said: one answer is made of it."""
    calendar = calendar_shown()
    rows = [
        {
            "share": share,
            "asked_on": day_text(office_day(share.asked_at)) if share.asked_at else "",
            "said_on": day_text(office_day(share.said_at)) if share.said_at else "",
            "due": clock_html(share.clock, now, calendar) if share.clock else "",
        }
        for share in petition.shares
    ]
    return [Section("petitions/_shares.html", {"rows": rows})] if rows else []
