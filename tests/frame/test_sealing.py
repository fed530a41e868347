"""Numbers that identify a person are unreadable at rest, found by hash and shown masked."""

import pytest
from cryptography.exceptions import InvalidTag
from django.db import connection

from governance.cases.models import Participant
from governance.frame.seals import sealing
from tests import builders


def test_it_keeps_no_number_in_clear_anywhere_in_the_row(cast):
    case = builders.petition(cast, people=[builders.person(phone="13911112222", id_number="610116199001011234")])
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(p)::text FROM cases_participant p WHERE case_id = %s", [case.pk])
        row = cursor.fetchone()[0]
    assert "13911112222" not in row
    assert "610116199001011234" not in row
    assert "139****2222" in row
    saved = Participant.objects.get(case=case)
    assert (saved.phone, saved.id_number) == ("13911112222", "610116199001011234")


def test_it_seals_the_same_number_differently_each_time_but_hashes_it_alike():
    assert sealing.seal("13911112222", "a.b") != sealing.seal("13911112222", "a.b")
    assert sealing.keyed_hash("139 1111 2222") == sealing.keyed_hash("13911112222")
    assert sealing.keyed_hash("61011619900101123x") == sealing.keyed_hash("61011619900101123X")


def test_it_does_not_open_a_value_that_was_moved_to_another_column_or_changed():
    sealed = sealing.seal("13911112222", "participant.phone")
    with pytest.raises(InvalidTag):
        sealing.open_sealed(sealed, "participant.id_number")
    with pytest.raises(InvalidTag):
        sealing.open_sealed(sealed[:-6] + "AAAAA=", "participant.phone")


def test_it_opens_what_an_older_key_sealed(settings):
    settings.FIELD_KEYS = {"old": "one"}
    sealed, hashed = sealing.seal("13911112222", "p"), sealing.keyed_hash("13911112222")
    settings.FIELD_KEYS = {"new": "two", "old": "one"}
    assert sealing.open_sealed(sealed, "p") == "13911112222"
    assert sealing.seal("1", "p").startswith("new.")
    assert sealing.keyed_hash("13911112222") != hashed
    assert hashed in sealing.keyed_hashes("13911112222")


def test_it_says_which_key_is_gone(settings):
    sealed = sealing.seal("13911112222", "p")
    settings.FIELD_KEYS = {"other": "x" * 40}
    with pytest.raises(sealing.KeyGone, match="demo"):
        sealing.open_sealed(sealed, "p")


def test_it_seals_with_the_national_cipher_where_the_county_says_so(settings):
    before = sealing.seal("13911112222", "p")
    settings.FIELD_CIPHER = "sm4gcm"
    sealed = sealing.seal("13911112222", "p")
    assert ".sm4gcm." in sealed and sealing.open_sealed(sealed, "p") == "13911112222"
    assert sealing.open_sealed(before, "p") == "13911112222"
    with pytest.raises(InvalidTag):
        sealing.open_sealed(sealed, "q")
    with pytest.raises(InvalidTag):
        sealing.open_sealed(sealed.replace(".sm4gcm.", ".aesgcm."), "p")


@pytest.mark.parametrize(
    ("mask", "plain", "shown"),
    [
        (sealing.mask_name, "张三丰", "张**"),
        (sealing.mask_name, "李四", "李*"),
        (sealing.mask_name, "", ""),
        (sealing.mask_phone, "13812345678", "138****5678"),
        (sealing.mask_phone, "85551234", "****34"),
        (sealing.mask_id_number, "610116199001011234", "610***********1234"),
        (sealing.mask_id_number, "12345", "****"),
        (sealing.mask_address, "凤栖路社区3组8号", "凤栖路社区***"),
        (sealing.mask_address, "长安区韦曲街道三爻村二组5号", "长安区韦曲街道三爻村***"),
        (sealing.mask_address, "韦曲街道东长安街100号", "韦曲街道东长安街***"),
        (sealing.mask_address, "凤栖花园甲座1单元", "凤栖花园***"),
        (sealing.mask_address, "凤栖花园B座一〇三室", "凤栖花园***"),
        (sealing.mask_address, "韦曲街道北门村三层楼院东户", "韦曲街道北门村***"),
        (sealing.mask_address, "翠竹园东户", "翠竹园***"),
        (sealing.mask_address, "凤栖路社区", "凤栖路社区"),
        (sealing.mask_address, "", ""),
    ],
)
def test_it_masks(mask, plain, shown):
    assert mask(plain) == shown
