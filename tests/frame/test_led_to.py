"""A foreign key leads to the same row, asked for once, whatever its key is; to none where there is none."""

import pytest
from django.db import connection

from governance.cases.models import Case, Participant
from governance.organisation.models import Post, Unit
from tests import builders


def plain(instance, name: str):
    """The row as a query finds it."""
    field = instance._meta.get_field(name)
    return field.remote_field.model._base_manager.get(pk=getattr(instance, field.attname))


@pytest.mark.parametrize("name", ["area", "lead_unit", "category", "handler"])
def test_it_leads_to_the_row_that_a_query_finds(cast, name, django_assert_num_queries):
    case = builders.in_status(cast, "handling")
    case = Case.objects.get(pk=case.pk)
    with django_assert_num_queries(1 if getattr(case, f"{name}_id") is not None else 0):
        found = getattr(case, name)
        assert getattr(case, name) is found
    if found is not None:
        there = plain(case, name)
        assert (type(found), found.__dict__ | {"_state": 0}) == (type(there), there.__dict__ | {"_state": 0})
        assert not found._state.adding and found._state.db == "default"


def test_it_leads_from_a_child_to_its_own_row(cast):
    petition = builders.petition(cast)
    participant = Participant.objects.get(case_id=petition.pk)
    assert type(participant.case) is Case and participant.case.pk == petition.pk


def test_where_the_row_is_gone_it_says_so(cast):
    post = Post.objects.filter(unit=cast.water).first()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM organisation_unit WHERE id = %s", [cast.water.pk])
        cursor.execute("SET LOCAL session_replication_role = origin")
    with pytest.raises(Unit.DoesNotExist):
        Post.objects.get(pk=post.pk).unit  # noqa: B018
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM organisation_post WHERE id = %s", [post.pk])
        cursor.execute("SET LOCAL session_replication_role = origin")
