"""What lies on somebody's desk beside their cases."""

from django.utils import timezone

from governance.dashboard.cards import rows_awaited
from governance.frame.days import office_day
from governance.organisation.standing import standing_of


def awaited(who) -> list[dict]:
    """What waits for the word of this person now."""
    now = timezone.now()
    return rows_awaited(who, standing_of(who, office_day(now)), now)
