"""Deterministic builders: petitions registered and moved by the same verbs that people use."""

from datetime import date, datetime, time, timedelta
from functools import cache

from django.contrib.auth.models import Permission
from django.utils import timezone

from governance.cases.models import Case, CaseUserObjectPermission, Participant
from governance.cases.steps import actions
from governance.frame.database.written import WrittenOnce
from governance.frame.days import CHINA, office_day, office_moment
from governance.organisation.models import Post, User
from petitions.intake.actions import register_petition
from petitions.models import Petition

# A Tuesday with no holiday for weeks on either side.
OPENED = datetime(2026, 3, 10, 10, 0, tzinfo=CHINA)

TRANSFER = {"reason": "属于住建部门职责。", "told_by": "electronic"}
ACCEPT = {"told_by": "electronic", "note": "按信访程序办理。"}
OPINION = {
    "request": "请求恢复供水。",
    "facts": "泵房停用，情况属实。",
    "opinion": "责成物业三日内修复。",
    "legal_basis": "《城市供水条例》第二十二条",
    "outcome": "supported",
    "executor": "物业服务企业",
    "execution_days": 20,
    "review_organ": "长安区人民政府",
}
REFUSAL = {
    "ground": "legal_route",
    "reason": "应当通过仲裁解决。",
    "next_route": "请向劳动人事争议仲裁委员会申请仲裁。",
    "told_by": "post",
}
ARBITRATION = {"petition_class": "appeal_request", "route": "arbitration", "reason": "属于劳动争议。"}
INFORM = {"organ": "市公共交通集团", "next_route": "请向该单位服务热线提出。", "told_by": "electronic"}
WITHDRAWAL = {"in_writing": True, "reason": "问题已经解决。", "told_by": "electronic"}
HAND_ON = {"reason": "供水属水务部门职责。", "told_by": "electronic"}
CHECKLIST = {"papers_complete": True, "rating_asked": True}


def person(name="赵秀英", phone="13911112222", id_number="", address="凤栖路社区3组8号", **fields) -> Participant:
    """An unsaved petitioner."""
    made = Participant(name=name, address=address, **fields)
    made.phone = phone
    made.id_number = id_number
    return made


def petition(cast, *, actor=None, unit=None, at=OPENED, people=None, replay=True, repeats=None, **fields) -> Petition:
    """A petition registered at the window of 韦曲街道 unless said otherwise."""
    values = {
        "title": "凤栖路社区居民反映小区停水",
        "summary": "请求尽快恢复供水。",
        "facts_and_reasons": "泵房三天前停用。",
        "area": cast.area("610116001002"),
        "channel": Case.Channel.VISIT,
        "petition_class": "appeal_request",
        "route": "handling",
        "opened_at": at,
        "lead_unit": unit or cast.weiqu,
    }
    made = Petition(**{**values, **fields})
    register_petition(
        made, actor=actor or cast.clerk, at=at, people=people or [person()], repeats=repeats, replay=replay
    )
    return made


def accusation(cast, **fields) -> Petition:
    """An accusation against the housing department, taken in at 韦曲街道."""
    values = {
        "petition_class": "accusation",
        "route": "",
        "title": "反映住建局工作人员收受好处",
        "accused_unit": cast.housing,
    }
    return petition(cast, **{**values, **fields})


def within_the_day() -> datetime:
    """Now; after eight in the evening eight o'clock, so that what follows some hours later follows on the same day."""
    now = timezone.now()
    return min(now, office_moment(office_day(now), time(20)))


def given_post(user, unit, role) -> None:
    """The person holds one more post since long ago, and counts as asked anew."""
    Post.objects.get_or_create(user=user, unit=unit, role=role, defaults={"starts_on": date(2024, 1, 1)})
    forget_standing(user)


def forget_standing(user) -> None:
    """What was read of the person's posts is read again, as a later request does."""
    user.__dict__.pop("_standings", None)


def sees(person, case) -> bool:
    """True if the case stands in the lists of the person, as they are posted now."""
    return Case.objects.visible_to(User.objects.get(pk=person.pk)).filter(pk=case.pk).exists()


def let_in(case, *people) -> None:
    """Object permissions lie there as an oversight would leave them: through whatever posts these people have."""
    permission = Permission.objects.get(content_type__app_label="cases", codename="view_case")
    for post in Post.objects.filter(user__in=people):
        CaseUserObjectPermission.objects.get_or_create(
            user_id=post.user_id, permission=permission, content_object_id=case.pk, unit_id=post.unit_id
        )


def step(case, name, actor, *, later=0, at=None, replay=True, files=(), **facts):
    """The case takes a step that many days after it was opened."""
    moment = at or case.opened_at + timedelta(days=later, hours=1)
    event = actions.take_step(case, name, facts, actor=actor, at=moment, replay=replay, files=files)
    reread(case)
    return event


def reread(case) -> None:
    """The case as it stands now, as ``refresh_from_db`` reads it; thousands of steps ask the same question."""
    vars(case).pop("_prefetched_objects_cache", None)
    vars(case).update(vars(_row_of(type(case)).one(pk=case.pk)))


@cache
def _row_of(model: type[Case]) -> WrittenOnce:
    return WrittenOnce(lambda pk: model._base_manager.filter(pk=pk).order_by(), pk=-1)


def agreed(case, actor) -> None:
    """What waits for another person's word has it."""
    for waiting in case.proposals.filter(decision=""):
        actions.decide(waiting, approve=True, actor=actor, at=waiting.proposed_at)
    case.refresh_from_db()


def studied(case, actor, later=2, **facts) -> None:
    """The suggestion was studied, and nothing speaks against it."""
    told = {"studied_by": "局办公会", "studied_on": (case.opened_at + timedelta(days=later)).date(), "adopted": "whole"}
    step(case, "study", actor, later=later, **told | {"finding": "合理、可行。", "reason": "列入计划。"} | facts)


def kept(cast, **fields) -> Petition:
    """A petition that the housing department took in and accepted itself."""
    made = petition(cast, unit=cast.housing, actor=cast.handler, **fields)
    step(made, "accept", cast.handler, later=2, **ACCEPT)
    return made


def _transfer(case, cast):
    step(case, "transfer", cast.clerk, later=1, to_unit=cast.housing, **TRANSFER)


def _accept(case, cast):
    _transfer(case, cast)
    step(case, "accept", cast.handler, later=2, **ACCEPT)


def _answer(case, cast):
    _accept(case, cast)
    step(case, "issue_opinion", cast.lead, later=20, **OPINION)


def _serve(case, cast):
    _answer(case, cast)
    served_on = (case.opened_at + timedelta(days=21)).date()
    step(case, "serve", cast.handler, later=21, method="direct", served_on=served_on, receiver="本人", proof="已签收")


def executed(case, cast):
    """What was found right is carried out, thirty days after the petition came."""
    executed_on = (case.opened_at + timedelta(days=30)).date()
    step(case, "execute", cast.handler, later=30, executed_on=executed_on, note="水泵已经更换。")


def _archive(case, cast):
    _serve(case, cast)
    executed(case, cast)
    step(case, "archive", cast.handler, later=60, **CHECKLIST)


def _object(case, cast):
    _transfer(case, cast)
    step(case, "object", cast.handler, later=2, reason="属水务部门职责。")


def _refuse(case, cast):
    _transfer(case, cast)
    step(case, "reclassify", cast.handler, later=2, **ARBITRATION)
    step(case, "not_accept", cast.lead, later=2, **REFUSAL)


def _withdraw(case, cast):
    _accept(case, cast)
    step(case, "withdraw", cast.township_lead, later=5, **WITHDRAWAL)


def _merge(case, cast):
    other = petition(cast, title="先到的一件", at=case.opened_at - timedelta(days=3))
    step(case, "merge", cast.clerk, later=1, into=other, note="同一人同一事项。", told_by="electronic")


PATHS = {
    "registered": lambda case, cast: None,
    "routed": _transfer,
    "objected": _object,
    "handling": _accept,
    "answered": _answer,
    "served": _serve,
    "informed": lambda case, cast: step(case, "inform", cast.clerk, later=1, **INFORM),
    "not_accepted": _refuse,
    "archived": _archive,
    "withdrawn": _withdraw,
    "merged": _merge,
}


def in_status(cast, status: str, **fields) -> Petition:
    """A petition that came to the status by lawful steps only."""
    made = petition(cast, **fields)
    PATHS[status](made, cast)
    made.refresh_from_db()
    assert made.status == status
    return made
