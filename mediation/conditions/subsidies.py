"""How the subsidy of a track stands."""


def has_subsidy(track) -> bool:
    """A subsidy was claimed and is not decided."""
    return hasattr(track, "subsidy") and track.subsidy.state == "claimed"


def has_no_subsidy(track) -> bool:
    """No subsidy was claimed, or the last claim was refused."""
    return not hasattr(track, "subsidy") or track.subsidy.state == "refused"


def is_claimed_here_alone(track) -> bool:
    """No other track of the dispute is paid for: one dispute is paid for once."""
    return not track.dispute.subsidies.exclude(state="refused").exclude(track=track).exists()


def has_approved_subsidy(track) -> bool:
    """The subsidy is on the list of a month and not paid."""
    return hasattr(track, "subsidy") and track.subsidy.state == "approved"
