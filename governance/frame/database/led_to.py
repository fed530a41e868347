"""What a row leads to by its foreign keys is fetched by SQL that is written once a process."""

from functools import cache
from typing import Any

from django.db.models import Model
from django.db.models.fields.related_descriptors import ForwardManyToOneDescriptor

from .written import WrittenOnce

# What stands for a key while the SQL is written.
EXAMPLES = {"AutoField": -1, "BigAutoField": -1, "CharField": "?"}
_as_django_does = ForwardManyToOneDescriptor.get_object


def install() -> None:
    """From now on. A page and a step follow a dozen keys, and to write each query anew takes longer than to ask it."""
    ForwardManyToOneDescriptor.get_object = _fetched  # type: ignore[method-assign]


@cache
def _by_key(model: type[Model]) -> WrittenOnce | None:
    """The rows of a table by their key; None where the key is neither a number nor a code."""
    key: Any = model._meta.pk
    while key.is_relation:
        key = key.target_field
    example = EXAMPLES.get(key.get_internal_type())
    rows = model._base_manager
    return WrittenOnce(lambda key: rows.filter(pk=key).order_by(), key=example) if example else None


def _fetched(self: ForwardManyToOneDescriptor, instance: Model) -> Any:
    field: Any = self.field
    question = _by_key(field.remote_field.model) if field.target_field.primary_key else None
    return question.one(key=getattr(instance, field.attname)) if question else _as_django_does(self, instance)
