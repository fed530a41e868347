"""Reference data of this app: the roles as Django groups, and what people call things."""

from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat

from governance.frame.rows import rows_of

from .models import Synonym
from .roles import ROLES


@dataclass(frozen=True)
class LoadedRoles:
    """How many groups are new and how many got other permissions."""

    created: int
    changed: int


def load() -> LoadedRoles:
    """Groups equal the table of roles, and every delivered synonym is known; a second run changes nothing."""
    load_synonyms()
    return load_roles()


def load_synonyms() -> None:
    """The delivered words stand in the table; those that the county switched off stay so."""
    delivered = rows_of("governance.organisation", "synonyms")
    rows = [Synonym(word=row["word"], means=row["means"]) for row in delivered]
    Synonym.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def load_roles() -> LoadedRoles:
    """There is one group a role, named by its code, with exactly the permissions of the table.

    Raises LookupError if the table names a permission that no model declares.
    """
    ids = dict(
        Permission.objects.annotate(word=Concat(F("content_type__app_label"), Value("."), F("codename"))).values_list(
            "word", "id"
        )
    )
    unknown = sorted({word for role in ROLES for word in role.permissions} - ids.keys())
    if unknown:
        raise LookupError(f"no model declares {', '.join(unknown)}")
    created = changed = 0
    for role in ROLES:
        group, is_new = Group.objects.get_or_create(name=role.code)
        wanted = {ids[word] for word in role.permissions}
        if set(group.permissions.values_list("id", flat=True)) != wanted:
            group.permissions.set(wanted)
            changed += not is_new
        created += is_new
    return LoadedRoles(created, changed)
