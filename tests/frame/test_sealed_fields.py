"""A sealed number opens in the row for which it was sealed, and in no other, whoever copies it there."""

import json
from importlib import import_module
from uuid import uuid4

import pytest
from cryptography.exceptions import InvalidTag
from django.apps import apps
from django.db import connection

from governance.cases.models import Participant
from governance.counter import turns
from governance.counter.models import Turn
from governance.frame.seals import sealing
from governance.frame.seals.sealed_fields import Plain, seal_rows, sealed_field
from governance.organisation.accounts import second_factor
from governance.organisation.models import SecondFactor
from governance.registers.models import Entry
from tests import builders
from tests.registers.pages import world as registers_world

PHONE, ID_NUMBER = "13911112222", "610116199001011234"


def person_of(case) -> Participant:
    return Participant.objects.get(case=case)


def set_by_hand(row, **columns) -> None:
    """As a user of the database writes it."""
    with connection.cursor() as cursor:
        for column, value in columns.items():
            cursor.execute(f"UPDATE {row._meta.db_table} SET {column} = %s WHERE id = %s", [value, row.pk])


@pytest.fixture
def accuser(cast):
    return person_of(builders.petition(cast, people=[builders.person(phone=PHONE, id_number=ID_NUMBER)]))


def test_it_opens_for_the_row_it_was_sealed_for(accuser):
    assert (accuser.phone, accuser.id_number) == (PHONE, ID_NUMBER)
    assert sealing.mask_phone(PHONE) == accuser.phone_mask


@pytest.mark.parametrize("column", ["phone_sealed", "id_number_sealed"])
def test_a_copy_in_a_case_of_ones_own_does_not_open(cast, accuser, column):
    own = person_of(builders.petition(cast, people=[builders.person(phone="13800000000", id_number=ID_NUMBER)]))
    set_by_hand(own, **{column: getattr(accuser, column)})
    own.refresh_from_db()
    with pytest.raises(InvalidTag):
        getattr(own, column.removesuffix("_sealed"))


def test_the_person_moved_into_a_case_of_ones_own_does_not_open(cast, accuser):
    own = builders.petition(cast, people=[builders.person(phone="13800000000")])
    set_by_hand(accuser, case_id=own.pk)
    with pytest.raises(InvalidTag):
        _ = Participant.objects.get(pk=accuser.pk).phone


def test_two_people_of_one_case_do_not_change_numbers(cast):
    people = [builders.person(phone=PHONE), builders.person(name="李四", phone="13800000000")]
    case = builders.petition(cast, people=people)
    first, second = Participant.objects.filter(case=case)
    set_by_hand(second, phone_sealed=first.phone_sealed)
    with pytest.raises(InvalidTag):
        _ = Participant.objects.get(pk=second.pk).phone


def test_a_register_s_phone_does_not_open_in_another_row(cast):
    registers_world(cast, {})
    entry = Entry.objects.first()
    entry.phone = PHONE
    entry.save()
    told = {"register": entry.register, "unit": entry.unit, "area": entry.area, "entered_on": entry.entered_on}
    other = Entry.objects.create(name="别处", **told)
    set_by_hand(other, phone_sealed=entry.phone_sealed)
    with pytest.raises(InvalidTag):
        _ = Entry.objects.get(pk=other.pk).phone


def test_the_secret_of_a_device_opens_for_nobody_else(cast):
    secret = second_factor.new_secret(cast.clerk)
    with pytest.raises(InvalidTag):
        second_factor.key_of(secret, cast.handler)


def test_nothing_is_kept_in_clear_by_a_way_round_the_row(cast, accuser):
    accuser.phone = "13800000000"
    with pytest.raises(TypeError, match="in clear"):
        Participant.objects.bulk_update([accuser], ["phone_sealed"])
    with pytest.raises(TypeError, match="in clear"):
        Participant.objects.filter(pk=accuser.pk).update(phone_sealed=Plain(PHONE))


def test_what_was_sealed_before_for_the_column_alone_is_bound_once(cast, accuser):
    set_by_hand(
        accuser,
        phone_sealed=sealing.seal(PHONE, "participant.phone"),
        id_number_sealed=sealing.seal(ID_NUMBER, "participant.id_number"),
    )
    with pytest.raises(InvalidTag):
        _ = Participant.objects.get(pk=accuser.pk).phone
    import_module("governance.cases.migrations.0025_numbers_are_sealed_for_their_row").bind(apps, None)
    person = Participant.objects.get(pk=accuser.pk)
    assert (person.phone, person.id_number) == (PHONE, ID_NUMBER)


def test_the_secrets_of_before_are_bound_to_their_people(cast):
    SecondFactor.objects.create(user=cast.clerk, secret=sealing.seal("00ff", "second_factor.secret"))
    name = "governance.organisation.migrations.0011_secrets_are_sealed_for_their_person"
    import_module(name).bind(apps, None)
    assert second_factor.key_of(SecondFactor.objects.get().secret, cast.clerk) == b"\0\xff"


def test_what_stood_in_clear_is_sealed_for_its_row_once_and_stands_there_no_more(cast):
    rows = Turn.objects.all()
    for said in ("CANARY 一", "CANARY 二"):
        rows.filter(pk=turns.take(uuid4(), cast.weiqu, at=builders.OPENED).pk).update(window=said)

    def seal() -> None:
        told = lambda row: json.dumps({"said": row.window})  # noqa: E731
        seal_rows(rows, "told_sealed", sealed_field(Turn, "told_sealed"), told, {"window": ""})

    seal()
    sealed = list(rows.order_by("pk").values_list("told_sealed", "window"))
    assert [(turn.told, turn.window) for turn in rows.order_by("pk")] == [
        ({"said": "CANARY 一"}, ""),
        ({"said": "CANARY 二"}, ""),
    ]
    seal()
    assert list(rows.order_by("pk").values_list("told_sealed", "window")) == sealed
