"""Rows asked for by many keys at once are those that Django finds key by key."""

from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from governance.frame.database.among import Among
from governance.organisation.models import Post


def test_it_finds_the_rows_of_these_keys_and_no_others(cast):
    for keys in ({cast.clerk.pk}, {cast.clerk.pk, cast.staff.pk, 0}, [cast.staff.pk] * 2):
        found = Post.objects.filter(Among(F("user"), keys)).order_by("pk")
        assert list(found) == list(Post.objects.filter(user__in=keys).order_by("pk"))
        assert {post.user_id for post in found} == set(keys) - {0}


def test_it_finds_the_rows_that_another_statement_names_and_none_where_it_names_none(cast):
    units = cast.staff.posts.values("unit")
    found = Post.objects.filter(Among(F("unit"), units)).order_by("pk")
    assert list(found) == list(Post.objects.filter(unit__in=units).order_by("pk")) != []
    assert not Post.objects.filter(Among(F("unit"), units.filter(user=0))).exists()
    assert not Post.objects.filter(Among(F("unit"), units.none())).exists()


def test_it_combines_with_other_conditions(cast):
    both = [cast.clerk.pk, cast.staff.pk]
    found = Post.objects.filter(Among(F("user"), both), unit=cast.staff.posts.first().unit_id)
    assert cast.staff.pk in {post.user_id for post in found}
    assert not Post.objects.filter(Among(F("user"), both)).exclude(user__in=both).exists()


def test_it_asks_nothing_of_no_keys(db):
    with CaptureQueriesContext(connection) as asked:
        assert list(Post.objects.filter(Among(F("user"), {}))) == []
    assert len(asked) == 0
