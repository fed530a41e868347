"""What was issued of a kind, for a task of a programme that rests on it."""

from datetime import date

from django.db.models import Count, Max
from django.urls import reverse

from governance.duties.programmes.ties import Tie
from governance.organisation.standing import Standing

from ..access import visible
from ..models import Publication, PublicationKind


def _offered() -> list[tuple[str, str]]:
    return list(PublicationKind.objects.filter(is_active=True).values_list("code", "name"))


def _stands(code: str, standing: Standing, today: date) -> str:
    """How many were issued this year, the last of them when."""
    issued = visible(standing).filter(kind__code=code, state__in=Publication.ONCE_ISSUED, issued_on__year=today.year)
    found = issued.aggregate(all=Count("pk", distinct=True), last=Max("issued_on"))
    last = f"，最近 {found['last']}" if found["last"] else ""
    return f"今年已发布 {found['all']} 件{last}"


TIE = Tie("publication", "公开发布", _offered, _stands, lambda code: reverse("publications:publications", args=[code]))
