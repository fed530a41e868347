"""What this app brings to the frame of every page: the bell leads to the inbox and shows what is unread there."""

from datetime import timedelta

from governance.frame.line import Line
from governance.organisation.navigation import Slot

from . import kinds
from .inbox import BELL, KNOWN_SUBJECTS
from .outbox import tell_of_account

LINE = Line(
    takes=(kinds.KINDS, KNOWN_SUBJECTS),
    guide="data/guide.csv",
    urls={"notices/": "urls"},
    every={"deliver_notices": timedelta(minutes=1)},
    messages=kinds.OWN_KINDS,
    tells=(tell_of_account,),
    slots=(Slot("notices", "notices:inbox", counted=BELL),),
    roles="data/roles.csv",
)
