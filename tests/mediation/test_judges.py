"""One guide judge a township, paired with its villages."""

from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction

from governance.frame.refusals import Refusal
from governance.organisation.models import Unit
from mediation.models import GuideJudge
from mediation.organisations import judges
from mediation.organisations import rules as organisations
from tests.builders import CHINA

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 10, 10, 0, tzinfo=CHINA)


@pytest.fixture
def tribunal(cast):
    return Unit.objects.create(name="韦曲人民法庭", short_name="韦曲法庭", kind="court", area_id="610116001")


def send(cast, court, name="苏敏", area="610116001", starts_on=date(2026, 1, 5)):
    judge = GuideJudge(area=cast.area(area), name=name, court=court, starts_on=starts_on)
    return judges.send_judge(judge, actor=None, at=AT)


def refused(field, act, *args, **kwargs):
    with pytest.raises(Refusal) as caught:
        act(*args, **kwargs)
    assert list(caught.value.errors) == [field or ""]
    return str(caught.value)


def test_it_has_one_judge_a_township_at_a_time(cast, tribunal):
    first = send(cast, tribunal)
    assert "现在是苏敏" in refused("area", send, cast, tribunal, "雷鸣")
    send(cast, tribunal, "雷鸣", area="610116002")
    judges.end_guidance(first, date(2026, 3, 9), actor=None, at=AT)
    refused("area", send, cast, tribunal, "雷鸣", starts_on=date(2026, 3, 9))
    assert send(cast, tribunal, "雷鸣", starts_on=date(2026, 3, 10)).pk
    with pytest.raises(IntegrityError), transaction.atomic():
        GuideJudge.objects.create(area_id="610116001", name="第三人", court=tribunal, starts_on=date(2026, 3, 10))


def test_it_sends_judges_of_a_court_to_townships_only(cast, tribunal):
    refused("area", send, cast, tribunal, area="610116001002")
    refused("court", send, cast, cast.housing)


def test_it_pairs_a_judge_with_villages_of_the_township(cast, tribunal):
    judge = send(cast, tribunal)
    villages = [cast.area("610116001002"), cast.area("610116001003")]
    judges.pair_villages(judge, villages, actor=None, at=AT)
    assert "郭北社区不在韦曲街道" in refused(
        "villages", judges.pair_villages, judge, [cast.area("610116002001")], actor=None, at=AT
    )
    assert list(judge.villages.order_by("code")) == villages


@pytest.mark.parametrize(("count", "is_right"), [(1, False), (2, True), (3, True), (4, False)])
def test_it_remarks_on_a_pairing_that_is_too_small_or_too_large(count, is_right):
    assert (organisations.pairing_remark(count) == "") == is_right


def test_it_ends_the_guidance_neither_before_it_began_nor_in_the_future(cast, tribunal):
    judge = send(cast, tribunal)
    for on in (date(2026, 1, 4), date(2026, 3, 11)):
        refused("ends_on", judges.end_guidance, judge, on, actor=None, at=AT)
