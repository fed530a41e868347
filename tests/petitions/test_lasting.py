"""The list of petitions that last, that many put forward, or that come again: matters, and never people."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from governance.cases.lists import ledger
from governance.cases.models import CaseLink
from governance.jobs.made import Made
from governance.supervision.leading import scopes
from governance.supervision.models import ScopeRule
from petitions.lists import LASTING_LEDGER
from tests import builders

pytestmark = pytest.mark.django_db


def listed(cast, login, person=None, **asked) -> str:
    return login(person or cast.clerk).get(reverse("petitions:lasting"), asked).content.decode()


def test_it_lists_what_lasts_what_many_put_forward_and_what_comes_again(cast, login, time_machine):
    long = builders.petition(cast, title="回迁房逾期未交付")
    time_machine.move_to(builders.OPENED + timedelta(days=90), tick=False)
    many = builders.petition(
        cast, title="停水", at=builders.OPENED + timedelta(days=89), people_count=7, is_collective=True
    )
    first = builders.petition(cast, title="路灯不亮", at=builders.OPENED + timedelta(days=88))
    again = builders.petition(cast, title="路灯还是不亮", at=builders.OPENED + timedelta(days=89), repeats=first)
    plain = builders.petition(cast, title="垃圾没有清运", at=builders.OPENED + timedelta(days=89))
    page = listed(cast, login)
    assert all(case.number in page for case in (long, many, first, again)) and plain.number not in page
    assert "90 天" in page and "集体走访，7 人" in page and page.count("1 次") == 2
    assert long.number not in listed(cast, login, cast.outsider)


def test_what_was_closed_lasts_no_more(cast, login, time_machine):
    ended = builders.in_status(cast, "withdrawn")
    time_machine.move_to(builders.OPENED + timedelta(days=90), tick=False)
    assert ended.number not in listed(cast, login, scope="all")


def test_after_how_many_days_follows_the_scope_of_leaders(cast, login, time_machine):
    long = builders.petition(cast)
    time_machine.move_to(builders.OPENED + timedelta(days=60), tick=False)
    assert long.number not in listed(cast, login)
    scopes.load_reference()
    ScopeRule.objects.filter(code=scopes.LONG).update(threshold=60)
    assert long.number in listed(cast, login)


def test_a_hidden_matter_leaves_no_count(cast, login, time_machine):
    """What was put forward again after it became an accusation is none for the list of the accused."""
    time_machine.move_to(builders.OPENED + timedelta(days=3), tick=False)
    first, second = builders.petition(cast), builders.petition(cast)
    CaseLink.objects.create(case_id=second.pk, other_id=first.pk, kind=CaseLink.Kind.REPEAT)
    assert "1 次" in listed(cast, login)
    told = {"petition_class": "accusation", "accused_unit": cast.water, "reason": "实为检举控告。"}
    builders.step(first, "reclassify", cast.clerk, later=2, **told)
    page = listed(cast, login, cast.county)
    assert second.number not in page and "1 次" not in page


def test_it_is_no_list_of_people_on_screen_nor_in_a_file(cast, login, time_machine):
    time_machine.move_to(builders.OPENED + timedelta(days=3), tick=False)
    many = builders.petition(cast, people_count=7, is_collective=True)
    person = many.participants.get()
    page = listed(cast, login)
    assert many.number in page and person.name not in page and person.masked_name not in page
    heads = [column.label for column in LASTING_LEDGER.all_columns()]
    assert not {"信访人", "电话"} & set(heads)
    keys = ledger.keys_of(LASTING_LEDGER.visible_to(cast.clerk, builders.OPENED.date()))
    reader = ledger.reader(cast.clerk, now=timezone.now(), in_clear=True)
    (row,) = ledger.rows(LASTING_LEDGER, keys, reader, Made(len(heads)))
    told = dict(zip(heads, row, strict=True))
    assert (told["编号"], told["承办单位"], told["人数"]) == (many.number, cast.weiqu.name, 7)
    assert person.name not in map(str, row)
