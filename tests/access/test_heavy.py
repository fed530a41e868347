"""What reaches more than one person, or cannot be taken back, says what will happen, to whom and how many, and wants
the reason in the same place."""

import re
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from tests.access.pages import TABLE

TEMPLATES = settings.BASE_DIR / "templates"
pytestmark = pytest.mark.usefixtures("recalled")


@dataclass(frozen=True)
class Heavy:
    """An act: who does it, what the page says of it, and on which page it stands where it has none of its own."""

    who: str
    said: str
    page: str = ""


HEAVY = {
    "duties:switch": Heavy("county", r"\d+ 个单位"),
    "duties:end_period": Heavy("county", r"\d+ 个单位明天以后的 \d+ 项任务马上撤回.*结束以后不能恢复"),
    "cases:routing_drop": Heavy("county", r"不再建议分给.*删除以后不能恢复"),
    "cases:paper_template_use": Heavy("county", r"全县各单位制作的.*可以随时改回"),
    "grid:end_post": Heavy("staff", r"从今天起.*不再任.*这个网格(还有 \d+ 人任职|没有别人任职)"),
    "organisation:reset_password": Heavy("county", r"已登录的 \d+ 处全部退出", page="organisation:person"),
    "organisation:close_person": Heavy("county", r"已登录的 \d+ 处立即退出.*可以恢复", page="organisation:person"),
    "organisation:close_unit": Heavy("county", r"不能再任命人员、不能再接收事项", page="organisation:unit"),
    "registers:end": Heavy("staff", r"不再计入", page="registers:entry"),
    "assessment:cancel_period": Heavy("county", r"\d+ 个单位这一期不再考核.*不能恢复", page="assessment:period"),
    "mediation:end_question": Heavy("justice_officer", r"其余 \d+ 题.*\d+ 份答卷.*不能恢复"),
    "exchange:draw_key": Heavy("system_admin", r"等候推送的 \d+ 条.*不能恢复"),
    "exchange:revoke": Heavy("system_admin", r"不能再用这个令牌调用.*作废以后不能恢复"),
    "grid:merge_grid": Heavy("staff", r"不能恢复；\d+ 人在这里的任职今天结束", page="grid:grid"),
}
# The act shows no form of its own and is none of those above, because …
LIGHT = {
    "it is about what is one's own": {
        *(
            "organisation:logout",
            "petitions:leave_mine",
            "organisation:leave_everywhere",
            "organisation:display",
            "notices:open",
            "notices:read_all",
        ),
        *("notices:preference", "job-cancel", "cases:view_drop", "cases:phrase_drop", "cases:take_back", "duties:zero"),
        *("duties:patrol_start", "duties:patrol_end", "publications:confirm", "assessment:mark"),
    },
    "it can be undone in the same place": {
        *("organisation:reopen_unit", "organisation:switch_synonym", "registers:check", "registers:add_files"),
        *("publications:add_files", "publications:take_off", "grid:change_grid", "grid:appoint"),
        *("grid:take_over_net", "duties:roster_fill", "mediation:generate_roster", "organisation:withdraw_post"),
        "security:inspections:hazard",
    },
    "it shows something and changes nothing": {
        *("cases:rehearse", "registers:export", "figures:export", "mediation:bind", "mediation:subsidies_export"),
        *("mediation:figures_export", "petitions:preview", "mediation:preview", "grid:preview"),
        *("registers:phone", "citizens:questionnaire_codes", "assessment:try_scheme"),
        *(f"security:{room}:preview" for room in ("hazards", "key_areas", "incidents", "assessments", "clues")),
        *(f"security:{room}:preview" for room in ("warnings", "joint_tasks")),
    },
    "a second person decides it, in sight of what the first one wrote": {
        *("organisation:decide_deed", "organisation:vouch", "duties:decide_programme_task"),
        *("publications:submit", "publications:approve", "publications:issue", "citizens:release_questionnaire"),
        "assessment:answer",
    },
    "it sends again what was to be sent": {"notices:resend", "exchange:resend"},
    "a program does it, for which no page is shown": {"api-step", "api-hotline", "api-hotline-supplements"},
    "one more is drawn, and what there was stays": {"exchange:issue"},
    "it concerns one letter, which somebody has read there": {"petitions:take_letter"},
    "it concerns one visitor at the counter": {"counter:take", "counter:call", "counter:end"},
    "only a draft is concerned, which nobody else works by": {
        *("assessment:drop_item", "assessment:drop_draft", "assessment:revise", "citizens:drop_questionnaire"),
        *("citizens:publish_questionnaire", "petitions:tell_all"),
    },
    "the page before says for each row what will happen": {"set_up", "assessment:conclude_shown"},
    "the form beside it wants the reason or the judgement, and says whom it is about": {
        *("supervision:set_aside", "assessment:give_back", "assessment:end", "assessment:conclude"),
        *("publications:give_back", "publications:withdraw", "publications:drop", "organisation:reopen_person"),
        "organisation:reset_factor",
    },
    "it says how many units it reaches and stands on what was tried or is not handed in": {
        *("assessment:put_in_force", "assessment:freeze", "assessment:publish_period", "duties:urge"),
    },
}


# What a page that answers its own presses does without asking for anything, and why that is light.
PRESSED = {
    "cases/dossiers/detail.html": "it shows something and changes nothing",
    "duties/meetings/detail.html": "it can be undone in the same place",
    "duties/rosters/pool_detail.html": "it can be undone in the same place, and is refused while days lie ahead",
    "mediation/organisations/court_notice.html": "it says what the person has done",
    "public/kept.html": "it is about what is one's own",
    "security/inspections/round.html": "it says what the unit hands in, and is corrected there",
}
FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
BUTTON = re.compile(r"<button.*?</button>", re.DOTALL)
ASKS = re.compile(r"<(?:select|textarea)\b|<input(?![^>]*hidden)|{% include|(?<!\"){{ ")


def test_every_page_that_answers_a_press_without_asking_for_anything_is_known():
    pages = {str(path.relative_to(TEMPLATES)): path.read_text() for path in TEMPLATES.rglob("*.html")}
    bare = {
        name
        for name, page in pages.items()
        for head, body in FORM.findall(page)
        if "post" in head and "action=" not in head and not ASKS.search(BUTTON.sub("", body))
    }
    assert bare == set(PRESSED)


def test_every_act_without_a_form_of_its_own_is_weighed_or_said_to_be_light():
    acts = {name for name, row in TABLE.items() if row.get is None and row.post is not None}
    light = set().union(*LIGHT.values())
    listed = light | {name for name, each in HEAVY.items() if each.page}
    assert acts - listed == set(), "an act that is neither"
    assert listed - acts == set(), "a line without an act"
    assert light & set(HEAVY) == set()


@pytest.mark.parametrize("name", HEAVY)
def test_it_says_what_will_happen_and_wants_the_reason_there(db, world, clients, counts, name):
    heavy, client = HEAVY[name], clients[HEAVY[name].who]
    args = [world[word] for word in TABLE[name].args]
    address = reverse(name, args=args)
    # The page of what is acted on is named as the act is.
    page = reverse(heavy.page, args=args[: len(TABLE[heavy.page].args)]) if heavy.page else address
    shown = client.get(page).content.decode()
    assert re.search(heavy.said, _words(shown)), "the page does not say so"
    with transaction.atomic():
        before = counts()
        refused = client.post(address, {**_version(shown), "reason": " "})
        assert refused.status_code == 422 and counts() == before
        assert re.search(heavy.said, _words(refused.content.decode())), "it says so beside what is missing"
        transaction.set_rollback(True)


def _words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def _version(page: str) -> dict:
    found = re.search(r'name="version" value="(\d+)"', page)
    return {"version": found[1]} if found else {}
