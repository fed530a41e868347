"""The proof finds every way in which something of a hidden matter can stand where it is read by others."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from governance.cases.access.proof import breaches
from governance.cases.models import Case, CaseAccusedPerson, CaseLink, CaseUnit
from governance.frame.models import Sending
from governance.jobs import files
from governance.jobs.models import Job
from governance.notices import outbox
from governance.notices.models import Notice
from governance.organisation.models import AccessRecord
from petitions.models import Petition
from tests import builders
from tests.cast import known

pytestmark = pytest.mark.django_db
NOW = builders.OPENED + timedelta(days=5)


def sentences():
    return [str(breach) for breach in breaches(NOW.date())]


def hidden(cast) -> Petition:
    """An accusation of somebody who is named, on its way at the organ that it belongs to."""
    made = builders.accusation(cast, accused_names=cast.lead.name)
    builders.step(made, "transfer", cast.clerk, later=1, replay=False, to_unit=cast.discipline, **builders.TRANSFER)
    builders.step(made, "accept", cast.inspector, later=2, replay=False, **builders.ACCEPT)
    return made


@pytest.fixture(scope="module")
def told(kept) -> int:
    return hidden(known()).pk


@pytest.fixture
def case(db, told):
    return Petition.objects.get(pk=told)


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
    builders.step(other, "comment", cast.clerk, note=f"参见{case.title}一事。", not_accusing=True)


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
