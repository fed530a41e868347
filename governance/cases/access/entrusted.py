"""What a person knows of cases by name is out of their hands while somebody else may have their account."""

from collections.abc import Iterable

from governance.organisation.models import User
from governance.organisation.standing import standing_now

from ..models import CaseUserObjectPermission, SuspendedPermission
from .hearing import shields, units_involved


def suspend(user: User) -> None:
    """The person's object permissions give nothing; which they were is kept."""
    held = CaseUserObjectPermission.objects.filter(user=user)
    _keep_away(held)
    held.delete()


def held_back(rows: Iterable[CaseUserObjectPermission]) -> list[CaseUserObjectPermission]:
    """Those of the new permissions that go into their owner's hands; the others wait with those taken away."""
    rows = list(rows)
    elsewhere = User.objects.filter(pk__in=[row.user_id for row in rows]).exclude(handed_by=None)
    waiting = set(elsewhere.values_list("pk", flat=True))
    _keep_away(row for row in rows if row.user_id in waiting)
    return [row for row in rows if row.user_id not in waiting]


def _keep_away(rows: Iterable[CaseUserObjectPermission]) -> None:
    columns = [field.attname for field in CaseUserObjectPermission._meta.concrete_fields if not field.primary_key]
    SuspendedPermission.objects.bulk_create(
        SuspendedPermission(
            user_id=row.user_id,
            case_id=row.content_object_id,
            permission={name: getattr(row, name) for name in columns},
        )
        for row in rows
    )


def restore(user: User, by: User) -> bool:
    """What was taken away is in the owner's hands again, but for matters that are kept from ``by``.

    What the case has left behind meanwhile is not given back.
    """
    waiting = list(SuspendedPermission.objects.select_for_update(of=("self",)).filter(user=user).select_related("case"))
    kept_from = shields({row.case_id for row in waiting})
    above = standing_now(by).units_above
    given = [
        row
        for row in waiting
        if by.pk not in kept_from[row.case_id].people and not kept_from[row.case_id].units & above
    ]
    rows = [CaseUserObjectPermission(**row.permission) for row in given if _is_due(row)]
    CaseUserObjectPermission.objects.bulk_create(rows, ignore_conflicts=True)
    SuspendedPermission.objects.filter(pk__in=[row.pk for row in given]).delete()
    return len(given) == len(waiting)


def _is_due(row: SuspendedPermission) -> bool:
    held = row.permission
    return held["shared"] or row.user_id == row.case.handler_id or held["unit_id"] in units_involved(row.case)
