"""The list door: which cases a person may know of."""

from datetime import date

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from governance.organisation.standing import Standing, standing_of

from . import registry

PARTS_SHUT_OUT = ("accused", "barred")
PARTS_THAT_SEE = ("co_handler", "former", "informed")


class CaseQuerySet(models.QuerySet):
    """Cases are listed, searched, counted and exported through ``visible_to`` only."""

    def visible_to(self, user, on: date | None = None):
        """Cases the person may know of on that day (today if not said).

        A case is included if, and only if,

        * it is not restricted, and it is held, was first taken in, was sent on, is or was handled by one of the
          person's units or made known to one, lies in an area they oversee or guide cases of its kind in, is in their
          own hands or was shared with them; or
        * it is restricted, an object permission names the person, and no unit of theirs is the accused unit or under
          it or was when it was accused, nor are they an accused person (信访工作条例 art. 30: nothing is disclosed to
          the accused). A permission holds while they have a post in the unit through which they know.
        """
        standing = standing_of(user, on or timezone.localdate())
        if "cases.view_case" not in standing.permissions:
            return self.none()
        case_units = self.model._meta.get_field("case_units").related_model
        grants = self.model._meta.get_field("user_permissions").related_model
        people = self.model._meta.get_field("accused_people").related_model
        held = grants.objects.filter(user=user, permission__codename="view_case")
        held = held.filter(Q(unit=None) | Q(unit__in=standing.all_units))
        granted = Q(pk__in=held.values("content_object_id"))
        kept = case_units.objects.filter(part__in=PARTS_SHUT_OUT, unit__in=standing.units_above)
        accused = Exists(kept.filter(case=OuterRef("pk"))) | Exists(
            people.objects.filter(case=OuterRef("pk"), user=user)
        )
        restricted = Q(confidentiality="restricted")
        return self.filter(
            (~restricted & (self._in_range(standing, user, case_units) | granted)) | (restricted & granted & ~accused)
        )

    @staticmethod
    def _in_range(standing: Standing, user, case_units) -> Q:
        """The person's own units, own hands and overseen areas."""
        found = Q(handler_id=user.pk)
        if standing.units:
            units = standing.units
            found |= Q(lead_unit__in=units) | Q(first_unit__in=units) | Q(sender_unit__in=units)
            found |= Q(pk__in=case_units.objects.filter(unit__in=units, part__in=PARTS_THAT_SEE).values("case_id"))
        for code in standing.areas:
            found |= Q(area__code__startswith=code)
        for name, kind in registry.KINDS.items():
            for code in standing.areas_guided(kind.guided_by, "cases.view_case"):
                found |= Q(kind=name, area__code__startswith=code)
        return found

    def open(self):
        """Cases that are not closed."""
        return self.filter(closed_at=None)
