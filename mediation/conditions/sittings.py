"""What the sittings of the parties have come to, and what is likely to be told of the next."""

from datetime import date, datetime, time

from governance.frame.days import office_day, office_moment

from ..vocabulary import MEETS_AT, MEETS_BY, MEETS_IN, MEETS_WITH, MODES


def was_agreed_before(track, facts) -> bool:
    """True if both parties agreed on an earlier day than that on which it is written down."""
    return facts.get("agreed_on") is not None


def when_they_met(track, now) -> datetime | None:
    """When it was arranged, once that time has come; ``None`` before that, and where nothing was."""
    if not (said := track.arranged.get(MEETS_AT)):
        return None
    day, at = said.split()
    arranged = office_moment(date.fromisoformat(day), time.fromisoformat(at))
    return arranged if arranged <= now else None


def how_they_meet(track, on) -> str:
    """As it was arranged; else face to face."""
    codes = {words: code for code, words in MODES}
    return codes.get(track.arranged.get(MEETS_BY), MODES[0][0])


def who_comes(track, on) -> str:
    """Those with whom it was arranged; else everybody on both sides who has not withdrawn."""
    return track.arranged.get(MEETS_WITH) or "、".join(each.name for each in track.dispute.remaining)


def where_they_meet(track, on) -> str:
    """Where it was arranged; else most often at the organisation that mediates."""
    return track.arranged.get(MEETS_IN) or track.lead_unit.name


def has_session(track) -> bool:
    """The parties have met with the mediator since the court dismissed the agreement before, if it did."""
    fallen = [each.confirmation for each in track.agreements.all() if each.is_void and hasattr(each, "confirmation")]
    since = max((each.decided_on for each in fallen if each.decided_on), default=None)
    return any(since is None or office_day(each.held_at) >= since for each in track.sessions.all())


def have_agreed(track) -> bool:
    """The last sitting of the parties ended with both of one mind: what remains is to write it down."""
    return has_session(track) and max(track.sessions.all(), key=lambda each: each.number).result == "agreed"


def police_may_sit(track) -> bool:
    """Once in general, a second time at most (公安机关办理行政案件程序规定 art. 183)."""
    return track.sessions.count() < 2


def is_first_sitting(track) -> bool:
    """The sitting just recorded is the first."""
    return track.sessions.count() == 1


def last_sitting(track):
    """The day of the last sitting; None where nobody sat."""
    last = max(track.sessions.all(), key=lambda each: each.number, default=None)
    return office_day(last.held_at) if last is not None else None


def ends_after_the_sitting(track, facts) -> bool:
    """True if mediation is said to have failed later than when the parties last sat together."""
    told, sat = facts.get("ended_on"), last_sitting(track)
    return bool(told and sat and told > sat)
