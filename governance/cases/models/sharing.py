"""Object permissions on cases: who may know a restricted one, with whom one was shared."""

from django.db import models
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from .case import Case


class CaseUserObjectPermission(UserObjectPermissionBase):
    """One person, one case, one permission; always on ``Case``, never on the kind's table."""

    content_object = models.ForeignKey(Case, models.CASCADE, related_name="user_permissions")

    class Meta(UserObjectPermissionBase.Meta):
        abstract = False


class CaseGroupObjectPermission(GroupObjectPermissionBase):
    """Needed by guardian beside the user table; the platform grants to persons only."""

    content_object = models.ForeignKey(Case, models.CASCADE, related_name="group_permissions")

    class Meta(GroupObjectPermissionBase.Meta):
        abstract = False
