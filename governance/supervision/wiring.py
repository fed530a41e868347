"""What supervision brings to the lower apps."""

from governance.cases import registry
from governance.cases.lists.filters import desk_of
from governance.cases.papers import issue as papers
from governance.duties.meetings import agenda as agenda_sources
from governance.organisation import demo as demo_county
from governance.organisation import navigation

from . import agenda, demo
from .accounts import actions as accounts
from .accounts import effects as account_effects
from .accounts import promises
from .accounts import texts as account_texts
from .accounts.case_cards import account_sections
from .accounts.steps import ACCOUNTS
from .case_head import describe, describe_led, describe_meeting
from .leading import actions as leading
from .leading import effects as leader_effects
from .leading import portfolios, scopes
from .leading import queue as leader_queue
from .leading.case_cards import leader_of, led_sections
from .leading.steps import LEADING
from .models import AccountMeeting, LeaderCase, SupervisionPaper
from .papers import texts
from .papers.case_cards import sections
from .papers.effects import EFFECTS
from .papers.steps import SUPERVISION

registry.KINDS.register(
    registry.Kind(
        SUPERVISION,
        SupervisionPaper,
        EFFECTS,
        describe=describe,
        sections=sections,
        choosers={"inspections": lambda paper, on: paper.inspections.filter(ended_on=None)},
        list_name="supervision:list",
    )
)
registry.KINDS.register(
    registry.Kind(
        LEADING,
        LeaderCase,
        leader_effects.EFFECTS,
        describe=describe_led,
        sections=led_sections,
        choosers={"leaders": lambda led, on: portfolios.in_office().exclude(pk=led.leader_id)},
        open_from=leading.open_from,
        list_name="supervision:leading",
        guards_read=("leader",),
    )
)
registry.KINDS.register(
    registry.Kind(
        ACCOUNTS,
        AccountMeeting,
        account_effects.EFFECTS,
        describe=describe_meeting,
        sections=account_sections,
        choosers={"unsettled": account_effects.unsettled},
        list_name="supervision:accounts",
        guards_read=("items",),
    )
)
papers.KINDS.register(*texts.PAPERS, account_texts.MINUTES)
accounts.PROVIDERS.register(*promises.PROVIDERS)
registry.SECTIONS.register(registry.Cards("leading", leader_of))
registry.REFERENCES.register(registry.Reference("包案范围", scopes.load_reference))
agenda_sources.SOURCES.register(agenda.SOURCE)
navigation.ENTRIES.register(
    navigation.Entry(
        "督办",
        "supervision:list",
        "alert-triangle",
        permissions=("cases.view_case",),
        position=50,
        counted=desk_of("supervision"),
    )
)
navigation.ENTRIES.register(
    navigation.Entry(
        "领导包案",
        "supervision:leading",
        "",
        permissions=("cases.view_case",),
        position=52,
        under="supervision:list",
        counted=desk_of("leader_case"),
    )
)
navigation.ENTRIES.register(
    navigation.Entry(
        "拟制文书",
        "supervision:queue",
        "",
        permissions=("cases.oversee_case",),
        position=51,
        under="supervision:list",
    )
)
navigation.ENTRIES.register(
    navigation.Entry(
        "待包案",
        "supervision:leader_queue",
        "",
        permissions=("cases.oversee_case",),
        position=53,
        under="supervision:list",
        counted=leader_queue.QUEUE,
    )
)
navigation.ENTRIES.register(
    navigation.Entry(
        "交账会", "supervision:accounts", "", permissions=("cases.view_case",), position=54, under="supervision:list"
    )
)
navigation.ENTRIES.register(
    navigation.Entry(
        "首办情况", "supervision:first", "", permissions=("cases.view_case",), position=55, under="supervision:list"
    )
)
for label, page, position in (("领导分工", "supervision:leaders", 928), ("包案范围", "supervision:scopes", 929)):
    navigation.ENTRIES.register(
        navigation.Entry(
            label, page, "adjustments-horizontal", permissions=("cases.manage_reference",), position=position
        )
    )
demo_county.PARTS.register(demo_county.Part("督办和包案", demo.load, is_last=True))
