"""Pictures of the chapter on mediation."""

from django.utils import timezone

from governance.frame.days import office_day
from governance.organisation.models import Post
from mediation.models import Track

from .shots import CENTRE, REGISTRAR, Scene, Shot, at

JUSTICE = "justice_staff"


def mediator_at(tail: str = "", **fields) -> Scene:
    """A mediator of the organisation that holds such a people's mediation, on its page or one below it."""

    def scene():
        able = Post.objects.current(office_day(timezone.now())).filter(role__name="mediator")
        tracks = Track.objects.filter(kind="people_mediation", lead_unit__in=able.values("unit_id"), **fields)
        track = tracks.order_by("-opened_at", "-id").first()
        if track is None:
            raise LookupError(f"the demo county has no mediation with {fields}")
        person = able.filter(unit_id=track.lead_unit_id).order_by("id").values_list("user__username", flat=True)[0]
        return person, tail.format(number=track.number) if "{" in tail else f"/cases/{track.number}/{tail}"

    return scene


def justice_at(path: str) -> Scene:
    """Somebody of the justice bureau at this address."""

    def scene():
        posts = Post.objects.current(office_day(timezone.now())).filter(role__name=JUSTICE)
        return posts.order_by("id").values_list("user__username", flat=True)[0], path

    return scene


SHOTS = (
    Shot("dispute-register", at(REGISTRAR, "/mediation/register/"), tallest=1600),
    Shot("disputes", at(CENTRE, "/mediation/"), tallest=900),
    Shot("track", mediator_at(status="mediating"), tallest=1500),
    Shot("track-phone", mediator_at(status="mediating"), phone=True),
    Shot("session", mediator_at("steps/hold_session/", status="mediating"), part="#step"),
    Shot("agreement", mediator_at("steps/sign_agreement/", status="mediating"), part="#step", tallest=1600),
    Shot("confirmation", mediator_at(status="agreed"), part="#confirmation"),
    Shot("file", mediator_at("/mediation/tracks/{number}/file/", status="performed"), tallest=1200),
    Shot("subsidies", justice_at("/mediation/subsidies/"), tallest=800),
    Shot("organisations", justice_at("/mediation/organisations/"), tallest=900),
    Shot("mediation-figures", at(CENTRE, "/mediation/figures/"), tallest=1600),
)
