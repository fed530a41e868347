"""The pages of figures: who passes each, and what it may cost."""

from governance.figures.tables import EVERYWHERE
from tests.access.doors import CASE_PEOPLE, EXPORTERS, Door, Listed, Row

SPRING = "period=custom&start=2026-03-01&end=2026-04-30"
DAYS = "20260301-20260430"

ROWS = {
    "figures:figures": Row(get=Door(CASE_PEOPLE)),
    "figures:export": Row(get=None, post=Door(EXPORTERS)),
    "api-figures": Row(get=Door(CASE_PEOPLE)),
    "figures:figure": Row(get=Door(CASE_PEOPLE), args=("days", "figure")),
}
LISTS = (
    Listed("api-figures", "county", 5, SPRING),
    *(Listed("figures:figures", who, 15, SPRING) for who in ("county", "clerk", "handler")),
    Listed("figures:figures", "county", 17, f"subject=隐患&{SPRING}"),
    Listed("figures:figure", "county", 7, args=(DAYS, "petition.received")),
    Listed("figures:figure", "county", 7, args=(DAYS, "petition.routed_in_time")),
    Listed("figures:figure", "county", 7, "source=court", args=(DAYS, "dispute.received")),
    Listed("figures:figure", "county", 7, args=(DAYS, "mediation.track_open")),
    Listed("figures:figure", "county", 4, args=(DAYS, "mediation.items_kept")),
)


def world(cast, made) -> dict:
    """A figure, a time of which it tells, and the place of whoever asks of the whole county."""
    return {"days": DAYS, "figure": "petition.received", "everywhere": EVERYWHERE}
