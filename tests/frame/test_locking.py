"""The second of two editors hears what the first one did."""

import pytest
from django.db import transaction

from governance.cases.models import Case
from governance.frame.database.locking import check_version, locked, save_version
from governance.frame.refusals import StaleVersion
from tests import builders


@pytest.fixture
def case(cast):
    return builders.in_status(cast, "handling")


def hold(case, version):
    with transaction.atomic():
        return locked(Case.objects, case, version, noun="这件事项", changed=lambda row: row.title)


def test_it_gives_the_row_as_it_stands(case):
    read = Case.objects.get(pk=case.pk)
    Case.objects.filter(pk=case.pk).update(title="另一个标题")
    assert hold(read, read.version).title == "另一个标题"
    assert hold(read, None).title == "另一个标题"


def test_it_says_what_was_changed_and_shows_it_on_the_row_that_was_read(case):
    read = Case.objects.get(pk=case.pk)
    other = Case.objects.get(pk=case.pk)
    other.title = "另一个标题"
    save_version(other, "title")
    with pytest.raises(StaleVersion, match="这件事项已被他人更新（另一个标题）") as stale:
        hold(read, case.version)
    assert (stale.value.version, stale.value.read) == (case.version + 1, case.version)
    assert (read.title, read.version) == ("另一个标题", case.version + 1)


def test_it_saves_the_named_columns_and_the_next_version_and_nothing_else(case):
    row = Case.objects.get(pk=case.pk)
    row.title, row.summary = "另一个标题", "没有保存"
    save_version(row, "title")
    fresh = Case.objects.get(pk=case.pk)
    assert (fresh.title, fresh.version) == ("另一个标题", case.version + 1)
    assert fresh.summary == case.summary


@pytest.mark.parametrize(("version", "stale"), [(0, False), (None, False), (3, True)])
def test_it_takes_no_row_for_version_0(version, stale):
    if not stale:
        return check_version(None, version, noun="这一期")
    with pytest.raises(StaleVersion, match="这一期已被他人更新，请核对") as refusal:
        check_version(None, version, noun="这一期")
    assert refusal.value.version == 0
