"""What was promised, and what of it is still owed."""

from ..vocabulary import PERFORMS


def copies_for_all(track, on) -> int:
    """A copy for each party, and one that the organisation keeps."""
    return min(20, max(2, len(track.people) + 1))


def has_unperformed(track) -> bool:
    """Something promised is still owed."""
    agreement = track.agreement
    return agreement is not None and any(item.performed_on is None for item in agreement.items.all())


def is_performed(track) -> bool:
    """All that was promised is done."""
    agreement = track.agreement
    return agreement is not None and all(item.performed_on is not None for item in agreement.items.all())


def performing_by_record(track, on) -> str:
    """Whether it is kept, where the record says so: all that was promised is done."""
    return PERFORMS if is_performed(track) else ""
