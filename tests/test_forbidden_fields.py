"""What the law keeps away from a county's platform has no place in it: no column, no fact, no figure, no sheet, no API.

Personal Information Protection Law arts 6, 24, 28; Regulations on Petitions art. 17. Faith, ethnic group, party,
health, body, whereabouts, past offences, marks and scores of persons.
"""

import csv
import re
from pathlib import Path

import pytest
from django.apps import apps
from drf_spectacular.generators import SchemaGenerator

from governance.cases.lists.ledger import LEDGERS
from governance.cases.registry import KINDS
from petitions.messages.checking import COLUMNS

WORDS = re.compile(
    "宗教|信教|信仰|民族|政治面貌|党派|政治表现|健康|病史|病情(?!况$)|患病(?!情况$)|诊断|精神障碍|残疾|吸毒|血型|指纹|人脸|虹膜|行踪|前科"
    "|犯罪记录|违法记录|刑满|矫正|重点人|关注程度|稳控|上访|信访次数|信用(?!代码)|积分|个人评分"
    # That of an event or a dispute is judged by what happened, never that of a person.
    "|(?<!GridEvent risk )(?<!grid_event )(?<!Dispute risk )(?<!judge_risk risk )(?<!dispute )风险等级"
)
# Settling a criminal matter is about what was done between two, and keeps no record of anybody's past.
NAMES = re.compile(
    "religio|faith|ethnic|party_member|politic|health|disease|diagnos|disab|drug|blood|finger|face_|iris|biometr|whereabout"
    "|convict|criminal(?!_reconciliation)|offence|watch_?list|key_person|credit|social_score|risk_of_person|stability_level|petition_count"
)
HOME = Path(__file__).resolve().parents[1]
OWN = ("governance.", "petitions", "mediation", "grid", "security")


def told(*words) -> str:
    return " ".join(str(word) for word in words)


def columns():
    for app in apps.get_app_configs():
        if app.name.startswith(OWN):
            for model in app.get_models():
                for field in model._meta.get_fields():
                    yield told(model._meta.label, field.name, getattr(field, "verbose_name", ""))


def facts():
    for kind in KINDS.values():
        for step in kind.workflow.steps:
            for fact in step.facts:
                for each in (fact, *fact.columns):
                    yield told(kind.code, step.name, each.name, each.label)


def exported():
    for ledger in LEDGERS.values():
        for own in ledger.columns:
            yield told(ledger.code, own.called(ledger.kind), own.field)


def imported():
    yield from COLUMNS
    with (HOME / "governance/registers/data/fields.csv").open(encoding="utf-8") as file:
        yield from (told(row["register"], row["label"], row["choices"]) for row in csv.DictReader(file))


def offered():
    for name, schema in SchemaGenerator().get_schema(request=None, public=True)["components"]["schemas"].items():
        for field, how in schema.get("properties", {}).items():
            yield told(name, field, how.get("title", ""), how.get("description", ""))


@pytest.mark.parametrize("place", [columns, facts, exported, imported, offered])
def test_it_has_no_place_for_what_the_law_keeps_away(place):
    found = list(place())
    assert len(found) > 3
    assert [name for name in found if WORDS.search(name) or NAMES.search(name)] == []
