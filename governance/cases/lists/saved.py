"""Views of a list under a name: which there are for a reader, and how they are kept and dropped."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.http import QueryDict

from governance.frame.pages.remembered import forgotten, remembered
from governance.frame.refusals import FactMissing
from governance.organisation.models import User

from ..access.kept import check_keeps, may_drop
from ..models import SavedView
from .asking import KEPT
from .filters import FilterForm
from .listing import Listing

MOST = 20
LONGEST = 600
SECONDS = 60


@dataclass(frozen=True)
class View:
    """A view as the list shows it above itself."""

    pk: int
    name: str
    query: str
    is_default: bool
    may_drop: bool


def views_of(user, standing, listing: Listing) -> list[View]:
    """The views of the list for this reader, their own before those of their units."""
    own = _own(user) if user.views_changed_at else []
    found = [view for view in own if view.listing == listing.code]
    found += [view for view in _of_units() if view.listing == listing.code and view.unit_id in standing.units]
    return [View(each.pk, each.name, each.query, each.is_default, may_drop(each, standing)) for each in found]


def _own(user) -> list[SavedView]:
    """Read again as soon as the person changes one; whoever never kept any is not asked about."""
    known = user.pk, user.views_changed_at
    return remembered("views", lambda: list(SavedView.objects.filter(owner=user)), seconds=SECONDS, of=known)


def _of_units() -> list[SavedView]:
    return remembered("views", lambda: list(SavedView.objects.exclude(unit=None)), seconds=SECONDS)


def default_of(views: list[View]) -> View | None:
    """The view with which the list opens: the reader's own, before one of a unit."""
    return next((view for view in views if view.is_default), None)


def told(listing: Listing, query: QueryDict) -> str:
    """What of an address makes a view: filters that mean something, order and columns; no page, and no number."""
    form = FilterForm(query, kinds=listing.kinds, own=listing.own)
    form.is_valid()
    kept = QueryDict(mutable=True)
    for name in (*form.fields, *KEPT):
        values = [value for value in query.getlist(name) if value and name not in form.errors]
        if values:
            kept.setlist(name, values)
    return kept.urlencode()


@transaction.atomic
def keep(listing: Listing, view: SavedView, *, actor, standing, at: datetime) -> None:
    """The view stands under its name for a person or a unit; one of that name is this one from now on."""
    if len(view.query) > LONGEST:
        raise FactMissing({"name": "选的条件和列太多，请减少后再保存。"})
    check_keeps(view, standing)
    # Whoever keeps two at a time waits for themselves.
    User.objects.select_for_update().get(pk=actor.pk)
    others = SavedView.objects.filter(listing=listing.code, owner=view.owner, unit=view.unit)
    if others.exclude(name=view.name).count() >= MOST:
        raise FactMissing({"name": f"这个列表已有 {MOST} 个视图，请先删除不用的。"})
    others.filter(name=view.name).delete()
    if view.is_default:
        others.update(is_default=False)
    view.listing = listing.code
    view.save()
    _changed(actor, at)


@transaction.atomic
def drop(view: SavedView, *, actor, at: datetime) -> None:
    """The view is gone; what it showed is where it was."""
    view.delete()
    _changed(actor, at)


def _changed(actor, at: datetime) -> None:
    User.objects.filter(pk=actor.pk).update(views_changed_at=at)
    forgotten("views")
