"""Permissions come from the posts a person holds today."""

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.utils import timezone

from governance.frame.days import office_day

from ..models import User
from ..standing import person_of, standing_now


class PostBackend(ModelBackend):
    """A user has a permission if a post held today carries it; never through groups or a superuser flag."""

    def get_user(self, user_id: int) -> User | None:
        """The person of a session, asked before every page; nobody who may not log in any more."""
        user = person_of(user_id, office_day(timezone.now()))
        return user if user is not None and self.user_can_authenticate(user) else None

    def _get_user_permissions(self, user_obj):
        return Permission.objects.none()

    def _get_group_permissions(self, user_obj):
        return Permission.objects.none()

    def get_all_permissions(self, user_obj, obj=None):
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        return standing_now(user_obj).permissions
