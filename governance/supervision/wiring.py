"""What supervision brings to the lower rooms."""

from datetime import timedelta

from django.db.models import Q

from governance.cases.lists.filters import desk_of
from governance.cases.registry import Cards, CaseKind, Reference
from governance.frame.line import Line
from governance.notices.kinds import MessageKind
from governance.organisation.demo import Part
from governance.organisation.navigation import MenuEntry

from . import agenda, demo
from .access import may_send
from .accounts import effects as account_effects
from .accounts import promises
from .accounts import texts as account_texts
from .accounts.actions import PROVIDERS
from .accounts.case_cards import account_sections
from .accounts.steps import ACCOUNTS
from .case_head import describe, describe_led, describe_meeting
from .leading import actions as leading
from .leading import effects as leader_effects
from .leading import leaving, portfolios, scopes
from .leading import queue as leader_queue
from .leading.case_cards import leader_of, led_sections
from .leading.steps import LEADING
from .models import AccountMeeting, LeaderCase, SupervisionPaper
from .models.law import SUBJECT_LAWS, load_laws
from .papers import texts
from .papers.case_cards import sections
from .papers.effects import EFFECTS
from .papers.steps import SUPERVISION

SEE = ("cases.view_case",)
MANAGE = ("cases.manage_reference",)
LIST = "supervision:list"

LINE = Line(
    takes=(PROVIDERS, SUBJECT_LAWS),
    guide="data/guide.csv",
    urls={"supervision/": "urls"},
    hands_over={"in_hand": leaving.in_hand, "let_go": leaving.let_go},
    every={"scan_leading": timedelta(minutes=15)},
    terms="data/terms.csv",
    ladders="data/ladder.csv",
    county_rules="data/county_rules.csv",
    subject_laws="data/subject_laws.csv",
    kinds=(
        CaseKind(
            SUPERVISION,
            SupervisionPaper,
            EFFECTS,
            describe=describe,
            has_categories=False,
            people_label="",
            sections=sections,
            choosers={"inspections": lambda paper, on: paper.inspections.filter(ended_on=None)},
            list_name=LIST,
            # The agenda has a source of its own for them.
            on_agenda=False,
            carries=lambda case: SupervisionPaper.objects.filter(
                Q(subjects__case_id=case.pk) | Q(subjects__decision__case_id=case.pk)
            ).values("pk"),
            awaits=lambda case: SupervisionPaper.objects.filter(subjects__case_id=case.pk).values_list("pk", flat=True),
        ),
        CaseKind(
            LEADING,
            LeaderCase,
            leader_effects.EFFECTS,
            describe=describe_led,
            has_categories=False,
            people_label="",
            sections=led_sections,
            choosers={"leaders": lambda led, on: portfolios.in_office().exclude(pk=led.leader_id)},
            open_from=leading.open_from,
            list_name="supervision:leading",
            guards_read=("leader", "subject"),
            awaits=lambda case: LeaderCase.objects.filter(subject_id=case.pk).values_list("pk", flat=True),
        ),
        CaseKind(
            ACCOUNTS,
            AccountMeeting,
            account_effects.EFFECTS,
            describe=describe_meeting,
            has_categories=False,
            people_label="",
            sections=account_sections,
            choosers={"unsettled": account_effects.unsettled},
            list_name="supervision:accounts",
            guards_read=("items",),
        ),
    ),
    messages=(MessageKind(SUPERVISION.kind, "督办"),),
    papers=texts.TEXTS | account_texts.TEXTS,
    promises=promises.PROVIDERS,
    cards=(Cards("leading", leader_of),),
    reference=(Reference("包案范围", scopes.load_reference), Reference("督办依据", load_laws)),
    agenda=(agenda.SOURCE,),
    menu=(
        MenuEntry(
            "督办",
            LIST,
            "alert-triangle",
            permissions=SEE,
            position=50,
            counted=desk_of(SUPERVISION.kind),
        ),
        MenuEntry("拟制文书", "supervision:queue", "", where=may_send, position=51, under=LIST),
        MenuEntry(
            "领导包案",
            "supervision:leading",
            "",
            permissions=SEE,
            position=52,
            under=LIST,
            counted=desk_of(LEADING.kind),
        ),
        MenuEntry(
            "待包案",
            "supervision:leader_queue",
            "",
            where=may_send,
            position=53,
            under=LIST,
            counted=leader_queue.QUEUE,
        ),
        MenuEntry("交账会", "supervision:accounts", "", permissions=SEE, position=54, under=LIST),
        MenuEntry("首办情况", "supervision:first", "", permissions=SEE, position=55, under=LIST),
        MenuEntry("期限情况", "supervision:late", "", permissions=SEE, position=56, under=LIST),
        MenuEntry("领导分工", "supervision:leaders", "sitemap", permissions=MANAGE, position=928),
        MenuEntry("包案范围", "supervision:scopes", "briefcase", permissions=MANAGE, position=929),
        MenuEntry("督办依据", "supervision:laws", "gavel", permissions=MANAGE, position=931),
    ),
    demo=(Part("督办和包案", demo.load, is_last=True),),
    roles="data/roles.csv",
)
