"""Builders of assessments: a project of the housing department from its draft through the gates to its conditions."""

from datetime import timedelta

from governance.cases.steps import actions
from security.models import RiskAssessment
from tests.attachments.samples import picture, upload
from tests.builders import OPENED, step

# Days after the draft came in.
PUBLISHED, CLOSED, SURVEYED, CALLED, HELD, ANSWERED, ARGUED = 1, 33, 34, 35, 43, 44, 45
REPORTED, CHECKED, SENT, REVIEWED, DECIDED = 46, 47, 48, 49, 50


def proof(name: str = "材料.png"):
    return upload(name, picture("PNG"))


def assessment(cast, *, at=OPENED, **fields) -> RiskAssessment:
    """The draft of a project that nobody has made public yet."""
    values = {
        "kind": "risk_assessment",
        "title": "凤栖路老旧房屋征收改造",
        "summary": "征收凤栖路两侧老旧房屋，涉及八十六户。",
        "area": cast.area("610116001002"),
        "place": "凤栖路",
        "sector": "expropriation",
        "channel": "patrol",
        "lead_unit": cast.housing,
        "opened_at": at,
    }
    made = RiskAssessment(**{**values, **fields})
    actions.open_case(made, actor=cast.handler, at=at, replay=True)
    return made


def day(case, later: int):
    """The day so many days after the draft came in."""
    return (case.opened_at + timedelta(days=later)).date()


def _at(case, name: str, actor, later: int, **facts):
    return step(case, name, actor, later=later, **{"files": [proof()]} | facts)


def publish(case, cast, later=PUBLISHED, **facts):
    told = {"published_on": day(case, later), "places": ["website", "site"], "days": 30}
    return _at(case, "publish", cast.handler, later, **told | facts)


def close_publicity(case, cast, later=CLOSED, **facts):
    return _at(case, "close_publicity", cast.handler, later, received=12, note="关注补偿标准。", **facts)


def survey(case, cast, **facts):
    told = {"surveyed_on": day(case, SURVEYED), "units": "街道、社区", "note": "房屋多为危房。"}
    return _at(case, "survey", cast.handler, SURVEYED, **told | facts)


SIDES = (
    {"side": "被征收住户", "people": 8, "chosen": "applied"},
    {"side": "沿街商户", "people": 4, "chosen": "drawn"},
)


def call_hearing(case, cast, **facts):
    told = {"papers_on": day(case, CALLED), "hearing_on": day(case, CALLED + 7), "place": "街道会议室", "sides": SIDES}
    return _at(case, "call_hearing", cast.handler, CALLED, **told | facts)


def hold_hearing(case, cast, later=HELD, **facts):
    told = {"held_on": day(case, CALLED + 7), "note": "各方陈述了意见。"}
    return _at(case, "hold_hearing", cast.handler, later, **told | facts)


OPINIONS = (
    {"opinion": "提高搬迁补助", "adopted": "yes"},
    {"opinion": "全部就地安置", "adopted": "no", "reason": "用地不足，就近安置。"},
)


def feed_back(case, cast, **facts):
    return _at(case, "feed_back", cast.handler, ANSWERED, **{"opinions": OPINIONS, "told": "社区张贴"} | facts)


def argue(case, cast, **facts):
    told = {"argued_on": day(case, ARGUED), "way": "meeting", "experts": "规划、结构专家五人", "neutral": True}
    return _at(case, "argue", cast.handler, ARGUED, note="改造可行。", **told | facts)


PLANS = (
    {"name": "整体征收", "feasible": "一次改造到位", "infeasible": "安置压力大"},
    {"name": "原地加固", "feasible": "不用搬迁", "infeasible": "危房不能消除"},
)
FINDINGS = {
    "methods": ["visits", "consultation"],
    "legality": "meets",
    "reasonableness": "meets",
    "feasibility": "partly",
    "controllability": "meets",
    "plans": PLANS,
    "risks": [{"risk": "补偿标准有分歧", "measure": "公开标准", "response": "专班对接"}],
    "level": "medium",
    "conclusion": "风险可控，附条件实施。",
}


def report(case, cast, later=REPORTED, **facts):
    return step(case, "report", cast.lead, later=later, **FINDINGS | facts)


def check(case, cast, later=CHECKED, **facts):
    return _at(case, "check", cast.staff, later, note="报告完整。", **facts)


def send_to_review(case, cast, later=SENT, **facts):
    return _at(case, "send_to_review", cast.handler, later, **{"unit": cast.justice, "days": 7} | facts)


def lawful(case, cast, later=REVIEWED, **facts):
    return _at(case, "lawful", cast.justice_officer, later, note="程序完备，内容合法。", **facts)


def talked(case, later=DECIDED) -> dict:
    return {"met_on": day(case, later), "note": "常务会议讨论，一致同意。", "files": [proof("纪要.png")]}


def go_ahead(case, cast, later=DECIDED, **facts):
    told = {
        "party_asked": True,
        "plan": "整体征收",
        "conditions": [{"text": "安置房源到位", "unit": cast.water, "due_on": day(case, later + 30)}],
    }
    return step(case, "go_ahead", cast.leader, later=later, **talked(case, later) | told | facts)


def announce(case, cast, later=DECIDED + 1, **facts):
    told = {"announced_on": day(case, later), "places": ["website"]}
    return step(case, "announce", cast.handler, later=later, **told | facts)


WAY = (
    ("drafted", None),
    ("published", publish),
    ("surveying", close_publicity),
    ("consulting", survey),
    ("hearing", call_hearing),
    ("answering", hold_hearing),
    ("arguing", feed_back),
    ("reporting", argue),
    ("checking", report),
    ("checked", check),
    ("legality", send_to_review),
    ("deciding", lawful),
    ("going", go_ahead),
)


def upto(case, cast, status: str):
    """The case has passed every gate on its way to that status."""
    for reached, act in WAY:
        if act:
            act(case, cast)
        if reached == status:
            break
    case.refresh_from_db()
    return case


def _after(status: str, name: str, person: str, **facts):
    def path(case, cast):
        upto(case, cast, status)
        told = talked(case) if status == "deciding" else {}
        step(case, name, getattr(cast, person), later=DECIDED + 1, **told | facts)

    return path


def _done(case, cast):
    upto(case, cast, "going")
    condition = case.conditions.get()
    _at(case, "fulfil", cast.water_handler, DECIDED + 5, which=condition, note="房源已交付。")
    announce(case, cast)
    step(case, "complete", cast.staff, later=DECIDED + 6, note="核对无误。")


PATHS = {status: lambda case, cast, status=status: upto(case, cast, status) for status, _ in WAY} | {
    "postponed": _after("deciding", "postpone", "leader", reason="先落实房源。"),
    "done": _done,
    "refused": _after("deciding", "refuse", "leader", reason="多数不同意。"),
    "withdrawn": _after("drafted", "withdraw", "lead", reason="项目取消。"),
}


def in_status(cast, status: str) -> RiskAssessment:
    """An assessment in that status."""
    case = assessment(cast)
    PATHS[status](case, cast)
    case.refresh_from_db()
    return case
