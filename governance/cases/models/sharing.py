"""Object permissions on cases: who may know a restricted one, with whom one was shared."""

from django.conf import settings
from django.db import models
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from governance.organisation.models import Unit

from ..knowing.words import UNIT_MOVES, write_words_again
from .case import Case


class CaseUserObjectPermission(UserObjectPermissionBase):
    """One person, one case, one permission; always on ``Case``, never on the kind's table.

    It holds while the person has a post in the ``unit`` through which they know. What is ``shared`` was given to the
    person on purpose and stays when the case moves on; the rest goes with the case.
    """

    content_object = models.ForeignKey(Case, models.CASCADE, related_name="user_permissions")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    shared = models.BooleanField(default=False)

    class Meta(UserObjectPermissionBase.Meta):
        abstract = False
        unique_together = [("user", "permission", "content_object", "unit")]
        triggers = [write_words_again("content_object_id")]


class KnowingUnit(Unit):
    """A unit, which knows of cases within its area and beyond it."""

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = [UNIT_MOVES]


class CaseGroupObjectPermission(GroupObjectPermissionBase):
    """Needed by guardian beside the user table; the platform grants to persons only."""

    content_object = models.ForeignKey(Case, models.CASCADE, related_name="group_permissions")

    class Meta(GroupObjectPermissionBase.Meta):
        abstract = False


class SuspendedPermission(models.Model):
    """An object permission that gives nothing until somebody has made sure that the account is in its owner's hands."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, models.CASCADE, related_name="suspended_permissions")
    # The columns of the permission as it was.
    permission = models.JSONField()

    class Meta:
        verbose_name = verbose_name_plural = "暂停的知悉"
        default_permissions = ()

    def __str__(self):
        return f"{self.user_id} {self.case_id}"
