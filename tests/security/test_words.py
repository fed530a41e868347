"""Public safety speaks of what happened there, and not in the words of petitions."""

import re

import pytest
from django.urls import reverse

from governance.cases import registry
from governance.cases.lists.ledger import LEDGERS
from security.wiring import WORDS
from tests.security import assessments, clues, hazards, incidents, joint_tasks, key_areas, warnings

pytestmark = pytest.mark.django_db
MADE = {
    "hazard": hazards.hazard,
    "key_area": key_areas.key_area,
    "incident": incidents.incident,
    "risk_assessment": assessments.assessment,
    "clue": clues.clue,
    "joint_task": joint_tasks.task,
    "warning": warnings.warning,
}


def test_every_kind_has_its_words():
    assert set(WORDS) == set(MADE) == {code for code, kind in registry.KINDS.items() if kind.words}


@pytest.mark.parametrize("code", MADE)
def test_it_is_registered_shown_and_written_out_in_its_own_words(cast, login, code):
    kind, words = registry.KINDS[code], WORDS[code]
    person = {"risk_assessment": cast.handler, "clue": cast.clerk, "hazard": cast.clerk}.get(code, cast.staff)
    client = login(person)
    asked = client.get(reverse(kind.register_name)).content.decode()
    assert [word for word in (words["area"], words["summary"], kind.registering) if word not in asked] == []
    # What a law is called is no word of the page.
    said = re.sub("《[^》]*》", "", asked.partition("<main")[2])
    assert f"不填写的，取{words['summary']}的第一句" in asked and "信访" not in said
    shown = client.get(f"/cases/{MADE[code](cast).number}/").content.decode()
    assert [words[name] for name in ("area", "opened_at", "lead_unit") if f">{words[name]}<" not in shown] == []
    assert ">承办单位<" not in shown and (words["opened_at"] == "收到时间" or ">收到时间<" not in shown)


@pytest.mark.parametrize("code", sorted(set(MADE) - {"clue"}))
def test_its_ledger_has_the_same_heads(code):
    ledger = next(each for each in LEDGERS.values() if each.kind.code == code)
    heads = [column.label for column in ledger.all_columns()]
    assert {WORDS[code][name] for name in ("opened_at", "area", "lead_unit", "handler")} <= set(heads)
