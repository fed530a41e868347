"""What platforms outside bring to the lower rooms, and what lines of work bring for them."""

from datetime import timedelta

from governance.frame.line import Line
from governance.frame.seals.resealing import SealedColumn
from governance.organisation.navigation import MenuEntry
from governance.organisation.retention import Forgetter

from . import calls, once
from .following import FOLLOWINGS
from .models import Asked, Partner
from .scopes import SCOPES
from .views import MANAGE

__all__ = ["LINE", "calls"]

LINE = Line(
    takes=(FOLLOWINGS, SCOPES),
    guide="data/guide.csv",
    urls={"exchange/": "urls"},
    every={"send_parcels": timedelta(minutes=1)},
    retention="data/retention.csv",
    forgets=(Forgetter("platform_calls", once.forget_before),),
    resealed=(SealedColumn(Partner, "key_sealed"), SealedColumn(Asked, "answer_sealed")),
    menu=(MenuEntry("对接平台", "exchange:partners", "link", permissions=(MANAGE,), position=906),),
    roles="data/roles.csv",
)
