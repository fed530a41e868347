"""A key that has leaked goes out of use: after the command nothing needs it any more, and everybody is found again."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from governance.cases.models import Participant
from governance.cases.search.cases import search
from governance.frame.seals import resealing, sealing
from governance.organisation.accounts import second_factor
from governance.organisation.models import SecondFactor
from tests import builders

PHONE, ID_NUMBER = "13911112222", "610116199001011234"


@pytest.fixture
def leaked(cast, settings):
    """Numbers, an account and a device under a key that has leaked; the new key stands before it."""
    settings.FIELD_KEYS = {"leaked": "l" * 40}
    case = builders.petition(cast, people=[builders.person(phone=PHONE, id_number=ID_NUMBER)])
    people = [Participant(name="用户甲", account_hash=sealing.keyed_hash("用户甲"))]
    account = builders.petition(cast, people=people)
    Participant.objects.filter(case=account).update(name="李秀英")
    person = Participant.objects.get(case=account)
    Participant.ever.create(
        case=account, name="用户甲", replaced_by=person, replaced_at=timezone.now(), account_hash=person.account_hash
    )
    SecondFactor.objects.create(user=cast.handler, secret=second_factor.new_secret(cast.handler))
    settings.FIELD_KEYS = {"new": "n" * 40, "leaked": "l" * 40}
    return case, account


def test_nothing_needs_the_old_key_any_more(cast, settings, leaked):
    case, account = leaked
    secret = second_factor.key_of(SecondFactor.objects.get().secret, cast.handler)
    call_command("reseal", stdout=StringIO())
    settings.FIELD_KEYS = {"new": "n" * 40}
    assert set(resealing.in_use()) == {"new.aesgcm"}
    person = Participant.objects.get(case=case)
    assert (person.phone, person.id_number) == (PHONE, ID_NUMBER)
    assert second_factor.key_of(SecondFactor.objects.get().secret, cast.handler) == secret
    for number in (PHONE, ID_NUMBER):
        assert list(search(cast.clerk, number)) == [case.case_ptr]
    for row in Participant.ever.filter(case=account):
        assert row.account_hash == sealing.keyed_hash("用户甲")


def test_people_are_found_before_the_command_has_come_to_them(cast, leaked):
    assert list(search(cast.clerk, PHONE)) == [leaked[0].case_ptr]


def test_a_run_that_was_broken_off_is_run_again_and_a_whole_one_changes_nothing(leaked, monkeypatch):
    monkeypatch.setattr(resealing, "ROWS", 1)
    running = resealing.reseal()
    next(running)
    running.close()
    assert resealing.in_use()["leaked.aesgcm"] == 2
    assert sum(changed for _, changed in resealing.reseal()) == 4
    assert sum(changed for _, changed in resealing.reseal()) == 0


def test_it_changes_the_cipher_too_and_says_what_is_in_use(settings, leaked):
    settings.FIELD_CIPHER = "sm4gcm"
    out = StringIO()
    call_command("reseal", "--count", stdout=out)
    assert "密钥和算法 leaked.aesgcm：3 条" in out.getvalue()
    call_command("reseal", stdout=out)
    assert "密钥和算法 new.sm4gcm：3 条" in out.getvalue()
    assert set(resealing.in_use()) == {"new.sm4gcm"}
