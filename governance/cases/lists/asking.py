"""What a list shows for an address: which cases, in which order, in which columns."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import QuerySet
from django.http import QueryDict

from governance.frame.days import office_day
from governance.frame.pages.columns import ListColumn
from governance.frame.pages.paging import MOST_COUNTED, Order, count_up_to, sorted_as_asked
from governance.frame.pages.sorting import SORT
from governance.organisation.standing import standing_of

from ..models import Case
from .filters import NEAREST, FilterForm, with_nearest_due
from .listing import Listing
from .rows import NEWEST_FIRST

COLUMNS = "cols"
# What an address says of the look of a list, whatever is in it.
KEPT = (COLUMNS, SORT)


@dataclass(frozen=True)
class Asked:
    """What a list shows for a query: the cases that pass the filters, in their order, and the tab that is open."""

    listing: Listing
    form: FilterForm
    cases: QuerySet
    tab: str
    query: QueryDict
    due: str

    @property
    def of_history(self) -> bool:
        """True if what is closed stands in it, and it grows with the years."""
        return self.form.cleaned_data.get("scope") in ("closed", "all")

    @property
    def order(self) -> Order:
        """The order in which it comes where no head is asked for."""
        if not self.of_history:
            return Order(self.due, head="due")
        return newest_first(self.form)

    @property
    def columns(self) -> tuple[ListColumn, ...]:
        """The columns that were chosen."""
        return self.listing.chosen(self.query.getlist(COLUMNS))

    def sorted(self) -> QuerySet:
        """The cases in the order in which the list shows them."""
        rows, order = self.cases, self.order
        if not self.of_history or count_up_to(rows, order) <= MOST_COUNTED:
            rows, order = sorted_as_asked(self.query, rows, order, self.listing.to_choose)
        return order.sorted(rows)


def newest_first(form: FilterForm) -> Order:
    """The newest first, for an order that knows what of it the form asks for."""
    return replace(NEWEST_FIRST, since=form.since, until=form.until, worded=bool(form.cleaned_data.get("q")))


def asked_for(
    user, listing: Listing, query: QueryDict, now: datetime, *, seen: Callable[[FilterForm], QuerySet] | None = None
) -> Asked:
    """The cases of the list that this person sees and that pass the filters in the query.

    ``seen`` gives those from which they are taken, where that is not all that the person sees.
    """
    tab = query.get("scope", "")
    if listing.desk_first and tab in ("", "mine"):
        tab, query = "", query.copy()
        query["scope"] = "mine"
    form = FilterForm(query, kinds=listing.kinds, own=listing.own)
    form.is_valid()
    cases = seen(form) if seen else Case.objects.visible_to(user, kinds=form.wanted)
    if listing.prepared and not seen:
        cases = listing.prepared(cases)
    due = listing.due
    if form.cleaned_data.get("scope") == "mine" and not listing.prepared:
        # On a desk are few, and a case whose part is late is late.
        cases, due = with_nearest_due(cases), NEAREST
    cases = form.applied(cases, user=user, standing=standing_of(user, office_day(now)), now=now, due=due)
    return Asked(listing, form, cases, tab, query, due)
