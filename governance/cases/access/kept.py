"""What people keep for their own use or, whoever leads a unit, for all of it: views of lists, stock phrases."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from governance.frame.refusals import StepNotAllowed
from governance.organisation.standing import Standing

LEADS = "cases.approve_case"


def units_led(standing: Standing) -> frozenset[int]:
    """The units for all of which the person keeps something."""
    return standing.units_with(LEADS)


def may_drop(row: Any, standing: Standing) -> bool:
    """True if it is the reader's own, or that of a unit which they lead."""
    return row.unit_id is None or row.unit_id in units_led(standing)


def check_keeps(row: Any, standing: Standing) -> None:
    """Raises StepNotAllowed for what is kept for a unit by somebody who does not lead it."""
    if not may_drop(row, standing):
        raise StepNotAllowed(f"本单位的{row._meta.verbose_name}由单位负责人保存、删除。")


def to_drop(model: Any, pk: int, user, standing: Standing) -> Any:
    """The row that is to go. One of others is not there; one of the reader's unit they may see and not drop."""
    row = get_object_or_404(model, pk=pk)
    if row.owner_id != user.pk and row.unit_id not in standing.units:
        raise Http404(f"没有这样的{model._meta.verbose_name}。")
    check_keeps(row, standing)
    return row
