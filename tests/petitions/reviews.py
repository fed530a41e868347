"""Builders of reviews and rechecks: a police station answered, its bureau reviews, the county's office rechecks."""

from datetime import datetime, timedelta

from django.contrib.auth.models import Group

from governance.cases.steps import actions
from governance.organisation.models import Post, User
from petitions.models import Review
from tests import builders
from tests.attachments.samples import pdf, upload
from tests.builders import step
from tests.cast import SINCE

OPINION = builders.OPINION | {"outcome": "not_supported", "executor": "", "execution_days": None}
MAINTAIN = {
    "facts": "原处理意见认定的事实清楚。",
    "decision": "maintain",
    "opinion": "维持原处理意见。",
    "legal_basis": "《信访工作条例》第三十二条",
    "recheck_organ": "长安区人民政府",
}
REVOKE = MAINTAIN | {"decision": "revoke", "opinion": "事实没有查清，予以撤销。", "redo_days": 20}
CHANGE = MAINTAIN | {
    "decision": "change",
    "opinion": "请求合理，予以支持。",
    "outcome": "supported",
    "execution_days": 15,
}
ENGAGED = {
    "bureau_clerk": ("police", "registrar"),
    "bureau_handler": ("police", "handler"),
    "bureau_lead": ("police", "unit_lead"),
    "office_handler": ("petitions", "handler"),
    "office_lead": ("petitions", "unit_lead"),
}
SERVED = {"method": "direct", "receiver": "本人", "proof": "已签收"}


def engage(cast) -> None:
    """People of the bureau, and a handler and a lead of the petition office, besides the cast."""
    for name, (unit, role) in ENGAGED.items():
        appoint(cast, name, cast.members[unit], role)


def answered(cast, by=None, made=None, organ=OPINION["review_organ"], **fields):
    """The station answered on 03-31 and served it on the day: review can be asked for until Thu 04-30."""
    if "bureau_lead" not in cast.members:
        engage(cast)
    made = made or builders.petition(cast, **fields)
    step(made, "transfer", cast.clerk, later=1, to_unit=cast.station, **builders.TRANSFER)
    step(made, "accept", cast.officer, later=2, **builders.ACCEPT)
    step(made, "issue_opinion", by, later=20, **OPINION | {"review_organ": organ})
    if by is not None:
        signed = made.opened_at + timedelta(days=20, hours=2)
        actions.decide(made.proposals.get(), approve=True, actor=station_lead(cast), at=signed)
        made.refresh_from_db()
    step(made, "serve", cast.officer, later=21, served_on=_day(made, 21), **SERVED)
    return made


def station_lead(cast):
    """Somebody who signs for the station."""
    if "station_lead" not in cast.members:
        appoint(cast, "station_lead", cast.station, "unit_lead")
    return cast.station_lead


def appoint(cast, name, unit, role) -> None:
    """Somebody with that post, besides the cast."""
    user = User.objects.create(username=name, name=name, password=cast.clerk.password, must_change_password=False)
    Post.objects.create(user=user, unit=unit, role=Group.objects.get(name=role), starts_on=SINCE)
    cast.members[name] = user


def asked(cast, petition, later=25, *, stage="review", unit=None, at=None, actor=None, replay=True, **facts) -> Review:
    """Review or recheck of the petition was asked for that many days after it came in."""
    told = {
        "stage": stage,
        "to_unit": unit or (cast.police if stage == "review" else cast.petitions),
        "asked_on": _day(petition, later),
        "claim": "事实没有查清，请求重新调查。",
    }
    step(petition, "appeal", actor or cast.clerk, later=later, at=at, replay=replay, **told | facts)
    return Review.objects.latest("pk")


def accepted(cast, review, days=1, **facts):
    step(review, "accept", _handler(cast, review), later=days, **{"told_by": "electronic"} | facts)


def decided(cast, review, days=10, *, told=MAINTAIN, actor=None, replay=True):
    facts = dict(told) if review.kind == "review" else {k: v for k, v in told.items() if k != "recheck_organ"}
    lead = cast.bureau_lead if review.kind == "review" else cast.office_lead
    step(review, "decide", actor or lead, later=days, replay=replay, **facts)


def served(cast, review, days=11, replay=True, written=0):
    """Served on that day, and written down so many days after it."""
    day = _day(review, days)
    step(review, "serve", _handler(cast, review), later=days + written, replay=replay, served_on=day, **SERVED)


def through(cast, petition, later=25, *, stage="review", told=MAINTAIN) -> Review:
    """Asked for, accepted, decided and served eleven days later."""
    review = asked(cast, petition, later, stage=stage)
    accepted(cast, review)
    decided(cast, review, told=told)
    served(cast, review)
    petition.refresh_from_db()
    return review


def _handler(cast, review):
    return cast.bureau_handler if review.kind == "review" else cast.office_handler


def _day(case, later):
    moment: datetime = case.opened_at + timedelta(days=later)
    return moment.date()


def _archive(review, cast):
    _serve(review, cast)
    step(review, "archive", _handler(cast, review), later=60, papers_complete=True)


def _serve(review, cast):
    _decide(review, cast)
    served(cast, review)


CALL = {
    "place": "区信访局二楼会议室",
    "openness": "public",
    "sides": [
        {"side": "petitioner", "name": "赵秀英"},
        {"side": "organ", "name": "韦曲派出所 邓凯"},
        {"side": "listener", "name": "律师 王敏"},
    ],
    "reason": "双方对主要事实有争议。",
}


def called(cast, review, days=5, *, at=None, actor=None, replay=True, **facts):
    """A hearing is called for two weeks later, led by the head of the organ."""
    lead = cast.bureau_lead if review.kind == "review" else cast.office_lead
    told = CALL | {"hearing_at": review.opened_at + timedelta(days=days + 14), "host": lead}
    step(review, "call_hearing", actor or lead, later=days, replay=replay, **told | facts)


def held(cast, review, days=19, *, replay=True, host=None, **facts):
    lead = cast.bureau_lead if review.kind == "review" else cast.office_lead
    told = {"held_on": _day(review, days), "host": host or lead, "record": "各方陈述。", "finding": "建议维持。"}
    files = () if replay else [upload("笔录.pdf", pdf())]
    step(review, "hold_hearing", _handler(cast, review), later=days, replay=replay, files=files, **told | facts)


def _call(review, cast):
    accepted(cast, review)
    called(cast, review)


def _decide(review, cast):
    accepted(cast, review)
    decided(cast, review)


REFUSAL = {
    "ground": "legal_route",
    "reason": "已经提起行政诉讼。",
    "next_route": "由人民法院依法审理。",
    "told_by": "post",
}
WITHDRAWAL = {"in_writing": True, "reason": "不再要求。", "told_by": "electronic"}
PATHS = {
    "requested": lambda review, cast: None,
    "examining": lambda review, cast: accepted(cast, review),
    "hearing": _call,
    "decided": _decide,
    "served": _serve,
    "archived": _archive,
    "refused": lambda review, cast: step(review, "refuse", None, later=1, **REFUSAL),
    "withdrawn": lambda review, cast: step(review, "withdraw", None, later=1, **WITHDRAWAL),
}


def in_status(cast, kind: str, status: str) -> Review:
    """A review or recheck in that status, by lawful steps only."""
    petition = answered(cast)
    if kind == "recheck":
        through(cast, petition)
    review = asked(cast, petition, 25 if kind == "review" else 40, stage=kind)
    PATHS[status](review, cast)
    review.refresh_from_db()
    assert review.status == status
    return review
