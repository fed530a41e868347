"""The pages of the platforms: for the system administrator alone."""

from datetime import timedelta

from django.utils import timezone

from governance.exchange import actions
from governance.exchange.models import Partner
from governance.frame.days import office_day
from tests.access.doors import Door, Row

MANAGERS = Door(frozenset({"system_admin"}))
PARTNER, TOKEN = ("partner_pk",), ("token_pk",)

ROWS = {
    "exchange:partners": Row(get=MANAGERS, post=MANAGERS),
    "exchange:partner": Row(get=MANAGERS, post=MANAGERS, args=PARTNER),
    "exchange:issue": Row(get=None, post=MANAGERS, args=PARTNER),
    "exchange:draw_key": Row(get=MANAGERS, post=MANAGERS, args=PARTNER),
    "exchange:resend": Row(get=None, post=MANAGERS, args=PARTNER),
    "exchange:revoke": Row(get=MANAGERS, post=MANAGERS, args=TOKEN),
}
NO_LIST = {"exchange:partners", "exchange:partner", "exchange:draw_key", "exchange:revoke"}


EVERYTHING = ("petitions.create", "petitions.follow", "petitions.supplement")


def hotline(cast, *, url: str = "", name: str = "12345 热线", scopes=EVERYTHING, at=None) -> tuple[Partner, str]:
    """A hotline and a token of it that is good for a month."""
    by = {"actor": cast.system_admin, "at": at or timezone.now()}
    made = actions.add(Partner(name=name, url=url), **by)
    return made, actions.issue(made, scopes, office_day(by["at"]) + timedelta(days=30), **by)


def world(cast, made: dict) -> dict:
    """A platform with a token."""
    partner, _ = hotline(cast)
    return {"partner_pk": partner.pk, "token_pk": partner.tokens.get().pk}
