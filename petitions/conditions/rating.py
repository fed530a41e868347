"""What petitioners think of the answer: whether they are asked, and what they said."""

from ..vocabulary import RATED_APART


def is_rated_here(petition) -> bool:
    """True if what the petitioner thinks of it is asked for in this county."""
    return petition.is_rated


def is_not_rated(petition) -> bool:
    return not petition.rating


def is_rated_poorly(petition) -> bool:
    """True if either organ was found wanting."""
    return "dissatisfied" in (petition.rating, petition.office_rating)


def why_not_alike(petition, told: dict) -> dict[str, str]:
    """Why what is said of both organs does not go with what is said of one of them; nothing where it does."""
    if told["alike"] == RATED_APART:
        return {}
    other = [name for name in ("rating", "office_rating") if told.get(name) not in (None, "", told["alike"])]
    return dict.fromkeys(other, "与上面对两个单位的评价不同；评价不同的，请选“分别评价”。")


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
