"""What belongs into the file of a mediation, in the order in which it is bound. Plain Python.

The thirteen items are those of the forms for people's mediation; an item that is not always needed says when it is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter

# The step by which somebody puts a material into the file.
FILING = "file_material"


@dataclass(frozen=True)
class Needs:
    """Whether it is the people's track; whether somebody speaks for a party, by mandate or chosen by many; whether the
    agreement in force asks for money that was not paid on the spot, went to the court, and waits there for the ruling;
    whether a visit was made or is planned. A track without people of its own has those of its dispute.
    """

    people: bool
    agent: bool
    payment: bool
    confirmation: bool
    ruling: bool
    visit: bool


@dataclass(frozen=True)
class Item:
    """One item of the checklist: which papers and which files of which steps it consists of.

    ``needed`` says whether a track with these needs cannot do without; ``missing`` what is then to be done. ``made``
    items are set from the case when the file is bound; an ``awaited`` one is there once its step was taken, whatever
    was put in its place by hand. Histories written before codes were kept name an item by its
    title: one that is reworded keeps the old title in ``was``.
    """

    number: int
    code: str
    title: str
    needed: Callable[[Needs], bool]
    missing: str = ""
    papers: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    made: bool = False
    awaited: bool = False
    was: tuple[str, ...] = ()

    @property
    def takes_files(self) -> bool:
        """True if an attachment can be put here."""
        return not self.made


def always(needs: Needs) -> bool:
    return True


def never(needs: Needs) -> bool:
    return False


is_people, has_agent, has_payment, has_confirmation, awaits_ruling, has_visit = map(
    attrgetter, ("people", "agent", "payment", "confirmation", "ruling", "visit")
)


ITEMS = (
    Item(1, "cover", "卷宗封面", always, made=True),
    Item(
        2,
        "application",
        "人民调解申请书或者受理登记表",
        is_people,
        "还没有申请书或者受理登记表。",
        papers=("mediation_application", "mediation_acceptance"),
    ),
    Item(
        3,
        "rights_notice",
        "当事人权利义务告知书",
        is_people,
        "还没有权利义务告知书。",
        papers=("rights_notice",),
    ),
    Item(4, "identity", "当事人身份证明", is_people, "请补充双方当事人的身份证明。"),
    Item(5, "authority", "授权委托书", has_agent, "当事人有代理人或者代表人，请补充授权委托书、推选书。"),
    Item(6, "investigation", "调查记录", never),
    Item(
        7,
        "evidence",
        "证据材料",
        never,
        steps=("register", "resume_after_appraisal"),
    ),
    Item(7, "property", "财产权利证明", never),
    Item(
        8,
        "record",
        "调解记录",
        always,
        "还没有调解记录。",
        papers=("mediation_record",),
        steps=("hold_session",),
    ),
    Item(
        9,
        "agreement",
        "调解协议书或者口头协议登记表",
        always,
        "还没有调解协议书或者口头协议登记表。",
        papers=("mediation_agreement", "oral_agreement_register", "reconciliation_agreement"),
        steps=("sign_agreement",),
    ),
    Item(
        10,
        "performance",
        "履行凭证",
        has_payment,
        "协议有给付金钱的事项，请补充收条或者转账凭证。",
        steps=("record_performance",),
    ),
    Item(
        11,
        "follow_up",
        "回访记录",
        has_visit,
        "安排了回访，还没有回访记录。",
        papers=("follow_up_record",),
        steps=("follow_up",),
    ),
    Item(
        12,
        "confirmation",
        "司法确认材料",
        has_confirmation,
        "已经申请司法确认，请补充申请书。",
        papers=("confirmation_application",),
        steps=("apply_confirmation",),
    ),
    Item(
        12,
        "ruling",
        "人民法院的裁定书",
        awaits_ruling,
        "司法确认还在等候人民法院的结果，请先“记录法院审查结果”。",
        steps=("record_confirmation",),
        awaited=True,
    ),
    # Letters to and from those who referred, reports, notices: papers that no other item names.
    Item(13, "other", "其他文书和卷宗情况说明", never),
    Item(13, "back_cover", "卷内备考表、封底", always, made=True),
)
BY_CODE = {item.code: item for item in ITEMS}
BY_TITLE = {title: item for item in ITEMS for title in (item.title, *item.was)}
ITEM_OF_PAPER = {code: item for item in ITEMS for code in item.papers}
ITEM_OF_STEP = {name: item for item in ITEMS for name in item.steps}
FILED = tuple((item.code, item.title) for item in ITEMS if item.takes_files)
