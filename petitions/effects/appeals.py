"""What steps do with the answer of which a review or recheck is asked, or that one has revoked."""

from ..reviews.elsewhere import check_recorded
from ..reviews.opening import open_review, organs, stage_of, use_right


def appeal(petition, *, act, facts):
    """The request stands with the organ above; its number is in the history of the petition."""
    review = open_review(petition, act=act, facts=facts)
    if review.kind == "recheck":
        use_right(review.reviewed, "recheck", act=act, asked_on=facts["asked_on"])
    act.told.append(["复查、复核件编号", review.number])
    return []


def redo(petition, *, act, facts):
    """Nothing of the revoked opinion holds: no outcome, no service, no rating of it."""
    petition.outcome, petition.adopted, petition.rating, petition.office_rating = "", "", "", ""
    petition.execution_days = petition.served_on = petition.closed_at = None
    return ["outcome", "adopted", "rating", "office_rating", "execution_days", "served_on"]


def change_outcome(petition, *, act, facts):
    """The file is open again as long as there is something to carry out."""
    petition.closed_at = None
    return []


def record_upheld(petition, *, act, facts):
    """An organ that works elsewhere found nothing wrong."""
    check_recorded(petition, act=act, facts=facts)


def record_revoked(petition, *, act, facts):
    """An organ that works elsewhere has revoked the opinion."""
    check_recorded(petition, act=act, facts=facts)
    return redo(petition, act=act, facts=facts)


def record_changed(petition, *, act, facts):
    """An organ that works elsewhere has changed the opinion."""
    check_recorded(petition, act=act, facts=facts)
    return change_outcome(petition, act=act, facts=facts)


def next_stage(petition, on) -> list[str]:
    """What can be asked for now, a review or a recheck."""
    return [stage_of(petition)[0]]


def review_organs(petition, on) -> list:
    """The organs that may look at the opinion of which it can be asked: none where it names another than these."""
    return organs(petition, stage_of(petition)[1]).meant


CHOOSERS = {"next_stage": next_stage, "review_organs": review_organs}
EFFECTS = {
    "appeal": appeal,
    "redo": redo,
    "change_outcome": change_outcome,
    "record_upheld": record_upheld,
    "record_revoked": record_revoked,
    "record_changed": record_changed,
}
