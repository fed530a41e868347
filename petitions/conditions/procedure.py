"""Which procedure a petition follows, and whether its sixty days run."""

from ..vocabulary import MANY

# What the history says where a petition leaves the simplified procedure because it is none that is simple any more.
TO_ORDINARY = ["办理程序", "转为普通程序"]


def runs_sixty_days(petition) -> bool:
    """Only matters of art. 31 item six run the sixty days of art. 34; simplified ones run their own."""
    return petition.route == "handling" and petition.procedure == "ordinary"


def goes_on_sixty_days(petition) -> bool:
    """True if the sixty days have begun: they run on whoever holds it by now."""
    return petition.accepted_on is not None and runs_sixty_days(petition)


def is_simplified(petition) -> bool:
    return petition.procedure == "simplified"


def is_simple(petition) -> bool:
    """True for what can follow the simplified procedure at all; what stops being so leaves it."""
    return (
        petition.petition_class != "accusation"
        and not petition.is_repeat
        and not petition.is_collective
        and petition.people_count < MANY
        and petition.route in ("", "handling")
    )


def ends_its_days(petition, told: dict) -> bool:
    """True if what was accepted would be answered by another day than it is, or by none. What accuses somebody is
    hidden at once, whatever becomes of its days."""
    runs = petition.accepted_on is not None and (is_simplified(petition) or runs_sixty_days(petition))
    then = (told["petition_class"], told.get("route") or "")
    return runs and told["petition_class"] != "accusation" and then != (petition.petition_class, petition.route)


def repeats_while_simplified(petition, told: dict) -> bool:
    """True if what was accepted as simple, as a first one, turns out to be none."""
    return told["relation"] == "repeat" and petition.accepted_on is not None and is_simplified(petition)


def may_be_simplified(petition) -> bool:
    """True for what is simple, and neither urgent nor a matter of several organs."""
    return is_simple(petition) and not is_simplified(petition) and not petition.is_urgent and not petition.partners
