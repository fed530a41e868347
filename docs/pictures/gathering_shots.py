"""The pictures of meetings and rosters: an agenda that filled itself, what was decided, a roster and its notice."""

from governance.duties.models import Decision, Meeting, Roster

from .shots import OFFICE, Shot

ROOM = "weihong"


def meeting(state: str, tail: str = ""):
    """The county office at its newest meeting of that state."""
    return lambda: (OFFICE, f"/duties/meetings/{Meeting.objects.filter(state=state).latest('starts_at').pk}/{tail}")


def put_off():
    """A decision that was given another date."""
    return OFFICE, f"/duties/meetings/decisions/{Decision.objects.filter(entries__kind='redated').latest('pk').pk}/"


def roster(tail: str = ""):
    """The county's reception roster, as the petition office sees it."""

    def scene():
        found = Roster.objects.filter(kind__code="reception", unit__short_name="区信访局").latest("pk")
        return ROOM, f"/duties/rosters/{found.pk}/{tail}"

    return scene


SHOTS = (
    Shot("meeting-agenda", meeting("planned"), tallest=900),
    Shot("meeting-minutes", meeting("held", "minutes/"), tallest=900),
    Shot("meeting-decision", put_off),
    Shot("roster", roster()),
    Shot("roster-notice", roster("notice/"), tallest=900),
)
