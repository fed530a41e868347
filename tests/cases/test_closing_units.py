import pytest
from django.utils import timezone

from governance.cases.models import Case
from governance.cases.steps import secrecy
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


@pytest.mark.parametrize("known", [True, False])
def test_it_tells_of_no_accusation_and_leaves_none_in_a_closed_unit(cast, known):
    """Whether it is said whom it accuses or not, it goes to those who can hold it."""
    fields = {} if known else {"accused_unit": None, "accused_names": "不在册的人"}
    case = builders.accusation(cast, **fields)
    if not known:
        builders.step(case, "transfer", cast.staff, later=1, to_unit=cast.weiqu, **builders.TRANSFER)
    assert case.lead_unit == cast.weiqu
    Post.objects.filter(unit=cast.weiqu).delete()
    cast.weiqu.children.update(is_active=False)
    close(cast, cast.weiqu)
    assert secrecy.end_knowing(timezone.now()) == 1
    case.refresh_from_db()
    assert case.lead_unit == cast.centre and case.version == 1 + case.events.count()
    assert Case.objects.visible_to(cast.staff).filter(pk=case.pk).exists()
    assert secrecy.end_knowing(timezone.now()) == 0


def test_it_closes_a_unit_without_work(cast, empty_weiqu):
    close(cast, empty_weiqu)
    empty_weiqu.refresh_from_db()
    assert not empty_weiqu.is_active
