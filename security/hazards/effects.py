"""What the steps of a hazard do beyond columns, clocks and papers; returns the names of the fields set."""


def rectified(hazard, *, act, facts):
    """Whoever says that it is set right does not look at it again."""
    hazard.rectified_by = act.actor
    return ["rectified_by"]


def list_by_name(hazard, *, act, facts):
    """It is supervised by name from today, until a person says that it is not."""
    hazard.listed_on, hazard.delisted_on = act.day, None
    return ["listed_on", "delisted_on"]


def delist(hazard, *, act, facts):
    """It is supervised by name no longer."""
    hazard.delisted_on = act.day
    return ["delisted_on"]


EFFECTS = {"rectified": rectified, "list_by_name": list_by_name, "delist": delist}
