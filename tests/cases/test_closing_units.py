import pytest
from django.utils import timezone

from governance.frame.refusals import Refusal
from governance.organisation.models import Post
from governance.organisation.units import close_unit
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def empty_weiqu(cast):
    """韦曲街道办, from which all its people and units are gone."""
    Post.objects.filter(unit=cast.weiqu).delete()
    cast.weiqu.children.update(is_active=False)
    return cast.weiqu


def close(cast, unit):
    close_unit(unit, actor=cast.county, at=timezone.now(), reason="撤并")


def test_it_keeps_a_unit_open_that_still_leads_cases_and_says_how_many(cast, empty_weiqu):
    for _ in range(2):
        builders.petition(cast, actor=cast.county, unit=cast.weiqu)
    with pytest.raises(Refusal, match="还有 2 件主办事项没有办结"):
        close(cast, empty_weiqu)


def test_it_does_not_count_accusations_aloud(cast, empty_weiqu):
    case = builders.petition(cast, actor=cast.county, unit=cast.weiqu)
    type(case).objects.filter(pk=case.pk).update(confidentiality="restricted")
    with pytest.raises(Refusal, match="还有没有办结的事项") as refused:
        close(cast, empty_weiqu)
    assert "件" not in refused.value.sentence


def test_it_closes_a_unit_without_work(cast, empty_weiqu):
    close(cast, empty_weiqu)
    empty_weiqu.refresh_from_db()
    assert not empty_weiqu.is_active
