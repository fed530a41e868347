import pytest
from django.db import connection

from governance.organisation.models import User

from .recalling import taken_back

pytestmark = pytest.mark.django_db


def test_what_a_request_has_written_is_gone_where_it_fails_too():
    for broken in (ZeroDivisionError, KeyError):
        with pytest.raises(broken), taken_back():
            User.objects.create(username="gone", name="没有")
            connection.on_commit(lambda: None)
            raise broken
        assert not User.objects.filter(username="gone").exists() and not connection.run_on_commit
