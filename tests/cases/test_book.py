"""The book of seals finds what somebody with every right in the database has done, and names the row."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from governance.cases.access import mark_of
from governance.cases.files import attachments
from governance.cases.history import broken_history
from governance.cases.models import Attachment, Event, Paper
from governance.frame.days import office_day
from governance.frame.seals import book
from governance.organisation.models import AccessRecord
from governance.organisation.records import record
from tests import builders
from tests.attachments.samples import picture, upload

# Whoever owns the database makes the chain of a case fit again, row by row.
RECHAIN = """
DO $$
DECLARE row cases_event; last text := repeat('0', 64);
BEGIN
    FOR row IN SELECT * FROM cases_event WHERE case_id = {case} ORDER BY seq LOOP
        row.previous := last;
        last := encode(sha256(convert_to(event_sealed_text(row), 'UTF8')), 'hex');
        UPDATE cases_event SET previous = row.previous, seal = last WHERE id = row.id;
    END LOOP;
END $$
"""


@pytest.fixture
def seals(settings, tmp_path):
    settings.SEAL_ROOT = tmp_path / "seals"
    return settings.SEAL_ROOT


@pytest.fixture
def served(cast, seals, settings, tmp_path):
    """A case with history, a file and a paper, all of it in the book with the security record."""
    settings.ATTACHMENT_ROOT = tmp_path / "attachments"
    case = builders.in_status(cast, "served")
    attachments.store(case, upload("照片.jpg", picture()), actor=cast.handler, at=timezone.now())
    Paper.objects.create(
        case=case,
        event=last_event(case),
        code="opinion",
        title="处理意见书",
        number="长住建〔2026〕1号",
        unit=case.lead_unit,
        signer=cast.handler,
        signer_name=cast.handler.name,
        issued_on=office_day(timezone.now()),
        contents={"意见": "予以支持"},
    )
    builders.step(case, "comment", cast.handler, note="已电话核实")
    record(AccessRecord.Verb.OPEN, actor=cast.handler, at=timezone.now(), subject=case.number)
    assert book.write_pages(timezone.now())
    assert list(book.faults()) == []
    return case


def tamper(*statements: str) -> None:
    """As the owner of the database would, past every trigger."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("RESET session_replication_role")


def last_event(case) -> Event:
    return case.events.order_by("-seq").first()


def test_it_finds_an_edit_whose_chain_was_made_to_fit(served):
    row = served.events.get(seq=2)
    tamper(f"UPDATE cases_event SET actor_name = '别人' WHERE id = {row.pk}", RECHAIN.format(case=served.pk))
    assert broken_history() == []
    assert f"办理记录 {served.number} 2（{row.pk}） 被改动" in list(book.faults())


def test_it_finds_text_that_was_moved_between_neighbouring_fields(served):
    row = served.events.get(step="accept")
    tamper(
        f"UPDATE cases_event SET actor_name = actor_name || '|' || split_part(actor_post, '·', 1), "
        f"actor_post = split_part(actor_post, '·', 2) WHERE id = {row.pk}",
        RECHAIN.format(case=served.pk),
    )
    assert f"办理记录 {served.number} {row.seq}（{row.pk}） 被改动" in list(book.faults())


def test_it_names_the_last_row_that_was_deleted_though_the_version_was_lowered(served):
    row = last_event(served)
    tamper(
        f"DELETE FROM cases_event WHERE id = {row.pk}",
        f"UPDATE cases_case SET version = version - 1 WHERE id = {served.pk}",
    )
    assert broken_history() == []
    assert f"办理记录 {served.number} {row.seq}（{row.pk}） 被删除" in list(book.faults())


def test_it_names_every_row_of_a_history_that_was_emptied_out(served):
    count = Event.objects.count()
    tamper("DELETE FROM cases_paper", "DELETE FROM cases_clock", "DELETE FROM cases_event")
    assert sum("办理记录" in told and "被删除" in told for told in book.faults()) == count


def test_it_finds_a_row_that_was_written_into_a_gap_of_the_numbers(served):
    row = last_event(served)
    tamper(f"UPDATE cases_event SET id = id + 1000000 WHERE id = {row.pk}")
    told = list(book.faults())
    assert f"办理记录 {served.number} {row.seq}（{row.pk}） 被删除" in told

    tamper(f"UPDATE cases_event SET id = {row.pk} WHERE id = {row.pk} + 1000000")
    gap = Event.objects.order_by("pk").first()
    tamper(f"UPDATE cases_event SET id = {gap.pk} - 1 WHERE id = {row.pk}")
    assert f"办理记录 {served.number} {row.seq}（{gap.pk - 1}） 是事后添入的" in list(book.faults())


def test_it_finds_a_row_that_says_it_was_written_before_the_last_page(served):
    row = last_event(served)
    event = Event(
        case=served, seq=0, step="comment", label="批注", actor_name="系统", at=row.at, recorded_at=row.recorded_at
    )
    event.recorded_at -= timedelta(days=2)
    event.save()
    assert f"办理记录 {served.number} {row.seq + 1}（{event.pk}） 倒填了时间" in list(book.faults())


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Attachment, "name = 'b.txt'"),
        (Attachment, "sha256 = repeat('0', 64)"),
        (Attachment, "case_id = (SELECT max(id) FROM cases_case)"),
        (Paper, "signer_name = '别人'"),
        (Paper, "contents = '{}'"),
        (Paper, "issued_on = issued_on - 3"),
        (AccessRecord, "actor_name = '别人'"),
        (AccessRecord, "at = at - interval '3 days'"),
        (AccessRecord, "succeeded = NOT succeeded"),
    ],
)
def test_it_finds_a_change_of_files_papers_and_the_security_record(served, cast, model, change):
    builders.petition(cast)
    book.write_pages(timezone.now())
    row = model.objects.order_by("-pk").first()
    tamper(f"UPDATE {model._meta.db_table} SET {change} WHERE id = {row.pk}")
    assert any(f"（{row.pk}） 被改动" in told and model._meta.verbose_name in told for told in book.faults())


@pytest.mark.parametrize("model", [Attachment, Paper, AccessRecord])
def test_it_names_what_was_deleted_of_files_papers_and_the_security_record(served, model):
    row = model.objects.order_by("-pk").first()
    tamper(f"DELETE FROM {model._meta.db_table} WHERE id = {row.pk}")
    assert any(told.startswith(model._meta.verbose_name) and "被删除" in told for told in book.faults())


def test_its_pages_name_no_case_and_no_file_and_what_is_told_of_a_hidden_one_is_its_mark(served, cast, seals):
    secret = builders.accusation(cast)
    attachments.store(secret, upload("收受礼金.jpg", picture()), actor=cast.clerk, at=timezone.now())
    builders.step(secret, "comment", cast.township_lead, note="已核对")
    book.write_pages(timezone.now())
    pages = "".join(page.read_text(encoding="utf-8") for page in seals.glob("*.page"))
    for words in (secret.number, served.number, "收受礼金", "照片", "1号"):
        assert words not in pages
    file, event = secret.attachments.get(), last_event(secret)
    tamper(
        f"UPDATE cases_attachment SET size = size + 1 WHERE id = {file.pk}",
        f"DELETE FROM cases_event WHERE id = {event.pk}",
    )
    mark = f"限制知悉 {mark_of(secret.number)}"
    told = list(book.faults())
    assert set(told) == {f"附件 {mark}（{file.pk}） 被改动", f"办理记录 {mark} {event.seq}（{event.pk}） 被删除"}
    err = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_history", stderr=err)
    assert f"{mark} 记录条数" in err.getvalue() and secret.number not in err.getvalue()


def test_it_finds_a_status_that_no_row_has_led_to(served):
    tamper(f"UPDATE cases_case SET status = 'closed' WHERE id = {served.pk}")
    assert (served.number, None) in broken_history()


def test_it_says_which_page_was_changed_or_torn_out(served, seals, cast):
    builders.petition(cast)
    assert len(book.write_pages(timezone.now())) == 1
    first, second = sorted(seals.glob("*.page"))
    text = first.read_text(encoding="utf-8")
    first.chmod(0o640)
    assert f"\t{served.pk} 2\n" in text
    first.write_text(text.replace(f"\t{served.pk} 2\n", f"\t{served.pk} 9\n"), encoding="utf-8")
    assert list(book.faults()) == ["校验册第 1 页被改动，或者不是用现在的密钥写的"]
    first.unlink()
    assert list(book.faults()) == ["校验册第 1 页缺失"]
    second.unlink()
    assert list(book.faults()) == ["没有校验册：从来没有写过，或者整册丢失"]


def test_it_does_not_take_a_page_that_was_written_without_the_key(served, settings):
    settings.HISTORY_KEY = "the key of somebody else 0123456789"
    assert list(book.faults()) == ["校验册第 1 页被改动，或者不是用现在的密钥写的"]


def test_it_writes_pages_of_a_bounded_length_and_none_when_nothing_is_new(cast, seals, monkeypatch):
    builders.in_status(cast, "served")
    monkeypatch.setattr(book, "PAGE_ROWS", 2)
    pages = book.write_pages(timezone.now())
    assert len(pages) > 1 and [page.number for page in pages] == list(range(1, len(pages) + 1))
    assert book.write_pages(timezone.now()) == []
    assert list(book.faults()) == []


def test_the_command_proves_chain_and_book_and_tells_the_last_seal(served):
    out = StringIO()
    call_command("verify_history", stdout=out)
    assert f"末页校验值 {book.last_page().seal}" in out.getvalue()
    row = last_event(served)
    tamper(f"UPDATE cases_event SET note = 'x' WHERE id = {row.pk}", RECHAIN.format(case=served.pk))
    err = StringIO()
    with pytest.raises(CommandError, match="发现 1 处不符"):
        call_command("verify_history", stderr=err)
    assert f"办理记录 {served.number} {row.seq}（{row.pk}） 被改动" in err.getvalue()
