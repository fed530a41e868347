"""The review of a filed case: points for every item of the standard."""

from governance.frame.refusals import StepNotAllowed

from ..models import FileReview
from .review_standard import ITEMS, verdict


def review(track, *, act, facts):
    """The review stands with its points and their sum; who mediated the case does not judge its file."""
    if act.actor is not None and track.mediators.filter(mediator__user=act.actor).exists():
        raise StepNotAllowed("本案调解员不能评查自己的卷宗。")
    scores = [[item.title, facts[f"score_{item.code}"], item.points] for item in ITEMS]
    score = sum(points for _, points, _ in scores)
    FileReview.objects.create(
        track=track, reviewer=act.actor, on=act.day, scores=scores, score=score, note=facts.get("note") or ""
    )
    act.told.append(["总分", f"{score} 分，{verdict(score)}"])
    return []


EFFECTS = {"review_file": review}
