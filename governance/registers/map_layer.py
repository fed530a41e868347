"""The rows of registers that have a place, as points of the map."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from governance.frame.days import office_day
from governance.maps.layers import Layer, MapPoint
from governance.organisation.areas import lying
from governance.organisation.models import Area
from governance.organisation.standing import standing_now

from .access import visible_of_all

MOST = 5000
COLUMNS = ("pk", "name", "longitude", "latitude", "due_on", "register__code", "register__name")


def points(user, inside: Area, now: datetime) -> Iterator[MapPoint]:
    """The rows in force that the person may see, of registers in use."""
    rows = visible_of_all(standing_now(user)).filter(
        lying.inside(inside.pk), ended_on=None, longitude__isnull=False, register__is_active=True
    )
    today = office_day(now)
    for pk, name, longitude, latitude, due, code, register in rows.order_by("-pk").values_list(*COLUMNS)[:MOST]:
        url = reverse("registers:entry", args=[code, pk])
        yield MapPoint(longitude, latitude, url, name, register, bool(due and due < today))


LAYER = Layer("registers", "台账登记", points)
