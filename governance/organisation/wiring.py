"""What this app takes from the others, and what it brings itself: the way to those who run the system."""

from datetime import timedelta

from django.conf import settings

from governance.frame.forms import kept_files, once
from governance.frame.line import Line
from governance.frame.seals.book import Sealed
from governance.frame.seals.resealing import SealedColumn

from .accounts import brake
from .accounts.sessions import forget_ended
from .areas.merging import FOLLOWING
from .demo import PARTS
from .guide import GUIDE
from .joining import FOLLOWING as FIGURES_FOLLOW
from .models import AccessRecord, SecondFactor
from .navigation import BANNERS, ENTRIES, SLOTS, MenuEntry
from .pickers import HABITS
from .posts.entrusting import CONFIDED, HANDED, TELLERS
from .records import VEILS
from .retention import FORGETTERS, RETENTION, Forgetter
from .roles import GRANTS
from .units import BLOCKERS

MANAGE, AUDIT = "organisation.manage_organisation", "organisation.view_audit"
CONFIRM = "organisation.confirm_account"

LINE = Line(
    takes=(
        GRANTS,
        ENTRIES,
        SLOTS,
        BANNERS,
        GUIDE,
        HABITS,
        BLOCKERS,
        FOLLOWING,
        PARTS,
        CONFIDED,
        HANDED,
        TELLERS,
        VEILS,
        RETENTION,
        FORGETTERS,
    ),
    following=(FIGURES_FOLLOW,),
    urls={"": "urls"},
    sealed=(
        Sealed(
            AccessRecord,
            ("at", "actor_id", "actor_name", "actor_post", "verb", "subject", "reason", "succeeded", "ip"),
            named=("at", "verb"),
            written="at",
        ),
    ),
    resealed=(SealedColumn(SecondFactor, "secret"),),
    every={"forget_overdue": timedelta(hours=1)},
    retention="data/retention.csv",
    forgets=(
        Forgetter("sessions", lambda moment: forget_ended(moment + timedelta(seconds=settings.SESSION_COOKIE_AGE))),
        Forgetter("attempts", brake.forget_before),
        Forgetter("sendings", once.forget_sent_before),
        Forgetter("kept_files", kept_files.forget_before),
    ),
    guide="data/guide.csv",
    menu=(
        MenuEntry("机构与人员", "organisation:units", "users-group", permissions=(MANAGE,), position=900),
        MenuEntry("账号确认", "organisation:deeds", "circle-check", permissions=(CONFIRM,), position=905),
        MenuEntry("保存期限", "organisation:retention", "hourglass", permissions=(MANAGE, AUDIT), position=907),
        MenuEntry("安全审计", "organisation:records", "shield-search", permissions=(AUDIT,), position=910),
    ),
    roles="data/roles.csv",
)
