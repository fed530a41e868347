"""What petitioners think of the answer: whether they are asked, and what they said."""


def is_rated_here(petition) -> bool:
    """True if what the petitioner thinks of it is asked for in this county."""
    return petition.is_rated


def is_not_rated(petition) -> bool:
    return not petition.rating


def is_rated_poorly(petition) -> bool:
    """True if either organ was found wanting."""
    return "dissatisfied" in (petition.rating, petition.office_rating)


def likely_heard(petition, on) -> str:
    """How whoever asks has likeliest heard it: by telephone where the record has a number, else face to face where
    people came.
    """
    if any(each.phone_mask for each in petition.petitioners):
        return "phone"
    return "visit" if petition.channel == "visit" else ""


def is_to_be_asked(petition) -> bool:
    """True if the county asks what the petitioner thinks of it and the record does not say that anybody did."""
    return petition.is_rated and not petition.rating and not petition.was_called_back
