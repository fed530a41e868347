"""The code of a matter: long, said once, kept as a hash, and found by nobody who does not have it."""

import pytest

from governance.cases.models import Case
from governance.citizens import codes
from governance.citizens.models import LookupCode
from tests import builders

pytestmark = pytest.mark.django_db


def test_it_leads_to_the_matter_however_it_is_typed(cast):
    petition = builders.petition(cast)
    code = codes.give(petition, at=builders.OPENED)
    for typed in (code, code.lower(), code.replace("-", ""), f" {code} "):
        assert codes.found(petition.number, typed).case_id == petition.pk


def test_it_has_more_than_two_to_the_fifty_values_and_is_kept_as_a_hash(cast):
    code = codes.give(builders.petition(cast), at=builders.OPENED)
    assert len(codes.LETTERS) ** codes.LENGTH > 2**58
    assert codes.plain(code) not in LookupCode.objects.get().code_hash.upper()


def test_one_that_was_given_before_leads_nowhere(cast):
    petition = builders.petition(cast)
    before = codes.give(petition, at=builders.OPENED)
    codes.give(petition, at=builders.OPENED)
    assert codes.found(petition.number, before) is None


@pytest.mark.parametrize("how", ["number", "code", "other", "restricted", "uncoded"])
def test_it_finds_nothing_else_and_asks_as_much(cast, how, django_assert_num_queries):
    petition, other = builders.petition(cast), builders.petition(cast)
    code, foreign = codes.give(petition, at=builders.OPENED), codes.give(other, at=builders.OPENED)
    number = petition.number
    if how == "number":
        number = "XF2026-999999"
    elif how == "code":
        code = "AAAA-BBBB-CCCC"
    elif how == "other":
        code = foreign
    elif how == "restricted":
        Case.objects.filter(pk=petition.pk).update(confidentiality="restricted")
    else:
        LookupCode.objects.filter(case=petition.pk).delete()
    with django_assert_num_queries(1):
        assert codes.found(number, code) is None
