"""The rows of registers that have a place, as points of the map."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from governance.frame.days import office_day
from governance.maps.layers import Layer, MapPoint
from governance.organisation.areas import lying
from governance.organisation.models import Area
from governance.organisation.standing import standing_now

from .access import visible_of_all
from .models import Register

MOST = 5000
COLUMNS = ("pk", "name", "longitude", "latitude", "due_on", "facts", "register")


def points(user, inside: Area, now: datetime) -> Iterator[MapPoint]:
    """The rows in force with a place or a way that the person may see, of registers in use that have places."""
    registers = {each.pk: each for each in Register.objects.filter(is_active=True, is_placed=True)}
    ways = {each.pk: _way_of(each) for each in registers.values()}
    placed = Q(longitude__isnull=False)
    for key, name in ways.items():
        placed |= Q(register=key, facts__has_key=name) if name else Q()
    rows = visible_of_all(standing_now(user)).filter(
        placed, lying.inside(inside.pk), ended_on=None, register__in=registers
    )
    today = office_day(now)
    for pk, name, longitude, latitude, due, facts, key in rows.order_by("-pk").values_list(*COLUMNS)[:MOST]:
        register, way = registers[key], facts.get(ways[key], [])
        url = reverse("registers:entry", args=[register.code, pk])
        east, north = (longitude, latitude) if longitude is not None else way[0]
        yield MapPoint(east, north, url, name, register.name, bool(due and due < today), way)


def _way_of(register: Register) -> str:
    """The field in which a row says along which points it runs; empty where none does."""
    return next((each.name for each in register.asked if each.kind == "way"), "")


LAYER = Layer("registers", "台账登记", points)
