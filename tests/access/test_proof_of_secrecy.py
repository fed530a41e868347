"""The proof finds every way in which something of a hidden matter can stand where it is read by others."""

from datetime import timedelta
from itertools import count

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, models

from governance.cases.access import proof
from governance.cases.access.proof import breaches
from governance.cases.models import Case, CaseAccusedPerson, CaseLink, CaseUnit
from governance.frame.models import Sending
from governance.jobs import files
from governance.jobs.models import Job
from governance.notices import outbox
from governance.notices.models import Notice
from governance.organisation.models import AccessRecord
from governance.supervision.models import AccountItem
from governance.supervision.models.accounts import AccountItems
from petitions.models import Petition
from tests import builders

pytestmark = pytest.mark.django_db
NOW = builders.OPENED + timedelta(days=5)


def sentences():
    return [str(breach) for breach in breaches(NOW.date())]


@pytest.fixture
def case(cast):
    made = builders.accusation(cast, accused_names=cast.lead.name)
    builders.step(made, "transfer", cast.clerk, later=1, replay=False, to_unit=cast.discipline, **builders.TRANSFER)
    builders.step(made, "accept", cast.inspector, later=2, replay=False, **builders.ACCEPT)
    return made


def test_it_finds_nothing_where_all_steps_were_lawful(cast, case):
    builders.petition(cast)
    assert sentences() == []
    call_command("check_secrecy")


def leak_door(cast, case):
    """The words of the row are written past the trigger."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE cases_case SET known_to = %s WHERE id = %s", [[f"p{cast.staff.pk}"], case.pk])
        cursor.execute("SET LOCAL session_replication_role = origin")


def leak_shield(cast, case):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE cases_case SET kept_from = '{}' WHERE id = %s", [case.pk])
        cursor.execute("SET LOCAL session_replication_role = origin")


def leak_accused_unit(cast, case):
    CaseUnit.objects.filter(case=case, part__in=("accused", "barred")).delete()


def leak_accused_person(cast, case):
    """Somebody whose name is told is let in."""
    CaseAccusedPerson.objects.filter(case=case).delete()
    CaseUnit.objects.filter(case=case, part__in=("accused", "barred")).delete()
    Petition.objects.filter(pk=case.pk).update(accused_unit=None)
    builders.let_in(case, cast.lead)


def leak_class(cast, case):
    Petition.objects.filter(pk=builders.petition(cast).pk).update(petition_class="accusation", route="")


def leak_holder(cast, case):
    Case.objects.filter(pk=case.pk).update(lead_unit=cast.housing)


def leak_handler(cast, case):
    Case.objects.filter(pk=case.pk).update(handler=cast.lead)


def leak_partner(cast, case):
    CaseUnit.objects.create(case=case, unit=cast.housing, part="co_handler", since=NOW)


def leak_number(cast, case):
    Case.objects.filter(pk=case.pk).update(number="XF2026-000077")


def leak_copy(cast, case):
    CaseLink.objects.create(case=builders.petition(cast), other=case, kind=CaseLink.Kind.ORIGIN)


def leak_merged(cast, case):
    Case.objects.filter(pk=builders.petition(cast).pk).update(merged_into=case)


def leak_part(cast, case):
    Case.objects.filter(pk=builders.petition(cast).pk).update(parent=case)


def leak_title(cast, case):
    """Somebody tells of it in another case in its own words."""
    other = builders.petition(cast)
    builders.step(other, "comment", cast.clerk, note=f"参见{case.title}一事。")


def leak_written_again(cast, case):
    builders.petition(cast, title=case.title, summary=case.summary)


def leak_notice(cast, case):
    outbox.post(cast.staff, text=f"转送：{case.number}", key="k", kind="case", at=NOW, subject_key=case.number)


def leak_own_notice(cast, case):
    """Also to somebody who may know of it now: they may go, and the message stays."""
    Notice.objects.filter(recipient=cast.inspector).update(restricted=False)
    outbox.post(cast.inspector, text=f"转送：{case.number}", key="k", kind="case", at=NOW)


def leak_record(cast, case):
    AccessRecord.objects.create(at=NOW, actor=cast.clerk, actor_name="周晓兰", verb="open", subject=case.number)


def leak_job(cast, case):
    Job.objects.create(
        kind="cases.export", owner=cast.staff, report={"rows": [case.title]}, created_at=NOW, heartbeat_at=NOW
    )


def leak_file(cast, case):
    with files.new_file(".csv") as (part, name):
        part.write_text(f"编号,标题\n{case.number},{case.title}\n")
    Job.objects.create(
        kind="cases.export",
        owner=cast.staff,
        state="done",
        created_at=NOW,
        heartbeat_at=NOW,
        finished_at=NOW,
        result_path=name,
    )


def leak_sending(cast, case):
    """A form that somebody sent before leads them there still."""
    Sending.objects.create(digest="a" * 64, user=cast.staff, at=NOW, answer=f"/cases/{case.number}/")


LEAKS = {name.removeprefix("leak_"): made for name, made in dict(globals()).items() if name.startswith("leak_")}


@pytest.mark.parametrize("leak", LEAKS)
def test_it_finds_each_way_out(cast, case, leak):
    LEAKS[leak](cast, case)
    assert sentences() != []
    with pytest.raises(CommandError, match="处泄露"):
        call_command("check_secrecy")


TABLES = {each._meta.label: each for each in proof._tables() if len(proof._ways(each)) > 1}
# No column has room for a word of anybody's.
WORDLESS = {"cases.CaseLink", "cases.Escalation", "supervision.Subject"}
KEYS = count(7001)


class Writer:
    """Writes rows of whatever table, past all that the database forbids."""

    def __init__(self, word: str, on: Case, odd: Case, odd_way: str):
        self.word, self.on, self.odd, self.odd_way = word, on, odd, odd_way

    def row(self, model, way: str = "", farthest: int = proof.FARTHEST):
        """A row that says the word wherever it has room, and hangs on one case everywhere but on the odd way."""
        values = {}
        for each in model._meta.concrete_fields:
            if each.is_relation and (related := self._related(each, way, farthest)):
                values[each.attname] = related.pk
            elif not each.null and not each.primary_key and not each.has_default():
                values[each.attname] = self._value(each)
        return model._base_manager.create(**values)

    def _related(self, each, way: str, farthest: int):
        if issubclass(each.related_model, Case):
            return self.odd if f"{way}{each.name}__pk" == self.odd_way else self.on
        if not farthest or not proof._ways(each.related_model, farthest - 1):
            return None
        return self.row(each.related_model, f"{way}{each.name}__", farthest - 1)

    def _value(self, each):
        if each.choices:
            return each.choices[0][0]
        if isinstance(each, models.CharField):
            words = (f"{self.word}{next(KEYS)}", self.word, "")
            return next(word for word in words if len(word) <= each.max_length)
        if isinstance(each, models.DateTimeField):
            return NOW
        if isinstance(each, models.DateField):
            return NOW.date()
        return self.word if isinstance(each, models.TextField) else next(KEYS)


def forbid_nothing():
    """Rows may be written that no verb would write."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL session_replication_role = replica")
        cursor.execute(
            "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'c' AND conrelid > 0"
        )
        for table, name in cursor.fetchall():
            if table in {model._meta.db_table for model in apps.get_models()}:
                cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')


@pytest.mark.parametrize("table", TABLES)
def test_a_row_that_hangs_on_an_open_case_too_is_no_place_for_words_of_a_hidden_one(cast, case, table, monkeypatch):
    monkeypatch.setattr(AccountItems, "get_queryset", models.Manager.get_queryset)
    model, ordinary = TABLES[table], builders.petition(cast)
    forbid_nothing()
    for way in proof._ways(model)[: 1 if table in WORDLESS else None]:
        row = Writer(case.title, case, ordinary, way).row(model)
        said = row.pk in proof._holding(model, [case.title])
        assert said == (table not in WORDLESS)
        found = {each.row for each in breaches(NOW.date()) if each.table == model._meta.db_table}
        assert (row.pk in found) == said, way


def test_a_row_that_its_table_shows_to_nobody_is_no_way_out(cast, case):
    forbid_nothing()
    row = Writer(case.title, case, builders.petition(cast), "meeting__pk").row(AccountItem)
    assert not AccountItem.objects.filter(pk=row.pk).exists()
    assert "supervision_accountitem" not in {each.table for each in breaches(NOW.date())}
