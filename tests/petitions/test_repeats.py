"""What is said of a petition that somebody puts forward again, when the earlier one turns out to accuse somebody."""

import pytest

from governance.cases.models import CaseLink
from tests import builders

pytestmark = pytest.mark.django_db


def repeated(cast, *earlier):
    """A petition of the same person that repeats these."""
    case = builders.petition(cast, repeats=earlier[0])
    for other in earlier[1:]:
        CaseLink.objects.create(case_id=case.pk, other_id=other.pk, kind=CaseLink.Kind.REPEAT)
    return case


def accuse(case, cast):
    told = {"petition_class": "accusation", "accused_unit": cast.water, "reason": "实为检举控告。"}
    builders.step(case, "reclassify", cast.clerk, later=2, **told)


def test_it_does_not_say_that_it_repeats_what_became_an_accusation(cast, login):
    earlier = builders.petition(cast)
    case = repeated(cast, earlier)
    assert case.is_repeat
    accuse(earlier, cast)
    case.refresh_from_db()
    assert not case.is_repeat
    page = login(cast.county).get(f"/cases/{case.number}/").content.decode()
    assert "重复反映" not in page and "限制知悉" not in page


def test_it_does_not_say_that_it_repeats_what_was_hidden_with_an_accusation(cast):
    main, joined = builders.petition(cast), builders.petition(cast)
    case = repeated(cast, joined)
    builders.step(joined, "merge", cast.clerk, later=1, into=main, note="同一人同一事项。", told_by="electronic")
    accuse(main, cast)
    joined.refresh_from_db()
    case.refresh_from_db()
    assert joined.is_restricted and not case.is_repeat


def test_it_repeats_still_what_everybody_may_know(cast):
    first, second = builders.petition(cast), builders.petition(cast)
    case = repeated(cast, first, second)
    accuse(first, cast)
    case.refresh_from_db()
    assert case.is_repeat
