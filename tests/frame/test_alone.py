"""One row that cannot be done stops no job: the others are done, the log names it, and the next time tries it again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from governance.cases.steps import leaving
from governance.frame.database.alone import each_alone
from governance.frame.days import office_day
from governance.organisation import retention
from governance.organisation.posts import entrusting
from tests import builders

pytestmark = pytest.mark.django_db


def failing(monkeypatch, module, name: str, is_bad) -> None:
    """The verb breaks down at one row, after it has written."""
    verb = getattr(module, name)

    def broken(row, *args, **more):
        done = verb(row, *args, **more)
        if is_bad(row):
            raise RuntimeError("poisoned")
        return done

    monkeypatch.setattr(module, name, broken)


def test_every_row_is_tried_and_what_failed_is_named_and_counted(caplog):
    assert each_alone("rows", [3, 0, 2], lambda row: 6 // row) == 2
    assert "rows: 0 was left for the next time" in caplog.text and "2 done, 1 left" in caplog.text


def test_one_case_that_cannot_be_let_go_keeps_no_other_in_hand(cast, monkeypatch, caplog):
    first, second = (builders.in_status(cast, "handling") for _ in range(2))
    failing(monkeypatch, leaving, "_wait", lambda case: case.pk == first.pk)
    leaving.let_go_of(cast.handler, timezone.now())
    for case in (first, second):
        case.refresh_from_db()
    assert (first.handler, second.handler) == (cast.handler, None)
    assert f"{first.pk} was left" in caplog.text
    monkeypatch.undo()
    leaving.let_go_of(cast.handler, timezone.now())
    first.refresh_from_db()
    assert first.handler is None


def test_one_person_who_cannot_be_freed_keeps_no_other(cast, monkeypatch):
    yesterday = office_day(timezone.now()) - timedelta(days=1)
    freed = []
    for user in (cast.handler, cast.outsider):
        user.posts.update(ends_on=yesterday)
    monkeypatch.setattr(entrusting, "free", lambda user, at: freed.append(user.pk) or 1 // (user.pk - cast.handler.pk))
    entrusting.free_the_gone(timezone.now())
    assert sorted(freed) == sorted((cast.handler.pk, cast.outsider.pk))


def test_one_kind_that_cannot_be_forgotten_keeps_no_other_for_longer(cast, monkeypatch):
    rows = [row.code for row in retention.table() if row.length and row.code in retention.FORGETTERS]
    failing(monkeypatch, retention, "_forget", lambda row: row.code == rows[0])
    assert set(rows[1:]) <= set(retention.forget_overdue(timezone.now()))
