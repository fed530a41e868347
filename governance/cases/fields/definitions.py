"""What the county office lays down itself, one of a sort at a time: registers, standards, kinds of publication.

A room says what is asked of one of its sort and how it is checked and kept; the two verbs and the two pages, a new one
and what holds for one from now on, are the same everywhere.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance.frame.database.locking import locked
from governance.frame.forms.posted import refusals_on, status_of, version_read
from governance.frame.refusals import FactMissing
from governance.organisation.accounts.login_records import acting
from governance.organisation.models import AccessRecord, User
from governance.organisation.records import record

from ..workflow import Fact
from .forms import FactsForm
from .kind import Setting, told_in

# What the county added itself is numbered on from here.
LOCAL = "local-"


def local_code(model: type[Model]) -> str:
    """The next code of what the county lays down itself; of two at the same time the second waits for the first."""
    local = model._default_manager.filter(code__startswith=LOCAL).values_list("code", flat=True)
    list(local.select_for_update())
    return f"{LOCAL}{1 + max((int(each.removeprefix(LOCAL)) for each in local), default=0)}"


def keep(row: Any, values: dict[str, Any]) -> None:
    """The row says so from now on, in a version of its own."""
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save()


def as_typed(twice: str, *, among: tuple[str, ...] = ()) -> Callable[[Any, dict], None]:
    """Lays down one whose columns are just what is typed; ``twice`` refuses a name that another has, of those that
    have the same in the columns of ``among``.
    """

    def lay_down(row: Any, wanted: dict) -> None:
        named = {column: wanted[column] for column in ("name", *among)}
        if type(row)._default_manager.exclude(pk=row.pk).filter(**named).exists():
            raise FactMissing({"name": twice})
        keep(row, wanted)

    return lay_down


@dataclass(frozen=True)
class Sort:
    """Rows of a table that the county office lays down.

    ``lay_down(row, wanted)`` keeps what is wanted, or raises FactMissing by what is wrong; it may give the words for it
    that stand in the record, which calls one by its ``subject``. A refusal calls it by its ``noun``.
    """

    model: type[Any]
    subject: str
    noun: str
    lay_down: Callable[[Any, Any], str | None]
    has_code: bool = True  # by which the addresses and the delivered rows know it, and a place among the others

    @transaction.atomic
    def add(self, wanted: Any, *, actor: User | None, at: datetime, ip: str | None = None, code: str = "") -> Any:
        """One more stands; raises FactMissing by what is wrong."""
        row = self.model(version=0)
        if self.has_code:
            row.code = code or local_code(self.model)
            row.position = self.model._default_manager.count() * 10 + 10
        said = self.lay_down(row, wanted) or "新增"
        if actor is not None:
            self._record(row, said, actor=actor, at=at, ip=ip)
        return row

    @transaction.atomic
    def change(
        self, row: Any, wanted: Any, *, version: int | None, actor: User, at: datetime, ip: str | None = None
    ) -> Any:
        """It is so from now on; raises FactMissing by what is wrong, StaleVersion where somebody was faster."""
        held = locked(self.model._default_manager.all(), row, version, noun=self.noun)
        said = self.lay_down(held, wanted) or f"修改，第 {held.version} 版"
        self._record(held, said, actor=actor, at=at, ip=ip)
        return held

    def changes(self, row: Any) -> QuerySet[AccessRecord]:
        """What was laid down of it, the newest first."""
        return AccessRecord.objects.filter(subject=self._subject(row)).order_by("-at", "-id")

    def _record(self, row: Any, said: str, **by: Any) -> None:
        record(AccessRecord.Verb.SETTING, subject=self._subject(row), reason=said, **by)

    def _subject(self, row: Any) -> str:
        return f"{self.subject} {row.name}"


@dataclass(frozen=True)
class DefiningPage:
    """The pages of a sort: what they ask, what a new one ``begins`` with, and where one goes on from them.

    ``told(answers)`` makes of the answers what the sort lays down, ``stands(row)`` are those of one that there is;
    without them the answers are its columns.
    The template knows that as ``called``, with what is ``beside`` it, or beside a new one (None); ``label`` stands
    before its name where it is said that it was kept. ``page`` names the address of a new one, by its code, and
    ``home`` that of all.

    A sort of which nothing else is to be said has the house's own template, which calls ``home`` by ``home_words`` and
    says of a change what it ``holds`` for.
    """

    sort: Sort
    permission: str
    facts: Callable[[], tuple[Fact, ...]]
    home: str
    told: Callable[[dict], Any] = dict
    stands: Callable[[Any], dict] | None = None
    template: str = "cases/definitions/form.html"
    called: str = "row"
    page: str = ""
    label: str = ""
    home_words: str = ""
    holds: str = ""
    begins: dict = field(default_factory=dict)
    stays: bool = False  # one goes on with the same one, of which there is more to lay down
    beside: Callable[[Any | None], dict] = lambda row: {}

    def form(self, request, row: Any = None) -> FactsForm:
        """What is asked, with what was sent; it begins with what stands of the row, where it is about one."""
        facts = self.facts()
        form = FactsForm(facts, Setting(timezone.now(), request.user), told_in(request, facts, "version"))
        form.initial = dict(self.begins) if row is None else self._standing(row, facts)
        return form

    def _standing(self, row: Any, facts: tuple[Fact, ...]) -> dict:
        return dict(self.stands(row)) if self.stands else {fact.name: getattr(row, fact.name) for fact in facts}


def addresses(page: DefiningPage, new: tuple[str, str], change: tuple[str, str]) -> list:
    """The addresses of the two pages, each as its route and its name, for the ``urlpatterns`` of the room."""
    views = ((*new, lay_down_new), (*change, lay_down))
    return [path(route, view, {"page": page}, name=name) for route, name, view in views]


def _must_lay_down(request, page: DefiningPage) -> None:
    if not request.user.has_perm(page.permission):
        raise PermissionDenied


@require_http_methods(["GET", "HEAD", "POST"])
def lay_down_new(request, page: DefiningPage):
    """One of the county's own."""
    _must_lay_down(request, page)
    form = page.form(request)
    if form.is_valid():
        with refusals_on(form):
            made = page.sort.add(page.told(form.cleaned_data), **acting(request))
            messages.success(request, f"已新增{page.label}“{made.name}”。")
            return redirect(page.page, code=made.code) if page.page else redirect(page.home)
    context = {"form": form, "page": page, **page.beside(None)}
    return render(request, page.template, context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
def lay_down(request, page: DefiningPage, **which):
    """What holds for this one from now on."""
    _must_lay_down(request, page)
    found = page.sort.model._default_manager.filter(**which).first()
    if found is None:
        raise Http404(f"没有{page.sort.noun}。")
    form = page.form(request, found)
    if form.is_valid():
        with refusals_on(form):
            version = version_read(request.POST)
            held = page.sort.change(found, page.told(form.cleaned_data), version=version, **acting(request))
            messages.success(request, f"{page.label}“{held.name}”已修改。")
            return redirect(request.path if page.stays else page.home)
    context = {"form": form, "page": page, page.called: found, **page.beside(found)}
    return render(request, page.template, context, status=status_of(form))
